//! A cooperative's orders for programs: the same steps as on its pages.

use super::{
    orders::{PartOut, part_out},
    products::limit,
    shapes::Problem,
    sold::{Contact, Place},
};
use crate::{
    App, Failure, Outcome,
    extract::{Body, Params, Selling, unknown},
    routes::{Access, Table},
};
use axum::{
    Json,
    extract::{Path, State},
    response::IntoResponse,
};
use kernel::{
    Money,
    ids::{CooperativeId, SellerOrderId},
    text,
};
use market::selling::{self, Arrival};
use order::{ForCooperative, order::Tab};
use payment::{Holder, Payment};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

/// What the document says about this area.
#[derive(OpenApi)]
#[openapi(paths(list, show, act))]
pub(crate) struct Doc;

pub(crate) fn routes(table: &mut Table) {
    table.get("/api/v1/seller/orders", Access::SellerToken, list);
    table.get("/api/v1/seller/orders/{order}", Access::SellerToken, show);
    table.post("/api/v1/seller/orders/{order}/{action}", Access::SellerToken, act);
}

/// Which orders.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
struct ListParams {
    /// `open` (those that wait for the cooperative, the oldest first), `over` or `all` (the newest first).
    #[param(example = "open")]
    tab: Option<String>,
    /// How many to answer with, 1 to 100; 24 if not said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
    /// The `next` of the page before, of the same tab.
    after: Option<String>,
}

/// A page of orders.
#[derive(Debug, Serialize, ToSchema)]
struct SellerOrderList {
    /// The orders.
    items: Vec<SellerOrderOut>,
    /// The `after` of the next page; absent at the end.
    next: Option<String>,
}

/// The part of an order that is the cooperative's.
#[derive(Debug, Serialize, ToSchema)]
struct SellerOrderOut {
    /// The order's number.
    number: String,
    /// Who buys.
    buyer: Contact,
    /// Who receives.
    recipient: Contact,
    /// Where it goes.
    address: Place,
    /// The part.
    part: PartOut,
    /// The money.
    payment: Option<PaymentOut>,
}

/// What is due, and who has it.
#[derive(Debug, Serialize, ToSchema)]
struct PaymentOut {
    /// `expected`, `collected`, `remitted`, `short`, `refused` or `void`.
    state: &'static str,
    /// What is due, in centimes.
    amount_minor: i64,
    /// What was paid, in centimes.
    collected_minor: i64,
    /// `carrier`, `cooperative` or `platform`.
    holder: Option<&'static str>,
}

/// What a step needs; each step takes its own fields only.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct Action {
    /// `decline`: why; the buyer reads it.
    reason: Option<String>,
    /// `ship`: who carries it.
    carrier: Option<String>,
    /// `ship`: under which number.
    tracking: Option<String>,
    /// `deliver`: who has the cash: `carrier` (if not said) or `cooperative`.
    holder: Option<String>,
    /// `deliver` and `hand-over`: what was paid, in centimes; all of it if not said.
    paid_minor: Option<i64>,
    /// `deliver` and `hand-over`: the four digits that the buyer gave.
    delivery_code: Option<String>,
    /// `return`: whether the goods can be sold again.
    restock: Option<bool>,
}

/// List a cooperative's orders
#[utoipa::path(get, path = "/api/v1/seller/orders", tag = "Selling", params(ListParams), security(("token" = [])), responses(
    (status = 200, description = "A page of orders", body = SellerOrderList),
    (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter that there is not", body = Problem, content_type = "application/problem+json"),
))]
async fn list(State(app): State<App>, Selling(seller): Selling, Params(asked): Params<ListParams>) -> Outcome {
    let tab = match asked.tab.as_deref() {
        None | Some("open") => Tab::Open,
        Some("over") => Tab::Over,
        Some("all") => Tab::All,
        Some(_) => return Err(unknown("tab")),
    };
    let (db, limit) = (&app.market().db, limit(asked.limit)?);
    let page = order::order::list_for_cooperative(db, seller.cooperative, tab, asked.after.as_deref(), limit).await?;
    let ids: Vec<SellerOrderId> = page.items.iter().map(|one| one.part.id).collect();
    let payments = payment::payment::list_for_seller_orders(db, &ids).await?;
    let out = |one: &ForCooperative| one_out(one, payments.iter().find(|p| p.seller_order == one.part.id));
    let items = page.items.iter().map(out).collect();
    Ok(Json(SellerOrderList { items, next: page.next }).into_response())
}

/// Read one of a cooperative's orders
#[utoipa::path(get, path = "/api/v1/seller/orders/{order}", tag = "Selling", params(("order" = String, Path, description = "The id of the part")), security(("token" = [])), responses(
    (status = 200, description = "The order", body = SellerOrderOut),
    (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such order, or it is another cooperative's", body = Problem, content_type = "application/problem+json"),
))]
async fn show(State(app): State<App>, Selling(seller): Selling, Path(order): Path<String>) -> Outcome {
    answer(&app, seller.cooperative, read(&order)?).await
}

/// Move an order on
#[utoipa::path(post, path = "/api/v1/seller/orders/{order}/{action}", tag = "Selling", params(
    ("order" = String, Path, description = "The id of the part"),
    ("action" = String, Path, description = "accept, decline, pack, ship, deliver, hand-over, refuse, lose, return or remit"),
), request_body = Action, security(("token" = [])), responses(
    (status = 200, description = "The order as it stands now; doing the same twice changes nothing", body = SellerOrderOut),
    (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such order or step, or it is another cooperative's", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "The order cannot do this from where it stands", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A field is missing or wrong, or it is not the buyer's code", body = Problem, content_type = "application/problem+json"),
    (status = 429, description = "Too many wrong codes", body = Problem, content_type = "application/problem+json"),
))]
async fn act(
    State(app): State<App>,
    Selling(seller): Selling,
    Path((order, action)): Path<(String, String)>,
    Body(asked): Body<Action>,
) -> Outcome {
    let (market, id) = (app.market(), read(&order)?);
    let paid = match asked.paid_minor {
        Some(minor) if minor < 0 => return Err(unknown("paid_minor")),
        minor => minor.map(Money::mad),
    };
    match action.as_str() {
        "accept" => selling::accept(market, &seller, id).await?,
        "decline" => selling::decline(market, &seller, id, line(asked.reason, 300, "reason")?).await?,
        "pack" => selling::pack(market, &seller, id).await?,
        "ship" => {
            let tracking = asked.tracking.map(|typed| text::optional_line(&typed, 60)).transpose();
            let tracking = tracking.map_err(|_| unknown("tracking"))?.flatten();
            selling::ship(market, &seller, id, line(asked.carrier, 60, "carrier")?, tracking).await?;
        }
        "deliver" | "hand-over" => {
            let code = asked
                .delivery_code
                .map(|typed| text::optional_line(&typed, 20))
                .transpose();
            let code = code.map_err(|_| unknown("delivery_code"))?.flatten();
            let arrival = Arrival { paid, code };
            if action == "deliver" {
                selling::deliver_with(market, &seller, id, holder(asked.holder.as_deref())?, arrival).await?;
            } else {
                selling::hand_over_with(market, &seller, id, arrival).await?;
            }
        }
        "refuse" => selling::refuse_at_door(market, &seller, id).await?,
        "lose" => selling::lose(market, &seller, id).await?,
        "return" => {
            let restock = asked.restock.ok_or_else(|| unknown("restock"))?;
            selling::take_back(market, &seller, id, restock).await?;
        }
        "remit" => selling::remit(market, &seller, id).await?,
        _ => return Err(Failure::not_found()),
    }
    answer(&app, seller.cooperative, id).await
}

fn line(typed: Option<String>, max: usize, field: &'static str) -> Result<String, Failure> {
    text::line(&typed.unwrap_or_default(), max).map_err(|_| unknown(field))
}

fn holder(asked: Option<&str>) -> Result<Holder, Failure> {
    match asked {
        None | Some("carrier") => Ok(Holder::Carrier),
        Some("cooperative") => Ok(Holder::Cooperative),
        Some(_) => Err(unknown("holder")),
    }
}

fn read(order: &str) -> Result<SellerOrderId, Failure> {
    order.parse().map_err(|_| Failure::not_found())
}

async fn answer(app: &App, cooperative: CooperativeId, id: SellerOrderId) -> Outcome {
    let db = &app.market().db;
    let found = order::order::find_for_cooperative(db, cooperative, id)
        .await?
        .ok_or_else(Failure::not_found)?;
    let payment = payment::payment::find_for_seller_order(db, id).await?;
    Ok(Json(one_out(&found, payment.as_ref())).into_response())
}

fn one_out(one: &ForCooperative, payment: Option<&Payment>) -> SellerOrderOut {
    SellerOrderOut {
        number: one.head.number.clone(),
        buyer: (&one.head.buyer).into(),
        recipient: (&one.head.recipient).into(),
        address: (&one.head.address).into(),
        part: part_out(&one.part),
        payment: payment.map(|payment| PaymentOut {
            state: payment.state.code(),
            amount_minor: payment.amount.minor,
            collected_minor: payment.collected.minor,
            holder: payment.holder.map(Holder::code),
        }),
    }
}
