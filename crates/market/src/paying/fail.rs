//! A refund was not done, or came back after it was.

use super::{give_back::office, late};
use crate::{
    Error,
    notices::{self, Notice},
};
use kernel::{
    Mint, Tx,
    ids::{EventId, PersonId},
};
use ledger::{Account, MarketEvent, Till};
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
        came_back(tx, mint, (refund, till), who).await?;
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
            counts(tx, mint, &other, who).await?;
            late::tell(tx, mint, queue, &other).await
        }
        Left::Once => {
            let event = MarketEvent::TwiceReturned {
                refund: refund.id,
                order: refund.order,
                to: till,
                minor: refund.amount.minor,
            };
            ledger::post_another(tx, mint, who, refund.amount.currency, &event).await?;
            Ok(())
        }
    }
}

/// What had left is in the till again, and is owed.
async fn came_back(tx: &Tx, mint: &Mint, (refund, till): (&Refund, Till), who: Option<PersonId>) -> Result<(), Error> {
    let amount = refund.amount;
    match refund.part {
        Some(part) => ledger::refund::returned(tx, mint, who, (refund.id, part), till, amount).await?,
        // A payment that no order could take: it was put aside.
        None => {
            let event = MarketEvent::SuspenseIn {
                id: EventId(refund.id.0),
                into: till,
                minor: amount.minor,
            };
            ledger::post_another(tx, mint, who, amount.currency, &event).await?;
        }
    }
    Ok(())
}

/// What was twice with its buyer, and so the market's loss, is what they were owed.
async fn counts(tx: &Tx, mint: &Mint, refund: &Refund, who: Option<PersonId>) -> Result<(), Error> {
    let (minor, currency) = (refund.amount.minor, refund.amount.currency);
    let event = match refund.part {
        Some(_) => MarketEvent::TwiceCounts {
            refund: refund.id,
            order: refund.order,
            minor,
        },
        None => MarketEvent::SuspenseOut {
            id: EventId(refund.id.0),
            to: Account::WriteOff,
            minor,
        },
    };
    ledger::post_another(tx, mint, who, currency, &event).await?;
    Ok(())
}
