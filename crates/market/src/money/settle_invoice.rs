//! A cooperative paid commission that it was asked for.

use crate::{
    Error, Market,
    actor::Administrator,
    idempotency::{Claim, Once},
};
use kernel::{
    Mint, Money, Tx,
    ids::{EventId, InvoiceId},
};
use ledger::invoice;

/// An administrator saw the transfer on the bank's pages: all that is open of an invoice, or some of it.
///
/// # Errors
/// [`ledger::Error::Amount`] for nothing or more than is open; [`ledger::Error::Unknown`]; [`Error::KeyReused`]; when
/// the database refuses.
pub async fn settle_invoice(
    market: &Market,
    by: &Administrator,
    key: &str,
    id: InvoiceId,
    paid: Money,
) -> Result<Once<InvoiceId>, Error> {
    let claim = Claim::new(format!("person:{}", by.person), key, &("settle", id, paid))?;
    let (mint, person) = (market.mint(), by.person);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                if let Some(value) = claim.begin(tx, mint.now).await? {
                    return Ok(Once { value, replayed: true });
                }
                invoice::settle(tx, &mint, Some(person), id, mint.id(), paid).await?;
                claim.finish(tx, &id).await?;
                Ok(Once {
                    value: id,
                    replayed: false,
                })
            })
        })
        .await
}

/// A line of the bank's statement names an invoice: it is settled, wholly or in part. The line's own id makes it happen
/// once; says whether it did now.
///
/// # Errors
/// [`ledger::Error::Amount`] for more than is open: a person has to look; [`ledger::Error::Unknown`]; when the database
/// refuses.
pub async fn settled_by_bank(tx: &Tx, mint: &Mint, id: InvoiceId, line: EventId, paid: Money) -> Result<bool, Error> {
    Ok(invoice::settle(tx, mint, None, id, line, paid).await?)
}
