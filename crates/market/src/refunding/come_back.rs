//! A transfer to a buyer did not arrive.

use super::hands::{Paying, theirs, till};
use crate::{Error, Market, actor::Administrator, paying};
use kernel::ids::{EventId, RefundId};
use ledger::MarketEvent;
use payment::refund::{self, Event, State};

/// Writes down that a transfer of the office's came back: the buyer is owed it still, and is asked for another account.
/// Whoever says so saw it stand at `seen`: if somebody has confirmed it since, they look again first.
///
/// # Errors
/// [`payment::Error::NoRefund`]; [`payment::Error::NotNow`] for one that was not sent, or stands elsewhere by now; when the
/// database refuses.
pub async fn refund_came_back(market: &Market, by: &Administrator, id: RefundId, seen: State) -> Result<(), Error> {
    let (mint, queue, by) = (market.mint(), market.queue.clone(), *by);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let refund = theirs(tx, Paying::Office(by), id).await?;
                if refund.state != seen && refund.state != State::Failed {
                    return Err(payment::Error::NotNow {
                        from: refund.state.code(),
                        event: Event::Fail.code(),
                    }
                    .into());
                }
                let Some(before) = refund::advance(tx, &mint, id, Event::Fail).await? else {
                    return Ok(());
                };
                let who = Some(by.person);
                match refund.part.filter(|_| before == State::Succeeded) {
                    Some(part) => {
                        let amount = refund.amount;
                        ledger::refund::returned(tx, &mint, who, (id, part), till(&refund), amount).await?;
                    }
                    None if before == State::Succeeded => {
                        let event = MarketEvent::SuspenseIn {
                            id: EventId(id.0),
                            into: till(&refund),
                            minor: refund.amount.minor,
                        };
                        ledger::post_event(tx, &mint, who, refund.amount.currency, &event).await?;
                    }
                    None => {}
                }
                paying::tell_of_failure(tx, &mint, &queue, &refund).await
            })
        })
        .await
}
