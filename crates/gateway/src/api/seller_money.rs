//! A cooperative's money for programs: the same figures as on its page.

use super::{products::limit, shapes::Problem};
use crate::{
    App, Outcome,
    extract::{Params, Selling, unknown},
    routes::{Access, Table},
};
use axum::{Json, extract::State, response::IntoResponse};
use ledger::statement::Period;
use market::money::{self, Line, Statement};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};
use view::{format::machine_time, month::Month};

/// What the document says about this area.
#[derive(OpenApi)]
#[openapi(paths(show))]
pub(crate) struct Doc;

pub(crate) fn routes(table: &mut Table) {
    table.get("/api/v1/seller/money", Access::SellerToken, show);
}

/// Which month.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
struct MoneyParams {
    /// The month of the statement in Morocco's time; this month if not said.
    #[param(example = "2026-11")]
    month: Option<String>,
    /// How many lines to answer with, 1 to 100; 24 if not said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
    /// The `next` of the page before, of the same month.
    after: Option<String>,
}

/// A cooperative's money. All amounts are in centimes.
#[derive(Debug, Serialize, ToSchema)]
struct MoneyOut {
    /// Where all of it is now.
    now: NowOut,
    /// The month of the statement.
    #[schema(example = "2026-11")]
    month: String,
    /// The sums of all its lines.
    sums: SumsOut,
    /// What was delivered in the month, the latest first.
    items: Vec<LineOut>,
    /// The `after` of the next page; absent at the end.
    next: Option<String>,
    /// Always `MAD`.
    #[schema(example = "MAD")]
    currency: &'static str,
}

/// Where the money of all that was delivered is.
#[derive(Debug, Serialize, ToSchema)]
struct NowOut {
    /// What buyers paid.
    paid_minor: i64,
    /// What of it they got back, or are to get back.
    refunded_minor: i64,
    /// Cash that carriers have not handed over.
    with_carriers_minor: i64,
    /// Cash in the market's office.
    with_market_minor: i64,
    /// What the market collected and has not paid out.
    to_be_paid_out_minor: i64,
    /// What reached the cooperative.
    reached_minor: i64,
    /// The market's commission and the tax on it.
    charged_minor: i64,
    /// What of that is settled.
    settled_minor: i64,
    /// What of it the cooperative owes.
    owed_minor: i64,
}

/// The sums of a month.
#[derive(Debug, Serialize, ToSchema)]
struct SumsOut {
    /// How many parts were delivered.
    parts: i64,
    /// Their goods.
    goods_minor: i64,
    /// Their delivery.
    delivery_minor: i64,
    /// What was paid for them.
    paid_minor: i64,
    /// What of it went back.
    refunded_minor: i64,
    /// The market's commission.
    commission_minor: i64,
    /// The tax on it.
    vat_minor: i64,
    /// What the cooperative keeps.
    net_minor: i64,
}

/// A part that was delivered.
#[derive(Debug, Serialize, ToSchema)]
struct LineOut {
    /// The part's id, as in `/api/v1/seller/orders/{order}`.
    part: String,
    /// The number of its order.
    number: String,
    /// When the buyer had it, in UTC.
    delivered_at: Option<String>,
    /// The goods.
    goods_minor: i64,
    /// The delivery.
    delivery_minor: i64,
    /// What was paid.
    paid_minor: i64,
    /// What of it went back.
    refunded_minor: i64,
    /// The market's commission.
    commission_minor: i64,
    /// The tax on it.
    vat_minor: i64,
    /// What the cooperative keeps.
    net_minor: i64,
}

/// Read a cooperative's money
#[utoipa::path(get, path = "/api/v1/seller/money", tag = "Selling", params(MoneyParams), security(("token" = [])), responses(
    (status = 200, description = "Where the money is, and a page of the statement of a month", body = MoneyOut),
    (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter that there is not, or no month", body = Problem, content_type = "application/problem+json"),
))]
async fn show(State(app): State<App>, Selling(seller): Selling, Params(asked): Params<MoneyParams>) -> Outcome {
    let market = app.market();
    let month = match asked.month.as_deref() {
        None => Month::of(market.now()),
        Some(typed) => Month::parse(typed).ok_or_else(|| unknown("month"))?,
    };
    let period = Period {
        from: month.begins(),
        until: month.after().begins(),
    };
    let limit = limit(asked.limit)?;
    let found = money::find_statement(market, &seller, period, asked.after.as_deref(), limit).await?;
    Ok(Json(out(month, found)).into_response())
}

fn out(month: Month, found: Statement) -> MoneyOut {
    let (all, sums) = (found.overview, found.sums);
    let charged = all.sums.fee;
    MoneyOut {
        now: NowOut {
            paid_minor: all.sums.paid,
            refunded_minor: all.sums.refunded,
            with_carriers_minor: all.with_carriers,
            with_market_minor: all.with_market,
            to_be_paid_out_minor: all.to_be_paid_out,
            reached_minor: all.reached(),
            charged_minor: charged.commission.saturating_add(charged.vat),
            settled_minor: all.settled(),
            owed_minor: all.owed,
        },
        month: month.code(),
        sums: SumsOut {
            parts: sums.parts,
            goods_minor: sums.goods,
            delivery_minor: sums.delivery,
            paid_minor: sums.paid,
            refunded_minor: sums.refunded,
            commission_minor: sums.fee.commission,
            vat_minor: sums.fee.vat,
            net_minor: sums.net(),
        },
        items: found.lines.items.into_iter().map(line).collect(),
        next: found.lines.next,
        currency: kernel::Currency::Mad.code(),
    }
}

fn line(one: Line) -> LineOut {
    let entry = one.entry;
    LineOut {
        part: entry.sale.part.id.to_string(),
        number: one.number,
        delivered_at: entry.sale.delivered_at.map(machine_time),
        goods_minor: entry.sale.goods_minor,
        delivery_minor: entry.sale.delivery_minor,
        paid_minor: entry.sale.paid_minor,
        refunded_minor: entry.refunded_minor,
        commission_minor: entry.fee.commission,
        vat_minor: entry.fee.vat,
        net_minor: entry.net_minor(),
    }
}
