//! Cash that was given up and came after all: the office has it, and it goes on from there as any other.

use crate::{
    Error, Market,
    actor::Administrator,
    idempotency::{Claim, Once},
};
use kernel::ids::LossId;
use ledger::{Till, sale};
use payment::loss::{self, Kind};

/// Writes down that the office has some of what was given up, in centimes; says what is left of that. It undoes as much of
/// the loss, whoever bore it; what the buyer had not paid is paid now, and can be given back.
///
/// # Errors
/// [`payment::Error::NoPayment`]; [`payment::Error::Amount`] for nothing, more than is left of it, or what was not given up;
/// [`Error::KeyReused`]; when the database refuses.
pub async fn recover(
    market: &Market,
    key: &str,
    by: &Administrator,
    id: LossId,
    minor: i64,
) -> Result<Once<i64>, Error> {
    let (mint, person) = (market.mint(), by.person);
    let claim = Claim::new(format!("recover:{person}"), key, &(id, minor))?;
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                if let Some(value) = claim.begin(tx, mint.now).await? {
                    return Ok(Once { value, replayed: true });
                }
                let lost = loss::find(tx, id).await?.ok_or(payment::Error::NoPayment)?;
                sale::lock_parts(tx, &[lost.part]).await?;
                let lost = loss::recover(tx, id, minor).await?;
                if lost.kind == Kind::Short {
                    payment::payment::pay_after_all(tx, &mint, lost.part, minor).await?;
                }
                let came = (Till::Platform, minor, lost.recovered_minor);
                sale::recovered(tx, &mint, Some(person), lost.part, id, came).await?;
                let value = lost.left_minor();
                claim.finish(tx, &value).await?;
                Ok(Once { value, replayed: false })
            })
        })
        .await
}
