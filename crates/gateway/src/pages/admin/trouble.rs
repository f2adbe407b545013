//! Money in trouble: what has to go back and does not by itself, payments that do not agree, disputes, goods that do not
//! come. Each line has one next step.

use crate::{
    App, Failure, Outcome,
    extract::{Admin, Fields, Visitor},
    page,
    pages::lines::{self, SellerView},
    routes::{Access, Table},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use kernel::{
    Fault, Kind, Locale, Micros,
    ids::{AttemptId, OrderId, PersonId, RefundId},
    time::DAY,
};
use market::{
    actor::Administrator,
    refunding::{self, Paying},
};
use payment::{
    Refund, dispute,
    refund::{self, Payer, State as Stands, Way},
};
use std::collections::BTreeMap;
use view::{chrome::Chrome, form::Form, format, words};

/// The routes of these pages.
pub(super) fn routes(table: &mut Table) {
    table.get("/{lang}/admin/trouble", Access::Administrator, list);
    table.post(
        "/{lang}/admin/trouble/{attempt}/returned",
        Access::Administrator,
        returned,
    );
    table.get("/{lang}/admin/refunds/{refund}", Access::Administrator, show);
    table.post("/{lang}/admin/refunds/{refund}/{action}", Access::Administrator, act);
}

#[derive(Template)]
#[template(path = "pages/admin/trouble.html")]
struct TroublePage {
    c: Chrome,
    refunds: Vec<RowView>,
    odd: Vec<RowView>,
    disputes: Vec<RowView>,
    returns: Vec<RowView>,
    root: String,
}

/// A line: about which order, how much, since when, and what to do.
struct RowView {
    id: String,
    number: String,
    order: String,
    amount: String,
    since: String,
    /// Where it stands.
    state: String,
    tone: &'static str,
    /// What to do about it.
    step: String,
}

/// The numbers of the orders that lines are about.
struct Numbers(BTreeMap<OrderId, String>);

impl Numbers {
    async fn read(app: &App, orders: impl Iterator<Item = OrderId>) -> Result<Self, Failure> {
        let mut ids: Vec<OrderId> = orders.collect();
        ids.sort_unstable();
        ids.dedup();
        Ok(Self(order::order::list_numbers(&app.market().db, &ids).await?))
    }

    fn of(&self, id: OrderId) -> String {
        self.0.get(&id).cloned().unwrap_or_default()
    }
}

async fn list(State(app): State<App>, visitor: Visitor) -> Outcome {
    let market = app.market();
    let (db, now) = (&market.db, market.now());
    let refunds = refund::list_undone(db).await?;
    let odd = refunding::list_aside(market).await?;
    let disputes = dispute::list_undone(db).await?;
    let returns = order::goods_return::list_not_received(db).await?;
    let orders = refunds.iter().map(|one| one.order);
    let orders = orders.chain(odd.iter().map(|one| one.attempt.order));
    let orders = orders.chain(disputes.iter().map(|one| one.order));
    let numbers = Numbers::read(&app, orders.chain(returns.iter().map(|one| one.order))).await?;
    let c = page::chrome(&app, &visitor, "trouble-title")
        .await?
        .with_section("admin-money");
    let locale = c.locale;
    let above = market.settings.refund_second_above;
    let row = |id: String, order: OrderId, amount: kernel::Money, at: Micros| {
        let number = numbers.of(order);
        RowView {
            id,
            order: c.url(&format!("/admin/orders/{number}")),
            number,
            amount: format::money(locale, amount),
            since: since(locale, now, at),
            state: String::new(),
            tone: "warn",
            step: String::new(),
        }
    };
    let page = TroublePage {
        refunds: refunds
            .iter()
            .map(|one| {
                let (state, step) = (state_of(one), step_of(one, above));
                RowView {
                    state: words::say(locale, &format!("trouble-refund-{state}")),
                    tone: tone(one.state),
                    step: words::say(locale, &format!("trouble-step-{step}")),
                    ..row(one.id.to_string(), one.order, one.amount, one.created_at)
                }
            })
            .collect(),
        odd: odd
            .iter()
            .map(|one| RowView {
                state: one.attempt.reference.clone().unwrap_or_default(),
                ..row(
                    one.attempt.id.to_string(),
                    one.attempt.order,
                    one.amount,
                    one.attempt.updated_at,
                )
            })
            .collect(),
        disputes: disputes
            .iter()
            .map(|one| {
                let open = one.state == dispute::State::Open;
                RowView {
                    state: one.reference.clone(),
                    tone: if open { "warn" } else { "bad" },
                    step: words::say(
                        locale,
                        if open {
                            "trouble-dispute-open"
                        } else {
                            "trouble-dispute-lost"
                        },
                    ),
                    ..row(one.id.to_string(), one.order, one.amount, one.opened_at)
                }
            })
            .collect(),
        returns: returns
            .iter()
            .map(|one| {
                let amount = kernel::Money::mad(one.goods_minor);
                row(one.id.to_string(), one.order, amount, one.updated_at)
            })
            .collect(),
        root: c.url("/admin"),
        c,
    };
    page::html(StatusCode::OK, &page)
}

fn since(locale: Locale, now: Micros, at: Micros) -> String {
    words::say_with(
        locale,
        "admin-money-days",
        &[("days", now.since(at).div_euclid(DAY).into())],
    )
}

/// How the state of a refund sounds.
pub(super) const fn tone(state: Stands) -> &'static str {
    match state {
        Stands::Succeeded => "good",
        Stands::Failed | Stands::Twice => "bad",
        _ => "warn",
    }
}

/// Where a refund stands, as the end of a key.
const fn state_of(one: &Refund) -> &'static str {
    match (one.state, one.way, one.payer) {
        (Stands::Failed, ..) => "failed",
        (Stands::Twice, ..) => "twice",
        (Stands::CalledOff, ..) => "called_off",
        (Stands::Unknown, ..) => "unknown",
        (_, Way::Provider | Way::Dispute, _) => "asked",
        (Stands::Submitted, ..) => "sent",
        (_, Way::Unsaid, _) => "unsaid",
        (_, Way::Account, _) => "account",
        (_, Way::Cash, _) => "cash",
    }
}

/// The refund that counts instead of this one.
fn other<'a>(one: &Refund, all: &'a [Refund]) -> Option<&'a Refund> {
    refund::speaker(one, all).filter(|found| found.id != one.id)
}

/// Where a refund stands among all of its order, as the end of a key.
pub(super) fn state_among(one: &Refund, all: &[Refund]) -> &'static str {
    match (other(one, all), one.state) {
        (Some(_), Stands::Failed) => "followed",
        (_, Stands::Succeeded) => "done",
        _ => state_of(one),
    }
}

/// The one next step, as the end of a key.
fn step_of(one: &Refund, above: i64) -> &'static str {
    let large = one.amount.minor > above && one.approved_by.is_none();
    match (one.state, one.way, one.payer) {
        (Stands::Failed, Way::Provider, _) => "again",
        (Stands::Failed, ..) => "anew",
        (Stands::Twice, ..) => "twice",
        (_, Way::Provider | Way::Dispute, _) => "ask",
        (_, _, Some(Payer::Cooperative)) => "call",
        (_, Way::Unsaid, _) => "buyer",
        (Stands::Requested, ..) if large => "approve",
        (Stands::Requested, Way::Cash, _) => "cash",
        (Stands::Requested, ..) => "send",
        _ => "confirm",
    }
}

#[derive(Template)]
#[template(path = "pages/admin/refund.html")]
struct RefundPage {
    c: Chrome,
    f: Form,
    root: String,
    number: String,
    order: String,
    amount: String,
    since: String,
    state: String,
    tone: &'static str,
    step: &'static str,
    /// Why somebody else has to do that, as a key.
    other: Option<&'static str>,
    why: String,
    /// Whether it can be said to have come back.
    sent: bool,
    /// Whether that can be taken back.
    returned: bool,
    /// Where it stands, as a code: what is said of it was said of this.
    seen: &'static str,
    /// The cooperative that pays it.
    seller: Option<SellerView>,
    rib: Option<String>,
    /// The last digits of it: the form brings them back, so that an old page pays no account that was changed.
    tail: String,
    reference: Option<String>,
    note: Option<String>,
    buyer: String,
    phone: String,
    tel: String,
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Admin(administrator): Admin,
    Path((_, id)): Path<(String, String)>,
) -> Outcome {
    render(&app, &visitor, &administrator, &id, (StatusCode::OK, Form::default())).await
}

/// Why somebody else has to press, as a key: whoever agreed to a large refund does not pay it as well, and whoever said that
/// nothing more comes of one does not agree to that.
fn second(found: &Refund, step: &str, reader: PersonId, above: i64) -> Option<&'static str> {
    found.approved_by.filter(|person| *person == reader)?;
    match step {
        "send" | "cash" if found.amount.minor > above => Some("trouble-second"),
        "twice" => Some("trouble-second-twice"),
        _ => None,
    }
}

async fn find(app: &App, id: &str) -> Result<Refund, Failure> {
    let id: RefundId = id.parse().map_err(|_| Failure::not_found())?;
    let found = refund::find(&app.market().db, id).await?;
    found.ok_or_else(Failure::not_found)
}

async fn render(
    app: &App,
    visitor: &Visitor,
    by: &Administrator,
    id: &str,
    (status, f): (StatusCode, Form),
) -> Outcome {
    let market = app.market();
    let above = market.settings.refund_second_above;
    let found = find(app, id).await?;
    let order = order::order::get_order(&market.db, found.order).await?;
    let refunds = refund::list_of_order(&market.db, found.order).await?;
    let mut c = page::chrome(app, visitor, "trouble-refund-title")
        .await?
        .with_section("admin-money");
    c.title = c.tn("trouble-refund-of", "number", order.head.number.as_str());
    let locale = c.locale;
    let is_over = match found.state {
        Stands::Twice => found.done_by.is_some(),
        Stands::Succeeded | Stands::CalledOff => true,
        _ => other(&found, &refunds).is_some(),
    };
    let step = if is_over { "none" } else { step_of(&found, above) };
    let state = state_among(&found, &refunds);
    let is_transfer = found.payer == Some(Payer::Office) && found.way == Way::Account;
    let payer = order
        .parts
        .iter()
        .find(|part| found.payer == Some(Payer::Cooperative) && found.part == Some(part.id));
    let page = RefundPage {
        root: c.url(&format!("/admin/refunds/{}", found.id)),
        order: c.url(&format!("/admin/orders/{}", order.head.number)),
        number: order.head.number.clone(),
        amount: format::money(locale, found.amount),
        since: since(locale, market.now(), found.created_at),
        state: words::say(locale, &format!("trouble-refund-{state}")),
        tone: tone(found.state),
        other: match refunding::is_disputed(&market.db, &found).await? {
            true if matches!(step, "approve" | "send" | "cash") => Some("trouble-disputed"),
            _ => second(&found, step, by.person, above),
        },
        why: words::say(locale, &format!("trouble-why-{step}")),
        step,
        sent: is_transfer && matches!(found.state, Stands::Submitted | Stands::Succeeded | Stands::Twice),
        returned: refunding::can_have_arrived(&market.db, &found).await?,
        seen: found.state.code(),
        seller: payer.map(|part| lines::seller(locale, &part.seller, part.cooperative)),
        rib: refunding::read_account(market, &found).map(|rib| rib.grouped()),
        tail: found.account_tail.clone().unwrap_or_default(),
        reference: payment::reference::find_of(&market.db, payment::About::Refund, found.id)
            .await?
            .map(|reference| reference.to_string()),
        note: found.note.clone(),
        buyer: order.head.buyer.name.clone(),
        phone: kernel::Phone::stored(order.head.buyer.phone.clone()).display(),
        tel: order.head.buyer.phone.clone(),
        c,
        f,
    };
    page::html(status, &page)
}

async fn act(
    State(app): State<App>,
    visitor: Visitor,
    Admin(administrator): Admin,
    Path((_, id, action)): Path<(String, String, String)>,
    Fields(mut f): Fields,
) -> Outcome {
    let found = find(&app, &id).await?;
    let note = f.optional_line("note", 120);
    let done = match f.is_ok() {
        true => run(&app, &administrator, &found, &action, (note, &f)).await,
        false => {
            return render(
                &app,
                &visitor,
                &administrator,
                &id,
                (StatusCode::UNPROCESSABLE_ENTITY, f),
            )
            .await;
        }
    };
    let path = format!("/{}/admin/refunds/{}", visitor.locale(), found.id);
    match done {
        Ok(id) => page::see_other_with(
            &format!("/{}/admin/refunds/{id}", visitor.locale()),
            "trouble-notice-done",
        ),
        Err(market::Error::Payment(payment::Error::SecondPerson)) => {
            page::see_other_with(&path, "trouble-notice-second")
        }
        Err(market::Error::NoAnswer(_)) => page::see_other_with(&path, "trouble-notice-no-answer"),
        Err(error) if error.kind() == Kind::Conflict => page::see_other_with(&path, "trouble-notice-moved"),
        Err(error) if error.field() == Some("code") => {
            f.refuse("code", "error-payment-code");
            render(
                &app,
                &visitor,
                &administrator,
                &id,
                (StatusCode::UNPROCESSABLE_ENTITY, f),
            )
            .await
        }
        Err(error) => Err(error.into()),
    }
}

/// One step; gives the refund whose page comes next.
async fn run(
    app: &App,
    by: &Administrator,
    found: &Refund,
    action: &str,
    (note, f): (Option<String>, &Form),
) -> Result<RefundId, market::Error> {
    let (market, id, hand) = (app.market(), found.id, Paying::Office(*by));
    match action {
        "approve" => refunding::approve_refund(market, by, id).await?,
        "send" => match f.value("tail") {
            "" => refunding::send_transfer(market, hand, id, note).await?,
            tail => refunding::send_transfer_to(market, hand, id, (tail, note)).await?,
        },
        "cash" => refunding::hand_out_cash(market, hand, id, f.value("code")).await?,
        "confirm" => refunding::confirm_refund(market, by, id).await?,
        "came-back" => {
            let seen = Stands::of(f.value("seen")).ok_or(payment::Error::NoRefund)?;
            refunding::refund_came_back(market, by, id, seen).await?;
        }
        "arrived" => refunding::refund_arrived(market, by, id).await?,
        "again" => return refunding::retry_refund(market, by, id, false).await,
        "by-hand" => return refunding::retry_refund(market, by, id, true).await,
        "ask" => refunding::ask_again(market, by, id).await?,
        "let-be" => {
            refunding::let_twice_be(market, by, id).await?;
        }
        _ => return Err(payment::Error::NoRefund.into()),
    }
    Ok(id)
}

async fn returned(
    State(app): State<App>,
    visitor: Visitor,
    Admin(administrator): Admin,
    Path((_, id)): Path<(String, String)>,
) -> Outcome {
    let id: AttemptId = id.parse().map_err(|_| Failure::not_found())?;
    refunding::return_suspense(app.market(), &administrator, id).await?;
    page::see_other_with(&format!("/{}/admin/trouble", visitor.locale()), "trouble-notice-done")
}
