//! An administrator stops what a cooperative has not answered, when it is suspended.

use crate::{Error, Market, actor::Administrator, selling::step};
use kernel::ids::CooperativeId;
use order::{Event, history::By};

/// Cancels every part that a cooperative has not answered, and says how many: their buyers need not
/// wait two days for somebody who cannot answer.
///
/// # Errors
/// When the database refuses.
pub async fn stop_unanswered(
    market: &Market,
    administrator: &Administrator,
    cooperative: CooperativeId,
) -> Result<usize, Error> {
    let parts = order::order::list_unanswered(&market.db, cooperative).await?;
    for id in &parts {
        let (mint, queue, id, person) = (market.mint(), market.queue.clone(), *id, administrator.person);
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
            .await?;
    }
    Ok(parts.len())
}
