//! Signing in: a telephone or e-mail address, then the six digits that were sent there; or a
//! password. The answer to an unknown contact is the answer to a known one.

use super::{
    code::{self, Asking},
    next::{next_of, onward, with_next},
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
    title: "sign-in-code-title",
    sender: "/sign-in",
    resend: true,
};

#[derive(Template)]
#[template(path = "pages/account/sign_in.html")]
struct SignInPage {
    c: Chrome,
    f: Form,
    next: String,
    password_url: String,
}

async fn sign_in_page(app: &App, visitor: &Visitor, f: Form, next: String) -> Result<SignInPage, crate::Failure> {
    let c = page::chrome(app, visitor, "sign-in-title").await?;
    let password_url = with_next(&c.url("/sign-in/password"), &next);
    Ok(SignInPage {
        c,
        f,
        next,
        password_url,
    })
}

/// The page that asks for the contact.
pub(crate) async fn show(State(app): State<App>, lang: Lang, visitor: Visitor, Prefilled(asked): Prefilled) -> Outcome {
    let next = next_of(asked.value("next"));
    if let Some(session) = &visitor.session {
        let factor = format!("/{}/account/factor", *lang);
        let account = format!("/{}/account", *lang);
        return match (session.0.is_settled(), next.is_empty()) {
            (false, _) => page::see_other(&with_next(&factor, &next)),
            (true, true) => page::see_other(&account),
            (true, false) => page::see_other(&next),
        };
    }
    page::html(
        StatusCode::OK,
        &sign_in_page(&app, &visitor, Form::default(), next).await?,
    )
}

/// Sends a code.
pub(crate) async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    CameFrom(origin): CameFrom,
    Fields(mut f): Fields,
) -> Outcome {
    let next = next_of(f.value("next"));
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let Some(contact) = f.line("contact", 254) {
        match people::request_code(app.market(), &origin, &contact).await {
            Ok(sent) => return CODE.sent(origin.locale, sent.code, &next),
            Err(error) => status = beside(&mut f, "contact", error)?,
        }
    }
    page::html(status, &sign_in_page(&app, &visitor, f, next).await?)
}

/// The page that asks for the digits.
pub(crate) async fn show_code(State(app): State<App>, visitor: Visitor, Prefilled(asked): Prefilled) -> Outcome {
    CODE.show(&app, &visitor, &asked).await
}

/// Signs in with the digits.
pub(crate) async fn enter(
    State(app): State<App>,
    visitor: Visitor,
    CameFrom(origin): CameFrom,
    Fields(mut f): Fields,
) -> Outcome {
    let Some((code, digits)) = code::typed(&mut f) else {
        return CODE.again(&app, &visitor, f, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let old = visitor.session.as_ref().map(|session| session.0.id);
    match people::sign_in(app.market(), &origin, code, &digits, old).await {
        Ok(opened) => onward(&app, origin.locale, &opened, &next_of(f.value("next"))).await,
        Err(error) => CODE.refused(&app, &visitor, f, error).await,
    }
}

#[derive(Template)]
#[template(path = "pages/account/sign_in_password.html")]
struct PasswordPage {
    c: Chrome,
    f: Form,
    next: String,
    code_url: String,
}

async fn password_page(app: &App, visitor: &Visitor, f: Form, next: String) -> Result<PasswordPage, crate::Failure> {
    let c = page::chrome(app, visitor, "sign-in-password-title").await?;
    let code_url = with_next(&c.url("/sign-in"), &next);
    Ok(PasswordPage { c, f, next, code_url })
}

/// The page that asks for contact and password.
pub(crate) async fn show_password(State(app): State<App>, visitor: Visitor, Prefilled(asked): Prefilled) -> Outcome {
    let next = next_of(asked.value("next"));
    page::html(
        StatusCode::OK,
        &password_page(&app, &visitor, Form::default(), next).await?,
    )
}

/// Signs in with a password.
pub(crate) async fn enter_password(
    State(app): State<App>,
    visitor: Visitor,
    CameFrom(origin): CameFrom,
    Fields(mut f): Fields,
) -> Outcome {
    let next = next_of(f.value("next"));
    let old = visitor.session.as_ref().map(|session| session.0.id);
    let password = f.value("password").to_owned();
    if password.is_empty() {
        f.refuse("password", "form-empty");
    }
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let (Some(contact), false) = (f.line("contact", 254), password.is_empty()) {
        match people::sign_in_with_password(app.market(), &origin, &contact, &password, old).await {
            Ok(opened) => return onward(&app, origin.locale, &opened, &next).await,
            Err(error) => status = beside(&mut f, "password", error)?,
        }
    }
    f.set("password", "");
    page::html(status, &password_page(&app, &visitor, f, next).await?)
}

/// Signs out.
pub(crate) async fn leave(State(app): State<App>, lang: Lang, session: Signed) -> Outcome {
    people::sign_out(app.market(), &session.0).await?;
    let mut response = page::see_other_with(&format!("/{}/sign-in", *lang), "account-notice-signed-out")?;
    page::set_cookie(&mut response, "session", "", 0);
    Ok(response)
}
