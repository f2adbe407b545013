//! Lines of a statement that are about something else than an order: one function for each kind of thing. A function
//! does all that follows from the line, the ledger included, or says why it does not want it; the line is locked, and is
//! marked by the caller. Money that came and is not wanted goes into suspense; money that went and is not wanted stays
//! unexplained.

use crate::{Error, refunding};
use kernel::{
    Mint, Money, Tx,
    ids::{EventId, PayoutId, RefundId},
};
use payment::{
    About,
    bank::{Line, Reason},
};
use uuid::Uuid;

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Applied {
    /// It was waited for, and everything that follows is done.
    Done,
    /// It does not fit.
    Not(Reason),
}

/// Hands a line to what its reference stands for. `amount` is above zero where money came, below where it went.
pub(super) async fn apply(
    tx: &Tx,
    mint: &Mint,
    queue: &job::Queue,
    line: &Line,
    (about, subject): (About, Uuid),
    amount: Money,
) -> Result<Applied, Error> {
    match about {
        About::Payout => payout(tx, mint, queue, line, PayoutId(subject), amount).await,
        About::Invoice => invoice(tx, mint, queue, line, EventId(subject), amount).await,
        About::Refund => refund(tx, mint, queue, line, RefundId(subject), amount).await,
        // A part is paid to its cooperative. Orders are the caller's.
        About::Part | About::Order => Ok(Applied::Not(Reason::NotOurs)),
    }
}

/// Money that went to a cooperative (below zero), or came back because its bank did not take it.
#[allow(clippy::unused_async, reason = "nobody waits for it yet")]
async fn payout(_: &Tx, _: &Mint, _: &job::Queue, _: &Line, _: PayoutId, _: Money) -> Result<Applied, Error> {
    Ok(Applied::Not(Reason::NotOurs))
}

/// Commission that a cooperative paid.
#[allow(clippy::unused_async, reason = "nobody waits for it yet")]
async fn invoice(_: &Tx, _: &Mint, _: &job::Queue, _: &Line, _: EventId, _: Money) -> Result<Applied, Error> {
    Ok(Applied::Not(Reason::NotOurs))
}

/// Money that went back to a buyer (below zero), or came back because their bank did not take it.
async fn refund(
    tx: &Tx,
    mint: &Mint,
    queue: &job::Queue,
    _: &Line,
    id: RefundId,
    amount: Money,
) -> Result<Applied, Error> {
    Ok(if refunding::seen_on_statement(tx, mint, queue, id, amount).await? {
        Applied::Done
    } else {
        Applied::Not(Reason::Amount)
    })
}
