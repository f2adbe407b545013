//! A parcel leaves with a carrier.

use super::step;
use crate::{Error, Market, actor::Seller};
use kernel::ids::SellerOrderId;
use order::{Event, history::By, order::Moved};

/// Hands a packed part to a carrier: its goods leave the stock, the buyer gets the tracking number.
///
/// # Errors
/// [`order::Error::NoOrder`] for another cooperative's, [`order::Error::NotNow`]; when the database
/// refuses.
pub async fn ship(
    market: &Market,
    seller: &Seller,
    part: SellerOrderId,
    carrier: String,
    tracking: Option<String>,
) -> Result<(), Error> {
    let (mint, queue, seller) = (market.mint(), market.queue.clone(), *seller);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let found = order::order::find_for_cooperative(tx, seller.cooperative, part).await?;
                let part = found.ok_or(order::Error::NoOrder)?.part;
                let by = By::cooperative(seller.person);
                if step::take(tx, &mint, &queue, &part, Event::Ship, &by).await? == Moved::Now {
                    order::order::add_shipment(tx, &mint, part.id, &carrier, tracking.as_deref()).await?;
                }
                Ok(())
            })
        })
        .await
}
