//! A cooperative begins a product, or a new revision of one it has.

use crate::{Error, Market, actor::Seller};
use catalogue::{
    product,
    revision::{self, Revision},
};
use kernel::ids::{ProductId, RevisionId};

/// Begins a product with an empty revision. A cooperative that waits to be verified may prepare too.
///
/// # Errors
/// When it has too many; when the database refuses.
pub async fn draft_product(market: &Market, seller: Seller) -> Result<(ProductId, RevisionId), Error> {
    let mint = market.mint();
    market
        .db
        .write(move |tx| {
            Box::pin(async move { Ok(product::draft(tx, &mint, seller.cooperative, seller.person).await?) })
        })
        .await
}

/// The revision of a product that can be worked on: the open one, else a new one that begins with
/// what buyers see. What is on sale stays as it is.
///
/// # Errors
/// `catalogue::Error::NotFound` when the product is not the cooperative's.
pub async fn open_revision(market: &Market, seller: Seller, product: ProductId) -> Result<Revision, Error> {
    let mint = market.mint();
    market
        .db
        .write(move |tx| {
            Box::pin(async move { Ok(revision::open(tx, &mint, seller.cooperative, seller.person, product).await?) })
        })
        .await
}
