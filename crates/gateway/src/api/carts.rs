//! Carts for programs: open one, put variants in, and ask what it costs.

use super::{
    shapes::{Amount, Problem, Words},
    sold::{Line, Place, Seller, Sum},
};
use crate::{
    App, Failure, Outcome,
    extract::{Body, unknown},
    routes::{Access, Table},
};
use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    http::{Method, StatusCode},
    response::IntoResponse,
};
use kernel::{
    Locale, Phone,
    ids::{CartId, CooperativeId, VariantId},
    text,
};
use market::buying::{self, Basket, BasketLine};
use order::{
    Quote, Way,
    cart::{Buyer, Quantity, Recipient},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{OpenApi, ToSchema};

/// What the document says about this area.
#[derive(OpenApi)]
#[openapi(paths(open, show, put, remove, quote))]
pub(crate) struct Doc;

pub(crate) fn routes(table: &mut Table) {
    table.post("/api/v1/carts", Access::Public, open);
    table.get("/api/v1/carts/{cart}", Access::Public, show);
    table.add(Method::PUT, "/api/v1/carts/{cart}/lines/{variant}", Access::Public, put);
    table.add(
        Method::DELETE,
        "/api/v1/carts/{cart}/lines/{variant}",
        Access::Public,
        remove,
    );
    table.post("/api/v1/carts/{cart}/quote", Access::Public, quote);
}

/// A new cart.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct NewCart {
    /// The buyer's language: `ar`, `fr` or `en`; Arabic if not said.
    locale: Option<Language>,
}

/// A language that messages to a buyer can be in.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Language {
    /// Arabic.
    Ar,
    /// French.
    Fr,
    /// English.
    En,
}

/// How many pieces.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Pieces {
    /// 1 to 99. Taking a line out is `DELETE`.
    #[schema(minimum = 1, maximum = 99)]
    quantity: i64,
}

/// A cart with today's prices.
#[derive(Debug, Serialize, ToSchema)]
struct Cart {
    /// Its id: whoever knows it owns the cart.
    cart: String,
    /// Its lines.
    lines: Vec<CartLine>,
    /// What the goods cost, in centimes.
    goods_minor: i64,
    /// Always `MAD`.
    currency: &'static str,
    /// Whether it can be quoted as it is.
    orderable: bool,
}

/// A line of a cart.
#[derive(Debug, Serialize, ToSchema)]
struct CartLine {
    /// The variant.
    variant: String,
    /// Its product.
    product: String,
    /// Its cooperative.
    cooperative: String,
    /// The product's name.
    name: Words,
    /// How much one piece is.
    amount: Amount,
    /// Today's price of one, in centimes.
    unit_price_minor: i64,
    /// Pieces.
    quantity: i64,
    /// Today's price of all, in centimes.
    total_minor: i64,
    /// Whether so many can be ordered now.
    orderable: bool,
}

/// Who buys, who receives, where and how.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct QuoteRequest {
    /// Who buys.
    buyer: BuyerIn,
    /// Who receives; the buyer if not said.
    #[serde(default)]
    recipient: Option<RecipientIn>,
    /// Where it goes.
    address: AddressIn,
    /// How each cooperative's part goes: `door` or `collect`, by the cooperative's id; to the door if
    /// not said.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, String>)]
    delivery: BTreeMap<String, Way>,
}

/// Who buys.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct BuyerIn {
    /// The name.
    name: String,
    /// A telephone of any country.
    phone: String,
    /// An e-mail.
    #[serde(default)]
    email: Option<String>,
}

/// Who receives.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RecipientIn {
    /// The name.
    name: String,
    /// A telephone.
    phone: String,
}

/// A place in Morocco.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AddressIn {
    /// The town; one that is not on the list needs its province.
    town: String,
    /// The province (ISO 3166-2).
    #[serde(default)]
    province: Option<String>,
    /// Street, quarter, village.
    address: String,
    /// What stands nearby.
    #[serde(default)]
    landmark: Option<String>,
    /// Five digits.
    #[serde(default)]
    postcode: Option<String>,
}

/// A frozen offer.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QuoteOut {
    /// Its id, to be named by the order.
    quote: String,
    /// Until when it holds: RFC 3339.
    expires_at: String,
    /// One part for each cooperative.
    parts: Vec<PartOut>,
    /// What all of it costs.
    sum: Sum,
    /// Where it goes.
    address: Place,
    /// The version of the sales conditions.
    terms_version: i32,
}

/// What one cooperative delivers.
#[derive(Debug, Serialize, ToSchema)]
struct PartOut {
    /// The cooperative.
    cooperative: String,
    /// Who it is.
    seller: Seller,
    /// `door` or `collect`.
    delivery: &'static str,
    /// The lines.
    lines: Vec<Line>,
    /// What it costs.
    sum: Sum,
    /// What the parcel weighs, in grams.
    weight_g: i64,
    /// The fewest days of delivery.
    days_min: i32,
    /// The most days.
    days_max: i32,
}

/// Open a cart
#[utoipa::path(post, path = "/api/v1/carts", tag = "Buying", request_body(content = Option<NewCart>), responses(
    (status = 201, description = "An empty cart under an id that nobody can guess", body = Cart),
    (status = 422, description = "A field that there is not", body = Problem, content_type = "application/problem+json"),
))]
async fn open(State(app): State<App>, body: Bytes) -> Outcome {
    let asked: NewCart = if body.is_empty() {
        NewCart::default()
    } else {
        serde_json::from_slice(&body).map_err(|error| Failure {
            detail: Some(error.to_string()),
            ..Failure::malformed()
        })?
    };
    let locale = match asked.locale {
        None | Some(Language::Ar) => Locale::Ar,
        Some(Language::Fr) => Locale::Fr,
        Some(Language::En) => Locale::En,
    };
    let id = buying::open_cart(app.market(), locale).await?;
    let cart = cart_of(&app, id).await?;
    Ok((StatusCode::CREATED, Json(cart)).into_response())
}

/// Read a cart
#[utoipa::path(get, path = "/api/v1/carts/{cart}", tag = "Buying", params(("cart" = String, Path, description = "The cart")), responses(
    (status = 200, description = "The cart with today's prices", body = Cart),
    (status = 404, description = "No such cart", body = Problem, content_type = "application/problem+json"),
))]
async fn show(State(app): State<App>, Path(cart): Path<String>) -> Outcome {
    let cart = cart_of(&app, read(&cart)?).await?;
    Ok(Json(cart).into_response())
}

/// Put a variant into a cart, or change its quantity
#[utoipa::path(put, path = "/api/v1/carts/{cart}/lines/{variant}", tag = "Buying", params(
    ("cart" = String, Path, description = "The cart"),
    ("variant" = String, Path, description = "The variant"),
), request_body = Pieces, responses(
    (status = 200, description = "The cart", body = Cart),
    (status = 404, description = "No such cart or variant", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "The variant is not on sale", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "Not a whole number from 1 to 99, or the cart is full", body = Problem, content_type = "application/problem+json"),
))]
async fn put(
    State(app): State<App>,
    Path((cart, variant)): Path<(String, String)>,
    Body(pieces): Body<Pieces>,
) -> Outcome {
    let (cart, variant) = (read(&cart)?, read_variant(&variant)?);
    buying::put_line(app.market(), cart, variant, Quantity::Exactly(pieces.quantity)).await?;
    Ok(Json(cart_of(&app, cart).await?).into_response())
}

/// Take a variant out of a cart
#[utoipa::path(delete, path = "/api/v1/carts/{cart}/lines/{variant}", tag = "Buying", params(
    ("cart" = String, Path, description = "The cart"),
    ("variant" = String, Path, description = "The variant"),
), responses(
    (status = 200, description = "The cart", body = Cart),
    (status = 404, description = "No such cart", body = Problem, content_type = "application/problem+json"),
))]
async fn remove(State(app): State<App>, Path((cart, variant)): Path<(String, String)>) -> Outcome {
    let (cart, variant) = (read(&cart)?, read_variant(&variant)?);
    buying::remove_line(app.market(), cart, variant).await?;
    Ok(Json(cart_of(&app, cart).await?).into_response())
}

/// Freeze what a cart costs
#[utoipa::path(post, path = "/api/v1/carts/{cart}/quote", tag = "Buying", params(("cart" = String, Path, description = "The cart")), request_body = QuoteRequest, responses(
    (status = 200, description = "An offer that holds for half an hour", body = QuoteOut),
    (status = 404, description = "No such cart", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "Something in it cannot be bought", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A field is wrong, the cart is empty, the parcel too heavy, or nobody delivers there", body = Problem, content_type = "application/problem+json"),
))]
async fn quote(State(app): State<App>, Path(cart): Path<String>, Body(asked): Body<QuoteRequest>) -> Outcome {
    let cart = read(&cart)?;
    let demo = app.demo();
    let buyer = Buyer {
        name: line(&asked.buyer.name, 80, "buyer.name")?,
        phone: phone(&asked.buyer.phone, demo, "buyer.phone")?,
        email: asked.buyer.email.as_deref().map(email).transpose()?,
    };
    let recipient = match &asked.recipient {
        Some(recipient) => Some(Recipient {
            name: line(&recipient.name, 80, "recipient.name")?,
            phone: phone(&recipient.phone, demo, "recipient.phone")?,
        }),
        None => None,
    };
    let place = place(&asked.address)?;
    let mut ways = BTreeMap::new();
    for (cooperative, way) in asked.delivery {
        let cooperative: CooperativeId = cooperative.parse().map_err(|_| unknown("delivery"))?;
        ways.insert(cooperative, way);
    }
    buying::complete(app.market(), cart, (buyer, recipient), place, ways).await?;
    let quote = buying::quote(app.market(), cart).await?;
    Ok(Json(quote_out(&quote)).into_response())
}

fn place(asked: &AddressIn) -> Result<buying::Place, Failure> {
    let optional = |typed: &Option<String>, max: usize, field: &'static str| match typed {
        Some(typed) => text::optional_line(typed, max).map_err(|_| unknown(field)),
        None => Ok(None),
    };
    let postcode = optional(&asked.postcode, 10, "address.postcode")?;
    if postcode
        .as_deref()
        .is_some_and(|code| code.len() != 5 || !code.bytes().all(|b| b.is_ascii_digit()))
    {
        return Err(unknown("address.postcode"));
    }
    Ok(buying::Place {
        town: line(&asked.town, 80, "address.town")?,
        province: optional(&asked.province, 10, "address.province")?,
        address: line(&asked.address, 200, "address.address")?,
        landmark: optional(&asked.landmark, 120, "address.landmark")?,
        postcode,
    })
}

fn line(typed: &str, max: usize, field: &'static str) -> Result<String, Failure> {
    text::line(typed, max).map_err(|_| unknown(field))
}

fn phone(typed: &str, demo: bool, field: &'static str) -> Result<String, Failure> {
    Phone::parse(typed, demo)
        .map(|phone| phone.as_str().to_owned())
        .map_err(|_| unknown(field))
}

/// Through the form's own check, so that pages and programs accept the same addresses.
fn email(typed: &str) -> Result<String, Failure> {
    let mut form = view::form::Form::from_pairs([("email".to_owned(), typed.to_owned())]);
    form.email("email").ok_or_else(|| unknown("buyer.email"))
}

fn read(cart: &str) -> Result<CartId, Failure> {
    cart.parse().map_err(|_| Failure::not_found())
}

fn read_variant(variant: &str) -> Result<VariantId, Failure> {
    variant.parse().map_err(|_| Failure::not_found())
}

async fn cart_of(app: &App, id: CartId) -> Result<Cart, Failure> {
    let basket = buying::find_basket(app.market(), id)
        .await?
        .ok_or(order::Error::NoCart)?;
    Ok(Cart {
        cart: id.to_string(),
        lines: basket.lines().map(cart_line).collect(),
        goods_minor: basket.goods.minor,
        currency: basket.goods.currency.code(),
        orderable: Basket::is_orderable(&basket),
    })
}

fn cart_line(line: &BasketLine) -> CartLine {
    CartLine {
        variant: line.offer.variant.to_string(),
        product: line.offer.product.to_string(),
        cooperative: line.offer.cooperative.to_string(),
        name: line.offer.product_name.clone().into(),
        amount: line.offer.amount.into(),
        unit_price_minor: line.offer.price_minor,
        quantity: line.quantity,
        total_minor: line.total.minor,
        orderable: line.is_orderable(),
    }
}

/// An offer as the API says it.
pub(super) fn quote_out(quote: &Quote) -> QuoteOut {
    let part = |part: &order::quote::Part| PartOut {
        cooperative: part.cooperative.to_string(),
        seller: (&part.seller).into(),
        delivery: part.way.code(),
        lines: part
            .lines
            .iter()
            .map(|line| Line::from(&order::order::Line::from(line)))
            .collect(),
        sum: part.totals.into(),
        weight_g: part.weight_g,
        days_min: part.days_min,
        days_max: part.days_max,
    };
    QuoteOut {
        quote: quote.id.to_string(),
        expires_at: view::format::machine_time(quote.expires_at),
        parts: quote.offer.parts.iter().map(part).collect(),
        sum: quote.offer.totals.into(),
        address: (&quote.offer.address).into(),
        terms_version: quote.offer.terms_version,
    }
}
