//! Cash of a cooperative's sales that has not arrived, for its programs: the same steps as on its page.

use super::{orders::key, shapes::Problem};
use crate::{
    App, Failure, Outcome,
    extract::{Body, Selling, unknown},
    routes::{Access, Table},
};
use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::IntoResponse,
};
use kernel::{
    ids::{RemittanceId, SellerOrderId},
    text,
};
use market::cash::{self, Hand, Handing, Outstanding};
use payment::remittance::{Giver, Receiver};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{OpenApi, ToSchema};
use view::format::machine_time;

/// What the document says about this area.
#[derive(OpenApi)]
#[openapi(paths(list, hand_over, act))]
pub(crate) struct Doc;

pub(crate) fn routes(table: &mut Table) {
    table.get("/api/v1/seller/cash", Access::SellerToken, list);
    table.post("/api/v1/seller/cash/remittances", Access::SellerToken, hand_over);
    table.post(
        "/api/v1/seller/cash/remittances/{remittance}/{action}",
        Access::SellerToken,
        act,
    );
}

/// Cash that has not arrived, the oldest first; at most five hundred parts.
#[derive(Debug, Serialize, ToSchema)]
struct CashOut {
    /// The parts.
    items: Vec<CashPart>,
}

/// Cash of one part of an order.
#[derive(Debug, Serialize, ToSchema)]
struct CashPart {
    /// The part's id, as in `/api/v1/seller/orders`.
    part: String,
    /// The number of its order.
    number: String,
    /// Where it is: `cash_carrier`, `cash_cooperative` (to be brought to the market) or `cash_platform` (in the office).
    holder: &'static str,
    /// Who carried the parcel.
    carrier: Option<String>,
    /// How much, in centimes.
    amount_minor: i64,
    /// Since when.
    since: String,
    /// Whether it waits in a remittance that nobody confirmed.
    waits: bool,
}

/// Cash of several parts that goes from one to another.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewRemittance {
    /// `carrier` or `platform` (received by the cooperative), or `cooperative` (brought to the market).
    #[schema(example = "carrier")]
    giver: String,
    /// `cooperative`, `platform` (the market's office) or `bank` (the market's account).
    #[schema(example = "cooperative")]
    receiver: String,
    /// Each part once, 200 at most.
    lines: Vec<NewRemittanceLine>,
    /// What was counted in all, in centimes; the sum of the lines if not said.
    total_minor: Option<i64>,
    /// Who brought it.
    brought_by: Option<String>,
    /// The number of a slip or receipt.
    reference: Option<String>,
}

/// A part in it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewRemittanceLine {
    /// The part's id.
    part: String,
    /// What was counted of it, in centimes; all of it if not said.
    amount_minor: Option<i64>,
}

/// What came of it.
#[derive(Debug, Serialize, ToSchema)]
struct RemittanceOut {
    /// Its id.
    id: String,
    /// What should have been in it, in centimes.
    expected_minor: i64,
    /// What was; absent before whoever receives it has counted.
    counted_minor: Option<i64>,
}

/// What was counted.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct Counted {
    /// `confirm`: what was counted of a part, in centimes, where it is not what was announced.
    lines: BTreeMap<String, i64>,
    /// `confirm`: what was counted in all, in centimes.
    total_minor: Option<i64>,
}

/// List cash that has not arrived
#[utoipa::path(get, path = "/api/v1/seller/cash", tag = "Selling", security(("token" = [])), responses(
    (status = 200, description = "Where it is, and since when", body = CashOut),
    (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
))]
async fn list(State(app): State<App>, Selling(seller): Selling) -> Outcome {
    let found = cash::list_outstanding(app.market(), Some(seller.cooperative)).await?;
    let items = found.into_iter().map(part_out).collect();
    Ok(Json(CashOut { items }).into_response())
}

fn part_out(one: Outstanding) -> CashPart {
    CashPart {
        part: one.part.to_string(),
        number: one.number,
        holder: one.holder.code(),
        carrier: one.carrier,
        amount_minor: one.minor,
        since: machine_time(one.since),
        waits: one.waits,
    }
}

/// Record cash that was handed over
///
/// What the cooperative received is counted at once; what it brings to the market is announced, and moves once the office
/// has counted it.
#[utoipa::path(post, path = "/api/v1/seller/cash/remittances", tag = "Selling", params(
    ("Idempotency-Key" = String, Header, description = "Up to 255 characters, new for each handing over: the same key gives the same answer"),
), request_body = NewRemittance, security(("token" = [])), responses(
    (status = 201, description = "It is recorded", body = RemittanceOut),
    (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "It is not the cooperative's to receive or to give", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "A part that there is not, or another cooperative's", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "A part was handed over before, or waits", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "No key, or an amount that cannot be", body = Problem, content_type = "application/problem+json"),
))]
async fn hand_over(
    State(app): State<App>,
    Selling(seller): Selling,
    headers: HeaderMap,
    Body(asked): Body<NewRemittance>,
) -> Outcome {
    let key = key(&headers)?;
    let mut lines = Vec::with_capacity(asked.lines.len());
    for line in &asked.lines {
        lines.push((part_id(&line.part)?, line.amount_minor));
    }
    let handing = Handing {
        giver: Giver::of(&asked.giver).ok_or_else(|| unknown("giver"))?,
        receiver: Receiver::of(&asked.receiver).ok_or_else(|| unknown("receiver"))?,
        brought_by: words(asked.brought_by.as_deref(), "brought_by")?,
        reference: words(asked.reference.as_deref(), "reference")?,
        note: None,
        lines,
        total_minor: asked.total_minor,
        seen: BTreeMap::new(),
    };
    let hand = Hand::Cooperative(seller);
    let once = if hand.gives(handing.giver, handing.receiver) {
        cash::announce(app.market(), key, &hand, handing).await?
    } else {
        cash::receive(app.market(), key, &hand, handing).await?
    };
    let body = RemittanceOut {
        id: once.value.id.to_string(),
        expected_minor: once.value.expected_minor,
        counted_minor: once.value.counted_minor,
    };
    Ok((StatusCode::CREATED, Json(body)).into_response())
}

fn part_id(typed: &str) -> Result<SellerOrderId, Failure> {
    typed.parse().map_err(|_| Failure::from(order::Error::NoOrder))
}

fn words(typed: Option<&str>, field: &'static str) -> Result<Option<String>, Failure> {
    let typed = typed.map(|typed| text::optional_line(typed, 60)).transpose();
    Ok(typed.map_err(|_| unknown(field))?.flatten())
}

/// Count what was announced, or take it back
#[utoipa::path(post, path = "/api/v1/seller/cash/remittances/{remittance}/{action}", tag = "Selling", params(
    ("remittance" = String, Path, description = "The remittance's id"),
    ("action" = String, Path, description = "confirm or withdraw"),
    ("Idempotency-Key" = Option<String>, Header, description = "Wanted by confirm: up to 255 characters, the same key gives the same answer"),
), request_body = Counted, security(("token" = [])), responses(
    (status = 204, description = "It is recorded"),
    (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "It is not the cooperative's to confirm or to take back", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such remittance or step, or it is another cooperative's", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "It was confirmed or taken back before", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "No key, or an amount that cannot be", body = Problem, content_type = "application/problem+json"),
))]
async fn act(
    State(app): State<App>,
    Selling(seller): Selling,
    Path((id, action)): Path<(String, String)>,
    headers: HeaderMap,
    Body(asked): Body<Counted>,
) -> Outcome {
    let id: RemittanceId = id.parse().map_err(|_| Failure::not_found())?;
    let hand = Hand::Cooperative(seller);
    match action.as_str() {
        "confirm" => {
            let mut counts = BTreeMap::new();
            for (part, minor) in &asked.lines {
                counts.insert(part_id(part)?, *minor);
            }
            cash::confirm(app.market(), key(&headers)?, &hand, id, counts, asked.total_minor).await?;
        }
        "withdraw" => cash::withdraw(app.market(), &hand, id).await?,
        _ => return Err(Failure::not_found()),
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}
