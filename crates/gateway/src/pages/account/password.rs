//! Setting or forgetting a password; a code is always enough without one.

use super::{next::fresh_first, refusal::beside};
use crate::{
    App, Outcome,
    extract::{Fields, Lang, Signed, Visitor},
    page,
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use market::people;
use view::{chrome::Chrome, form::Form};

#[derive(Template)]
#[template(path = "pages/account/password.html")]
struct PasswordPage {
    c: Chrome,
    f: Form,
    has_password: bool,
    min: usize,
}

async fn password_page(
    app: &App,
    visitor: &Visitor,
    session: &Signed,
    f: Form,
) -> Result<PasswordPage, crate::Failure> {
    let person = identity::person::get(&app.market().db, session.0.person).await?;
    let min = if person.is_administrator {
        identity::password::MIN_ADMINISTRATOR
    } else {
        identity::password::MIN
    };
    let c = page::chrome(app, visitor, "password-title").await?;
    Ok(PasswordPage {
        c,
        f,
        has_password: person.has_password,
        min,
    })
}

/// The page that asks for a new password.
pub(crate) async fn show(State(app): State<App>, lang: Lang, visitor: Visitor, session: Signed) -> Outcome {
    fresh_first(&app, &session, lang, "/account/password")?;
    page::html(
        StatusCode::OK,
        &password_page(&app, &visitor, &session, Form::default()).await?,
    )
}

/// Sets it.
pub(crate) async fn save(
    State(app): State<App>,
    lang: Lang,
    visitor: Visitor,
    session: Signed,
    Fields(mut f): Fields,
) -> Outcome {
    fresh_first(&app, &session, lang, "/account/password")?;
    let password = f.value("password").to_owned();
    let status = match people::set_password(app.market(), &session.0, &password).await {
        Ok(()) => return page::see_other_with(&format!("/{}/account", *lang), "account-notice-password"),
        Err(error) => beside(&mut f, "password", error)?,
    };
    f.set("password", "");
    page::html(status, &password_page(&app, &visitor, &session, f).await?)
}

/// Forgets it.
pub(crate) async fn forget(State(app): State<App>, lang: Lang, session: Signed) -> Outcome {
    fresh_first(&app, &session, lang, "/account/password")?;
    people::forget_password(app.market(), &session.0).await?;
    page::see_other_with(&format!("/{}/account", *lang), "account-notice-password-forgotten")
}
