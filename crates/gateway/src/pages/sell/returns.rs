//! What buyers give back: a big card for each return, and on the page of one the next thing to do as one big button.

use crate::{
    App, Failure, Outcome,
    extract::{Fields, Selling, Visitor, pairs},
    page,
    pages::order as order_page,
    routes::{Access, Table},
};
use askama::Template;
use axum::{
    extract::{Path, RawQuery, State},
    http::StatusCode,
};
use kernel::{
    Fault, Kind, Limit, Locale, Money, Phone,
    ids::{ReturnId, VariantId},
};
use market::{
    actor::Seller,
    refunding::{self, Paying},
    returning::{self, Deciding},
};
use order::{
    ForCooperative, Return, SellerOrder, goods_return,
    returning::{Refusal, Stage},
};
use payment::{
    Refund,
    refund::{self, State as Stands, Way},
};
use std::collections::BTreeMap;
use view::{chrome::Chrome, form::Form, format, parts::Choice, words};

/// The longest words to a buyer.
const WORDS: usize = 500;

/// The routes of a cooperative's returns. Whoever was suspended still takes back what buyers may give back.
pub(super) fn routes(table: &mut Table) {
    table.get("/{lang}/sell/{cooperative}/returns", Access::Member, list);
    table.get("/{lang}/sell/{cooperative}/returns/{return}", Access::Member, show);
    table.post(
        "/{lang}/sell/{cooperative}/returns/{return}/{action}",
        Access::Member,
        act,
    );
}

#[derive(Template)]
#[template(path = "pages/sell/returns.html")]
struct ListPage {
    c: Chrome,
    open: bool,
    root: String,
    cards: Vec<Card>,
    next: Option<String>,
}

struct Card {
    href: String,
    number: String,
    buyer: String,
    state: String,
    tone: &'static str,
    what: Vec<String>,
    amount: String,
    due: Option<String>,
}

async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Selling(seller): Selling,
    RawQuery(query): RawQuery,
) -> Outcome {
    let asked = pairs(query.unwrap_or_default().as_bytes())?;
    let value = |name: &str| asked.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    let open = value("tab") != Some("over");
    let after = value("after").and_then(|after| after.parse().ok());
    let db = &app.market().db;
    let found = goods_return::list_for_cooperative(db, seller.cooperative, open, after, Limit::default()).await?;
    let c = page::chrome(&app, &visitor, "seller-returns-title")
        .await?
        .with_section("seller-orders");
    let root = c.url(&format!("/sell/{}/returns", seller.cooperative));
    let tab = if open { "open" } else { "over" };
    let next = found.next.map(|after| format!("{root}?tab={tab}&after={after}"));
    let mut cards = Vec::with_capacity(found.items.len());
    for one in &found.items {
        if let Some(order) = order::order::find_for_cooperative(db, seller.cooperative, one.part).await? {
            cards.push(card(c.locale, &root, &order, one));
        }
    }
    page::html(
        StatusCode::OK,
        &ListPage {
            c,
            open,
            root,
            cards,
            next,
        },
    )
}

fn card(locale: Locale, root: &str, order: &ForCooperative, one: &Return) -> Card {
    let minor = one.refunded_minor.unwrap_or(one.goods_minor);
    Card {
        href: format!("{root}/{}", one.id),
        number: order.head.number.clone(),
        buyer: order.head.buyer.name.clone(),
        state: words::say(locale, &format!("order-return-{}", one.stage.code())),
        tone: order_page::return_tone(one.stage),
        what: order_page::return_what(locale, &order.part, one),
        amount: format::money(locale, Money::mad(minor)),
        due: due(locale, one),
    }
}

/// Until when the cooperative has to do something, and what happens otherwise.
fn due(locale: Locale, one: &Return) -> Option<String> {
    let key = match one.stage {
        Stage::Requested => "seller-return-answer-by",
        Stage::Accepted => "seller-return-goods-by",
        Stage::Received => "seller-return-pay-by",
        _ => return None,
    };
    let at = match one.stage {
        Stage::Requested => one.requested_at.plus(order::returning::ANSWER),
        _ => one.due_at?,
    };
    Some(order_page::with(locale, key, "when", format::date_time(locale, at)))
}

#[derive(Template)]
#[template(path = "pages/sell/return.html")]
struct OnePage {
    c: Chrome,
    f: Form,
    root: String,
    order: String,
    number: String,
    asked: String,
    state: String,
    tone: &'static str,
    stage: &'static str,
    due: Option<String>,
    reason: Option<String>,
    words: Option<String>,
    /// What it costs the cooperative, or may at most; none where that is nothing.
    costs: Option<String>,
    lines: Vec<LineView>,
    refusals: Vec<Choice>,
    restock: Vec<Choice>,
    buyer: String,
    phone: String,
    tel: String,
    /// Money that the cooperative has to pay back by hand.
    pay: Option<PayView>,
}

/// A line of which is decided how much is paid back.
struct LineView {
    field: String,
    name: String,
    counts: Vec<i64>,
    quantity: i64,
    refunded: Option<i64>,
}

struct PayView {
    amount: String,
    /// `unsaid`, `account`, `cash` or `done`.
    how: &'static str,
    rib: Option<String>,
    /// The last digits of it, as the form brings them back.
    tail: String,
}

async fn find(app: &App, seller: &Seller, id: &str) -> Result<(ForCooperative, Return), Failure> {
    let id: ReturnId = id.parse().map_err(|_| Failure::not_found())?;
    let db = &app.market().db;
    let found = goods_return::find_for_cooperative(db, seller.cooperative, id).await?;
    let found = found.ok_or_else(Failure::not_found)?;
    let order = order::order::find_for_cooperative(db, seller.cooperative, found.part).await?;
    Ok((order.ok_or_else(Failure::not_found)?, found))
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Selling(seller): Selling,
    Path((_, _, id)): Path<(String, String, String)>,
) -> Outcome {
    render(&app, &visitor, &seller, &id, (StatusCode::OK, Form::default())).await
}

async fn render(
    app: &App,
    visitor: &Visitor,
    seller: &Seller,
    id: &str,
    (status, mut f): (StatusCode, Form),
) -> Outcome {
    let (order, found) = find(app, seller, id).await?;
    let refund = match found.refund {
        Some(refund) => refund::find(&app.market().db, refund).await?,
        None => None,
    };
    let mut c = page::chrome(app, visitor, "seller-return-title")
        .await?
        .with_section("seller-orders");
    c.title = c.tn("seller-return-of", "number", order.head.number.as_str());
    if f.value("restock").is_empty() {
        f.set("restock", "yes");
    }
    let pay = refund.and_then(|refund| pay_view(app, c.locale, &refund));
    let view = OnePage {
        pay,
        costs: costs(app, c.locale, &order.part, &found).await?,
        ..one(c, f, &order, &found)
    };
    page::html(status, &view)
}

fn one(c: Chrome, f: Form, order: &ForCooperative, found: &Return) -> OnePage {
    let locale = c.locale;
    let line = |piece: &goods_return::Piece| {
        let sold = order.part.lines.iter().find(|line| line.variant == piece.variant);
        LineView {
            field: format!("pieces_{}", piece.variant),
            name: sold.map_or_else(String::new, |line| line.name.text(locale).to_owned()),
            counts: (0..=piece.quantity).rev().collect(),
            quantity: piece.quantity,
            refunded: piece.refunded,
        }
    };
    let refusal = |one: &Refusal| {
        Choice::new(
            one.code(),
            words::say(locale, &format!("seller-refusal-{}", one.code())),
        )
    };
    let choice = |value: &str, key: &str| Choice::new(value, words::say(locale, key));
    OnePage {
        root: c.url(&format!("/sell/{}/returns/{}", found.cooperative, found.id)),
        order: c.url(&format!("/sell/{}/orders/{}", found.cooperative, found.part)),
        number: order.head.number.clone(),
        asked: format::date_time(locale, found.requested_at),
        state: words::say(locale, &format!("order-return-{}", found.stage.code())),
        tone: order_page::return_tone(found.stage),
        stage: found.stage.code(),
        due: due(locale, found),
        reason: found.reason.clone(),
        words: found.words.clone(),
        costs: None,
        lines: found.lines.iter().map(line).collect(),
        refusals: Refusal::ALL.iter().map(refusal).collect(),
        restock: vec![choice("yes", "seller-restock-yes"), choice("no", "seller-restock-no")],
        buyer: order.head.buyer.name.clone(),
        phone: Phone::stored(order.head.buyer.phone.clone()).display(),
        tel: order.head.buyer.phone.clone(),
        pay: None,
        c,
        f,
    }
}

/// What a return costs its cooperative: what was decided, or the most that can be while it is open.
async fn costs(app: &App, locale: Locale, part: &SellerOrder, found: &Return) -> Result<Option<String>, Failure> {
    let (key, minor) = match found.refunded_minor {
        Some(minor) => ("seller-return-decided", minor),
        None if found.stage.is_open() => ("seller-return-costs", most(app, part, found).await?),
        None => return Ok(None),
    };
    let amount = format::money(locale, Money::mad(minor));
    Ok((minor > 0).then(|| order_page::with(locale, key, "amount", amount)))
}

/// The most that can be paid back: the pieces, and the delivery if nothing of the part would be left with its buyer, but no
/// more than is left of what was paid.
async fn most(app: &App, part: &SellerOrder, found: &Return) -> Result<i64, Failure> {
    let db = &app.market().db;
    let Some(paid) = payment::payment::find_for_seller_order(db, part.id).await? else {
        return Ok(0);
    };
    let left = refund::free_minor(db, &paid).await?;
    let returns = goods_return::list_of_part(db, part.id).await?;
    let back = returns
        .iter()
        .filter(|one| one.stage.is_open() || one.stage == Stage::Refunded)
        .flat_map(|one| &one.lines)
        .fold(0_i64, |sum, piece| {
            sum.saturating_add(piece.refunded.unwrap_or(piece.quantity))
        });
    let sold = part.lines.iter();
    let sold = sold.fold(0_i64, |sum, line| sum.saturating_add(line.quantity));
    let delivery = if back == sold { part.totals.delivery_minor } else { 0 };
    Ok(found.goods_minor.saturating_add(delivery).min(left).max(0))
}

fn pay_view(app: &App, locale: Locale, refund: &Refund) -> Option<PayView> {
    refund.payer.filter(|payer| *payer == refund::Payer::Cooperative)?;
    let how = match (refund.state, refund.way) {
        (Stands::Requested, Way::Account) => "account",
        (Stands::Requested, Way::Cash) => "cash",
        (Stands::Requested, _) => "unsaid",
        _ => "done",
    };
    let rib = refunding::read_account(app.market(), refund).filter(|_| how == "account");
    Some(PayView {
        amount: format::money(locale, refund.amount),
        how,
        rib: rib.map(|rib| rib.grouped()),
        tail: refund.account_tail.clone().unwrap_or_default(),
    })
}

async fn act(
    State(app): State<App>,
    visitor: Visitor,
    Selling(seller): Selling,
    Path((_, _, id, action)): Path<(String, String, String, String)>,
    Fields(mut f): Fields,
) -> Outcome {
    let (_, found) = find(&app, &seller, &id).await?;
    let market = app.market();
    let wrong = (StatusCode::UNPROCESSABLE_ENTITY, Form::default());
    let done = match action.as_str() {
        "accept" => returning::accept_return(market, &seller, found.id).await,
        "receive" => returning::receive_return(market, &seller, found.id).await,
        "refuse" => {
            let codes: Vec<&str> = Refusal::ALL.iter().map(|one| one.code()).collect();
            let (refusal, words) = (f.one_of("refusal", &codes), f.line("words", WORDS));
            let refusal = refusal.and_then(|code| Refusal::of(&code));
            match (refusal, words) {
                (Some(refusal), Some(words)) => {
                    returning::refuse_return(market, &seller, found.id, refusal, words).await
                }
                _ => return render(&app, &visitor, &seller, &id, (wrong.0, f)).await,
            }
        }
        "refund" => match deciding(&found, &mut f) {
            Some(deciding) => returning::refund_return(market, &seller, found.id, deciding).await,
            None => return render(&app, &visitor, &seller, &id, (wrong.0, f)).await,
        },
        "pay" => pay(&app, &seller, &found, &f).await,
        _ => return Err(Failure::not_found()),
    };
    let path = format!("/{}/sell/{}/returns/{}", visitor.locale(), seller.cooperative, found.id);
    match done {
        Ok(()) => page::see_other_with(&path, "seller-notice-done"),
        Err(error) if error.kind() == Kind::Conflict => page::see_other_with(&path, "seller-notice-moved"),
        Err(error) if error.kind() == Kind::Invalid => {
            let field = error.field().unwrap_or("words");
            f.refuse(field, &format!("error-{}", error.code().replace('.', "-")));
            render(&app, &visitor, &seller, &id, (wrong.0, f)).await
        }
        Err(error) => Err(error.into()),
    }
}

fn deciding(found: &Return, f: &mut Form) -> Option<Deciding> {
    let mut pieces: BTreeMap<VariantId, i64> = BTreeMap::new();
    for piece in &found.lines {
        let field = format!("pieces_{}", piece.variant);
        if let Some(count) = f.optional_integer(&field, 0, piece.quantity) {
            pieces.insert(piece.variant, count);
        }
    }
    let restock = f.one_of("restock", &["yes", "no"]);
    let words = f.optional_line("words", WORDS);
    f.is_ok().then(|| Deciding {
        pieces,
        restock: restock.as_deref() == Some("yes"),
        words,
    })
}

/// The cooperative pays by hand, as the buyer wants it.
async fn pay(app: &App, seller: &Seller, found: &Return, f: &Form) -> Result<(), market::Error> {
    let refund = found.refund.ok_or(payment::Error::NoRefund)?;
    let known = refund::find(&app.market().db, refund)
        .await?
        .ok_or(payment::Error::NoRefund)?;
    let by = Paying::Cooperative(*seller);
    match known.way {
        Way::Cash => refunding::hand_out_cash(app.market(), by, refund, f.value("code")).await,
        _ => match f.value("tail") {
            "" => refunding::send_transfer(app.market(), by, refund, None).await,
            tail => refunding::send_transfer_to(app.market(), by, refund, (tail, None)).await,
        },
    }
}
