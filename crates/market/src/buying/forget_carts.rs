//! Carts that became nothing are forgotten, with the names and telephones in them.

use crate::{Error, Market};
use kernel::time::DAY;

/// How long a cart that nobody touches is kept, in microseconds.
pub const CART_LIFE: i64 = 60 * DAY;
/// Carts forgotten in one transaction.
const BATCH: u64 = 200;
/// Transactions in one run.
const BATCHES: usize = 50;

/// Forgets the carts that nobody touched for [`CART_LIFE`].
///
/// # Errors
/// When the database refuses.
pub async fn forget_carts(market: &Market) -> Result<(), Error> {
    let since = market.now().plus(-CART_LIFE);
    for _ in 0..BATCHES {
        let gone = market
            .db
            .write(move |tx| {
                Box::pin(async move { order::cart::forget_carts(tx, since, BATCH).await.map_err(Error::from) })
            })
            .await?;
        if gone < BATCH {
            break;
        }
    }
    Ok(())
}
