//! What time does to a return: its cooperative is reminded after two days, and its silence accepts after four; what it has
//! received and does not pay back in a week is paid back whole. Goods that do not come in time are not received: the
//! office sees to it.

use super::{
    refund::{self, Deciding},
    step,
};
use crate::{
    Error, Market,
    notices::{self, Notice},
    rows,
};
use kernel::{Mint, Tx, ids::ReturnId};
use order::{
    goods_return::{self, Said},
    history::By,
    order::Moved,
    returning::{Move, Stage},
};

/// Does what is due. A job calls it every few minutes; each return is looked at again in its own transaction, and the
/// failure of one stops none of the others.
///
/// # Errors
/// When the database refuses.
pub async fn do_due(market: &Market) -> Result<(), Error> {
    for id in goods_return::list_due(&market.db, market.now()).await? {
        let (mint, queue, within) = (market.mint(), market.queue.clone(), market.settings.goods_within);
        let done: Result<(), Error> = market
            .db
            .write(move |tx| Box::pin(async move { one(tx, &mint, &queue, id, within).await }))
            .await;
        rows::go_on(done, id, "what time does to a return")?;
    }
    Ok(())
}

async fn one(tx: &Tx, mint: &Mint, queue: &job::Queue, id: ReturnId, goods_within: i64) -> Result<(), Error> {
    let found = goods_return::get(tx, id).await?;
    if found.due_at.is_none_or(|due| due > mint.now) {
        return Ok(());
    }
    let by = By::system();
    let told = match found.stage {
        Stage::Requested if !found.reminded => goods_return::remind(tx, mint, &found).await?.then_some("reminder"),
        Stage::Requested => {
            let said = Said {
                due_at: Some(mint.now.plus(goods_within)),
                ..Said::default()
            };
            step::take(tx, mint, queue, id, Move::Accept, &by, said).await?;
            Some("accepted")
        }
        Stage::Accepted => {
            step::take(tx, mint, queue, id, Move::Miss, &by, Said::default()).await?;
            Some("not_received")
        }
        Stage::Received => {
            let moved = refund::settle(tx, mint, queue, &found, &Deciding::default(), &by).await?;
            (moved == Moved::Now).then_some("refunded")
        }
        _ => None,
    };
    let Some(step) = told.map(str::to_owned) else {
        return Ok(());
    };
    let mut told = vec![Notice::SellerReturn { goods_return: id, step }];
    if found.stage == Stage::Accepted {
        told.push(Notice::Office {
            order: found.order,
            subject: id.to_string(),
            step: "goods".to_owned(),
        });
    }
    notices::tell(queue, tx, mint, &told).await
}
