//! The office does something about a refund that hangs or failed.

use crate::{Error, Market, actor::Administrator, paying};
use kernel::ids::RefundId;
use payment::refund::{self, Way};

/// Puts another refund in the place of one that failed: by its provider once more, or by hand, for which the buyer is
/// asked.
///
/// # Errors
/// [`payment::Error::NoRefund`]; [`payment::Error::NotNow`] for one that did not fail; [`payment::Error::Edited`] when that
/// was done before; when the database refuses.
pub async fn retry_refund(
    market: &Market,
    _by: &Administrator,
    id: RefundId,
    by_hand: bool,
) -> Result<RefundId, Error> {
    let (mint, queue) = (market.mint(), market.queue.clone());
    market
        .db
        .write(move |tx| Box::pin(async move { paying::again(tx, &mint, &queue, id, by_hand).await }))
        .await
}

/// Asks the provider at once how a refund stands, and to do it if it has not.
///
/// # Errors
/// [`payment::Error::NoRefund`] for one that is no provider's; [`Error::NoAnswer`]; when the database refuses.
pub async fn ask_again(market: &Market, _by: &Administrator, id: RefundId) -> Result<(), Error> {
    let found = refund::find(&market.db, id).await?;
    let found = found
        .filter(|found| found.way == Way::Provider)
        .ok_or(payment::Error::NoRefund)?;
    paying::send_refund(market, found.id).await
}
