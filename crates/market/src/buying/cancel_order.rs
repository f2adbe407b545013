//! A buyer cancels a part of an order, as long as its cooperative has not accepted it.

use super::token;
use crate::{Error, Market, selling::step};
use kernel::ids::SellerOrderId;
use order::{Event, history::By};

/// Cancels the part of one cooperative. Its goods go back, nothing is due for it, and the
/// cooperative is told.
///
/// # Errors
/// [`order::Error::NoOrder`] without the right token, [`order::Error::NotNow`] once it was accepted;
/// when the database refuses.
pub async fn cancel_part(market: &Market, number: &str, secret: &str, part: SellerOrderId) -> Result<(), Error> {
    let id = order::order::find_id(&market.db, number)
        .await?
        .ok_or(order::Error::NoOrder)?;
    if !token::fits(market, id, secret) {
        return Err(order::Error::NoOrder.into());
    }
    let (mint, queue) = (market.mint(), market.queue.clone());
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let order = order::order::get_order(tx, id).await?;
                let part = order.parts.iter().find(|p| p.id == part).ok_or(order::Error::NoOrder)?;
                step::take(tx, &mint, &queue, part, Event::Cancel, &By::buyer()).await?;
                Ok(())
            })
        })
        .await
}
