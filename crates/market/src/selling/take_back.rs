//! A parcel that was refused or lost is back, or given up.

use super::step;
use crate::{Error, Market, actor::Seller};
use catalogue::stock;
use kernel::ids::SellerOrderId;
use order::{Event, history::By, order::Moved};

/// Ends a refused or lost parcel. With `restock` its goods are for sale again; without, they are
/// written off.
///
/// # Errors
/// [`order::Error::NoOrder`] for another cooperative's, [`order::Error::NotNow`]; when the database
/// refuses.
pub async fn take_back(market: &Market, seller: &Seller, part: SellerOrderId, restock: bool) -> Result<(), Error> {
    let (mint, queue, seller) = (market.mint(), market.queue.clone(), *seller);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let found = order::order::find_for_cooperative(tx, seller.cooperative, part).await?;
                let part = found.ok_or(order::Error::NoOrder)?.part;
                let by = By::cooperative(seller.person);
                let moved = step::take(tx, &mint, &queue, &part, Event::Return, &by).await?;
                if restock && moved == Moved::Now {
                    stock::take_back(tx, &mint, &step::portions(&part)).await?;
                }
                Ok(())
            })
        })
        .await
}
