//! The money of one order, as its page in the office lists it: each try to pay, what goes back, what a bank disputes, and
//! goods on their way back, in the order in which they began, with the way to the page where something can be done.

use super::trouble;
use crate::Failure;
use kernel::{Micros, Money};
use market::{Market, paying};
use order::Order;
use payment::{
    Attempt, Dispute, Standing, attempt,
    dispute::{self, State as Disputed},
    refund::{self, Refund, Way},
};
use view::{chrome::Chrome, format, words};

/// One of them.
pub(super) struct Entry {
    at: Micros,
    pub(super) when: String,
    pub(super) what: String,
    pub(super) amount: String,
    pub(super) state: String,
    pub(super) tone: &'static str,
    /// The page where it is looked at.
    pub(super) href: Option<String>,
}

/// All of an order, the earliest first.
pub(super) async fn list(market: &Market, c: &Chrome, order: &Order) -> Result<Vec<Entry>, Failure> {
    let (db, id) = (&market.db, order.head.id);
    let attempts = attempt::list_of_order(db, id).await?;
    let mut entries = Vec::new();
    for attempt in &attempts {
        entries.push(tried(c, attempt));
        for one in dispute::list_of_attempt(db, attempt.id).await? {
            entries.push(disputed(c, &one));
        }
    }
    let refunds = refund::list_of_order(db, id).await?;
    entries.extend(refunds.iter().map(|one| going_back(c, one, &refunds)));
    for one in order::goods_return::list_of_order(db, id).await? {
        let money = Money::mad(one.refunded_minor.unwrap_or(one.goods_minor));
        // What failed may have been paid by another in its place.
        let first = refunds.iter().find(|refund| Some(refund.id) == one.refund);
        let last = first.and_then(|one| refund::speaker(one, &refunds));
        let (state, tone) = match last.is_some_and(is_owed) {
            true => (c.t("office-return-owed"), "warn"),
            false => (
                words::say(c.locale, &format!("order-return-{}", one.stage.code())),
                crate::pages::order::return_tone(one.stage),
            ),
        };
        entries.push(Entry {
            state,
            tone,
            href: Some(c.url(&format!("/admin/returns/{}", one.id))),
            ..entry(c, c.t("office-entry-return"), money, one.requested_at)
        });
    }
    entries.sort_by_key(|entry| entry.at);
    Ok(entries)
}

fn entry(c: &Chrome, what: String, amount: Money, at: Micros) -> Entry {
    Entry {
        at,
        when: format::date_time(c.locale, at),
        what,
        amount: format::money(c.locale, amount),
        state: String::new(),
        tone: "warn",
        href: None,
    }
}

fn tried(c: &Chrome, one: &Attempt) -> Entry {
    let (state, tone) = match one.state {
        Standing::Created | Standing::Submitted | Standing::RequiresAction => ("open", "info"),
        Standing::Processing | Standing::Authorised => ("decided", "info"),
        Standing::Unknown | Standing::CaptureRequested => ("unknown", "warn"),
        Standing::Captured => ("captured", "good"),
        Standing::Failed => ("failed", "bad"),
        Standing::Expired => ("expired", "bad"),
        Standing::Voided => ("voided", "bad"),
        Standing::IntegrityFailure => ("odd", "bad"),
    };
    let what = match one.provider.as_str() {
        paying::BANK => c.t("office-entry-transfer"),
        provider => c.tn("office-entry-attempt", "provider", provider.to_uppercase().as_str()),
    };
    Entry {
        state: words::say(c.locale, &format!("office-attempt-{state}")),
        tone,
        ..entry(c, what, one.amount, one.created_at)
    }
}

const fn is_owed(one: &Refund) -> bool {
    !matches!(one.state, refund::State::Succeeded | refund::State::Twice)
}

fn going_back(c: &Chrome, one: &Refund, all: &[Refund]) -> Entry {
    let what = match one.way {
        Way::Provider => "office-entry-refund-provider",
        Way::Unsaid => "office-entry-refund",
        Way::Account => "office-entry-refund-account",
        Way::Cash => "office-entry-refund-cash",
        Way::Dispute => "office-entry-refund-dispute",
    };
    let state = trouble::state_among(one, all);
    Entry {
        state: words::say(c.locale, &format!("trouble-refund-{state}")),
        tone: trouble::tone(one.state),
        href: Some(c.url(&format!("/admin/refunds/{}", one.id))),
        ..entry(c, words::say(c.locale, what), one.amount, one.created_at)
    }
}

fn disputed(c: &Chrome, one: &Dispute) -> Entry {
    let (state, tone) = match one.state {
        Disputed::Open => ("open", "warn"),
        Disputed::Won => ("won", "good"),
        Disputed::Lost => ("lost", "bad"),
    };
    Entry {
        state: words::say(c.locale, &format!("office-dispute-{state}")),
        tone,
        href: Some(c.url("/admin/trouble")),
        ..entry(c, c.t("office-entry-dispute"), one.amount, one.opened_at)
    }
}
