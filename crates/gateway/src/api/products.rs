//! Products for programs: the list with the filters of the page, and one with everything.

use super::{
    answer,
    shapes::{Amount, Image, Problem, Words},
};
use crate::{
    App, Failure, Outcome,
    extract::{Params, unknown},
    routes::{Access, Table},
};
use axum::extract::{Path, State};
use catalogue::{
    revision::Withdrawal,
    shelf::{self, Card, ProductPage, Query, Size, Sort, Stock},
};
use kernel::{Limit, Locale};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

/// Longest search, in characters.
const TEXT: usize = 100;

/// What the document says about this area.
#[derive(OpenApi)]
#[openapi(paths(list, show))]
pub(crate) struct Doc;

pub(crate) fn routes(table: &mut Table) {
    table.get("/api/v1/products", Access::Public, list);
    table.get("/api/v1/products/{slug}", Access::Public, show);
}

/// The filters of the list; all of them must hold.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
struct ListParams {
    /// Words that must all occur in the names of product, cooperative or category, in any language and spelling.
    q: Option<String>,
    /// Code of a category; those below it are included.
    #[param(example = "oils")]
    category: Option<String>,
    /// Code of a region (ISO 3166-2).
    #[param(example = "MA-09")]
    region: Option<String>,
    /// Code of a label.
    #[param(example = "igp")]
    label: Option<String>,
    /// Slug of a cooperative.
    cooperative: Option<String>,
    /// Lowest price, in centimes.
    #[param(minimum = 0, example = 5000)]
    min: Option<i64>,
    /// Highest price, in centimes.
    #[param(minimum = 0, example = 20000)]
    max: Option<i64>,
    /// `new` (the newest first), `price` (the cheapest first) or `price-desc`.
    #[param(example = "new")]
    sort: Option<String>,
    /// How many to answer with, 1 to 100; 24 if not said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
    /// The `next` of the page before, in the same order.
    after: Option<String>,
}

/// A page of products.
#[derive(Debug, Serialize, ToSchema)]
struct ProductList {
    /// The products.
    items: Vec<Product>,
    /// The `after` of the next page; absent at the end.
    next: Option<String>,
}

/// A product as lists show it.
#[derive(Debug, Serialize, ToSchema)]
struct Product {
    /// Its id.
    id: String,
    /// Its address in words; every one it ever had leads to it.
    slug: String,
    /// Its addresses by language.
    slugs: Words,
    /// Its name.
    name: Words,
    /// Code of its category.
    category: Option<String>,
    /// Code of the region it comes from.
    region: Option<String>,
    /// Code of its label.
    label: Option<String>,
    /// Price of the cheapest variant, in centimes.
    #[schema(example = 8500)]
    price_minor: i64,
    /// Price of the dearest variant, in centimes.
    price_max_minor: i64,
    /// Always `MAD`.
    #[schema(example = "MAD")]
    currency: &'static str,
    /// How much the cheapest variant is.
    amount: Option<Amount>,
    /// Whether any variant is in stock.
    available: bool,
    /// Its first photo.
    image: Option<Image>,
    /// Who makes it.
    cooperative: Maker,
    /// Its page, in French.
    url: String,
}

/// Who makes a product.
#[derive(Debug, Serialize, ToSchema)]
struct Maker {
    /// The cooperative's slug.
    slug: String,
    /// Its name.
    name: Words,
    /// Its town.
    town: String,
}

/// A product with everything.
#[derive(Debug, Serialize, ToSchema)]
struct ProductDetail {
    /// Its id.
    id: String,
    /// Its address in words; every one it ever had leads to it.
    slug: String,
    /// Its addresses by language.
    slugs: Words,
    /// Its name.
    name: Words,
    /// What it is.
    description: Words,
    /// Code of its category.
    category: Option<String>,
    /// Code of the region it comes from.
    region: Option<String>,
    /// The place it comes from.
    place: Option<String>,
    /// What is in it.
    ingredients: Words,
    /// Codes of the allergens in it; absent where nobody answered.
    allergens: Option<Vec<String>>,
    /// Code of its label.
    label: Option<String>,
    /// Number of the label's certificate.
    label_number: Option<String>,
    /// `standard` (seven days to send it back), `perishable` or `custom` (it cannot be sent back).
    withdrawal: &'static str,
    /// Its photos.
    images: Vec<Image>,
    /// Its sizes and weights.
    variants: Vec<Variant>,
    /// Who makes it.
    cooperative: Maker,
    /// Its page, in French.
    url: String,
}

/// A size or weight of a product.
#[derive(Debug, Serialize, ToSchema)]
struct Variant {
    /// Its id: what a cart holds.
    id: String,
    /// How much it is.
    amount: Amount,
    /// What tells it apart besides the amount.
    name: Words,
    /// Its price, in centimes.
    #[schema(example = 8500)]
    price_minor: i64,
    /// Always `MAD`.
    #[schema(example = "MAD")]
    currency: &'static str,
    /// `many`, `last` or `sold_out`.
    stock: &'static str,
    /// How many are left, where they are the last.
    left: Option<i64>,
    /// Weight of a parcel with one piece, in grams.
    parcel_g: i64,
}

/// List products
#[utoipa::path(get, path = "/api/v1/products", tag = "Shop", params(ListParams), responses(
    (status = 200, description = "A page of products that are on sale", body = ProductList),
    (status = 422, description = "A parameter that there is not, twice the same one, or a value that names nothing", body = Problem, content_type = "application/problem+json"),
))]
async fn list(State(app): State<App>, Params(asked): Params<ListParams>) -> Outcome {
    let db = &app.market().db;
    let reference = app.reference().await?;
    let known = |code: &Option<String>, exists: &dyn Fn(&str) -> bool| code.as_deref().is_none_or(exists);
    if !known(&asked.category, &|code| reference.taxonomy.category(code).is_some()) {
        return Err(unknown("category"));
    }
    if !known(&asked.region, &|iso| reference.places.region(iso).is_some()) {
        return Err(unknown("region"));
    }
    if !known(&asked.label, &|code| reference.taxonomy.label(code).is_some()) {
        return Err(unknown("label"));
    }
    let cooperative = match &asked.cooperative {
        Some(slug) => Some(
            shelf::find_cooperative(db, slug)
                .await?
                .ok_or_else(|| unknown("cooperative"))?
                .id,
        ),
        None => None,
    };
    let limit = limit(asked.limit)?;
    let query = Query {
        category: asked.category,
        region: asked.region,
        label: asked.label,
        cooperative,
        min: amount(asked.min, "min")?,
        max: amount(asked.max, "max")?,
        text: asked
            .q
            .map(|text| kernel::text::optional_line(&text, TEXT))
            .transpose()
            .map_err(|_| unknown("q"))?
            .flatten(),
        sort: asked
            .sort
            .map_or(Some(Sort::default()), |code| Sort::from_code(&code))
            .ok_or_else(|| unknown("sort"))?,
        after: asked.after,
    };
    let page = shelf::list(db, &query, limit).await?;
    let items = page
        .items
        .into_iter()
        .map(|card| product(app.public_url(), card))
        .collect();
    answer(&ProductList { items, next: page.next })
}

/// Read a product
#[utoipa::path(get, path = "/api/v1/products/{slug}", tag = "Shop", params(
    ("slug" = String, Path, description = "Any slug the product has or ever had"),
), responses(
    (status = 200, description = "The product", body = ProductDetail),
    (status = 404, description = "No product on sale has this slug", body = Problem, content_type = "application/problem+json"),
))]
async fn show(State(app): State<App>, Path(slug): Path<String>) -> Outcome {
    let page = shelf::find_product(&app.market().db, &slug)
        .await?
        .ok_or_else(Failure::not_found)?;
    answer(&detail(app.public_url(), page))
}

/// How many to answer with.
pub(super) fn limit(asked: Option<u64>) -> Result<Limit, Failure> {
    match asked {
        None => Ok(Limit::default()),
        Some(number @ 1..=100) => Ok(Limit::new(number)),
        Some(_) => Err(unknown("limit")),
    }
}

fn amount(asked: Option<i64>, name: &'static str) -> Result<Option<i64>, Failure> {
    if asked.is_some_and(|minor| minor < 0) {
        Err(unknown(name))
    } else {
        Ok(asked)
    }
}

fn product(public_url: &str, card: Card) -> Product {
    let slug = card.slugs.text(Locale::Fr).to_owned();
    Product {
        id: card.id.to_string(),
        url: format!("{public_url}/fr/products/{slug}"),
        slug,
        slugs: card.slugs.into(),
        name: card.name.into(),
        category: card.category_code,
        region: card.region_iso,
        label: card.label_code,
        price_minor: card.price_minor,
        price_max_minor: card.dearest_minor,
        currency: "MAD",
        amount: card.amount.map(Amount::from),
        available: card.left > 0,
        image: card.shot.as_ref().map(|shot| Image::of(public_url, shot)),
        cooperative: Maker {
            slug: card.cooperative_slug,
            name: card.cooperative_name.into(),
            town: card.town,
        },
    }
}

fn detail(public_url: &str, page: ProductPage) -> ProductDetail {
    let slug = page.slugs.text(Locale::Fr).to_owned();
    ProductDetail {
        id: page.id.to_string(),
        url: format!("{public_url}/fr/products/{slug}"),
        slug,
        slugs: page.slugs.into(),
        name: page.name.into(),
        description: page.description.into(),
        category: page.category_code,
        region: page.origin_region_iso,
        place: page.origin_place,
        ingredients: page.ingredients.into(),
        allergens: page.allergens,
        label: page.label_code,
        label_number: page.label_number,
        withdrawal: match page.withdrawal {
            Withdrawal::Standard => "standard",
            Withdrawal::Perishable => "perishable",
            Withdrawal::Custom => "custom",
        },
        images: page.shots.iter().map(|shot| Image::of(public_url, shot)).collect(),
        variants: page.sizes.into_iter().map(variant).collect(),
        cooperative: Maker {
            slug: page.maker.slug,
            name: page.maker.name.into(),
            town: page.maker.town,
        },
    }
}

fn variant(size: Size) -> Variant {
    let (stock, left) = match size.stock {
        Stock::SoldOut => ("sold_out", None),
        Stock::Last(left) => ("last", Some(left)),
        Stock::Many => ("many", None),
    };
    Variant {
        id: size.id.to_string(),
        amount: size.amount.into(),
        name: size.name.into(),
        price_minor: size.price_minor,
        currency: "MAD",
        stock,
        left,
        parcel_g: size.parcel_g,
    }
}
