//! Papers that pages offer: found by what stands in the address, in the reader's language.

use crate::{
    App, Outcome,
    extract::{Visitor, pairs},
    page,
};
use kernel::{Locale, ids::CooperativeId};
use market::money::{self, Form};
use view::month::Month;

/// The statement of a cooperative: of the month in the query, or of this one.
pub(super) async fn statement(
    app: &App,
    visitor: &Visitor,
    id: CooperativeId,
    query: Option<String>,
    form: Form,
) -> Outcome {
    let market = app.market();
    let this = Month::of(market.now());
    let asked = pairs(query.unwrap_or_default().as_bytes())?;
    let month = asked.iter().find(|(name, _)| name == "month");
    let month = month
        .and_then(|(_, typed)| Month::parse(typed))
        .unwrap_or(this)
        .min(this);
    page::file(money::print_statement(market, id, month, visitor.locale(), form).await?)
}

/// A month of which there is a statement.
pub(super) struct MonthView {
    /// As people call it.
    pub(super) name: String,
    /// As addresses do.
    pub(super) code: String,
}

/// Most months that a page offers.
const MONTHS: usize = 24;

/// The months in which something happened about a cooperative, the latest first.
pub(super) async fn months(app: &App, locale: Locale, id: CooperativeId) -> Result<Vec<MonthView>, crate::Failure> {
    let Some((first, last)) = ledger::movement::active(&app.market().db, id).await? else {
        return Ok(Vec::new());
    };
    let (first, mut month) = (Month::of(first), Month::of(last));
    let mut found = Vec::new();
    while month >= first && found.len() < MONTHS {
        found.push(MonthView {
            name: month.name(locale),
            code: month.code(),
        });
        month = month.before();
    }
    Ok(found)
}
