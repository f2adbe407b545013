//! What the ledger is told about an order: what each line costs its cooperative, and in whose hands
//! cash is.

use crate::Error;
use catalogue::stock::Reserved;
use kernel::{Currency, Mint, Tx, ids::LineId};
use ledger::{Flow, NewLine, NewSale, Part, Till};
use order::{
    order::{Placed, Placing},
    quote,
};
use payment::Holder;

/// Freezes what an order costs its cooperatives, by the rules of this moment, and whose account its buyer pays into.
pub(crate) async fn freeze(
    tx: &Tx,
    mint: &Mint,
    flow: Flow,
    placing: &Placing<'_>,
    placed: &Placed,
    reserved: &[Reserved],
) -> Result<(), Error> {
    let offered = placing.parts.iter().zip(&placing.quote.offer.parts).zip(&placed.lines);
    let sales: Vec<NewSale> = offered
        .map(|((id, part), lines)| NewSale {
            part: Part {
                order: placed.id,
                id: *id,
                cooperative: part.cooperative,
                flow,
                currency: Currency::Mad,
            },
            delivery_minor: part.totals.delivery_minor,
            lines: lines
                .iter()
                .zip(&part.lines)
                .map(|(id, line)| sold(*id, line, reserved))
                .collect(),
        })
        .collect();
    Ok(ledger::sale::freeze(tx, mint, &sales).await?)
}

fn sold(id: LineId, line: &quote::Line, reserved: &[Reserved]) -> NewLine {
    let found = reserved.iter().find(|found| found.variant == line.variant);
    NewLine {
        id,
        product: line.product,
        categories: found.map(|found| found.categories.clone()).unwrap_or_default(),
        quantity: line.quantity,
        total_minor: line.total_minor,
    }
}

/// Where cash is that somebody holds; what a provider has is no cash.
pub(crate) const fn till(holder: Holder) -> Option<Till> {
    match holder {
        Holder::Carrier => Some(Till::Carrier),
        Holder::Cooperative => Some(Till::Cooperative),
        Holder::Platform => Some(Till::Platform),
        Holder::Provider => None,
    }
}
