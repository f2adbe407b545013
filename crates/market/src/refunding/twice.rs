//! A buyer has a refund twice, because it was done after all when it had been paid otherwise. That is the market's loss
//! already. They give it back, to the office or to its bank account, where a line of the statement is told the number of the
//! order; or two people have looked, spoken to the buyer, and give it up.

use super::statement::had_left;
use crate::{Error, Market, actor::Administrator, paying};
use kernel::{Read, ids::RefundId};
use ledger::Till;
use payment::{
    Refund, late,
    refund::{self, Payer, State, Way},
};

/// Says that it is lost; ends once a second person says the same. Says whether it has ended.
///
/// # Errors
/// [`payment::Error::NoRefund`]; [`payment::Error::NotNow`] for one that is not twice with its buyer; when the database
/// refuses.
pub async fn let_twice_be(market: &Market, by: &Administrator, id: RefundId) -> Result<bool, Error> {
    let person = by.person;
    market
        .db
        .write(move |tx| Box::pin(async move { Ok(late::let_be(tx, id, person).await?) }))
        .await
}

/// Writes down that the buyer brought it to the office, in cash.
///
/// # Errors
/// As [`let_twice_be`].
pub async fn twice_brought_back(market: &Market, by: &Administrator, id: RefundId) -> Result<(), Error> {
    let (mint, queue, person) = (market.mint(), market.queue.clone(), by.person);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let found = refund::lock(tx, id).await?.ok_or(payment::Error::NoRefund)?;
                if found.state != State::Twice {
                    return Err(payment::Error::NotNow {
                        from: found.state.code(),
                        event: "bring_back",
                    }
                    .into());
                }
                paying::fails(tx, &mint, &queue, (&found, Till::Platform), Some(person)).await
            })
        })
        .await
}

/// Whether somebody of the office may say that they paid it all the same: it was called off before anybody said that it
/// was sent.
///
/// # Errors
/// When the database cannot answer.
pub async fn can_have_been_paid(db: &impl Read, refund: &Refund) -> Result<bool, Error> {
    Ok(refund.state == State::CalledOff
        && refund.payer == Some(Payer::Office)
        && matches!(refund.way, Way::Account | Way::Cash)
        && !had_left(db, refund).await?)
}
