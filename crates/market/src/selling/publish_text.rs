//! An administrator publishes a new version of a legal text. What buyers accepted before stays
//! readable under its own version.

use crate::{Error, Market, actor::Administrator};
use catalogue::change;
use order::terms::{self, NewText};

/// Publishes the version after `after`, which is in force from now on, and returns its number.
///
/// # Errors
/// [`order::Error::Edited`] when somebody published meanwhile; when the database refuses.
pub async fn publish_text(market: &Market, by: &Administrator, after: i32, text: NewText) -> Result<i32, Error> {
    let (mint, person) = (market.mint(), by.person);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let version = terms::publish(tx, &mint, person, after, &text).await?;
                change::touch(tx).await?;
                Ok(version)
            })
        })
        .await
}
