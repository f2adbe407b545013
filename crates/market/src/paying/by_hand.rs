//! What a person has seen in a provider's own pages, where the provider cannot be asked.

use super::{answer, settle};
use crate::{Error, Market, actor::Administrator};
use kernel::ids::AttemptId;
use payment::{News, Standing, attempt};
use psp::Amount;

/// Says what became of an attempt of which we gave the word to take it, and never learnt whether it was heard: the money
/// was taken, and the order is paid; or it was let go, and the order can be paid anew.
///
/// # Errors
/// [`payment::Error::NoPayment`]; [`payment::Error::NotNow`] for an attempt that is not waiting for it; when the database
/// refuses.
pub async fn settle_by_hand(market: &Market, by: &Administrator, id: AttemptId, taken: bool) -> Result<(), Error> {
    let attempt = attempt::find(&market.db, id).await?.ok_or(payment::Error::NoPayment)?;
    if attempt.state != Standing::CaptureRequested {
        return Err(payment::Error::NotNow {
            from: attempt.state.code(),
            event: if taken { "capture" } else { "void" },
        }
        .into());
    }
    tracing::warn!(attempt = %id, person = %by.person, taken, "a person says what became of a payment");
    if taken {
        let card = market.ways.named(&attempt.provider)?;
        let amount = Amount::from(attempt.amount);
        let truth = answer::taken(id, amount, attempt.reference, card.live);
        return settle::settle(market, id, card, truth).await;
    }
    let (mint, person) = (market.mint(), by.person);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let known = attempt::lock(tx, id).await?;
                if known.state != Standing::CaptureRequested {
                    return Err(payment::Error::NotNow {
                        from: known.state.code(),
                        event: "void",
                    }
                    .into());
                }
                attempt::advance(tx, &mint, id, News::Void, Some(&format!("by {person}"))).await?;
                Ok(attempt::check_at(tx, id, None).await?)
            })
        })
        .await
}
