//! Money in suspense of which it turns out that the bank's account has it already: it was counted when somebody spoke of it.

use crate::Error;
use kernel::{
    Mint, Money, Tx,
    ids::{EventId, PersonId},
};
use ledger::{Account, MarketEvent};
use payment::{
    About,
    bank::{self, Decision, Line, State},
};
use uuid::Uuid;

/// The line in suspense, if there is one, that speaks of this and is so much; nobody else decides about it until this is
/// written. It is locked before what it speaks of, as everybody does.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn lock_waiting(tx: &Tx, about: (About, Uuid), amount: Money) -> Result<Option<Line>, Error> {
    let lines = bank::list_about(tx, about, &State::OPEN).await?;
    let Some(found) = lines.into_iter().find(|line| line.money() == Some(amount)) else {
        return Ok(None);
    };
    Ok(Some(bank::lock(tx, found.id).await?))
}

/// A line in suspense is money that was counted before: it leaves suspense, and the bank has it once.
///
/// # Errors
/// [`payment::Error::NotNow`] when somebody decided before; [`Error::DoesNotFit`] for a currency that the market does not
/// know; when the database refuses.
pub(crate) async fn same_money(tx: &Tx, mint: &Mint, person: PersonId, line: &Line) -> Result<(), Error> {
    let decision = Decision {
        person: Some(person),
        ..Decision::default()
    };
    bank::decide(tx, mint, line.id, &State::OPEN, State::Applied, decision).await?;
    out(tx, mint, person, line).await
}

/// Takes the money of a line out of suspense, to where it was counted before.
///
/// # Errors
/// [`Error::DoesNotFit`] for a currency that the market does not know; when the database refuses.
pub(super) async fn out(tx: &Tx, mint: &Mint, person: PersonId, line: &Line) -> Result<(), Error> {
    let money = line.money().ok_or(Error::DoesNotFit("currency"))?;
    let event = MarketEvent::SuspenseOut {
        id: EventId(line.id.0),
        to: Account::Bank,
        minor: money.minor,
    };
    ledger::post_event(tx, mint, Some(person), money.currency, &event).await?;
    Ok(())
}
