//! Cash that is handed over, as cooperatives and the office see it: groups of parts with who has them, the form in which
//! they are counted, and the documents that came of it.

use crate::{App, Failure, page};
use askama::Template;
use kernel::{
    Fault, Kind as Class, Limit, Locale, Money,
    ids::{CooperativeId, RemittanceId, SellerOrderId},
    time::DAY,
};
use ledger::{Sale, account::Kind, sale};
use market::cash::{self, Hand, Handing, Outstanding};
use payment::{
    Holder,
    remittance::{self, Giver, LINES, Receiver, Remittance, State},
};
use std::collections::BTreeMap;
use view::{chrome::Chrome, form::Form, format, words};

/// Cash that one kind of holder has, and where it can go.
pub(crate) struct Group {
    /// `carrier`, `cooperative` or `platform`.
    pub(crate) giver: &'static str,
    /// `cooperative`, `platform` or `bank`.
    pub(crate) receiver: &'static str,
    pub(crate) title: String,
    /// What the button says.
    pub(crate) action: String,
    pub(crate) total: String,
    pub(crate) rows: Vec<Row>,
    pub(crate) key: String,
    /// What the names of its fields end with: nothing where its form came back, so that what is wrong is found.
    pub(crate) mark: String,
    pub(crate) sum: String,
    pub(crate) brought_by: String,
    pub(crate) reference: String,
    /// The name of the field for why it is given up.
    pub(crate) why: String,
}

/// Cash of one part.
pub(crate) struct Row {
    pub(crate) part: String,
    pub(crate) href: String,
    pub(crate) number: String,
    pub(crate) carrier: String,
    pub(crate) amount: String,
    /// In centimes: the form brings it back, so that an old page counts nothing that has moved.
    pub(crate) minor: i64,
    pub(crate) days: String,
    pub(crate) old: bool,
    pub(crate) waits: bool,
    /// What was typed as its count.
    pub(crate) typed: String,
    pub(crate) chosen: bool,
}

/// Parts of which less was paid than they cost.
pub(crate) struct ShortView {
    pub(crate) part: String,
    pub(crate) number: String,
    pub(crate) href: String,
    pub(crate) paid: String,
    pub(crate) lacking: String,
    /// Since when.
    pub(crate) days: String,
    /// Whether the reader has the cash of it, and can write down the rest.
    pub(crate) makes_up: bool,
    /// The name of the field for why the rest is given up.
    pub(crate) why: String,
    pub(crate) key: String,
}

/// Cash that is given up, or is to be.
pub(crate) struct LossView {
    pub(crate) id: String,
    pub(crate) number: String,
    pub(crate) href: String,
    pub(crate) what: String,
    pub(crate) reason: String,
    pub(crate) state: String,
    pub(crate) when: String,
    pub(crate) asked: bool,
    /// Whether the reader asked for it.
    pub(crate) own: bool,
    /// What of it may still come, once it is given up.
    pub(crate) left: Option<String>,
    /// The name of the field for what came.
    pub(crate) came: String,
    pub(crate) key: String,
}

/// The page, for a cooperative and for the office.
#[derive(Template)]
#[template(path = "pages/cash.html")]
pub(crate) struct CashPage {
    pub(crate) c: Chrome,
    pub(crate) f: Form,
    pub(crate) office: bool,
    pub(crate) root: String,
    pub(crate) groups: Vec<Group>,
    pub(crate) documents: Vec<DocumentView>,
    pub(crate) short: Vec<ShortView>,
    pub(crate) losses: Vec<LossView>,
}

/// A remittance.
pub(crate) struct DocumentView {
    pub(crate) id: String,
    pub(crate) way: String,
    pub(crate) tone: &'static str,
    pub(crate) said: String,
    pub(crate) when: String,
    pub(crate) expected: String,
    pub(crate) counted: Option<String>,
    pub(crate) lacking: Option<String>,
    pub(crate) surplus: Option<String>,
    /// Whether the reader can say that it was given back, and whether it was.
    pub(crate) gives_back: bool,
    pub(crate) given_back: bool,
    pub(crate) brought_by: Option<String>,
    /// Whether the reader can confirm it, or take it back.
    pub(crate) confirms: bool,
    pub(crate) withdraws: bool,
    /// What is in it, where the reader counts it.
    pub(crate) lines: Vec<LineView>,
    /// The name of the field for all that was counted.
    pub(crate) all: String,
    pub(crate) key: String,
}

/// A part in a remittance that is to be counted.
pub(crate) struct LineView {
    /// The name of the field for what was counted of it.
    pub(crate) field: String,
    pub(crate) number: String,
    pub(crate) amount: String,
}

pub(crate) fn written(locale: Locale, minor: i64) -> String {
    format::money(locale, Money::mad(minor))
}

/// The parts of which a giver has something that can go to a receiver; nothing where there are none.
pub(crate) fn group(
    app: &App,
    locale: Locale,
    open: &[Outstanding],
    (giver, receiver): (Giver, Receiver),
    f: &Form,
    href: impl Fn(&Outstanding) -> String,
) -> Option<Group> {
    let market = app.market();
    let kind = match giver {
        Giver::Carrier => Kind::CashCarrier,
        Giver::Cooperative => Kind::CashCooperative,
        Giver::Platform => Kind::CashPlatform,
    };
    let fits = |one: &&Outstanding| one.holder == kind && cash::leads(one.flow, giver, receiver);
    // The form that came back is filled; the others are as they were.
    let back = f.value("giver") == giver.code() && f.value("receiver") == receiver.code();
    let typed = |name: &str| if back { f.value(name).to_owned() } else { String::new() };
    let (now, late) = (market.now(), market.settings.cash.remind_after_days);
    let found: Vec<&Outstanding> = open.iter().filter(fits).collect();
    let sum = found.iter().fold(0_i64, |sum, one| sum.saturating_add(one.minor));
    let rows: Vec<Row> = found
        .into_iter()
        .take(LINES)
        .map(|one| Row {
            part: one.part.to_string(),
            href: href(one),
            number: one.number.clone(),
            carrier: one.carrier.clone().unwrap_or_default(),
            amount: written(locale, one.minor),
            minor: one.minor,
            days: words::say_with(locale, "admin-money-days", &[("days", one.days(now).into())]),
            old: late >= 0 && one.days(now) > late,
            waits: one.waits,
            typed: typed(&format!("counted-{}", one.part)),
            chosen: back && f.checked("part", &one.part.to_string()),
        })
        .collect();
    (!rows.is_empty()).then(|| Group {
        giver: giver.code(),
        receiver: receiver.code(),
        title: words::say(locale, &format!("cash-group-{}-{}", giver.code(), receiver.code())),
        action: words::say(locale, &format!("cash-go-{}-{}", giver.code(), receiver.code())),
        total: written(locale, sum),
        rows,
        key: page::once_token(app),
        mark: if back {
            String::new()
        } else {
            format!("-{}-{}", giver.code(), receiver.code())
        },
        sum: typed("total"),
        brought_by: typed("brought_by"),
        reference: typed("reference"),
        why: format!("why-{}-{}", giver.code(), receiver.code()),
    })
}

/// The last remittances of a cooperative, or of all.
pub(crate) async fn documents(
    app: &App,
    locale: Locale,
    of: Option<CooperativeId>,
) -> Result<Vec<DocumentView>, Failure> {
    let db = &app.market().db;
    let found = remittance::list(db, of, Limit::new(30)).await?;
    let mut documents = Vec::with_capacity(found.len());
    for one in &found {
        let mut view = document(locale, one, of.is_none());
        if view.confirms {
            view.key = page::once_token(app);
            let lines = remittance::list_lines(db, one.id).await?;
            let parts: Vec<SellerOrderId> = lines.iter().map(|line| line.part).collect();
            let numbers = order::books::numbers(db, &parts).await?;
            let lines = lines.iter().map(|line| LineView {
                field: got(one.id, line.part),
                number: numbers.get(&line.part).cloned().unwrap_or_default(),
                amount: written(locale, line.expected_minor),
            });
            view.lines = lines.collect();
        }
        if view.surplus.is_some() && one.receiver == Receiver::Platform {
            view.given_back = cash::is_surplus_returned(db, one.id).await?;
            view.gives_back = of.is_none() && !view.given_back;
        }
        documents.push(view);
    }
    Ok(documents)
}

/// What buyers paid too little, of a cooperative's parts or of all, the oldest first.
pub(crate) async fn short(
    app: &App,
    locale: Locale,
    of: Option<CooperativeId>,
    href: impl Fn(SellerOrderId, &str) -> String,
) -> Result<Vec<ShortView>, Failure> {
    let (market, db) = (app.market(), &app.market().db);
    let mut sales = sale::list_short(db, of, Limit::new(100)).await?;
    let parts: Vec<SellerOrderId> = sales.iter().map(|sale| sale.part.id).collect();
    let numbers = order::books::numbers(db, &parts).await?;
    let payments = payment::payment::list_for_seller_orders(db, &parts).await?;
    // For goods that came back nothing is due.
    let back = order::goods_return::list_all_back(db, &parts).await?;
    sales.retain(|sale| !back.contains(&sale.part.id));
    let own = if of.is_some() {
        Holder::Cooperative
    } else {
        Holder::Platform
    };
    let view = |sale: &Sale| {
        let id = sale.part.id;
        let number = numbers.get(&id).cloned().unwrap_or_default();
        let holder = payments.iter().find(|payment| payment.seller_order == id);
        let days = sale
            .delivered_at
            .map_or(0, |at| market.now().since(at).max(0).div_euclid(DAY));
        ShortView {
            part: id.to_string(),
            href: href(id, &number),
            number,
            paid: written(locale, sale.paid_minor),
            lacking: written(locale, sale.total_minor().saturating_sub(sale.paid_minor)),
            days: words::say_with(locale, "admin-money-days", &[("days", days.into())]),
            why: format!("why-{id}"),
            makes_up: holder.is_some_and(|payment| payment.holder == Some(own)),
            key: page::once_token(app),
        }
    };
    Ok(sales.iter().map(view).collect())
}

fn document(locale: Locale, one: &Remittance, office: bool) -> DocumentView {
    let some = |minor: i64| (minor > 0).then(|| written(locale, minor));
    let counted = one.counted.map(|counted| counted.minor);
    let of_parts = counted.map(|counted| counted.saturating_sub(one.surplus.minor));
    DocumentView {
        id: one.id.to_string(),
        way: words::say(
            locale,
            &format!("cash-way-{}-{}", one.giver.code(), one.receiver.code()),
        ),
        tone: match one.state {
            State::Announced => "warn",
            State::Confirmed => "good",
            State::Withdrawn => "bad",
        },
        said: words::say(locale, &format!("cash-state-{}", one.state.code())),
        when: format::date_time(locale, one.created_at),
        expected: written(locale, one.expected.minor),
        counted: counted.map(|minor| written(locale, minor)),
        lacking: of_parts.and_then(|minor| some(one.expected.minor.saturating_sub(minor))),
        surplus: some(one.surplus.minor),
        gives_back: false,
        given_back: false,
        brought_by: one.brought_by.clone(),
        confirms: one.state == State::Announced && (one.receiver == Receiver::Cooperative) != office,
        withdraws: one.state == State::Announced && (one.receiver == Receiver::Cooperative) == office,
        lines: Vec::new(),
        all: all(one.id),
        key: String::new(),
    }
}

/// Writes down what the form says; false where something is wrong with it, which stands beside its field then.
pub(crate) async fn write(app: &App, hand: &Hand, f: &mut Form) -> Result<bool, Failure> {
    let (Some(giver), Some(receiver)) = (Giver::of(f.value("giver")), Receiver::of(f.value("receiver"))) else {
        return Err(Failure::malformed());
    };
    let (mut lines, mut seen) = (Vec::new(), BTreeMap::new());
    for value in f.values("part").to_vec() {
        let part: SellerOrderId = value.parse().map_err(|_| Failure::malformed())?;
        let counted = counted(f, &format!("counted-{part}"));
        lines.push((part, counted));
        if let Ok(minor) = f.value(&format!("seen-{part}")).parse() {
            seen.insert(part, minor);
        }
    }
    if lines.is_empty() {
        f.refuse("part", "cash-none-chosen");
    }
    let handing = Handing {
        giver,
        receiver,
        brought_by: f.optional_line("brought_by", 60),
        reference: f.optional_line("reference", 60),
        note: f.optional_line("note", 300),
        lines,
        total_minor: counted(f, "total"),
        seen,
    };
    if !f.is_ok() {
        return Ok(false);
    }
    let key = f.value("key").to_owned();
    let announces = hand.gives(giver, receiver);
    let done = if announces {
        cash::announce(app.market(), &key, hand, handing).await
    } else {
        cash::receive(app.market(), &key, hand, handing).await
    };
    settled(f, done.map(drop), ("total", "part"))
}

/// The name of the field for what was counted of a part in a remittance.
fn got(id: RemittanceId, part: SellerOrderId) -> String {
    format!("got-{id}-{part}")
}

/// The name of the field for all that was counted of a remittance.
fn all(id: RemittanceId) -> String {
    format!("all-{id}")
}

/// Confirms a remittance with what the form says was in it.
pub(crate) async fn confirm(app: &App, hand: &Hand, id: RemittanceId, f: &mut Form) -> Result<bool, Failure> {
    let total = counted(f, &all(id));
    let mut counts = BTreeMap::new();
    for line in remittance::list_lines(&app.market().db, id).await? {
        if let Some(minor) = counted(f, &got(id, line.part)) {
            counts.insert(line.part, minor);
        }
    }
    if !f.is_ok() {
        return Ok(false);
    }
    let key = f.value("key").to_owned();
    let done = cash::confirm(app.market(), &key, hand, id, counts, total).await;
    settled(f, done.map(drop), (&all(id), &format!("document-{id}")))
}

/// An amount that was counted, where one was typed.
fn counted(f: &mut Form, name: &str) -> Option<i64> {
    if f.value(name).trim().is_empty() {
        return None;
    }
    f.money(name).map(|money| money.minor)
}

/// Writes down that what was short of a part came.
pub(crate) async fn make_up(app: &App, hand: &Hand, f: &mut Form) -> Result<bool, Failure> {
    let part: SellerOrderId = f.value("part").parse().map_err(|_| Failure::malformed())?;
    let key = f.value("key").to_owned();
    let done = cash::make_up(app.market(), &key, hand, part).await;
    let place = format!("short-{part}");
    settled(f, done.map(drop), (&place, &place))
}

/// What is wrong with a sum stands at its field, and what came too late where the thing itself stands.
fn settled(f: &mut Form, done: Result<(), market::Error>, (sum, place): (&str, &str)) -> Result<bool, Failure> {
    match done {
        Ok(()) => Ok(true),
        Err(market::Error::Payment(payment::Error::Amount)) => {
            f.refuse(sum, "cash-wrong-sum");
            Ok(false)
        }
        Err(error) if error.kind() == Class::Conflict => {
            f.refuse(place, &words::error_key(error.code()));
            Ok(false)
        }
        Err(error) => Err(error.into()),
    }
}
