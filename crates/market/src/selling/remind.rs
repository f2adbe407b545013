//! What time does to a part: the cooperative is reminded after a day, the part is cancelled after
//! two, and it is closed a week after delivery.

use crate::{
    Error, Market,
    notices::{self, Notice},
    selling::step,
};
use kernel::ids::SellerOrderId;
use order::{
    Event, State,
    history::{self, By},
    order::{ANSWER, WITHDRAWAL},
};

/// Reminds a cooperative that has not answered.
pub(super) async fn remind(market: &Market, id: SellerOrderId) -> Result<(), Error> {
    let (mint, queue) = (market.mint(), market.queue.clone());
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let part = order::order::get_for_notice(tx, id).await?.part;
                if part.state == State::New && part.happened(Event::Remind).is_none() {
                    history::record(tx, &mint, &[id], Event::Remind, &By::system()).await?;
                    notices::tell(&queue, tx, &mint, &[Notice::SellerReminder { seller_order: id }]).await?;
                }
                Ok(())
            })
        })
        .await
}

/// Cancels a part that nobody answered in time.
pub(super) async fn expire(market: &Market, id: SellerOrderId) -> Result<(), Error> {
    by_time(market, id, Event::Expire).await
}

/// Closes a part once the buyer cannot withdraw any more.
pub(super) async fn close(market: &Market, id: SellerOrderId) -> Result<(), Error> {
    by_time(market, id, Event::Close).await
}

async fn by_time(market: &Market, id: SellerOrderId, event: Event) -> Result<(), Error> {
    let (mint, queue) = (market.mint(), market.queue.clone());
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let part = order::order::get_for_notice(tx, id).await?.part;
                let due = match event {
                    Event::Expire => Some(part.placed_at.plus(ANSWER)),
                    _ => part.delivered_at().map(|at| at.plus(WITHDRAWAL)),
                };
                // A clock that was set back must not cancel early.
                if due.is_none_or(|due| mint.now < due) {
                    return Ok(());
                }
                match step::take(tx, &mint, &queue, &part, event, &By::system()).await {
                    // It was answered: time has nothing to do here.
                    Ok(_) | Err(Error::Order(order::Error::NotNow { .. })) => Ok(()),
                    Err(error) => Err(error),
                }
            })
        })
        .await
}
