//! The database comes from a backup: from now on the market is in quarantine.

use crate::{Error, Market};
use kernel::{Micros, time::DAY};

/// How long before the backup something may have been begun that moved after it.
const BEFORE: i64 = 7 * DAY;

/// Begins the quarantine of a market whose data is from a moment: nothing leaves, and providers are asked about everything
/// that was not decided then, or shortly before.
///
/// # Errors
/// When the database refuses.
pub async fn begin(market: &Market, data_at: Micros) -> Result<(), Error> {
    let (mint, queue) = (market.mint(), market.queue.clone());
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let id = job::quarantine::begin(tx, &mint, data_at).await?;
                // Whoever asked for them signed in long ago, or asks again.
                job::quarantine::discard(tx, mint.now, &["code"]).await?;
                payment::attempt::recheck(tx, data_at.plus(-BEFORE), mint.now).await?;
                let compare = job::NewJob::now(&mint, "payment.compare", serde_json::Value::Null);
                let compare = compare.once(format!("payment.compare:{id}"));
                queue.enqueue(tx, &mint, &[compare]).await?;
                catalogue::change::touch(tx).await?;
                Ok(())
            })
        })
        .await
}
