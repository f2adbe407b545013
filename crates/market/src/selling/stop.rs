//! What a cooperative has not answered is stopped when an administrator suspends it.

use crate::{Error, Market, actor::Administrator, selling::step};
use catalogue::cooperative::{self, CooperativeState};
use job::{NewJob, Queue};
use kernel::{
    Mint, Tx,
    ids::{CooperativeId, PersonId, SellerOrderId},
    time::MINUTE,
};
use order::{Event, history::By};
use serde::{Deserialize, Serialize};

/// Most rounds of one call. A round stops what one read finds; the last one finds nothing.
const ROUNDS: usize = 20;

/// When it is looked at again: by then every transaction of the moment of the suspension has ended.
const LATE: i64 = 2 * MINUTE;

/// The job of kind `order.stop`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Stop {
    /// Who was suspended.
    pub(crate) cooperative: CooperativeId,
    /// The administrator who did it.
    pub(crate) by: PersonId,
}

/// Leaves the stopping as a job of the transaction that suspends: a cooperative can have more parts
/// waiting than one transaction should move. A second one catches the order that was being placed in
/// the moment of the suspension.
pub(crate) async fn leave_stop(
    queue: &Queue,
    tx: &Tx,
    mint: &Mint,
    cooperative: CooperativeId,
    by: Administrator,
) -> Result<(), Error> {
    let stop = Stop {
        cooperative,
        by: by.person,
    };
    let stop = serde_json::to_value(stop)?;
    let again = NewJob::now(mint, "order.stop", stop.clone()).at(mint.now.plus(LATE));
    let jobs = [NewJob::now(mint, "order.stop", stop), again];
    Ok(queue.enqueue(tx, mint, &jobs).await?)
}

/// Cancels every part that a suspended cooperative has not answered, and says how many it saw: their
/// buyers need not wait two days for somebody who cannot answer. If the cooperative was reinstated
/// meanwhile, what waits is its own to answer again.
///
/// # Errors
/// When the database refuses.
pub async fn stop_unanswered(
    market: &Market,
    administrator: &Administrator,
    cooperative: CooperativeId,
) -> Result<usize, Error> {
    let mut seen = 0_usize;
    for _ in 0..ROUNDS {
        if cooperative::get(&market.db, cooperative).await?.state != CooperativeState::Suspended {
            break;
        }
        let parts = order::order::list_unanswered(&market.db, cooperative).await?;
        if parts.is_empty() {
            break;
        }
        seen = seen.saturating_add(parts.len());
        for id in parts {
            stop(market, administrator.person, id).await?;
        }
    }
    Ok(seen)
}

async fn stop(market: &Market, person: PersonId, id: SellerOrderId) -> Result<(), Error> {
    let (mint, queue) = (market.mint(), market.queue.clone());
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let part = order::order::get_for_notice(tx, id).await?.part;
                let by = By::administrator(person);
                match step::take(tx, &mint, &queue, &part, Event::Stop, &by).await {
                    // Answered meanwhile: then it is the cooperative's to finish.
                    Ok(_) | Err(Error::Order(order::Error::NotNow { .. })) => Ok(()),
                    Err(error) => Err(error),
                }
            })
        })
        .await
}
