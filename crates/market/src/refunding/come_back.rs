//! A transfer to a buyer did not arrive.

use super::hands::{Paying, theirs, till};
use crate::{Error, Market, actor::Administrator, banking, paying};
use kernel::{
    Mint, Tx,
    ids::{EventId, PersonId, RefundId},
};
use ledger::MarketEvent;
use payment::{
    About, Refund,
    refund::{self, Event, State, Way},
};

/// Writes down that a transfer of the office's came back: the buyer is owed it still, and is asked for another account. A
/// line of the bank's statement that waits in suspense because of it is the same money. Whoever says so saw it stand at
/// `seen`: if somebody has confirmed it since, they look again first.
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
                if found.state == State::Failed {
                    return Ok(());
                }
                if found.state != seen {
                    return Err(payment::Error::NotNow {
                        from: found.state.code(),
                        event: Event::Fail.code(),
                    }
                    .into());
                }
                owe_again(tx, &mint, &queue, &found, Some(by.person)).await?;
                match waiting.filter(|_| !kernel::planted("bounces-twice")) {
                    Some(line) => banking::same_money(tx, &mint, by.person, &line).await,
                    None => Ok(()),
                }
            })
        })
        .await
}

/// A refund that is locked came back: where it counted as paid, its money is in the till again, and it is owed.
pub(super) async fn owe_again(
    tx: &Tx,
    mint: &Mint,
    queue: &job::Queue,
    refund: &Refund,
    who: Option<PersonId>,
) -> Result<(), Error> {
    let Some(before) = refund::advance(tx, mint, refund.id, Event::Fail).await? else {
        return Ok(());
    };
    match refund.part.filter(|_| before == State::Succeeded) {
        Some(part) => {
            let amount = refund.amount;
            ledger::refund::returned(tx, mint, who, (refund.id, part), till(refund), amount).await?;
        }
        None if before == State::Succeeded => {
            let event = MarketEvent::SuspenseIn {
                id: EventId(refund.id.0),
                into: till(refund),
                minor: refund.amount.minor,
            };
            ledger::post_event(tx, mint, who, refund.amount.currency, &event).await?;
        }
        None => {}
    }
    paying::tell_of_failure(tx, mint, queue, refund).await
}
