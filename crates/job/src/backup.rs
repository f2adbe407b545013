//! What became of the backups that come round by themselves, for whoever asks whether there is a good one.

use crate::{Error, entity::backup};
use kernel::{Micros, Mint, Read, Tx};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

/// Longest stored reason, in characters.
const REASON: usize = 500;
/// How long rows are kept, in microseconds.
const KEPT: i64 = 400 * kernel::time::DAY;

/// What became of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// When it began, which is the moment of its data.
    pub begun_at: Micros,
    /// When it ended.
    pub ended_at: Micros,
    /// The name of the set, and what it adds to the directory in bytes; or why there is none.
    pub outcome: Result<(String, i64), String>,
    /// When the next good one is late.
    pub next_by: Micros,
}

/// The last good one and the last failure after it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The last good one.
    pub good: Option<Backup>,
    /// The last that failed, if none was good since.
    pub failed: Option<Backup>,
}

impl Standing {
    /// Whether there should be a newer good one by now.
    pub fn is_late(&self, now: Micros) -> bool {
        match (&self.good, &self.failed) {
            (Some(good), _) => good.next_by < now,
            (None, failed) => failed.is_some(),
        }
    }
}

/// How things stand. Nothing at all where backups never came round by themselves.
///
/// # Errors
/// When the database cannot answer.
pub async fn standing(db: &impl Read) -> Result<Standing, Error> {
    use backup::Column as C;
    let latest = || backup::Entity::find().order_by_desc(C::EndedAt);
    let good = latest().filter(C::Name.is_not_null()).one(db.reader()).await?;
    let failed = latest().filter(C::Name.is_null()).one(db.reader()).await?;
    let since = good.as_ref().map_or(Micros(i64::MIN), |row| row.ended_at);
    Ok(Standing {
        failed: failed.filter(|row| row.ended_at > since).map(read),
        good: good.map(read),
    })
}

/// Writes down what became of one.
///
/// # Errors
/// When the database refuses.
pub async fn note(tx: &Tx, mint: &Mint, backup: &Backup) -> Result<(), Error> {
    let (name, bytes, failure) = match &backup.outcome {
        Ok((name, bytes)) => (Some(name.clone()), *bytes, None),
        Err(why) => (None, 0, Some(why.chars().take(REASON).collect())),
    };
    let row = backup::ActiveModel {
        id: Set(mint.id()),
        begun_at: Set(backup.begun_at),
        ended_at: Set(backup.ended_at),
        name: Set(name),
        bytes: Set(bytes),
        failure: Set(failure),
        next_by: Set(backup.next_by),
    };
    backup::Entity::insert(row).exec_without_returning(tx.writer()).await?;
    backup::Entity::delete_many()
        .filter(backup::Column::EndedAt.lt(mint.now.plus(-KEPT)))
        .exec(tx.writer())
        .await?;
    Ok(())
}

fn read(row: backup::Model) -> Backup {
    Backup {
        begun_at: row.begun_at,
        ended_at: row.ended_at,
        outcome: match (row.name, row.failure) {
            (Some(name), _) => Ok((name, row.bytes)),
            (None, why) => Err(why.unwrap_or_default()),
        },
        next_by: row.next_by,
    }
}
