//! What lines of the bank's statement name that did not do what they were sent for, and how much of it is waited for.

use crate::Failure;
use kernel::{
    Money, Read,
    ids::{BankLineId, InvoiceId, OrderId, PayoutId, RefundId, SellerOrderId},
};
use ledger::{invoice, payout};
use market::paying::BANK;
use payment::{
    About, attempt,
    bank::{Line, Reason},
    refund,
};
use std::collections::BTreeMap;
use uuid::Uuid;
use view::{chrome::Chrome, format};

/// What a line names.
pub(super) struct Named {
    pub(super) href: String,
    pub(super) what: String,
    /// How much of it is waited for, where the line is another amount.
    pub(super) expected: Option<String>,
}

/// What each of some lines names: two questions, and one more for each line of another amount.
pub(super) async fn list(db: &impl Read, c: &Chrome, lines: &[Line]) -> Result<BTreeMap<BankLineId, Named>, Failure> {
    let of = |about: About| {
        let subjects = lines.iter().filter_map(|line| line.subject);
        subjects.filter(move |(kind, _)| *kind == about).map(|(_, id)| id)
    };
    let parts: Vec<SellerOrderId> = of(About::Part).map(SellerOrderId).collect();
    let mut orders: Vec<OrderId> = of(About::Order).map(OrderId).collect();
    let payments = payment::payment::list_for_seller_orders(db, &parts).await?;
    orders.extend(payments.iter().map(|one| one.order));
    let numbers = order::order::list_numbers(db, &orders).await?;
    let mut named = BTreeMap::new();
    for line in lines {
        let Some((about, id)) = line.subject else {
            continue;
        };
        let order = match about {
            About::Order => Some(OrderId(id)),
            About::Part => {
                let payment = payments.iter().find(|one| one.seller_order == SellerOrderId(id));
                payment.map(|one| one.order)
            }
            About::Payout | About::Invoice | About::Refund => None,
        };
        let number = order.and_then(|order| numbers.get(&order));
        let (path, what) = match (about, number) {
            (About::Order | About::Part, Some(number)) => (
                format!("/admin/orders/{number}"),
                c.tn("order-number", "number", number.as_str()),
            ),
            (About::Order | About::Part, None) => continue,
            (About::Payout, _) => (format!("/admin/payouts/{}", PayoutId(id)), c.t("payouts-one")),
            (About::Invoice, _) => (format!("/admin/invoices/{}", InvoiceId(id)), c.t("bank-about-invoice")),
            (About::Refund, _) => (format!("/admin/refunds/{}", RefundId(id)), c.t("trouble-refund-title")),
        };
        let expected = match line.reason {
            Some(Reason::Amount) => waited_for(db, (about, id)).await?,
            _ => None,
        };
        let one = Named {
            href: c.url(&path),
            what,
            expected: expected.map(|money| format::money(c.locale, money)),
        };
        named.insert(line.id, one);
    }
    Ok(named)
}

/// How much is waited for of what a line names.
async fn waited_for(db: &impl Read, subject: (About, Uuid)) -> Result<Option<Money>, Failure> {
    Ok(match subject {
        (About::Order, id) => {
            let attempts = attempt::list_of_order(db, OrderId(id)).await?;
            let due = attempts.into_iter().find(|attempt| attempt.provider == BANK);
            due.map(|attempt| attempt.amount)
        }
        // A part is paid to its cooperative.
        (About::Part, _) => None,
        (About::Payout, id) => payout::find(db, PayoutId(id)).await?.map(|found| found.amount),
        (About::Invoice, id) => invoice::find(db, InvoiceId(id)).await?.map(|found| Money {
            minor: found.open_minor(),
            currency: found.currency,
        }),
        (About::Refund, id) => refund::find(db, RefundId(id)).await?.map(|found| found.amount),
    })
}
