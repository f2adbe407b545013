//! Each line of a statement finds what it was sent for: by the reference in its wording, and exactly, or not at all.

use super::apply::{Applied, apply};
use crate::{
    Error, Market,
    notices::{self, Notice},
    paying::{Taken, Whence, take_transfer},
};
use kernel::{
    Mint, Money, Tx,
    ids::{BankLineId, EventId, OrderId},
};
use ledger::{MarketEvent, Till};
use payment::{
    About,
    bank::{self, Decision, Line, Reason, State},
    reference,
};
use uuid::Uuid;

/// Lines that are looked at in one round.
const AT_ONCE: u64 = 500;
/// The most rounds of one call: more than a file has lines.
const ROUNDS: usize = 50;

/// What becomes of money whose order was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Late {
    /// The order is taken up again, if its goods are there.
    TakeUp,
    /// They are not.
    PutAside,
}

/// Looks at every line that nobody has looked at, each in a transaction of its own: one that cannot be dealt with stops
/// none of the others.
///
/// # Errors
/// When the database cannot answer, and when it refused a line: whatever was left is looked at again.
pub async fn match_new(market: &Market) -> Result<(), Error> {
    let mut failed = None;
    for _ in 0..ROUNDS {
        let mut lines = bank::list_in(&market.db, &[State::New], AT_ONCE).await?;
        // What came back went before, in whichever order the bank writes them.
        lines.sort_by_key(|line| line.minor > 0);
        let mut moved = false;
        for line in lines {
            match match_line(market, line.id).await {
                Ok(()) => moved = true,
                Err(error) => {
                    tracing::error!(line = %line.id, %error, "a line of the bank could not be dealt with");
                    failed = Some(error);
                }
            }
        }
        if !moved {
            break;
        }
    }
    failed.map_or(Ok(()), Err)
}

async fn match_line(market: &Market, id: BankLineId) -> Result<(), Error> {
    for late in [Late::TakeUp, Late::PutAside] {
        let matching = Matching {
            mint: market.mint(),
            queue: market.queue.clone(),
            late,
        };
        let done = market
            .db
            .write(move |tx| Box::pin(async move { matching.look(tx, id).await }))
            .await;
        match done {
            // Somebody else has its goods by now.
            Err(Error::Catalogue(catalogue::Error::OutOfStock { .. }) | Error::NotOnSale) if late == Late::TakeUp => {}
            other => return other,
        }
    }
    Ok(())
}

struct Matching {
    mint: Mint,
    queue: job::Queue,
    late: Late,
}

impl Matching {
    async fn look(&self, tx: &Tx, id: BankLineId) -> Result<(), Error> {
        let line = bank::lock(tx, id).await?;
        if line.state != State::New {
            return Ok(());
        }
        let (subject, done) = match self.subject(tx, &line).await? {
            Ok(subject) => (Some(subject), self.try_it(tx, &line, subject).await?),
            Err(reason) => (None, Err(reason)),
        };
        let (state, reason) = match done {
            Ok(state) => (state, None),
            Err(reason) if line.minor > 0 => (self.put_aside(tx, &line).await?, Some(reason)),
            Err(reason) => (State::Unexplained, Some(reason)),
        };
        let decision = Decision {
            reason,
            subject,
            person: None,
        };
        Ok(bank::decide(tx, &self.mint, id, &[State::New], state, decision).await?)
    }

    /// What the wording speaks of.
    async fn subject(&self, tx: &Tx, line: &Line) -> Result<Result<(About, Uuid), Reason>, Error> {
        let written = reference::scan(&line.wording);
        let found = reference::list(tx, &written).await?;
        Ok(match found.as_slice() {
            [one] => Ok((one.about, one.subject)),
            [] if written.is_empty() => Err(Reason::NoReference),
            [] => Err(Reason::Unknown),
            _ => Err(Reason::Several),
        })
    }

    async fn try_it(&self, tx: &Tx, line: &Line, subject: (About, Uuid)) -> Result<Result<State, Reason>, Error> {
        let Some(amount) = line.money() else {
            return Ok(Err(Reason::Currency));
        };
        if subject.0 == About::Order && amount.minor > 0 {
            return self.order(tx, line.id, OrderId(subject.1), amount).await;
        }
        Ok(match apply(tx, &self.mint, &self.queue, line, subject, amount).await? {
            Applied::Done => Ok(State::Applied),
            Applied::Not(reason) => Err(reason),
        })
    }

    async fn order(
        &self,
        tx: &Tx,
        line: BankLineId,
        order: OrderId,
        amount: Money,
    ) -> Result<Result<State, Reason>, Error> {
        let taken = match self.late {
            Late::TakeUp => take_transfer(tx, &self.mint, &self.queue, order, Some(amount), Whence::Line(line)).await?,
            Late::PutAside => {
                // Its buyer hears that the money goes back; the line waits for somebody who sends it.
                let notice = Notice::PaidTooLate { order };
                notices::tell(&self.queue, tx, &self.mint, &[notice]).await?;
                Taken::Not(Reason::Ended)
            }
        };
        Ok(match taken {
            Taken::Now | Taken::Before => Ok(State::Settled),
            Taken::Not(reason) => Err(reason),
        })
    }

    /// Money that is nobody's. What is in a currency that the market has no accounts in can only be listed.
    async fn put_aside(&self, tx: &Tx, line: &Line) -> Result<State, Error> {
        let Some(money) = line.money() else {
            return Ok(State::Unexplained);
        };
        let event = MarketEvent::SuspenseIn {
            id: EventId(line.id.0),
            into: Till::Bank,
            minor: money.minor,
        };
        ledger::post_event(tx, &self.mint, None, money.currency, &event).await?;
        Ok(State::Suspense)
    }
}
