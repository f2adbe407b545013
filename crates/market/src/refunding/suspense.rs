//! Money that a provider took and that was not what was agreed goes back to whoever paid it: in the provider's own pages,
//! because only they know what it was.

use crate::{Error, Market, actor::Administrator, paying, quarantine};
use kernel::{
    Currency, Money, Read,
    ids::{AttemptId, EventId},
};
use ledger::{Account, MarketEvent, posting};
use payment::{Attempt, Standing, attempt};

/// What was put aside for an attempt and is not given back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// The attempt.
    pub attempt: Attempt,
    /// What lies aside; nothing where the provider took nothing that is known.
    pub amount: Money,
}

/// The attempts that do not agree and of which something lies aside, the oldest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_aside(market: &Market) -> Result<Vec<Aside>, Error> {
    let db = &market.db;
    let mut found = Vec::new();
    for attempt in attempt::list_odd(db).await? {
        let amount = Money::mad(aside(db, attempt.id).await?);
        if amount.minor > 0 && !posting::is_posted(db, &format!("suspense_out:{}", EventId(attempt.id.0))).await? {
            found.push(Aside { attempt, amount });
        }
    }
    Ok(found)
}

/// What was put aside for an attempt, in centimes.
async fn aside(db: &impl Read, id: AttemptId) -> Result<i64, Error> {
    let name = format!("suspense_in:{}", EventId(id.0));
    let found = posting::find(db, &name, "suspense_in", Currency::Mad).await?;
    Ok(found.map_or(0, |posting| posting.credited(Account::Suspense)))
}

/// Writes down that what was put aside for an attempt was given back with its provider; pressing twice does it once.
///
/// # Errors
/// [`Error::MoneyHeld`]; [`payment::Error::NoPayment`] for an attempt that was as agreed; [`ledger::Error::Unknown`] where nothing was put aside;
/// when the database refuses.
pub async fn return_suspense(market: &Market, by: &Administrator, id: AttemptId) -> Result<(), Error> {
    let (mint, person) = (market.mint(), by.person);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                quarantine::pass_out(tx).await?;
                let found = attempt::lock(tx, id).await?;
                if found.state != Standing::IntegrityFailure {
                    return Err(payment::Error::NoPayment.into());
                }
                let minor = aside(tx, id).await?;
                if minor == 0 {
                    return Err(ledger::Error::Unknown.into());
                }
                let event = MarketEvent::SuspenseOut {
                    id: EventId(id.0),
                    to: Account::Provider(paying::psp_of(&found.provider)?),
                    minor,
                };
                ledger::post_event(tx, &mint, Some(person), Currency::Mad, &event).await?;
                Ok(())
            })
        })
        .await
}
