//! Whether the market could take an order now.

use crate::{Error, Market};
use kernel::time::HOUR;

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
