//! A buyer keeps the goods after all.

use crate::{
    Error, Market, buying,
    notices::{self, Notice},
};
use kernel::ids::ReturnId;
use order::{
    goods_return::{self, Said},
    history::By,
    order::Moved,
    returning::Move,
};

/// Calls a return off, as long as the goods are not back. Its pieces may be given back again while the time is not over.
///
/// # Errors
/// [`order::Error::NoOrder`] without the right token; [`order::Error::NoReturn`] for another order's;
/// [`order::Error::NotNow`]; when the database refuses.
pub async fn withdraw_return(market: &Market, number: &str, secret: &str, id: ReturnId) -> Result<(), Error> {
    let order = buying::open_order(market, number, secret).await?;
    let (mint, queue, order) = (market.mint(), market.queue.clone(), order.head.id);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                if goods_return::get(tx, id).await?.order != order {
                    return Err(order::Error::NoReturn.into());
                }
                let moved = goods_return::advance(tx, &mint, id, Move::Withdraw, &By::buyer(), Said::default()).await?;
                if moved == Moved::Now {
                    let step = "withdrawn".to_owned();
                    notices::tell(&queue, tx, &mint, &[Notice::SellerReturn { goods_return: id, step }]).await?;
                }
                Ok(())
            })
        })
        .await
}
