//! What a buyer's bank takes back: written down when the provider says so, once, however often and in whatever order it
//! does. What is lost is a refund of the parts it was paid for, out of what the provider held back; a cooperative that was
//! paid out already owes it then.

use super::{
    give_back::{is_the_orders, tell_to_choose},
    ways,
};
use crate::{
    Error, Market,
    notices::{self, Notice},
    rows,
};
use kernel::{
    Mint, Money, Tx,
    ids::{LineId, RefundId},
};
use ledger::{
    MarketEvent, Till,
    refund::Left,
    repay::{self, Repay},
};
use order::SellerOrder;
use payment::{
    Attempt, Dispute, Refund, attempt,
    dispute::{self, New, State},
    refund::{self, Event, Payer, State as Stands, Way},
};
use psp::Claimed;

/// Does what follows from what a provider says of a dispute. The attempt is locked by the caller.
pub(super) async fn follow(
    tx: &Tx,
    mint: &Mint,
    queue: &job::Queue,
    attempt: &Attempt,
    said: &psp::Dispute,
) -> Result<(), Error> {
    let Some(amount) = said.amount.money().filter(|money| money.minor > 0) else {
        tracing::error!(attempt = %attempt.id, dispute = said.dispute, "a dispute about money that is none of ours");
        return Ok(());
    };
    let new = New {
        attempt: attempt.id,
        order: attempt.order,
        provider: &attempt.provider,
        reference: &said.dispute,
        amount,
    };
    let (known, is_new) = dispute::open(tx, mint, &new).await?;
    let (id, order, minor) = (known.id, known.order, known.amount.minor);
    let psp = ways::psp(&attempt.provider)?;
    if is_new {
        let event = MarketEvent::DisputeOpened {
            dispute: id,
            order,
            psp,
            minor,
        };
        post(tx, mint, amount, &event).await?;
        tell(tx, mint, queue, &known, "dispute").await?;
    }
    match said.state {
        Claimed::Open => {}
        Claimed::Won => {
            if dispute::end(tx, mint, id, State::Won).await? {
                let event = MarketEvent::DisputeWon {
                    dispute: id,
                    order,
                    psp,
                    minor,
                };
                post(tx, mint, known.amount, &event).await?;
            }
        }
        Claimed::Lost => {
            if dispute::end(tx, mint, id, State::Lost).await? {
                tell(tx, mint, queue, &known, "dispute-lost").await?;
                lay(tx, mint, queue, &known).await?;
            }
        }
    }
    Ok(())
}

/// Lays on parts what of lost disputes waited for them to be delivered.
///
/// # Errors
/// When the database refuses.
pub(super) async fn settle_lost(market: &Market) -> Result<(), Error> {
    let found = dispute::list_undone(&market.db).await?;
    for lost in found.into_iter().filter(|dispute| dispute.state == State::Lost) {
        let (mint, queue, id) = (market.mint(), market.queue.clone(), lost.id);
        let done: Result<(), Error> = market
            .db
            .write(move |tx| {
                Box::pin(async move {
                    attempt::lock(tx, lost.attempt).await?;
                    let known = dispute::list_of_attempt(tx, lost.attempt).await?;
                    match known.iter().find(|one| one.id == lost.id) {
                        Some(now) => lay(tx, &mint, &queue, now).await,
                        None => Ok(()),
                    }
                })
            })
            .await;
        rows::go_on(done, id, "laying a lost dispute on its parts")?;
    }
    Ok(())
}

/// Lays a lost dispute on what buyers are owed of the payment, and then on the parts that it paid and that are delivered, as
/// far as something of them is left.
async fn lay(tx: &Tx, mint: &Mint, queue: &job::Queue, lost: &Dispute) -> Result<(), Error> {
    let mut rest = lost.amount.minor.saturating_sub(lost.settled_minor);
    let refunds = refund::list_of_attempt(tx, lost.attempt).await?;
    for owed in refund::standing(&refunds) {
        // What a provider is to be asked for it may do yet.
        let waits = owed.state == Stands::Failed || (owed.state == Stands::Requested && owed.payer.is_some());
        if rest > 0 && waits {
            rest = rest.saturating_sub(instead(tx, mint, queue, lost, owed, rest).await?);
        }
    }
    if !is_the_orders(tx, lost.attempt).await? {
        return Ok(());
    }
    for part in &order::order::get_order(tx, lost.order).await?.parts {
        let sale = ledger::sale::find(tx, part.id).await?;
        if rest <= 0 || !sale.is_some_and(|sale| sale.is_earned()) {
            continue;
        }
        let found = attempt::find(tx, lost.attempt)
            .await?
            .ok_or(payment::Error::NoPayment)?;
        let paid = payment::payment::find_for_seller_order(tx, part.id).await?;
        let room = found.amount.minor.saturating_sub(found.refunded_minor);
        let left = paid.map_or(0, |paid| paid.left_minor()).min(room).min(rest);
        if left > 0 {
            let taken = charge(tx, mint, lost, part, left).await?;
            rest = rest.saturating_sub(taken);
        }
    }
    Ok(())
}

/// What a buyer was owed and did not have they have by the dispute: a refund in the place of the one that nobody did; gives
/// how much. Where the dispute was about less, another is owed for what is left.
async fn instead(
    tx: &Tx,
    mint: &Mint,
    queue: &job::Queue,
    lost: &Dispute,
    owed: &Refund,
    rest: i64,
) -> Result<i64, Error> {
    if owed.state == Stands::Requested {
        refund::advance(tx, mint, owed.id, Event::CallOff).await?;
    }
    let minor = owed.amount.minor.min(rest);
    let amount = Money { minor, ..owed.amount };
    let new = refund::New {
        order: owed.order,
        part: owed.part,
        attempt: owed.attempt,
        amount,
        way: Way::Dispute,
        payer: None,
        follows: Some(owed.id),
    };
    let id = refund::request(tx, mint, &new).await?;
    had(tx, mint, lost, (id, &new)).await?;
    let left = owed.amount.minor.saturating_sub(minor);
    if left > 0 {
        let new = refund::New {
            amount: Money {
                minor: left,
                ..owed.amount
            },
            way: Way::Unsaid,
            payer: Some(owed.payer.unwrap_or(Payer::Office)),
            follows: None,
            ..new
        };
        let id = refund::request(tx, mint, &new).await?;
        let left = refund::find(tx, id).await?.ok_or(payment::Error::NoRefund)?;
        tell_to_choose(tx, mint, queue, &left).await?;
    }
    Ok(minor)
}

/// A refund of so much of a part, paid out of what was held back; gives how much it is.
async fn charge(tx: &Tx, mint: &Mint, lost: &Dispute, part: &SellerOrder, minor: i64) -> Result<i64, Error> {
    let (lines, delivery_minor) = spread(&ledger::refund::left(tx, part.id).await?, minor);
    let minor = lines
        .iter()
        .fold(delivery_minor, |sum, (_, minor)| sum.saturating_add(*minor));
    if minor == 0 {
        return Ok(0);
    }
    let amount = Money { minor, ..lost.amount };
    let new = refund::New {
        order: lost.order,
        part: Some(part.id),
        attempt: Some(lost.attempt),
        amount,
        way: Way::Dispute,
        payer: None,
        follows: None,
    };
    let id = refund::request(tx, mint, &new).await?;
    let decided = ledger::refund::Refund {
        id,
        part: part.id,
        lines,
        delivery_minor,
    };
    ledger::refund::approved(tx, mint, None, &decided).await?;
    had(tx, mint, lost, (id, &new)).await?;
    Ok(minor)
}

/// The buyer has a refund by the dispute, out of what the provider held back.
async fn had(tx: &Tx, mint: &Mint, lost: &Dispute, (refund, new): (RefundId, &refund::New)) -> Result<(), Error> {
    refund::advance(tx, mint, refund, Event::Submit).await?;
    refund::advance(tx, mint, refund, Event::Succeed).await?;
    let repay = Repay {
        refund,
        order: new.order,
        part: new.part,
        amount: new.amount,
    };
    repay::paid(tx, mint, None, &repay, Till::Disputes).await?;
    Ok(dispute::settle(tx, mint, lost.id, new.amount.minor).await?)
}

/// Line by line, and the delivery last.
fn spread(left: &Left, minor: i64) -> (Vec<(LineId, i64)>, i64) {
    let mut rest = minor;
    let mut take = |most: i64| {
        let taken = most.min(rest).max(0);
        rest = rest.saturating_sub(taken);
        taken
    };
    let lines = left.lines.iter().map(|(line, most)| (*line, take(*most)));
    let lines = lines.filter(|(_, minor)| *minor > 0).collect();
    (lines, take(left.delivery_minor))
}

async fn tell(tx: &Tx, mint: &Mint, queue: &job::Queue, dispute: &Dispute, step: &str) -> Result<(), Error> {
    let notice = Notice::Office {
        order: dispute.order,
        subject: dispute.id.to_string(),
        step: step.to_owned(),
    };
    notices::tell(queue, tx, mint, &[notice]).await
}

async fn post(tx: &Tx, mint: &Mint, amount: Money, event: &MarketEvent) -> Result<(), Error> {
    ledger::post_event(tx, mint, None, amount.currency, event).await?;
    Ok(())
}
