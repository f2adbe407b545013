//! The buyer's transfer is on the cooperative's own account.

use crate::{Error, Market, actor::Seller, paying};
use kernel::ids::SellerOrderId;

/// Writes down that a part was paid by transfer to its cooperative, in whole; said twice it happens once.
///
/// # Errors
/// [`order::Error::NoOrder`] for another cooperative's; [`Error::DoesNotFit`] for one that is not paid so;
/// [`payment::Error::NotNow`] for one that was cancelled; when the database refuses.
pub async fn confirm_transfer(market: &Market, seller: &Seller, part: SellerOrderId) -> Result<(), Error> {
    let (mint, seller) = (market.mint(), *seller);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let found = order::order::find_for_cooperative(tx, seller.cooperative, part).await?;
                let part = found.ok_or(order::Error::NoOrder)?.part;
                paying::arrived(tx, &mint, seller.person, &part).await
            })
        })
        .await
}
