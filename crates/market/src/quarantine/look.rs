//! What an administrator has to know before they release the market.

use super::{MESSAGES, THROUGH};
use crate::{Error, Market};
use job::quarantine::{Held, Quarantine};
use kernel::Micros;
use payment::stray::Stray;

/// Messages that wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Messages {
    /// How many; a message to several readers counts once until it is written.
    pub all: i64,
    /// How many of them waited in the backup already: perhaps they were sent after it.
    pub old: i64,
    /// Since when the first waits.
    pub since: Option<Micros>,
}

/// How a quarantine stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview {
    /// The quarantine.
    pub quarantine: Quarantine,
    /// Messages that wait.
    pub messages: Messages,
    /// Other jobs that wait: refunds to be sent, time limits.
    pub others: i64,
    /// Payments that a provider knows and nobody here does.
    pub strays: Vec<Stray>,
}

/// How the quarantine stands; `None` when there is none.
///
/// # Errors
/// When the database cannot answer.
pub async fn overview(market: &Market) -> Result<Option<Overview>, Error> {
    let Some(quarantine) = job::quarantine::find(&market.db).await? else {
        return Ok(None);
    };
    let held = job::quarantine::list_held(&market.db, &THROUGH, quarantine.data_at).await?;
    let (told, others): (Vec<Held>, Vec<Held>) = held
        .into_iter()
        .partition(|held| MESSAGES.contains(&held.kind.as_str()));
    let messages = told.iter().fold(Messages::default(), |sum, held| Messages {
        all: sum.all.saturating_add(held.jobs),
        old: sum.old.saturating_add(held.old),
        since: Some(sum.since.map_or(held.since, |since| since.min(held.since))),
    });
    Ok(Some(Overview {
        quarantine,
        messages,
        others: others.iter().fold(0, |sum, held| sum.saturating_add(held.jobs)),
        strays: payment::stray::list(&market.db).await?,
    }))
}
