//! What the market collected for cooperatives goes to their banks: drafted by the schedule or by hand, approved, written
//! into a file for the bank, and paid once its statement shows; what the bank sends back goes out again. Each verb may be
//! said twice, under the same key or another: a payout moves once.

mod approve_payout;
mod cancel_payout;
mod come_back;
mod doubt_unheard;
mod draft_payouts;
mod export_payouts;
mod fail_payout;
mod mark_payout;

pub use approve_payout::approve_payout;
pub use cancel_payout::cancel_payout;
pub use come_back::{payout_came_back, returned_by_bank};
pub use doubt_unheard::doubt_unheard;
pub use draft_payouts::{Draft, Drafts, draft_due, draft_payout, draft_payouts, draft_today};
pub use export_payouts::{Format, Written, export_payouts, write_file};
pub use fail_payout::fail_payout;
pub use mark_payout::{mark_paid, mark_unknown, paid_by_bank};

use crate::{
    Error, Market,
    actor::Administrator,
    idempotency::{Claim, Once},
};
use kernel::{Mint, Tx, Work, ids::PayoutId};
use serde::{Serialize, de::DeserializeOwned};

/// Does something to a payout once for a key; the answer is the same for every repetition.
async fn once<T, F>(
    market: &Market,
    by: &Administrator,
    key: &str,
    (what, id, more): (&'static str, PayoutId, &str),
    verb: F,
) -> Result<Once<T>, Error>
where
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    F: for<'a> FnOnce(&'a Tx, &'a Mint) -> Work<'a, T, Error> + Send + 'static,
{
    let claim = Claim::new(format!("person:{}", by.person), key, &(what, id, more))?;
    let mint = market.mint();
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                if let Some(value) = claim.begin(tx, mint.now).await? {
                    return Ok(Once { value, replayed: true });
                }
                let value = verb(tx, &mint).await?;
                claim.finish(tx, &value).await?;
                Ok(Once { value, replayed: false })
            })
        })
        .await
}
