//! Quarantine: a market that was restored from a backup does not know what happened since. Until somebody releases it,
//! runners take only the jobs of kinds that they were told to let through.

use crate::{Error, entity, entity::quarantine};
use kernel::{
    Micros, Mint, Read, Tx,
    ids::{EventId, PersonId},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, Statement,
    sea_query::Expr,
};

/// What stands in the way of a job while a quarantine is open: `true` for those that may be taken.
pub(crate) fn passes(through: &[&str], first_parameter: usize) -> String {
    let open = "not exists (select 1 from quarantine where released_at is null)";
    match through.len() {
        0 => open.to_owned(),
        count => format!("({open} or kind in ({}))", holes(first_parameter, count)),
    }
}

/// Where the values of a list go in a statement: `$5, $6`.
pub(crate) fn holes(first: usize, count: usize) -> String {
    let holes: Vec<String> = (first..first.saturating_add(count))
        .map(|at| format!("${at}"))
        .collect();
    holes.join(", ")
}

/// A quarantine that is not released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quarantine {
    /// Its id.
    pub id: EventId,
    /// The moment of the backup: what was done later is not in this database.
    pub data_at: Micros,
    /// When it was restored.
    pub begun_at: Micros,
    /// When providers were last asked what they know that is not here.
    pub compared_at: Option<Micros>,
}

/// Jobs of one kind that wait for the release.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Held {
    /// The kind.
    pub kind: String,
    /// How many wait.
    pub jobs: i64,
    /// How many of them were waiting in the backup already: perhaps they were done after it.
    pub old: i64,
    /// Since when the first waits.
    pub since: Micros,
}

/// The quarantine that is open, if one is; the latest, if somebody restored the backup of a quarantine.
///
/// # Errors
/// When the database cannot answer.
pub async fn find(db: &impl Read) -> Result<Option<Quarantine>, Error> {
    let row = quarantine::Entity::find()
        .filter(quarantine::Column::ReleasedAt.is_null())
        .order_by_desc(quarantine::Column::BegunAt)
        .one(db.reader())
        .await?;
    Ok(row.map(|row| Quarantine {
        id: row.id,
        data_at: row.data_at,
        begun_at: row.begun_at,
        compared_at: row.compared_at,
    }))
}

/// Begins one.
///
/// # Errors
/// When the database refuses.
pub async fn begin(tx: &Tx, mint: &Mint, data_at: Micros) -> Result<EventId, Error> {
    let id: EventId = mint.id();
    let row = quarantine::ActiveModel {
        id: Set(id),
        data_at: Set(data_at),
        begun_at: Set(mint.now),
        compared_at: Set(None),
        released_at: Set(None),
        released_by: Set(None),
    };
    quarantine::Entity::insert(row)
        .exec_without_returning(tx.writer())
        .await?;
    Ok(id)
}

/// Notes that every provider was asked what it knows that is not here.
///
/// # Errors
/// When the database refuses.
pub async fn compared(tx: &Tx, id: EventId, now: Micros) -> Result<(), Error> {
    quarantine::Entity::update_many()
        .col_expr(quarantine::Column::ComparedAt, Expr::value(now))
        .filter(quarantine::Column::Id.eq(id))
        .exec(tx.writer())
        .await?;
    Ok(())
}

/// Ends every one that is open; says whether one was. `by` is nobody for the command line.
///
/// # Errors
/// When the database refuses.
pub async fn release(tx: &Tx, now: Micros, by: Option<PersonId>) -> Result<bool, Error> {
    let done = quarantine::Entity::update_many()
        .col_expr(quarantine::Column::ReleasedAt, Expr::value(now))
        .col_expr(quarantine::Column::ReleasedBy, Expr::value(by))
        .filter(quarantine::Column::ReleasedAt.is_null())
        .exec(tx.writer())
        .await?;
    Ok(done.rows_affected > 0)
}

/// What waits that is of none of these kinds, by kind. `data_at` is the moment of the backup.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_held(db: &impl Read, through: &[&str], data_at: Micros) -> Result<Vec<Held>, Error> {
    let holes: Vec<String> = (0..through.len()).map(|at| format!("${}", at + 2)).collect();
    let sql = format!(
        "select kind, count(*) as jobs, coalesce(sum(case when created_at <= $1 then 1 else 0 end), 0) as old, \
         min(created_at) as since from job where done_at is null and failed_at is null and kind not in ({}) \
         group by kind order by kind",
        holes.join(", ")
    );
    let mut values = vec![data_at.into()];
    values.extend(through.iter().map(|kind| (*kind).into()));
    let statement = Statement::from_sql_and_values(db.reader().get_database_backend(), sql, values);
    Ok(Held::find_by_statement(statement).all(db.reader()).await?)
}

/// Has what waits of these kinds never done, and says how much that was.
///
/// # Errors
/// When the database refuses.
pub async fn discard(tx: &Tx, now: Micros, kinds: &[&str]) -> Result<u64, Error> {
    use entity::Column as C;
    let row = entity::ActiveModel {
        done_at: Set(Some(now)),
        payload: Set("null".to_owned()),
        last_error: Set(Some("discarded after a restore".to_owned())),
        locked_by: Set(None),
        locked_until: Set(None),
        ..Default::default()
    };
    let done = entity::Entity::update_many()
        .set(row)
        .filter(C::Kind.is_in(kinds.iter().copied()))
        .filter(C::DoneAt.is_null())
        .filter(C::FailedAt.is_null())
        .exec(tx.writer())
        .await?;
    Ok(done.rows_affected)
}
