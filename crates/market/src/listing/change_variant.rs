//! A cooperative adds, changes and gives up sizes and weights. All of it counts at once.

use crate::{Error, Market, actor::Seller};
use catalogue::variant::{self, NewVariant, Shape};
use kernel::ids::{ProductId, VariantId};

/// A variant's shape and price together, as one form shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Amount, name and parcel weight.
    pub shape: Shape,
    /// Price, in centimes.
    pub price_minor: i64,
}

/// Adds a variant with its price and first stock.
///
/// # Errors
/// `catalogue::Error::{NotFound, TooMany, Invalid}`.
pub async fn add_variant(
    market: &Market,
    seller: Seller,
    product: ProductId,
    new: NewVariant,
) -> Result<VariantId, Error> {
    let mint = market.mint();
    market
        .db
        .write(move |tx| {
            Box::pin(async move { Ok(variant::add(tx, &mint, seller.cooperative, seller.person, product, new).await?) })
        })
        .await
}

/// Changes shape and price of a variant; a change of price is logged. `version` is the one that was read.
///
/// # Errors
/// `catalogue::Error::{NotFound, Stale, Invalid}`.
pub async fn change_variant(
    market: &Market,
    seller: Seller,
    id: VariantId,
    version: i32,
    terms: Terms,
) -> Result<(), Error> {
    let mint = market.mint();
    let Terms { shape, price_minor } = terms;
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let Seller {
                    cooperative, person, ..
                } = seller;
                variant::reshape(tx, &mint, cooperative, id, version, shape).await?;
                variant::change_price(
                    tx,
                    &mint,
                    cooperative,
                    person,
                    id,
                    version.saturating_add(1),
                    price_minor,
                )
                .await?;
                Ok(())
            })
        })
        .await
}

/// Changes a price alone.
///
/// # Errors
/// `catalogue::Error::{NotFound, Stale, Invalid}`.
pub async fn change_price(
    market: &Market,
    seller: Seller,
    id: VariantId,
    version: i32,
    price_minor: i64,
) -> Result<(), Error> {
    let mint = market.mint();
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let Seller {
                    cooperative, person, ..
                } = seller;
                Ok(variant::change_price(tx, &mint, cooperative, person, id, version, price_minor).await?)
            })
        })
        .await
}

/// Gives a variant up; what is promised of it still ships.
///
/// # Errors
/// `catalogue::Error::{NotFound, Stale, LastVariant}`.
pub async fn retire_variant(market: &Market, seller: Seller, id: VariantId, version: i32) -> Result<(), Error> {
    let mint = market.mint();
    market
        .db
        .write(move |tx| {
            Box::pin(async move { Ok(variant::retire(tx, &mint, seller.cooperative, id, version).await?) })
        })
        .await
}

/// Puts the variants of a product in an order.
///
/// # Errors
/// `catalogue::Error::NotFound`.
pub async fn reorder_variants(
    market: &Market,
    seller: Seller,
    product: ProductId,
    order: Vec<VariantId>,
) -> Result<(), Error> {
    let mint = market.mint();
    market
        .db
        .write(move |tx| {
            Box::pin(async move { Ok(variant::reorder(tx, &mint, seller.cooperative, product, &order).await?) })
        })
        .await
}
