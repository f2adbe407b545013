//! An administrator ends a rule of commission.

use crate::{Error, Market, actor::Administrator};
use kernel::ids::RuleId;

/// Ends a rule now; one that has not begun never does. What is sold already keeps what was frozen with it.
///
/// # Errors
/// [`ledger::Error::Unknown`] for one that is over or never was; when the database refuses.
pub async fn end_rule(market: &Market, by: &Administrator, rule: RuleId) -> Result<(), Error> {
    let (mint, person) = (market.mint(), by.person);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                ledger::rule::end(tx, &mint, Some(person), rule).await?;
                Ok(catalogue::change::touch(tx).await?)
            })
        })
        .await
}
