//! A provider whose call-back waits for our word: the reply takes the money, or lets it go.
//!
//! The word is written down before it is given. After it was given, and not before, the order counts as paid: a process
//! that dies between the two leaves an attempt that is *capture requested*, whose order is not handed on; the provider's
//! repetition gets the same word, and without one a person looks ([`super::settle_by_hand`]).
//!
//! A market in quarantine takes no money: what is new is let go, and of what was answered before nothing is taken again.

use super::{SOON, receive, settle};
use crate::{Error, Market, quarantine};
use kernel::{Mint, Tx, ids::AttemptId};
use order::State as Part;
use payment::{
    Attempt, News, Standing,
    attempt::{self, Moved},
    inbox::{self, State},
};
use psp::{Amount, Happened, Message, Truth, cmi::Reply};

/// What is said, and what has to be done once it was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The text, to the byte.
    pub text: &'static str,
    /// The message that it answers, where the money is ours now.
    pub taken: Option<String>,
}

impl Word {
    const fn of(reply: Reply) -> Self {
        Self {
            text: reply.body(),
            taken: None,
        }
    }
}

/// Whether this provider's call-backs wait for our word.
pub fn waits_for_word(market: &Market, provider: &str) -> bool {
    market
        .ways
        .named(provider)
        .is_ok_and(|card| !card.provider.can().capture)
}

/// Hears a call-back, and says the word for it: it is derived from what is committed, so a repetition hears the same. There
/// is always a word; whatever fails here takes no money.
pub async fn answer(market: &Market, provider: &str, headers: &psp::Headers<'_>, body: &[u8]) -> Word {
    match hear(market, provider, headers, body).await {
        Ok(word) => word,
        Err(Error::NotBelieved) => Word::of(Reply::Failure),
        Err(error) => {
            tracing::error!(provider, %error, "a call-back could not be answered: its money is let go");
            Word::of(Reply::Failure)
        }
    }
}

async fn hear(market: &Market, provider: &str, headers: &psp::Headers<'_>, body: &[u8]) -> Result<Word, Error> {
    let (received, message) = receive::believe(market, provider, headers, body)?;
    let mint = market.mint();
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                inbox::put(tx, mint.now, &received).await?;
                let name = (received.provider.as_str(), received.event.as_str());
                let said = decide(tx, &mint, &received.provider, &message).await?;
                let (state, note) = match said {
                    Said::Take => (State::New, None),
                    Said::Heard => (State::Done, None),
                    Said::Refuse(why) => (State::Parked, Some(why)),
                };
                if let Some(why) = note {
                    tracing::error!(
                        provider = name.0,
                        event = name.1,
                        why,
                        "money was let go: a person should look"
                    );
                }
                inbox::mark(tx, mint.now, name, state, note).await?;
                Ok(match said {
                    Said::Take => Word {
                        text: Reply::Capture.body(),
                        taken: Some(received.event),
                    },
                    Said::Heard => Word::of(Reply::Received),
                    Said::Refuse(_) => Word::of(Reply::Failure),
                })
            })
        })
        .await
}

enum Said {
    Take,
    Heard,
    Refuse(&'static str),
}

async fn decide(tx: &Tx, mint: &Mint, provider: &str, message: &Message) -> Result<Said, Error> {
    let id = message.attempt.as_deref().and_then(|id| id.parse::<AttemptId>().ok());
    let known = match id {
        Some(id) => attempt::find(tx, id).await?,
        None => None,
    };
    let Some(known) = known.filter(|attempt| attempt.provider == provider) else {
        return Ok(Said::Refuse("unknown"));
    };
    let Happened::Authorised(amount) = &message.happened else {
        // A refused try: others may follow under the same number, and one of them succeed.
        return Ok(Said::Heard);
    };
    let attempt = attempt::lock(tx, known.id).await?;
    if !amount.is(attempt.amount) {
        if attempt.state.is_live() && attempt.state < Standing::CaptureRequested {
            attempt::advance(tx, mint, attempt.id, News::Disagree, Some("amount")).await?;
        }
        return Ok(Said::Refuse("amount"));
    }
    let held = quarantine::data_at(tx).await?.is_some();
    match attempt.state {
        Standing::CaptureRequested | Standing::Captured => Ok(match again(&attempt, message) {
            // It stays held where it is: CMI's own pages show what became of it.
            Said::Take if held => Said::Heard,
            said => said,
        }),
        state if state.is_live() && held => Ok(Said::Refuse("quarantine")),
        state if state.is_live() => take(tx, mint, &attempt, message).await,
        // Its time is over, its order is paid in another way, or something else was paid for it.
        _ => Ok(Said::Refuse("late")),
    }
}

/// The same transaction hears the same word; a second one of the same attempt is not taken.
fn again(attempt: &Attempt, message: &Message) -> Said {
    if attempt.reference.is_some() && attempt.reference == message.payment {
        Said::Take
    } else {
        Said::Refuse("paid twice")
    }
}

async fn take(tx: &Tx, mint: &Mint, attempt: &Attempt, message: &Message) -> Result<Said, Error> {
    let order = order::order::get_order(tx, attempt.order).await?;
    if !order.parts.iter().all(|part| part.state == Part::Unpaid) {
        return Ok(Said::Refuse("not wanted"));
    }
    attempt::name(tx, attempt.id, None, message.payment.as_deref()).await?;
    let moved = attempt::advance(tx, mint, attempt.id, News::RequestCapture, None).await?;
    attempt::check_at(tx, attempt.id, Some(mint.now.plus(SOON))).await?;
    Ok(if moved == Moved::Now {
        Said::Take
    } else {
        Said::Refuse("late")
    })
}

/// The word was given: what it took is ours, and the order is paid.
///
/// # Errors
/// When the database refuses; the attempt stays *capture requested* then, and a person looks.
pub async fn word_given(market: &Market, provider: &str, event: &str) -> Result<(), Error> {
    let Some(received) = inbox::find(&market.db, provider, event).await? else {
        return Ok(());
    };
    let message: Message = serde_json::from_str(&received.message)?;
    let id = message.attempt.as_deref().and_then(|id| id.parse::<AttemptId>().ok());
    let (Some(id), Happened::Authorised(amount)) = (id, message.happened) else {
        return Ok(());
    };
    settle::settle(
        market,
        id,
        market.ways.named(provider)?,
        taken(id, amount, message.payment, message.live),
    )
    .await?;
    let (now, name) = (market.now(), (received.provider, received.event));
    market
        .db
        .write(move |tx| {
            Box::pin(async move { Ok(inbox::mark(tx, now, (&name.0, &name.1), State::Done, None).await?) })
        })
        .await
}

/// What is true of an attempt whose whole amount was taken.
pub(super) fn taken(id: AttemptId, amount: Amount, payment: Option<String>, live: bool) -> Truth {
    Truth {
        attempt: id.to_string(),
        session: None,
        payment,
        live,
        standing: psp::Standing::Captured,
        asked: amount.clone(),
        refunded: Amount {
            minor: 0,
            ..amount.clone()
        },
        captured: amount,
        refunds: Vec::new(),
        disputes: Vec::new(),
    }
}
