//! A cooperative says how many it has.

use crate::{Error, Market, actor::Seller};
use catalogue::stock;
use kernel::ids::VariantId;

/// Puts the counted number in place of the old one, pieces that are promised to buyers included.
/// `seen` is the number that was shown to whoever counted.
///
/// # Errors
/// `catalogue::Error::{NotFound, BelowReserved, Stale, Invalid}`.
pub async fn count_stock(
    market: &Market,
    seller: Seller,
    id: VariantId,
    on_hand: i64,
    seen: Option<i64>,
) -> Result<(), Error> {
    let mint = market.mint();
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let Seller {
                    cooperative, person, ..
                } = seller;
                Ok(stock::count(tx, &mint, cooperative, person, id, on_hand, seen).await?)
            })
        })
        .await
}
