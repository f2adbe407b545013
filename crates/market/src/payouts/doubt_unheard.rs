//! Payouts that the bank was given, and of which nobody heard since.

use crate::{
    Error, Market,
    notices::{self, Notice},
    rows,
};
use kernel::{ids::PayoutId, time::DAY};
use ledger::payout;

/// What stood in a file for the bank for so many days, without a word of what the bank did, is unknown: the office is
/// told to look, and nothing of it is paid again. Once a day; the rest waits for the next.
///
/// # Errors
/// When the database refuses. What was marked until then stays.
pub async fn doubt_unheard(market: &Market) -> Result<(), Error> {
    let days = market.settings.payouts.unknown_after_days;
    let before = market.now().plus(days.saturating_mul(DAY).saturating_neg());
    for id in payout::list_unheard(&market.db, before).await? {
        match doubt(market, id).await {
            // Somebody heard of it in this moment.
            Err(Error::Ledger(ledger::Error::NotNow(_))) => {}
            done => drop(rows::go_on(done, id, "marking a payout of which nobody heard")?),
        }
    }
    Ok(())
}

async fn doubt(market: &Market, id: PayoutId) -> Result<bool, Error> {
    let (mint, queue) = (market.mint(), market.queue.clone());
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let is_new = payout::doubt(tx, &mint, None, id).await?;
                if is_new {
                    notices::tell(&queue, tx, &mint, &[Notice::PayoutUnheard { payout: id }]).await?;
                }
                Ok(is_new)
            })
        })
        .await
}
