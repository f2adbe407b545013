//! What a demo market shows to everybody: who one can sign in as, the administrator's second factor,
//! and every message that was sent, with the codes in them. Outside a demonstration there is no such
//! page.

use crate::{
    App, Outcome,
    extract::{Lang, Visitor},
    layers::faces,
    page,
    routes::{Access, Table},
};
use askama::Template;
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use kernel::{Micros, Phone};
use mail::{Delivered, Recipient};
use market::demo::{self, Role};
use view::chrome::Chrome;

/// Messages on the page.
const SHOWN: usize = 40;

/// The routes of the demonstration, if this is one.
pub(crate) fn routes(table: &mut Table) {
    if table.app().demo() {
        table.get("/demo", Access::Public, choose_language);
        table.get("/{lang}/demo", Access::Public, show);
    }
}

#[derive(Template)]
#[template(path = "pages/demo.html")]
struct DemoPage {
    c: Chrome,
    /// The office first.
    roles: Vec<Entry>,
    messages: Vec<Sent>,
}

struct Entry {
    name: String,
    cooperative: String,
    cooperative_lang: &'static str,
    /// What the form sends.
    phone: String,
    /// The same as people read it.
    phone_shown: String,
    email: String,
    digits: String,
    seconds: i64,
}

struct Sent {
    to: String,
    at: Micros,
    by_phone: bool,
    subject: String,
    text: String,
    lang: &'static str,
}

async fn choose_language(headers: HeaderMap) -> Outcome {
    page::see_other(&format!("/{}/demo", faces::preferred(&headers)))
}

async fn show(State(app): State<App>, lang: Lang, visitor: Visitor) -> Outcome {
    let market = app.market();
    let c = page::chrome(&app, &visitor, "demo-title").await?;
    let roles = demo::roles(market).await?;
    let messages = market.mailer.recent();
    let page = DemoPage {
        roles: roles.into_iter().map(|role| entry(role, lang)).collect(),
        messages: messages.iter().take(SHOWN).map(sent).collect(),
        c,
    };
    page::html(StatusCode::OK, &page)
}

fn entry(role: Role, lang: Lang) -> Entry {
    let name = role.cooperative.as_ref().and_then(|name| name.pick(*lang));
    let (digits, seconds) = role.digits.unwrap_or_default();
    Entry {
        name: role.name,
        cooperative: name.map_or_else(String::new, |(name, _)| name.to_owned()),
        cooperative_lang: name.map_or("", |(_, locale)| locale.code()),
        phone_shown: Phone::stored(role.phone.clone()).display(),
        phone: role.phone,
        email: role.email.unwrap_or_default(),
        digits,
        seconds,
    }
}

fn sent(delivered: &Delivered) -> Sent {
    let message = &delivered.message;
    let (to, by_phone) = match &message.to {
        Recipient::Email { address, .. } => (address.to_string(), false),
        Recipient::Phone(phone) => (phone.display(), true),
    };
    Sent {
        to,
        at: delivered.at,
        by_phone,
        subject: message.subject.clone(),
        text: message.text.clone(),
        lang: message.locale.code(),
    }
}
