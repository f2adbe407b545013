//! An administrator says what the market earns of what is sold from a day on.

use crate::{Error, Market, actor::Administrator};
use kernel::{Micros, ids::RuleId};
use ledger::{
    commission::Rate,
    rule::{self, For},
};

/// Makes a rule of commission from a moment on; without one from now on. What is sold already keeps what
/// was frozen with it.
///
/// # Errors
/// [`ledger::Error::Rule`] for a rate that cannot be or a moment that is past;
/// [`catalogue::Error::NotFound`] for a category, cooperative or product that does not exist; when the
/// database refuses.
pub async fn open_rule(
    market: &Market,
    by: &Administrator,
    what: For,
    rate: Rate,
    from: Option<Micros>,
) -> Result<RuleId, Error> {
    let db = &market.db;
    match &what {
        For::Market => {}
        For::Category(code) => {
            let taxonomy = catalogue::taxonomy::load(db).await?;
            taxonomy.category(code).ok_or(catalogue::Error::NotFound("category"))?;
        }
        For::Cooperative(id) => drop(catalogue::cooperative::get(db, *id).await?),
        For::Product(id) => drop(catalogue::product::get(db, *id).await?),
    }
    let (mint, person) = (market.mint(), by.person);
    let from = from.unwrap_or(mint.now);
    db.write(move |tx| Box::pin(async move { Ok(rule::open(tx, &mint, Some(person), &what, rate, from).await?) }))
        .await
}
