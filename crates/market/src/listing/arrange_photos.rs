//! A cooperative puts the photos of a revision in order, or takes some out.

use crate::{Error, Market, actor::Seller};
use catalogue::revision;
use kernel::ids::{PhotoId, RevisionId};

/// Keeps exactly these photos of an open revision, in this order; the first is shown in lists.
///
/// # Errors
/// `catalogue::Error::{NotFound, Refused, Stale}`.
pub async fn arrange_photos(
    market: &Market,
    seller: Seller,
    id: RevisionId,
    photos: Vec<PhotoId>,
) -> Result<(), Error> {
    let mint = market.mint();
    market
        .db
        .write(move |tx| {
            Box::pin(async move { Ok(revision::arrange_photos(tx, &mint, seller.cooperative, id, &photos).await?) })
        })
        .await
}
