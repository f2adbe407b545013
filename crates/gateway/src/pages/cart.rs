//! The cart: what lies in it by cooperative, with today's prices, and changing it.

use super::{lines, shop};
use crate::{
    App, Failure, Outcome,
    extract::{Fields, Visitor, cookie},
    page,
    routes::{Access, Table},
};
use askama::Template;
use axum::{
    extract::{FromRequestParts, Path, State},
    http::{StatusCode, request::Parts},
};
use kernel::{
    Fault, Kind,
    ids::{CartId, VariantId},
};
use market::buying::{self, Basket, BasketLine};
use order::cart::{PIECES, Quantity};
use view::{
    chrome::{Chrome, Tone},
    form::Form,
    format, words,
};

/// How long a browser keeps its cart, in seconds.
const KEPT: i64 = 60 * 24 * 3600;
/// The cookie behind its `__Host-` prefix.
const COOKIE: &str = "cart";

/// The routes of the cart.
pub(crate) fn routes(table: &mut Table) {
    table.get("/{lang}/cart", Access::Public, show);
    table.post("/{lang}/cart/lines", Access::Public, add);
    table.post("/{lang}/cart/lines/{variant}", Access::Public, change);
}

/// The cart that the browser carries, if it carries one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Carried(pub(crate) Option<CartId>);

impl<S: Sync> FromRequestParts<S> for Carried {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        Ok(Self(
            cookie(&parts.headers, COOKIE).and_then(|value| value.parse().ok()),
        ))
    }
}

impl Carried {
    /// The cart with today's prices; `None` without one.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub(crate) async fn basket(self, app: &App) -> Result<Option<Basket>, Failure> {
        match self.0 {
            Some(id) => Ok(buying::find_basket(app.market(), id).await?),
            None => Ok(None),
        }
    }
}

#[derive(Template)]
#[template(path = "pages/cart/cart.html")]
struct CartPage {
    c: Chrome,
    f: Form,
    parts: Vec<PartView>,
    pieces: i64,
    goods: String,
    orderable: bool,
}

struct PartView {
    name: String,
    lang: &'static str,
    collects: bool,
    lines: Vec<CartLineView>,
}

struct CartLineView {
    line: lines::LineView,
    href: String,
    variant: String,
    /// What its quantity is of, size included.
    what: String,
    /// The name of its quantity field: one for each line.
    field: String,
    typed: String,
    problem: Option<String>,
}

async fn show(State(app): State<App>, visitor: Visitor, carried: Carried) -> Outcome {
    render(&app, &visitor, carried, StatusCode::OK, Form::default(), None).await
}

/// The cart page, also as the answer to something that could not be done.
pub(crate) async fn render(
    app: &App,
    visitor: &Visitor,
    carried: Carried,
    status: StatusCode,
    f: Form,
    warning: Option<String>,
) -> Outcome {
    let basket = carried.basket(app).await?;
    let mut c = page::chrome(app, visitor, "cart-title")
        .await?
        .with_path("/cart")
        .with_section("cart");
    if let Some(warning) = warning {
        c = c.with_notice(Tone::Bad, warning);
    }
    let page = CartPage {
        pieces: basket.as_ref().map_or(0, Basket::pieces),
        goods: basket
            .as_ref()
            .map_or_else(String::new, |b| format::money(c.locale, b.goods)),
        orderable: basket.as_ref().is_some_and(Basket::is_orderable),
        parts: basket.map_or_else(Vec::new, |basket| parts(&c, &f, &basket)),
        c,
        f,
    };
    page::html(status, &page)
}

fn parts(c: &Chrome, f: &Form, basket: &Basket) -> Vec<PartView> {
    let view = |part: &buying::BasketPart| PartView {
        name: part.name.text(c.locale).to_owned(),
        lang: lines::language(&part.name, c.locale),
        collects: part.collects,
        lines: part.lines.iter().map(|line| line_view(c, f, line)).collect(),
    };
    basket.parts.iter().map(view).collect()
}

fn line_view(c: &Chrome, f: &Form, line: &BasketLine) -> CartLineView {
    let offer = &line.offer;
    let field = format!("quantity-{}", offer.variant);
    let typed = if f.wrong(&field) {
        f.value(&field).to_owned()
    } else {
        line.quantity.to_string()
    };
    let slug = offer.slugs.text(c.locale);
    let line_shown = shown(c.locale, line);
    CartLineView {
        what: format!("{}{}{}", line_shown.name, c.t("shop-comma"), line_shown.size),
        line: line_shown,
        href: if offer.on_sale {
            c.url(&format!("/products/{slug}"))
        } else {
            String::new()
        },
        variant: offer.variant.to_string(),
        field,
        typed,
        problem: problem(c, line),
    }
}

/// A line of the cart as it is read.
pub(crate) fn shown(locale: kernel::Locale, line: &BasketLine) -> lines::LineView {
    let offer = &line.offer;
    lines::LineView {
        name: offer.product_name.text(locale).to_owned(),
        lang: lines::language(&offer.product_name, locale),
        size: lines::size(
            locale,
            &offer.variant_name,
            offer.amount.thousandths,
            offer.amount.unit.code(),
        ),
        photo: offer.photo_key.as_deref().map(lines::small_photo),
        each: format::money(locale, kernel::Money::mad(offer.price_minor)),
        quantity: line.quantity,
        total: format::money(locale, line.total),
        returnable: offer.withdrawal.code() == "standard",
    }
}

fn problem(c: &Chrome, line: &BasketLine) -> Option<String> {
    if line.is_orderable() {
        None
    } else if !line.offer.on_sale {
        Some(c.t("cart-gone"))
    } else if line.offer.available == 0 {
        Some(c.t("cart-sold-out"))
    } else {
        Some(c.tn("cart-only", "count", line.offer.available))
    }
}

async fn add(State(app): State<App>, visitor: Visitor, carried: Carried, Fields(mut f): Fields) -> Outcome {
    // One is what a form without the field means; a field that was emptied is a mistake.
    if f.values("quantity").is_empty() {
        f.set("quantity", "1");
    }
    let Ok(variant) = f.value("variant").parse::<VariantId>() else {
        let warning = words::say(visitor.locale(), "form-choice");
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return render(&app, &visitor, carried, status, Form::default(), Some(warning)).await;
    };
    let Some(quantity) = f.integer("quantity", 1, PIECES) else {
        return at_product(&app, &visitor, carried, variant, StatusCode::UNPROCESSABLE_ENTITY, f).await;
    };
    let market = app.market();
    // A cart that was forgotten meanwhile is replaced.
    let known = match carried.0 {
        Some(id) => order::cart::find_cart(&market.db, id).await?.map(|cart| cart.id),
        None => None,
    };
    let (cart, is_new) = match known {
        Some(id) => (id, false),
        None => (buying::open_cart(market, visitor.locale()).await?, true),
    };
    match buying::put_line(market, cart, variant, Quantity::More(quantity)).await {
        Ok(()) => {}
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            f.refuse("quantity", &words::error_key(error.code()));
            return at_product(&app, &visitor, Carried(Some(cart)), variant, refusal(&error), f).await;
        }
        Err(error) => return Err(error.into()),
    }
    let mut response = page::see_other_with(&format!("/{}/cart", visitor.locale()), "cart-notice-added")?;
    if is_new {
        page::set_cookie(&mut response, COOKIE, &cart.to_string(), KEPT);
    }
    Ok(response)
}

/// The product's page with the sentence beside its quantity; the cart, where the product is not on sale.
async fn at_product(
    app: &App,
    visitor: &Visitor,
    carried: Carried,
    variant: VariantId,
    status: StatusCode,
    f: Form,
) -> Outcome {
    let offers = catalogue::offer::list(&app.market().db, &[variant]).await?;
    if let Some(offer) = offers.first().filter(|offer| offer.on_sale) {
        let slug = offer.slugs.text(visitor.locale());
        if let Some(page) = shop::product_again(app, visitor.locale(), slug, status, f.clone()).await? {
            return Ok(page);
        }
    }
    let warning = f.error("quantity", &Chrome::new(visitor.locale(), ""));
    render(app, visitor, carried, status, Form::default(), warning).await
}

async fn change(
    State(app): State<App>,
    visitor: Visitor,
    carried: Carried,
    Path((_, variant)): Path<(String, String)>,
    Fields(f): Fields,
) -> Outcome {
    let id: VariantId = variant.parse().map_err(|_| Failure::not_found())?;
    let cart = carried.0.ok_or_else(Failure::not_found)?;
    let done = if f.value("do") == "remove" {
        buying::remove_line(app.market(), cart, id).await
    } else {
        // Under the name that the field has on the page, so that the sentence stands beside it.
        let field = format!("quantity-{id}");
        let mut typed = Form::from_pairs(f.values("quantity").iter().map(|v| (field.clone(), v.clone())));
        match typed.integer(&field, 1, PIECES) {
            Some(quantity) => buying::put_line(app.market(), cart, id, Quantity::Exactly(quantity)).await,
            None => return render(&app, &visitor, carried, StatusCode::UNPROCESSABLE_ENTITY, typed, None).await,
        }
    };
    match done {
        Ok(()) => page::see_other(&format!("/{}/cart", visitor.locale())),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            refuse(&app, &visitor, carried, f, &error).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn refuse(app: &App, visitor: &Visitor, carried: Carried, f: Form, error: &market::Error) -> Outcome {
    let warning = words::say(visitor.locale(), &words::error_key(error.code()));
    render(app, visitor, carried, refusal(error), f, Some(warning)).await
}

fn refusal(error: &market::Error) -> StatusCode {
    match error.kind() {
        Kind::Conflict => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}
