//! The bank did not do a payout.

use super::once;
use crate::{
    Error, Market,
    actor::Administrator,
    idempotency::Once,
    notices::{self, Notice},
};
use kernel::ids::PayoutId;
use ledger::payout::{self, Failing};

/// An administrator says, with a reason, that the bank did not do it: what stood in it waits for the next one. True
/// where that is so now; false where a second person must say so too.
///
/// # Errors
/// [`ledger::Error::NotNow`] for one that was paid or never approved; [`ledger::Error::Unknown`];
/// [`Error::KeyReused`]; when the database refuses.
pub async fn fail_payout(
    market: &Market,
    by: &Administrator,
    key: &str,
    id: PayoutId,
    reason: String,
) -> Result<Once<bool>, Error> {
    let (person, alone, queue) = (by.person, market.settings.payouts.alone_minor(), market.queue.clone());
    let said = reason.clone();
    once(market, by, key, ("fail", id, &said), move |tx, mint| {
        Box::pin(async move {
            let failing = payout::fail(tx, mint, Some(person), id, &reason, alone).await?;
            if failing == Failing::Now {
                notices::tell(&queue, tx, mint, &[Notice::PayoutFailed { payout: id }]).await?;
            }
            Ok(failing != Failing::Asked)
        })
    })
    .await
}
