//! Whether the market could take an order now, and whether it would survive its disk.

use crate::{Error, Market};
use kernel::time::{HOUR, SECOND};

/// Writes a mark the way every order goes: to the disk. A transaction without work would succeed on a
/// full one.
///
/// # Errors
/// When the database takes no write.
pub async fn ready(market: &Market) -> Result<(), Error> {
    let now = market.now();
    market
        .db
        .write(move |tx| Box::pin(async move { Ok(identity::throttle::hit(tx, "ready", HOUR, i32::MAX, now).await?) }))
        .await
}

/// A line for whoever watches the market: how old the last good backup is, and whether the next is late. Nothing where
/// none comes round by itself.
///
/// # Errors
/// When the database cannot answer.
pub async fn backup_line(market: &Market) -> Result<String, Error> {
    let (standing, now) = (backups(market).await?, market.now());
    let late = if standing.is_late(now) { " late" } else { "" };
    Ok(match (&standing.good, &standing.failed) {
        (Some(good), _) => format!(
            "backup_age_seconds {}{late}\n",
            now.since(good.begun_at).max(0) / SECOND
        ),
        (None, Some(_)) => format!("backup_age_seconds none{late}\n"),
        (None, None) => String::new(),
    })
}

/// What became of the backups that come round by themselves.
///
/// # Errors
/// When the database cannot answer.
pub async fn backups(market: &Market) -> Result<job::backup::Standing, Error> {
    Ok(job::backup::standing(&market.db).await?)
}
