//! A transfer to a buyer did not arrive.

use super::hands::{Paying, theirs, till};
use crate::{Error, Market, actor::Administrator, banking, paying};
use kernel::ids::RefundId;
use payment::{
    About,
    refund::{self, Event, State, Way},
};

/// Writes down that a transfer of the office's came back: the buyer is owed it still, and is asked for another account,
/// unless they have it by another refund. A line of the bank's statement that waits in suspense because of it is the same
/// money. Whoever says so saw it stand at `seen`: if somebody has confirmed it since, they look again first.
///
/// # Errors
/// [`payment::Error::NoRefund`]; [`payment::Error::OtherWay`] for cash; [`payment::Error::NotNow`] for one that was not sent, or stands elsewhere by now; when the
/// database refuses.
pub async fn refund_came_back(market: &Market, by: &Administrator, id: RefundId, seen: State) -> Result<(), Error> {
    let (mint, queue, by) = (market.mint(), market.queue.clone(), *by);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let found = theirs(tx, Paying::Office(by), id).await?;
                if found.way != Way::Account {
                    return Err(payment::Error::OtherWay.into());
                }
                let waiting = banking::lock_waiting(tx, (About::Refund, id.0), found.amount).await?;
                let found = refund::lock(tx, id).await?.ok_or(payment::Error::NoRefund)?;
                if matches!(found.state, State::Failed | State::CalledOff) {
                    return Ok(());
                }
                if found.state != seen {
                    return Err(payment::Error::NotNow {
                        from: found.state.code(),
                        event: Event::Fail.code(),
                    }
                    .into());
                }
                paying::fails(tx, &mint, &queue, (&found, till(&found)), Some(by.person)).await?;
                match waiting.filter(|_| !kernel::planted("bounces-twice")) {
                    Some(line) => banking::same_money(tx, &mint, by.person, &line).await,
                    None => Ok(()),
                }
            })
        })
        .await
}
