//! The way from the cart to the order, a page a question: who, where, how, and the offer to accept.
//! What was said is kept with the cart, so going back loses nothing.

mod confirm;
mod delivery;
mod place;
mod who;

use super::cart::Carried;
use crate::{
    App, Failure, Outcome, page,
    routes::{Access, Table},
};
use axum::response::Response;
use kernel::Locale;
use market::buying::Basket;
use view::chrome::Chrome;

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
}

/// The cart that can be ordered, or the way back to one that cannot.
async fn basket(app: &App, carried: Carried, locale: Locale) -> Result<Result<Basket, Response>, Failure> {
    match carried.basket(app).await?.filter(Basket::is_orderable) {
        Some(basket) => Ok(Ok(basket)),
        None => Ok(Err(to(locale, "/cart")?)),
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
