//! One step of a return that moves no money, with what follows from it.

use crate::{
    Error, Market,
    actor::Seller,
    notices::{self, Notice},
};
use kernel::{Mint, Tx, ids::ReturnId};
use order::{
    goods_return::{self, Said},
    history::By,
    order::Moved,
    returning::Move,
};

/// A step of the cooperative whose return it is.
pub(super) async fn by_cooperative(
    market: &Market,
    seller: &Seller,
    id: ReturnId,
    event: Move,
    by: By,
    said: Said,
) -> Result<(), Error> {
    let (mint, queue, cooperative) = (market.mint(), market.queue.clone(), seller.cooperative);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let found = goods_return::find_for_cooperative(tx, cooperative, id).await?;
                found.ok_or(order::Error::NoReturn)?;
                take(tx, &mint, &queue, id, event, &by, said).await
            })
        })
        .await
}

/// Moves a return and tells its buyer. A step that was made before moves nothing.
pub(super) async fn take(
    tx: &Tx,
    mint: &Mint,
    queue: &job::Queue,
    id: ReturnId,
    event: Move,
    by: &By,
    said: Said,
) -> Result<(), Error> {
    if goods_return::advance(tx, mint, id, event, by, said).await? == Moved::Before {
        return Ok(());
    }
    let step = goods_return::get(tx, id).await?.stage.code().to_owned();
    notices::tell(queue, tx, mint, &[Notice::BuyerReturn { goods_return: id, step }]).await
}
