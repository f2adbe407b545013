//! Lines of a statement that are about something else than an order: one function for each kind of thing. A function
//! does all that follows from the line, the ledger included, or says why it does not want it; the line is locked, and is
//! marked by the caller. Money that came and is not wanted goes into suspense; money that went and is not wanted stays
//! unexplained.

use crate::{Error, money, payouts, refunding};
use kernel::{
    Mint, Money, Tx,
    ids::{EventId, InvoiceId, PayoutId, RefundId},
};
use ledger::payout;
use payment::{
    About,
    bank::{self, Line, Reason, State},
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
        About::Payout => payout_line(tx, mint, queue, line, PayoutId(subject), amount).await,
        About::Invoice => invoice(tx, mint, queue, line, EventId(subject), amount).await,
        About::Refund => refund(tx, mint, queue, RefundId(subject), amount).await,
        // A part is paid to its cooperative. Orders are the caller's.
        About::Part | About::Order => Ok(Applied::Not(Reason::NotOurs)),
    }
}

/// Money that went to a cooperative (below zero), or came back because its bank did not take it.
async fn payout_line(
    tx: &Tx,
    mint: &Mint,
    queue: &job::Queue,
    line: &Line,
    id: PayoutId,
    amount: Money,
) -> Result<Applied, Error> {
    let done = if amount.minor > 0 {
        // Where the bank did it twice, nobody knows which of the two came back: a person has to see, and may have said so.
        let twice = bank::list_about(tx, (About::Payout, id.0), &[State::Unexplained]).await?;
        let is_said = payout::find(tx, id)
            .await?
            .is_some_and(|one| one.state == payout::State::Returned);
        if !twice.is_empty() && !is_said {
            return Ok(Applied::Not(Reason::NotOurs));
        }
        payouts::returned_by_bank(tx, mint, queue, id, (amount, &line.wording)).await
    } else {
        let went = Money {
            minor: amount.minor.saturating_neg(),
            ..amount
        };
        payouts::paid_by_bank(tx, mint, queue, id, went).await
    };
    match done {
        Ok(true) => Ok(Applied::Done),
        // The bank did it twice, or one that failed, or that nobody approved; or it came back twice, or never left.
        Ok(false) | Err(Error::Ledger(ledger::Error::NotNow(_))) => Ok(Applied::Not(Reason::NotOurs)),
        Err(Error::Ledger(ledger::Error::Amount | ledger::Error::Unknown)) => Ok(Applied::Not(Reason::Amount)),
        Err(error) => Err(error),
    }
}

/// Commission that a cooperative paid: all that is open of an invoice, or some of it. What somebody had said of just so much is
/// the same money, once for each time that it was said.
async fn invoice(
    tx: &Tx,
    mint: &Mint,
    _: &job::Queue,
    line: &Line,
    id: EventId,
    amount: Money,
) -> Result<Applied, Error> {
    let id = InvoiceId(id.0);
    let said = match ledger::invoice::count_said(tx, id, amount).await {
        Err(ledger::Error::Unknown) => 0,
        said => said?,
    };
    let mut shown = 0_usize;
    for other in bank::list_about(tx, (About::Invoice, id.0), &[State::Applied]).await? {
        let same = other.id != line.id && other.money() == Some(amount);
        if same && !ledger::invoice::is_settled_by(tx, EventId(other.id.0)).await? {
            shown = shown.saturating_add(1);
        }
    }
    if said > shown {
        return Ok(Applied::Done);
    }
    let known = ledger::invoice::find(tx, id).await?;
    let open = known.is_some_and(|invoice| (1..=invoice.open_minor()).contains(&amount.minor));
    if !open {
        return Ok(Applied::Not(Reason::Amount));
    }
    money::settled_by_bank(tx, mint, id, EventId(line.id.0), amount).await?;
    Ok(Applied::Done)
}

/// Money that went back to a buyer (below zero), or came back because their bank did not take it.
async fn refund(tx: &Tx, mint: &Mint, queue: &job::Queue, id: RefundId, amount: Money) -> Result<Applied, Error> {
    let done = if amount.minor > 0 {
        refunding::returned_by_bank(tx, mint, queue, id, amount).await?
    } else {
        let went = Money {
            minor: amount.minor.saturating_neg(),
            ..amount
        };
        refunding::paid_by_bank(tx, mint, queue, id, went).await?
    };
    Ok(done.map_or_else(Applied::Not, |()| Applied::Done))
}
