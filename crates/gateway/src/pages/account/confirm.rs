//! Proving oneself once more before a sensitive change: a code goes to the person's own contact.

use super::{
    code::{self, Asking},
    next::{next_of, onward},
    origin::CameFrom,
    refusal::beside,
};
use crate::{
    App, Outcome,
    extract::{Fields, Prefilled, Signed, Visitor},
    page,
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use market::people;
use view::{chrome::Chrome, form::Form};

const CODE: Asking = Asking {
    title: "confirm-code-title",
    sender: "/account/confirm",
    resend: false,
};

#[derive(Template)]
#[template(path = "pages/account/confirm.html")]
struct ConfirmPage {
    c: Chrome,
    f: Form,
    contact: String,
    next: String,
}

async fn confirm_page(
    app: &App,
    visitor: &Visitor,
    session: &Signed,
    f: Form,
    next: String,
) -> Result<ConfirmPage, crate::Failure> {
    let contact = session.0.contact().map(|contact| contact.display()).unwrap_or_default();
    Ok(ConfirmPage {
        c: page::chrome(app, visitor, "confirm-title").await?,
        f,
        contact,
        next,
    })
}

/// Says why a code is needed and offers to send it. Opening the page sends nothing.
pub(crate) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    session: Signed,
    Prefilled(asked): Prefilled,
) -> Outcome {
    let next = next_of(asked.value("next"));
    page::html(
        StatusCode::OK,
        &confirm_page(&app, &visitor, &session, Form::default(), next).await?,
    )
}

/// Sends the code.
pub(crate) async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    session: Signed,
    CameFrom(origin): CameFrom,
    Fields(mut f): Fields,
) -> Outcome {
    let next = next_of(f.value("next"));
    match people::request_confirmation(app.market(), &origin, &session.0).await {
        Ok(sent) => CODE.sent(origin.locale, sent.code, &next),
        Err(error) => {
            let status = beside(&mut f, "send", error)?;
            page::html(status, &confirm_page(&app, &visitor, &session, f, next).await?)
        }
    }
}

/// The page that asks for the digits.
pub(crate) async fn show_code(State(app): State<App>, visitor: Visitor, Prefilled(asked): Prefilled) -> Outcome {
    CODE.show(&app, &visitor, &asked).await
}

/// Takes the digits: a new session, fresh for a while.
pub(crate) async fn enter(
    State(app): State<App>,
    visitor: Visitor,
    session: Signed,
    CameFrom(origin): CameFrom,
    Fields(mut f): Fields,
) -> Outcome {
    let Some((code, digits)) = code::typed(&mut f) else {
        return CODE.again(&app, &visitor, f, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let opened = match people::confirm(app.market(), &origin, &session.0, code, &digits).await {
        Ok(opened) => opened,
        Err(error) => return CODE.refused(&app, &visitor, f, error).await,
    };
    let next = match next_of(f.value("next")) {
        next if next.is_empty() => format!("/{}/account", origin.locale),
        next => next,
    };
    onward(&app, origin.locale, &opened, &next).await
}
