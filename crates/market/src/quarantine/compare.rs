//! Asks the providers what they know that is not here.

use crate::{Error, Market};
use kernel::{Currency, Money, ids::AttemptId, time::DAY};
use payment::stray::Stray;
use psp::Truth;

/// How long before the backup a payment may have been begun that is not in it: clocks differ.
const BEFORE: i64 = DAY;
/// Strays of one provider that are kept at most.
const MOST: usize = 10_000;

/// The job of kind `payment.compare`: keeps every payment that a provider knows and the database does not, for a person to
/// look at.
///
/// # Errors
/// [`Error::NoAnswer`] from a provider; when the database refuses.
pub(crate) async fn compare(market: &Market) -> Result<(), Error> {
    let Some(quarantine) = job::quarantine::find(&market.db).await? else {
        return Ok(());
    };
    let mut strays = Vec::new();
    for card in market.ways.cards() {
        let (name, since) = (card.provider.name(), quarantine.data_at.plus(-BEFORE));
        let known = card.provider.list(since, &market.mint()).await;
        let Some(known) = known.map_err(|failure| Error::NoAnswer(failure.to_string()))? else {
            tracing::warn!(
                provider = name,
                "a provider cannot be asked for its payments: compare its own pages by hand"
            );
            continue;
        };
        for truth in known.iter().take(MOST).filter(|truth| truth.live == card.live) {
            if is_stray(market, truth).await? {
                strays.push(stray(market, name, truth));
            }
        }
    }
    if !strays.is_empty() {
        tracing::error!(payments = strays.len(), "providers know payments that were lost here");
    }
    let now = market.now();
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                for stray in &strays {
                    payment::stray::keep(tx, stray).await?;
                }
                Ok(job::quarantine::compared(tx, quarantine.id, now).await?)
            })
        })
        .await
}

async fn is_stray(market: &Market, truth: &Truth) -> Result<bool, Error> {
    let Ok(id) = truth.attempt.parse::<AttemptId>() else {
        return Ok(true);
    };
    Ok(payment::attempt::find(&market.db, id).await?.is_none())
}

fn stray(market: &Market, provider: &str, truth: &Truth) -> Stray {
    Stray {
        provider: provider.to_owned(),
        attempt: truth.attempt.clone(),
        reference: truth.payment.clone().or_else(|| truth.session.clone()),
        standing: format!("{:?}", truth.standing).to_lowercase(),
        amount: Money {
            minor: truth.asked.minor,
            currency: truth.asked.currency.parse().unwrap_or(Currency::Mad),
        },
        captured_minor: truth.captured.minor,
        refunded_minor: truth.refunded.minor,
        found_at: market.now(),
    }
}
