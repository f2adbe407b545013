//! A refund was done after all that had failed: it pays what is still owed, or the buyer has it twice.

use super::{fail::repay_of, give_back::office};
use crate::{
    Error,
    notices::{self, Notice},
};
use kernel::{Mint, Tx, ids::PersonId};
use ledger::{Till, repay};
use payment::{
    Refund,
    late::{self, Late},
};

/// Does what follows, with money of a till. Its attempt is locked by the caller.
///
/// # Errors
/// [`payment::Error::NotNow`] for one that had not failed; [`ledger::Error::NotCovered`] for more than is owed; when the
/// database refuses.
pub(crate) async fn settle(
    tx: &Tx,
    mint: &Mint,
    queue: &job::Queue,
    (refund, till): (&Refund, Till),
    who: Option<PersonId>,
) -> Result<(), Error> {
    match late::settle(tx, mint, refund.id).await? {
        Late::Known => Ok(()),
        Late::Owed => {
            repay::paid_late(tx, mint, who, &repay_of(refund), till).await?;
            tell(tx, mint, queue, refund).await
        }
        Late::Twice => {
            tracing::error!(refund = %refund.id, "a buyer has a refund twice");
            repay::twice(tx, mint, who, &repay_of(refund), till).await?;
            notices::tell(queue, tx, mint, &[office(refund, "twice")]).await
        }
    }
}

/// The buyer hears that they have it after all.
pub(super) async fn tell(tx: &Tx, mint: &Mint, queue: &job::Queue, refund: &Refund) -> Result<(), Error> {
    let told = Notice::BuyerRefund {
        refund: refund.id,
        step: "late".to_owned(),
    };
    notices::tell(queue, tx, mint, &[told]).await
}
