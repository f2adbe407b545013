//! One order as the office reads it: all its parts, what happened to each, who holds the cash, and
//! what was told. A part is its cooperative's: the office changes nothing here, but may vouch for a buyer.

use crate::{
    App, Failure, Outcome,
    extract::{Admin, Fields, Lang, Visitor},
    page,
    pages::{admin::order_money, lines, order as order_page, sell::proven},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use catalogue::place::Places;
use kernel::{Fault, Kind, Locale, Micros, Phone, ids::SellerOrderId};
use market::{
    cash::Asking,
    notices::{self, Told, Topic},
    paying, selling,
};
use order::{Event, Order, SellerOrder, State as Stands};
use payment::{Attempt, Holder, Method, Payment, Standing};
use view::{
    chrome::Chrome,
    format,
    parts::StatusStep,
    words::{self, Arg},
};

#[derive(Template)]
#[template(path = "pages/admin/order.html")]
struct OrderPage {
    c: Chrome,
    number: String,
    placed: String,
    state: String,
    tone: &'static str,
    parts: Vec<PartView>,
    told: Vec<ToldView>,
    /// What was paid, goes back, is disputed, or returned.
    entries: Vec<order_money::Entry>,
    sum: Option<lines::SumView>,
    /// Whether a part came to nothing.
    without: bool,
    buyer: String,
    buyer_phone: String,
    buyer_tel: String,
    buyer_email: Option<String>,
    recipient: String,
    recipient_phone: String,
    recipient_tel: String,
    address: Vec<String>,
    terms_version: i64,
    accepted: String,
    /// A payment of which nobody knows whether it was taken.
    doubtful: Option<Doubtful>,
}

/// We gave the word to take a payment, and do not know that it was heard.
struct Doubtful {
    id: String,
    amount: String,
    provider: String,
    reference: String,
}

struct PartView {
    id: String,
    seller: lines::SellerView,
    state: String,
    tone: &'static str,
    strip: Vec<StatusStep>,
    answer_by: Option<String>,
    /// Until when a transfer to the cooperative is waited for.
    pay_by: Option<String>,
    reason: Option<String>,
    shipments: Vec<(String, Option<String>)>,
    lines: Vec<lines::LineView>,
    /// What it costs; none where nothing is due.
    sum: Option<lines::SumView>,
    money: Option<String>,
    proven: Option<(&'static str, String)>,
    /// Whether the office can vouch for its buyer.
    can_vouch: bool,
    history: Vec<Happened>,
}

struct Happened {
    what: String,
    who: String,
    note: Option<String>,
    at: Micros,
}

struct ToldView {
    at: Micros,
    about: String,
    seller: String,
    sent: usize,
    waiting: usize,
    failed: usize,
}

/// One order, by its number.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path((_, number)): Path<(String, String)>,
) -> Outcome {
    let market = app.market();
    let number = number.to_ascii_uppercase();
    let id = order::order::find_id(&market.db, &number)
        .await?
        .ok_or_else(Failure::not_found)?;
    let order = order::order::get_order(&market.db, id).await?;
    let ids: Vec<SellerOrderId> = order.parts.iter().map(|part| part.id).collect();
    let payments = payment::payment::list_for_seller_orders(&market.db, &ids).await?;
    let told = notices::list_told(market, &order).await?;
    let mut c = page::chrome(&app, &visitor, "order-title")
        .await?
        .with_section("admin-orders");
    c.title = c.tn("order-number", "number", order.head.number.as_str());
    let places = &app.reference().await?.places;
    let attempts = payment::attempt::list_of_order(&market.db, id).await?;
    let mut page = view(places, c, &order, &payments, &told);
    page.entries = order_money::list(market, &page.c, &order).await?;
    page.doubtful = attempts.iter().find_map(|attempt| doubtful(page.c.locale, attempt));
    let required = market.settings.cash.delivery_code == Asking::Required;
    for (view, part) in page.parts.iter_mut().zip(&order.parts) {
        let awaited = matches!(part.state, Stands::Accepted | Stands::Packed | Stands::Shipped);
        view.can_vouch = required && awaited && part.happened(Event::Vouch).is_none();
    }
    page::html(StatusCode::OK, &page)
}

fn doubtful(locale: Locale, attempt: &Attempt) -> Option<Doubtful> {
    (attempt.state == Standing::CaptureRequested).then(|| Doubtful {
        id: attempt.id.to_string(),
        amount: format::money(locale, attempt.amount),
        provider: attempt.provider.to_uppercase(),
        reference: attempt.reference.clone().unwrap_or_default(),
    })
}

/// What the provider's own pages say of a payment of which nobody here knows.
pub(super) async fn settle(
    State(app): State<App>,
    lang: Lang,
    Admin(administrator): Admin,
    Path((_, number)): Path<(String, String)>,
    Fields(f): Fields,
) -> Outcome {
    let number = number.to_ascii_uppercase();
    if !order_page::is_number(&number) {
        return Err(Failure::not_found());
    }
    let attempt = f.value("attempt").parse().map_err(|_| Failure::malformed())?;
    let taken = match f.value("taken") {
        "yes" => true,
        "no" => false,
        _ => return Err(Failure::malformed()),
    };
    paying::settle_by_hand(app.market(), &administrator, attempt, taken).await?;
    page::see_other_with(
        &format!("/{}/admin/orders/{number}", *lang),
        "admin-order-notice-settled",
    )
}

/// The office vouches for a buyer who lost the code.
pub(super) async fn vouch(
    State(app): State<App>,
    visitor: Visitor,
    Admin(by): Admin,
    Path((_, number, part)): Path<(String, String, String)>,
) -> Outcome {
    let (market, number) = (app.market(), number.to_ascii_uppercase());
    let part: SellerOrderId = part.parse().map_err(|_| Failure::not_found())?;
    let id = order::order::find_id(&market.db, &number)
        .await?
        .ok_or_else(Failure::not_found)?;
    let order = order::order::get_order(&market.db, id).await?;
    if !order.parts.iter().any(|own| own.id == part) {
        return Err(Failure::not_found());
    }
    let path = format!("/{}/admin/orders/{number}", visitor.locale());
    match selling::vouch(market, &by, part).await {
        Ok(()) => page::see_other_with(&path, "admin-notice-vouched"),
        Err(error) if error.kind() == Kind::Conflict => page::see_other_with(&path, "seller-notice-moved"),
        Err(error) => Err(error.into()),
    }
}

fn view(places: &Places, c: Chrome, order: &Order, payments: &[Payment], told: &[Told]) -> OrderPage {
    let (locale, head, state) = (c.locale, &order.head, order.state());
    let payment = |part: &SellerOrder| payments.iter().find(|payment| payment.seller_order == part.id);
    OrderPage {
        number: head.number.clone(),
        placed: format::date_time(locale, head.placed_at),
        state: words::say(locale, &format!("order-state-{}", state.code())),
        tone: order_page::whole_tone(state),
        parts: order
            .parts
            .iter()
            .map(|part| part_view(locale, part, payment(part)))
            .collect(),
        told: told.iter().map(|told| told_view(locale, order, told)).collect(),
        entries: Vec::new(),
        sum: lines::due(locale, order),
        without: !order.parts.iter().all(SellerOrder::is_due),
        buyer: head.buyer.name.clone(),
        buyer_phone: Phone::stored(head.buyer.phone.clone()).display(),
        buyer_tel: head.buyer.phone.clone(),
        buyer_email: head.buyer.email.clone(),
        recipient: head.recipient.name.clone(),
        recipient_phone: Phone::stored(head.recipient.phone.clone()).display(),
        recipient_tel: head.recipient.phone.clone(),
        address: order_page::address_lines(places, locale, &head.address),
        terms_version: i64::from(head.terms_version),
        accepted: format::date_time(locale, head.terms_accepted_at),
        doubtful: None,
        c,
    }
}

fn part_view(locale: Locale, part: &SellerOrder, payment: Option<&Payment>) -> PartView {
    PartView {
        id: part.id.to_string(),
        seller: lines::seller(locale, &part.seller, part.cooperative),
        state: order_page::state_word(locale, part),
        tone: order_page::tone(part.state),
        strip: order_page::strip(locale, part),
        answer_by: (part.state == Stands::New).then(|| format::date_time(locale, part.answer_by)),
        pay_by: part
            .kept_until()
            .filter(|_| payment.is_some_and(|payment| payment.state == payment::State::Expected))
            .map(|until| format::date_time(locale, until)),
        reason: part.reason.clone(),
        shipments: part
            .shipments
            .iter()
            .map(|shipment| (shipment.carrier.clone(), shipment.tracking.clone()))
            .collect(),
        lines: lines::lines(locale, &part.lines),
        sum: part.is_due().then(|| lines::sum(locale, &part.totals)),
        money: payment.map(|payment| money(locale, payment)),
        proven: proven(locale, part),
        can_vouch: false,
        history: part.history.iter().map(|remark| happened(locale, remark)).collect(),
    }
}

/// How a part is paid, and who holds it.
fn money(locale: Locale, payment: &Payment) -> String {
    let held = matches!(payment.state, payment::State::Collected | payment::State::Short);
    let moved = held || matches!(payment.state, payment::State::Remitted | payment::State::Refunded);
    let nothing = moved && payment.collected.minor == 0;
    let key = match payment.holder.filter(|_| held) {
        _ if nothing => "office-money-nothing".to_owned(),
        Some(Holder::Carrier) => "office-money-carrier".to_owned(),
        Some(Holder::Platform) => "office-money-platform".to_owned(),
        Some(Holder::Cooperative) => "office-money-remitted".to_owned(),
        Some(Holder::Provider) => "office-money-provider".to_owned(),
        None => match (payment.state, payment.method) {
            (payment::State::Expected, Method::Card) => "office-money-expected-card".to_owned(),
            (payment::State::Expected, Method::Transfer) => "office-money-expected-transfer".to_owned(),
            (state, _) => format!("office-money-{}", state.code()),
        },
    };
    let amount = if moved { payment.collected } else { payment.amount };
    let args = [
        ("amount", Arg::from(format::money(locale, amount))),
        ("due", Arg::from(format::money(locale, payment.amount))),
    ];
    let mut text = words::say_with(locale, &key, &args);
    if nothing || payment.state == payment::State::Short {
        text = format!("{text} {}", words::say_with(locale, "office-money-short", &args));
    }
    text
}

fn happened(locale: Locale, remark: &order::history::Remark) -> Happened {
    Happened {
        what: words::say(locale, &format!("order-event-{}", remark.event.code())),
        who: words::say(locale, &format!("order-actor-{}", remark.actor.code())),
        note: remark.note.clone(),
        at: remark.at,
    }
}

fn told_view(locale: Locale, order: &Order, told: &Told) -> ToldView {
    let part = told.part.and_then(|number| order.parts.get(number));
    let about = match told.topic {
        Topic::Placed => words::say(locale, "told-placed"),
        Topic::Transfer => words::say(locale, "told-transfer"),
        Topic::Lapsed => words::say(locale, "told-lapsed"),
        Topic::TooLate => words::say(locale, "told-too-late"),
        Topic::NewOrder => words::say(locale, "told-new-order"),
        Topic::Reminder => words::say(locale, "told-reminder"),
        Topic::TransferReminder => words::say(locale, "told-transfer-reminder"),
        Topic::SellerTransferReminder => words::say(locale, "told-seller-transfer-reminder"),
        Topic::SellerCancelled => words::say(locale, "told-seller-cancelled"),
        Topic::Step(state) => {
            let state = words::say(locale, &format!("order-part-{}", state.code()));
            order_page::with(locale, "told-step", "state", state)
        }
    };
    ToldView {
        at: told.at,
        about,
        seller: part.map_or_else(String::new, |part| part.seller.name.text(locale).to_owned()),
        sent: told.sent,
        waiting: told.waiting,
        failed: told.failed,
    }
}
