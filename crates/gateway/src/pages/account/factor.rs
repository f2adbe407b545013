//! The second factor: setting up an authenticator, giving its digits or a recovery code.

use super::{
    next::{fresh_first, next_of, with_next, with_session},
    origin::CameFrom,
    refusal::beside,
};
use crate::{
    App, Failure, Outcome,
    extract::{Fields, Lang, Prefilled, Signed, Visitor},
    page,
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use identity::{Opened, Secret};
use market::people::{self, factor::Given};
use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write;
use view::{chrome::Chrome, form::Form};

#[derive(Template)]
#[template(path = "pages/account/factor_give.html")]
struct GivePage {
    c: Chrome,
    f: Form,
    next: String,
}

#[derive(Template)]
#[template(path = "pages/account/factor_set_up.html")]
struct SetUpPage {
    c: Chrome,
    f: Form,
    next: String,
    /// Whether they also belong to a cooperative, whose pages wait for this too.
    also_sells: bool,
    secret: String,
    link: String,
    size: usize,
    squares: String,
}

#[derive(Template)]
#[template(path = "pages/account/factor_codes.html")]
struct CodesPage {
    c: Chrome,
    codes: Vec<Secret>,
    onward: String,
}

async fn give_page(app: &App, visitor: &Visitor, f: Form, next: String) -> Result<GivePage, Failure> {
    Ok(GivePage {
        // Reading it in another language must not forget where to go on to.
        c: page::chrome(app, visitor, "factor-title")
            .await?
            .with_path(with_next("/account/factor", &next)),
        f,
        next,
    })
}

async fn set_up_page(
    app: &App,
    visitor: &Visitor,
    session: &Signed,
    f: Form,
    next: String,
) -> Result<SetUpPage, Failure> {
    let setup = people::factor::set_up(app.market(), &session.0).await?;
    let (size, squares) = squares(setup.link.reveal());
    Ok(SetUpPage {
        c: page::chrome(app, visitor, "factor-set-up-title")
            .await?
            .with_path(with_next("/account/factor", &next)),
        f,
        also_sells: !session.0.memberships.is_empty(),
        next,
        secret: setup.secret.reveal().to_owned(),
        link: setup.link.reveal().to_owned(),
        size,
        squares,
    })
}

/// The dark squares of a QR code as one SVG path, with the quiet zone of four around them.
fn squares(text: &str) -> (usize, String) {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else {
        return (0, String::new());
    };
    let width = code.width();
    let mut path = String::new();
    for (i, _) in code
        .to_colors()
        .into_iter()
        .enumerate()
        .filter(|(_, color)| *color == Color::Dark)
    {
        write!(path, "M{} {}h1v1h-1z", i % width + 4, i / width + 4).ok();
    }
    (width + 8, path)
}

/// Nobody else has a second factor.
fn administrators(session: &Signed) -> Result<(), Failure> {
    if session.0.is_administrator {
        Ok(())
    } else {
        Err(Failure::not_found())
    }
}

/// Asks for the second factor, or helps to set one up.
pub(crate) async fn show(
    State(app): State<App>,
    lang: Lang,
    visitor: Visitor,
    session: Signed,
    Prefilled(asked): Prefilled,
) -> Outcome {
    let next = next_of(asked.value("next"));
    administrators(&session)?;
    if session.0.is_settled() {
        return page::see_other(&office(lang, &next));
    }
    if session.0.has_factor {
        return page::html(StatusCode::OK, &give_page(&app, &visitor, Form::default(), next).await?);
    }
    fresh_first(&app, &session, lang, &with_next("/account/factor", &next))?;
    page::html(
        StatusCode::OK,
        &set_up_page(&app, &visitor, &session, Form::default(), next).await?,
    )
}

/// Takes digits or a recovery code.
pub(crate) async fn give(
    State(app): State<App>,
    lang: Lang,
    visitor: Visitor,
    session: Signed,
    CameFrom(origin): CameFrom,
    Fields(mut f): Fields,
) -> Outcome {
    let next = next_of(f.value("next"));
    if !session.0.is_administrator || !session.0.has_factor {
        return Err(Failure::not_found());
    }
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let Some(typed) = f.line("code", 40) {
        // Six digits come from the authenticator; a recovery code is longer and has letters.
        let digits = kernel::text::western_digits(&typed)
            .chars()
            .all(|c| c.is_ascii_digit() || c == ' ');
        let given = if digits {
            Given::Digits(typed)
        } else {
            Given::RecoveryCode(typed)
        };
        match people::factor::give(app.market(), &origin, &session.0, given).await {
            Ok(opened) => {
                let response = page::see_other(&office(lang, &next))?;
                return Ok(with_session(&app, response, &opened));
            }
            Err(error) => status = beside(&mut f, "code", error)?,
        }
    }
    f.set("code", "");
    page::html(status, &give_page(&app, &visitor, f, next).await?)
}

fn office(lang: Lang, next: &str) -> String {
    if next.is_empty() {
        format!("/{}/admin", *lang)
    } else {
        next.to_owned()
    }
}

/// Confirms the authenticator and shows the recovery codes: here and now, never again.
pub(crate) async fn set_up(
    State(app): State<App>,
    lang: Lang,
    visitor: Visitor,
    session: Signed,
    CameFrom(origin): CameFrom,
    Fields(mut f): Fields,
) -> Outcome {
    let next = next_of(f.value("next"));
    administrators(&session)?;
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let Some(digits) = f.line("code", 20) {
        match people::factor::confirm_set_up(app.market(), &origin, &session.0, &digits).await {
            Ok((opened, codes)) => return show_codes(&app, lang, &visitor, &opened, codes, &next).await,
            Err(error) => status = beside(&mut f, "code", error)?,
        }
    }
    f.set("code", "");
    page::html(status, &set_up_page(&app, &visitor, &session, f, next).await?)
}

async fn show_codes(
    app: &App,
    lang: Lang,
    visitor: &Visitor,
    opened: &Opened,
    codes: Vec<Secret>,
    next: &str,
) -> Outcome {
    let c = page::chrome(app, visitor, "factor-codes-title")
        .await?
        .with_path("/account/factor");
    let response = page::html(
        StatusCode::OK,
        &CodesPage {
            c,
            codes,
            onward: office(lang, next),
        },
    )?;
    Ok(with_session(app, response, opened))
}

/// Ten new recovery codes in place of the old ones.
pub(crate) async fn renew(State(app): State<App>, lang: Lang, visitor: Visitor, session: Signed) -> Outcome {
    administrators(&session)?;
    fresh_first(&app, &session, lang, "/account")?;
    let codes = people::factor::renew_recovery_codes(app.market(), &session.0).await?;
    let c = page::chrome(&app, &visitor, "factor-codes-title")
        .await?
        .with_path("/account");
    page::html(
        StatusCode::OK,
        &CodesPage {
            c,
            codes,
            onward: format!("/{}/account", *lang),
        },
    )
}
