//! A provider did a refund after all that had failed: it pays what is still owed, or the buyer has it twice.

use super::{
    give_back::{office, post},
    ways,
};
use crate::{
    Error,
    notices::{self, Notice},
};
use kernel::{Mint, Tx, ids::EventId};
use ledger::{Account, MarketEvent, posting};
use payment::{
    Attempt, Refund,
    late::{self, Late},
};

/// Does what follows. The attempt is locked by the caller.
pub(super) async fn settle(
    tx: &Tx,
    mint: &Mint,
    queue: &job::Queue,
    attempt: &Attempt,
    refund: &Refund,
) -> Result<(), Error> {
    let id = EventId(refund.id.0);
    for known in [
        format!("refund_paid:{id}:late"),
        format!("suspense_out:{id}"),
        format!("refund_twice:{id}"),
    ] {
        if posting::is_posted(tx, &known).await? {
            // Each of these happens once: a provider that changes its mind for ever is a person's to talk to.
            tracing::error!(refund = %refund.id, provider = attempt.provider, "a refund was done after all once more");
            return Ok(());
        }
    }
    let till = ways::till(&attempt.provider)?;
    match late::settle(tx, mint, refund.id).await? {
        Late::Known => Ok(()),
        Late::Owed => {
            match refund.part {
                Some(part) => {
                    ledger::refund::paid_late(tx, mint, (refund.id, part), till, refund.amount).await?;
                }
                None => {
                    let event = MarketEvent::SuspenseOut {
                        id,
                        to: Account::Provider(ways::psp(&attempt.provider)?),
                        minor: refund.amount.minor,
                    };
                    post(tx, mint, refund.amount, &event).await?;
                }
            }
            let told = Notice::BuyerRefund {
                refund: refund.id,
                step: "late".to_owned(),
            };
            notices::tell(queue, tx, mint, &[told]).await
        }
        Late::Twice => {
            tracing::error!(refund = %refund.id, provider = attempt.provider, "a buyer has a refund twice");
            let event = MarketEvent::RefundTwice {
                refund: refund.id,
                order: refund.order,
                from: till,
                minor: refund.amount.minor,
            };
            post(tx, mint, refund.amount, &event).await?;
            notices::tell(queue, tx, mint, &[office(refund, "twice")]).await
        }
    }
}

/// What the buyer had twice is back with the provider: nobody is owed it.
pub(super) async fn returned(tx: &Tx, mint: &Mint, attempt: &Attempt, refund: &Refund) -> Result<(), Error> {
    let event = MarketEvent::TwiceReturned {
        refund: refund.id,
        order: refund.order,
        to: ways::till(&attempt.provider)?,
        minor: refund.amount.minor,
    };
    post(tx, mint, refund.amount, &event).await
}
