//! A refund was not done, or came back after it was.

use super::{give_back::office, late};
use crate::{
    Error,
    notices::{self, Notice},
};
use kernel::{Mint, Tx, ids::PersonId};
use ledger::{
    Till,
    repay::{self, Repay},
};
use payment::{
    Refund,
    late::{self as chain, Left},
    refund::State,
};

/// Does what follows: where it counted as paid its money is in the till again, and the buyer is owed it still, unless they
/// have it by another that had been done beside this one. Its attempt is locked by the caller.
///
/// # Errors
/// [`payment::Error::NotNow`] for one that nobody was asked for; when the database refuses.
pub(crate) async fn fails(
    tx: &Tx,
    mint: &Mint,
    queue: &job::Queue,
    (refund, till): (&Refund, Till),
    who: Option<PersonId>,
) -> Result<(), Error> {
    let Some((before, left)) = chain::fail(tx, mint, refund.id).await? else {
        return Ok(());
    };
    if before == State::Succeeded {
        repay::returned(tx, mint, who, &repay_of(refund), till).await?;
    }
    match left {
        Left::Owed(last) => {
            let buyer = Notice::BuyerRefund {
                refund: last.id,
                step: "failed".to_owned(),
            };
            notices::tell(queue, tx, mint, &[buyer, office(&last, "refund")]).await
        }
        Left::Has(other) => {
            repay::twice_counts(tx, mint, who, &repay_of(&other)).await?;
            late::tell(tx, mint, queue, &other).await
        }
        Left::Once => {
            repay::twice_returned(tx, mint, who, &repay_of(refund), till).await?;
            Ok(())
        }
    }
}

/// What of a refund concerns the ledger.
pub(crate) const fn repay_of(refund: &Refund) -> Repay {
    Repay {
        refund: refund.id,
        order: refund.order,
        part: refund.part,
        amount: refund.amount,
    }
}
