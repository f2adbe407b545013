//! What buyers give back, for a cooperative's programs: the same steps as on its pages.

use super::{
    products::limit,
    returns::{ReturnOut, return_out},
    shapes::Problem,
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
    ids::{ReturnId, VariantId},
    text,
};
use market::{
    actor::Seller,
    refunding::{self, Paying},
    returning::{self, Deciding},
};
use order::{goods_return, returning::Refusal};
use payment::refund::{self, Way};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, OpenApi, ToSchema};

/// What the document says about this area.
#[derive(OpenApi)]
#[openapi(paths(list, show, act))]
pub(crate) struct Doc;

pub(crate) fn routes(table: &mut Table) {
    table.get("/api/v1/seller/returns", Access::SellerToken, list);
    table.get("/api/v1/seller/returns/{return}", Access::SellerToken, show);
    table.post("/api/v1/seller/returns/{return}/{action}", Access::SellerToken, act);
}

/// Which returns.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
struct ReturnParams {
    /// `open` (those under way, the oldest first) or `over` (the newest first).
    #[param(example = "open")]
    tab: Option<String>,
    /// How many to answer with, 1 to 100; 24 if not said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
    /// The `next` of the page before, of the same tab.
    after: Option<String>,
}

/// A page of returns.
#[derive(Debug, Serialize, ToSchema)]
struct SellerReturnList {
    /// The returns.
    items: Vec<ReturnOut>,
    /// The `after` of the next page; absent at the end.
    next: Option<String>,
}

/// What a step needs; each step takes its own fields only.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct ReturnAction {
    /// `refuse`: `late`, `excluded`, `opened` or `agreed`.
    refusal: Option<String>,
    /// `refuse`, and `refund` of less than came back: why; the buyer reads it.
    words: Option<String>,
    /// `refund`: pieces of each variant that are paid back; what is not named is paid back whole.
    pieces: BTreeMap<String, i64>,
    /// `refund`: whether the goods can be sold again.
    restock: Option<bool>,
    /// `pay` in cash: the code that the buyer showed.
    code: Option<String>,
}

/// List what buyers give back
#[utoipa::path(get, path = "/api/v1/seller/returns", tag = "Selling", params(ReturnParams), security(("token" = [])), responses(
    (status = 200, description = "A page of returns", body = SellerReturnList),
    (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter that there is not", body = Problem, content_type = "application/problem+json"),
))]
async fn list(State(app): State<App>, Selling(seller): Selling, Params(asked): Params<ReturnParams>) -> Outcome {
    let open = match asked.tab.as_deref() {
        None | Some("open") => true,
        Some("over") => false,
        Some(_) => return Err(unknown("tab")),
    };
    let after = asked.after.as_deref().and_then(|after| after.parse().ok());
    let (db, limit) = (&app.market().db, limit(asked.limit)?);
    let page = goods_return::list_for_cooperative(db, seller.cooperative, open, after, limit).await?;
    let items = page.items.iter().map(return_out).collect();
    Ok(Json(SellerReturnList { items, next: page.next }).into_response())
}

/// Read one return
#[utoipa::path(get, path = "/api/v1/seller/returns/{return}", tag = "Selling", params(("return" = String, Path, description = "The return's id")), security(("token" = [])), responses(
    (status = 200, description = "The return", body = ReturnOut),
    (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such return, or it is another cooperative's", body = Problem, content_type = "application/problem+json"),
))]
async fn show(State(app): State<App>, Selling(seller): Selling, Path(id): Path<String>) -> Outcome {
    answer(&app, &seller, read(&id)?).await
}

/// Move a return on
#[utoipa::path(post, path = "/api/v1/seller/returns/{return}/{action}", tag = "Selling", params(
    ("return" = String, Path, description = "The return's id"),
    ("action" = String, Path, description = "accept, refuse, receive, refund or pay"),
), request_body = ReturnAction, security(("token" = [])), responses(
    (status = 200, description = "The return as it stands now; doing the same twice changes nothing", body = ReturnOut),
    (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such return or step, or it is another cooperative's", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "The return cannot do this from where it stands", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A field is missing or wrong", body = Problem, content_type = "application/problem+json"),
))]
async fn act(
    State(app): State<App>,
    Selling(seller): Selling,
    Path((id, action)): Path<(String, String)>,
    Body(asked): Body<ReturnAction>,
) -> Outcome {
    let (market, id) = (app.market(), read(&id)?);
    let words = asked.words.as_deref().map(|typed| text::optional_line(typed, 500));
    let words = words.transpose().map_err(|_| unknown("words"))?.flatten();
    match action.as_str() {
        "accept" => returning::accept_return(market, &seller, id).await?,
        "receive" => returning::receive_return(market, &seller, id).await?,
        "refuse" => {
            let refusal = asked.refusal.as_deref().and_then(Refusal::of);
            let refusal = refusal.ok_or_else(|| unknown("refusal"))?;
            let words = words.ok_or_else(|| Failure::from(order::Error::ReturnWords))?;
            returning::refuse_return(market, &seller, id, refusal, words).await?;
        }
        "refund" => {
            let mut pieces: BTreeMap<VariantId, i64> = BTreeMap::new();
            for (variant, count) in &asked.pieces {
                pieces.insert(variant.parse().map_err(|_| unknown("pieces"))?, *count);
            }
            let deciding = Deciding {
                pieces,
                restock: asked.restock.ok_or_else(|| unknown("restock"))?,
                words,
            };
            returning::refund_return(market, &seller, id, deciding).await?;
        }
        "pay" => pay(&app, &seller, id, asked.code.as_deref().unwrap_or_default()).await?,
        _ => return Err(Failure::not_found()),
    }
    answer(&app, &seller, id).await
}

async fn pay(app: &App, seller: &Seller, id: ReturnId, code: &str) -> Result<(), Failure> {
    let db = &app.market().db;
    let found = goods_return::find_for_cooperative(db, seller.cooperative, id).await?;
    let refund = found.ok_or_else(Failure::not_found)?.refund;
    let refund = refund.ok_or_else(|| Failure::from(payment::Error::NoRefund))?;
    let known = refund::find(db, refund).await?.ok_or_else(Failure::not_found)?;
    let by = Paying::Cooperative(*seller);
    match known.way {
        Way::Cash => refunding::hand_out_cash(app.market(), by, refund, code).await?,
        _ => refunding::send_transfer(app.market(), by, refund, None).await?,
    }
    Ok(())
}

fn read(id: &str) -> Result<ReturnId, Failure> {
    id.parse().map_err(|_| Failure::not_found())
}

async fn answer(app: &App, seller: &Seller, id: ReturnId) -> Outcome {
    let db = &app.market().db;
    let found = goods_return::find_for_cooperative(db, seller.cooperative, id).await?;
    Ok(Json(return_out(&found.ok_or_else(Failure::not_found)?)).into_response())
}
