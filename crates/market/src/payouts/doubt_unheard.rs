//! Payouts that the bank was given, and of which nobody heard since.

use crate::{Error, Market};
use kernel::{Fault, Kind, ids::PayoutId, time::DAY};
use ledger::payout;

/// What stood in a file for the bank for so many days, without a word of what the bank did, is unknown: the office sees
/// that it has to look, and nothing of it is paid again. Once a day; the rest waits for the next.
///
/// # Errors
/// When the database refuses. What was marked until then stays.
pub async fn doubt_unheard(market: &Market) -> Result<(), Error> {
    let days = market.settings.payouts.unknown_after_days;
    let before = market.now().plus(days.saturating_mul(DAY).saturating_neg());
    for id in payout::list_unheard(&market.db, before).await? {
        match doubt(market, id).await {
            // Somebody heard of it in this moment.
            Ok(_) | Err(Error::Ledger(ledger::Error::NotNow(_))) => {}
            // One that cannot be marked must not keep the others from it.
            Err(error) if error.kind() != Kind::Unavailable => {
                tracing::error!(%error, payout = %id, "a payout of which nobody heard could not be marked");
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

async fn doubt(market: &Market, id: PayoutId) -> Result<bool, Error> {
    let mint = market.mint();
    market
        .db
        .write(move |tx| Box::pin(async move { Ok(payout::doubt(tx, &mint, None, id).await?) }))
        .await
}
