//! What an administrator decides about money that is nobody's.

use super::{
    apply::{Applied, apply},
    suspense,
};
use crate::{
    Error, Market,
    actor::Administrator,
    paying::{Taken, Whence, take_transfer},
    quarantine,
};
use kernel::ids::{BankLineId, EventId, OrderId};
use ledger::{MarketEvent, Till};
use payment::{
    About, Reference,
    bank::{self, Decision, State},
    reference,
};
use uuid::Uuid;

/// Says what a line is about that found nothing, because its words lack the reference: money that came, by the number of
/// the order that it pays, or either by the reference that was given out. It fits exactly, or not at all; of two
/// administrators who do it at once, one does.
///
/// # Errors
/// [`order::Error::NoOrder`] where nothing has this name; [`Error::DoesNotFit`] with the reason; [`payment::Error::NotNow`]
/// when somebody decided before; [`catalogue::Error::OutOfStock`] for an order that was given up and whose goods are gone;
/// when the database refuses.
pub async fn assign(market: &Market, by: &Administrator, id: BankLineId, name: &str) -> Result<(), Error> {
    if let Some(order) = order::order::find_id(&market.db, name).await? {
        return pays(market, by, id, order).await;
    }
    let reference: Reference = name.parse().map_err(|_| order::Error::NoOrder)?;
    let issued = reference::find(&market.db, &reference).await?;
    let issued = issued.ok_or(order::Error::NoOrder)?;
    match issued.about {
        About::Order => pays(market, by, id, OrderId(issued.subject)).await,
        about => is_about(market, by, id, (about, issued.subject)).await,
    }
}

/// As if its words had named it. What waited in suspense leaves it, because what follows counts the money anew.
async fn is_about(market: &Market, by: &Administrator, id: BankLineId, subject: (About, Uuid)) -> Result<(), Error> {
    let (mint, queue, person) = (market.mint(), market.queue.clone(), by.person);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let line = bank::lock(tx, id).await?;
                let amount = line.money().ok_or(Error::DoesNotFit("currency"))?;
                if let Applied::Not(reason) = apply(tx, &mint, &queue, &line, subject, amount).await? {
                    return Err(Error::DoesNotFit(reason.code()));
                }
                let decision = Decision {
                    subject: Some(subject),
                    person: Some(person),
                    reason: None,
                };
                let from = [State::Suspense, State::ToReturn, State::Unexplained];
                bank::decide(tx, &mint, id, &from, State::Applied, decision).await?;
                match line.state {
                    State::Unexplained => Ok(()),
                    _ => suspense::out(tx, &mint, person, &line).await,
                }
            })
        })
        .await
}

/// A line in suspense pays an order that waits for a transfer to the market.
async fn pays(market: &Market, by: &Administrator, id: BankLineId, order: OrderId) -> Result<(), Error> {
    let (mint, queue, person) = (market.mint(), market.queue.clone(), by.person);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let line = bank::lock(tx, id).await?;
                let decision = Decision {
                    subject: Some((About::Order, order.0)),
                    person: Some(person),
                    reason: None,
                };
                bank::decide(tx, &mint, id, &State::OPEN, State::Assigned, decision).await?;
                let amount = line.money().ok_or(Error::DoesNotFit("currency"))?;
                let whence = Whence::Suspense(id, person);
                match take_transfer(tx, &mint, &queue, order, Some(amount), whence).await? {
                    Taken::Now => Ok(()),
                    Taken::Before => Err(Error::DoesNotFit("second")),
                    Taken::Not(reason) => Err(Error::DoesNotFit(reason.code())),
                }
            })
        })
        .await
}

/// Says that a line in suspense is to go back to where it came from. Somebody sends it with the bank; it stays in suspense
/// until a statement shows that it went.
///
/// # Errors
/// [`Error::MoneyHeld`]; [`payment::Error::NotNow`] when somebody decided before; when the database refuses.
pub async fn send_back(market: &Market, by: &Administrator, id: BankLineId) -> Result<(), Error> {
    let (mint, person) = (market.mint(), by.person);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                quarantine::pass_out(tx).await?;
                let decision = Decision {
                    person: Some(person),
                    ..Decision::default()
                };
                Ok(bank::decide(tx, &mint, id, &[State::Suspense], State::ToReturn, decision).await?)
            })
        })
        .await
}

/// Says that money which went, and which nobody could explain, is a line of suspense that was sent back: the same amount.
///
/// # Errors
/// [`Error::DoesNotFit`] for another amount; [`payment::Error::NotNow`] when either was explained before; when the database
/// refuses.
pub async fn explain_return(
    market: &Market,
    by: &Administrator,
    went: BankLineId,
    came: BankLineId,
) -> Result<(), Error> {
    let (mint, person) = (market.mint(), by.person);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                // The one that came first, always: nobody waits in a circle.
                let back = bank::lock(tx, came).await?;
                let out = bank::lock(tx, went).await?;
                let decision = Decision {
                    person: Some(person),
                    ..Decision::default()
                };
                bank::decide(tx, &mint, came, &[State::ToReturn], State::Returned, decision).await?;
                bank::decide(tx, &mint, went, &[State::Unexplained], State::Applied, decision).await?;
                let money = back.money().ok_or(Error::DoesNotFit("currency"))?;
                if out.minor.checked_neg() != Some(money.minor) || out.currency != back.currency {
                    return Err(Error::DoesNotFit("amount"));
                }
                suspense::out(tx, &mint, person, &back).await
            })
        })
        .await
}

/// Says that money which went, and which nobody could explain, is what the bank takes for its work. Above the amount from
/// which a refund takes two people, this does too: says whether it is decided. The same person again changes nothing.
///
/// # Errors
/// [`payment::Error::NotNow`] when it was explained before; [`Error::DoesNotFit`] for a currency that the market does not
/// know; when the database refuses.
pub async fn explain_fee(market: &Market, by: &Administrator, went: BankLineId) -> Result<bool, Error> {
    let (mint, person, above) = (market.mint(), by.person, market.settings.refund_second_above);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let line = bank::lock(tx, went).await?;
                let money = line.money().ok_or(Error::DoesNotFit("currency"))?;
                let minor = money.minor.saturating_neg();
                if minor > above && line.decided_by.is_none_or(|first| first == person) {
                    bank::say(tx, &mint, went, person).await?;
                    return Ok(false);
                }
                let decision = Decision {
                    person: Some(person),
                    ..Decision::default()
                };
                bank::decide(tx, &mint, went, &[State::Unexplained], State::Applied, decision).await?;
                let event = MarketEvent::Fee {
                    id: EventId(went.0),
                    from: Till::Bank,
                    minor,
                };
                ledger::post_event(tx, &mint, Some(person), money.currency, &event).await?;
                Ok(true)
            })
        })
        .await
}
