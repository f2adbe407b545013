//! Orders for programs: accept an offer once, and read the order with its token.

use super::{
    carts::{QuoteOut, quote_out},
    shapes::Problem,
    sold::{Contact, Line, Place, Seller, Sum},
};
use crate::{
    App, Failure, Outcome,
    extract::{Body, Visitor, pairs, unknown},
    pages::order as order_page,
    routes::{Access, Table},
};
use axum::{
    Json,
    extract::{Path, RawQuery, State},
    http::{
        HeaderMap, HeaderName, HeaderValue, StatusCode,
        header::{AUTHORIZATION, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use kernel::{Kind, Locale, ids::QuoteId};
use market::{
    buying::{self, Change, Ordering, QuoteChanged},
    cash,
    paying::{self, ToPay},
    people::Origin,
};
use order::{Method, Order, SellerOrder};
use payment::{Attempt, Standing};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use view::{format, words};

/// Says that the answer was given before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// What the document says about this area.
#[derive(OpenApi)]
#[openapi(paths(ask_code, place, show))]
pub(crate) struct Doc;

pub(crate) fn routes(table: &mut Table) {
    table.post("/api/v1/orders", Access::Public, place);
    table.post("/api/v1/orders/code", Access::Public, ask_code);
    table.get("/api/v1/orders/{number}", Access::Public, show);
}

/// An offer and the yes to it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewOrder {
    /// The offer.
    quote: String,
    /// Must be `true`: the buyer accepts the sales conditions in the version that the offer names.
    terms_accepted: bool,
    /// `cash_on_delivery`, which is meant where nothing is said, `card` or `bank_transfer`.
    #[serde(default)]
    payment: Option<String>,
    /// The code that was asked for, where the answer before was `market.code_needed`.
    #[serde(default)]
    code: Option<String>,
    /// The six digits that came to the buyer's telephone.
    #[serde(default)]
    digits: Option<String>,
}

/// The offer whose buyer is to prove a telephone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewOrderCode {
    /// The offer.
    quote: String,
}

/// A code that was sent.
#[derive(Debug, Serialize, ToSchema)]
struct OrderCode {
    /// Its id, for the order.
    code: String,
    /// Until when its digits are good: RFC 3339.
    expires_at: String,
}

/// Prove a buyer's telephone
///
/// Baskets above an amount, telephones that refused parcels before and busy addresses are asked for it when they pay in
/// cash: `market.code_needed`. The digits go to the telephone of the offer's buyer.
#[utoipa::path(post, path = "/api/v1/orders/code", tag = "Buying", request_body = NewOrderCode, responses(
    (status = 201, description = "The digits are on their way: good for ten minutes and five tries", body = OrderCode),
    (status = 404, description = "No such quote", body = Problem, content_type = "application/problem+json"),
    (status = 429, description = "Too many codes", body = Problem, content_type = "application/problem+json"),
))]
async fn ask_code(State(app): State<App>, visitor: Visitor, Body(asked): Body<NewOrderCode>) -> Outcome {
    let quote: QuoteId = asked.quote.parse().map_err(|_| Failure::from(order::Error::NoQuote))?;
    let sent = cash::request_code(app.market(), &origin(&app, &visitor, quote).await?, quote).await?;
    let body = OrderCode {
        code: sent.code.to_string(),
        expires_at: format::machine_time(sent.expires_at),
    };
    Ok((StatusCode::CREATED, Json(body)).into_response())
}

/// Where a question came from, and the language of its buyer.
async fn origin(app: &App, visitor: &Visitor, quote: QuoteId) -> Result<Origin, Failure> {
    let quote = order::quote::find_quote(&app.market().db, quote).await?;
    Ok(Origin {
        address: Some(visitor.address),
        locale: quote.ok_or(order::Error::NoQuote)?.offer.locale,
        device: String::new(),
    })
}

/// An order that was placed.
#[derive(Debug, Serialize, ToSchema)]
struct PlacedOrder {
    /// What people read out.
    #[schema(example = "TZ-7K3M9Q")]
    number: String,
    /// The key to the order: keep it.
    token: String,
    /// What all of it costs, in centimes.
    total_minor: i64,
    /// `cash_on_delivery`, `card` or `bank_transfer`.
    payment: &'static str,
    /// Where the buyer pays, in a browser; absent for cash. Until it is paid the cooperatives know nothing of the order,
    /// and after 35 minutes it is given up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pay_url: Option<String>,
    /// Always `MAD`.
    currency: &'static str,
    /// The order's page.
    url: String,
}

/// The market is not what the quote says any more (RFC 9457 with two members more).
#[derive(Debug, Serialize, ToSchema)]
struct ChangedProblem {
    /// Always `about:blank`.
    r#type: &'static str,
    /// What went wrong, in English.
    title: String,
    /// 409.
    status: u16,
    /// `market.quote_changed`.
    code: &'static str,
    /// What changed: `price`, `gone`, `delivery`, `terms` or `expired`.
    #[schema(value_type = Vec<Object>)]
    changes: Vec<Change>,
    /// What can be ordered instead; absent when nothing of it is left.
    quote: Option<QuoteOut>,
}

/// A buyer's order.
#[derive(Debug, Serialize, ToSchema)]
struct OrderOut {
    /// Its number.
    number: String,
    /// `unpaid`, `waiting`, `confirmed`, `under_way`, `completed`, `failed` or `cancelled`.
    state: &'static str,
    /// When it was placed: RFC 3339.
    placed_at: String,
    /// Who buys.
    buyer: Contact,
    /// Who receives.
    recipient: Contact,
    /// Where it goes.
    address: Place,
    /// One part for each cooperative.
    parts: Vec<PartOut>,
    /// What all of it cost when it was ordered.
    sum: Sum,
    /// What of it is to be paid or was: a part that came to nothing costs nothing.
    due: Sum,
    /// The sales conditions that were accepted.
    terms_version: i32,
    /// When they were accepted: RFC 3339.
    terms_accepted_at: String,
    /// How it is paid, and how far that is.
    payment: PaymentOut,
}

/// The payment of an order.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OrderPayment)]
struct PaymentOut {
    /// `cash_on_delivery`, `card` or `bank_transfer`.
    method: &'static str,
    /// Of the last try by card, or of the transfer that is waited for: `created`, `submitted`, `unknown`, `requires_action`, `processing`, `authorized`,
    /// `capture_requested`, `captured`, `failed`, `expired`, `voided` or `integrity_failure`.
    state: Option<&'static str>,
    /// What was paid by card or by transfer, in centimes.
    captured_minor: i64,
    /// What of it went back, or is going back, in centimes.
    refunded_minor: i64,
    /// The transfers that the buyer is to make: one to the market, or one to each cooperative.
    transfers: Vec<TransferOut>,
}

/// A transfer that the buyer is to make.
#[derive(Debug, Serialize, ToSchema)]
struct TransferOut {
    /// The part it is for; absent for the whole order.
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<String>,
    /// Whose account it is.
    holder: String,
    /// Its 24 digits.
    rib: String,
    /// How much, in centimes.
    amount_minor: i64,
    /// What is to be written on it.
    #[schema(example = "7K3M-9QXX")]
    reference: String,
    /// Until when the goods are kept for it: RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
}

fn transfer_out(locale: Locale, one: &ToPay) -> TransferOut {
    TransferOut {
        part: one.part.map(|part| part.to_string()),
        holder: one.holder_in(locale).to_owned(),
        rib: one.rib.as_str().to_owned(),
        amount_minor: one.amount.minor,
        reference: one.reference.to_string(),
        until: one.until.map(format::machine_time),
    }
}

fn payment_out(method: Method, attempts: &[Attempt]) -> PaymentOut {
    let captured = || attempts.iter().filter(|attempt| attempt.state == Standing::Captured);
    let sum = |minor: fn(&Attempt) -> i64| captured().map(minor).fold(0_i64, i64::saturating_add);
    PaymentOut {
        method: method.code(),
        state: attempts.first().map(|attempt| attempt.state.code()),
        captured_minor: sum(|attempt| attempt.amount.minor),
        refunded_minor: sum(|attempt| attempt.refunded_minor),
        transfers: Vec::new(),
    }
}

/// The part of one cooperative.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PartOut {
    /// Its id.
    id: String,
    /// The cooperative.
    cooperative: String,
    /// Who it was at the time of sale.
    seller: Seller,
    /// `unpaid`, `new`, `accepted`, `packed`, `shipped`, `delivered`, `closed`, `cancelled`, `refused`, `lost` or
    /// `returned`.
    state: &'static str,
    /// Who cancelled it: `buyer`, `cooperative`, `silence`, `administrator`, or `unpaid` where nobody paid.
    cancelled_by: Option<&'static str>,
    /// Why.
    reason: Option<String>,
    /// `door` or `collect`.
    delivery: &'static str,
    /// The lines.
    lines: Vec<Line>,
    /// What it costs.
    sum: Sum,
    /// What the parcel weighs, in grams.
    weight_g: i64,
    /// Until when the cooperative has to answer, or the buyer to pay: RFC 3339.
    answer_by: String,
    /// The parcels.
    shipments: Vec<ShipmentOut>,
    /// Until when the buyer may withdraw, once delivered: RFC 3339.
    withdraw_until: Option<String>,
    /// For the buyer alone: what to give to whoever hands it over, while that is to come.
    #[serde(skip_serializing_if = "Option::is_none")]
    delivery_code: Option<String>,
}

/// A parcel.
#[derive(Debug, Serialize, ToSchema)]
struct ShipmentOut {
    /// Who carries it.
    carrier: String,
    /// Under which number.
    tracking: Option<String>,
    /// Since when: RFC 3339.
    shipped_at: String,
}

/// Accept an offer
#[utoipa::path(post, path = "/api/v1/orders", tag = "Buying", params(
    ("Idempotency-Key" = String, Header, description = "Up to 255 characters, new for each order: the same key gives the same answer"),
), request_body = NewOrder, responses(
    (status = 201, description = "The order; `Idempotent-Replayed: true` where it had been placed before", body = PlacedOrder),
    (status = 404, description = "No such quote", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "Sold out, too many orders of this telephone under way, or the market has changed: what changed and a new quote", body = ChangedProblem, content_type = "application/problem+json"),
    (status = 422, description = "No key, the key of another request, the conditions were not accepted, this way to pay is not offered, the telephone must be proven, or the digits are wrong", body = Problem, content_type = "application/problem+json"),
    (status = 429, description = "Too many orders from one telephone", body = Problem, content_type = "application/problem+json"),
))]
async fn place(State(app): State<App>, visitor: Visitor, headers: HeaderMap, Body(asked): Body<NewOrder>) -> Outcome {
    let key = key(&headers)?;
    let quote: QuoteId = asked.quote.parse().map_err(|_| Failure::from(order::Error::NoQuote))?;
    let ordering = Ordering {
        quote,
        terms_accepted: asked.terms_accepted,
        method: method(asked.payment.as_deref())?,
    };
    if let Some(digits) = asked.digits.filter(|digits| !digits.trim().is_empty()) {
        let code = asked.code.unwrap_or_default().parse().map_err(|_| unknown("code"))?;
        // Sent again after the order, the code is used, and the key answers.
        let proven = cash::prove(
            app.market(),
            &origin(&app, &visitor, quote).await?,
            quote,
            code,
            &digits,
        )
        .await;
        match proven {
            Err(market::Error::Identity(identity::Error::SpentCode))
                if order::order::find_of_quote(&app.market().db, quote).await?.is_some() => {}
            other => other?,
        }
    }
    let placed = buying::place_order_from(app.market(), key, ordering, Some(visitor.address)).await;
    let once = match placed {
        Ok(once) => once,
        Err(market::Error::QuoteChanged(changed)) => return changed_out(*changed),
        Err(error) => return Err(error.into()),
    };
    let ordered = once.value;
    let token = buying::order_token(app.market(), ordered.id);
    let quoted = order::quote::find_quote(&app.market().db, quote).await?;
    let locale = quoted.map_or(Locale::Ar, |quote| quote.offer.locale);
    let pay_url = format!("{}/{locale}/orders/{}/pay?t={token}", app.public_url(), ordered.number);
    let body = PlacedOrder {
        payment: ordered.method.code(),
        pay_url: (ordered.method == Method::Card).then_some(pay_url),
        url: format!("{}/{locale}/orders/{}?t={token}", app.public_url(), ordered.number),
        number: ordered.number,
        token,
        total_minor: ordered.total_minor,
        currency: kernel::Currency::Mad.code(),
    };
    let mut response = (StatusCode::CREATED, Json(body)).into_response();
    if once.replayed {
        response
            .headers_mut()
            .insert(REPLAYED, HeaderValue::from_static("true"));
    }
    Ok(response)
}

/// The key that makes a request happen once.
pub(super) fn key(headers: &HeaderMap) -> Result<&str, Failure> {
    headers
        .get("idempotency-key")
        .and_then(|value| value.to_str().ok())
        .filter(|key| !key.is_empty() && key.len() <= 255)
        .ok_or_else(|| unknown("Idempotency-Key"))
}

/// The order's token, as a bearer token.
pub(super) fn secret(headers: &HeaderMap) -> Result<String, Failure> {
    let bearer = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    let token = bearer.map(|token| token.trim().to_owned());
    token.ok_or_else(|| Failure::new(Kind::NotFound, "order.no_order"))
}

fn method(asked: Option<&str>) -> Result<Method, Failure> {
    match asked {
        None => Ok(Method::Cash),
        Some(code) => Method::of(code).ok_or_else(|| unknown("payment")),
    }
}

fn changed_out(changed: QuoteChanged) -> Outcome {
    let problem = ChangedProblem {
        r#type: "about:blank",
        title: words::plain(Locale::En, "error-market-quote_changed", &[]),
        status: StatusCode::CONFLICT.as_u16(),
        code: "market.quote_changed",
        quote: changed.quote.as_ref().map(quote_out),
        changes: changed.changes,
    };
    let mut response: Response = (StatusCode::CONFLICT, Json(problem)).into_response();
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    Ok(response)
}

/// Read an order with its token
#[utoipa::path(get, path = "/api/v1/orders/{number}", tag = "Buying", params(
    ("number" = String, Path, description = "The order's number"),
    ("token" = Option<String>, Query, description = "The order's token, where it is not sent as a bearer token"),
), security(("token" = [])), responses(
    (status = 200, description = "The order", body = OrderOut),
    (status = 404, description = "No such order, or the token is another's", body = Problem, content_type = "application/problem+json"),
))]
async fn show(
    State(app): State<App>,
    Path(number): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Outcome {
    let asked = pairs(query.unwrap_or_default().as_bytes())?;
    let in_query = asked
        .into_iter()
        .find(|(name, _)| name == "token")
        .map(|(_, value)| value);
    let token = secret(&headers).or_else(|missing| in_query.ok_or(missing))?;
    let order = buying::open_order(app.market(), &number.to_ascii_uppercase(), &token).await?;
    let attempts = payment::attempt::list_of_order(&app.market().db, order.head.id).await?;
    let mut out = order_out(&order, &attempts);
    let to_pay = paying::list_to_pay(app.market(), &order).await?;
    out.payment.transfers = to_pay.iter().map(|one| transfer_out(order.head.locale, one)).collect();
    for (out, part) in out.parts.iter_mut().zip(&order.parts) {
        out.delivery_code = order_page::delivery_code(app.market(), part);
    }
    let mut response = Json(out).into_response();
    response
        .headers_mut()
        .insert(axum::http::header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn order_out(order: &Order, attempts: &[Attempt]) -> OrderOut {
    OrderOut {
        payment: payment_out(order.head.method, attempts),
        number: order.head.number.clone(),
        state: order.state().code(),
        placed_at: format::machine_time(order.head.placed_at),
        buyer: (&order.head.buyer).into(),
        recipient: (&order.head.recipient).into(),
        address: (&order.head.address).into(),
        parts: order.parts.iter().map(part_out).collect(),
        sum: order.totals.into(),
        due: order.due().into(),
        terms_version: order.head.terms_version,
        terms_accepted_at: format::machine_time(order.head.terms_accepted_at),
    }
}

/// A part as the API says it.
pub(super) fn part_out(part: &SellerOrder) -> PartOut {
    PartOut {
        id: part.id.to_string(),
        cooperative: part.cooperative.to_string(),
        seller: (&part.seller).into(),
        state: part.state.code(),
        cancelled_by: part.cancelled_by.map(order::status::CancelledBy::code),
        reason: part.reason.clone(),
        delivery: part.way.code(),
        lines: part.lines.iter().map(Line::from).collect(),
        sum: part.totals.into(),
        weight_g: part.weight_g,
        answer_by: format::machine_time(part.answer_by),
        shipments: part
            .shipments
            .iter()
            .map(|shipment| ShipmentOut {
                carrier: shipment.carrier.clone(),
                tracking: shipment.tracking.clone(),
                shipped_at: format::machine_time(shipment.shipped_at),
            })
            .collect(),
        withdraw_until: part.withdraw_until().map(format::machine_time),
        delivery_code: None,
    }
}
