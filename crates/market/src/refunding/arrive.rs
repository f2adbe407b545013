//! A transfer to a buyer arrived, of which somebody had said that it came back.

use super::{
    hands::{Paying, theirs, till},
    statement::shown,
};
use crate::{Error, Market, actor::Administrator, paying};
use kernel::ids::RefundId;
use payment::refund::{self, State, Way};

/// Takes back that a transfer of the office's came back. What was put in its place and not begun is called off; what was
/// paid the buyer has twice, and that stands in the books.
///
/// # Errors
/// [`payment::Error::NoRefund`]; [`payment::Error::OtherWay`] for cash; [`payment::Error::NotNow`] for one of which nobody
/// said that it came back, or of which the bank says so; when the database refuses.
pub async fn refund_arrived(market: &Market, by: &Administrator, id: RefundId) -> Result<(), Error> {
    let (mint, queue, by) = (market.mint(), market.queue.clone(), *by);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                theirs(tx, Paying::Office(by), id).await?;
                let found = refund::lock(tx, id).await?.ok_or(payment::Error::NoRefund)?;
                if found.way != Way::Account {
                    return Err(payment::Error::OtherWay.into());
                }
                match found.state {
                    State::Failed if !shown(tx, id).await?.contains(&found.amount.minor) => {
                        paying::done_after_all(tx, &mint, &queue, (&found, till(&found)), Some(by.person)).await
                    }
                    // Said before.
                    State::Succeeded | State::Twice => Ok(()),
                    other => Err(payment::Error::NotNow {
                        from: other.code(),
                        event: "arrive",
                    }
                    .into()),
                }
            })
        })
        .await
}
