//! What time does to an accepted part whose buyer pays its cooperative by transfer, and does not: the buyer is reminded
//! before the end, and then the part is given up, so that its goods are for sale again. Each part is looked at again in its
//! own transaction: of this and the cooperative that says that the money came, one wins.

use crate::{
    Error, Market,
    notices::{self, Notice},
    paying, rows,
    selling::step,
};
use kernel::{ids::SellerOrderId, time::DAY};
use order::{
    Event,
    history::{self, By},
    order::Due,
};

/// Reminds the buyers whose time to pay is nearly over, and asks their cooperatives to look at their accounts: a day before
/// the end, or when half of a shorter time is over.
///
/// # Errors
/// When the database refuses.
pub async fn remind_unpaid(market: &Market) -> Result<(), Error> {
    let before = DAY.min(market.ways.wait_for_transfer().div_euclid(2));
    for id in order::order::list_due(&market.db, Due::TransferReminder, market.now().plus(before)).await? {
        rows::go_on(remind(market, id).await, id, "reminding of a transfer")?;
    }
    Ok(())
}

/// Gives up the accepted parts whose transfer did not come in time.
///
/// # Errors
/// When the database refuses.
pub async fn give_up_unpaid(market: &Market) -> Result<(), Error> {
    for id in order::order::list_due(&market.db, Due::Transfer, market.now()).await? {
        rows::go_on(give_up(market, id).await, id, "giving up what was not paid")?;
    }
    Ok(())
}

async fn remind(market: &Market, id: SellerOrderId) -> Result<(), Error> {
    let (mint, queue) = (market.mint(), market.queue.clone());
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let part = order::order::get_for_notice(tx, id).await?.part;
                let waits = part.kept_until().is_some_and(|until| until > mint.now);
                if waits && part.happened(Event::RemindPay).is_none() && paying::is_awaited(tx, id).await? {
                    history::record(tx, &mint, &[id], Event::RemindPay, &By::system()).await?;
                    let told = [
                        Notice::TransferReminder { seller_order: id },
                        Notice::SellerTransferReminder { seller_order: id },
                    ];
                    notices::tell(&queue, tx, &mint, &told).await?;
                }
                Ok(())
            })
        })
        .await
}

async fn give_up(market: &Market, id: SellerOrderId) -> Result<(), Error> {
    let (mint, queue) = (market.mint(), market.queue.clone());
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                // The lock comes first: a cooperative that confirms meanwhile is seen by what is read after it.
                if order::order::lock_overdue(tx, mint.now, id).await? && paying::is_awaited(tx, id).await? {
                    let part = order::order::get_for_notice(tx, id).await?.part;
                    step::take(tx, &mint, &queue, &part, Event::Overdue, &By::system()).await?;
                }
                Ok(())
            })
        })
        .await
}
