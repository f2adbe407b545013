//! What a giver has of each part, and what moves once it was counted. The document, the ledger and the payments move
//! together.

use super::{
    Hand,
    hand::{goal, leads, till},
};
use crate::Error;
use kernel::{
    Currency, Mint, Money, Tx,
    ids::{CooperativeId, EventId, RemittanceId, SellerOrderId},
};
use ledger::{Flow, MarketEvent, Sale, balance, sale};
use order::{Event, goods_return, history};
use payment::{
    Holder,
    remittance::{self, Giver, LINES, Receiver},
};
use std::collections::BTreeMap;

/// What may be too much at most, in centimes.
const SURPLUS: i64 = 5_000;

/// From whom to whom.
pub(super) type Way = (Giver, Receiver);

/// What should come of a part.
#[derive(Clone, Copy)]
pub(super) enum Expected {
    /// All that its giver has.
    All,
    /// So much, as was announced.
    Minor(i64),
}

/// A part, what its giver has of it, and what should come of that.
pub(super) struct Held {
    pub(super) sale: Sale,
    pub(super) minor: i64,
    pub(super) expected_minor: i64,
}

impl Held {
    pub(super) const fn id(&self) -> SellerOrderId {
        self.sale.part.id
    }

    pub(super) const fn line(&self) -> (SellerOrderId, CooperativeId, i64) {
        (self.id(), self.sale.part.cooperative, self.expected_minor)
    }
}

/// Locks the parts and reads what the giver has of each.
pub(super) async fn held(
    tx: &Tx,
    by: &Hand,
    (giver, receiver): Way,
    mut parts: Vec<(SellerOrderId, Expected)>,
) -> Result<Vec<Held>, Error> {
    parts.sort_unstable_by_key(|(part, _)| *part);
    let many = parts.len();
    parts.dedup_by_key(|(part, _)| *part);
    if parts.is_empty() || parts.len() != many || many > LINES {
        return Err(payment::Error::Amount.into());
    }
    let ids: Vec<SellerOrderId> = parts.iter().map(|(part, _)| *part).collect();
    let sales = sale::lock_parts(tx, &ids).await?;
    let accounts = balance::of_parts(tx, &ids).await?;
    let kind = till(giver).kind();
    let mut found = Vec::with_capacity(parts.len());
    for (part, expected) in parts {
        let sale = sales.iter().find(|sale| sale.part.id == part);
        let own = |sale: &&Sale| by.cooperative().is_none_or(|own| own == sale.part.cooperative);
        let sale = *sale.filter(own).ok_or(order::Error::NoOrder)?;
        let on = accounts.get(&part).and_then(|kinds| kinds.get(&kind));
        let minor = on.copied().unwrap_or(0);
        if minor <= 0 || !leads(sale.part.flow, giver, receiver) {
            return Err(payment::Error::Waiting.into());
        }
        let expected_minor = match expected {
            Expected::All => minor,
            // Some of it may have gone back to its buyer since.
            Expected::Minor(said) => said.min(minor),
        };
        found.push(Held {
            sale,
            minor,
            expected_minor,
        });
    }
    Ok(found)
}

/// The one cooperative of all parts.
pub(super) fn only(held: &[Held]) -> Option<CooperativeId> {
    let first = held.first()?.sale.part.cooperative;
    held.iter()
        .all(|part| part.sale.part.cooperative == first)
        .then_some(first)
}

/// Confirms a document and moves what was counted; gives the sum of all that was in it.
pub(super) async fn take_effect(
    tx: &Tx,
    mint: &Mint,
    by: &Hand,
    (id, way): (RemittanceId, Way),
    held: &[Held],
    (counts, total_minor): (&BTreeMap<SellerOrderId, i64>, Option<i64>),
) -> Result<i64, Error> {
    let counted: Vec<(SellerOrderId, i64)> = held
        .iter()
        .map(|part| {
            (
                part.id(),
                counts.get(&part.id()).copied().unwrap_or(part.expected_minor),
            )
        })
        .collect();
    let unknown = counts.keys().any(|part| !held.iter().any(|held| held.id() == *part));
    if unknown || counted.iter().any(|(_, minor)| *minor < 0) {
        return Err(payment::Error::Amount.into());
    }
    let sum = counted
        .iter()
        .try_fold(0_i64, |sum, (_, minor)| sum.checked_add(*minor));
    let sum = sum.ok_or(payment::Error::Amount)?;
    let total = total_minor.unwrap_or(sum);
    let surplus = total.checked_sub(sum).filter(|surplus| *surplus >= 0);
    let surplus = surplus.ok_or(payment::Error::Amount)?;
    let lacks = held
        .iter()
        .zip(&counted)
        .any(|(part, (_, minor))| *minor < part.expected_minor);
    // What no buyer paid is the cooperative's and the carrier's to sort out; what is much, or stands beside something that
    // lacks, was counted or typed wrongly.
    if surplus > 0 && (way.1 == Receiver::Cooperative || surplus > SURPLUS || lacks) {
        return Err(payment::Error::Amount.into());
    }
    if !remittance::confirm(tx, mint, id, by.person(), &counted, surplus).await? {
        return Err(payment::Error::Waiting.into());
    }
    for (part, (_, minor)) in held.iter().zip(&counted) {
        if *minor > 0 {
            pass(tx, mint, by, (id, way), part, *minor).await?;
        }
    }
    if surplus > 0 {
        put_aside(tx, mint, by, (id, way), surplus).await?;
    }
    Ok(total)
}

/// Moves what was counted of one part.
async fn pass(
    tx: &Tx,
    mint: &Mint,
    by: &Hand,
    (id, (giver, receiver)): (RemittanceId, Way),
    part: &Held,
    minor: i64,
) -> Result<(), Error> {
    let (who, from, (to, holder)) = (Some(by.person()), till(giver), goal(receiver));
    if minor > part.minor {
        // The buyer paid the rest after all, or had all along. For goods that all came back nothing is due.
        let back = !goods_return::list_all_back(tx, &[part.id()]).await?.is_empty();
        let paid = part.sale.paid_minor.checked_add(minor.saturating_sub(part.minor));
        if back || paid != Some(part.sale.total_minor()) || giver != Giver::Carrier {
            return Err(payment::Error::Amount.into());
        }
        let all = Money::mad(part.sale.total_minor());
        payment::payment::collect(tx, mint, part.id(), all, Holder::Carrier, who).await?;
        sale::collected(tx, mint, who, part.id(), from, all).await?;
    }
    sale::handed_over(tx, mint, who, part.id(), id, (from, to, minor)).await?;
    if minor < part.minor {
        return Ok(());
    }
    // What is short may still be made up.
    let whole = minor > part.minor || part.sale.paid_minor >= part.sale.total_minor();
    if part.sale.part.flow == Flow::Direct && receiver == Receiver::Cooperative && whole {
        payment::payment::remit(tx, mint, part.id(), who).await?;
    } else {
        payment::payment::hand_on(tx, mint, part.id(), holder, who).await?;
    }
    if receiver == Receiver::Cooperative {
        history::record(tx, mint, &[part.id()], Event::Remit, &by.by()).await?;
    }
    Ok(())
}

/// What belongs to no part.
async fn put_aside(
    tx: &Tx,
    mint: &Mint,
    by: &Hand,
    (id, (_, receiver)): (RemittanceId, Way),
    minor: i64,
) -> Result<(), Error> {
    let event = MarketEvent::SuspenseIn {
        id: EventId(id.0),
        into: goal(receiver).0,
        minor,
    };
    ledger::post_event(tx, mint, Some(by.person()), Currency::Mad, &event).await?;
    Ok(())
}
