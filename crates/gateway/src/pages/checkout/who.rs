//! Who buys, and who receives where that is somebody else.

use super::{InCart, basket, steps, to};
use crate::{
    App, Outcome,
    extract::{Fields, Visitor},
    page,
    pages::cart::Carried,
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use kernel::Phone;
use market::buying;
use order::cart::{Buyer, Recipient};
use view::{chrome::Chrome, form::Form};

/// The longest name of a person.
const NAME: usize = 80;

#[derive(Template)]
#[template(path = "pages/checkout/who.html")]
struct WhoPage {
    c: Chrome,
    f: Form,
    steps: Vec<String>,
    basket: InCart,
}

async fn render(app: &App, visitor: &Visitor, status: StatusCode, f: Form, basket: InCart) -> Outcome {
    let c = page::chrome(app, visitor, "checkout-who-title")
        .await?
        .with_section("cart");
    let steps = steps(&c);
    page::html(status, &WhoPage { steps, basket, c, f })
}

pub(super) async fn show(State(app): State<App>, visitor: Visitor, carried: Carried) -> Outcome {
    let basket = match basket(&app, carried, visitor.locale()).await? {
        Ok(basket) => basket,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let in_cart = InCart::of(&basket, visitor.locale());
    let details = basket.cart.details;
    let mut f = Form::default();
    if let Some(buyer) = details.buyer {
        f.set("name", buyer.name);
        f.set("phone", Phone::stored(buyer.phone).display());
        f.set("email", buyer.email.unwrap_or_default());
    }
    if let Some(recipient) = details.recipient {
        f.set("other", "yes");
        f.set("recipient_name", recipient.name);
        f.set("recipient_phone", Phone::stored(recipient.phone).display());
    }
    render(&app, &visitor, StatusCode::OK, f, in_cart).await
}

pub(super) async fn keep(State(app): State<App>, visitor: Visitor, carried: Carried, Fields(mut f): Fields) -> Outcome {
    let Some(cart) = carried.0 else {
        return to(visitor.locale(), "/cart");
    };
    match read(&mut f, app.demo()) {
        Some((buyer, recipient)) if f.is_ok() => {
            buying::name_buyer(app.market(), cart, buyer, recipient).await?;
            to(visitor.locale(), "/checkout/where")
        }
        _ => {
            let in_cart = InCart::carried(&app, carried, visitor.locale()).await?;
            render(&app, &visitor, StatusCode::UNPROCESSABLE_ENTITY, f, in_cart).await
        }
    }
}

fn read(f: &mut Form, demo: bool) -> Option<(Buyer, Option<Recipient>)> {
    let name = f.line("name", NAME);
    let phone = f.phone("phone", demo);
    let email = f.optional_email("email");
    // With scripts off the two fields are always there; filling one of them says the same as the box.
    let filled = |name: &str| !f.value(name).trim().is_empty();
    let other = f.ticked("other") || filled("recipient_name") || filled("recipient_phone");
    let recipient = if other {
        f.set("other", "yes");
        let (name, phone) = (f.line("recipient_name", NAME), f.phone("recipient_phone", demo));
        Some(Recipient {
            name: name?,
            phone: phone?.as_str().to_owned(),
        })
    } else {
        None
    };
    Some((
        Buyer {
            name: name?,
            phone: phone?.as_str().to_owned(),
            email,
        },
        recipient,
    ))
}
