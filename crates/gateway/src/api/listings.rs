//! The queue of listings for the programs of the office: the same decisions as on its pages.

use super::{
    products::limit,
    seller_shapes::{ContentOut, SizeOut, content_out, size_out},
    shapes::{Problem, Words},
};
use crate::{
    App, Failure, Outcome,
    extract::{Admin, Body, Params, unknown},
    routes::{Access, Table},
};
use axum::{
    Json,
    extract::{Path, State},
    response::IntoResponse,
};
use catalogue::moderation::{self, NewRemark, Waiting};
use kernel::{ids::RevisionId, text};
use market::listing;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

/// Longest note, in characters.
const NOTE: usize = 500;

/// What the document says about this area.
#[derive(OpenApi)]
#[openapi(paths(list, show, act))]
pub(crate) struct Doc;

pub(crate) fn routes(table: &mut Table) {
    table.get("/api/v1/admin/listings", Access::AdministratorToken, list);
    table.get("/api/v1/admin/listings/{listing}", Access::AdministratorToken, show);
    table.post(
        "/api/v1/admin/listings/{listing}/{action}",
        Access::AdministratorToken,
        act,
    );
}

/// Which part of the queue.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
struct QueueParams {
    /// How many to answer with, 1 to 100; 24 if not said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// A page of the queue.
#[derive(Debug, Serialize, ToSchema)]
struct ListingList {
    /// The listings, the longest waiting first.
    items: Vec<WaitingOut>,
    /// The `after` of the next page; absent at the end.
    next: Option<String>,
}

/// A listing that waits.
#[derive(Debug, Serialize, ToSchema)]
struct WaitingOut {
    /// Its id.
    id: String,
    /// The name of the product.
    name: Words,
    /// The name of the cooperative.
    cooperative: Words,
    /// Whether an older one is on sale meanwhile.
    is_update: bool,
    /// When it was sent in, in UTC.
    submitted_at: Option<String>,
}

/// A listing with everything that is needed to decide.
#[derive(Debug, Serialize, ToSchema)]
struct ListingOut {
    /// Its id.
    id: String,
    /// `submitted`, `approved` and so on.
    state: &'static str,
    /// Name it when you decide: somebody may have changed the listing meanwhile.
    version: i32,
    /// What is proposed.
    proposed: ContentOut,
    /// What buyers see now.
    on_sale: Option<ContentOut>,
    /// The sizes with their prices.
    sizes: Vec<SizeOut>,
}

/// A decision. `approve` needs the version alone, the others a remark at least.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Decision {
    /// The version that was looked at.
    version: i32,
    /// What has to change, tied to fields.
    #[serde(default)]
    remarks: Vec<RemarkIn>,
}

/// A remark about a field.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RemarkIn {
    /// `photo`, `category`, `variant`, `name`, `description`, `origin`, `ingredients`, `allergens`, `label`,
    /// `withdrawal` or `listing`.
    field: String,
    /// A ready-made reason of that field, such as `dark` for a photo.
    reason: Option<String>,
    /// Words of your own.
    note: Option<String>,
}

/// List the listings that wait
#[utoipa::path(get, path = "/api/v1/admin/listings", tag = "Office", params(QueueParams), security(("token" = [])), responses(
    (status = 200, description = "A page of the queue", body = ListingList),
    (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter that there is not", body = Problem, content_type = "application/problem+json"),
))]
async fn list(State(app): State<App>, _: Admin, Params(asked): Params<QueueParams>) -> Outcome {
    let page = moderation::list_queue(&app.market().db, asked.after.as_deref(), limit(asked.limit)?).await?;
    let items = page.items.into_iter().map(waiting_out).collect();
    Ok(Json(ListingList { items, next: page.next }).into_response())
}

fn waiting_out(one: Waiting) -> WaitingOut {
    WaitingOut {
        id: one.revision.id.to_string(),
        name: one.revision.content.name.into(),
        cooperative: one.cooperative_name.into(),
        is_update: one.is_update,
        submitted_at: one.revision.submitted_at.map(view::format::machine_time),
    }
}

/// Read a listing
#[utoipa::path(get, path = "/api/v1/admin/listings/{listing}", tag = "Office", params(("listing" = String, Path, description = "Its id")), security(("token" = [])), responses(
    (status = 200, description = "The listing", body = ListingOut),
    (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such listing", body = Problem, content_type = "application/problem+json"),
))]
async fn show(State(app): State<App>, _: Admin, Path(listing): Path<String>) -> Outcome {
    answer(&app, read(&listing)?).await
}

fn read(listing: &str) -> Result<RevisionId, Failure> {
    listing.parse().map_err(|_| Failure::not_found())
}

async fn answer(app: &App, id: RevisionId) -> Outcome {
    let case = moderation::find_case(&app.market().db, id)
        .await?
        .ok_or_else(Failure::not_found)?;
    let out = ListingOut {
        id: id.to_string(),
        state: case.revision.state.code(),
        version: case.revision.version,
        proposed: content_out(case.revision.content),
        on_sale: case.approved.map(|approved| content_out(approved.content)),
        sizes: case.variants.iter().map(size_out).collect(),
    };
    Ok(Json(out).into_response())
}

/// Decide on a listing
#[utoipa::path(post, path = "/api/v1/admin/listings/{listing}/{action}", tag = "Office", params(
    ("listing" = String, Path, description = "Its id"),
    ("action" = String, Path, description = "approve, request-changes or reject"),
), request_body = Decision, security(("token" = [])), responses(
    (status = 200, description = "The listing as it stands now", body = ListingOut),
    (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "You belong to its cooperative", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such listing or action", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "It was changed, or somebody else decided or is looking at it", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A remark is missing or unknown", body = Problem, content_type = "application/problem+json"),
))]
async fn act(
    State(app): State<App>,
    Admin(administrator): Admin,
    Path((listing, action)): Path<(String, String)>,
    Body(asked): Body<Decision>,
) -> Outcome {
    let (market, id, version) = (app.market(), read(&listing)?, asked.version);
    let remarks = asked.remarks.into_iter().map(remark).collect::<Result<Vec<_>, _>>()?;
    match action.as_str() {
        "approve" => listing::approve_listing(market, administrator, id, version).await?,
        "request-changes" => listing::request_changes(market, administrator, id, version, remarks).await?,
        "reject" => listing::reject_listing(market, administrator, id, version, remarks, None).await?,
        _ => return Err(Failure::not_found()),
    }
    answer(&app, id).await
}

fn remark(typed: RemarkIn) -> Result<NewRemark, Failure> {
    let note = text::optional_paragraph(&typed.note.unwrap_or_default(), NOTE).map_err(|_| unknown("note"))?;
    Ok(NewRemark {
        field: typed.field,
        reason: typed.reason,
        note,
    })
}
