//! Another telephone or e-mail address: asked for after a fresh code, proven by one sent to the new.

use super::{
    code::{self, Asking},
    next::fresh_first,
    origin::CameFrom,
    refusal::beside,
};
use crate::{
    App, Outcome,
    extract::{Fields, Lang, Prefilled, Signed, Visitor},
    page,
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use market::people;
use view::{chrome::Chrome, form::Form};

const CODE: Asking = Asking {
    title: "contact-code-title",
    sender: HERE,
    resend: false,
};
const HERE: &str = "/account/contact";

#[derive(Template)]
#[template(path = "pages/account/contact.html")]
struct ContactPage {
    c: Chrome,
    f: Form,
}

async fn answer(app: &App, visitor: &Visitor, f: Form, status: StatusCode) -> Outcome {
    let c = page::chrome(app, visitor, "contact-title").await?;
    page::html(status, &ContactPage { c, f })
}

/// The page that asks for the new contact.
pub(crate) async fn show(State(app): State<App>, lang: Lang, visitor: Visitor, session: Signed) -> Outcome {
    fresh_first(&app, &session, lang, HERE)?;
    answer(&app, &visitor, Form::default(), StatusCode::OK).await
}

/// Sends a code to the new contact.
pub(crate) async fn ask(
    State(app): State<App>,
    lang: Lang,
    visitor: Visitor,
    session: Signed,
    CameFrom(origin): CameFrom,
    Fields(mut f): Fields,
) -> Outcome {
    fresh_first(&app, &session, lang, HERE)?;
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let Some(contact) = f.line("contact", 254) {
        match people::request_contact(app.market(), &origin, &session.0, &contact).await {
            Ok(sent) => return CODE.sent(*lang, sent.code, ""),
            Err(error) => status = beside(&mut f, "contact", error)?,
        }
    }
    answer(&app, &visitor, f, status).await
}

/// The page that asks for the digits.
pub(crate) async fn show_code(State(app): State<App>, visitor: Visitor, Prefilled(asked): Prefilled) -> Outcome {
    CODE.show(&app, &visitor, &asked).await
}

/// Takes the digits: the new contact is the person's.
pub(crate) async fn enter(
    State(app): State<App>,
    lang: Lang,
    visitor: Visitor,
    session: Signed,
    CameFrom(origin): CameFrom,
    Fields(mut f): Fields,
) -> Outcome {
    fresh_first(&app, &session, lang, HERE)?;
    let Some((code, digits)) = code::typed(&mut f) else {
        return CODE.again(&app, &visitor, f, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    match people::prove_contact(app.market(), &origin, &session.0, code, &digits).await {
        Ok(()) => page::see_other_with(&format!("/{}/account", *lang), "account-notice-contact"),
        Err(error) => CODE.refused(&app, &visitor, f, error).await,
    }
}
