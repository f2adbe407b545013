//! An administrator says what the market earns of what is sold from a day on.

use crate::{Error, Market, actor::Administrator};
use job::NewJob;
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
    let (mint, person, queue) = (market.mint(), by.person, market.queue.clone());
    let from = from.unwrap_or(mint.now);
    db.write(move |tx| {
        Box::pin(async move {
            let id = rule::open(tx, &mint, Some(person), &what, rate, from).await?;
            // Pages of products say what reaches the cooperative: they change now, and when the rule begins.
            catalogue::change::touch(tx).await?;
            if from > mint.now {
                let begins = NewJob::now(&mint, "commission.begins", serde_json::Value::Null).at(from);
                queue.enqueue(tx, &mint, &[begins]).await?;
            }
            Ok(id)
        })
    })
    .await
}

/// A rule begins: what pages say of it is old.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn rule_begins(market: &Market) -> Result<(), Error> {
    let db = &market.db;
    db.write(|tx| Box::pin(async move { Ok(catalogue::change::touch(tx).await?) }))
        .await
}
