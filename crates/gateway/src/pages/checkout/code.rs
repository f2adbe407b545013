//! The telephone answers before an order that keeps goods from others and is not paid: six digits went there, and come back here. What was agreed to on the
//! page before goes along, so that the right digits are the order.

use super::{confirm, steps, to};
use crate::{
    App, Failure, Outcome,
    extract::{Fields, Prefilled, Visitor},
    page,
    pages::cart::Carried,
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use kernel::{
    Fault, Kind,
    ids::{CodeId, QuoteId},
};
use market::{buying::Ordering, cash, people::Origin};
use order::Method;
use view::{chrome::Chrome, form::Form, words};

#[derive(Template)]
#[template(path = "pages/checkout/code.html")]
struct CodePage {
    c: Chrome,
    f: Form,
    steps: Vec<String>,
    /// Where the code went; empty when it is no longer good.
    phone: String,
    code: String,
    quote: String,
    key: String,
    payment: String,
}

fn origin(visitor: &Visitor) -> Origin {
    Origin {
        address: Some(visitor.address),
        locale: visitor.locale(),
        device: String::new(),
    }
}

/// Sends a code, and leads to the page that asks for it.
pub(super) async fn begin(app: &App, visitor: &Visitor, (quote, method): (QuoteId, Method), key: &str) -> Outcome {
    let asked = cash::request_code(app.market(), &origin(visitor), quote).await?;
    let fields = [
        ("c", asked.code.to_string()),
        ("quote", quote.to_string()),
        ("key", key.to_owned()),
        ("payment", method.code().to_owned()),
    ];
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    to(visitor.locale(), &format!("/checkout/code?{query}"))
}

async fn render(app: &App, visitor: &Visitor, status: StatusCode, mut f: Form) -> Outcome {
    let market = app.market();
    let (quote, key) = (f.value("quote").to_owned(), f.value("key").to_owned());
    let payment = method(&f).code().to_owned();
    let code = f.value("c").parse::<CodeId>();
    // Digits that were typed are not shown.
    f.set("digits", "");
    let sent = match &code {
        Ok(code) => identity::code::find_contact(&market.db, *code, market.now()).await?,
        Err(_) => None,
    };
    let code = code.map(|code| code.to_string()).unwrap_or_default();
    let fields = [("c", &code), ("quote", &quote), ("key", &key), ("payment", &payment)];
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let c = page::chrome(app, visitor, "checkout-code-title")
        .await?
        .with_section("cart")
        .with_path(format!("/checkout/code?{query}"));
    page::html(
        status,
        &CodePage {
            steps: steps(&c),
            phone: sent.map(|contact| contact.display()).unwrap_or_default(),
            code,
            quote,
            key,
            payment,
            c,
            f,
        },
    )
}

pub(super) async fn show(State(app): State<App>, visitor: Visitor, Prefilled(asked): Prefilled) -> Outcome {
    if asked.value("quote").parse::<QuoteId>().is_err() {
        return to(visitor.locale(), "/cart");
    }
    let mut f = Form::default();
    for name in ["c", "quote", "key", "payment"] {
        f.set(name, asked.value(name));
    }
    render(&app, &visitor, StatusCode::OK, f).await
}

/// Another code.
pub(super) async fn again(State(app): State<App>, visitor: Visitor, Fields(mut f): Fields) -> Outcome {
    let Ok(quote) = f.value("quote").parse::<QuoteId>() else {
        return to(visitor.locale(), "/cart");
    };
    let key = f.value("key").to_owned();
    match begin(&app, &visitor, (quote, method(&f)), &key).await {
        Err(failure) if failure.kind == Kind::Limited => {
            f.refuse("digits", &words::error_key(failure.code));
            render(&app, &visitor, StatusCode::TOO_MANY_REQUESTS, f).await
        }
        other => other,
    }
}

/// The right digits are the order.
pub(super) async fn enter(
    State(app): State<App>,
    visitor: Visitor,
    carried: Carried,
    Fields(mut f): Fields,
) -> Outcome {
    let Ok(quote) = f.value("quote").parse::<QuoteId>() else {
        return to(visitor.locale(), "/cart");
    };
    let Some(digits) = f.line("digits", 20) else {
        return render(&app, &visitor, StatusCode::UNPROCESSABLE_ENTITY, f).await;
    };
    let code = f.value("c").parse().unwrap_or(CodeId(uuid::Uuid::nil()));
    // A second click finds the code used, and the order that the first one placed.
    match cash::prove(app.market(), &origin(&visitor), quote, code, &digits).await {
        Ok(()) | Err(market::Error::Identity(identity::Error::SpentCode)) if is_placed(&app, quote).await? => {}
        Ok(()) => {}
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Limited) => {
            let status = match error.kind() {
                Kind::Limited => StatusCode::TOO_MANY_REQUESTS,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            f.refuse("digits", &words::error_key(error.code()));
            return render(&app, &visitor, status, f).await;
        }
        Err(error) => return Err(error.into()),
    }
    let ordering = Ordering {
        quote,
        terms_accepted: true,
        method: method(&f),
    };
    confirm::place(&app, &visitor, carried, f, ordering).await
}

/// How the order is to be paid: in cash where nothing is said.
fn method(f: &Form) -> Method {
    Method::of(f.value("payment")).unwrap_or(Method::Cash)
}

async fn is_placed(app: &App, quote: QuoteId) -> Result<bool, Failure> {
    Ok(order::order::find_of_quote(&app.market().db, quote).await?.is_some())
}
