//! A cooperative's products for programs: the same verbs as on its pages. Prices and stocks change at
//! once, words and photos after a decision.

use super::{
    products::limit,
    shapes::{Amount, Problem, Words},
};
use crate::{
    App, Failure, Outcome,
    extract::{Body, Params, Selling, unknown},
    routes::{Access, Table},
};
use axum::{
    Json,
    body::Bytes,
    extract::{Path, State, rejection::BytesRejection},
    http::{Method, StatusCode},
    response::IntoResponse,
};
use catalogue::{
    product,
    revision::{self, Content, Withdrawal},
    variant::{self, NewVariant, Unit, Variant},
};
use kernel::{
    Kind, Locale, Texts,
    ids::{CooperativeId, ProductId, VariantId},
    text,
};
use market::listing;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

/// What the document says about this area.
#[derive(OpenApi)]
#[openapi(paths(list, draft, show, write, add_photo, add_size, change_price, count, act))]
pub(crate) struct Doc;

pub(crate) fn routes(table: &mut Table) {
    const PRODUCT: &str = "/api/v1/seller/products/{product}";
    table.get("/api/v1/seller/products", Access::SellerToken, list);
    table.post("/api/v1/seller/products", Access::SellerToken, draft);
    table.get(PRODUCT, Access::SellerToken, show);
    table.add(
        Method::PUT,
        "/api/v1/seller/products/{product}/content",
        Access::SellerToken,
        write,
    );
    table.add_with_limit(
        Method::POST,
        "/api/v1/seller/products/{product}/photos",
        Access::SellerToken,
        media::LARGEST_FILE + 1,
        add_photo,
    );
    table.post("/api/v1/seller/products/{product}/sizes", Access::SellerToken, add_size);
    table.add(
        Method::PUT,
        "/api/v1/seller/sizes/{size}/price",
        Access::SellerToken,
        change_price,
    );
    table.add(
        Method::PUT,
        "/api/v1/seller/sizes/{size}/stock",
        Access::SellerToken,
        count,
    );
    table.post(
        "/api/v1/seller/products/{product}/actions/{action}",
        Access::SellerToken,
        act,
    );
}

/// Which products.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
struct OwnParams {
    /// How many to answer with, 1 to 100; 24 if not said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// A page of a cooperative's own products.
#[derive(Debug, Serialize, ToSchema)]
struct OwnProductList {
    /// The products, the newest first.
    items: Vec<OwnProduct>,
    /// The `after` of the next page; absent at the end.
    next: Option<String>,
}

/// A product as its cooperative sees it.
#[derive(Debug, Serialize, ToSchema)]
struct OwnProduct {
    /// Its id.
    id: String,
    /// The name in its newest content.
    name: Words,
    /// `draft`, `on_sale`, `paused`, `suspended` or `archived`.
    state: &'static str,
    /// Where its newest content stands: `draft`, `submitted`, `changes_requested`, `approved`, `rejected`.
    content_state: Option<&'static str>,
    /// Whether buyers see it now.
    listed: bool,
    /// How many pieces of all its sizes can still be sold.
    left: i64,
}

/// A product with its newest content and its sizes.
#[derive(Debug, Serialize, ToSchema)]
struct OwnProductPage {
    /// Its id.
    id: String,
    /// `draft`, `on_sale`, `paused`, `suspended` or `archived`.
    state: &'static str,
    /// Whether buyers see it now.
    listed: bool,
    /// Where its newest content stands.
    content_state: &'static str,
    /// The version of that content; name it when you write.
    content_version: i32,
    /// The newest content.
    content: ContentOut,
    /// What administrators want changed.
    remarks: Vec<RemarkOut>,
    /// Its sizes.
    sizes: Vec<SizeOut>,
}

/// What an administrator wants changed.
#[derive(Debug, Serialize, ToSchema)]
struct RemarkOut {
    /// The field.
    field: String,
    /// The code of a ready-made reason.
    reason: Option<String>,
    /// Words of the administrator's own.
    note: Option<String>,
}

/// What a cooperative says about a product.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ContentOut {
    /// Code of the category.
    category: Option<String>,
    /// Its name.
    name: Words,
    /// What there is to say about it.
    description: Words,
    /// Code of the region it comes from; absent for the cooperative's own.
    origin_region: Option<String>,
    /// The place it comes from.
    origin_place: Option<String>,
    /// What is in it.
    ingredients: Words,
    /// Codes of the allergens in it; absent while nobody answered.
    allergens: Option<Vec<String>>,
    /// Code of the label it carries.
    label: Option<String>,
    /// Number of the label's certificate.
    label_number: Option<String>,
    /// `standard`, `perishable` or `custom`.
    withdrawal: &'static str,
}

/// A size with its price and stock.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SizeOut {
    /// Its id.
    id: String,
    /// How much one piece is.
    amount: Amount,
    /// What tells it apart besides.
    name: Words,
    /// Its price, in centimes of a dirham.
    price_minor: i64,
    /// How many there are.
    on_hand: i64,
    /// How many of them are promised to buyers.
    reserved: i64,
    /// What a parcel with one piece weighs, in grams.
    parcel_g: i64,
    /// Name it when you change the price.
    version: i32,
}

/// Texts in the languages they are written in.
#[derive(Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct WordsIn {
    /// Arabic.
    ar: Option<String>,
    /// French.
    fr: Option<String>,
    /// English.
    en: Option<String>,
}

/// All of a product's content; what is left out is taken out.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct ContentIn {
    /// The version that was read.
    version: i32,
    /// Code of the category.
    category: Option<String>,
    /// Its name.
    name: WordsIn,
    /// What there is to say about it.
    description: WordsIn,
    /// Code of the region it comes from, where it is not the cooperative's.
    origin_region: Option<String>,
    /// The place it comes from.
    origin_place: Option<String>,
    /// What is in it.
    ingredients: WordsIn,
    /// Codes of the allergens in it; an empty list says that there are none.
    allergens: Option<Vec<String>>,
    /// Code of the label it carries.
    label: Option<String>,
    /// Number of the label's certificate.
    label_number: Option<String>,
    /// `standard` (if not said), `perishable` or `custom`.
    withdrawal: Option<String>,
}

/// A size to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SizeIn {
    /// Thousandths of the unit.
    amount_thousandths: i64,
    /// One of `g`, `kg`, `ml`, `L`, `piece`, `pair`.
    unit: String,
    /// What tells it apart besides.
    #[serde(default)]
    name: WordsIn,
    /// Its price, in centimes of a dirham.
    price_minor: i64,
    /// How many there are.
    on_hand: i64,
    /// What a parcel with one piece weighs, in grams.
    parcel_g: i64,
}

/// Another price.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PriceIn {
    /// The version of the size that was read.
    version: i32,
    /// The price, in centimes of a dirham.
    price_minor: i64,
}

/// A count.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CountIn {
    /// How many there are, promised ones included.
    on_hand: i64,
    /// The number that was read before counting; if it is no longer that, the answer is 409.
    #[serde(default)]
    seen: Option<i64>,
}

/// List a cooperative's own products
#[utoipa::path(get, path = "/api/v1/seller/products", tag = "Selling", params(OwnParams), security(("token" = [])), responses(
    (status = 200, description = "A page of products", body = OwnProductList),
    (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter that there is not", body = Problem, content_type = "application/problem+json"),
))]
async fn list(State(app): State<App>, Selling(seller): Selling, Params(asked): Params<OwnParams>) -> Outcome {
    let after = match asked.after {
        Some(after) => Some(after.parse().map_err(|_| unknown("after"))?),
        None => None,
    };
    let page = product::list_for_cooperative(&app.market().db, seller.cooperative, after, limit(asked.limit)?).await?;
    let items = page.items.into_iter().map(own).collect();
    Ok(Json(OwnProductList { items, next: page.next }).into_response())
}

fn own(row: product::Row) -> OwnProduct {
    OwnProduct {
        id: row.product.id.to_string(),
        name: row.name.into(),
        state: row.product.state.code(),
        content_state: row.revision.map(|(_, state)| state.code()),
        listed: row.product.listed,
        left: row.left,
    }
}

/// Begin a product
#[utoipa::path(post, path = "/api/v1/seller/products", tag = "Selling", security(("token" = [])), responses(
    (status = 201, description = "An empty draft", body = OwnProductPage),
    (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "The cooperative has too many", body = Problem, content_type = "application/problem+json"),
))]
async fn draft(State(app): State<App>, Selling(seller): Selling) -> Outcome {
    let (id, _) = listing::draft_product(app.market(), seller).await?;
    answer(&app, seller.cooperative, id, StatusCode::CREATED).await
}

/// Read one of a cooperative's own products
#[utoipa::path(get, path = "/api/v1/seller/products/{product}", tag = "Selling", params(("product" = String, Path, description = "Its id")), security(("token" = [])), responses(
    (status = 200, description = "The product", body = OwnProductPage),
    (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such product, or it is another cooperative's", body = Problem, content_type = "application/problem+json"),
))]
async fn show(State(app): State<App>, Selling(seller): Selling, Path(product): Path<String>) -> Outcome {
    answer(&app, seller.cooperative, read(&product)?, StatusCode::OK).await
}

/// Write a product's content
#[utoipa::path(put, path = "/api/v1/seller/products/{product}/content", tag = "Selling", params(("product" = String, Path, description = "Its id")), request_body = ContentIn, security(("token" = [])), responses(
    (status = 200, description = "The product; what is on sale stays until an administrator approves", body = OwnProductPage),
    (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such product, or it is another cooperative's", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "It was changed meanwhile, or waits for an administrator", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A field is wrong", body = Problem, content_type = "application/problem+json"),
))]
async fn write(
    State(app): State<App>,
    Selling(seller): Selling,
    Path(product): Path<String>,
    Body(asked): Body<ContentIn>,
) -> Outcome {
    let (market, id, shown) = (app.market(), read(&product)?, asked.version);
    let content = content_in(asked)?;
    let newest = revision::get_newest_for_cooperative(&market.db, seller.cooperative, id).await?;
    if newest.version != shown {
        return Err(catalogue::Error::Stale("revision").into());
    }
    let open = listing::open_revision(market, seller, id).await?;
    listing::save_revision(market, seller, open.id, open.version, content).await?;
    answer(&app, seller.cooperative, id, StatusCode::OK).await
}

/// Add a photo
#[utoipa::path(post, path = "/api/v1/seller/products/{product}/photos", tag = "Selling", params(("product" = String, Path, description = "Its id")), request_body(content = Vec<u8>, description = "The file itself, at most 10 MB", content_type = "image/*"), security(("token" = [])), responses(
    (status = 202, description = "The photo is being developed", body = OwnProductPage),
    (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such product, or it is another cooperative's", body = Problem, content_type = "application/problem+json"),
    (status = 413, description = "The file is too large", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "The file is no picture we take", body = Problem, content_type = "application/problem+json"),
))]
async fn add_photo(
    State(app): State<App>,
    Selling(seller): Selling,
    Path(product): Path<String>,
    file: Result<Bytes, BytesRejection>,
) -> Outcome {
    let file = file.map_err(|cut| Failure::new(Kind::Invalid, "http.too_large").with_status(cut.status()))?;
    let (market, id) = (app.market(), read(&product)?);
    product::get_for_cooperative(&market.db, seller.cooperative, id).await?;
    let received = listing::receive_photo(market, file).await?;
    let open = listing::open_revision(market, seller, id).await?;
    listing::upload_photos(market, seller, open.id, vec![received]).await?;
    answer(&app, seller.cooperative, id, StatusCode::ACCEPTED).await
}

/// Add a size
#[utoipa::path(post, path = "/api/v1/seller/products/{product}/sizes", tag = "Selling", params(("product" = String, Path, description = "Its id")), request_body = SizeIn, security(("token" = [])), responses(
    (status = 201, description = "The product with the new size", body = OwnProductPage),
    (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such product, or it is another cooperative's", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A field is wrong", body = Problem, content_type = "application/problem+json"),
))]
async fn add_size(
    State(app): State<App>,
    Selling(seller): Selling,
    Path(product): Path<String>,
    Body(asked): Body<SizeIn>,
) -> Outcome {
    let id = read(&product)?;
    let unit = Unit::from_code(&asked.unit).ok_or_else(|| unknown("unit"))?;
    let amount = variant::Amount::new(asked.amount_thousandths, unit).ok_or_else(|| unknown("amount_thousandths"))?;
    let new = NewVariant {
        amount,
        name: words(asked.name, 60, "name", false)?,
        price_minor: asked.price_minor,
        on_hand: asked.on_hand,
        parcel_g: asked.parcel_g,
    };
    listing::add_variant(app.market(), seller, id, new).await?;
    answer(&app, seller.cooperative, id, StatusCode::CREATED).await
}

/// Change a price
#[utoipa::path(put, path = "/api/v1/seller/sizes/{size}/price", tag = "Selling", params(("size" = String, Path, description = "The id of the size")), request_body = PriceIn, security(("token" = [])), responses(
    (status = 200, description = "The size", body = SizeOut),
    (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such size, or it is another cooperative's", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "It was changed meanwhile", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "The price is out of range", body = Problem, content_type = "application/problem+json"),
))]
async fn change_price(
    State(app): State<App>,
    Selling(seller): Selling,
    Path(size): Path<String>,
    Body(asked): Body<PriceIn>,
) -> Outcome {
    let id = size.parse().map_err(|_| Failure::not_found())?;
    listing::change_price(app.market(), seller, id, asked.version, asked.price_minor).await?;
    size_answer(&app, seller.cooperative, id).await
}

/// Count a stock
#[utoipa::path(put, path = "/api/v1/seller/sizes/{size}/stock", tag = "Selling", params(("size" = String, Path, description = "The id of the size")), request_body = CountIn, security(("token" = [])), responses(
    (status = 200, description = "The size", body = SizeOut),
    (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such size, or it is another cooperative's", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "More are promised to buyers, or the number that was seen has changed", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "The count is out of range", body = Problem, content_type = "application/problem+json"),
))]
async fn count(
    State(app): State<App>,
    Selling(seller): Selling,
    Path(size): Path<String>,
    Body(asked): Body<CountIn>,
) -> Outcome {
    let id = size.parse().map_err(|_| Failure::not_found())?;
    listing::count_stock(app.market(), seller, id, asked.on_hand, asked.seen).await?;
    size_answer(&app, seller.cooperative, id).await
}

/// Do something with a product
#[utoipa::path(post, path = "/api/v1/seller/products/{product}/actions/{action}", tag = "Selling", params(
    ("product" = String, Path, description = "Its id"),
    ("action" = String, Path, description = "submit, withdraw, pause, resume or archive"),
), security(("token" = [])), responses(
    (status = 200, description = "The product as it stands now", body = OwnProductPage),
    (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "The cooperative is not verified", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such product or action, or it is another cooperative's", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "It cannot do this from where it stands", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "Something still lacks", body = Problem, content_type = "application/problem+json"),
))]
async fn act(
    State(app): State<App>,
    Selling(seller): Selling,
    Path((product, action)): Path<(String, String)>,
) -> Outcome {
    let (market, id) = (app.market(), read(&product)?);
    let newest = revision::get_newest_for_cooperative(&market.db, seller.cooperative, id)
        .await?
        .id;
    match action.as_str() {
        "submit" => listing::submit_listing(market, seller, newest).await?,
        "withdraw" => listing::withdraw_listing(market, seller, newest).await?,
        "pause" => listing::pause_product(market, seller, id).await?,
        "resume" => listing::resume_product(market, seller, id).await?,
        "archive" => listing::archive_product(market, seller, id).await?,
        _ => return Err(Failure::not_found()),
    }
    answer(&app, seller.cooperative, id, StatusCode::OK).await
}

fn read(product: &str) -> Result<ProductId, Failure> {
    product.parse().map_err(|_| Failure::not_found())
}

async fn answer(app: &App, cooperative: CooperativeId, id: ProductId, status: StatusCode) -> Outcome {
    let db = &app.market().db;
    let product = product::get_for_cooperative(db, cooperative, id).await?;
    let newest = revision::get_newest_for_cooperative(db, cooperative, id).await?;
    let remarks = revision::list_remarks(db, newest.id).await?;
    let remark = |one: revision::Remark| RemarkOut {
        field: one.field,
        reason: one.reason,
        note: one.note,
    };
    let page = OwnProductPage {
        id: id.to_string(),
        state: product.state.code(),
        listed: product.listed,
        content_state: newest.state.code(),
        content_version: newest.version,
        content: content_out(newest.content),
        remarks: remarks.into_iter().map(remark).collect(),
        sizes: variant::list_for_product(db, id).await?.iter().map(size_out).collect(),
    };
    Ok((status, Json(page)).into_response())
}

async fn size_answer(app: &App, cooperative: CooperativeId, id: VariantId) -> Outcome {
    let found = variant::find_for_cooperative(&app.market().db, cooperative, id).await?;
    let found = found.ok_or_else(Failure::not_found)?;
    Ok(Json(size_out(&found)).into_response())
}

/// A size as the API shows it.
pub(crate) fn size_out(variant: &Variant) -> SizeOut {
    SizeOut {
        id: variant.id.to_string(),
        amount: variant.amount.into(),
        name: variant.name.clone().into(),
        price_minor: variant.price_minor,
        on_hand: variant.on_hand,
        reserved: variant.reserved,
        parcel_g: variant.parcel_g,
        version: variant.version,
    }
}

/// Content as the API shows it.
pub(crate) fn content_out(content: Content) -> ContentOut {
    ContentOut {
        category: content.category_code,
        name: content.name.into(),
        description: content.description.into(),
        origin_region: content.origin_region_iso,
        origin_place: content.origin_place,
        ingredients: content.ingredients.into(),
        allergens: content.allergens,
        label: content.label_code,
        label_number: content.label_number,
        withdrawal: content.withdrawal.code(),
    }
}

fn content_in(asked: ContentIn) -> Result<Content, Failure> {
    let withdrawal = match asked.withdrawal.as_deref() {
        None => Withdrawal::Standard,
        Some(code) => Withdrawal::from_code(code).ok_or_else(|| unknown("withdrawal"))?,
    };
    Ok(Content {
        category_code: asked.category,
        name: words(asked.name, 80, "name", false)?,
        description: words(asked.description, 3000, "description", true)?,
        origin_region_iso: asked.origin_region,
        origin_place: line(asked.origin_place, "origin_place")?,
        ingredients: words(asked.ingredients, 1000, "ingredients", true)?,
        allergens: asked.allergens,
        label_code: asked.label,
        label_number: line(asked.label_number, "label_number")?,
        withdrawal,
    })
}

fn line(typed: Option<String>, field: &'static str) -> Result<Option<String>, Failure> {
    text::optional_line(&typed.unwrap_or_default(), 80).map_err(|_| unknown(field))
}

/// Texts made clean; of one line, or of several.
fn words(typed: WordsIn, max: usize, field: &'static str, several: bool) -> Result<Texts, Failure> {
    let clean = if several {
        text::optional_paragraph
    } else {
        text::optional_line
    };
    let mut texts = Texts::default();
    for (locale, written) in [(Locale::Ar, typed.ar), (Locale::Fr, typed.fr), (Locale::En, typed.en)] {
        let text = clean(&written.unwrap_or_default(), max).map_err(|_| unknown(field))?;
        texts.put(locale, text);
    }
    Ok(texts)
}
