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
use kernel::{Locale, Micros, Phone};
use mail::{Delivered, Recipient};
use market::demo::{self, Role};
use view::{chrome::Chrome, form::Form};

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
    f: Form,
    office: Option<Office>,
    /// Telephones, each with who answers it.
    sellers: Vec<(String, String)>,
    messages: Vec<Sent>,
}

struct Office {
    name: String,
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
    let mut roles = demo::roles(market).await?.into_iter();
    let messages = market.mailer.recent();
    let page = DemoPage {
        f: Form::default(),
        office: roles.next().map(office),
        sellers: roles.map(|role| seller(role, *lang)).collect(),
        messages: messages.iter().take(SHOWN).map(sent).collect(),
        c,
    };
    page::html(StatusCode::OK, &page)
}

fn office(role: Role) -> Office {
    let (digits, seconds) = role.digits.unwrap_or_default();
    Office {
        name: role.name,
        phone_shown: Phone::stored(role.phone.clone()).display(),
        phone: role.phone,
        email: role.email.unwrap_or_default(),
        digits,
        seconds,
    }
}

fn seller(role: Role, locale: Locale) -> (String, String) {
    let cooperative = role.cooperative.as_ref().map_or("", |name| name.text(locale));
    let shown = format!("{cooperative} · {}", role.name);
    (role.phone, shown)
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
        // An SMS has none; what stands there is for the e-mail.
        subject: if by_phone {
            String::new()
        } else {
            message.subject.clone()
        },
        text: message.text.clone(),
        lang: message.locale.code(),
    }
}
