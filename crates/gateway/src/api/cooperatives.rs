//! Verified cooperatives for programs.

use super::{
    answer,
    products::limit,
    shapes::{Problem, Words},
};
use crate::{
    App, Failure, Outcome,
    extract::{Params, unknown},
    routes::{Access, Table},
};
use axum::extract::{Path, State};
use catalogue::shelf::{self, CooperativeCard, Maker};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

/// What the document says about this area.
#[derive(OpenApi)]
#[openapi(paths(list, show))]
pub(crate) struct Doc;

pub(crate) fn routes(table: &mut Table) {
    table.get("/api/v1/cooperatives", Access::Public, list);
    table.get("/api/v1/cooperatives/{slug}", Access::Public, show);
}

/// The filters of the list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
struct CooperativeParams {
    /// Code of a region (ISO 3166-2).
    #[param(example = "MA-09")]
    region: Option<String>,
    /// How many to answer with, 1 to 100; 24 if not said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// A page of cooperatives.
#[derive(Debug, Serialize, ToSchema)]
struct CooperativeList {
    /// The cooperatives.
    items: Vec<Cooperative>,
    /// The `after` of the next page; absent at the end.
    next: Option<String>,
}

/// A cooperative as lists show it.
#[derive(Debug, Serialize, ToSchema)]
struct Cooperative {
    /// Its id.
    id: String,
    /// Its address in words; every one it ever had leads to it.
    slug: String,
    /// Its name.
    name: Words,
    /// What it tells about itself.
    story: Words,
    /// Code of its region.
    region: String,
    /// Its town.
    town: String,
    /// Members.
    members: Option<i32>,
    /// How many products it has on sale.
    products: i64,
}

/// A cooperative with everything that may be printed about it.
#[derive(Debug, Serialize, ToSchema)]
struct CooperativeDetail {
    /// Its id.
    id: String,
    /// Its address in words; every one it ever had leads to it.
    slug: String,
    /// Its name.
    name: Words,
    /// What it tells about itself.
    story: Words,
    /// Code of its region.
    region: String,
    /// Code of its province.
    province: String,
    /// Its town.
    town: String,
    /// Street and house.
    address: Option<String>,
    /// Number in the local register of cooperatives.
    register_number: String,
    /// Place of that register.
    register_place: String,
    /// Common identifier of enterprises.
    ice: Option<String>,
    /// Food authorisation.
    onssa: Option<String>,
    /// Telephone (E.164).
    phone: String,
    /// E-mail.
    email: Option<String>,
    /// Year of foundation.
    founded: Option<i32>,
    /// Members.
    members: Option<i32>,
    /// Women among them.
    women: Option<i32>,
    /// Whether buyers may collect there.
    collects: bool,
}

/// List cooperatives
#[utoipa::path(get, path = "/api/v1/cooperatives", tag = "Shop", params(CooperativeParams), responses(
    (status = 200, description = "A page of verified cooperatives", body = CooperativeList),
    (status = 422, description = "A parameter that there is not, twice the same one, or a value that names nothing", body = Problem, content_type = "application/problem+json"),
))]
async fn list(State(app): State<App>, Params(asked): Params<CooperativeParams>) -> Outcome {
    let places = &app.reference().await?.places;
    if asked.region.as_deref().is_some_and(|iso| places.region(iso).is_none()) {
        return Err(unknown("region"));
    }
    let limit = limit(asked.limit)?;
    let db = &app.market().db;
    let page = shelf::list_cooperatives(db, asked.region.as_deref(), asked.after.as_deref(), limit).await?;
    let items = page.items.into_iter().map(Cooperative::from).collect();
    answer(&CooperativeList { items, next: page.next })
}

/// Read a cooperative
#[utoipa::path(get, path = "/api/v1/cooperatives/{slug}", tag = "Shop", params(
    ("slug" = String, Path, description = "Any slug the cooperative has or ever had"),
), responses(
    (status = 200, description = "The cooperative", body = CooperativeDetail),
    (status = 404, description = "No verified cooperative has this slug", body = Problem, content_type = "application/problem+json"),
))]
async fn show(State(app): State<App>, Path(slug): Path<String>) -> Outcome {
    let maker = shelf::find_cooperative(&app.market().db, &slug)
        .await?
        .ok_or_else(Failure::not_found)?;
    answer(&CooperativeDetail::from(maker))
}

impl From<CooperativeCard> for Cooperative {
    fn from(card: CooperativeCard) -> Self {
        Self {
            id: card.id.to_string(),
            slug: card.slug,
            name: card.name.into(),
            story: card.story.into(),
            region: card.region_iso,
            town: card.town,
            members: card.member_count,
            products: card.products,
        }
    }
}

impl From<Maker> for CooperativeDetail {
    fn from(maker: Maker) -> Self {
        Self {
            id: maker.id.to_string(),
            slug: maker.slug,
            name: maker.name.into(),
            story: maker.story.into(),
            region: maker.region_iso,
            province: maker.province_iso,
            town: maker.town,
            address: maker.address,
            register_number: maker.register_number,
            register_place: maker.register_place,
            ice: maker.ice,
            onssa: maker.onssa,
            phone: maker.phone,
            email: maker.email,
            founded: maker.founded,
            members: maker.member_count,
            women: maker.women_count,
            collects: maker.collects,
        }
    }
}
