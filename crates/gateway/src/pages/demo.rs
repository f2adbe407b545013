//! What a demo market shows to everybody: who one can sign in as, the administrator's second factor,
//! every message that was sent, with the codes in them, and the page of a provider that moves no money. Outside a demonstration there is no such
//! page.

use crate::{
    App, Failure, Outcome,
    extract::{Fields, Lang, Visitor},
    layers::faces,
    page,
    routes::{Access, Table},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};
use kernel::{Locale, Micros, Phone};
use mail::{Delivered, Recipient};
use market::{
    demo::{self, Role},
    paying::{self, Button, Pressed},
};
use view::{chrome::Chrome, form::Form, format, words};

/// Messages on the page.
const SHOWN: usize = 40;

/// The routes of the demonstration, if this is one.
pub(crate) fn routes(table: &mut Table) {
    if table.app().demo() {
        table.get("/demo", Access::Public, choose_language);
        table.get("/{lang}/demo", Access::Public, show);
        table.get("/demo/pay/{session}", Access::Public, pay);
        table.post("/demo/pay/{session}", Access::Public, press);
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

#[derive(Template)]
#[template(path = "pages/demo_pay.html")]
struct PayPage {
    c: Chrome,
    f: Form,
    session: String,
    description: String,
    amount: String,
    refused: bool,
    /// Names of buttons and their words.
    buttons: Vec<(&'static str, String)>,
    back: String,
}

/// The page of the provider that moves no money.
async fn pay(State(app): State<App>, Path(session): Path<String>) -> Outcome {
    let shown = paying::fake_page(app.market(), &session)?.ok_or_else(Failure::not_found)?;
    let locale = shown.locale;
    let word = |button: &Button| words::say(locale, &format!("demo-pay-{}", button.code()));
    let page = PayPage {
        c: page::frame(&app, locale, "demo-pay-title").with_alternates(Vec::new()),
        f: Form::default(),
        description: shown.description,
        amount: format::money(locale, shown.amount),
        refused: shown.refused,
        buttons: shown
            .buttons
            .iter()
            .map(|button| (button.code(), word(button)))
            .collect(),
        back: shown.return_url,
        session,
    };
    page::html(StatusCode::OK, &page)
}

async fn press(State(app): State<App>, Path(session): Path<String>, Fields(f): Fields) -> Outcome {
    let button = Button::from_code(f.value("button")).ok_or_else(Failure::malformed)?;
    match paying::press(app.market(), &session, button)? {
        Pressed::Go(url) => page::see_other(&url),
        Pressed::Stay | Pressed::Over => page::see_other(&format!("/demo/pay/{session}")),
    }
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
