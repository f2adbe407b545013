//! Proving oneself once more before a sensitive change: a code goes to the person's own contact.

use super::{
    Asked, asked, beside, next_of, onward, origin,
    sign_in::{CodePage, here, sent_to},
    with_next,
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
pub(crate) async fn show(State(app): State<App>, visitor: Visitor, session: Signed, query: Asked) -> Outcome {
    let next = next_of(asked(&query, "next"));
    page::html(
        StatusCode::OK,
        &confirm_page(&app, &visitor, &session, Form::default(), next).await?,
    )
}

/// Sends the code.
pub(crate) async fn ask(
    State(app): State<App>,
    lang: Lang,
    visitor: Visitor,
    session: Signed,
    headers: HeaderMap,
    Fields(mut f): Fields,
) -> Outcome {
    let next = next_of(f.value("next"));
    match people::request_confirmation(app.market(), &origin(&visitor, &headers, lang), &session.0).await {
        Ok(sent) => {
            let code = format!("/{}/account/confirm/code?c={}", *lang, sent.code);
            page::see_other(&with_next(&code, &next))
        }
        Err(error) => {
            let status = beside(&mut f, "send", error)?;
            page::html(status, &confirm_page(&app, &visitor, &session, f, next).await?)
        }
    }
}

async fn code_page(
    app: &App,
    visitor: &Visitor,
    f: Form,
    code: String,
    next: String,
) -> Result<CodePage, crate::Failure> {
    let c = page::chrome(app, visitor, "confirm-code-title").await?;
    let c = c.with_path(here("/account/confirm/code", &code, &next));
    let (action, again) = (c.url("/account/confirm/code"), c.url("/account/confirm"));
    let contact = sent_to(app, &code).await?;
    Ok(CodePage {
        c,
        f,
        code,
        next,
        contact,
        action,
        again,
        resend: false,
    })
}

/// The page that asks for the digits.
pub(crate) async fn show_code(State(app): State<App>, visitor: Visitor, query: Asked) -> Outcome {
    let (code, next) = (asked(&query, "c").to_owned(), next_of(asked(&query, "next")));
    page::html(
        StatusCode::OK,
        &code_page(&app, &visitor, Form::default(), code, next).await?,
    )
}

/// Takes the digits: a new session, fresh for a while.
pub(crate) async fn enter(
    State(app): State<App>,
    lang: Lang,
    visitor: Visitor,
    session: Signed,
    headers: HeaderMap,
    Fields(mut f): Fields,
) -> Outcome {
    let (id, next) = (f.value("c").to_owned(), next_of(f.value("next")));
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let Some(digits) = f.line("code", 20) {
        let code = id.parse().unwrap_or(CodeId(uuid::Uuid::nil()));
        let origin = origin(&visitor, &headers, lang);
        match people::confirm(app.market(), &origin, &session.0, code, &digits).await {
            Ok(opened) => {
                let next = if next.is_empty() {
                    format!("/{}/account", *lang)
                } else {
                    next
                };
                return onward(&app, *lang, &opened, &next).await;
            }
            Err(error) => status = beside(&mut f, "code", error)?,
        }
    }
    f.set("code", "");
    page::html(status, &code_page(&app, &visitor, f, id, next).await?)
}
