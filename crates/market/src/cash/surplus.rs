//! Cash that came to the office above what the parts of a remittance cost: nobody's, until whoever brought it has it back.

use crate::{Error, Market, actor::Administrator, quarantine};
use kernel::{
    Currency, Read,
    ids::{EventId, RemittanceId},
};
use ledger::{Account, MarketEvent, posting};
use payment::remittance::{self, Receiver, State};

/// Writes down that the office gave the surplus of a remittance back; pressing twice does it once.
///
/// # Errors
/// [`Error::MoneyHeld`]; [`payment::Error::NoPayment`] where the office holds no surplus; when the database refuses.
pub async fn return_surplus(market: &Market, by: &Administrator, id: RemittanceId) -> Result<(), Error> {
    let (mint, person) = (market.mint(), by.person);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                quarantine::pass_out(tx).await?;
                let found = remittance::find(tx, id).await?;
                let in_office = |one: &remittance::Remittance| {
                    one.state == State::Confirmed && one.receiver == Receiver::Platform && one.surplus.minor > 0
                };
                let found = found.filter(in_office).ok_or(payment::Error::NoPayment)?;
                let event = MarketEvent::SuspenseOut {
                    id: EventId(id.0),
                    to: Account::CashPlatform,
                    minor: found.surplus.minor,
                };
                ledger::post_event(tx, &mint, Some(person), Currency::Mad, &event).await?;
                Ok(())
            })
        })
        .await
}

/// Whether the surplus of a remittance was given back.
///
/// # Errors
/// When the database cannot answer.
pub async fn is_surplus_returned(db: &impl Read, id: RemittanceId) -> Result<bool, Error> {
    Ok(posting::is_posted(db, &format!("suspense_out:{}", EventId(id.0))).await?)
}
