//! Looking after the queue: how far behind it is, what was put aside, and clearing out.

use crate::{Error, entity, quarantine};
use kernel::{Limit, Micros, Page, Read, Tx, ids::JobId, time::DAY};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    Statement,
};

/// How long a done job stays, and with it its `dedupe` key, in microseconds.
pub const KEPT: i64 = 30 * DAY;

/// How long a job that was put aside stays for somebody to try it again, in microseconds.
pub const KEPT_ASIDE: i64 = 90 * DAY;

/// Rows that one [`purge`] deletes at most.
const BATCH: i64 = 500;

#[derive(FromQueryResult)]
struct Moment {
    at: Option<Micros>,
}

/// The moment at which the next job may be taken: past when one waits, `None` when all are done.
/// A job that runs counts from the end of its lease, one that failed from the end of its pause.
///
/// # Errors
/// When the database refuses.
pub async fn next_due(db: &impl Read) -> Result<Option<Micros>, Error> {
    let sql = "select min(case when locked_until > run_at then locked_until else run_at end) as at \
               from job where done_at is null and failed_at is null";
    let statement = Statement::from_string(db.reader().get_database_backend(), sql);
    let row = Moment::find_by_statement(statement).one(db.reader()).await?;
    Ok(row.and_then(|row| row.at))
}

/// For how long, in microseconds, the job that waits longest could have been taken: how far behind
/// the runners are. `None` when none waits.
///
/// # Errors
/// When the database refuses.
pub async fn oldest_due(db: &impl Read, now: Micros) -> Result<Option<i64>, Error> {
    let what = "min(case when locked_until > run_at then locked_until else run_at end)";
    Ok(due(db, what, now, "1 = 1", &[]).await?.map(|at| now.since(at)))
}

/// Whether a job may be taken now. It looks at what is due only, however much lies ahead.
pub(crate) async fn any_due(db: &impl Read, now: Micros, through: &[&str]) -> Result<bool, Error> {
    let passes = quarantine::passes(through, 2);
    Ok(due(db, "run_at", now, &passes, through).await?.is_some())
}

async fn due(db: &impl Read, what: &str, now: Micros, passes: &str, through: &[&str]) -> Result<Option<Micros>, Error> {
    let sql = format!(
        "select {what} as at from job where done_at is null and failed_at is null \
         and run_at <= $1 and (locked_until is null or locked_until <= $1) and {passes} limit 1"
    );
    let mut values = vec![now.into()];
    values.extend(through.iter().map(|kind| (*kind).into()));
    let statement = Statement::from_sql_and_values(db.reader().get_database_backend(), sql, values);
    let row = Moment::find_by_statement(statement).one(db.reader()).await?;
    Ok(row.and_then(|row| row.at))
}

/// A job that was put aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedJob {
    /// Its id.
    pub id: JobId,
    /// What was to be done.
    pub kind: String,
    /// With what: JSON, as it was left.
    pub payload: String,
    /// How often it was tried.
    pub attempts: u32,
    /// When it first was due.
    pub run_at: Micros,
    /// When it was put aside.
    pub failed_at: Micros,
    /// Why.
    pub reason: String,
}

/// The jobs that were put aside, but for some kinds, in the order in which they were enqueued.
///
/// # Errors
/// When the database refuses.
pub async fn list_failed(
    db: &impl Read,
    but: &[&str],
    after: Option<JobId>,
    limit: Limit,
) -> Result<Page<FailedJob>, Error> {
    use entity::Column as C;
    let mut query = aside(but);
    if let Some(after) = after {
        query = query.filter(C::Id.gt(after));
    }
    let rows = query
        .order_by_asc(C::Id)
        .limit(limit.and_one())
        .all(db.reader())
        .await?;
    Ok(Page::cut(rows, limit, |row| row.id.to_string()).map(failed))
}

/// How many jobs were put aside, but for some kinds.
///
/// # Errors
/// When the database refuses.
pub async fn count_failed(db: &impl Read, but: &[&str]) -> Result<u64, Error> {
    Ok(aside(but).count(db.reader()).await?)
}

fn aside(but: &[&str]) -> sea_orm::Select<entity::Entity> {
    use entity::Column as C;
    entity::Entity::find()
        .filter(C::FailedAt.is_not_null())
        .filter(C::Kind.is_not_in(but.iter().copied()))
}

/// How far a job is, for people who ask whether something was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its id.
    pub id: JobId,
    /// The name under which it happens once.
    pub dedupe: String,
    /// When it was left.
    pub created_at: Micros,
    /// When it was done; `None` while it waits.
    pub done_at: Option<Micros>,
    /// When it was put aside for good.
    pub failed_at: Option<Micros>,
}

/// The jobs of these names that still have a row, the earliest first. Done ones keep theirs for
/// [`KEPT`].
///
/// # Errors
/// When the database refuses.
pub async fn list_named(db: &impl Read, names: &[String]) -> Result<Vec<Standing>, Error> {
    use entity::Column as C;
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let rows = entity::Entity::find()
        .filter(C::Dedupe.is_in(names.iter().cloned()))
        .order_by_asc(C::Id)
        .all(db.reader())
        .await?;
    let standing = |row: entity::Model| {
        Some(Standing {
            id: row.id,
            dedupe: row.dedupe?,
            created_at: row.created_at,
            done_at: row.done_at,
            failed_at: row.failed_at,
        })
    };
    Ok(rows.into_iter().filter_map(standing).collect())
}

fn failed(row: entity::Model) -> FailedJob {
    FailedJob {
        id: row.id,
        kind: row.kind,
        payload: row.payload,
        attempts: u32::try_from(row.attempts).unwrap_or(u32::MAX),
        run_at: row.run_at,
        failed_at: row.failed_at.unwrap_or_default(),
        reason: row.last_error.unwrap_or_default(),
    }
}

/// Puts a job that was put aside back into the queue, due now. Says whether there was one.
///
/// # Errors
/// When the database refuses.
pub async fn revive(tx: &Tx, id: JobId, now: Micros) -> Result<bool, Error> {
    let query = back_again(now).filter(entity::Column::Id.eq(id));
    Ok(query.exec(tx.writer()).await?.rows_affected == 1)
}

/// Puts all of them back, but for some kinds, and says how many.
///
/// # Errors
/// When the database refuses.
pub async fn revive_all(tx: &Tx, but: &[&str], now: Micros) -> Result<u64, Error> {
    let query = back_again(now).filter(entity::Column::Kind.is_not_in(but.iter().copied()));
    Ok(query.exec(tx.writer()).await?.rows_affected)
}

fn back_again(now: Micros) -> sea_orm::UpdateMany<entity::Entity> {
    let row = entity::ActiveModel {
        failed_at: sea_orm::Set(None),
        locked_until: sea_orm::Set(None),
        run_at: sea_orm::Set(now),
        attempts: sea_orm::Set(0),
        ..Default::default()
    };
    entity::Entity::update_many()
        .set(row)
        .filter(entity::Column::FailedAt.is_not_null())
}

/// Deletes some of the jobs that were done [`KEPT`] ago or put aside [`KEPT_ASIDE`] ago, and says how many; call it until it
/// says none.
///
/// # Errors
/// When the database refuses.
pub async fn purge(tx: &Tx, now: Micros) -> Result<u64, Error> {
    let mut gone = 0;
    for (column, kept) in [("done_at", KEPT), ("failed_at", KEPT_ASIDE)] {
        let sql =
            format!("delete from job where id in (select id from job where {column} < $1 order by {column} limit $2)");
        let backend = tx.writer().get_database_backend();
        let values = [now.plus(-kept).into(), BATCH.into()];
        let statement = Statement::from_sql_and_values(backend, sql, values);
        gone += tx.writer().execute_raw(statement).await?.rows_affected();
    }
    Ok(gone)
}
