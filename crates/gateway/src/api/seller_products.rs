//! A cooperative's products for programs: the same verbs as on its pages. Prices and stocks change at
//! once, words and photos after a decision.

use super::{
    products::limit,
    seller_shapes::{
        ContentIn, CountIn, OwnProductList, OwnProductPage, PriceIn, SizeIn, SizeOut, content_in, content_out, own,
        remark_out, size_out, words,
    },
    shapes::Problem,
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
    product, revision,
    variant::{self, NewVariant, Unit},
};
use kernel::{
    Kind,
    ids::{CooperativeId, ProductId, VariantId},
};
use market::listing;
use serde::Deserialize;
use utoipa::{IntoParams, OpenApi};

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
    let page = OwnProductPage {
        id: id.to_string(),
        state: product.state.code(),
        listed: product.listed,
        content_state: newest.state.code(),
        content_version: newest.version,
        content: content_out(newest.content),
        remarks: remarks.into_iter().map(remark_out).collect(),
        sizes: variant::list_for_product(db, id).await?.iter().map(size_out).collect(),
    };
    Ok((status, Json(page)).into_response())
}

async fn size_answer(app: &App, cooperative: CooperativeId, id: VariantId) -> Outcome {
    let found = variant::find_for_cooperative(&app.market().db, cooperative, id).await?;
    let found = found.ok_or_else(Failure::not_found)?;
    Ok(Json(size_out(&found)).into_response())
}
