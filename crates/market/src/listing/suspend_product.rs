//! An administrator takes a product off and allows it again.

use crate::{
    Error, Market,
    actor::Administrator,
    notices::{self, Notice},
};
use catalogue::product;
use kernel::ids::ProductId;

/// Takes a product off, with a reason that its cooperative is told.
///
/// # Errors
/// `catalogue::Error::{Refused, NotFound}`.
pub async fn suspend_product(market: &Market, by: Administrator, id: ProductId, reason: String) -> Result<(), Error> {
    let (mint, queue) = (market.mint(), market.queue.clone());
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                product::suspend(tx, &mint, by.person, id, reason).await?;
                notices::tell(&queue, tx, &mint, &[Notice::ProductSuspended { product: id }]).await
            })
        })
        .await
}

/// Allows it again. It is paused until its cooperative puts it back.
///
/// # Errors
/// `catalogue::Error::{Refused, NotFound}`.
pub async fn lift_suspension(market: &Market, by: Administrator, id: ProductId) -> Result<(), Error> {
    let mint = market.mint();
    market
        .db
        .write(move |tx| Box::pin(async move { Ok(product::lift(tx, &mint, by.person, id).await?) }))
        .await
}
