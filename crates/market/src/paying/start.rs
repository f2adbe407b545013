//! The buyer goes to the provider's page.

use super::{SOON, ways::Card};
use crate::{Error, Market, buying, quarantine};
use kernel::{Locale, Mint, Phone, Tx, ids::OrderId, time::SECOND};
use order::{Method, Order, OrderState};
use payment::{
    Attempt, News, Standing,
    attempt::{self, Moved},
};
use psp::{Failure, Start, Started};
use view::words::{self, Arg};

/// What is pressed again so soon was pressed twice.
const TWICE: i64 = 5 * SECOND;

/// Where it goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Going {
    /// To the provider.
    To(Start),
    /// Back to the order, which says how things are: it is paid, or over, or the provider does not answer.
    Back,
}

/// Opens the provider's page for an order, or finds the one that is open. The attempt stands in the database before
/// the provider is asked, and the provider is asked under its id: however often it is pressed, and whatever dies
/// meanwhile, there is one session.
///
/// # Errors
/// [`order::Error::NoOrder`] without the right token; [`Error::NotOffered`] when the market takes no cards any more;
/// when the database refuses.
pub async fn start_payment(market: &Market, number: &str, secret: &str, locale: Locale) -> Result<Going, Error> {
    let order = buying::open_order(market, number, secret).await?;
    if order.state() != OrderState::Unpaid || order.head.method != Method::Card {
        return Ok(Going::Back);
    }
    let Some(attempt) = submit(market, &order).await? else {
        return Ok(Going::Back);
    };
    if let Some(go) = &attempt.go {
        return Ok(Going::To(serde_json::from_str(go)?));
    }
    let card = market.ways.named(&attempt.provider)?.clone();
    let asked = ask(market, &order, &attempt, locale);
    let answer = card.provider.start(&asked, &market.mint()).await;
    record(market, &attempt, &card, answer).await
}

/// The open attempt of an order, written down as asked for. `None` when its time is over.
async fn submit(market: &Market, order: &Order) -> Result<Option<Attempt>, Error> {
    let card = market.ways.offered()?;
    let (provider, takes) = (card.provider.name(), card.provider.can().capture);
    let (mint, id, amount) = (
        market.mint(),
        order.head.id,
        kernel::Money::mad(order.totals.total_minor),
    );
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                quarantine::pass(tx).await?;
                let order = order::order::get_order(tx, id).await?;
                let until = order.parts.iter().map(|part| part.answer_by).min().unwrap_or_default();
                if order.state() != OrderState::Unpaid || until <= mint.now {
                    return Ok(None);
                }
                if !takes {
                    put_aside(tx, &mint, id, provider).await?;
                }
                let new = attempt::New {
                    order: id,
                    provider,
                    amount,
                    open_until: until,
                };
                if kernel::planted("two-attempts") {
                    give_up_the_last(tx, &mint, id).await?;
                }
                let attempt = attempt::open(tx, &mint, &new).await?;
                if attempt::advance(tx, &mint, attempt.id, News::Submit, None).await? == Moved::Now {
                    // Sooner than after an answer: a buyer who comes straight back has not been asked about yet.
                    attempt::check_at(tx, attempt.id, Some(mint.now.plus(SOON / 2))).await?;
                }
                Ok(Some(attempt))
            })
        })
        .await
}

/// A form that was posted once is refused when it is posted again: its number belongs to one try. So a buyer who comes
/// back gets another, and the first is over; whoever clicked twice gets the same.
async fn put_aside(tx: &Tx, mint: &Mint, order: OrderId, provider: &str) -> Result<(), Error> {
    for known in attempt::list_of_order(tx, order).await? {
        let is_old = mint.now.since(known.created_at) >= TWICE;
        if !is_old || known.provider != provider || !known.state.is_live() {
            continue;
        }
        // As it stands now that nobody else can move it.
        let known = attempt::lock(tx, known.id).await?;
        if known.state < Standing::Authorised {
            attempt::advance(tx, mint, known.id, News::Expire, Some("another try")).await?;
            attempt::check_at(tx, known.id, None).await?;
        }
    }
    Ok(())
}

/// Forgets what is open with the provider: the mistake `two-attempts`.
async fn give_up_the_last(tx: &Tx, mint: &Mint, order: kernel::ids::OrderId) -> Result<(), Error> {
    for attempt in attempt::list_of_order(tx, order).await? {
        attempt::advance(tx, mint, attempt.id, News::Fail, None).await?;
    }
    Ok(())
}

fn ask(market: &Market, order: &Order, attempt: &Attempt, locale: Locale) -> psp::Attempt {
    let (url, number, head) = (&market.settings.public_url, &order.head.number, &order.head);
    let fresh = || market.mint().id::<kernel::ids::AttemptId>();
    let key = if kernel::planted("fresh-attempt-key") {
        fresh()
    } else {
        attempt.id
    };
    psp::Attempt {
        attempt: key.to_string(),
        amount: attempt.amount,
        locale,
        description: words::plain(
            locale,
            "pay-description",
            &[
                ("market", Arg::from(market.settings.name.as_str())),
                ("number", Arg::from(number.as_str())),
            ],
        ),
        return_url: format!("{url}/{locale}/orders/{number}/pay/back"),
        cancel_url: format!("{url}/{locale}/orders/{number}/pay/back"),
        callback_url: format!("{url}/webhooks/{}", attempt.provider),
        open_until: attempt.open_until,
        buyer: psp::Buyer {
            name: Some(head.buyer.name.clone()),
            email: head.buyer.email.clone(),
            phone: Some(Phone::stored(head.buyer.phone.clone())),
        },
    }
}

/// Writes down what the provider answered.
async fn record(
    market: &Market,
    attempt: &Attempt,
    card: &Card,
    answer: Result<Started, Failure>,
) -> Result<Going, Error> {
    let (mint, id, name) = (market.mint(), attempt.id, card.provider.name());
    if let Err(failure) = &answer {
        tracing::warn!(attempt = %id, provider = name, %failure, "a payment could not be started");
    }
    market
        .db
        .write(move |tx| Box::pin(async move { write(tx, &mint, id, answer).await }))
        .await
}

async fn write(
    tx: &Tx,
    mint: &Mint,
    id: kernel::ids::AttemptId,
    answer: Result<Started, Failure>,
) -> Result<Going, Error> {
    let started = match answer {
        Ok(started) => started,
        Err(failure) => {
            let news = match failure {
                Failure::Refused(_) => News::Fail,
                // It may have happened. Whoever presses again asks under the same id.
                Failure::Unknown(_) => News::Doubt,
                Failure::Unavailable(_) => return Ok(Going::Back),
            };
            attempt::advance(tx, mint, id, news, None).await?;
            return Ok(Going::Back);
        }
    };
    attempt::name(tx, id, started.session.as_deref(), None).await?;
    attempt::keep_way(tx, id, &serde_json::to_string(&started.go)?).await?;
    attempt::advance(tx, mint, id, News::Open, None).await?;
    let known = attempt::find(tx, id).await?.ok_or(payment::Error::NoPayment)?;
    let is_open = known.state.is_live() && known.state != Standing::CaptureRequested;
    Ok(if is_open { Going::To(started.go) } else { Going::Back })
}
