//! One payout with all its lines, each with its order; and what waits for the next one.

use crate::{Error, Market, actor::Seller};
use kernel::{
    Currency, Read,
    ids::{PayoutId, SellerOrderId},
};
use ledger::payout::{self, Happened, Line, Payout};
use std::collections::BTreeMap;

/// Parts whose numbers are asked for together.
const AT_ONCE: usize = 500;

/// A line of a payout, with the number of its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayoutLine {
    /// The number of the order; none for commission that was kept back.
    pub number: Option<String>,
    /// What it adds.
    pub line: Line,
}

/// A payout with all its lines, as they were frozen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayoutFound {
    /// Its sums, the account it goes to, and how far it is.
    pub payout: Payout,
    /// Its lines, the oldest first.
    pub lines: Vec<PayoutLine>,
    /// What happened to it, the earliest first.
    pub history: Vec<Happened>,
}

/// A payout, for the office.
///
/// # Errors
/// When the database cannot answer.
pub async fn find_payout(market: &Market, id: PayoutId) -> Result<Option<PayoutFound>, Error> {
    match payout::find(&market.db, id).await? {
        Some(payout) => Ok(Some(whole(&market.db, payout).await?)),
        None => Ok(None),
    }
}

/// A payout of the seller's cooperative, once it was approved.
///
/// # Errors
/// When the database cannot answer.
pub async fn find_payout_for_cooperative(
    market: &Market,
    seller: &Seller,
    id: PayoutId,
) -> Result<Option<PayoutFound>, Error> {
    match payout::find_for_cooperative(&market.db, seller.cooperative, id).await? {
        Some(payout) => Ok(Some(whole(&market.db, payout).await?)),
        None => Ok(None),
    }
}

/// What the seller's cooperative will get with its next payout, line by line: what is in none yet.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_next_payout(market: &Market, seller: &Seller) -> Result<Vec<PayoutLine>, Error> {
    let lines = payout::list_free(&market.db, seller.cooperative, Currency::Mad).await?;
    named(&market.db, lines).await
}

async fn whole(db: &impl Read, payout: Payout) -> Result<PayoutFound, Error> {
    let lines = payout::list_lines(db, payout.id).await?;
    Ok(PayoutFound {
        lines: named(db, lines).await?,
        history: payout::history(db, payout.id).await?,
        payout,
    })
}

async fn named(db: &impl Read, lines: Vec<Line>) -> Result<Vec<PayoutLine>, Error> {
    let parts: Vec<SellerOrderId> = lines.iter().filter_map(|line| line.part).collect();
    let numbers = numbers(db, &parts).await?;
    let line = |line: Line| PayoutLine {
        number: line.part.and_then(|part| numbers.get(&part).cloned()),
        line,
    };
    Ok(lines.into_iter().map(line).collect())
}

/// The numbers of the orders of many parts.
pub(super) async fn numbers(db: &impl Read, parts: &[SellerOrderId]) -> Result<BTreeMap<SellerOrderId, String>, Error> {
    let mut found = BTreeMap::new();
    for some in parts.chunks(AT_ONCE) {
        found.extend(order::books::numbers(db, some).await?);
    }
    Ok(found)
}
