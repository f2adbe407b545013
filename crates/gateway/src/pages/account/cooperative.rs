//! What owners change about their cooperative: bank account, contact, story.

use super::next::fresh_first;
use crate::{
    App, Failure, Outcome,
    extract::{Fields, Lang, Selling, Signed, Visitor},
    page,
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use catalogue::cooperative::{self, Contact, Cooperative};
use kernel::{Kind, Texts, ids::CooperativeId, registration::Rib};
use market::{actor::Seller, people};
use view::{chrome::Chrome, form::Form, words};

#[derive(Template)]
#[template(path = "pages/account/cooperative_form.html")]
struct FormPage {
    c: Chrome,
    f: Form,
    /// Which of the forms: `bank`, `contact`, `story`.
    which: &'static str,
    back: String,
    /// The last digits of the bank account.
    tail: String,
}

async fn read(app: &App, id: CooperativeId) -> Result<Cooperative, Failure> {
    Ok(cooperative::get(&app.market().db, id).await?)
}

async fn form_page(
    app: &App,
    visitor: &Visitor,
    which: (&'static str, &'static str),
    f: Form,
    cooperative: &Cooperative,
) -> Result<FormPage, Failure> {
    let c = page::chrome(app, visitor, which.1)
        .await?
        .with_section("seller-cooperative");
    let back = c.url(&format!("/sell/{}/members", cooperative.id));
    Ok(FormPage {
        c,
        f,
        which: which.0,
        back,
        tail: cooperative.rib.tail().to_owned(),
    })
}

const BANK: (&str, &str) = ("bank", "bank-title");
const CONTACT: (&str, &str) = ("contact", "account-contact-title");
const STORY: (&str, &str) = ("story", "story-title");

/// The version that the form was filled from.
fn version(f: &Form) -> Result<i32, Failure> {
    f.value("version").parse().map_err(|_| Failure::malformed())
}

/// After a verb: back to the cooperative's page, or the form again when somebody else was faster.
fn done(lang: Lang, seller: Seller, result: Result<(), market::Error>, f: &mut Form) -> Result<Outcome, StatusCode> {
    match result {
        Ok(()) => Ok(page::see_other_with(
            &format!("/{}/sell/{}/members", *lang, seller.cooperative),
            "account-notice-cooperative",
        )),
        Err(error) => {
            let (kind, code) = (kernel::Fault::kind(&error), kernel::Fault::code(&error));
            if kind != Kind::Conflict {
                return Ok(Err(error.into()));
            }
            f.refuse("version", &words::error_key(code));
            Err(StatusCode::CONFLICT)
        }
    }
}

/// The page that asks for another bank account.
pub(crate) async fn show_bank(
    State(app): State<App>,
    lang: Lang,
    visitor: Visitor,
    session: Signed,
    Selling(seller): Selling,
) -> Outcome {
    fresh_first(&app, &session, lang, &format!("/sell/{}/bank", seller.cooperative))?;
    let cooperative = read(&app, seller.cooperative).await?;
    let mut f = Form::default();
    f.set("version", cooperative.version.to_string());
    page::html(StatusCode::OK, &form_page(&app, &visitor, BANK, f, &cooperative).await?)
}

/// Keeps another bank account.
pub(crate) async fn save_bank(
    State(app): State<App>,
    lang: Lang,
    visitor: Visitor,
    session: Signed,
    Selling(seller): Selling,
    Fields(mut f): Fields,
) -> Outcome {
    fresh_first(&app, &session, lang, &format!("/sell/{}/bank", seller.cooperative))?;
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    let rib = f.line("rib", 60).and_then(|typed| Rib::parse(&typed).ok());
    match rib {
        Some(rib) => {
            let result = people::change_rib(app.market(), &session.0, seller, version(&f)?, rib).await;
            match done(lang, seller, result, &mut f) {
                Ok(outcome) => return outcome,
                Err(conflict) => status = conflict,
            }
        }
        None if !f.wrong("rib") => f.refuse("rib", "join-bad-rib"),
        None => {}
    }
    let cooperative = read(&app, seller.cooperative).await?;
    page::html(status, &form_page(&app, &visitor, BANK, f, &cooperative).await?)
}

/// The page that asks how the cooperative is reached.
pub(crate) async fn show_contact(
    State(app): State<App>,
    lang: Lang,
    visitor: Visitor,
    session: Signed,
    Selling(seller): Selling,
) -> Outcome {
    fresh_first(&app, &session, lang, &format!("/sell/{}/contact", seller.cooperative))?;
    let cooperative = read(&app, seller.cooperative).await?;
    let mut f = Form::default();
    f.set("version", cooperative.version.to_string());
    f.set("phone", cooperative.phone.display());
    f.set("email", cooperative.email.clone().unwrap_or_default());
    f.set("contact_name", cooperative.contact_name.clone());
    f.set("address", cooperative.address.clone().unwrap_or_default());
    if cooperative.collects {
        f.set("collects", "yes");
    }
    page::html(
        StatusCode::OK,
        &form_page(&app, &visitor, CONTACT, f, &cooperative).await?,
    )
}

/// Keeps how the cooperative is reached.
pub(crate) async fn save_contact(
    State(app): State<App>,
    lang: Lang,
    visitor: Visitor,
    session: Signed,
    Selling(seller): Selling,
    Fields(mut f): Fields,
) -> Outcome {
    fresh_first(&app, &session, lang, &format!("/sell/{}/contact", seller.cooperative))?;
    let (phone, email) = (f.phone("phone", app.demo()), f.optional_email("email"));
    let (contact_name, address) = (f.line("contact_name", 80), f.optional_line("address", 160));
    let collects = f.ticked("collects");
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let (Some(phone), Some(contact_name), true) = (phone, contact_name, f.is_ok()) {
        let contact = Contact {
            phone,
            email,
            contact_name,
            address,
            collects,
        };
        let result = people::change_contact(app.market(), &session.0, seller, version(&f)?, contact).await;
        match done(lang, seller, result, &mut f) {
            Ok(outcome) => return outcome,
            Err(conflict) => status = conflict,
        }
    }
    let cooperative = read(&app, seller.cooperative).await?;
    page::html(status, &form_page(&app, &visitor, CONTACT, f, &cooperative).await?)
}

/// The page that asks for the cooperative's story.
pub(crate) async fn show_story(State(app): State<App>, visitor: Visitor, Selling(seller): Selling) -> Outcome {
    let cooperative = read(&app, seller.cooperative).await?;
    let mut f = Form::default();
    f.set("version", cooperative.version.to_string());
    for (name, text) in [
        ("story_ar", &cooperative.story.ar),
        ("story_fr", &cooperative.story.fr),
        ("story_en", &cooperative.story.en),
    ] {
        f.set(name, text.clone().unwrap_or_default());
    }
    page::html(
        StatusCode::OK,
        &form_page(&app, &visitor, STORY, f, &cooperative).await?,
    )
}

/// Keeps the cooperative's story.
pub(crate) async fn save_story(
    State(app): State<App>,
    lang: Lang,
    visitor: Visitor,
    Selling(seller): Selling,
    Fields(mut f): Fields,
) -> Outcome {
    let story = Texts {
        ar: f.optional_paragraph("story_ar", 2000),
        fr: f.optional_paragraph("story_fr", 2000),
        en: f.optional_paragraph("story_en", 2000),
    };
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if f.is_ok() {
        let result = people::tell_story(app.market(), seller, version(&f)?, story).await;
        match done(lang, seller, result, &mut f) {
            Ok(outcome) => return outcome,
            Err(conflict) => status = conflict,
        }
    }
    let cooperative = read(&app, seller.cooperative).await?;
    page::html(status, &form_page(&app, &visitor, STORY, f, &cooperative).await?)
}
