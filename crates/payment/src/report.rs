//! What comparisons of our books with those of others found: kept as they were, the latest first.

use crate::{Error, entity::money_report};
use kernel::{Limit, Micros, Mint, Read, Tx};
use sea_orm::{ActiveValue::Set, EntityTrait, QueryOrder, QuerySelect};

/// A comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// When it was made.
    pub at: Micros,
    /// How many differences it found.
    pub differences: i32,
    /// JSON: all of it.
    pub body: String,
}

/// The comparisons, the latest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn list(db: &impl Read, limit: Limit) -> Result<Vec<Report>, Error> {
    let rows = money_report::Entity::find()
        .order_by_desc(money_report::Column::At)
        .order_by_desc(money_report::Column::Id)
        .limit(limit.and_one().saturating_sub(1))
        .all(db.reader())
        .await?;
    let report = |row: money_report::Model| Report {
        at: row.at,
        differences: row.differences,
        body: row.body,
    };
    Ok(rows.into_iter().map(report).collect())
}

/// Keeps a comparison.
///
/// # Errors
/// When the database refuses.
pub async fn keep(tx: &Tx, mint: &Mint, differences: usize, body: &str) -> Result<(), Error> {
    let row = money_report::ActiveModel {
        id: Set(mint.id()),
        at: Set(mint.now),
        differences: Set(i32::try_from(differences).unwrap_or(i32::MAX)),
        body: Set(body.to_owned()),
    };
    money_report::Entity::insert(row)
        .exec_without_returning(tx.writer())
        .await?;
    Ok(())
}
