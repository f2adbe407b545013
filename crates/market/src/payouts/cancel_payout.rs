//! An administrator gives a draft up.

use super::once;
use crate::{Error, Market, actor::Administrator, idempotency::Once};
use kernel::ids::PayoutId;
use ledger::payout;

/// Gives a draft up: what stands in it waits for the next one.
///
/// # Errors
/// [`ledger::Error::NotNow`] for one that was approved; [`ledger::Error::Unknown`]; [`Error::KeyReused`]; when the
/// database refuses.
pub async fn cancel_payout(
    market: &Market,
    by: &Administrator,
    key: &str,
    id: PayoutId,
) -> Result<Once<PayoutId>, Error> {
    let person = by.person;
    once(market, by, key, ("cancel", id, ""), move |tx, mint| {
        Box::pin(async move {
            payout::cancel(tx, mint, person, id).await?;
            Ok(id)
        })
    })
    .await
}
