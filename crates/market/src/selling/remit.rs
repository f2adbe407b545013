//! The carrier handed the cash over.

use crate::{Error, Market, actor::Seller};
use kernel::ids::SellerOrderId;
use order::{
    Event,
    history::{self, By},
};

/// Writes down that the cooperative has the cash that somebody else collected for a part.
///
/// # Errors
/// [`order::Error::NoOrder`] for another cooperative's, [`payment::Error::NotNow`] while nothing was
/// collected; when the database refuses.
pub async fn remit(market: &Market, seller: &Seller, part: SellerOrderId) -> Result<(), Error> {
    let (mint, seller) = (market.mint(), *seller);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let found = order::order::find_for_cooperative(tx, seller.cooperative, part).await?;
                let part = found.ok_or(order::Error::NoOrder)?.part;
                payment::payment::remit(tx, &mint, part.id, Some(seller.person)).await?;
                history::record(tx, &mint, &[part.id], Event::Remit, &By::cooperative(seller.person)).await?;
                Ok(())
            })
        })
        .await
}
