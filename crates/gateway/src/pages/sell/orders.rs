//! A cooperative's orders: a big card for each, and on the page of one the next thing to do as one
//! big button.

use crate::{
    App, Failure, Outcome,
    extract::{Fields, Selling, Visitor, pairs},
    page,
    pages::{lines, order as order_page},
    routes::{Access, Table},
};
use askama::Template;
use axum::{
    extract::{Path, RawQuery, State},
    http::StatusCode,
};
use catalogue::place::Places;
use kernel::{
    Fault, Kind, Limit, Locale, Phone,
    ids::{CooperativeId, SellerOrderId},
};
use ledger::statement::Entry;
use market::{
    cash::Asking,
    selling::{self, Arrival},
};
use order::{Event, ForCooperative, Method, State as Stands, Way, order::Tab, status::CancelledBy};
use payment::{Holder, Payment};
use view::{
    chrome::Chrome,
    form::Form,
    format,
    parts::{Choice, StatusStep},
    words,
};

/// The routes of a cooperative's orders. Whoever was suspended still finishes what buyers wait for;
/// only accepting asks for a verified cooperative.
pub(crate) fn routes(table: &mut Table) {
    table.get("/{lang}/sell/{cooperative}/orders", Access::Member, list);
    table.get("/{lang}/sell/{cooperative}/orders/{order}", Access::Member, show);
    table.post(
        "/{lang}/sell/{cooperative}/orders/{order}/{action}",
        Access::Member,
        act,
    );
}

#[derive(Template)]
#[template(path = "pages/sell/orders.html")]
struct ListPage {
    c: Chrome,
    tab: &'static str,
    root: String,
    cards: Vec<Card>,
    next: Option<String>,
}

struct Card {
    href: String,
    number: String,
    placed: String,
    town: String,
    recipient: String,
    state: String,
    tone: &'static str,
    photo: Option<String>,
    /// So many of what, and its size.
    what: Vec<(String, String)>,
    total: String,
    way: String,
    urgent: Option<String>,
}

async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Selling(seller): Selling,
    RawQuery(query): RawQuery,
) -> Outcome {
    let asked = pairs(query.unwrap_or_default().as_bytes())?;
    let value = |name: &str| asked.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    let (tab, name) = match value("tab") {
        Some("over") => (Tab::Over, "over"),
        _ => (Tab::Open, "open"),
    };
    let db = &app.market().db;
    let found =
        order::order::list_for_cooperative(db, seller.cooperative, tab, value("after"), Limit::default()).await?;
    let c = page::chrome(&app, &visitor, "seller-orders-title")
        .await?
        .with_section("seller-orders");
    let root = c.url(&format!("/sell/{}/orders", seller.cooperative));
    let next = found.next.map(|after| format!("{root}?tab={name}&after={after}"));
    let places = &app.reference().await?.places;
    let cards = found
        .items
        .iter()
        .map(|one| card(places, c.locale, &root, one))
        .collect();
    page::html(
        StatusCode::OK,
        &ListPage {
            c,
            tab: name,
            root,
            cards,
            next,
        },
    )
}

fn card(places: &Places, locale: Locale, root: &str, one: &ForCooperative) -> Card {
    let part = &one.part;
    Card {
        href: format!("{root}/{}", part.id),
        number: one.head.number.clone(),
        placed: format::date_time(locale, part.placed_at),
        town: places
            .called(locale, &one.head.address.province_iso, &one.head.address.town)
            .to_owned(),
        recipient: one.head.recipient.name.clone(),
        state: order_page::state_word(locale, part),
        tone: order_page::tone(part.state),
        photo: part
            .lines
            .iter()
            .find_map(|line| line.photo_key.as_deref())
            .map(lines::small_photo),
        what: part
            .lines
            .iter()
            .map(|line| lines::line(locale, line))
            .map(|line| (format!("{} × {}", line.quantity, line.name), line.size))
            .collect(),
        total: format::money(locale, kernel::Money::mad(part.totals.total_minor)),
        way: words::say(
            locale,
            if part.way == Way::Door {
                "checkout-door"
            } else {
                "checkout-collect"
            },
        ),
        urgent: (part.state == Stands::New).then(|| {
            order_page::with(
                locale,
                "seller-answer-by",
                "when",
                format::date_time(locale, part.answer_by),
            )
        }),
    }
}

#[derive(Template)]
#[template(path = "pages/sell/order.html")]
struct OnePage {
    c: Chrome,
    f: Form,
    root: String,
    number: String,
    placed: String,
    state: String,
    tone: &'static str,
    /// What to do next: the name of an action, or empty.
    next: &'static str,
    can_decline: bool,
    can_lose: bool,
    can_remit: bool,
    strip: Vec<StatusStep>,
    lines: Vec<lines::LineView>,
    sum: lines::SumView,
    weight: String,
    collected: bool,
    /// Nothing is taken at the door.
    by_card: bool,
    /// What its buyer writes on the transfer that is still to come.
    transfer: Option<String>,
    /// Until when it is waited for.
    pay_by: Option<String>,
    /// Whether it did not come in time.
    overdue: bool,
    buyer: Contact,
    recipient: Contact,
    address: Vec<String>,
    shipments: Vec<(String, Option<String>)>,
    reason: Option<String>,
    answer_by: Option<String>,
    money: String,
    /// What the cooperative keeps, out of what, and what the market takes.
    kept: Option<String>,
    holders: Vec<Choice>,
    restock: Vec<Choice>,
    /// Whether the buyer's code is asked for, and whether nothing goes without it.
    asks_code: bool,
    needs_code: bool,
    /// What is known of the code of a part that arrived.
    proven: Option<(&'static str, String)>,
}

struct Contact {
    name: String,
    phone: String,
    tel: String,
    whatsapp: String,
}

fn contact(name: &str, phone: &str) -> Contact {
    Contact {
        name: name.to_owned(),
        phone: Phone::stored(phone.to_owned()).display(),
        tel: phone.to_owned(),
        whatsapp: lines::whatsapp(phone),
    }
}

/// The action that moves a part on, as the last segment of its address.
const fn next(state: Stands, way: Way) -> &'static str {
    match (state, way) {
        (Stands::New, _) => "accept",
        (Stands::Accepted, _) => "pack",
        (Stands::Packed, Way::Door) => "ship",
        (Stands::Packed, Way::Collect) => "hand-over",
        (Stands::Shipped, _) => "deliver",
        (Stands::Refused | Stands::Lost, _) => "return",
        _ => "",
    }
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Selling(seller): Selling,
    Path((_, _, id)): Path<(String, String, String)>,
) -> Outcome {
    let id: SellerOrderId = id.parse().map_err(|_| Failure::not_found())?;
    render(
        &app,
        &visitor,
        seller.cooperative,
        id,
        (StatusCode::OK, Form::default()),
    )
    .await
}

async fn render(
    app: &App,
    visitor: &Visitor,
    cooperative: CooperativeId,
    id: SellerOrderId,
    (status, mut f): (StatusCode, Form),
) -> Outcome {
    let db = &app.market().db;
    let found = order::order::find_for_cooperative(db, cooperative, id)
        .await?
        .ok_or_else(Failure::not_found)?;
    let payment = payment::payment::find_for_seller_order(db, id).await?;
    let entry = ledger::statement::find(db, id).await?;
    let mut c = page::chrome(app, visitor, "seller-order-title")
        .await?
        .with_section("seller-orders");
    c.title = c.tn("order-number", "number", found.head.number.as_str());
    if f.value("holder").is_empty() {
        f.set("holder", Holder::Carrier.code());
    }
    if f.value("restock").is_empty() {
        f.set("restock", if found.part.state == Stands::Lost { "no" } else { "yes" });
    }
    let asking = app.market().settings.cash.delivery_code;
    let kept = entry.and_then(|entry| kept(c.locale, &entry));
    let awaited = payment.as_ref().is_some_and(|payment| {
        payment.method == payment::Method::Transfer && payment.state == payment::State::Expected
    });
    let transfer = match awaited {
        true => payment::reference::find_of(db, payment::About::Part, id).await?,
        false => None,
    };
    let page = OnePage {
        kept,
        pay_by: found
            .part
            .kept_until()
            .filter(|_| awaited)
            .map(|until| format::date_time(c.locale, until)),
        transfer: transfer.map(|reference| reference.to_string()),
        asks_code: asking != Asking::Off,
        needs_code: asking == Asking::Required && found.part.happened(Event::Vouch).is_none(),
        ..one(&app.reference().await?.places, c, f, &found, payment.as_ref())
    };
    page::html(status, &page)
}

fn one(places: &Places, c: Chrome, f: Form, found: &ForCooperative, payment: Option<&Payment>) -> OnePage {
    let locale = c.locale;
    let (head, part) = (&found.head, &found.part);
    let choice = |value: &str, key: &str| Choice::new(value, words::say(locale, key));
    OnePage {
        root: c.url(&format!("/sell/{}/orders/{}", part.cooperative, part.id)),
        number: head.number.clone(),
        placed: format::date_time(locale, part.placed_at),
        state: order_page::state_word(locale, part),
        tone: order_page::tone(part.state),
        next: next(part.state, part.way),
        can_decline: part.state.allows(Event::Decline, part.way),
        can_lose: part.state.allows(Event::Lose, part.way),
        can_remit: payment.is_some_and(|p| {
            p.holder.is_some_and(|holder| holder == Holder::Carrier)
                && p.method == payment::Method::Cash
                && matches!(
                    p.state.after(payment::status::Event::Remit),
                    payment::status::Step::To(_)
                )
        }),
        strip: order_page::strip(locale, part),
        lines: lines::lines(locale, &part.lines),
        sum: lines::sum(locale, &part.totals),
        weight: format::weight(locale, part.weight_g),
        collected: part.way == Way::Collect,
        by_card: head.method != Method::Cash,
        transfer: None,
        pay_by: None,
        overdue: part.cancelled_by == Some(CancelledBy::Overdue),
        buyer: contact(&head.buyer.name, &head.buyer.phone),
        recipient: contact(&head.recipient.name, &head.recipient.phone),
        address: order_page::address_lines(places, locale, &head.address),
        shipments: part
            .shipments
            .iter()
            .map(|s| (s.carrier.clone(), s.tracking.clone()))
            .collect(),
        reason: part.reason.clone(),
        answer_by: (part.state == Stands::New).then(|| format::date_time(locale, part.answer_by)),
        money: payment.map_or_else(String::new, |payment| money(locale, payment)),
        kept: None,
        holders: vec![
            choice("carrier", "seller-holder-carrier"),
            choice("cooperative", "seller-holder-cooperative"),
        ],
        asks_code: false,
        needs_code: false,
        proven: proven(locale, part),
        restock: vec![choice("yes", "seller-restock-yes"), choice("no", "seller-restock-no")],
        c,
        f,
    }
}

/// Whether a part that arrived was handed over for its buyer's code.
pub(crate) fn proven(locale: Locale, part: &order::SellerOrder) -> Option<(&'static str, String)> {
    let said = |tone, key| Some((tone, words::say(locale, key)));
    if part.happened(Event::Prove).is_some() {
        return said("good", "seller-code-given");
    }
    part.happened(Event::Unproven)
        .and_then(|_| said("warn", "seller-code-missing"))
}

/// What a cooperative keeps of a part, out of what, and what the market takes; nothing for a part that
/// will not be delivered.
fn kept(locale: Locale, entry: &Entry) -> Option<String> {
    if entry.sale.state == ledger::sale::State::Ended {
        return None;
    }
    let total = entry.sale.total_minor().saturating_sub(entry.refunded_minor);
    let fee = entry.fee.commission.saturating_add(entry.fee.vat);
    let written = |minor: i64| words::Arg::from(format::money(locale, kernel::Money::mad(minor)));
    let args = [
        ("kept", written(total.saturating_sub(fee))),
        ("total", written(total)),
        ("fee", written(fee)),
    ];
    Some(words::say_with(locale, "sell-money-kept", &args))
}

/// Where the money is, in a sentence.
fn money(locale: Locale, payment: &Payment) -> String {
    let moved = !matches!(
        payment.state,
        payment::State::Expected | payment::State::Refused | payment::State::Void
    );
    let key = match (payment.state, payment.holder) {
        _ if moved && payment.collected.minor == 0 => "seller-money-nothing".to_owned(),
        (payment::State::Expected, _) if payment.method == payment::Method::Transfer => {
            "seller-money-transfer".to_owned()
        }
        (payment::State::Collected, Some(Holder::Platform)) if payment.method == payment::Method::Transfer => {
            "seller-money-provider".to_owned()
        }
        (payment::State::Collected | payment::State::Short, Some(Holder::Carrier)) => "seller-money-carrier".to_owned(),
        (payment::State::Collected | payment::State::Short, Some(Holder::Platform)) => {
            "seller-money-platform".to_owned()
        }
        (payment::State::Collected, Some(Holder::Provider)) => "seller-money-provider".to_owned(),
        (payment::State::Collected, _) => "seller-money-remitted".to_owned(),
        (state, _) => format!("seller-money-{}", state.code()),
    };
    let amount = if moved { payment.collected } else { payment.amount };
    let written = |amount| words::Arg::from(format::money(locale, amount));
    words::say_with(
        locale,
        &key,
        &[("amount", written(amount)), ("due", written(payment.amount))],
    )
}

async fn act(
    State(app): State<App>,
    visitor: Visitor,
    Selling(seller): Selling,
    Path((_, _, id, action)): Path<(String, String, String, String)>,
    Fields(mut f): Fields,
) -> Outcome {
    let id: SellerOrderId = id.parse().map_err(|_| Failure::not_found())?;
    let market = app.market();
    let done = match action.as_str() {
        "accept" => selling::accept(market, &seller, id).await,
        "pack" => selling::pack(market, &seller, id).await,
        "refuse" => selling::refuse_at_door(market, &seller, id).await,
        "lose" => selling::lose(market, &seller, id).await,
        "remit" => selling::remit(market, &seller, id).await,
        "transferred" => selling::confirm_transfer(market, &seller, id).await,
        "decline" => match f.line("reason", 300) {
            Some(reason) => selling::decline(market, &seller, id, reason).await,
            None => return again(&app, &visitor, seller.cooperative, id, f).await,
        },
        "ship" => match (f.line("carrier", 60), f.optional_line("tracking", 60)) {
            (Some(carrier), tracking) if f.is_ok() => selling::ship(market, &seller, id, carrier, tracking).await,
            _ => return again(&app, &visitor, seller.cooperative, id, f).await,
        },
        "deliver" | "hand-over" => {
            let paid = if f.value("paid").trim().is_empty() {
                None
            } else {
                f.money("paid")
            };
            let holder = match action.as_str() {
                // What was paid by card has no holder to name.
                "deliver" if f.values("holder").is_empty() => Some("carrier".to_owned()),
                "deliver" => f.one_of("holder", &["carrier", "cooperative"]),
                _ => Some("cooperative".to_owned()),
            };
            let code = f.optional_line("delivery_code", 20);
            let arrival = Arrival { paid, code };
            match (f.is_ok(), holder.as_deref()) {
                (true, Some("carrier")) => selling::deliver_with(market, &seller, id, Holder::Carrier, arrival).await,
                (true, Some(_)) if action == "deliver" => {
                    selling::deliver_with(market, &seller, id, Holder::Cooperative, arrival).await
                }
                (true, Some(_)) => selling::hand_over_with(market, &seller, id, arrival).await,
                _ => return again(&app, &visitor, seller.cooperative, id, f).await,
            }
        }
        "return" => match f.one_of("restock", &["yes", "no"]) {
            Some(answer) => selling::take_back(market, &seller, id, answer == "yes").await,
            None => return again(&app, &visitor, seller.cooperative, id, f).await,
        },
        _ => return Err(Failure::not_found()),
    };
    let path = format!("/{}/sell/{}/orders/{id}", visitor.locale(), seller.cooperative);
    match done {
        Ok(()) => page::see_other_with(&path, "seller-notice-done"),
        Err(market::Error::Payment(payment::Error::Amount)) => {
            f.refuse("paid", "seller-paid-too-much");
            again(&app, &visitor, seller.cooperative, id, f).await
        }
        Err(error @ (market::Error::DeliveryCodeNeeded | market::Error::WrongDeliveryCode)) => {
            f.set("delivery_code", "");
            f.refuse("delivery_code", &words::error_key(error.code()));
            again(&app, &visitor, seller.cooperative, id, f).await
        }
        Err(market::Error::Identity(identity::Error::Limited { .. })) => {
            f.set("delivery_code", "");
            f.refuse("delivery_code", "seller-code-limited");
            again(&app, &visitor, seller.cooperative, id, f).await
        }
        Err(error) if error.kind() == Kind::Conflict => page::see_other_with(&path, "seller-notice-moved"),
        Err(error) => Err(error.into()),
    }
}

async fn again(app: &App, visitor: &Visitor, cooperative: CooperativeId, id: SellerOrderId, f: Form) -> Outcome {
    render(app, visitor, cooperative, id, (StatusCode::UNPROCESSABLE_ENTITY, f)).await
}
