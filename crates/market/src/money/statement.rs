//! What a cooperative sold and what came of it, each line with the number of its order.

use crate::{Error, Market, actor::Seller};
use kernel::{Limit, Page, ids::SellerOrderId};
use ledger::statement::{self, Entry, Overview, Period, Sums};

/// A line of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The number of the order.
    pub number: String,
    /// What was sold and what came of it.
    pub entry: Entry,
}

/// A cooperative's money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Where all of it is now.
    pub overview: Overview,
    /// The sums of the time that was asked for.
    pub sums: Sums,
    /// Its lines, the latest first.
    pub lines: Page<Line>,
}

/// A cooperative's money: all of it now, and a page of what was delivered in a time. `after` is the
/// `next` of the page before.
///
/// # Errors
/// When the database cannot answer.
pub async fn find_statement(
    market: &Market,
    seller: &Seller,
    period: Period,
    after: Option<&str>,
    limit: Limit,
) -> Result<Statement, Error> {
    let (db, id) = (&market.db, seller.cooperative);
    let page = statement::list(db, id, period, after, limit).await?;
    let parts: Vec<SellerOrderId> = page.items.iter().map(|entry| entry.sale.part.id).collect();
    let mut numbers = order::books::numbers(db, &parts).await?;
    let line = |entry: Entry| Line {
        number: numbers.remove(&entry.sale.part.id).unwrap_or_default(),
        entry,
    };
    Ok(Statement {
        overview: statement::overview(db, id).await?,
        sums: statement::sums(db, id, period).await?,
        lines: page.map(line),
    })
}
