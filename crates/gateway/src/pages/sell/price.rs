//! The third question: which sizes are there, what does each cost and weigh? Answers count at once,
//! also for a product that is on sale.

use super::{
    desk::Desk,
    way::{Way, choices, then},
};
use crate::{
    App, Failure, Outcome,
    extract::{Fields, Prefilled, in_path},
    page,
    routes::{Access, Table},
};
use askama::Template;
use axum::{
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
};
use catalogue::{
    product::ProductState,
    variant::{self, Amount, MOST, NewVariant, PARCEL, PRICE, PriceChange, Shape, Unit, Variant},
};
use kernel::{Locale, Micros, Money, Texts, ids::VariantId};
use market::listing::{self, Terms};
use view::{chrome::Chrome, form::Form, format};

/// Longest name of a variant, in characters.
const NAME: usize = 60;

/// The routes of these pages.
pub(super) fn routes(table: &mut Table) {
    const PAGE: &str = "/{lang}/sell/{cooperative}/products/{product}/price";
    const ONE: &str = "/{lang}/sell/{cooperative}/products/{product}/sizes/{variant}";
    table.get(PAGE, Access::Member, show);
    table.post(PAGE, Access::Member, add);
    table.get(ONE, Access::Member, show_one);
    table.post(ONE, Access::Member, save_one);
    table.post(
        "/{lang}/sell/{cooperative}/products/{product}/sizes/{variant}/retire",
        Access::Member,
        retire,
    );
}

/// A size on the page.
struct Size {
    id: VariantId,
    size: String,
    name: String,
    price: Money,
    each: Option<String>,
    parcel_g: i64,
}

#[derive(Template)]
#[template(path = "pages/sell/price.html")]
struct PricePage {
    c: Chrome,
    f: Form,
    way: Way,
    units: Vec<(String, String)>,
    sizes: Vec<Size>,
    room: bool,
}

async fn show(desk: Desk, Prefilled(f): Prefilled) -> Outcome {
    answer(desk, f, StatusCode::OK).await
}

async fn answer(desk: Desk, f: Form, status: StatusCode) -> Outcome {
    let c = desk.chrome("sell-price-title").await?;
    let variants = variant::list_for_product(&desk.app.market().db, desk.work.product.id).await?;
    let page = PricePage {
        units: units(c.locale),
        sizes: variants.iter().map(|variant| size(c.locale, variant)).collect(),
        room: variants.len() < MOST,
        way: desk.work.way(c.locale, "price", &["variant"], f.value("then")),
        c,
        f,
    };
    page::html(status, &page)
}

fn units(locale: Locale) -> Vec<(String, String)> {
    let codes: Vec<&str> = Unit::ALL.iter().map(|unit| unit.code()).collect();
    choices(locale, "sell-unit", &codes)
        .into_iter()
        .map(|choice| (choice.value, choice.label))
        .collect()
}

fn size(locale: Locale, variant: &Variant) -> Size {
    let (amount, unit) = (variant.amount.thousandths, variant.amount.unit.code());
    let price = Money::mad(variant.price_minor);
    Size {
        id: variant.id,
        size: format::size(locale, amount, unit),
        name: variant.name.text(locale).to_owned(),
        each: format::unit_price(locale, price, amount, unit),
        price,
        parcel_g: variant.parcel_g,
    }
}

/// What was typed about a size.
struct Typed {
    amount: Amount,
    price_minor: i64,
    parcel_g: i64,
}

fn typed(f: &mut Form) -> Option<Typed> {
    let codes: Vec<&str> = Unit::ALL.iter().map(|unit| unit.code()).collect();
    let unit = f.one_of("unit", &codes).and_then(|code| Unit::from_code(&code));
    let written = f.line("amount", 12);
    let amount = match (written, unit) {
        (Some(text), Some(unit)) => {
            let amount = Amount::parse(&text, unit);
            if amount.is_none() {
                f.refuse("amount", "sell-price-amount-wrong");
            }
            amount
        }
        _ => None,
    };
    let price = f.money("price").map(|money| money.minor);
    if price.is_some_and(|minor| !PRICE.contains(&minor)) {
        f.refuse("price", "sell-price-out-of-range");
    }
    let parcel_g = f.integer("parcel", *PARCEL.start(), *PARCEL.end());
    if !f.is_ok() {
        return None;
    }
    Some(Typed {
        amount: amount?,
        price_minor: price?,
        parcel_g: parcel_g?,
    })
}

async fn add(desk: Desk, Fields(mut f): Fields) -> Outcome {
    let own = f.optional_line("name", NAME);
    let Some(typed) = typed(&mut f) else {
        return answer(desk, f, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let mut name = Texts::default();
    name.put(desk.locale(), own);
    let Typed {
        amount,
        price_minor,
        parcel_g,
    } = typed;
    let new = NewVariant {
        amount,
        name,
        price_minor,
        on_hand: 0,
        parcel_g,
    };
    match listing::add_variant(desk.app.market(), desk.seller, desk.work.product.id, new).await {
        Ok(_) => page::see_other_with(&format!("{}/price{}", desk.root(), then(&f)), "sell-notice-size-added"),
        Err(error) => desk.refused(f, "amount", error, answer).await,
    }
}

/// A price that was changed.
struct Change {
    before: Money,
    after: Money,
    at: Micros,
}

#[derive(Template)]
#[template(path = "pages/sell/size.html")]
struct SizePage {
    c: Chrome,
    f: Form,
    way: Way,
    id: VariantId,
    size: String,
    units: Vec<(String, String)>,
    changes: Vec<Change>,
    /// Whether buyers see it as soon as it is saved.
    on_sale: bool,
}

/// A size of the product on the desk that is not retired.
struct One {
    desk: Desk,
    variant: Variant,
}

impl FromRequestParts<App> for One {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let desk = Desk::from_request_parts(parts, app).await?;
        let id: VariantId = in_path(parts, "variant").await?;
        let found = variant::find_for_cooperative(&app.market().db, desk.seller.cooperative, id).await?;
        let variant = found
            .filter(|variant| variant.product == desk.work.product.id && variant.retired_at.is_none())
            .ok_or_else(Failure::not_found)?;
        Ok(Self { desk, variant })
    }
}

async fn show_one(One { desk, variant }: One) -> Outcome {
    let mut f = Form::default();
    f.set("amount", plain(variant.amount.thousandths, 3));
    f.set("unit", variant.amount.unit.code());
    f.set("price", plain(variant.price_minor * 10, 2));
    f.set("parcel", variant.parcel_g.to_string());
    for locale in Locale::COMPLETE {
        f.set(&format!("name_{locale}"), variant.name.get(locale).unwrap_or_default());
    }
    f.set("version", variant.version.to_string());
    answer_one(desk, &variant, f, StatusCode::OK).await
}

/// Thousandths as people write them, without needless noughts: `1,5`.
fn plain(thousandths: i64, places: usize) -> String {
    let whole = thousandths / 1000;
    let part: String = format!("{:03}", thousandths % 1000).chars().take(places).collect();
    match part.trim_end_matches('0') {
        "" => whole.to_string(),
        _ if places == 2 => format!("{whole},{part}"),
        part => format!("{whole},{part}"),
    }
}

async fn answer_one(desk: Desk, variant: &Variant, f: Form, status: StatusCode) -> Outcome {
    let c = desk.chrome("sell-size-title").await?;
    let changes = variant::list_price_changes(&desk.app.market().db, variant.id).await?;
    let page = SizePage {
        id: variant.id,
        size: format::size(c.locale, variant.amount.thousandths, variant.amount.unit.code()),
        units: units(c.locale),
        changes: changes.iter().map(change).collect(),
        on_sale: desk.work.product.state == ProductState::OnSale,
        way: desk.work.way(c.locale, "price", &["variant"], ""),
        c,
        f,
    };
    page::html(status, &page)
}

fn change(change: &PriceChange) -> Change {
    Change {
        before: Money::mad(change.old_minor),
        after: Money::mad(change.new_minor),
        at: change.at,
    }
}

async fn save_one(One { desk, variant }: One, Fields(mut f): Fields) -> Outcome {
    let mut name = Texts::default();
    for locale in Locale::COMPLETE {
        let text = f.optional_line(&format!("name_{locale}"), NAME);
        name.put(locale, text);
    }
    let version = f.value("version").parse().unwrap_or_default();
    let Some(Typed {
        amount,
        price_minor,
        parcel_g,
    }) = typed(&mut f)
    else {
        return answer_one(desk, &variant, f, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let terms = Terms {
        shape: Shape { amount, name, parcel_g },
        price_minor,
    };
    match listing::change_variant(desk.app.market(), desk.seller, variant.id, version, terms).await {
        Ok(()) => {
            let notice = match desk.work.product.state {
                ProductState::OnSale => "sell-notice-size-saved",
                _ => "sell-notice-size-kept",
            };
            page::see_other_with(&format!("{}/price", desk.root()), notice)
        }
        Err(error) => {
            let again = async |desk, f, status| answer_one(desk, &variant, f, status).await;
            desk.refused(f, "amount", error, again).await
        }
    }
}

async fn retire(One { desk, variant }: One, Fields(f): Fields) -> Outcome {
    let version = f.value("version").parse().unwrap_or_default();
    match listing::retire_variant(desk.app.market(), desk.seller, variant.id, version).await {
        Ok(()) => page::see_other_with(&format!("{}/price", desk.root()), "sell-notice-size-retired"),
        Err(error) => desk.refused(f, "sizes", error, answer).await,
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_stored_number_is_shown_as_it_would_be_typed() {
        assert_eq!(plain(250_000, 3), "250");
        assert_eq!(plain(1_500, 3), "1,5");
        assert_eq!(plain(8_550 * 10, 2), "85,50");
        assert_eq!(plain(8_500 * 10, 2), "85");
    }
}
