//! Cash that the office paid into the market's bank stands in a statement as well: the same money, not more of it.

use super::suspense;
use crate::{Error, Market, actor::Administrator};
use kernel::ids::{BankLineId, RemittanceId};
use payment::{
    bank::{self, Decision, State},
    remittance,
};

/// Says that a line in suspense is cash that was paid in: exactly the amount that was counted. It leaves suspense, because
/// the bank's account has had it since the cash was handed over. Of two administrators who do it at once, one does.
///
/// # Errors
/// [`Error::DoesNotFit`] for another amount or currency; [`payment::Error::Waiting`] for cash that has its line, or did not
/// go to the bank; [`payment::Error::NotNow`] when somebody decided about the line before; [`payment::Error::NoPayment`];
/// when the database refuses.
pub async fn paid_in(market: &Market, by: &Administrator, id: BankLineId, cash: RemittanceId) -> Result<(), Error> {
    let (mint, person) = (market.mint(), by.person);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let line = bank::lock(tx, id).await?;
                let decision = Decision {
                    person: Some(person),
                    ..Decision::default()
                };
                bank::decide(tx, &mint, id, &[State::Suspense], State::Applied, decision).await?;
                let money = line.money().ok_or(Error::DoesNotFit("currency"))?;
                remittance::stands_in(tx, cash, id, money.minor)
                    .await
                    .map_err(|error| match error {
                        payment::Error::Amount => Error::DoesNotFit("amount"),
                        other => other.into(),
                    })?;
                suspense::out(tx, &mint, person, &line).await
            })
        })
        .await
}
