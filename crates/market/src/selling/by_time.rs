//! What time does to a part: its cooperative is reminded after a day, it is cancelled after two, and
//! closed a week after delivery. Jobs call these every few minutes; each part is looked at again in
//! its own transaction, so they may run late, twice, or beside somebody who answers; one that fails stops none of the others.

use crate::{
    Error, Market,
    notices::{self, Notice},
    rows,
    selling::step,
};
use kernel::ids::SellerOrderId;
use order::{
    Event, State,
    history::{self, By},
    order::{ANSWER, Due, REMINDER},
};

/// Reminds the cooperatives that have not answered for a day.
///
/// # Errors
/// When the database refuses.
pub async fn remind_due(market: &Market) -> Result<(), Error> {
    for id in order::order::list_due(&market.db, Due::Reminder, market.now().plus(-REMINDER)).await? {
        rows::go_on(remind(market, id).await, id, "reminding a cooperative of an order")?;
    }
    Ok(())
}

/// Cancels the parts that nobody answered in two days.
///
/// # Errors
/// When the database refuses.
pub async fn cancel_silent(market: &Market) -> Result<(), Error> {
    for id in order::order::list_due(&market.db, Due::Answer, market.now().plus(-ANSWER)).await? {
        rows::go_on(
            pass(market, id, Event::Expire).await,
            id,
            "cancelling what nobody answered",
        )?;
    }
    Ok(())
}

/// Closes the parts whose buyers cannot withdraw any more, and of which nothing is on its way back.
///
/// # Errors
/// When the database refuses.
pub async fn close_due(market: &Market) -> Result<(), Error> {
    for id in order::order::list_due(&market.db, Due::Closing, market.now()).await? {
        rows::go_on(close(market, id).await, id, "closing a part")?;
    }
    Ok(())
}

async fn close(market: &Market, id: SellerOrderId) -> Result<(), Error> {
    let (mint, queue) = (market.mint(), market.queue.clone());
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                if !order::order::lock_over(tx, mint.now, id).await? {
                    return Ok(());
                }
                let part = order::order::get_for_notice(tx, id).await?.part;
                let longer = match part.delivered_at() {
                    // An order that was never confirmed can be given back for a month.
                    Some(at) if notices::was_never_confirmed(tx, part.order).await? => {
                        order::order::extend(tx, id, at).await?
                    }
                    _ => false,
                };
                if !longer {
                    step::take(tx, &mint, &queue, &part, Event::Close, &By::system()).await?;
                }
                Ok(())
            })
        })
        .await
}

async fn remind(market: &Market, id: SellerOrderId) -> Result<(), Error> {
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

async fn pass(market: &Market, id: SellerOrderId, event: Event) -> Result<(), Error> {
    let (mint, queue) = (market.mint(), market.queue.clone());
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let part = order::order::get_for_notice(tx, id).await?.part;
                match step::take(tx, &mint, &queue, &part, event, &By::system()).await {
                    // It was answered meanwhile: time has nothing to do here.
                    Ok(_) | Err(Error::Order(order::Error::NotNow { .. })) => Ok(()),
                    Err(error) => Err(error),
                }
            })
        })
        .await
}
