//! A cooperative sends a revision in, or takes it back.

use crate::{Error, Market, actor::Seller};
use catalogue::revision;
use kernel::ids::RevisionId;

/// Sends an open revision to the administrators.
///
/// # Errors
/// `catalogue::Error::Incomplete` with everything that lacks, `NotVerified`, `Refused`, `NotFound`.
pub async fn submit_listing(market: &Market, seller: Seller, id: RevisionId) -> Result<(), Error> {
    let mint = market.mint();
    market
        .db
        .write(move |tx| {
            Box::pin(async move { Ok(revision::submit(tx, &mint, seller.cooperative, seller.person, id).await?) })
        })
        .await
}

/// Takes a submitted revision back to change it.
///
/// # Errors
/// `catalogue::Error::{Refused, Stale, NotFound}`.
pub async fn withdraw_listing(market: &Market, seller: Seller, id: RevisionId) -> Result<(), Error> {
    let mint = market.mint();
    market
        .db
        .write(move |tx| {
            Box::pin(async move { Ok(revision::withdraw(tx, &mint, seller.cooperative, seller.person, id).await?) })
        })
        .await
}
