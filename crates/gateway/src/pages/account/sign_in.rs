//! Signing in: a telephone or e-mail address, then the six digits that were sent there; or a
//! password. The answer to an unknown contact is the answer to a known one.

use super::{Asked, asked, beside, next_of, onward, origin, with_next};
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
pub(crate) async fn show(State(app): State<App>, lang: Lang, visitor: Visitor, query: Asked) -> Outcome {
    let next = next_of(asked(&query, "next"));
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
    lang: Lang,
    visitor: Visitor,
    headers: HeaderMap,
    Fields(mut f): Fields,
) -> Outcome {
    let next = next_of(f.value("next"));
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let Some(contact) = f.line("contact", 254) {
        match people::request_code(app.market(), &origin(&visitor, &headers, lang), &contact).await {
            Ok(sent) => {
                let code = format!("/{}/sign-in/code?c={}", *lang, sent.code);
                return page::see_other(&with_next(&code, &next));
            }
            Err(error) => status = beside(&mut f, "contact", error)?,
        }
    }
    page::html(status, &sign_in_page(&app, &visitor, f, next).await?)
}

#[derive(Template)]
#[template(path = "pages/account/code.html")]
pub(super) struct CodePage {
    pub(super) c: Chrome,
    pub(super) f: Form,
    /// The id of the code.
    pub(super) code: String,
    pub(super) next: String,
    /// Where it was sent; empty when it is no longer good.
    pub(super) contact: String,
    /// Where the digits go.
    pub(super) action: String,
    /// Where another code is asked for.
    pub(super) again: String,
    /// Whether the contact goes along when another is asked for.
    pub(super) resend: bool,
}

/// The page of a code without its language, so that it can be read in another.
pub(super) fn here(path: &str, code: &str, next: &str) -> String {
    let code = code.parse::<CodeId>().map(|code| code.to_string()).unwrap_or_default();
    with_next(&format!("{path}?c={code}"), next)
}

/// Where a code was sent, for the sentence on the page.
pub(super) async fn sent_to(app: &App, code: &str) -> Result<String, crate::Failure> {
    let Ok(code) = code.parse::<CodeId>() else {
        return Ok(String::new());
    };
    let market = app.market();
    let contact = identity::code::find_contact(&market.db, code, market.now()).await?;
    Ok(contact.map(|contact| contact.display()).unwrap_or_default())
}

async fn code_page(
    app: &App,
    visitor: &Visitor,
    f: Form,
    code: String,
    next: String,
) -> Result<CodePage, crate::Failure> {
    let c = page::chrome(app, visitor, "sign-in-code-title")
        .await?
        .with_path(here("/sign-in/code", &code, &next));
    let (action, again) = (c.url("/sign-in/code"), c.url("/sign-in"));
    let contact = sent_to(app, &code).await?;
    Ok(CodePage {
        c,
        f,
        code,
        next,
        contact,
        action,
        again,
        resend: true,
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

/// Signs in with the digits.
pub(crate) async fn enter(
    State(app): State<App>,
    lang: Lang,
    visitor: Visitor,
    headers: HeaderMap,
    Fields(mut f): Fields,
) -> Outcome {
    let (id, next) = (f.value("c").to_owned(), next_of(f.value("next")));
    let old = visitor.session.as_ref().map(|session| session.0.id);
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let Some(digits) = f.line("code", 20) {
        let code = id.parse().unwrap_or(CodeId(uuid::Uuid::nil()));
        match people::sign_in(app.market(), &origin(&visitor, &headers, lang), code, &digits, old).await {
            Ok(opened) => return onward(&app, *lang, &opened, &next).await,
            Err(error) => status = beside(&mut f, "code", error)?,
        }
    }
    f.set("code", "");
    page::html(status, &code_page(&app, &visitor, f, id, next).await?)
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
pub(crate) async fn show_password(State(app): State<App>, visitor: Visitor, query: Asked) -> Outcome {
    let next = next_of(asked(&query, "next"));
    page::html(
        StatusCode::OK,
        &password_page(&app, &visitor, Form::default(), next).await?,
    )
}

/// Signs in with a password.
pub(crate) async fn enter_password(
    State(app): State<App>,
    lang: Lang,
    visitor: Visitor,
    headers: HeaderMap,
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
        let origin = origin(&visitor, &headers, lang);
        match people::sign_in_with_password(app.market(), &origin, &contact, &password, old).await {
            Ok(opened) => return onward(&app, *lang, &opened, &next).await,
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
