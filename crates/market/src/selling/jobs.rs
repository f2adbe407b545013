//! The jobs of orders. Each is stored with the step that makes it necessary and looks again at the
//! part when it is due, so it may run late or twice.

use super::remind;
use crate::Market;
use job::{Claimed, Failure, NewJob};
use kernel::{Fault, Kind, Mint, ids::SellerOrderId};
use order::order::{ANSWER, REMINDER, WITHDRAWAL};
use serde::{Deserialize, Serialize};

/// Reminds a cooperative that has not answered.
pub const REMIND: &str = "order.remind";
/// Cancels what nobody answered.
pub const EXPIRE: &str = "order.expire";
/// Closes what was delivered.
pub const CLOSE: &str = "order.close";
/// The kinds that [`handle`] knows.
pub const KINDS: [&str; 3] = [REMIND, EXPIRE, CLOSE];

#[derive(Serialize, Deserialize)]
struct Payload {
    seller_order: SellerOrderId,
}

/// What happens to parts that nobody answers.
pub(crate) fn after_placing(mint: &Mint, parts: &[SellerOrderId]) -> Vec<NewJob> {
    let both = |part: &SellerOrderId| [later(mint, REMIND, *part, REMINDER), later(mint, EXPIRE, *part, ANSWER)];
    parts.iter().flat_map(both).collect()
}

/// What happens to a part that was delivered.
pub(crate) fn close_later(mint: &Mint, part: SellerOrderId) -> NewJob {
    later(mint, CLOSE, part, WITHDRAWAL)
}

fn later(mint: &Mint, kind: &'static str, part: SellerOrderId, micros: i64) -> NewJob {
    let payload = serde_json::json!({ "seller_order": part });
    NewJob::now(mint, kind, payload)
        .once(format!("{kind}:{part}"))
        .at(mint.now.plus(micros))
}

/// Does one job of [`KINDS`].
///
/// # Errors
/// [`Failure::Retry`] when the database is busy, [`Failure::Never`] for a job that cannot be read.
pub async fn handle(market: &Market, job: &Claimed) -> Result<(), Failure> {
    let part = job.read::<Payload>()?.seller_order;
    let done = match job.kind.as_str() {
        REMIND => remind::remind(market, part).await,
        EXPIRE => remind::expire(market, part).await,
        CLOSE => remind::close(market, part).await,
        other => return Err(Failure::Never(format!("no job of orders is called {other}"))),
    };
    done.map_err(|error| match error.kind() {
        Kind::NotFound => Failure::Never(error.to_string()),
        _ => Failure::Retry(error.to_string()),
    })
}
