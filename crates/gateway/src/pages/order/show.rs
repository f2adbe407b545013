//! The order page: one part for each cooperative, how far it is, and what the buyer may still do.

use super::{
    Held, address_lines,
    refunds::{self, RefundView},
    returns::{self, ReturnView},
    with_secret,
};
use crate::{
    App, Failure, Outcome,
    extract::Visitor,
    page,
    pages::{
        checkout, lines,
        share::{self, ShareView},
    },
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use catalogue::place::Places;
use kernel::{Fault, Kind, Locale, ids::SellerOrderId};
use market::{
    buying, cash, money,
    paying::{self, ToPay},
};
use order::{Event, Method, Order, OrderState, SellerOrder, State as Stands, Way};
use payment::{Attempt, Holder, Payment, Standing};
use view::{
    chrome::Chrome,
    format,
    parts::{Progress, StatusStep},
    words::{self, Arg},
};

#[derive(Template)]
#[template(path = "pages/order/show.html")]
struct OrderPage {
    c: Chrome,
    number: String,
    placed: String,
    state: String,
    tone: &'static str,
    parts: Vec<PartView>,
    sum: Option<lines::SumView>,
    /// Whether a part came to nothing.
    without: bool,
    buyer: String,
    recipient: String,
    recipient_phone: String,
    address: Vec<String>,
    terms_version: i64,
    accepted: String,
    by_card: bool,
    by_transfer: bool,
    state_unpaid: bool,
    /// Whether it was paid to the market before anything is sent.
    state_paid_first: bool,
    /// Where to send money, and how much.
    transfers: Vec<TransferView>,
    /// What the buyer has to do about the payment, while it is not paid.
    unpaid: Option<UnpaidView>,
    /// What goes back, or went.
    refunds: Vec<RefundView>,
}

struct UnpaidView {
    /// The bank is being waited for.
    checking: bool,
    failed: bool,
    amount: String,
    until: String,
}

struct TransferView {
    /// Whether it goes to a cooperative itself.
    direct: bool,
    /// Until when; empty where nobody says.
    until: String,
    holder: String,
    rib: String,
    amount: String,
    reference: String,
    /// All of it to be copied.
    text: String,
}

struct PartView {
    id: String,
    seller: lines::SellerView,
    state: String,
    tone: &'static str,
    strip: Vec<StatusStep>,
    lines: Vec<lines::LineView>,
    /// What it costs; none where nothing is due.
    sum: Option<lines::SumView>,
    way: String,
    days: String,
    shipments: Vec<(String, Option<String>)>,
    reason: Option<String>,
    answer_by: Option<String>,
    can_cancel: bool,
    withdraw_until: Option<String>,
    can_return: bool,
    returns: Vec<ReturnView>,
    returnable: bool,
    paid: Option<String>,
    /// What reaches the cooperative of each 100 dirhams, as it was agreed.
    reaches: Option<ShareView>,
    /// What the buyer gives to whoever hands it over, while that is to come.
    code: Option<String>,
    collected: bool,
}

pub(super) async fn show(State(app): State<App>, visitor: Visitor, held: Held) -> Outcome {
    if let Some(secret) = &held.linked {
        buying::open_order(app.market(), &held.number, secret).await?;
        return with_secret(visitor.locale(), &held.number, secret);
    }
    let Some(order) = held.open(&app).await? else {
        return page::see_other(&format!("/{}/orders/find?number={}", visitor.locale(), held.number));
    };
    let ids: Vec<SellerOrderId> = order.parts.iter().map(|part| part.id).collect();
    let payments = payment::payment::list_for_seller_orders(&app.market().db, &ids).await?;
    let mut c = page::chrome(&app, &visitor, "order-title").await?;
    c.title = c.tn("order-number", "number", held.number.as_str());
    let attempts = payment::attempt::list_of_order(&app.market().db, order.head.id).await?;
    let refunds = payment::refund::list_of_order(&app.market().db, order.head.id).await?;
    let places = &app.reference().await?.places;
    let mut page = view(places, c, &order, &payments);
    let shares = money::list_shares_of_parts(app.market(), &ids).await?;
    for (part, view) in order
        .parts
        .iter()
        .zip(&mut page.parts)
        .filter(|(part, _)| part.is_due())
    {
        view.reaches = shares.get(&part.id).map(|of| share::view(page.c.locale, *of));
    }
    for (view, part) in page.parts.iter_mut().zip(&order.parts) {
        view.code = delivery_code(app.market(), part);
    }
    page.unpaid = unpaid(page.c.locale, &order, attempts.first());
    page.refunds = refunds::views(page.c.locale, &held.number, &refunds);
    let returns = order::goods_return::list_of_order(&app.market().db, order.head.id).await?;
    for (view, part) in page.parts.iter_mut().zip(&order.parts) {
        let own = returns.iter().filter(|one| one.part == part.id);
        view.returns = own.map(|one| returns::view(page.c.locale, part, one)).collect();
        view.can_return = part.can_return(app.market().now());
    }
    let to_pay = paying::list_to_pay(app.market(), &order).await?;
    page.transfers = to_pay.iter().map(|one| transfer(page.c.locale, one)).collect();
    page::html(StatusCode::OK, &page)
}

fn transfer(locale: Locale, to_pay: &ToPay) -> TransferView {
    let holder = to_pay.holder_in(locale).to_owned();
    let (rib, reference) = (to_pay.rib.grouped(), to_pay.reference.to_string());
    let amount = format::money(locale, to_pay.amount);
    let line = |key: &str, value: &str| format!("{}: {value}", words::plain(locale, key, &[]));
    let text = [
        line("transfer-holder", &holder),
        line("transfer-rib", to_pay.rib.as_str()),
        line("transfer-amount", &amount),
        line("transfer-reference", &reference),
    ];
    TransferView {
        direct: to_pay.part.is_some(),
        until: to_pay
            .until
            .map_or_else(String::new, |until| format::date_time(locale, until)),
        text: text.join("\n"),
        holder,
        rib,
        amount,
        reference,
    }
}

/// The code of a part that is to be handed over.
pub(crate) fn delivery_code(market: &market::Market, part: &SellerOrder) -> Option<String> {
    let awaited = matches!(
        part.state,
        Stands::New | Stands::Accepted | Stands::Packed | Stands::Shipped
    );
    cash::delivery_code(market, part.id).filter(|_| awaited)
}

fn unpaid(locale: Locale, order: &Order, attempt: Option<&Attempt>) -> Option<UnpaidView> {
    if order.state() != OrderState::Unpaid || order.head.method != Method::Card {
        return None;
    }
    let state = attempt.map(|attempt| attempt.state);
    Some(UnpaidView {
        checking: matches!(
            state,
            Some(Standing::Processing | Standing::Authorised | Standing::CaptureRequested | Standing::IntegrityFailure)
        ),
        failed: matches!(state, Some(Standing::Failed | Standing::Expired | Standing::Voided)),
        amount: format::money(locale, kernel::Money::mad(order.totals.total_minor)),
        until: order
            .parts
            .first()
            .map_or_else(String::new, |part| format::date_time(locale, part.answer_by)),
    })
}

fn view(places: &Places, c: Chrome, order: &Order, payments: &[Payment]) -> OrderPage {
    let locale = c.locale;
    let head = &order.head;
    let state = order.state();
    OrderPage {
        number: head.number.clone(),
        placed: format::date_time(locale, head.placed_at),
        state: words::say(locale, &format!("order-state-{}", state.code())),
        tone: whole_tone(state),
        parts: order
            .parts
            .iter()
            .map(|part| part_view(locale, part, payments.iter().find(|p| p.seller_order == part.id)))
            .collect(),
        sum: lines::due(locale, order),
        without: !order.parts.iter().all(SellerOrder::is_due),
        buyer: head.buyer.name.clone(),
        recipient: head.recipient.name.clone(),
        recipient_phone: kernel::Phone::stored(head.recipient.phone.clone()).display(),
        address: address_lines(places, locale, &head.address),
        terms_version: i64::from(head.terms_version),
        accepted: format::date_time(locale, head.terms_accepted_at),
        by_card: head.method == Method::Card,
        by_transfer: head.method == Method::Transfer,
        transfers: Vec::new(),
        state_unpaid: state == OrderState::Unpaid,
        state_paid_first: payments.iter().any(|payment| payment.holder == Some(Holder::Platform)),
        unpaid: None,
        refunds: Vec::new(),
        c,
    }
}

fn part_view(locale: Locale, part: &SellerOrder, payment: Option<&Payment>) -> PartView {
    // What was paid for a part that comes to nothing is told with what goes back.
    let paid = payment
        .filter(|p| p.collected.minor > 0 && part.is_due())
        .map(|p| format::money(locale, p.collected));
    PartView {
        id: part.id.to_string(),
        seller: lines::seller(locale, &part.seller, part.cooperative),
        state: state_word(locale, part),
        tone: tone(part.state),
        strip: strip(locale, part),
        lines: lines::lines(locale, &part.lines),
        sum: part.is_due().then(|| lines::sum(locale, &part.totals)),
        way: words::say(
            locale,
            if part.way == Way::Door {
                "checkout-door"
            } else {
                "checkout-collect"
            },
        ),
        days: if part.way == Way::Door && !part.state.is_over() {
            checkout::days(locale, part.days_min, part.days_max)
        } else {
            String::new()
        },
        shipments: part
            .shipments
            .iter()
            .map(|s| (s.carrier.clone(), s.tracking.clone()))
            .collect(),
        reason: part.reason.clone().filter(|_| part.state == Stands::Cancelled),
        answer_by: (part.state == Stands::New).then(|| format::date_time(locale, part.answer_by)),
        can_cancel: part.can_cancel(),
        withdraw_until: part
            .withdraw_until()
            .filter(|_| part.state == Stands::Delivered)
            .map(|ends| format::date(locale, ends.plus(-1))),
        can_return: false,
        returns: Vec::new(),
        returnable: part.lines.iter().any(|line| line.withdrawal == "standard"),
        paid,
        reaches: None,
        code: None,
        collected: part.way == Way::Collect,
    }
}

/// Where a part stands, in words; a cancelled one says who cancelled it.
pub(crate) fn state_word(locale: Locale, part: &SellerOrder) -> String {
    match (part.state, part.cancelled_by, part.way) {
        (Stands::Cancelled, Some(by), _) => words::say(locale, &format!("order-cancelled-{}", by.code())),
        (Stands::Packed, _, Way::Collect) => words::say(locale, "order-part-ready"),
        (state, ..) => words::say(locale, &format!("order-part-{}", state.code())),
    }
}

/// How the state of a part sounds.
pub(crate) const fn tone(state: Stands) -> &'static str {
    match state {
        Stands::Unpaid | Stands::New => "warn",
        Stands::Accepted | Stands::Packed | Stands::Shipped => "info",
        Stands::Delivered | Stands::Closed => "good",
        Stands::Cancelled | Stands::Refused | Stands::Lost | Stands::Returned => "bad",
    }
}

pub(crate) const fn whole_tone(state: OrderState) -> &'static str {
    match state {
        OrderState::Unpaid | OrderState::Waiting => "warn",
        OrderState::Confirmed | OrderState::UnderWay => "info",
        OrderState::Completed => "good",
        OrderState::Failed | OrderState::Cancelled => "bad",
    }
}

/// The four pictures of a part's way.
pub(crate) fn strip(locale: Locale, part: &SellerOrder) -> Vec<StatusStep> {
    let steps: &[(&'static str, Event, &'static str)] = match part.way {
        Way::Door => &[
            ("check", Event::Accept, "accepted"),
            ("parcel", Event::Pack, "packed"),
            ("lorry", Event::Ship, "shipped"),
            ("home", Event::Deliver, "delivered"),
        ],
        Way::Collect => &[
            ("check", Event::Accept, "accepted"),
            ("stall", Event::Pack, "ready"),
            ("basket", Event::HandOver, "collected"),
        ],
    };
    let mut waiting = !part.state.is_over();
    let failed = part.state.is_over() && !matches!(part.state, Stands::Delivered | Stands::Closed);
    let mut broken = failed;
    steps
        .iter()
        .map(|(icon, event, word)| {
            let happened = part.happened(*event);
            let progress = match happened {
                Some(_) => Progress::Done,
                None if std::mem::take(&mut broken) => Progress::Failed,
                None if std::mem::take(&mut waiting) => Progress::Now,
                None => Progress::Ahead,
            };
            StatusStep {
                // What did not happen must not look as if it had: no tick before the answer.
                icon: match (*event, progress) {
                    (Event::Accept, Progress::Now | Progress::Ahead) => "clock",
                    (_, Progress::Failed) => "close",
                    _ => icon,
                },
                label: words::say(locale, &format!("order-step-{word}")),
                when: happened.map_or_else(String::new, |at| format::date(locale, at)),
                progress,
            }
        })
        .collect()
}

pub(super) async fn cancel(
    State(app): State<App>,
    visitor: Visitor,
    held: Held,
    Path((_, _, part)): Path<(String, String, String)>,
) -> Outcome {
    let part: SellerOrderId = part.parse().map_err(|_| Failure::not_found())?;
    let secret = held.kept.as_deref().ok_or_else(Failure::not_found)?;
    let path = format!("/{}/orders/{}", visitor.locale(), held.number);
    match buying::cancel_part(app.market(), &held.number, secret, part).await {
        Ok(()) => {
            let payment = payment::payment::find_for_seller_order(&app.market().db, part).await?;
            let paid = payment.filter(|payment| payment.state == payment::State::Refunded);
            let notice = match paid.map(|payment| payment.method) {
                Some(payment::Method::Transfer) => "order-notice-transfer-back",
                Some(_) => "order-notice-given-back",
                None => "order-notice-cancelled",
            };
            page::see_other_with(&path, notice)
        }
        Err(error) if error.kind() == Kind::Conflict => page::see_other_with(&path, "order-notice-too-late"),
        Err(error) => Err(error.into()),
    }
}

/// A sentence with one value, for pages that build rows in Rust.
pub(crate) fn with(locale: Locale, key: &str, name: &str, value: impl Into<Arg>) -> String {
    words::say_with(locale, key, &[(name, value.into())])
}
