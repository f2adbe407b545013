//! Backups that come round by themselves, while the market serves.

use super::make::{self, Busy, Made};
use super::manifest;
use crate::config::Config;
use job::backup::{Backup, note};
use kernel::{
    Micros,
    time::{MINUTE, SECOND},
};
use market::Market;
use std::{path::Path, sync::Arc, time::Duration};
use tokio_util::sync::CancellationToken;

/// How often it is looked whether one is due.
const TICK: Duration = Duration::from_secs(20);
/// After how long one that failed is tried again, at most.
const AGAIN: i64 = 10 * MINUTE;

/// Makes a backup whenever the newest is old enough, until it is told to stop. Does nothing where none is configured.
pub(crate) async fn go_round(config: Config, market: Arc<Market>, stop: CancellationToken) {
    if config.backup.directory.as_os_str().is_empty() {
        return;
    }
    let mut not_before = Micros(i64::MIN);
    loop {
        tokio::select! {
            // What is half made goes with it, and is made again after the next start.
            () = stop.cancelled() => return,
            failed = once(&config, &market, not_before) => {
                if let Some(again) = failed {
                    not_before = again;
                }
            }
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(TICK) => {}
        }
    }
}

/// Makes one if it is due. After a failure it says before when none is to be tried.
async fn once(config: &Config, market: &Market, not_before: Micros) -> Option<Micros> {
    let (directory, every, begun) = (&config.backup.directory, config.backup.every(), market.now());
    let newest = newest(directory);
    if begun < not_before || newest.is_some_and(|at| begun.since(at) < every) {
        return None;
    }
    let made = make::make(config, directory, true).await;
    let ended = market.now();
    let failed = match &made {
        Ok(made) => {
            tracing::info!(
                set = made.name,
                bytes = made.bytes,
                pictures = made.pictures,
                removed = made.removed,
                seconds = ended.since(begun) / SECOND,
                "backed up"
            );
            None
        }
        Err(error) if error.is::<Busy>() => return Some(ended.plus(MINUTE)),
        Err(error) => {
            tracing::error!(error = format!("{error:#}"), "the backup failed");
            if newest.is_none_or(|at| ended.since(at) > every.saturating_mul(2)) {
                tracing::error!("there is no good backup that is young enough");
            }
            Some(ended.plus(AGAIN.min(every)))
        }
    };
    remember(market, begun, every, made).await;
    failed
}

fn newest(directory: &Path) -> Option<Micros> {
    let sets = manifest::sets(directory).ok()?;
    sets.last().map(|(at, _)| Micros(at.as_microsecond()))
}

async fn remember(market: &Market, begun_at: Micros, every: i64, made: anyhow::Result<Made>) {
    let mint = market.mint();
    let outcome = made
        .map(|made| (made.name, i64::try_from(made.bytes).unwrap_or(i64::MAX)))
        .map_err(|error| format!("{error:#}"));
    let backup = Backup {
        begun_at,
        ended_at: mint.now,
        outcome,
        next_by: begun_at.plus(every.saturating_mul(2)),
    };
    let noted: Result<(), market::Error> = market
        .db
        .write(move |tx| Box::pin(async move { Ok(note(tx, &mint, &backup).await?) }))
        .await;
    if let Err(error) = noted {
        tracing::warn!(%error, "what became of the backup could not be written down");
    }
}
