//! An administrator decides about a cooperative: verify, refuse, suspend, reinstate. What it sells
//! comes on and off the shelf in the same transaction, and it is told in its people's languages. What a
//! suspended one has not answered is stopped by a job, so that its buyers need not wait for silence.

use crate::{
    Error, Market,
    actor::Administrator,
    notices::{self, Notice},
    selling,
};
use catalogue::cooperative;
use kernel::ids::CooperativeId;

/// What is decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The papers are in order: it may sell.
    Verify,
    /// No, for this reason.
    Refuse(String),
    /// Stop, for this reason: nothing of it is shown or sold.
    Suspend(String),
    /// It may go on.
    Reinstate,
}

/// Decides. `version` is the one the administrator looked at.
///
/// # Errors
/// `catalogue::Error::Refused` when its state does not allow it, `Stale`, `NotFound`.
pub async fn decide_cooperative(
    market: &Market,
    by: Administrator,
    id: CooperativeId,
    version: i32,
    decision: Decision,
) -> Result<(), Error> {
    let (mint, queue, person) = (market.mint(), market.queue.clone(), by.person);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let notice = match decision {
                    Decision::Verify => {
                        cooperative::verify(tx, &mint, person, id, version).await?;
                        Some(Notice::CooperativeVerified { cooperative: id })
                    }
                    Decision::Refuse(reason) => {
                        cooperative::refuse(tx, &mint, person, id, version, reason).await?;
                        Some(Notice::CooperativeRefused { cooperative: id })
                    }
                    Decision::Suspend(reason) => {
                        cooperative::suspend(tx, &mint, person, id, version, reason).await?;
                        selling::leave_stop(&queue, tx, &mint, id, by).await?;
                        Some(Notice::CooperativeSuspended { cooperative: id })
                    }
                    Decision::Reinstate => {
                        cooperative::reinstate(tx, &mint, person, id, version).await?;
                        None
                    }
                };
                notices::tell(&queue, tx, &mint, notice.as_slice()).await?;
                Ok::<(), Error>(())
            })
        })
        .await
}
