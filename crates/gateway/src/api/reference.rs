//! Categories, labels, allergens and regions for programs: the codes that products use.

use super::{answer, shapes::Words};
use crate::{
    App, Outcome,
    routes::{Access, Table},
};
use axum::extract::State;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

/// What the document says about this area.
#[derive(OpenApi)]
#[openapi(paths(categories, regions))]
pub(crate) struct Doc;

pub(crate) fn routes(table: &mut Table) {
    table.get("/api/v1/categories", Access::Public, categories);
    table.get("/api/v1/regions", Access::Public, regions);
}

/// The codes that products use.
#[derive(Debug, Serialize, ToSchema)]
struct Categories {
    /// The categories; each comes after its parent.
    items: Vec<Category>,
    /// The labels.
    labels: Vec<Label>,
    /// The allergens.
    allergens: Vec<Allergen>,
}

/// A kind of product.
#[derive(Debug, Serialize, ToSchema)]
struct Category {
    /// Its code.
    code: String,
    /// Code of the wider one it belongs to.
    parent: Option<String>,
    /// Its name.
    name: Words,
    /// Whether it is eaten or drunk.
    food: bool,
}

/// A mark of quality or origin.
#[derive(Debug, Serialize, ToSchema)]
struct Label {
    /// Its code.
    code: String,
    /// Its name.
    name: Words,
    /// What it promises.
    about: Words,
}

/// Something that makes some people ill.
#[derive(Debug, Serialize, ToSchema)]
struct Allergen {
    /// Its code.
    code: String,
    /// Its name.
    name: Words,
}

/// The regions of Morocco.
#[derive(Debug, Serialize, ToSchema)]
struct Regions {
    /// The regions.
    items: Vec<Region>,
}

/// A region with its provinces.
#[derive(Debug, Serialize, ToSchema)]
struct Region {
    /// Its code (ISO 3166-2).
    code: String,
    /// Its name.
    name: Words,
    /// Its provinces and prefectures.
    provinces: Vec<Province>,
}

/// A province or prefecture.
#[derive(Debug, Serialize, ToSchema)]
struct Province {
    /// Its code (ISO 3166-2).
    code: String,
    /// Its name, in Arabic and French.
    name: Words,
}

/// List categories, labels and allergens
#[utoipa::path(get, path = "/api/v1/categories", tag = "Reference", responses(
    (status = 200, description = "All of them", body = Categories),
))]
async fn categories(State(app): State<App>) -> Outcome {
    let taxonomy = &app.reference().await?.taxonomy;
    let category = |category: &catalogue::taxonomy::Category| Category {
        code: category.code.clone(),
        parent: category.parent.clone(),
        name: category.name.clone().into(),
        food: category.is_food,
    };
    let label = |label: &catalogue::taxonomy::Label| Label {
        code: label.code.clone(),
        name: label.name.clone().into(),
        about: label.about.clone().into(),
    };
    let allergen = |allergen: &catalogue::taxonomy::Allergen| Allergen {
        code: allergen.code.clone(),
        name: allergen.name.clone().into(),
    };
    answer(&Categories {
        items: taxonomy.categories.iter().map(category).collect(),
        labels: taxonomy.labels.iter().map(label).collect(),
        allergens: taxonomy.allergens.iter().map(allergen).collect(),
    })
}

/// List regions and provinces
#[utoipa::path(get, path = "/api/v1/regions", tag = "Reference", responses(
    (status = 200, description = "All of them", body = Regions),
))]
async fn regions(State(app): State<App>) -> Outcome {
    let places = &app.reference().await?.places;
    let province = |province: &catalogue::place::Province| Province {
        code: province.iso.clone(),
        name: province.name.clone().into(),
    };
    let region = |region: &catalogue::place::Region| Region {
        code: region.iso.clone(),
        name: region.name.clone().into(),
        provinces: places.provinces_of(&region.iso).map(province).collect(),
    };
    answer(&Regions {
        items: places.regions.iter().map(region).collect(),
    })
}
