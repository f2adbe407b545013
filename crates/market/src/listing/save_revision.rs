//! A cooperative writes down the words and claims of a product, finished or not.

use crate::{Error, Market, actor::Seller};
use catalogue::revision::{self, Content};
use kernel::ids::RevisionId;

/// Saves the content of an open revision and says its next version. `version` is the one that was
/// read: of two people who edit at once, the second is told.
///
/// # Errors
/// `catalogue::Error::{NotFound, Refused, Stale, Invalid}`.
pub async fn save_revision(
    market: &Market,
    seller: Seller,
    id: RevisionId,
    version: i32,
    content: Content,
) -> Result<i32, Error> {
    let mint = market.mint();
    market
        .db
        .write(move |tx| {
            Box::pin(async move { Ok(revision::save(tx, &mint, seller.cooperative, id, version, content).await?) })
        })
        .await
}
