//! Money goes back the way it came: decided in the transaction of what it follows from, sent by a job afterwards.

use super::{
    SOON,
    fail::{fails, repay_of},
    late, look, names, ways,
};
use crate::{
    Error, Market,
    notices::{self, Notice},
};
use job::NewJob;
use kernel::{
    Mint, Money, Read, Tx,
    ids::{AttemptId, LineId, PersonId, RefundId},
};
use ledger::{Flow, repay};
use order::SellerOrder;
use payment::{
    Attempt, Holder, Payment, Refund, Standing, State as Paid, attempt,
    refund::{self, Event, Payer, State, Way},
};
use psp::{Claim, Failure, Refunded};

/// Decides that what was paid for a part before its delivery goes back, delivery included; says whether anything was. The
/// ledger is told by the caller, as of any part that will not be delivered.
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
    let Some(paid) = found.filter(|paid| paid.state == Paid::Collected && paid.left_minor() > 0) else {
        return Ok(false);
    };
    payment::payment::give_back(tx, mint, part.id, person).await?;
    let refund = ask(tx, mint, queue, &paid, paid.left_minor(), None).await?;
    if refund.is_task() {
        tell_to_choose(tx, mint, queue, &refund).await?;
    }
    Ok(true)
}

/// A refund that was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Owed {
    /// The refund; none where nothing is left of what was paid.
    pub(crate) refund: Option<RefundId>,
    /// How much, in centimes.
    pub(crate) minor: i64,
    /// Whether the buyer has to say how they want it.
    pub(crate) by_hand: bool,
}

/// Decides that something of a delivered part goes back: so much of each line, and the delivery where `whole` is all that
/// was sold. Of what was never paid nothing goes back: a part that was paid short may leave nothing to give.
///
/// # Errors
/// [`payment::Error::Amount`] when so much is not left; [`ledger::Error::NotNow`] for a part that nobody earned; when the
/// database refuses.
pub(crate) async fn owe(
    tx: &Tx,
    mint: &Mint,
    queue: &job::Queue,
    part: &SellerOrder,
    lines: &[(LineId, i64)],
    whole: bool,
) -> Result<Owed, Error> {
    let found = payment::payment::find_for_seller_order(tx, part.id).await?;
    let paid = found.ok_or(payment::Error::NoPayment)?;
    let mut rest = refund::free_minor(tx, &paid).await?;
    let mut take = |minor: i64| {
        let taken = minor.min(rest).max(0);
        rest = rest.saturating_sub(taken);
        taken
    };
    let lines: Vec<(LineId, i64)> = lines
        .iter()
        .map(|(line, minor)| (*line, take(*minor)))
        .filter(|(_, minor)| *minor > 0)
        .collect();
    let delivery_minor = if whole {
        take(ledger::refund::left(tx, part.id).await?.delivery_minor)
    } else {
        0
    };
    let minor = lines
        .iter()
        .fold(delivery_minor, |sum, (_, minor)| sum.saturating_add(*minor));
    if minor == 0 {
        return Ok(Owed {
            refund: None,
            minor,
            by_hand: false,
        });
    }
    let refund = ask(tx, mint, queue, &paid, minor, None).await?;
    let decided = ledger::refund::Refund {
        id: refund.id,
        part: part.id,
        lines,
        delivery_minor,
    };
    ledger::refund::approved(tx, mint, None, &decided).await?;
    Ok(Owed {
        refund: Some(refund.id),
        minor,
        by_hand: refund.is_task(),
    })
}

/// Puts a refund in the place of one that failed: by its provider again, or by hand.
///
/// # Errors
/// [`payment::Error::NotNow`] for one that did not fail; [`payment::Error::Edited`] when that was done before;
/// [`payment::Error::Amount`] when so much is not left; when the database refuses.
pub(crate) async fn again(
    tx: &Tx,
    mint: &Mint,
    queue: &job::Queue,
    failed: RefundId,
    by_hand: bool,
) -> Result<RefundId, Error> {
    let failed = refund::lock(tx, failed).await?.ok_or(payment::Error::NoRefund)?;
    if failed.state != State::Failed {
        return Err(payment::Error::NotNow {
            from: failed.state.code(),
            event: "retry",
        }
        .into());
    }
    let by_provider = !by_hand && failed.way == Way::Provider && failed.attempt.is_some();
    let new = refund::New {
        order: failed.order,
        part: failed.part,
        attempt: failed.attempt,
        amount: failed.amount,
        way: if by_provider { Way::Provider } else { Way::Unsaid },
        payer: (!by_provider).then(|| failed.payer.unwrap_or(Payer::Office)),
        follows: Some(failed.id),
    };
    request(tx, mint, queue, &new).await
}

/// Takes so much of what was paid for a part: by the provider, where one has it, and else by hand of whoever was paid.
async fn ask(
    tx: &Tx,
    mint: &Mint,
    queue: &job::Queue,
    paid: &Payment,
    minor: i64,
    follows: Option<RefundId>,
) -> Result<Refund, Error> {
    let mut new = refund::New {
        order: paid.order,
        part: Some(paid.seller_order),
        attempt: None,
        amount: Money {
            minor,
            currency: paid.collected.currency,
        },
        way: Way::Unsaid,
        payer: None,
        follows,
    };
    if paid.holder == Some(Holder::Provider) {
        new.attempt = Some(paid_by(tx, paid, minor).await?);
        new.way = Way::Provider;
    } else {
        let sale = ledger::sale::find(tx, paid.seller_order).await?;
        new.payer = Some(match sale.ok_or(ledger::Error::Unknown)?.part.flow {
            Flow::Direct => Payer::Cooperative,
            Flow::Collected => Payer::Office,
        });
    }
    let id = request(tx, mint, queue, &new).await?;
    Ok(refund::find(tx, id).await?.ok_or(payment::Error::NoRefund)?)
}

/// The attempt that paid for a part, of which so much is left. One that no order could take goes back by itself.
async fn paid_by(tx: &Tx, paid: &Payment, minor: i64) -> Result<AttemptId, Error> {
    for one in attempt::list_of_order(tx, paid.order).await? {
        let room = one.amount.minor.saturating_sub(one.refunded_minor);
        if one.state == Standing::Captured && room >= minor && is_the_orders(tx, one.id).await? {
            return Ok(one.id);
        }
    }
    Err(payment::Error::Amount.into())
}

/// Whether an attempt that was captured paid its order, and was not put aside.
pub(super) async fn is_the_orders(db: &impl Read, attempt: AttemptId) -> Result<bool, Error> {
    let refunds = refund::list_of_attempt(db, attempt).await?;
    Ok(refunds.iter().all(|refund| refund.part.is_some()))
}

/// Decides that a payment goes back which no order can take.
pub(super) async fn give_all_back(tx: &Tx, mint: &Mint, queue: &job::Queue, attempt: &Attempt) -> Result<(), Error> {
    let new = refund::New {
        order: attempt.order,
        part: None,
        attempt: Some(attempt.id),
        amount: attempt.amount,
        way: Way::Provider,
        payer: None,
        follows: None,
    };
    request(tx, mint, queue, &new).await.map(drop)
}

async fn request(tx: &Tx, mint: &Mint, queue: &job::Queue, new: &refund::New) -> Result<RefundId, Error> {
    let id = refund::request(tx, mint, new).await?;
    if let Some(attempt) = new.attempt.filter(|_| new.way == Way::Provider) {
        attempt::check_at(tx, attempt, Some(mint.now.plus(SOON))).await?;
        let job = NewJob::now(mint, "payment.refund", serde_json::to_value(id)?).once(format!("refund:{id}"));
        queue.enqueue(tx, mint, &[job]).await?;
    }
    Ok(id)
}

/// Asks the buyer how they want what is paid by hand; the office is told of what it has to pay.
pub(super) async fn tell_to_choose(tx: &Tx, mint: &Mint, queue: &job::Queue, refund: &Refund) -> Result<(), Error> {
    let mut told = vec![Notice::BuyerRefund {
        refund: refund.id,
        step: "choose".to_owned(),
    }];
    if refund.payer == Some(Payer::Office) {
        told.push(office(refund, "refund"));
    }
    notices::tell(queue, tx, mint, &told).await
}

pub(super) fn office(refund: &Refund, step: &str) -> Notice {
    Notice::Office {
        order: refund.order,
        subject: refund.id.to_string(),
        step: step.to_owned(),
    }
}

/// Asks the provider to give money back, under an id that was written down before. What it does not answer may have
/// happened: it is asked again under the same id, and by everything that looks the payment up.
///
/// # Errors
/// [`Error::NoAnswer`] from the provider; when the database refuses.
pub(crate) async fn send_refund(market: &Market, id: RefundId) -> Result<(), Error> {
    let Some(refund) = refund::find(&market.db, id)
        .await?
        .filter(|refund| refund.state.is_open() && refund.way == Way::Provider)
    else {
        return Ok(());
    };
    if crate::quarantine::data_at(&market.db).await?.is_some() {
        // It is asked for again after the release: it may have been sent before the loss.
        return Ok(());
    }
    let attempt = attempt_of(&market.db, &refund).await?;
    let card = market.ways.named(&attempt.provider)?.clone();
    if !card.provider.can().refund {
        return hand_over(market, id).await;
    }
    if refund.state == State::Requested {
        step(market, id, Event::Submit).await?;
        // Another may have been done in this moment, and this one called off.
        let now = refund::find(&market.db, id).await?;
        if !now.is_some_and(|now| now.state.is_open()) {
            return Ok(());
        }
    } else if card.provider.can().look_up {
        // It was asked before and may have done it. A provider forgets its keys after a day, and not what it did.
        look::ask(market, &attempt).await?;
        if !refund::find(&market.db, id)
            .await?
            .is_some_and(|known| known.state.is_open())
        {
            return Ok(());
        }
    }
    let fresh = || market.mint().id::<RefundId>();
    let key = if kernel::planted("fresh-refund-key") {
        fresh()
    } else {
        id
    };
    let asked = psp::Refund {
        refund: key.to_string(),
        of: names(&attempt),
        amount: refund.amount,
    };
    match card.provider.refund(&asked, &market.mint()).await {
        Ok(refunded) => {
            let (mint, queue) = (market.mint(), market.queue.clone());
            market
                .db
                .write(move |tx| {
                    Box::pin(async move {
                        let attempt = attempt::lock(tx, attempt.id).await?;
                        follow(tx, &mint, &queue, &attempt, &refunded).await
                    })
                })
                .await
        }
        Err(Failure::Refused(why)) => {
            tracing::error!(refund = %id, provider = attempt.provider, why, "a refund was refused: a person has to see to it");
            refused(market, id).await
        }
        Err(Failure::Unknown(why)) => {
            step(market, id, Event::Doubt).await?;
            Err(Error::NoAnswer(why))
        }
        Err(Failure::Unavailable(why)) => Err(Error::NoAnswer(why)),
    }
}

/// The provider cannot do it: from now on it is the office's.
async fn hand_over(market: &Market, id: RefundId) -> Result<(), Error> {
    let (mint, queue) = (market.mint(), market.queue.clone());
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                match refund::by_hand(tx, &mint, id, Payer::Office).await {
                    // Asked by another job meanwhile.
                    Err(payment::Error::NotNow { .. }) => return Ok(()),
                    other => other?,
                }
                let refund = refund::find(tx, id).await?.ok_or(payment::Error::NoRefund)?;
                tell_to_choose(tx, &mint, &queue, &refund).await
            })
        })
        .await
}

/// The provider said no: it becomes a task of the office's, and the buyer may say where the money is to go.
async fn refused(market: &Market, id: RefundId) -> Result<(), Error> {
    let (mint, queue) = (market.mint(), market.queue.clone());
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let refund = refund::lock(tx, id).await?.ok_or(payment::Error::NoRefund)?;
                let attempt = attempt_of(tx, &refund).await?;
                fails(tx, &mint, &queue, (&refund, ways::till(&attempt.provider)?), None).await
            })
        })
        .await
}

async fn attempt_of(db: &impl Read, refund: &Refund) -> Result<Attempt, Error> {
    let id = refund.attempt.ok_or(payment::Error::NoPayment)?;
    Ok(attempt::find(db, id).await?.ok_or(payment::Error::NoPayment)?)
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
pub(super) async fn follow(
    tx: &Tx,
    mint: &Mint,
    queue: &job::Queue,
    attempt: &Attempt,
    said: &Refunded,
) -> Result<(), Error> {
    let id = said.refund.as_deref().and_then(|id| id.parse::<RefundId>().ok());
    let found = match id {
        Some(id) => refund::find(tx, id).await?,
        None => None,
    };
    let known = found.filter(|refund| refund.attempt == Some(attempt.id) && said.amount.is(refund.amount));
    let Some(refund) = known else {
        tracing::error!(attempt = %attempt.id, reference = said.reference, "the provider gave back what nobody here asked for");
        return Ok(());
    };
    refund::name(tx, refund.id, &said.reference).await?;
    match said.state {
        Claim::Pending => Ok(()),
        Claim::Done => done(tx, mint, queue, attempt, &refund).await,
        Claim::Failed => failed(tx, mint, queue, attempt, &refund).await,
    }
}

/// The buyer has the money.
async fn done(tx: &Tx, mint: &Mint, queue: &job::Queue, attempt: &Attempt, refund: &Refund) -> Result<(), Error> {
    if refund.state == State::Requested {
        refund::advance(tx, mint, refund.id, Event::Submit).await?;
    }
    let till = ways::till(&attempt.provider)?;
    if matches!(refund.state, State::Failed | State::CalledOff) {
        return late::settle(tx, mint, queue, (refund, till), None).await;
    }
    if refund::advance(tx, mint, refund.id, Event::Succeed).await?.is_none() {
        return Ok(());
    }
    repay::paid(tx, mint, None, &repay_of(refund), till).await?;
    Ok(())
}

/// It did not arrive: what had left is back with the provider.
async fn failed(tx: &Tx, mint: &Mint, queue: &job::Queue, attempt: &Attempt, refund: &Refund) -> Result<(), Error> {
    if refund.state == State::Requested {
        refund::advance(tx, mint, refund.id, Event::Submit).await?;
    }
    if !matches!(refund.state, State::Failed | State::CalledOff) {
        tracing::error!(refund = %refund.id, provider = attempt.provider, "a refund did not arrive: a person has to see to it");
    }
    fails(tx, mint, queue, (refund, ways::till(&attempt.provider)?), None).await
}
