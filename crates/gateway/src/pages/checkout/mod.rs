//! The way from the cart to the order, a page a question: who, where, how, and the offer to accept.
//! What was said is kept with the cart, so going back loses nothing.

mod code;
mod confirm;
mod delivery;
mod place;
mod who;

use super::{
    cart::{self, Carried},
    lines::{LineView, SumView},
};
use crate::{
    App, Failure, Outcome, page,
    routes::{Access, Table},
};
use axum::response::Response;
use kernel::Locale;
use market::buying::Basket;
use view::{chrome::Chrome, format};

pub(crate) use delivery::days;

/// The routes of the checkout.
pub(crate) fn routes(table: &mut Table) {
    table.get("/{lang}/checkout/who", Access::Public, who::show);
    table.post("/{lang}/checkout/who", Access::Public, who::keep);
    table.get("/{lang}/checkout/where", Access::Public, place::show);
    table.post("/{lang}/checkout/where", Access::Public, place::keep);
    table.get("/{lang}/checkout/delivery", Access::Public, delivery::show);
    table.post("/{lang}/checkout/delivery", Access::Public, delivery::keep);
    table.get("/{lang}/checkout/confirm", Access::Public, confirm::show);
    table.post("/{lang}/checkout/confirm", Access::Public, confirm::order);
    table.get("/{lang}/checkout/code", Access::Public, code::show);
    table.post("/{lang}/checkout/code", Access::Public, code::enter);
    table.post("/{lang}/checkout/code/again", Access::Public, code::again);
}

/// The cart that can be ordered, or the way back to one that cannot.
async fn basket(app: &App, carried: Carried, locale: Locale) -> Result<Result<Basket, Response>, Failure> {
    match carried.basket(app).await?.filter(Basket::is_orderable) {
        Some(basket) => Ok(Ok(basket)),
        None => Ok(Err(to(locale, "/cart")?)),
    }
}

/// What lies in the cart, as it stands beside the questions.
struct InCart {
    lines: Vec<LineView>,
    pieces: i64,
    goods: String,
    /// Delivery and total, once they are known.
    sum: Option<SumView>,
    /// Whether another way could still be chosen.
    several_ways: bool,
}

impl InCart {
    fn of(basket: &Basket, locale: Locale) -> Self {
        let lines = basket.parts.iter().flat_map(|part| &part.lines);
        Self {
            lines: lines.map(|line| cart::shown(locale, line)).collect(),
            pieces: basket.pieces(),
            goods: format::money(locale, basket.goods),
            sum: None,
            several_ways: false,
        }
    }

    /// The same for a form that came back; empty when the cart has gone meanwhile.
    async fn carried(app: &App, carried: Carried, locale: Locale) -> Result<Self, Failure> {
        Ok(carried.basket(app).await?.map_or_else(
            || Self {
                lines: Vec::new(),
                pieces: 0,
                goods: format::money(locale, kernel::Money::mad(0)),
                sum: None,
                several_ways: false,
            },
            |basket| Self::of(&basket, locale),
        ))
    }
}

fn to(locale: Locale, path: &str) -> Outcome {
    page::see_other(&format!("/{locale}{path}"))
}

/// The names of the pages, for the strip above them.
fn steps(c: &Chrome) -> Vec<String> {
    [
        "checkout-step-who",
        "checkout-step-where",
        "checkout-step-delivery",
        "checkout-step-confirm",
    ]
    .map(|key| c.t(key))
    .to_vec()
}
