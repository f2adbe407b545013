//! The offer: what the cart costs now, frozen for half an hour.

use super::offer::{self, Gone};
use crate::{Error, Market};
use kernel::ids::CartId;
use order::{Quote, cart};

/// Freezes what a cart costs. Prices, delivery and terms come from the database alone. The same cart
/// in an unchanged market gives the same quote.
///
/// # Errors
/// [`Error::DetailsMissing`] while the buyer has not said who and where, [`Error::NotOnSale`] and
/// [`catalogue::Error::OutOfStock`] for lines that cannot be bought, [`order::Error::CartEmpty`],
/// [`order::Error::NotServed`], [`order::Error::TooHeavy`], [`order::Error::NoCart`]; when the
/// database refuses.
pub async fn quote(market: &Market, id: CartId) -> Result<Quote, Error> {
    freeze(market, id, Gone::Refuse).await
}

/// The offer is made outside the transaction: whether it still holds is checked by the order.
pub(super) async fn freeze(market: &Market, id: CartId, gone: Gone) -> Result<Quote, Error> {
    let cart = cart::get_cart(&market.db, id).await?;
    let offer = offer::make(&market.db, cart, gone).await?;
    let mint = market.mint();
    market
        .db
        .write(move |tx| Box::pin(async move { Ok(order::quote::freeze(tx, &mint, id, offer).await?) }))
        .await
}
