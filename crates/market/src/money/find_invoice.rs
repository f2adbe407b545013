//! One invoice with everything that is printed on it.

use crate::{Error, Market, actor::Seller};
use kernel::{Read, ids::InvoiceId};
use ledger::invoice::{self, Invoice, Rated, Settled};

/// A line of an invoice, with the number of its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceLine {
    /// The number of the order.
    pub number: String,
    /// What it adds, or takes off.
    pub line: invoice::Line,
}

/// An invoice with everything that is printed on it, as it was frozen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceFound {
    /// Its number, its sums, who issued it and who owes it.
    pub invoice: Invoice,
    /// Its lines, the oldest first.
    pub lines: Vec<InvoiceLine>,
    /// The sums by the rate of the tax.
    pub rates: Vec<Rated>,
    /// What settled it so far.
    pub settled: Vec<Settled>,
}

/// An invoice, for the office.
///
/// # Errors
/// When the database cannot answer.
pub async fn find_invoice(market: &Market, id: InvoiceId) -> Result<Option<InvoiceFound>, Error> {
    match invoice::find(&market.db, id).await? {
        Some(invoice) => Ok(Some(whole(&market.db, invoice).await?)),
        None => Ok(None),
    }
}

/// An invoice of the seller's cooperative.
///
/// # Errors
/// When the database cannot answer.
pub async fn find_invoice_for_cooperative(
    market: &Market,
    seller: &Seller,
    id: InvoiceId,
) -> Result<Option<InvoiceFound>, Error> {
    match invoice::find_for_cooperative(&market.db, seller.cooperative, id).await? {
        Some(invoice) => Ok(Some(whole(&market.db, invoice).await?)),
        None => Ok(None),
    }
}

async fn whole(db: &impl Read, invoice: Invoice) -> Result<InvoiceFound, Error> {
    let lines = invoice::list_lines(db, invoice.id).await?;
    let rates = invoice::by_rate(&lines);
    let parts: Vec<_> = lines.iter().map(|line| line.part).collect();
    let numbers = super::numbers(db, &parts).await?;
    let line = |line: invoice::Line| InvoiceLine {
        number: numbers.get(&line.part).cloned().unwrap_or_default(),
        line,
    };
    Ok(InvoiceFound {
        lines: lines.into_iter().map(line).collect(),
        rates,
        settled: invoice::list_settled(db, invoice.id).await?,
        invoice,
    })
}
