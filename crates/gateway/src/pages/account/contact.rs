//! Another telephone or e-mail address: asked for after a fresh code, proven by one sent to the new.

use super::{
    Asked, asked, beside, fresh_first, origin,
    sign_in::{CodePage, here, sent_to},
};
use crate::{
    App, Outcome,
    extract::{Fields, Lang, Signed, Visitor},
    page,
};
use askama::Template;
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use kernel::ids::CodeId;
use market::people;
use view::{chrome::Chrome, form::Form};

#[derive(Template)]
#[template(path = "pages/account/contact.html")]
struct ContactPage {
    c: Chrome,
    f: Form,
}

/// The page that asks for the new contact.
pub(crate) async fn show(State(app): State<App>, lang: Lang, visitor: Visitor, session: Signed) -> Outcome {
    if let Err(first) = fresh_first(&app, &session, lang, "/account/contact") {
        return Ok(*first);
    }
    let c = page::chrome(&app, &visitor, "contact-title").await?;
    page::html(StatusCode::OK, &ContactPage { c, f: Form::default() })
}

/// Sends a code to the new contact.
pub(crate) async fn ask(
    State(app): State<App>,
    lang: Lang,
    visitor: Visitor,
    session: Signed,
    headers: HeaderMap,
    Fields(mut f): Fields,
) -> Outcome {
    if let Err(first) = fresh_first(&app, &session, lang, "/account/contact") {
        return Ok(*first);
    }
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let Some(contact) = f.line("contact", 254) {
        let origin = origin(&visitor, &headers, lang);
        match people::request_contact(app.market(), &origin, &session.0, &contact).await {
            Ok(sent) => return page::see_other(&format!("/{}/account/contact/code?c={}", *lang, sent.code)),
            Err(error) => status = beside(&mut f, "contact", error)?,
        }
    }
    let c = page::chrome(&app, &visitor, "contact-title").await?;
    page::html(status, &ContactPage { c, f })
}

async fn code_page(app: &App, visitor: &Visitor, f: Form, code: String) -> Result<CodePage, crate::Failure> {
    let c = page::chrome(app, visitor, "contact-code-title").await?;
    let c = c.with_path(here("/account/contact/code", &code, ""));
    let (action, again) = (c.url("/account/contact/code"), c.url("/account/contact"));
    let contact = sent_to(app, &code).await?;
    Ok(CodePage {
        c,
        f,
        code,
        next: String::new(),
        contact,
        action,
        again,
        resend: false,
    })
}

/// The page that asks for the digits.
pub(crate) async fn show_code(State(app): State<App>, visitor: Visitor, query: Asked) -> Outcome {
    let code = asked(&query, "c").to_owned();
    page::html(StatusCode::OK, &code_page(&app, &visitor, Form::default(), code).await?)
}

/// Takes the digits: the new contact is the person's.
pub(crate) async fn enter(
    State(app): State<App>,
    lang: Lang,
    visitor: Visitor,
    session: Signed,
    headers: HeaderMap,
    Fields(mut f): Fields,
) -> Outcome {
    if let Err(first) = fresh_first(&app, &session, lang, "/account/contact") {
        return Ok(*first);
    }
    let id = f.value("c").to_owned();
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let Some(digits) = f.line("code", 20) {
        let code = id.parse().unwrap_or(CodeId(uuid::Uuid::nil()));
        let origin = origin(&visitor, &headers, lang);
        match people::prove_contact(app.market(), &origin, &session.0, code, &digits).await {
            Ok(()) => return page::see_other_with(&format!("/{}/account", *lang), "account-notice-contact"),
            Err(error) => status = beside(&mut f, "code", error)?,
        }
    }
    f.set("code", "");
    page::html(status, &code_page(&app, &visitor, f, id).await?)
}
