//! Asking providers how things stand, without waiting to be told.

use super::{SOON, disputed, give_back, is_by_hand, names, settle};
use crate::{Error, Market, buying};
use kernel::time::{DAY, HOUR, MINUTE, SECOND};
use payment::{Attempt, Standing, attempt, inbox, refund};

/// After how long an attempt of which the provider says nothing is somebody's business.
const TOO_LONG: i64 = 15 * MINUTE;
/// How long a message may wait for what it speaks of.
const PARKED: i64 = 3 * DAY + HOUR;
/// How long a message may wait for its job, which ends long before.
const UNSEEN: i64 = 30 * DAY;
/// How long after a provider was asked for a buyer who comes back it is not asked for them again.
const EAGER: i64 = SECOND;

/// Asks the provider about an attempt, and does what follows from the answer.
///
/// # Errors
/// [`Error::NoAnswer`] from the provider; when the database refuses.
pub(crate) async fn ask(market: &Market, attempt: &Attempt) -> Result<(), Error> {
    let card = market.ways.named(&attempt.provider)?.clone();
    if !card.provider.can().look_up {
        return wait(market, attempt).await;
    }
    let answer = card.provider.look_up(&names(attempt), &market.mint()).await;
    match answer.map_err(|failure| Error::NoAnswer(failure.to_string()))? {
        Some(truth) => settle::settle(market, attempt.id, &card, truth).await,
        // It never heard of it; whoever presses again tells it.
        None => later(market, attempt).await,
    }
}

/// What a provider says was taken of an attempt and what of it went back, in centimes; `None` where it never heard of it.
/// Nothing is done about it.
///
/// # Errors
/// [`Error::NoAnswer`] from the provider; [`Error::NoProvider`].
pub(crate) async fn look_at(market: &Market, attempt: &Attempt) -> Result<Option<(i64, i64)>, Error> {
    let card = market.ways.named(&attempt.provider)?.clone();
    if !card.provider.can().look_up {
        return Err(Error::NoAnswer("it cannot be asked".to_owned()));
    }
    let answer = card.provider.look_up(&names(attempt), &market.mint()).await;
    let truth = answer.map_err(|failure| Error::NoAnswer(failure.to_string()))?;
    Ok(truth.map(|truth| {
        let captured = truth.standing == psp::Standing::Captured;
        (if captured { truth.captured.minor } else { 0 }, truth.refunded.minor)
    }))
}

/// Asks about everything that is not decided, and sends what has still to go back: what any message would have led
/// to is reached without one. The failure of one stops none of the others.
///
/// # Errors
/// When the database refuses.
pub async fn check_due(market: &Market) -> Result<(), Error> {
    for attempt in attempt::list_to_check(&market.db, market.now()).await? {
        if let Err(error) = check(market, &attempt).await {
            tracing::warn!(attempt = %attempt.id, %error, "a payment could not be looked up");
            later(market, &attempt).await?;
        }
    }
    disputed::settle_lost(market).await?;
    let now = market.now();
    let buried: u64 = market
        .db
        .write(move |tx| {
            Box::pin(async move { Ok::<_, Error>(inbox::bury(tx, now.plus(-PARKED), now.plus(-UNSEEN), now).await?) })
        })
        .await?;
    if buried > 0 {
        tracing::error!(buried, "messages of providers were given up");
    }
    Ok(())
}

async fn check(market: &Market, attempt: &Attempt) -> Result<(), Error> {
    let is_odd = matches!(attempt.state, Standing::Submitted | Standing::Unknown);
    if is_odd && market.now().since(attempt.created_at) > TOO_LONG {
        tracing::error!(attempt = %attempt.id, provider = attempt.provider, "nobody knows how a payment stands");
    }
    ask(market, attempt).await?;
    for refund in refund::list_of_attempt(&market.db, attempt.id).await? {
        if refund.state.is_open() {
            give_back::send_refund(market, refund.id).await?;
        }
    }
    Ok(())
}

/// A provider that cannot be asked tells us, or a person looks into its pages: where we gave the word to take the money,
/// and died before we knew that it was heard.
async fn wait(market: &Market, attempt: &Attempt) -> Result<(), Error> {
    let waits = attempt.state == Standing::CaptureRequested;
    if waits && market.now().since(attempt.updated_at) >= SOON {
        tracing::error!(
            attempt = %attempt.id, provider = attempt.provider,
            "was a payment captured? Its provider's pages say it, and the page of the order takes the answer"
        );
    }
    let (id, at) = (attempt.id, waits.then(|| market.now().plus(TOO_LONG)));
    market
        .db
        .write(move |tx| Box::pin(async move { Ok(attempt::check_at(tx, id, at).await?) }))
        .await
}

async fn later(market: &Market, attempt: &Attempt) -> Result<(), Error> {
    let (id, at) = (attempt.id, market.now().plus(SOON));
    market
        .db
        .write(move |tx| Box::pin(async move { Ok(attempt::check_at(tx, id, Some(at)).await?) }))
        .await
}

/// A buyer comes back from the provider's page: what they bring along is not believed, the provider is asked. That it
/// does not answer is no error, because the order's page says how things are.
///
/// # Errors
/// [`order::Error::NoOrder`] without the right token; when the database refuses.
pub async fn come_back(market: &Market, number: &str, secret: &str) -> Result<(), Error> {
    let order = buying::open_order(market, number, secret).await?;
    let attempts = attempt::list_of_order(&market.db, order.head.id).await?;
    let is_asked = |attempt: &&Attempt| attempt.state.is_live() && !is_by_hand(&attempt.provider);
    let Some(attempt) = attempts.first().filter(is_asked) else {
        return Ok(());
    };
    let asked = attempt.check_at.map(|at| at.plus(-SOON));
    if asked.is_some_and(|at| market.now().since(at).abs() < EAGER) {
        return Ok(());
    }
    match ask(market, attempt).await {
        Err(Error::NoAnswer(why)) => {
            tracing::warn!(attempt = %attempt.id, why, "a payment could not be looked up");
            later(market, attempt).await
        }
        other => other,
    }
}
