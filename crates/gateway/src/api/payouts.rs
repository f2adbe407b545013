//! Payouts and invoices for programs, to read: a cooperative's own, and all payouts for the office.

use super::{products::limit, shapes::Problem};
use crate::{
    App, Failure, Outcome,
    extract::{Admin, Params, Selling, unknown},
    routes::{Access, Table},
};
use axum::{
    Json,
    extract::{Path, State},
    response::IntoResponse,
};
use kernel::ids::{InvoiceId, PayoutId};
use ledger::{
    invoice::{self, Invoice, Which},
    payout::{self, Payout, State as Stands},
};
use market::money::{self, InvoiceFound, PayoutFound};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};
use view::format::machine_time;

/// What the document says about this area.
#[derive(OpenApi)]
#[openapi(paths(list_own, show_own, list_invoices, show_invoice, list_all, show_any))]
pub(crate) struct Doc;

pub(crate) fn routes(table: &mut Table) {
    table.get("/api/v1/seller/payouts", Access::SellerToken, list_own);
    table.get("/api/v1/seller/payouts/{payout}", Access::SellerToken, show_own);
    table.get("/api/v1/seller/invoices", Access::SellerToken, list_invoices);
    table.get("/api/v1/seller/invoices/{invoice}", Access::SellerToken, show_invoice);
    table.get("/api/v1/admin/payouts", Access::AdministratorToken, list_all);
    table.get("/api/v1/admin/payouts/{payout}", Access::AdministratorToken, show_any);
}

/// Which page.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
struct PageParams {
    /// How many to answer with, 1 to 100; 24 if not said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// Which payouts.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
struct PayoutParams {
    /// How far they are: `draft`, `approved`, `submitted`, `unknown`, `paid`, `failed`, `returned` or `cancelled`; all if
    /// not said.
    state: Option<String>,
    /// How many to answer with, 1 to 100; 24 if not said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// A page of payouts.
#[derive(Debug, Serialize, ToSchema)]
struct PayoutList {
    /// The payouts, the latest first.
    items: Vec<PayoutOut>,
    /// The `after` of the next page; absent at the end.
    next: Option<String>,
}

/// Money that goes to a cooperative. All amounts are in centimes.
#[derive(Debug, Serialize, ToSchema)]
struct PayoutOut {
    /// Its id.
    id: String,
    /// Whose it is.
    cooperative: String,
    /// What the bank's statement shows.
    reference: String,
    /// How far it is: `approved`, `submitted`, `unknown`, `paid`, `failed`, `returned`; for the office also `draft` and
    /// `cancelled`.
    state: &'static str,
    /// What was sold, less what went back.
    lines_minor: i64,
    /// Commission that was kept back.
    netted_minor: i64,
    /// What is paid.
    amount_minor: i64,
    /// Always `MAD`.
    #[schema(example = "MAD")]
    currency: &'static str,
    /// The last four digits of the account that it goes to.
    account: String,
    /// When it was put together, in UTC.
    created_at: String,
    /// When it last moved, in UTC.
    updated_at: String,
}

/// A payout with what it is made of.
#[derive(Debug, Serialize, ToSchema)]
struct PayoutWhole {
    /// The payout.
    payout: PayoutOut,
    /// Its lines, the oldest first.
    lines: Vec<PayoutLineOut>,
}

/// A line of a payout.
#[derive(Debug, Serialize, ToSchema)]
struct PayoutLineOut {
    /// What happened: `closed`, `refund_approved`, `commission_netted` and so on.
    kind: String,
    /// The part's id, as in `/api/v1/seller/orders/{order}`.
    part: Option<String>,
    /// The number of its order.
    number: Option<String>,
    /// What it adds.
    amount_minor: i64,
    /// When, in UTC.
    at: String,
}

/// A page of invoices.
#[derive(Debug, Serialize, ToSchema)]
struct InvoiceList {
    /// The invoices, the latest first.
    items: Vec<InvoiceOut>,
    /// The `after` of the next page; absent at the end.
    next: Option<String>,
}

/// An invoice for the market's commission. All amounts are in centimes.
#[derive(Debug, Serialize, ToSchema)]
struct InvoiceOut {
    /// Its id.
    id: String,
    /// Its number.
    #[schema(example = "2026-00017")]
    number: String,
    /// The month until the end of which the commission was earned.
    #[schema(example = "2026-10")]
    month: String,
    /// What a transfer is to name.
    reference: String,
    /// The commission.
    commission_minor: i64,
    /// The tax on it.
    vat_minor: i64,
    /// Both.
    total_minor: i64,
    /// What of it is left to pay.
    open_minor: i64,
    /// Always `MAD`.
    #[schema(example = "MAD")]
    currency: &'static str,
    /// When it was issued, in UTC.
    issued_at: String,
    /// Until when it is to be paid, in UTC.
    due_at: String,
}

/// An invoice with what it is made of.
#[derive(Debug, Serialize, ToSchema)]
struct InvoiceWhole {
    /// The invoice.
    invoice: InvoiceOut,
    /// Its lines, the oldest first.
    lines: Vec<InvoiceLineOut>,
}

/// A line of an invoice.
#[derive(Debug, Serialize, ToSchema)]
struct InvoiceLineOut {
    /// The part's id, as in `/api/v1/seller/orders/{order}`.
    part: String,
    /// The number of its order.
    number: String,
    /// The commission; below zero for a refund.
    commission_minor: i64,
    /// The tax on it.
    vat_minor: i64,
    /// The rate of the tax in basis points.
    vat_bps: i32,
    /// When it was earned, in UTC.
    at: String,
}

/// List a cooperative's payouts
#[utoipa::path(get, path = "/api/v1/seller/payouts", tag = "Selling", params(PageParams), security(("token" = [])), responses(
    (status = 200, description = "A page of payouts", body = PayoutList),
    (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter that there is not", body = Problem, content_type = "application/problem+json"),
))]
async fn list_own(State(app): State<App>, Selling(seller): Selling, Params(asked): Params<PageParams>) -> Outcome {
    let (db, limit) = (&app.market().db, limit(asked.limit)?);
    let page = payout::list_for_cooperative(db, seller.cooperative, asked.after.as_deref(), limit).await?;
    Ok(Json(payouts(page)).into_response())
}

/// Read a payout
#[utoipa::path(get, path = "/api/v1/seller/payouts/{payout}", tag = "Selling", params(("payout" = String, Path, description = "Its id")), security(("token" = [])), responses(
    (status = 200, description = "The payout and its lines", body = PayoutWhole),
    (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such payout", body = Problem, content_type = "application/problem+json"),
))]
async fn show_own(State(app): State<App>, Selling(seller): Selling, Path(id): Path<String>) -> Outcome {
    let id: PayoutId = id.parse().map_err(|_| Failure::not_found())?;
    let found = money::find_payout_for_cooperative(app.market(), &seller, id).await?;
    Ok(Json(whole(found.ok_or_else(Failure::not_found)?)).into_response())
}

/// List a cooperative's invoices
#[utoipa::path(get, path = "/api/v1/seller/invoices", tag = "Selling", params(PageParams), security(("token" = [])), responses(
    (status = 200, description = "A page of invoices", body = InvoiceList),
    (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter that there is not", body = Problem, content_type = "application/problem+json"),
))]
async fn list_invoices(State(app): State<App>, Selling(seller): Selling, Params(asked): Params<PageParams>) -> Outcome {
    let which = Which {
        cooperative: Some(seller.cooperative),
        open: false,
    };
    let page = invoice::list(&app.market().db, which, asked.after.as_deref(), limit(asked.limit)?).await?;
    let items = page.items.iter().map(invoice_out).collect();
    Ok(Json(InvoiceList { items, next: page.next }).into_response())
}

/// Read an invoice
#[utoipa::path(get, path = "/api/v1/seller/invoices/{invoice}", tag = "Selling", params(("invoice" = String, Path, description = "Its id")), security(("token" = [])), responses(
    (status = 200, description = "The invoice and its lines", body = InvoiceWhole),
    (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such invoice", body = Problem, content_type = "application/problem+json"),
))]
async fn show_invoice(State(app): State<App>, Selling(seller): Selling, Path(id): Path<String>) -> Outcome {
    let id: InvoiceId = id.parse().map_err(|_| Failure::not_found())?;
    let found = money::find_invoice_for_cooperative(app.market(), &seller, id).await?;
    let InvoiceFound { invoice, lines, .. } = found.ok_or_else(Failure::not_found)?;
    let line = |one: money::InvoiceLine| InvoiceLineOut {
        part: one.line.part.to_string(),
        number: one.number,
        commission_minor: one.line.commission_minor,
        vat_minor: one.line.vat_minor,
        vat_bps: one.line.vat_bps,
        at: machine_time(one.line.at),
    };
    let out = InvoiceWhole {
        invoice: invoice_out(&invoice),
        lines: lines.into_iter().map(line).collect(),
    };
    Ok(Json(out).into_response())
}

/// List all payouts
#[utoipa::path(get, path = "/api/v1/admin/payouts", tag = "Office", params(PayoutParams), security(("token" = [])), responses(
    (status = 200, description = "A page of payouts", body = PayoutList),
    (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter or state that there is not", body = Problem, content_type = "application/problem+json"),
))]
async fn list_all(State(app): State<App>, _: Admin, Params(asked): Params<PayoutParams>) -> Outcome {
    let state = match asked.state.as_deref() {
        None => None,
        Some(code) => Some(Stands::of(code).ok_or_else(|| unknown("state"))?),
    };
    let states: Vec<Stands> = state.into_iter().collect();
    let page = payout::list(&app.market().db, &states, asked.after.as_deref(), limit(asked.limit)?).await?;
    Ok(Json(payouts(page)).into_response())
}

/// Read any payout
#[utoipa::path(get, path = "/api/v1/admin/payouts/{payout}", tag = "Office", params(("payout" = String, Path, description = "Its id")), security(("token" = [])), responses(
    (status = 200, description = "The payout and its lines", body = PayoutWhole),
    (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such payout", body = Problem, content_type = "application/problem+json"),
))]
async fn show_any(State(app): State<App>, _: Admin, Path(id): Path<String>) -> Outcome {
    let id: PayoutId = id.parse().map_err(|_| Failure::not_found())?;
    let found = money::find_payout(app.market(), id).await?;
    Ok(Json(whole(found.ok_or_else(Failure::not_found)?)).into_response())
}

fn payouts(page: kernel::Page<Payout>) -> PayoutList {
    PayoutList {
        items: page.items.iter().map(payout_out).collect(),
        next: page.next,
    }
}

fn payout_out(one: &Payout) -> PayoutOut {
    PayoutOut {
        id: one.id.to_string(),
        cooperative: one.cooperative.to_string(),
        reference: one.reference.clone(),
        state: one.state.code(),
        lines_minor: one.lines_minor,
        netted_minor: one.netted_minor,
        amount_minor: one.amount.minor,
        currency: one.amount.currency.code(),
        account: one.rib.tail().to_owned(),
        created_at: machine_time(one.created_at),
        updated_at: machine_time(one.updated_at),
    }
}

fn whole(found: PayoutFound) -> PayoutWhole {
    let line = |one: money::PayoutLine| PayoutLineOut {
        kind: one.line.kind,
        part: one.line.part.map(|part| part.to_string()),
        number: one.number,
        amount_minor: one.line.minor,
        at: machine_time(one.line.at),
    };
    PayoutWhole {
        payout: payout_out(&found.payout),
        lines: found.lines.into_iter().map(line).collect(),
    }
}

fn invoice_out(one: &Invoice) -> InvoiceOut {
    InvoiceOut {
        id: one.id.to_string(),
        number: one.number(),
        month: one.month.clone(),
        reference: one.reference.clone(),
        commission_minor: one.commission_minor,
        vat_minor: one.vat_minor,
        total_minor: one.total_minor,
        open_minor: one.open_minor(),
        currency: one.currency.code(),
        issued_at: machine_time(one.issued_at),
        due_at: machine_time(one.due_at),
    }
}
