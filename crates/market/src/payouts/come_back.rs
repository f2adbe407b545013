//! The bank did a payout, and it came back days later: the account is closed, or its number is wrong.

use super::once;
use crate::{
    Error, Market,
    actor::Administrator,
    banking,
    idempotency::Once,
    notices::{self, Notice},
};
use kernel::{Mint, Money, Tx, ids::PayoutId};
use ledger::payout::{self, Failing};
use payment::About;

/// An administrator says, with a reason, that it came back: what stood in it waits for the next one, and its cooperative
/// is told. A line of the bank's statement that waits in suspense because of it is the same money. True where that is so
/// now; false where a second person must say so too.
///
/// # Errors
/// [`ledger::Error::NotNow`] for one that was not paid; [`ledger::Error::Unknown`]; [`Error::KeyReused`]; when the
/// database refuses.
pub async fn payout_came_back(
    market: &Market,
    by: &Administrator,
    key: &str,
    id: PayoutId,
    reason: String,
) -> Result<Once<bool>, Error> {
    let (person, alone, queue) = (by.person, market.settings.payouts.alone_minor(), market.queue.clone());
    let said = reason.clone();
    once(market, by, key, ("return", id, &said), move |tx, mint| {
        Box::pin(async move {
            let found = payout::find(tx, id).await?.ok_or(ledger::Error::Unknown)?;
            // The statement may have shown it before it was known to be paid.
            let waiting = banking::lock_waiting(tx, (About::Payout, id.0), found.amount).await?;
            let failing = payout::come_back(tx, mint, Some(person), id, &reason, alone).await?;
            if failing == Failing::Now {
                if let Some(line) = waiting {
                    banking::same_money(tx, mint, person, &line).await?;
                    payout::confirm_return(tx, mint, id).await?;
                }
                notices::tell(&queue, tx, mint, &[Notice::PayoutReturned { payout: id }]).await?;
            }
            Ok(failing != Failing::Asked)
        })
    })
    .await
}

/// A line of the bank's statement shows, in these words, that a payout came back: exactly what was paid; one of which
/// somebody said so did for sure. False where a line said so before: it cannot come back twice.
///
/// # Errors
/// [`ledger::Error::Amount`] for another amount; [`ledger::Error::NotNow`] for one that was not paid: a person has to
/// look; [`ledger::Error::Unknown`]; when the database refuses.
pub async fn returned_by_bank(
    tx: &Tx,
    mint: &Mint,
    queue: &job::Queue,
    id: PayoutId,
    (amount, words): (Money, &str),
) -> Result<bool, Error> {
    let found = payout::find(tx, id).await?.ok_or(ledger::Error::Unknown)?;
    if found.amount != amount {
        return Err(ledger::Error::Amount.into());
    }
    if payout::come_back(tx, mint, None, id, words, 0).await? == Failing::Before {
        return Ok(payout::confirm_return(tx, mint, id).await?);
    }
    notices::tell(queue, tx, mint, &[Notice::PayoutReturned { payout: id }]).await?;
    Ok(true)
}
