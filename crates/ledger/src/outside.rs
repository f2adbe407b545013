//! Posting what happens outside of parts: money of the market's own, and of nobody known.

use crate::{Error, MarketEvent, Posted, event, posting};
use kernel::{Currency, Mint, Tx, ids::PersonId};

/// Posts an event; told twice, it is posted once.
///
/// # Errors
/// [`Error::Amount`] for nothing, or less; [`Error::Differs`] for an event that was posted with another content;
/// [`Error::NotCovered`]; when the database refuses. After an error the transaction must be given up.
pub async fn post_event(
    tx: &Tx,
    mint: &Mint,
    by: Option<PersonId>,
    currency: Currency,
    event: &MarketEvent,
) -> Result<Posted, Error> {
    let posting = event::of_market(currency, event)?.ok_or(Error::Amount)?;
    posting::post(tx, mint, by, &posting).await
}

/// Posts an event that happens now, whatever happened to the same thing before: what a provider or a bank does to a refund,
/// it may undo and do again. Whoever posts it lets nobody else post of the same thing meanwhile.
///
/// # Errors
/// As [`post_event`].
pub async fn post_another(
    tx: &Tx,
    mint: &Mint,
    by: Option<PersonId>,
    currency: Currency,
    event: &MarketEvent,
) -> Result<(), Error> {
    let posting = event::of_market(currency, event)?.ok_or(Error::Amount)?;
    posting::post_again(tx, mint, by, posting).await
}
