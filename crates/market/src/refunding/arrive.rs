//! A transfer to a buyer arrived, of which somebody had said that it came back.

use super::{
    hands::{Paying, theirs, till},
    statement::{had_left, shown},
};
use crate::{Error, Market, actor::Administrator, paying};
use kernel::{Read, ids::RefundId};
use payment::{
    Refund,
    refund::{self, Payer, State, Way},
};

/// Whether somebody may say so: it was sent, and is with the buyer neither by our books nor back by the bank's.
///
/// # Errors
/// When the database cannot answer.
pub async fn can_have_arrived(db: &impl Read, refund: &Refund) -> Result<bool, Error> {
    Ok(matches!(refund.state, State::Failed | State::CalledOff)
        && (refund.way, refund.payer) == (Way::Account, Some(Payer::Office))
        && had_left(db, refund).await?
        && !shown(db, refund.id).await?.contains(&refund.amount.minor))
}

/// Takes back that a transfer of the office's came back. What was put in its place and not begun is called off; what was
/// paid the buyer has twice, and that stands in the books.
///
/// # Errors
/// [`payment::Error::NoRefund`]; [`payment::Error::NotNow`] for one of which nobody said that it came back, or of which the
/// bank says so; when the database refuses.
pub async fn refund_arrived(market: &Market, by: &Administrator, id: RefundId) -> Result<(), Error> {
    let (mint, queue, by) = (market.mint(), market.queue.clone(), *by);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                theirs(tx, Paying::Office(by), id).await?;
                let found = refund::lock(tx, id).await?.ok_or(payment::Error::NoRefund)?;
                if matches!(found.state, State::Succeeded | State::Twice) {
                    // Said before.
                    return Ok(());
                }
                if !can_have_arrived(tx, &found).await? {
                    return Err(payment::Error::NotNow {
                        from: found.state.code(),
                        event: "arrive",
                    }
                    .into());
                }
                paying::done_after_all(tx, &mint, &queue, (&found, till(&found)), Some(by.person)).await
            })
        })
        .await
}
