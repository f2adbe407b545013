//! From the order to the provider's page and back, or to cash instead. What the browser brings back is not looked at:
//! the order's page says what the market knows.

use super::Held;
use crate::{App, Failure, Outcome, extract::Visitor, layers::headers, page};
use askama::Template;
use axum::{
    extract::State,
    http::{HeaderName, HeaderValue, StatusCode, header::CONTENT_SECURITY_POLICY},
};
use market::paying::{self, Going, Start};
use view::chrome::Chrome;

/// Goes on by itself without a script.
const REFRESH: HeaderName = HeaderName::from_static("refresh");

#[derive(Template)]
#[template(path = "pages/order/pay.html")]
struct PayPage {
    c: Chrome,
    url: String,
    /// What is posted there, for a provider that wants a form.
    fields: Vec<(String, String)>,
}

/// The link of the order brings its secret along, as on the order's own page.
fn secret(held: &Held) -> Option<&str> {
    held.linked.as_deref().or(held.kept.as_deref())
}

fn order_path(visitor: &Visitor, held: &Held) -> String {
    format!("/{}/orders/{}", visitor.locale(), held.number)
}

pub(super) async fn go(State(app): State<App>, visitor: Visitor, held: Held) -> Outcome {
    let Some(secret) = secret(&held) else {
        return page::see_other(&format!("/{}/orders/find?number={}", visitor.locale(), held.number));
    };
    let going = paying::start_payment(app.market(), &held.number, secret, visitor.locale()).await?;
    match going {
        Going::Back => super::with_secret(visitor.locale(), &held.number, secret),
        Going::To(Start::Redirect(url)) if url.starts_with(app.public_url()) => page::see_other(&url),
        // The content policy lets no form lead to another host, not even by way of a redirect.
        Going::To(Start::Redirect(url)) => leave(&app, &visitor, url).await,
        Going::To(Start::Form { action, fields }) => post(&app, &visitor, action, fields).await,
    }
}

async fn leave(app: &App, visitor: &Visitor, url: String) -> Outcome {
    let c = page::chrome(app, visitor, "pay-title").await?;
    let refresh = HeaderValue::try_from(format!("0; url={url}")).map_err(|_| Failure::malformed())?;
    let mut response = page::html(
        StatusCode::OK,
        &PayPage {
            c,
            url,
            fields: Vec::new(),
        },
    )?;
    response.headers_mut().insert(REFRESH, refresh);
    Ok(response)
}

/// The one page of ours whose form leads to another host: to the configured provider's, and to no other.
async fn post(app: &App, visitor: &Visitor, action: String, fields: Vec<(String, String)>) -> Outcome {
    let c = page::chrome(app, visitor, "pay-title").await?;
    let policy = headers::policy_with_form_to(&action).ok_or_else(Failure::malformed)?;
    let page = PayPage { c, url: action, fields };
    let mut response = page::html(StatusCode::OK, &page)?;
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}

/// A provider's page posts the browser back, from another site and so without our cookies. Nothing of what it posts is
/// looked at.
pub(super) async fn posted_back(visitor: Visitor, held: Held) -> Outcome {
    page::see_other(&order_path(&visitor, &held))
}

pub(super) async fn give_up(State(app): State<App>, visitor: Visitor, held: Held) -> Outcome {
    let secret = held.kept.as_deref().ok_or_else(Failure::not_found)?;
    let path = order_path(&visitor, &held);
    match paying::give_up(app.market(), &held.number, secret).await {
        Ok(true) => page::see_other_with(&path, "order-notice-given-up"),
        Ok(false) | Err(market::Error::NoAnswer(_)) => page::see_other_with(&path, "order-notice-not-cash"),
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn back(State(app): State<App>, visitor: Visitor, held: Held) -> Outcome {
    if let Some(secret) = secret(&held) {
        paying::come_back(app.market(), &held.number, secret).await?;
    }
    page::see_other(&order_path(&visitor, &held))
}

pub(super) async fn in_cash(State(app): State<App>, visitor: Visitor, held: Held) -> Outcome {
    let secret = held.kept.as_deref().ok_or_else(Failure::not_found)?;
    let path = order_path(&visitor, &held);
    match paying::pay_in_cash(app.market(), &held.number, secret).await {
        Ok(true) => page::see_other_with(&path, "order-notice-cash"),
        Ok(false) | Err(market::Error::NoAnswer(_)) => page::see_other_with(&path, "order-notice-not-cash"),
        // A code for an order that stands would come too late: it is placed anew, or paid by card.
        Err(market::Error::CashCeiling | market::Error::CodeNeeded | market::Error::TooManyOpen) => {
            page::see_other_with(&path, "order-notice-no-cash")
        }
        Err(error) => Err(error.into()),
    }
}
