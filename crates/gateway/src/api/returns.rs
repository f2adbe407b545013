//! Goods that a buyer gives back and money that goes back, for programs, with the order's token.

use super::shapes::Problem;
use crate::{
    App, Failure, Outcome,
    api::orders,
    extract::{Body, unknown},
    routes::{Access, Table},
};
use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::IntoResponse,
};
use kernel::{
    ids::{RefundId, ReturnId, SellerOrderId, VariantId},
    registration::Rib,
    text,
};
use market::{
    buying,
    refunding::{self, Wish},
    returning::{self, Asking},
};
use order::{Return, returning::Refusal};
use payment::{
    Refund,
    refund::{self, Payer},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{OpenApi, ToSchema};
use view::format;

/// What the document says about this area.
#[derive(OpenApi)]
#[openapi(paths(list, ask, withdraw, choose))]
pub(crate) struct Doc;

pub(crate) fn routes(table: &mut Table) {
    let returns = "/api/v1/orders/{number}/returns";
    table.get(returns, Access::Public, list);
    table.post(returns, Access::Public, ask);
    table.post(
        "/api/v1/orders/{number}/returns/{return}/withdraw",
        Access::Public,
        withdraw,
    );
    table.post("/api/v1/orders/{number}/refunds/{refund}", Access::Public, choose);
}

/// What is given back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewReturn {
    /// The part of the order.
    part: String,
    /// What of it.
    lines: Vec<NewPiece>,
    /// Why; nobody has to say.
    #[serde(default)]
    reason: Option<String>,
}

/// So many pieces of a variant.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPiece {
    /// The variant.
    variant: String,
    /// Pieces.
    quantity: i64,
}

/// How a buyer wants money that goes back by hand.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewWish {
    /// `account` or `cash`.
    way: String,
    /// For `account`: 24 digits.
    #[serde(default)]
    rib: Option<String>,
}

/// What goes back of an order.
#[derive(Debug, Serialize, ToSchema)]
struct GoingBack {
    /// Goods.
    returns: Vec<ReturnOut>,
    /// Money.
    refunds: Vec<RefundOut>,
}

/// Goods that are given back.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReturnOut {
    /// Its id.
    id: String,
    /// The part of the order.
    part: String,
    /// `requested`, `accepted`, `refused`, `withdrawn`, `received`, `refunded`, `not_received` (the goods did not come in time)
    /// or `ended` (by the office, without money).
    state: &'static str,
    /// What is given back.
    lines: Vec<PieceOut>,
    /// The buyer's reason.
    reason: Option<String>,
    /// Why it was refused: `late`, `excluded`, `opened` or `agreed`.
    refusal: Option<&'static str>,
    /// The words of the cooperative, or of the office that ended it, to the buyer.
    words: Option<String>,
    /// What the goods cost, in centimes.
    goods_minor: i64,
    /// What is paid back, delivery included, once it was decided, in centimes.
    refunded_minor: Option<i64>,
    /// The refund, once it was decided; none where nothing is left of what was paid.
    refund: Option<String>,
    /// When time does something about it: it counts as accepted, its goods as not received, or it is paid back whole.
    /// RFC 3339.
    due_at: Option<String>,
    /// When it was asked for: RFC 3339.
    requested_at: String,
}

/// So many pieces of a variant.
#[derive(Debug, Serialize, ToSchema)]
struct PieceOut {
    /// The variant.
    variant: String,
    /// Pieces.
    quantity: i64,
    /// How many of them are paid back, once it was decided.
    refunded: Option<i64>,
    /// What one cost, in centimes.
    unit_price_minor: i64,
}

/// Money that goes back.
#[derive(Debug, Serialize, ToSchema)]
struct RefundOut {
    /// Its id.
    id: String,
    /// The part it is for.
    part: Option<String>,
    /// `requested`, `submitted`, `succeeded`, `failed`, `unknown`, `called_off` (another in its place was done)
    /// or `twice` (done after all, when it had been paid otherwise).
    state: &'static str,
    /// `provider` (the way it came), `unsaid` (by hand, and the buyer has not said how), `account`, `cash` or `dispute`.
    way: &'static str,
    /// Who pays by hand: `cooperative` or `office`.
    payer: Option<&'static str>,
    /// How much, in centimes.
    amount_minor: i64,
    /// Always `MAD`.
    currency: &'static str,
    /// The last digits of the account.
    account_tail: Option<String>,
    /// The code that the buyer shows for cash.
    code: Option<String>,
}

/// A return as the API says it.
pub(super) fn return_out(found: &Return) -> ReturnOut {
    let piece = |piece: &order::goods_return::Piece| PieceOut {
        variant: piece.variant.to_string(),
        quantity: piece.quantity,
        refunded: piece.refunded,
        unit_price_minor: piece.unit_price_minor,
    };
    ReturnOut {
        id: found.id.to_string(),
        part: found.part.to_string(),
        state: found.stage.code(),
        lines: found.lines.iter().map(piece).collect(),
        reason: found.reason.clone(),
        refusal: found.refusal.map(Refusal::code),
        words: found.words.clone(),
        goods_minor: found.goods_minor,
        refunded_minor: found.refunded_minor,
        refund: found.refund.map(|refund| refund.to_string()),
        due_at: found.due_at.map(format::machine_time),
        requested_at: format::machine_time(found.requested_at),
    }
}

fn refund_out(app: &App, found: &Refund) -> RefundOut {
    let is_cash = found.way == refund::Way::Cash && found.is_task();
    RefundOut {
        id: found.id.to_string(),
        part: found.part.map(|part| part.to_string()),
        state: found.state.code(),
        way: found.way.code(),
        payer: found.payer.map(Payer::code),
        amount_minor: found.amount.minor,
        currency: found.amount.currency.code(),
        account_tail: found.account_tail.clone(),
        code: is_cash.then(|| refunding::refund_code(app.market(), found.id)),
    }
}

async fn answer(app: &App, status: StatusCode, number: &str, secret: &str) -> Outcome {
    let db = &app.market().db;
    let order = buying::open_order(app.market(), number, secret).await?.head.id;
    let returns = order::goods_return::list_of_order(db, order).await?;
    let refunds = refund::list_of_order(db, order).await?;
    let body = GoingBack {
        returns: returns.iter().map(return_out).collect(),
        refunds: refunds.iter().map(|one| refund_out(app, one)).collect(),
    };
    let mut response = (status, Json(body)).into_response();
    response.headers_mut().insert(
        axum::http::header::CACHE_CONTROL,
        axum::http::HeaderValue::from_static("no-store"),
    );
    Ok(response)
}

/// List what goes back of an order
#[utoipa::path(get, path = "/api/v1/orders/{number}/returns", tag = "Buying", params(("number" = String, Path, description = "The order's number")), security(("token" = [])), responses(
    (status = 200, description = "Goods and money that go back", body = GoingBack),
    (status = 404, description = "No such order, or the token is another's", body = Problem, content_type = "application/problem+json"),
))]
async fn list(State(app): State<App>, Path(number): Path<String>, headers: HeaderMap) -> Outcome {
    let secret = orders::secret(&headers)?;
    answer(&app, StatusCode::OK, &number.to_ascii_uppercase(), &secret).await
}

/// Give something back
#[utoipa::path(post, path = "/api/v1/orders/{number}/returns", tag = "Buying", params(
    ("number" = String, Path, description = "The order's number"),
    ("Idempotency-Key" = String, Header, description = "Up to 255 characters, new for each return: the same key gives the same answer"),
), request_body = NewReturn, security(("token" = [])), responses(
    (status = 201, description = "What goes back of the order now", body = GoingBack),
    (status = 404, description = "No such order or part, or the token is another's", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "The part is not delivered, or the time is over", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "No key, the key of another request, or pieces that cannot be given back", body = Problem, content_type = "application/problem+json"),
))]
async fn ask(
    State(app): State<App>,
    Path(number): Path<String>,
    headers: HeaderMap,
    Body(asked): Body<NewReturn>,
) -> Outcome {
    let (secret, key) = (orders::secret(&headers)?, orders::key(&headers)?);
    let part: SellerOrderId = asked.part.parse().map_err(|_| Failure::from(order::Error::NoOrder))?;
    let mut pieces: BTreeMap<VariantId, i64> = BTreeMap::new();
    for line in &asked.lines {
        let variant = line.variant.parse().map_err(|_| unknown("lines"))?;
        if line.quantity < 1 || pieces.insert(variant, line.quantity).is_some() {
            return Err(unknown("lines"));
        }
    }
    let reason = asked
        .reason
        .map(|typed| text::optional_paragraph(&typed, 500))
        .transpose();
    let asking = Asking {
        part,
        pieces,
        reason: reason.map_err(|_| unknown("reason"))?.flatten(),
    };
    let number = number.to_ascii_uppercase();
    returning::ask_return(app.market(), key, &number, &secret, asking).await?;
    answer(&app, StatusCode::CREATED, &number, &secret).await
}

/// Keep what was to be given back
#[utoipa::path(post, path = "/api/v1/orders/{number}/returns/{return}/withdraw", tag = "Buying", params(
    ("number" = String, Path, description = "The order's number"),
    ("return" = String, Path, description = "The return's id"),
), security(("token" = [])), responses(
    (status = 200, description = "What goes back of the order now; doing it twice changes nothing", body = GoingBack),
    (status = 404, description = "No such order or return, or the token is another's", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "The goods are back, or it was refused", body = Problem, content_type = "application/problem+json"),
))]
async fn withdraw(State(app): State<App>, Path((number, id)): Path<(String, String)>, headers: HeaderMap) -> Outcome {
    let secret = orders::secret(&headers)?;
    let id: ReturnId = id.parse().map_err(|_| Failure::not_found())?;
    let number = number.to_ascii_uppercase();
    returning::withdraw_return(app.market(), &number, &secret, id).await?;
    answer(&app, StatusCode::OK, &number, &secret).await
}

/// Say how money is wanted that goes back by hand
#[utoipa::path(post, path = "/api/v1/orders/{number}/refunds/{refund}", tag = "Buying", params(
    ("number" = String, Path, description = "The order's number"),
    ("refund" = String, Path, description = "The refund's id"),
), request_body = NewWish, security(("token" = [])), responses(
    (status = 200, description = "What goes back of the order now", body = GoingBack),
    (status = 404, description = "No such order or refund, or the token is another's", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "It was paid, or its provider does it", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "No such way, or no bank account", body = Problem, content_type = "application/problem+json"),
))]
async fn choose(
    State(app): State<App>,
    Path((number, id)): Path<(String, String)>,
    headers: HeaderMap,
    Body(asked): Body<NewWish>,
) -> Outcome {
    let secret = orders::secret(&headers)?;
    let id: RefundId = id.parse().map_err(|_| Failure::not_found())?;
    let wish = match asked.way.as_str() {
        "cash" => Wish::Cash,
        "account" => {
            let rib = Rib::parse(asked.rib.as_deref().unwrap_or_default());
            Wish::Account(rib.map_err(|_| Failure::from(payment::Error::Account))?)
        }
        _ => return Err(unknown("way")),
    };
    let number = number.to_ascii_uppercase();
    refunding::choose_way(app.market(), &number, &secret, id, wish).await?;
    answer(&app, StatusCode::OK, &number, &secret).await
}
