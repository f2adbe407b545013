//! The account of a cooperative with the market in a month: what its page, its PDF and its sheet show.

use crate::{Error, Market};
use kernel::{
    Micros,
    ids::{CooperativeId, SellerOrderId},
};
use ledger::{
    movement::{self, Bookmark, Movement},
    statement::Period,
};
use view::month::Month;

/// A movement and the number of its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountLine {
    /// What people call its order.
    pub number: Option<String>,
    /// What happened.
    pub movement: Movement,
}

/// The account of a cooperative in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Which month.
    pub month: Month,
    /// What stood on it, what happened in all, and what cash was on its way at the end.
    pub sums: movement::Account,
    /// What happened, the earliest first.
    pub lines: Vec<AccountLine>,
    /// Where the lines go on.
    pub next: Option<String>,
}

impl Account {
    /// The last moment that it speaks of: that of the month, or now while it lasts.
    pub fn until(&self, now: Micros) -> Micros {
        Micros(self.month.after().begins().0.saturating_sub(1)).min(now)
    }
}

/// The account of a cooperative in a month, with at most `most` lines; `after` is the `next` of the lines
/// before.
///
/// # Errors
/// When the database cannot answer.
pub async fn find_account_of_cooperative(
    market: &Market,
    id: CooperativeId,
    month: Month,
    after: Option<&str>,
    most: usize,
) -> Result<Account, Error> {
    let db = &market.db;
    let period = Period {
        from: month.begins(),
        until: month.after().begins(),
    };
    let after = after.and_then(Bookmark::parse);
    let and_one = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let mut found = movement::list(db, id, period, after.as_ref(), and_one).await?;
    let more = found.len() > most;
    found.truncate(most);
    let next = found.last().filter(|_| more).map(|last| Bookmark::after(last).code());
    let parts: Vec<SellerOrderId> = found.iter().filter_map(|one| one.part).collect();
    let numbers = order::books::numbers(db, &parts).await?;
    let line = |movement: Movement| AccountLine {
        number: movement.part.and_then(|part| numbers.get(&part).cloned()),
        movement,
    };
    Ok(Account {
        month,
        sums: movement::account(db, id, period).await?,
        lines: found.into_iter().map(line).collect(),
        next,
    })
}
