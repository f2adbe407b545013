//! How each cooperative's part goes: to the door, or collected there where the cooperative receives
//! people.

use super::{InCart, basket, steps, to};
use crate::{
    App, Failure, Outcome,
    extract::{Fields, Visitor},
    page,
    pages::cart::Carried,
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use catalogue::place::Places;
use kernel::{Locale, Money};
use market::buying::{self, Basket, BasketPart};
use order::{Totals, Way, Zone, delivery, totals};
use view::{chrome::Chrome, form::Form, format, parts::Choice, words};

#[derive(Template)]
#[template(path = "pages/checkout/delivery.html")]
struct DeliveryPage {
    c: Chrome,
    f: Form,
    steps: Vec<String>,
    parts: Vec<PartView>,
    basket: InCart,
}

struct PartView {
    field: String,
    name: String,
    lang: &'static str,
    choices: Vec<Choice>,
    wrong: Option<String>,
}

/// The basket and the zone it goes to, or the page that must come first.
async fn ready(
    app: &App,
    carried: Carried,
    locale: Locale,
) -> Result<Result<(Basket, Option<Zone>), axum::response::Response>, Failure> {
    let basket = match basket(app, carried, locale).await? {
        Ok(basket) => basket,
        Err(elsewhere) => return Ok(Err(elsewhere)),
    };
    let Some(address) = &basket.cart.details.address else {
        return Ok(Err(to(locale, "/checkout/where")?));
    };
    let zone = delivery::find_zone_of_province(&app.market().db, &address.province_iso).await?;
    Ok(Ok((basket, zone)))
}

pub(super) async fn show(State(app): State<App>, visitor: Visitor, carried: Carried) -> Outcome {
    let (basket, zone) = match ready(&app, carried, visitor.locale()).await? {
        Ok(ready) => ready,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let mut f = Form::default();
    for part in &basket.parts {
        let way = if part.collects {
            basket.cart.details.way(part.cooperative)
        } else {
            Way::Door
        };
        f.set(&field(part), way.code());
    }
    render(&app, &visitor, StatusCode::OK, f, &basket, zone.as_ref()).await
}

async fn render(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    f: Form,
    basket: &Basket,
    zone: Option<&Zone>,
) -> Outcome {
    let c = page::chrome(app, visitor, "checkout-delivery-title")
        .await?
        .with_section("cart");
    let places = &app.reference().await?.places;
    let view = |part: &BasketPart| PartView {
        field: field(part),
        name: part.name.text(c.locale).to_owned(),
        lang: crate::pages::lines::language(&part.name, c.locale),
        choices: choices(places, c.locale, part, zone),
        wrong: f.error(&field(part), &c),
    };
    let parts: Vec<PartView> = basket.parts.iter().map(view).collect();
    let sum = total(&f, basket, zone).map(|totals| crate::pages::lines::sum(c.locale, &totals));
    let in_cart = InCart {
        sum,
        several_ways: parts.iter().any(|part| part.choices.len() > 1),
        ..InCart::of(basket, c.locale)
    };
    page::html(
        status,
        &DeliveryPage {
            steps: steps(&c),
            parts,
            basket: in_cart,
            c,
            f,
        },
    )
}

/// Field names become ids, so they begin with a letter.
fn field(part: &BasketPart) -> String {
    format!("way-{}", part.cooperative)
}

/// What the parcel of a part costs; none where it cannot be delivered.
fn fare(part: &BasketPart, zone: Option<&Zone>) -> Option<Money> {
    let weight = totals::weight(part.lines.iter().map(|line| (line.offer.parcel_g, line.quantity)));
    zone?.price(weight.ok()?).ok()
}

/// What the basket costs the way that is chosen now; none where a part cannot go that way.
fn total(f: &Form, basket: &Basket, zone: Option<&Zone>) -> Option<Totals> {
    let parts = basket.parts.iter().map(|part| {
        let collected = part.collects && f.value(&field(part)) == Way::Collect.code();
        let delivery = if collected { Money::ZERO } else { fare(part, zone)? };
        Totals::of(part.lines.iter().map(|line| line.total.minor), delivery).ok()
    });
    Totals::sum(parts.collect::<Option<Vec<_>>>()?).ok()
}

fn choices(places: &Places, locale: Locale, part: &BasketPart, zone: Option<&Zone>) -> Vec<Choice> {
    let say = |key: &str| words::say(locale, key);
    let price = fare(part, zone);
    let mut choices = Vec::new();
    if let (Some(price), Some(zone)) = (price, zone) {
        choices.push(Choice {
            value: Way::Door.code().to_owned(),
            label: say("checkout-door"),
            hint: days(locale, zone.days_min, zone.days_max),
            aside: format::money(locale, price),
            picture: String::new(),
        });
    }
    if part.collects {
        let town = places.called(locale, &part.province_iso, &part.town);
        let town = [("town", words::Arg::from(town))];
        choices.push(Choice {
            value: Way::Collect.code().to_owned(),
            label: say("checkout-collect"),
            hint: words::say_with(locale, "checkout-collect-where", &town),
            aside: say("checkout-free"),
            picture: String::new(),
        });
    }
    choices
}

/// How long delivery takes, in words.
pub(crate) fn days(locale: Locale, min: i32, max: i32) -> String {
    let args = [
        ("min", words::Arg::from(i64::from(min))),
        ("max", words::Arg::from(i64::from(max))),
    ];
    let key = if min == max {
        "checkout-days-exactly"
    } else {
        "checkout-days"
    };
    words::say_with(locale, key, &args)
}

pub(super) async fn keep(State(app): State<App>, visitor: Visitor, carried: Carried, Fields(mut f): Fields) -> Outcome {
    let (basket, zone) = match ready(&app, carried, visitor.locale()).await? {
        Ok(ready) => ready,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let places = &app.reference().await?.places;
    let mut ways = std::collections::BTreeMap::new();
    for part in &basket.parts {
        let offered = choices(places, visitor.locale(), part, zone.as_ref());
        let values: Vec<&str> = offered.iter().map(|choice| choice.value.as_str()).collect();
        let chosen = f.one_of(&field(part), &values);
        if let Some(way) = chosen.as_deref().and_then(Way::of) {
            ways.insert(part.cooperative, way);
        }
    }
    if !f.is_ok() {
        return render(
            &app,
            &visitor,
            StatusCode::UNPROCESSABLE_ENTITY,
            f,
            &basket,
            zone.as_ref(),
        )
        .await;
    }
    buying::choose_ways(app.market(), basket.cart.id, ways).await?;
    to(visitor.locale(), "/checkout/confirm")
}
