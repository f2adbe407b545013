//! Money that goes back to a buyer: what they read of it, and how they say where it is to go.

use super::Held;
use crate::{
    App, Failure, Outcome,
    extract::{Fields, Visitor},
    page,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use kernel::{Fault, Kind, Locale, ids::RefundId, registration::Rib};
use market::refunding::{self, Wish};
use order::Order;
use payment::{
    Refund,
    refund::{self, Payer, State as Stands, Way},
};
use view::{
    chrome::Chrome,
    form::Form,
    format,
    parts::Choice,
    words::{self, Arg},
};

/// A sentence about money that goes back, and where the buyer can do something about it.
pub(super) struct RefundView {
    pub(super) text: String,
    pub(super) href: Option<String>,
    /// The key of what the link says.
    pub(super) go: &'static str,
    pub(super) tone: &'static str,
}

/// The refunds of an order as its buyer reads them: of those in each other's place the one that counts.
pub(super) fn views(locale: Locale, number: &str, refunds: &[Refund]) -> Vec<RefundView> {
    let told = refund::standing(refunds).into_iter();
    told.map(|one| view(locale, number, one)).collect()
}

fn view(locale: Locale, number: &str, one: &Refund) -> RefundView {
    let (key, go) = match (one.way, one.state) {
        (Way::Dispute, _) => ("order-refund-disputed", ""),
        (_, Stands::Failed) => ("order-refund-failed", "order-refund-say"),
        (Way::Provider, Stands::Succeeded) => ("order-refund-done", ""),
        (Way::Provider, _) => ("order-refund-coming", ""),
        (_, Stands::Succeeded) => ("order-refund-paid", ""),
        (Way::Account, Stands::Requested) => ("order-refund-account", "order-refund-change"),
        (Way::Account, _) => ("order-refund-sent", ""),
        (Way::Cash, _) => ("order-refund-cash", "order-refund-code"),
        (Way::Unsaid, _) => ("order-refund-owed", "order-refund-say"),
    };
    let args = [
        ("amount", Arg::from(format::money(locale, one.amount))),
        ("tail", Arg::from(one.account_tail.clone().unwrap_or_default())),
    ];
    RefundView {
        text: words::say_with(locale, key, &args),
        href: (!go.is_empty()).then(|| format!("/{locale}/orders/{number}/refunds/{}", one.id)),
        go,
        tone: if one.state == Stands::Failed || one.way == Way::Unsaid {
            "warn"
        } else {
            "info"
        },
    }
}

#[derive(Template)]
#[template(path = "pages/order/refund.html")]
struct RefundPage {
    c: Chrome,
    f: Form,
    back: String,
    action: String,
    amount: String,
    /// The code for cash, where that was chosen.
    code: Option<String>,
    payer: String,
    payer_where: String,
    payer_phone: String,
    ways: Vec<Choice>,
}

async fn open(app: &App, held: &Held, id: &str) -> Result<Option<(Order, Refund)>, Failure> {
    let id: RefundId = id.parse().map_err(|_| Failure::not_found())?;
    let Some(order) = held.open(app).await? else {
        return Ok(None);
    };
    let found = refund::find(&app.market().db, id).await?;
    let found = found.filter(|one| one.order == order.head.id);
    Ok(Some((order, found.ok_or_else(Failure::not_found)?)))
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    held: Held,
    Path((_, _, id)): Path<(String, String, String)>,
) -> Outcome {
    let Some((order, found)) = open(&app, &held, &id).await? else {
        return page::see_other(&format!("/{}/orders/find?number={}", visitor.locale(), held.number));
    };
    let all = refund::list_of_order(&app.market().db, order.head.id).await?;
    let is_owed = found.state == Stands::Failed && refund::speaker(&found, &all) == Some(&found);
    let is_theirs = is_owed || (found.payer.is_some() && found.state == Stands::Requested);
    if !is_theirs {
        return page::see_other(&format!("/{}/orders/{}", visitor.locale(), held.number));
    }
    let mut f = Form::default();
    f.set("way", if found.way == Way::Cash { "cash" } else { "account" });
    render(&app, &visitor, &order, &found, (StatusCode::OK, f)).await
}

async fn render(
    app: &App,
    visitor: &Visitor,
    order: &Order,
    found: &Refund,
    (status, f): (StatusCode, Form),
) -> Outcome {
    let c = page::chrome(app, visitor, "order-refund-title").await?;
    let locale = c.locale;
    let back = c.url(&format!("/orders/{}", order.head.number));
    let cash = found.way == Way::Cash && found.state == Stands::Requested;
    let part = found.part.and_then(|id| order.parts.iter().find(|part| part.id == id));
    let (payer, payer_where, payer_phone) = match part.filter(|_| found.payer == Some(Payer::Cooperative)) {
        Some(part) => (
            part.seller.name.text(locale).to_owned(),
            part.seller.seat.clone(),
            kernel::Phone::stored(part.seller.phone.clone()).display(),
        ),
        None => {
            let operator = &app.market().settings.operator;
            let name = match operator.name.as_str() {
                "" => app.market().settings.name.clone(),
                name => name.to_owned(),
            };
            (name, operator.address.clone(), operator.phone.clone())
        }
    };
    let choice = |value: &str, key: &str| Choice::new(value, words::say(locale, key));
    let page = RefundPage {
        action: format!("{back}/refunds/{}", found.id),
        back,
        amount: format::money(locale, found.amount),
        code: cash.then(|| refunding::refund_code(app.market(), found.id)),
        payer,
        payer_where,
        payer_phone,
        ways: vec![
            choice("account", "order-refund-to-account"),
            choice("cash", "order-refund-in-cash"),
        ],
        c,
        f,
    };
    page::html(status, &page)
}

pub(super) async fn choose(
    State(app): State<App>,
    visitor: Visitor,
    held: Held,
    Path((_, _, id)): Path<(String, String, String)>,
    Fields(mut f): Fields,
) -> Outcome {
    let (order, found) = open(&app, &held, &id).await?.ok_or_else(Failure::not_found)?;
    let secret = held.kept.as_deref().ok_or_else(Failure::not_found)?;
    let wish = match f.one_of("way", &["account", "cash"]).as_deref() {
        Some("cash") => Some(Wish::Cash),
        Some(_) => {
            let rib = Rib::parse(f.value("rib")).ok();
            // Buyers who paid by transfer have the market's at hand.
            let own = app.market().ways.account().map(|account| &account.rib);
            match &rib {
                None => f.refuse("rib", "error-payment-account"),
                Some(rib) if own == Some(rib) => f.refuse("rib", "order-refund-own-rib"),
                Some(_) => {}
            }
            rib.filter(|_| f.is_ok()).map(Wish::Account)
        }
        None => None,
    };
    let Some(wish) = wish else {
        return render(&app, &visitor, &order, &found, (StatusCode::UNPROCESSABLE_ENTITY, f)).await;
    };
    let path = format!("/{}/orders/{}", visitor.locale(), held.number);
    let cash = wish == Wish::Cash;
    match refunding::choose_way(app.market(), &held.number, secret, found.id, wish).await {
        // The code is what they came for.
        Ok(id) if cash => page::see_other(&format!("{path}/refunds/{id}")),
        Ok(_) => page::see_other_with(&path, "order-notice-refund-chosen"),
        Err(error) if error.kind() == Kind::Conflict => page::see_other_with(&path, "order-notice-return-moved"),
        Err(error) => Err(error.into()),
    }
}
