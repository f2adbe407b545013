//! The offer, and accepting it. When the market has changed meanwhile, the same page says what
//! changed and offers what can be ordered instead.

use super::{code, days, steps, to};
use crate::{
    App, Failure, Outcome,
    extract::{Fields, Visitor},
    page,
    pages::{
        cart::{self, Carried},
        lines, order as order_page,
    },
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use catalogue::place::Places;
use kernel::{
    Fault, Kind, Locale, Phone,
    ids::{CooperativeId, QuoteId},
    time::DAY,
};
use market::{
    buying::{self, Change, Ordered, Ordering, QuoteChanged},
    cash::{self, Hindrance},
    idempotency::Once,
    paying,
};
use order::{Method, Quote, Way, order::Line};
use view::{
    chrome::Chrome,
    form::Form,
    format,
    parts::Choice,
    words::{self, Arg},
};

#[derive(Template)]
#[template(path = "pages/checkout/confirm.html")]
struct ConfirmPage {
    c: Chrome,
    f: Form,
    steps: Vec<String>,
    changes: Vec<String>,
    offer: Option<OfferView>,
}

struct OfferView {
    quote: String,
    key: String,
    parts: Vec<PartView>,
    sum: lines::SumView,
    buyer: String,
    phone: String,
    recipient: String,
    recipient_phone: String,
    address: Vec<String>,
    only_collected: bool,
    /// How it can be paid, where there is a choice.
    ways: Vec<Choice>,
    /// Who of the basket takes no cards, where the market does.
    no_cards: Option<String>,
    /// Whether it can be paid in cash.
    cash: bool,
    /// What has to be said about cash before.
    cash_note: Option<String>,
}

struct PartView {
    seller: lines::SellerView,
    lines: Vec<lines::LineView>,
    sum: lines::SumView,
    way: String,
    days: String,
}

fn view(
    app: &App,
    places: &Places,
    locale: Locale,
    (quote, refusing, hindrance): (&Quote, &[CooperativeId], Option<Hindrance>),
    key: &str,
) -> OfferView {
    let offer = &quote.offer;
    let part = |part: &order::quote::Part| PartView {
        seller: lines::seller(locale, &part.seller, part.cooperative),
        lines: part
            .lines
            .iter()
            .map(|line| lines::line(locale, &Line::from(line)))
            .collect(),
        sum: lines::sum(locale, &part.totals),
        way: words::say(
            locale,
            if part.way == Way::Door {
                "checkout-door"
            } else {
                "checkout-collect"
            },
        ),
        days: if part.way == Way::Door {
            days(locale, part.days_min, part.days_max)
        } else {
            String::new()
        },
    };
    let phone = |number: &str| Phone::stored(number.to_owned()).display();
    let cash = matches!(hindrance, None | Some(Hindrance::Code));
    OfferView {
        quote: quote.id.to_string(),
        key: if key.is_empty() {
            page::once_token(app)
        } else {
            key.to_owned()
        },
        parts: offer.parts.iter().map(part).collect(),
        sum: lines::sum(locale, &offer.totals),
        buyer: offer.buyer.name.clone(),
        phone: phone(&offer.buyer.phone),
        recipient: offer.recipient.name.clone(),
        recipient_phone: phone(&offer.recipient.phone),
        address: order_page::address_lines(places, locale, &offer.address),
        only_collected: offer.parts.iter().all(|part| part.way == Way::Collect),
        ways: ways(app, locale, (cash, refusing.is_empty())),
        no_cards: no_cards(app, locale, quote, refusing),
        cash,
        cash_note: hindrance.map(|hindrance| note(locale, hindrance, &offer.buyer.phone)),
    }
}

/// Why a basket cannot be paid by card in a market where others can.
fn no_cards(app: &App, locale: Locale, quote: &Quote, refusing: &[CooperativeId]) -> Option<String> {
    if refusing.is_empty() || !app.market().ways.offers(Method::Card) {
        return None;
    }
    let parts = quote
        .offer
        .parts
        .iter()
        .filter(|part| refusing.contains(&part.cooperative));
    let names: Vec<String> = parts.map(|part| part.seller.name.text(locale).to_owned()).collect();
    let names = names.join(if locale == Locale::Ar { "، " } else { ", " });
    Some(order_page::with(locale, "checkout-no-card", "names", names))
}

/// What has to be said about cash before the order.
fn note(locale: Locale, hindrance: Hindrance, phone: &str) -> String {
    let (key, name, value) = match hindrance {
        Hindrance::Ceiling(most) => ("checkout-cash-ceiling", "most", Arg::from(format::money(locale, most))),
        Hindrance::TooManyOpen(most) => ("checkout-cash-open", "most", Arg::from(most)),
        Hindrance::Code => {
            let phone = Phone::stored(phone.to_owned()).display();
            ("checkout-cash-code", "phone", Arg::from(phone))
        }
    };
    order_page::with(locale, key, name, value)
}

/// Cash first, where it is possible; nothing where there is nothing else.
fn ways(app: &App, locale: Locale, (cash, cards): (bool, bool)) -> Vec<Choice> {
    let ways = &app.market().ways;
    let choice = |method: Method| {
        let (name, hint) = match method {
            Method::Cash => ("checkout-cash", words::say(locale, "checkout-cash-why")),
            Method::Card => ("checkout-card", words::say(locale, "checkout-card-why")),
            Method::Transfer => {
                let (key, time) = match ways.unpaid_for(method) {
                    Some(time) => ("checkout-transfer-why", time),
                    None => ("checkout-transfer-direct-why", ways.wait_for_transfer()),
                };
                let hint = order_page::with(locale, key, "days", time.div_euclid(DAY));
                ("checkout-transfer", hint)
            }
        };
        Choice {
            hint,
            ..Choice::new(method.code(), words::say(locale, name))
        }
    };
    let offered: Vec<Method> = Method::ALL
        .iter()
        .copied()
        .filter(|method| ways.offers(*method) && (cards || *method != Method::Card))
        .filter(|method| cash || *method != Method::Cash)
        .collect();
    if offered.len() < 2 && cash {
        return Vec::new();
    }
    offered.into_iter().map(choice).collect()
}

async fn render(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    (mut f, key): (Form, &str),
    (changes, quote): (Vec<String>, Option<&Quote>),
) -> Outcome {
    let hindrance = match quote {
        Some(quote) => cash::hindrance(app.market(), quote).await?,
        None => None,
    };
    if f.value("payment").is_empty() || f.wrong("payment") {
        let cash = matches!(hindrance, None | Some(Hindrance::Code));
        f.set("payment", if cash { Method::Cash.code() } else { Method::Card.code() });
    }
    let title = if changes.is_empty() {
        "checkout-confirm-title"
    } else {
        "checkout-changed-title"
    };
    let c = page::chrome(app, visitor, title).await?.with_section("cart");
    let places = &app.reference().await?.places;
    let refusing = match quote {
        Some(quote) => {
            let all: Vec<_> = quote.offer.parts.iter().map(|part| part.cooperative).collect();
            paying::who_refuses(&app.market().db, &all, Method::Card).await?
        }
        None => Vec::new(),
    };
    let offer = quote.map(|quote| view(app, places, c.locale, (quote, &refusing, hindrance), key));
    page::html(
        status,
        &ConfirmPage {
            steps: steps(&c),
            changes,
            offer,
            c,
            f,
        },
    )
}

pub(super) async fn show(State(app): State<App>, visitor: Visitor, carried: Carried) -> Outcome {
    let Some(cart) = carried.0 else {
        return to(visitor.locale(), "/cart");
    };
    match buying::quote(app.market(), cart).await {
        Ok(quote) => {
            render(
                &app,
                &visitor,
                StatusCode::OK,
                (Form::default(), ""),
                (Vec::new(), Some(&quote)),
            )
            .await
        }
        Err(error) => elsewhere(visitor.locale(), error),
    }
}

/// The page on which what is missing can be said.
fn elsewhere(locale: Locale, error: market::Error) -> Outcome {
    let with = |path: &str, notice| page::see_other_with(&format!("/{locale}{path}"), notice);
    match error {
        market::Error::DetailsMissing("who") => to(locale, "/checkout/who"),
        market::Error::DetailsMissing(_) => to(locale, "/checkout/where"),
        market::Error::Order(order::Error::NotServed) => with("/checkout/where", "checkout-notice-not-served"),
        market::Error::Order(order::Error::TooHeavy { .. }) => with("/cart", "checkout-notice-too-heavy"),
        error if error.kind() == Kind::Conflict || error.kind() == Kind::Invalid => to(locale, "/cart"),
        market::Error::Order(order::Error::NoCart) => to(locale, "/cart"),
        error => Err(error.into()),
    }
}

pub(super) async fn order(State(app): State<App>, visitor: Visitor, carried: Carried, Fields(f): Fields) -> Outcome {
    let Ok(quote) = f.value("quote").parse::<QuoteId>() else {
        return to(visitor.locale(), "/cart");
    };
    let ordering = Ordering {
        quote,
        terms_accepted: f.value("terms") == "yes",
        method: match f.value("payment") {
            "" => Method::Cash,
            code => Method::of(code).ok_or_else(Failure::malformed)?,
        },
    };
    place(&app, &visitor, carried, f, ordering).await
}

/// Places the order that a form asks for, or says what is to be done first.
pub(super) async fn place(app: &App, visitor: &Visitor, carried: Carried, f: Form, ordering: Ordering) -> Outcome {
    let (key, quote) = (f.value("key").to_owned(), ordering.quote);
    let placed = buying::place_order_from(app.market(), &key, ordering, Some(visitor.address)).await;
    answer(app, visitor, carried, (f, &key, quote), placed).await
}

async fn answer(
    app: &App,
    visitor: &Visitor,
    carried: Carried,
    (mut f, key, quote): (Form, &str, QuoteId),
    placed: Result<Once<Ordered>, market::Error>,
) -> Outcome {
    match placed {
        Ok(once) => {
            let (number, id) = (&once.value.number, once.value.id);
            match once.value.method {
                Method::Cash | Method::Transfer => order_page::opened(app, visitor.locale(), number, id),
                Method::Card => order_page::to_pay(app, visitor.locale(), number, id),
            }
        }
        Err(market::Error::CodeNeeded) => {
            let method = Method::of(f.value("payment")).unwrap_or(Method::Cash);
            code::begin(app, visitor, (quote, method), key).await
        }
        Err(
            error @ (market::Error::TermsNotAccepted
            | market::Error::NotOffered
            | market::Error::CashCeiling
            | market::Error::TooManyOpen),
        ) => {
            let status = match error.kind() {
                Kind::Conflict => StatusCode::CONFLICT,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            match error {
                market::Error::TermsNotAccepted => f.refuse("terms", "form-tick"),
                // A cooperative of the basket takes no cards, since this page was shown.
                market::Error::NotOffered => f.refuse("payment", &words::error_key(error.code())),
                // The page itself says how much may be paid in cash, and how else.
                _ => {}
            }
            let quote = order::quote::find_quote(&app.market().db, quote).await?;
            let Some(quote) = quote else {
                return to(visitor.locale(), "/checkout/confirm");
            };
            render(app, visitor, status, (f, key), (Vec::new(), Some(&quote))).await
        }
        Err(market::Error::QuoteChanged(changed)) => {
            let QuoteChanged { changes, quote } = *changed;
            let changes = changes
                .iter()
                .map(|change| sentence(visitor.locale(), change))
                .collect();
            render(
                app,
                visitor,
                StatusCode::CONFLICT,
                (Form::default(), ""),
                (changes, quote.as_ref()),
            )
            .await
        }
        Err(market::Error::Catalogue(error @ catalogue::Error::OutOfStock { .. })) => {
            let warning = words::say(visitor.locale(), &words::error_key(error.code()));
            cart::render(app, visitor, carried, StatusCode::CONFLICT, f, Some(warning)).await
        }
        Err(market::Error::Order(order::Error::NoQuote | order::Error::CartChanged)) => {
            to(visitor.locale(), "/checkout/confirm")
        }
        Err(error) => Err(error.into()),
    }
}

fn sentence(locale: Locale, change: &Change) -> String {
    let money = |minor: i64| Arg::from(format::money(locale, kernel::Money::mad(minor)));
    let name = |texts: &kernel::Texts| Arg::from(texts.text(locale));
    match change {
        Change::Price {
            name: of,
            old_minor,
            new_minor,
            ..
        } => words::say_with(
            locale,
            "checkout-change-price",
            &[
                ("name", name(of)),
                ("old", money(*old_minor)),
                ("new", money(*new_minor)),
            ],
        ),
        Change::Gone { name: of, .. } => words::say_with(locale, "checkout-change-gone", &[("name", name(of))]),
        Change::Delivery {
            name: of,
            old_minor,
            new_minor,
            ..
        } => words::say_with(
            locale,
            "checkout-change-delivery",
            &[
                ("name", name(of)),
                ("old", money(*old_minor)),
                ("new", money(*new_minor)),
            ],
        ),
        Change::Terms { .. } => words::say(locale, "checkout-change-terms"),
        Change::Expired => words::say(locale, "checkout-change-expired"),
    }
}
