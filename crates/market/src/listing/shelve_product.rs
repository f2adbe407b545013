//! A cooperative takes a product off for a while, puts it back, or gives it up.

use crate::{Error, Market, actor::Seller};
use catalogue::product;
use kernel::ids::ProductId;

/// Takes a product off for a while; orders that exist go on.
///
/// # Errors
/// `catalogue::Error::{Refused, NotFound}`.
pub async fn pause_product(market: &Market, seller: Seller, id: ProductId) -> Result<(), Error> {
    let mint = market.mint();
    market
        .db
        .write(move |tx| {
            Box::pin(async move { Ok(product::pause(tx, &mint, seller.cooperative, seller.person, id).await?) })
        })
        .await
}

/// Puts a paused product back.
///
/// # Errors
/// `catalogue::Error::{Refused, NotFound}`.
pub async fn resume_product(market: &Market, seller: Seller, id: ProductId) -> Result<(), Error> {
    let mint = market.mint();
    market
        .db
        .write(move |tx| {
            Box::pin(async move { Ok(product::resume(tx, &mint, seller.cooperative, seller.person, id).await?) })
        })
        .await
}

/// Gives a product up for good; orders that exist go on.
///
/// # Errors
/// `catalogue::Error::{Refused, NotFound}`.
pub async fn archive_product(market: &Market, seller: Seller, id: ProductId) -> Result<(), Error> {
    let mint = market.mint();
    market
        .db
        .write(move |tx| {
            Box::pin(async move { Ok(product::archive(tx, &mint, seller.cooperative, seller.person, id).await?) })
        })
        .await
}
