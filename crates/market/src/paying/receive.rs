//! What providers tell us: kept first, and looked at afterwards.

use super::look;
use crate::{Error, Market, jobs::failure};
use job::{Claimed, Failure, NewJob};
use kernel::ids::AttemptId;
use payment::{
    Attempt, attempt,
    inbox::{self, Received, State},
};
use psp::{Happened, Message};
use serde::{Deserialize, Serialize};

/// The longest name of a message that is kept.
const NAME_MOST: usize = 300;

/// The job of kind `payment.message`.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Heard {
    provider: String,
    event: String,
}

/// Keeps a message, if it is the provider's: once this returns it will not be lost. What came before comes again in
/// vain. `body` is what came over the line, byte for byte.
///
/// # Errors
/// [`Error::NoProvider`]; [`Error::NotBelieved`] for what the provider did not sign; when the database refuses.
pub async fn receive_message(
    market: &Market,
    provider: &str,
    headers: &psp::Headers<'_>,
    body: &[u8],
) -> Result<(), Error> {
    let (received, _) = believe(market, provider, headers, body)?;
    let (mint, queue) = (market.mint(), market.queue.clone());
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                if inbox::put(tx, mint.now, &received).await? {
                    let name = format!("inbox:{}:{}", received.provider, received.event);
                    let heard = Heard {
                        provider: received.provider,
                        event: received.event,
                    };
                    let job = NewJob::now(&mint, "payment.message", serde_json::to_value(heard)?).once(name);
                    queue.enqueue(tx, &mint, &[job]).await?;
                }
                Ok(())
            })
        })
        .await
}

/// What a message says, if it is the provider's.
pub(super) fn believe(
    market: &Market,
    provider: &str,
    headers: &psp::Headers<'_>,
    body: &[u8],
) -> Result<(Received, Message), Error> {
    let card = market.ways.named(provider)?;
    let message = card.provider.verify(headers, body, market.now()).map_err(|why| {
        // Neither the body nor a header: they may be an attacker's words.
        tracing::warn!(provider, %why, bytes = body.len(), "a message was not believed");
        Error::NotBelieved
    })?;
    if message.event.is_empty() || message.event.len() > NAME_MOST {
        return Err(Error::NotBelieved);
    }
    let received = Received {
        provider: card.provider.name().to_owned(),
        event: message.event.clone(),
        body: String::from_utf8_lossy(body).into_owned(),
        message: serde_json::to_string(&message)?,
        state: State::New,
    };
    Ok((received, message))
}

/// The job of kind `payment.message`: asks the provider about what the message speaks of, and does what follows from
/// the answer. What speaks of nothing known waits for three days, in case it came before what it speaks of.
pub(crate) async fn apply_message(market: &Market, job: &Claimed) -> Result<(), Failure> {
    let heard: Heard = job.read()?;
    let found = inbox::find(&market.db, &heard.provider, &heard.event).await;
    let Some(received) = found.map_err(|error| failure(error.into()))? else {
        return Ok(());
    };
    if received.state == State::Done || received.state == State::Dead {
        return Ok(());
    }
    let message: Message = serde_json::from_str(&received.message).map_err(|error| failure(error.into()))?;
    let Some(attempt) = spoken_of(market, &received, &message).await.map_err(failure)? else {
        if job.attempt <= 1 {
            tracing::error!(
                provider = heard.provider,
                event = heard.event,
                "a message speaks of nothing known"
            );
        }
        mark(market, &heard, State::Parked, Some("unknown"))
            .await
            .map_err(failure)?;
        return Err(Failure::Retry("it speaks of nothing known".to_owned()));
    };
    look::ask(market, &attempt).await.map_err(failure)?;
    let odd = oddity(market, &attempt, &message);
    if let Some(odd) = odd {
        tracing::error!(provider = heard.provider, event = heard.event, attempt = %attempt.id, odd, "a message for a person to look at");
    }
    let state = if odd.is_some() { State::Parked } else { State::Done };
    mark(market, &heard, state, odd).await.map_err(failure)
}

/// By our id; what says none, as a dispute does, names the payment.
async fn spoken_of(market: &Market, received: &Received, message: &Message) -> Result<Option<Attempt>, Error> {
    let id = message.attempt.as_deref().map(str::parse::<AttemptId>);
    let found = match (id, &message.payment) {
        (Some(Ok(id)), _) => attempt::find(&market.db, id).await?,
        (None, Some(payment)) => attempt::find_by_reference(&market.db, &received.provider, payment).await?,
        _ => None,
    };
    Ok(found.filter(|attempt| attempt.provider == received.provider))
}

/// What a message says that cannot be: it was not believed, and somebody should know.
fn oddity(market: &Market, attempt: &Attempt, message: &Message) -> Option<&'static str> {
    let live = market.ways.named(&attempt.provider).is_ok_and(|card| card.live);
    let other_session = match (&message.session, &attempt.session) {
        (Some(said), Some(known)) => said != known,
        _ => false,
    };
    match &message.happened {
        _ if message.live != live => Some("mode"),
        _ if other_session => Some("session"),
        Happened::Captured(amount) | Happened::Authorised(amount) if !amount.is(attempt.amount) => Some("amount"),
        _ => None,
    }
}

async fn mark(market: &Market, heard: &Heard, state: State, note: Option<&'static str>) -> Result<(), Error> {
    let (now, heard) = (market.now(), heard.clone());
    market
        .db
        .write(move |tx| {
            Box::pin(async move { Ok(inbox::mark(tx, now, (&heard.provider, &heard.event), state, note).await?) })
        })
        .await
}
