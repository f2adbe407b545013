//! Statements for programs: the account of a cooperative in a month, as data and as the papers that people
//! print.

use super::{products::limit, shapes::Problem};
use crate::{
    App, Failure, Outcome,
    extract::{Params, Selling, unknown},
    page,
    routes::{Access, Table},
};
use axum::{
    Json,
    extract::{Path, State},
    response::IntoResponse,
};
use kernel::{Locale, ids::CooperativeId};
use market::{
    Market,
    money::{self, Account, AccountLine, Form},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};
use view::{format::machine_time, month::Month};

/// What the document says about this area.
#[derive(OpenApi)]
#[openapi(paths(show, pdf, xlsx, office_show, office_pdf, office_xlsx))]
pub(crate) struct Doc;

pub(crate) fn routes(table: &mut Table) {
    table.get("/api/v1/seller/statement", Access::SellerToken, show);
    table.get("/api/v1/seller/statement.pdf", Access::SellerToken, pdf);
    table.get("/api/v1/seller/statement.xlsx", Access::SellerToken, xlsx);
    let office = Access::AdministratorToken;
    table.get(
        "/api/v1/admin/cooperatives/{cooperative}/statement",
        office,
        office_show,
    );
    table.get(
        "/api/v1/admin/cooperatives/{cooperative}/statement.pdf",
        office,
        office_pdf,
    );
    table.get(
        "/api/v1/admin/cooperatives/{cooperative}/statement.xlsx",
        office,
        office_xlsx,
    );
}

/// Which month, and where its lines go on.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
struct StatementParams {
    /// The month in Morocco's time; this month if not said.
    #[param(example = "2026-11")]
    month: Option<String>,
    /// How many lines to answer with, 1 to 100; 24 if not said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
    /// The `next` of the page before, of the same month.
    after: Option<String>,
}

/// Which month, and in which language.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
struct PaperParams {
    /// The month in Morocco's time; this month if not said.
    #[param(example = "2026-11")]
    month: Option<String>,
    /// `ar`, `fr` or `en`; `ar` if not said.
    #[param(example = "fr")]
    lang: Option<String>,
}

/// The account of a cooperative in a month. All amounts are in centimes. What stands on it is what the
/// market owes the cooperative; below zero what the cooperative owes.
#[derive(Debug, Serialize, ToSchema)]
struct StatementOut {
    /// The month.
    #[schema(example = "2026-11")]
    month: String,
    /// What stood on the account before.
    opening_minor: i64,
    /// What stands on it afterwards.
    closing_minor: i64,
    /// How many parts of orders were sold.
    parts: i64,
    /// For how much, with delivery.
    sold_minor: i64,
    /// What goes back to buyers.
    given_back_minor: i64,
    /// The market's commission, less what refunds took back.
    commission_minor: i64,
    /// The tax on it.
    vat_minor: i64,
    /// What the cooperative keeps of its sales.
    kept_minor: i64,
    /// What was paid out.
    paid_out_minor: i64,
    /// Cash of its sales that carriers had at the end.
    with_carriers_minor: i64,
    /// Cash of its sales in the market's office at the end.
    with_market_minor: i64,
    /// What happened, the earliest first.
    items: Vec<MovementOut>,
    /// The `after` of the next page; absent at the end.
    next: Option<String>,
    /// Always `MAD`.
    #[schema(example = "MAD")]
    currency: &'static str,
}

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
struct MovementOut {
    /// The id of its posting in the ledger.
    id: String,
    /// When, in UTC.
    at: String,
    /// `sold`, `given_back`, `kept_after_all`, `cancelled`, `handed_over`, `paid_out`, `came_back`, `fee_paid`, `fee_kept`,
    /// `fee_waived` or `other`.
    what: &'static str,
    /// The number of its order.
    number: Option<String>,
    /// The part of the order, as in `/api/v1/seller/orders/{order}`.
    part: Option<String>,
    /// What was sold, handed over or paid; below zero what went back or was paid out.
    amount_minor: i64,
    /// The market's commission on it; below zero where a refund takes it back.
    commission_minor: i64,
    /// The tax on the commission.
    vat_minor: i64,
    /// What the cooperative keeps of it; absent where nothing is sold or given back.
    kept_minor: Option<i64>,
    /// How the account moved.
    change_minor: i64,
    /// What stood on the account then.
    balance_minor: i64,
}

/// Read the statement of a month
#[utoipa::path(get, path = "/api/v1/seller/statement", tag = "Selling", params(StatementParams), security(("token" = [])), responses(
    (status = 200, description = "The account in that month, and a page of its lines", body = StatementOut),
    (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter that there is not, or no month", body = Problem, content_type = "application/problem+json"),
))]
async fn show(State(app): State<App>, Selling(seller): Selling, Params(asked): Params<StatementParams>) -> Outcome {
    data(app.market(), seller.cooperative, asked).await
}

/// Print the statement of a month
#[utoipa::path(get, path = "/api/v1/seller/statement.pdf", tag = "Selling", params(PaperParams), security(("token" = [])), responses(
    (status = 200, description = "A PDF", content_type = "application/pdf", body = Vec<u8>),
    (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter that there is not, no month, or one with more than 2,000 lines", body = Problem, content_type = "application/problem+json"),
    (status = 503, description = "Too many papers are being made", body = Problem, content_type = "application/problem+json"),
))]
async fn pdf(State(app): State<App>, Selling(seller): Selling, Params(asked): Params<PaperParams>) -> Outcome {
    paper(app.market(), seller.cooperative, asked, Form::Pdf).await
}

/// Read the statement of a month as a sheet
#[utoipa::path(get, path = "/api/v1/seller/statement.xlsx", tag = "Selling", params(PaperParams), security(("token" = [])), responses(
    (status = 200, description = "An XLSX file", content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = Vec<u8>),
    (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter that there is not, no month, or one with more than 20,000 lines", body = Problem, content_type = "application/problem+json"),
    (status = 503, description = "Too many papers are being made", body = Problem, content_type = "application/problem+json"),
))]
async fn xlsx(State(app): State<App>, Selling(seller): Selling, Params(asked): Params<PaperParams>) -> Outcome {
    paper(app.market(), seller.cooperative, asked, Form::Xlsx).await
}

/// Read the statement of a cooperative
#[utoipa::path(get, path = "/api/v1/admin/cooperatives/{cooperative}/statement", tag = "Office", params(("cooperative" = String, Path, description = "The id"), StatementParams), security(("token" = [])), responses(
    (status = 200, description = "The account in that month, and a page of its lines", body = StatementOut),
    (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such cooperative", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter that there is not, or no month", body = Problem, content_type = "application/problem+json"),
))]
async fn office_show(
    State(app): State<App>,
    Path(id): Path<String>,
    Params(asked): Params<StatementParams>,
) -> Outcome {
    data(app.market(), known(&app, &id).await?, asked).await
}

/// Print the statement of a cooperative
#[utoipa::path(get, path = "/api/v1/admin/cooperatives/{cooperative}/statement.pdf", tag = "Office", params(("cooperative" = String, Path, description = "The id"), PaperParams), security(("token" = [])), responses(
    (status = 200, description = "A PDF", content_type = "application/pdf", body = Vec<u8>),
    (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such cooperative", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter that there is not, no month, or one with more than 2,000 lines", body = Problem, content_type = "application/problem+json"),
))]
async fn office_pdf(State(app): State<App>, Path(id): Path<String>, Params(asked): Params<PaperParams>) -> Outcome {
    paper(app.market(), known(&app, &id).await?, asked, Form::Pdf).await
}

/// Read the statement of a cooperative as a sheet
#[utoipa::path(get, path = "/api/v1/admin/cooperatives/{cooperative}/statement.xlsx", tag = "Office", params(("cooperative" = String, Path, description = "The id"), PaperParams), security(("token" = [])), responses(
    (status = 200, description = "An XLSX file", content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = Vec<u8>),
    (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such cooperative", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter that there is not, no month, or one with more than 20,000 lines", body = Problem, content_type = "application/problem+json"),
))]
async fn office_xlsx(State(app): State<App>, Path(id): Path<String>, Params(asked): Params<PaperParams>) -> Outcome {
    paper(app.market(), known(&app, &id).await?, asked, Form::Xlsx).await
}

/// A cooperative that there is.
async fn known(app: &App, id: &str) -> Result<CooperativeId, Failure> {
    let id = id.parse().map_err(|_| Failure::not_found())?;
    Ok(catalogue::cooperative::get(&app.market().db, id).await?.id)
}

fn month(market: &Market, asked: Option<&str>) -> Result<Month, Failure> {
    match asked {
        None => Ok(Month::of(market.now())),
        Some(typed) => Month::parse(typed).ok_or_else(|| unknown("month")),
    }
}

async fn paper(market: &Market, id: CooperativeId, asked: PaperParams, form: Form) -> Outcome {
    let month = month(market, asked.month.as_deref())?;
    let locale = match asked.lang.as_deref() {
        None => Locale::Ar,
        Some(code) => code.parse().map_err(|_| unknown("lang"))?,
    };
    page::file(money::print_statement(market, id, month, locale, form).await?)
}

async fn data(market: &Market, id: CooperativeId, asked: StatementParams) -> Outcome {
    let month = month(market, asked.month.as_deref())?;
    let most = limit(asked.limit)?.get();
    let found = money::find_account_of_cooperative(market, id, month, asked.after.as_deref(), most).await?;
    Ok(Json(out(found)).into_response())
}

fn out(found: Account) -> StatementOut {
    let (sums, turnover) = (&found.sums, &found.sums.turnover);
    StatementOut {
        month: found.month.code(),
        opening_minor: sums.opening,
        closing_minor: sums.closing(),
        parts: turnover.parts,
        sold_minor: turnover.sold,
        given_back_minor: turnover.given_back,
        commission_minor: turnover.fee.commission,
        vat_minor: turnover.fee.vat,
        kept_minor: turnover.kept(),
        paid_out_minor: turnover.paid_out,
        with_carriers_minor: sums.with_carriers,
        with_market_minor: sums.with_market,
        items: found.lines.into_iter().map(line).collect(),
        next: found.next,
        currency: kernel::Currency::Mad.code(),
    }
}

fn line(one: AccountLine) -> MovementOut {
    let moved = one.movement;
    MovementOut {
        at: machine_time(moved.at),
        what: moved.what.code(),
        number: one.number,
        part: moved.part.map(|part| part.to_string()),
        amount_minor: moved.amount,
        commission_minor: moved.fee.commission,
        vat_minor: moved.fee.vat,
        kept_minor: moved.kept(),
        change_minor: moved.change,
        balance_minor: moved.balance,
        id: moved.id,
    }
}
