//! The bank did a payout, or nobody knows.

use super::once;
use crate::{
    Error, Market,
    actor::Administrator,
    idempotency::Once,
    notices::{self, Notice},
    quarantine,
};
use kernel::{Mint, Money, Tx, ids::PayoutId};
use ledger::payout::{self, State};

/// An administrator saw on the bank's pages that it was paid.
///
/// # Errors
/// [`Error::MoneyHeld`]; [`ledger::Error::NotNow`], also for one that failed: what stood in it may be in another one;
/// [`ledger::Error::Unknown`]; [`Error::KeyReused`]; when the database refuses.
pub async fn mark_paid(market: &Market, by: &Administrator, key: &str, id: PayoutId) -> Result<Once<PayoutId>, Error> {
    let (person, queue) = (by.person, market.queue.clone());
    once(market, by, key, ("paid", id, ""), move |tx, mint| {
        Box::pin(async move {
            quarantine::pass_out(tx).await?;
            let found = payout::find(tx, id).await?.ok_or(ledger::Error::Unknown)?;
            payout::pay(tx, mint, Some(person), id, found.amount).await?;
            if found.state == State::Approved {
                // It stood in no file: its cooperative has not heard of it.
                notices::tell(&queue, tx, mint, &[Notice::PayoutSent { payout: id }]).await?;
            }
            Ok(id)
        })
    })
    .await
}

/// A line of the bank's statement names a payout: it is paid, where the amount is its own; one that somebody said was
/// paid is so for sure. False where a line said so before: the bank did it twice.
///
/// # Errors
/// [`ledger::Error::Amount`] for another amount; [`ledger::Error::NotNow`] for one that was never approved, or that
/// failed: a person has to look; [`ledger::Error::Unknown`]; when the database refuses.
pub async fn paid_by_bank(
    tx: &Tx,
    mint: &Mint,
    queue: &job::Queue,
    id: PayoutId,
    amount: Money,
) -> Result<bool, Error> {
    let found = payout::find(tx, id).await?.ok_or(ledger::Error::Unknown)?;
    if found.amount != amount {
        return Err(ledger::Error::Amount.into());
    }
    // One that came back had left before: a statement shows both.
    if found.state == State::Returned || !payout::pay(tx, mint, None, id, amount).await? {
        return Ok(payout::confirm(tx, mint, id).await?);
    }
    if found.state == State::Approved {
        notices::tell(queue, tx, mint, &[Notice::PayoutSent { payout: id }]).await?;
    }
    Ok(true)
}

/// An administrator cannot find out what the bank did: nothing that stands in it is paid again until its statement shows.
///
/// # Errors
/// As [`mark_paid`].
pub async fn mark_unknown(
    market: &Market,
    by: &Administrator,
    key: &str,
    id: PayoutId,
) -> Result<Once<PayoutId>, Error> {
    let person = by.person;
    once(market, by, key, ("unknown", id, ""), move |tx, mint| {
        Box::pin(async move {
            if kernel::planted("unknown-releases") {
                payout::fail(tx, mint, None, id, "no answer", 0).await?;
                return Ok(id);
            }
            payout::doubt(tx, mint, Some(person), id).await?;
            Ok(id)
        })
    })
    .await
}
