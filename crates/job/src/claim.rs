//! Taking jobs and giving them back: the statements that decide whose a job is. A claim is known by
//! its runner and its attempt, so a runner that lost its lease cannot speak for the next one.

use crate::{Claimed, Error, Kinds, LEASE, entity, quarantine, quarantine::holes};
use kernel::{Micros, Tx, ids::JobId};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, Statement,
    sea_query::{ExprTrait, IntoCondition},
};

/// Attempts after which a job is no longer run at once when its process was killed.
const TRUSTED: i32 = 2;
/// Longest stored reason, in characters.
const REASON: usize = 500;

/// A claimed job as the database gives it.
#[derive(FromQueryResult)]
struct Row {
    id: JobId,
    kind: String,
    payload: String,
    attempts: i32,
    run_at: Micros,
}

/// What became of a claimed job.
pub(crate) enum Verdict {
    /// Done: its payload is forgotten.
    Done,
    /// To be tried again at a moment.
    Again(Micros, String),
    /// Put aside.
    Dead(String),
}

/// Takes up to `most` jobs that are due, the longest due first, those that may wait after all others.
/// The attempt is counted here, so that one which kills its process is counted too.
pub(crate) async fn claim(tx: &Tx, owner: &str, now: Micros, most: usize, kinds: Kinds) -> Result<Vec<Claimed>, Error> {
    let mut taken = take(tx, owner, now, most, (kinds, "not in")).await?;
    let room = most.saturating_sub(taken.len());
    if room > 0 && !kinds.last.is_empty() {
        taken.extend(take(tx, owner, now, room, (kinds, "in")).await?);
    }
    Ok(taken)
}

/// Takes jobs whose kind is in, or not in, those that may wait. Two statements rather than one that sorts by it: each
/// reads the index of what is due until it has enough, however much waits.
async fn take(
    tx: &Tx,
    owner: &str,
    now: Micros,
    most: usize,
    (Kinds { through, last }, within): (Kinds, &str),
) -> Result<Vec<Claimed>, Error> {
    let backend = tx.writer().get_database_backend();
    // Two runners that ask PostgreSQL at once each get rows that the other has not locked; SQLite
    // has one writer.
    let skip = match backend {
        DbBackend::Postgres => "for update skip locked",
        _ => "",
    };
    let which = match last.len() {
        0 => "1 = 1".to_owned(),
        count => format!("kind {within} ({})", holes(5 + through.len(), count)),
    };
    let sql = format!(
        "with due as materialized (select id from job where done_at is null and failed_at is null \
         and run_at <= $1 and (locked_until is null or locked_until <= $1) and {} and {which} \
         order by run_at, id limit $2 {skip}) \
         update job set locked_until = $3, locked_by = $4, attempts = attempts + 1 \
         where id in (select id from due) returning id, kind, payload, attempts, run_at",
        quarantine::passes(through, 5),
    );
    let mut values = vec![
        now.into(),
        i64::try_from(most).unwrap_or(i64::MAX).into(),
        now.plus(LEASE).into(),
        owner.into(),
    ];
    values.extend(through.iter().chain(last).map(|kind| (*kind).into()));
    let statement = Statement::from_sql_and_values(backend, sql, values);
    let mut rows = Row::find_by_statement(statement).all(tx.writer()).await?;
    rows.sort_by_key(|row| (row.run_at, row.id));
    Ok(rows.into_iter().map(claimed).collect())
}

fn claimed(row: Row) -> Claimed {
    Claimed {
        id: row.id,
        kind: row.kind,
        payload: serde_json::from_str(&row.payload).unwrap_or_default(),
        attempt: u32::try_from(row.attempts).unwrap_or(u32::MAX),
        run_at: row.run_at,
    }
}

/// Writes down what became of a job, if it still is this claim's. Says whether it was.
pub(crate) async fn settle(tx: &Tx, owner: &str, job: &Claimed, now: Micros, verdict: &Verdict) -> Result<bool, Error> {
    use entity::Column as C;
    let mut row = entity::ActiveModel {
        locked_by: sea_orm::Set(None),
        locked_until: sea_orm::Set(None),
        ..Default::default()
    };
    match verdict {
        Verdict::Done => {
            row.done_at = sea_orm::Set(Some(now));
            row.payload = sea_orm::Set("null".to_owned());
            row.last_error = sea_orm::Set(None);
        }
        Verdict::Again(at, reason) => {
            row.locked_until = sea_orm::Set(Some(*at));
            row.last_error = sea_orm::Set(Some(shortened(reason)));
        }
        Verdict::Dead(reason) => {
            row.failed_at = sea_orm::Set(Some(now));
            row.last_error = sea_orm::Set(Some(shortened(reason)));
        }
    }
    let done = entity::Entity::update_many()
        .set(row)
        .filter(C::Id.eq(job.id))
        .filter(C::LockedBy.eq(owner))
        .filter(C::Attempts.eq(i64::from(job.attempt)))
        .filter(C::DoneAt.is_null())
        .filter(C::FailedAt.is_null())
        .exec(tx.writer())
        .await?;
    Ok(done.rows_affected == 1)
}

/// Gives back what a runner holds, so that nobody waits for the end of its leases.
pub(crate) async fn release(tx: &Tx, owner: &str) -> Result<u64, Error> {
    give_back(tx, entity::Column::LockedBy.eq(owner)).await
}

/// Gives back what every runner held, and says how much that was. Only for a process that has the database
/// to itself: whoever held a lease is gone, and a photo or a message need not wait for its end. What was tried
/// several times does wait: perhaps it is what ended the process.
///
/// # Errors
/// When the database refuses.
pub async fn release_all(tx: &Tx) -> Result<u64, Error> {
    use entity::Column as C;
    give_back(tx, C::LockedBy.is_not_null().and(C::Attempts.lte(TRUSTED))).await
}

async fn give_back(tx: &Tx, whose: impl IntoCondition) -> Result<u64, Error> {
    use entity::Column as C;
    let row = entity::ActiveModel {
        locked_by: sea_orm::Set(None),
        locked_until: sea_orm::Set(None),
        ..Default::default()
    };
    let done = entity::Entity::update_many()
        .set(row)
        .filter(whose)
        .filter(C::DoneAt.is_null())
        .filter(C::FailedAt.is_null())
        .exec(tx.writer())
        .await?;
    Ok(done.rows_affected)
}

fn shortened(reason: &str) -> String {
    reason.chars().take(REASON).collect()
}
