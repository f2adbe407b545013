//! Whoever receives cash that was announced counts it, or whoever announced it takes that back.

use super::{
    Hand,
    count::{Expected, held, take_effect},
};
use crate::{
    Error, Market,
    idempotency::{Claim, Once},
};
use kernel::{
    Tx,
    ids::{RemittanceId, SellerOrderId},
};
use payment::remittance::{self, Line, Remittance, State};
use std::collections::BTreeMap;

/// Confirms a remittance that was announced: what was counted of each part, where it is not what was announced, and in
/// all. Nothing at all is an envelope that was empty. Says how much it was, in centimes.
///
/// # Errors
/// As [`super::receive`]; [`payment::Error::NoPayment`] for another cooperative's; [`payment::Error::Waiting`] where somebody
/// confirmed it before, [`payment::Error::NotNow`] where it was taken back.
pub async fn confirm(
    market: &Market,
    key: &str,
    by: &Hand,
    id: RemittanceId,
    counts: BTreeMap<SellerOrderId, i64>,
    total_minor: Option<i64>,
) -> Result<Once<i64>, Error> {
    let (mint, by) = (market.mint(), *by);
    let said: Vec<(SellerOrderId, i64)> = counts.iter().map(|(part, minor)| (*part, *minor)).collect();
    let claim = Claim::new(format!("cash:{}", by.person()), key, &(id, said, total_minor))?;
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                if let Some(value) = claim.begin(tx, mint.now).await? {
                    return Ok(Once { value, replayed: true });
                }
                let (found, lines) = document(tx, &by, id).await?;
                let way = (found.giver, found.receiver);
                if !by.receives(found.giver, found.receiver) {
                    return Err(Error::NotYours);
                }
                match found.state {
                    State::Announced => {}
                    State::Confirmed => return Err(payment::Error::Waiting.into()),
                    State::Withdrawn => return Err(refused(&found, State::Confirmed)),
                }
                let parts = lines
                    .iter()
                    .map(|line| (line.part, Expected::Minor(line.expected_minor)));
                let held = held(tx, &by, way, parts.collect()).await?;
                let value = take_effect(tx, &mint, &by, (id, way), &held, (&counts, total_minor)).await?;
                claim.finish(tx, &value).await?;
                Ok(Once { value, replayed: false })
            })
        })
        .await
}

/// Takes a remittance back that nobody confirmed: it never came, and its cash is where it was. Twice changes nothing.
///
/// # Errors
/// [`payment::Error::NoPayment`] for another cooperative's; [`Error::NotYours`] for whoever did not give it;
/// [`payment::Error::NotNow`] for one that was confirmed; when the database refuses.
pub async fn withdraw(market: &Market, by: &Hand, id: RemittanceId) -> Result<(), Error> {
    let (mint, by) = (market.mint(), *by);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let (found, _) = document(tx, &by, id).await?;
                if !by.gives(found.giver, found.receiver) {
                    return Err(Error::NotYours);
                }
                Ok(remittance::withdraw(tx, &mint, id, by.person()).await?)
            })
        })
        .await
}

async fn document(tx: &Tx, by: &Hand, id: RemittanceId) -> Result<(Remittance, Vec<Line>), Error> {
    let found = remittance::find(tx, id).await?.filter(|found| by.sees(found));
    let found = found.ok_or(payment::Error::NoPayment)?;
    Ok((found, remittance::list_lines(tx, id).await?))
}

fn refused(found: &Remittance, to: State) -> Error {
    let (from, event) = (found.state.code(), to.code());
    payment::Error::NotNow { from, event }.into()
}
