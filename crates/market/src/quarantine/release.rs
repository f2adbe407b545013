//! An administrator has looked: the market works again.

use super::MESSAGES;
use crate::{Error, Market};
use kernel::{ids::PersonId, time::DAY};

/// What becomes of the messages that waited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// They are sent.
    Send,
    /// They never are.
    Discard,
}

/// Ends the quarantine; says whether there was one. `by` is nobody for the command line. Cooperatives get a day to answer
/// the orders that came to an end of their time while nobody could, and buyers a day to pay theirs.
///
/// # Errors
/// When the database refuses.
pub async fn release(market: &Market, by: Option<PersonId>, messages: Waiting) -> Result<bool, Error> {
    let now = market.now();
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                if !job::quarantine::release(tx, now, by).await? {
                    return Ok(false);
                }
                if messages == Waiting::Discard {
                    job::quarantine::discard(tx, now, &MESSAGES).await?;
                }
                order::order::give_time(tx, now.plus(DAY)).await?;
                catalogue::change::touch(tx).await?;
                Ok(true)
            })
        })
        .await
}
