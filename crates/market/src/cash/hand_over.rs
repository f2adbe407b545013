//! Cash of many parts goes from one to another. Whoever received it writes it down and has confirmed it by that; whoever
//! gave it announces it, and nothing moves before the other has counted.

use super::{
    Hand,
    count::{Expected, Held, held, only, take_effect},
};
use crate::{
    Error, Market,
    idempotency::{Claim, Once},
};
use kernel::ids::{RemittanceId, SellerOrderId};
use payment::remittance::{self, Giver, New, Receiver};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Cash that goes from one to another.
#[derive(Clone, Debug, Serialize)]
pub struct Handing {
    /// Who gives.
    pub giver: Giver,
    /// Who receives.
    pub receiver: Receiver,
    /// Who brought it.
    pub brought_by: Option<String>,
    /// A slip, a receipt.
    pub reference: Option<String>,
    /// In their words.
    pub note: Option<String>,
    /// The parts, and how much of each, in centimes; all that there should be, where nothing is said.
    pub lines: Vec<(SellerOrderId, Option<i64>)>,
    /// How much in all, in centimes; the sum of the lines, where nothing is said.
    pub total_minor: Option<i64>,
    /// How much of each part the writer was shown, in centimes: where it is another amount now, nothing is written.
    pub seen: BTreeMap<SellerOrderId, i64>,
}

/// The remittance that came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    /// Its id.
    pub id: RemittanceId,
    /// What should have been in it, in centimes.
    pub expected_minor: i64,
    /// What was; nothing before it is confirmed.
    pub counted_minor: Option<i64>,
}

/// Writes down cash that the writer received and counted. What is missing of a part stays with the giver; more than
/// should have come is taken for what its buyer still owed; what belongs to nobody goes to suspense, at the office.
///
/// # Errors
/// [`Error::NotYours`] for what is not the writer's to receive; [`order::Error::NoOrder`] for another cooperative's part;
/// [`payment::Error::Waiting`] for a part of which the giver has nothing, or that waits in another remittance;
/// [`payment::Error::Amount`] for sums that cannot be; [`payment::Error::Edited`] where the writer saw another amount;
/// [`Error::KeyReused`]; when the database refuses.
pub async fn receive(market: &Market, key: &str, by: &Hand, handing: Handing) -> Result<Once<Handed>, Error> {
    if !by.receives(handing.giver, handing.receiver) {
        return Err(Error::NotYours);
    }
    write(market, key, *by, handing, true).await
}

/// Announces cash that the writer gave; whoever receives it confirms. What is not in it stays with the writer.
///
/// # Errors
/// As [`receive`].
pub async fn announce(market: &Market, key: &str, by: &Hand, handing: Handing) -> Result<Once<Handed>, Error> {
    if !by.gives(handing.giver, handing.receiver) {
        return Err(Error::NotYours);
    }
    write(market, key, *by, handing, false).await
}

async fn write(market: &Market, key: &str, by: Hand, handing: Handing, counted: bool) -> Result<Once<Handed>, Error> {
    let claim = Claim::new(format!("cash:{}", by.person()), key, &handing)?;
    let mint = market.mint();
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                if let Some(value) = claim.begin(tx, mint.now).await? {
                    return Ok(Once { value, replayed: true });
                }
                let way = (handing.giver, handing.receiver);
                let parts = handing.lines.iter().map(|(part, _)| *part);
                let mut held = held(tx, &by, way, parts.map(|part| (part, Expected::All)).collect()).await?;
                let moved = |part: &Held| handing.seen.get(&part.id()).is_some_and(|seen| *seen != part.minor);
                if held.iter().any(moved) {
                    return Err(payment::Error::Edited.into());
                }
                let counts: BTreeMap<SellerOrderId, i64> = handing
                    .lines
                    .iter()
                    .filter_map(|(part, minor)| Some((*part, (*minor)?)))
                    .collect();
                if !counted {
                    give(&mut held, &counts, handing.total_minor)?;
                }
                let expected_minor = sum(&held)?;
                let new = New {
                    cooperative: by.cooperative().or_else(|| only(&held)),
                    giver: handing.giver,
                    receiver: handing.receiver,
                    brought_by: handing.brought_by,
                    reference: handing.reference,
                    note: handing.note,
                    by: by.person(),
                    lines: held.iter().map(Held::line).collect(),
                };
                let id = remittance::announce(tx, &mint, &new).await?;
                let counted_minor = if counted {
                    let counted = take_effect(tx, &mint, &by, (id, way), &held, (&counts, handing.total_minor)).await?;
                    // An empty envelope hands nothing over.
                    Some(counted)
                        .filter(|minor| *minor > 0)
                        .ok_or(payment::Error::Amount)?
                        .into()
                } else {
                    None
                };
                let value = Handed {
                    id,
                    expected_minor,
                    counted_minor,
                };
                claim.finish(tx, &value).await?;
                Ok(Once { value, replayed: false })
            })
        })
        .await
}

/// What the giver says is in it: no more of a part than there is, and something.
fn give(held: &mut [Held], counts: &BTreeMap<SellerOrderId, i64>, total_minor: Option<i64>) -> Result<(), Error> {
    for part in held.iter_mut() {
        let minor = counts.get(&part.id()).copied().unwrap_or(part.minor);
        if !(1..=part.minor).contains(&minor) {
            return Err(payment::Error::Amount.into());
        }
        part.expected_minor = minor;
    }
    let said = sum(held)?;
    if total_minor.is_some_and(|total| total != said) {
        return Err(payment::Error::Amount.into());
    }
    Ok(())
}

fn sum(held: &[Held]) -> Result<i64, Error> {
    let sum = held
        .iter()
        .try_fold(0_i64, |sum, part| sum.checked_add(part.expected_minor));
    sum.ok_or_else(|| payment::Error::Amount.into())
}
