//! Where it goes. The town is text with suggestions; its province is asked for only when the town is
//! not on the list.

use super::{InCart, basket, steps, to};
use crate::{
    App, Outcome,
    extract::{Fields, Visitor},
    page,
    pages::cart::Carried,
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use catalogue::place;
use market::buying::{self, Place};
use view::{chrome::Chrome, form::Form};

#[derive(Template)]
#[template(path = "pages/checkout/where.html")]
struct WherePage {
    c: Chrome,
    f: Form,
    steps: Vec<String>,
    towns: Vec<String>,
    provinces: Vec<(String, String)>,
    ask_province: bool,
    basket: InCart,
}

async fn render(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    f: Form,
    ask_province: bool,
    basket: InCart,
) -> Outcome {
    let c = page::chrome(app, visitor, "checkout-where-title")
        .await?
        .with_section("cart");
    let places = place::load(&app.market().db).await?;
    let mut provinces: Vec<(String, String)> = places
        .provinces
        .iter()
        .map(|province| (province.iso.clone(), province.name.text(c.locale).to_owned()))
        .collect();
    provinces.sort_by(|a, b| a.1.cmp(&b.1));
    let towns = places
        .towns
        .iter()
        .map(|town| town.name.text(c.locale).to_owned())
        .collect();
    page::html(
        status,
        &WherePage {
            steps: steps(&c),
            c,
            f,
            towns,
            provinces,
            ask_province,
            basket,
        },
    )
}

pub(super) async fn show(State(app): State<App>, visitor: Visitor, carried: Carried) -> Outcome {
    let basket = match basket(&app, carried, visitor.locale()).await? {
        Ok(basket) => basket,
        Err(elsewhere) => return Ok(elsewhere),
    };
    if basket.cart.details.buyer.is_none() {
        return to(visitor.locale(), "/checkout/who");
    }
    let in_cart = InCart::of(&basket, visitor.locale());
    let (mut f, mut ask_province) = (Form::default(), false);
    if let Some(address) = basket.cart.details.address {
        let places = place::load(&app.market().db).await?;
        ask_province = places.town_named(&address.town).is_none();
        f.set("town", address.town);
        f.set("province", address.province_iso);
        f.set("address", address.address);
        f.set("landmark", address.landmark.unwrap_or_default());
        f.set("postcode", address.postcode.unwrap_or_default());
    }
    render(&app, &visitor, StatusCode::OK, f, ask_province, in_cart).await
}

pub(super) async fn keep(State(app): State<App>, visitor: Visitor, carried: Carried, Fields(mut f): Fields) -> Outcome {
    let Some(cart) = carried.0 else {
        return to(visitor.locale(), "/cart");
    };
    let asked = !f.values("province").is_empty();
    let place = read(&mut f);
    if let Some(place) = place.filter(|_| f.is_ok()) {
        match buying::say_where(app.market(), cart, place).await {
            Ok(()) => return to(visitor.locale(), "/checkout/delivery"),
            Err(market::Error::ProvinceNeeded) => {
                f.refuse("province", "checkout-province-needed");
                return again(&app, &visitor, carried, f, true).await;
            }
            Err(market::Error::Order(order::Error::NotServed)) => f.refuse("province", "form-choice"),
            Err(error) => return Err(error.into()),
        }
    }
    again(&app, &visitor, carried, f, asked).await
}

/// The form with what is wrong in it.
async fn again(app: &App, visitor: &Visitor, carried: Carried, f: Form, ask_province: bool) -> Outcome {
    let in_cart = InCart::carried(app, carried, visitor.locale()).await?;
    render(app, visitor, StatusCode::UNPROCESSABLE_ENTITY, f, ask_province, in_cart).await
}

fn read(f: &mut Form) -> Option<Place> {
    let town = f.line("town", 80);
    let province = f.optional_line("province", 10);
    let address = f.line("address", 200);
    let landmark = f.optional_line("landmark", 120);
    let postcode = f
        .optional_line("postcode", 10)
        .map(|code| kernel::text::western_digits(&code));
    if postcode
        .as_deref()
        .is_some_and(|code| code.len() != 5 || !code.bytes().all(|b| b.is_ascii_digit()))
    {
        f.refuse("postcode", "checkout-postcode-wrong");
    }
    Some(Place {
        town: town?,
        province,
        address: address?,
        landmark,
        postcode,
    })
}
