//! An order that is not paid in time: its time is over, or its buyer pays on delivery instead. Either way the payment is
//! ended with the provider first, so that nobody pays for what is not kept any more.

use super::{SOON, is_by_hand, names, settle};
use crate::{
    Error, Market, buying,
    cash::{self, Wish},
    notices::{self, Notice},
    quarantine,
    selling::step,
};
use kernel::{Mint, Money, Tx, ids::OrderId, time::MINUTE};
use ledger::Flow;
use order::{Event, Order, OrderState, State, history::By, order::Due, status::Actor};
use payment::{Attempt, News, Standing, attempt};
use std::collections::BTreeSet;

/// After how long nobody is still asking a provider to begin: much longer than it is waited for.
const SETTLED: i64 = MINUTE;

/// Gives up the orders that should have been paid by now.
///
/// # Errors
/// When the database refuses.
pub async fn lapse_due(market: &Market) -> Result<(), Error> {
    let mut orders = BTreeSet::new();
    for part in order::order::list_due(&market.db, Due::Payment, market.now()).await? {
        orders.insert(order::order::get_for_notice(&market.db, part).await?.head.id);
    }
    for order in orders {
        if let Err(error) = lapse_order(market, order).await {
            tracing::warn!(%order, %error, "an order that was not paid could not be given up");
        }
    }
    Ok(())
}

/// The buyer does not want an order any more that is not paid: its goods are for sale again at once. Says whether it is
/// given up; it is not when it was paid meanwhile, or the bank is still deciding.
///
/// # Errors
/// [`order::Error::NoOrder`] without the right token; [`Error::NoAnswer`] from the provider; when the database refuses.
pub async fn give_up(market: &Market, number: &str, secret: &str) -> Result<bool, Error> {
    let order = buying::open_order(market, number, secret).await?;
    if order.state() != OrderState::Unpaid {
        return Ok(false);
    }
    drop_order(market, order.head.id, By::buyer()).await
}

/// Gives up one order whose time is over.
async fn lapse_order(market: &Market, order: OrderId) -> Result<(), Error> {
    drop_order(market, order, By::system()).await.map(drop)
}

/// Gives an order up, if its payment can be ended: its goods are for sale again.
async fn drop_order(market: &Market, order: OrderId, by: By) -> Result<bool, Error> {
    if !end_attempts(market, order).await? {
        return Ok(false);
    }
    let (mint, queue) = (market.mint(), market.queue.clone());
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let Some(order) = still_unpaid(tx, order).await? else {
                    return Ok(false);
                };
                for part in &order.parts {
                    step::take(tx, &mint, &queue, part, Event::Lapse, &by).await?;
                }
                if by.actor == Actor::System {
                    let notice = Notice::PaymentLapsed { order: order.head.id };
                    notices::tell(&queue, tx, &mint, &[notice]).await?;
                }
                Ok(true)
            })
        })
        .await
}

/// The buyer pays on delivery instead: from now on the order is like any other. Says whether it is; it is not when it
/// was paid by card meanwhile, or the bank is still deciding.
///
/// # Errors
/// [`order::Error::NoOrder`] without the right token; [`Error::NoAnswer`] from the provider; [`Error::CashCeiling`],
/// [`Error::CodeNeeded`] and [`Error::TooManyOpen`] as for a new order; when the database refuses.
pub async fn pay_in_cash(market: &Market, number: &str, secret: &str) -> Result<bool, Error> {
    let order = buying::open_order(market, number, secret).await?;
    quarantine::pass(&market.db).await?;
    if order.state() != OrderState::Unpaid || !end_attempts(market, order.head.id).await? {
        return Ok(false);
    }
    let (mint, queue, id) = (market.mint(), market.queue.clone(), order.head.id);
    let cash = market.settings.cash.clone();
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let Some(order) = still_unpaid(tx, id).await? else {
                    return Ok(false);
                };
                let lines = order.parts.iter().flat_map(|part| &part.lines);
                let wish = Wish {
                    cart: order.cart,
                    phone: &order.head.buyer.phone,
                    total: Money::mad(order.totals.total_minor),
                    pieces: lines.fold(0_i64, |sum, line| sum.saturating_add(line.quantity)),
                    from: None,
                };
                cash::admit_again(tx, mint.now, &cash, &wish).await?;
                switch(tx, &mint, &queue, &order, cash.flow).await?;
                Ok(true)
            })
        })
        .await
}

async fn switch(tx: &Tx, mint: &Mint, queue: &job::Queue, order: &Order, flow: Flow) -> Result<(), Error> {
    for part in &order.parts {
        order::order::advance(tx, mint, part.id, Event::Switch, &By::buyer()).await?;
        payment::payment::switch_to_cash(tx, mint, part.id).await?;
        ledger::sale::switched(tx, part.id, flow).await?;
    }
    order::order::switch_to_cash(tx, order.head.id).await?;
    let mut told = vec![Notice::OrderPlaced { order: order.head.id }];
    let parts = order.parts.iter().map(|part| part.id);
    told.extend(parts.map(|seller_order| Notice::SellerNewOrder { seller_order }));
    notices::tell(queue, tx, mint, &told).await
}

/// The order, if it is unpaid and nothing of it can be paid any more.
async fn still_unpaid(tx: &Tx, id: OrderId) -> Result<Option<Order>, Error> {
    let attempts = attempt::list_of_order(tx, id).await?;
    if attempts.iter().any(|attempt| attempt.state.is_live()) {
        return Ok(None);
    }
    let order = order::order::get_order(tx, id).await?;
    Ok(order
        .parts
        .iter()
        .all(|part| part.state == State::Unpaid)
        .then_some(order))
}

/// Ends what could still be paid of an order; says whether nothing can.
async fn end_attempts(market: &Market, order: OrderId) -> Result<bool, Error> {
    let mut ended = true;
    for attempt in attempt::list_of_order(&market.db, order).await? {
        if attempt.state.is_live() {
            ended &= end(market, &attempt).await?;
        }
    }
    Ok(ended)
}

/// Ends one attempt, if it can be ended.
async fn end(market: &Market, attempt: &Attempt) -> Result<bool, Error> {
    if is_by_hand(&attempt.provider) {
        // There is nobody to ask: what comes all the same is dealt with when it comes.
        return mark_ended(market, attempt, None).await;
    }
    if attempt.state == Standing::Created {
        return mark_ended(market, attempt, Some(Standing::Created)).await;
    }
    let (now, card) = (market.now(), market.ways.named(&attempt.provider)?.clone());
    if !card.provider.can().capture {
        // Nothing is taken without our word, and there is none for what is over.
        return match attempt.state < Standing::Authorised {
            true => mark_ended(market, attempt, Some(attempt.state)).await,
            false => Ok(false),
        };
    }
    let answer = card.provider.expire(&names(attempt), &market.mint()).await;
    match answer.map_err(|failure| Error::NoAnswer(failure.to_string()))? {
        Some(truth) => {
            settle::settle(market, attempt.id, &card, truth).await?;
            let known = attempt::find(&market.db, attempt.id).await?;
            Ok(known.is_some_and(|attempt| !attempt.state.is_live()))
        }
        // Never heard of, and nobody is telling it any more.
        None if now.since(attempt.updated_at) >= SETTLED => mark_ended(market, attempt, None).await,
        None => Ok(false),
    }
}

/// Writes down that an attempt is over; `only` if it still stands there.
async fn mark_ended(market: &Market, attempt: &Attempt, only: Option<Standing>) -> Result<bool, Error> {
    let (mint, id) = (market.mint(), attempt.id);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let known = attempt::lock(tx, id).await?;
                if only.is_some_and(|only| known.state != only) {
                    return Ok(!known.state.is_live());
                }
                attempt::advance(tx, &mint, id, News::Expire, None).await?;
                let check = (!is_by_hand(&known.provider)).then(|| mint.now.plus(SOON));
                attempt::check_at(tx, id, check).await?;
                Ok(true)
            })
        })
        .await
}
