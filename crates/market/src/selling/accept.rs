//! A cooperative accepts its part: for cash on delivery this confirms it.

use crate::{Error, Market, actor::Seller, paying, selling::step};
use kernel::ids::SellerOrderId;
use order::{Event, history::By, order::Moved};

/// Accepts a part. The buyer is told; from now on only the cooperative can cancel it, or the end of the time in which it
/// waits for the transfer to its account. A suspended cooperative finishes what it accepted, and accepts nothing more.
///
/// # Errors
/// [`catalogue::Error::NotVerified`], [`order::Error::NoOrder`] for another cooperative's,
/// [`order::Error::NotNow`]; when the database refuses.
pub async fn accept(market: &Market, seller: &Seller, part: SellerOrderId) -> Result<(), Error> {
    if !catalogue::cooperative::is_verified(&market.db, seller.cooperative).await? {
        return Err(catalogue::Error::NotVerified.into());
    }
    let (mint, queue, seller) = (market.mint(), market.queue.clone(), *seller);
    let until = mint.now.plus(market.ways.wait_for_transfer());
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let found = order::order::find_for_cooperative(tx, seller.cooperative, part).await?;
                let part = found.ok_or(order::Error::NoOrder)?.part;
                let by = By::cooperative(seller.person);
                if step::take(tx, &mint, &queue, &part, Event::Accept, &by).await? == Moved::Now {
                    paying::keep_for_transfer(tx, part.id, until).await?;
                }
                Ok(())
            })
        })
        .await
}
