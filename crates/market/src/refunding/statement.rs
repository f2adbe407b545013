//! What the statement of the market's bank shows of a transfer to a buyer: that it went, and that it came back. Each counts
//! once, whoever spoke of it first, the statement or a person who had looked at the bank's pages.

use super::hands::{finish, till};
use crate::{Error, paying};
use kernel::{Mint, Money, Read, Tx, ids::RefundId};
use payment::{
    About, Refund,
    bank::{self, Reason, State as Line},
    refund::{self, Hand, Payer, State, Way},
};

/// A line shows that a refund went, so much of it: then the buyer has it, whoever marked it as sent. Of one that somebody
/// spoke of before it is the same money. Says why not, where it does not fit: a second line is a second transfer.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn paid_by_bank(
    tx: &Tx,
    mint: &Mint,
    queue: &job::Queue,
    id: RefundId,
    went: Money,
) -> Result<Result<(), Reason>, Error> {
    let found = match look(tx, id, went, Side::Went).await? {
        Ok(found) => found,
        Err(reason) => return Ok(Err(reason)),
    };
    if found.state == State::Requested {
        let hand = Hand {
            person: None,
            payer: Payer::Office,
            way: Way::Account,
            // It has left already.
            second_above: i64::MAX,
            note: None,
        };
        refund::carry_out(tx, mint, id, &hand).await?;
    }
    match found.state {
        State::Requested | State::Submitted => finish(tx, mint, queue, id, None).await?,
        State::Succeeded | State::Twice => {}
        // One that came back had left before: a statement shows both.
        State::Failed | State::CalledOff if had_left(tx, &found).await? => {}
        // Nobody had said that it was sent, and another was done.
        State::Failed | State::CalledOff => {
            paying::done_after_all(tx, mint, queue, (&found, till(&found)), None).await?
        }
        _ => return Ok(Err(Reason::NotOurs)),
    }
    Ok(Ok(()))
}

/// A line shows that a refund came back, so much of it: the buyer is owed it still. Of one of which somebody said so before
/// it is the same money. Says why not, where it does not fit; one that is not known to have gone is for a person to see.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn returned_by_bank(
    tx: &Tx,
    mint: &Mint,
    queue: &job::Queue,
    id: RefundId,
    came: Money,
) -> Result<Result<(), Reason>, Error> {
    let found = match look(tx, id, came, Side::Came).await? {
        Ok(found) => found,
        Err(reason) => return Ok(Err(reason)),
    };
    if kernel::planted("bounces-twice") {
        return Ok(Err(Reason::NotOurs));
    }
    match found.state {
        // It was said before, and is the same money.
        State::Failed | State::CalledOff if had_left(tx, &found).await? => Ok(Ok(())),
        // Where the bank did it twice, nobody knows which of the two came back.
        State::Succeeded | State::Twice
            if bank::list_about(tx, (About::Refund, id.0), &[Line::Unexplained])
                .await?
                .is_empty() =>
        {
            paying::fails(tx, mint, queue, (&found, till(&found)), None).await?;
            Ok(Ok(()))
        }
        _ => Ok(Err(Reason::NotOurs)),
    }
}

/// Whether one that did not arrive had been sent: somebody said so, it was paid, or a line shows it.
pub(super) async fn had_left(db: &impl Read, refund: &Refund) -> Result<bool, Error> {
    Ok(refund.done_by.is_some()
        || ledger::repay::was_paid(db, refund.id).await?
        || !shown(db, refund.id).await?.is_empty())
}

/// The lines that were read as a refund's, in centimes.
pub(super) async fn shown(db: &impl Read, id: RefundId) -> Result<Vec<i64>, Error> {
    let lines = bank::list_about(db, (About::Refund, id.0), &[Line::Applied]).await?;
    Ok(lines.iter().map(|line| line.minor).collect())
}

/// Which way a line's money went.
#[derive(Clone, Copy)]
enum Side {
    Went,
    Came,
}

/// The refund that a line speaks of, if the office pays it by transfer, so much, and no line showed the same before. Nobody
/// else moves it until this is written.
async fn look(tx: &Tx, id: RefundId, amount: Money, side: Side) -> Result<Result<Refund, Reason>, Error> {
    let found = refund::lock(tx, id).await?;
    let found = found.filter(|found| till(found) == ledger::Till::Bank && found.way == Way::Account);
    let Some(found) = found else {
        return Ok(Err(Reason::NotOurs));
    };
    if found.amount != amount {
        return Ok(Err(Reason::Amount));
    }
    let same = match side {
        Side::Went => amount.minor.saturating_neg(),
        Side::Came => amount.minor,
    };
    let before = shown(tx, id).await?.contains(&same);
    Ok(if before { Err(Reason::NotOurs) } else { Ok(found) })
}
