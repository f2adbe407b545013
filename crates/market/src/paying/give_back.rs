//! Money goes back the way it came: decided in the transaction of what it follows from, sent by a job afterwards.

use super::{SOON, names, ways};
use crate::{Error, Market};
use job::NewJob;
use kernel::{
    Mint, Money, Tx,
    ids::{EventId, PersonId, RefundId},
};
use ledger::{Account, MarketEvent};
use order::SellerOrder;
use payment::{
    Attempt, Holder, Refund, Standing, State as Paid, attempt,
    refund::{self, Event, State},
};
use psp::{Claim, Failure, Refunded};

/// Decides that what was paid by card for a part goes back, delivery included; says whether anything was. The ledger
/// is told by the caller, as of any part that will not be delivered.
///
/// # Errors
/// [`payment::Error::Amount`] when so much was not captured; when the database refuses.
pub(crate) async fn give_part_back(
    tx: &Tx,
    mint: &Mint,
    queue: &job::Queue,
    part: &SellerOrder,
    person: Option<PersonId>,
) -> Result<bool, Error> {
    let found = payment::payment::find_for_seller_order(tx, part.id).await?;
    let paid = found.filter(|paid| paid.state == Paid::Collected && paid.holder == Some(Holder::Provider));
    let Some(paid) = paid else { return Ok(false) };
    payment::payment::give_back(tx, mint, part.id, person).await?;
    for attempt in attempt::list_of_order(tx, part.order).await? {
        let left = attempt.amount.minor.saturating_sub(attempt.refunded_minor);
        if attempt.state == Standing::Captured && left >= paid.collected.minor {
            let new = refund::New {
                order: part.order,
                part: Some(part.id),
                attempt: attempt.id,
                amount: paid.collected,
            };
            request(tx, mint, queue, &new).await?;
            return Ok(true);
        }
    }
    Err(payment::Error::Amount.into())
}

/// Decides that a payment goes back which no order can take.
pub(super) async fn give_all_back(tx: &Tx, mint: &Mint, queue: &job::Queue, attempt: &Attempt) -> Result<(), Error> {
    let new = refund::New {
        order: attempt.order,
        part: None,
        attempt: attempt.id,
        amount: attempt.amount,
    };
    request(tx, mint, queue, &new).await
}

async fn request(tx: &Tx, mint: &Mint, queue: &job::Queue, new: &refund::New) -> Result<(), Error> {
    let id = refund::request(tx, mint, new).await?;
    attempt::check_at(tx, new.attempt, Some(mint.now.plus(SOON))).await?;
    let job = NewJob::now(mint, "payment.refund", serde_json::to_value(id)?).once(format!("refund:{id}"));
    Ok(queue.enqueue(tx, mint, &[job]).await?)
}

/// Asks the provider to give money back, under an id that was written down before. What it does not answer may have
/// happened: it is asked again under the same id, and by everything that looks the payment up.
///
/// # Errors
/// [`Error::NoAnswer`] from the provider; when the database refuses.
pub(crate) async fn send_refund(market: &Market, id: RefundId) -> Result<(), Error> {
    let Some(refund) = refund::find(&market.db, id)
        .await?
        .filter(|refund| refund.state.is_open())
    else {
        return Ok(());
    };
    let attempt = attempt::find(&market.db, refund.attempt).await?;
    let attempt = attempt.ok_or(payment::Error::NoPayment)?;
    let card = market.ways.named(&attempt.provider)?.clone();
    if !card.provider.can().refund {
        tracing::error!(refund = %id, provider = attempt.provider, "a person has to give money back");
        return Ok(());
    }
    if refund.state == State::Requested {
        step(market, id, Event::Submit).await?;
    }
    let asked = psp::Refund {
        refund: id.to_string(),
        of: names(&attempt),
        amount: refund.amount,
    };
    match card.provider.refund(&asked, &market.mint()).await {
        Ok(refunded) => {
            let mint = market.mint();
            market
                .db
                .write(move |tx| {
                    Box::pin(async move {
                        let attempt = attempt::lock(tx, attempt.id).await?;
                        follow(tx, &mint, &attempt, &refunded).await
                    })
                })
                .await
        }
        Err(Failure::Refused(why)) => {
            tracing::error!(refund = %id, provider = attempt.provider, why, "a refund was refused: a person has to see to it");
            step(market, id, Event::Fail).await
        }
        Err(Failure::Unknown(why)) => {
            step(market, id, Event::Doubt).await?;
            Err(Error::NoAnswer(why))
        }
        Err(Failure::Unavailable(why)) => Err(Error::NoAnswer(why)),
    }
}

async fn step(market: &Market, id: RefundId, event: Event) -> Result<(), Error> {
    let mint = market.mint();
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                refund::advance(tx, &mint, id, event).await?;
                Ok(())
            })
        })
        .await
}

/// Does what follows from what a provider says of a refund. The attempt is locked by the caller.
pub(super) async fn follow(tx: &Tx, mint: &Mint, attempt: &Attempt, said: &Refunded) -> Result<(), Error> {
    let id = said.refund.as_deref().and_then(|id| id.parse::<RefundId>().ok());
    let found = match id {
        Some(id) => refund::find(tx, id).await?,
        None => None,
    };
    let known = found.filter(|refund| refund.attempt == attempt.id && said.amount.is(refund.amount));
    let Some(refund) = known else {
        tracing::error!(attempt = %attempt.id, reference = said.reference, "the provider gave back what nobody here asked for");
        return Ok(());
    };
    refund::name(tx, refund.id, &said.reference).await?;
    match said.state {
        Claim::Pending => Ok(()),
        Claim::Done => done(tx, mint, attempt, &refund).await,
        Claim::Failed => failed(tx, mint, attempt, &refund).await,
    }
}

/// The buyer has the money.
async fn done(tx: &Tx, mint: &Mint, attempt: &Attempt, refund: &Refund) -> Result<(), Error> {
    if refund.state == State::Requested {
        refund::advance(tx, mint, refund.id, Event::Submit).await?;
    }
    if refund.state == State::Failed {
        tracing::error!(refund = %refund.id, "a refund that had failed was done after all: a person has to look");
        return Ok(());
    }
    if refund::advance(tx, mint, refund.id, Event::Succeed).await?.is_none() {
        return Ok(());
    }
    let till = ways::till(&attempt.provider)?;
    match refund.part {
        Some(part) => {
            ledger::refund::paid(tx, mint, None, (refund.id, part), till, refund.amount).await?;
        }
        None => {
            let event = MarketEvent::SuspenseOut {
                id: EventId(refund.id.0),
                to: Account::Provider(ways::psp(&attempt.provider)?),
                minor: refund.amount.minor,
            };
            post(tx, mint, refund.amount, &event).await?;
        }
    }
    Ok(())
}

/// It did not arrive: what had left is back with the provider, and the buyer is still owed it.
async fn failed(tx: &Tx, mint: &Mint, attempt: &Attempt, refund: &Refund) -> Result<(), Error> {
    if refund.state == State::Requested {
        refund::advance(tx, mint, refund.id, Event::Submit).await?;
    }
    let Some(before) = refund::advance(tx, mint, refund.id, Event::Fail).await? else {
        return Ok(());
    };
    tracing::error!(refund = %refund.id, provider = attempt.provider, "a refund did not arrive: a person has to see to it");
    if before != State::Succeeded {
        return Ok(());
    }
    let till = ways::till(&attempt.provider)?;
    match refund.part {
        Some(part) => {
            ledger::refund::returned(tx, mint, None, (refund.id, part), till, refund.amount).await?;
        }
        None => {
            let event = MarketEvent::SuspenseIn {
                id: EventId(refund.id.0),
                into: till,
                minor: refund.amount.minor,
            };
            post(tx, mint, refund.amount, &event).await?;
        }
    }
    Ok(())
}

async fn post(tx: &Tx, mint: &Mint, amount: Money, event: &MarketEvent) -> Result<(), Error> {
    let posting = ledger::event::of_market(amount.currency, event)?.ok_or(ledger::Error::Amount)?;
    ledger::post(tx, mint, None, &posting).await?;
    Ok(())
}
