//! How often something may be tried: fixed windows, counted by one statement, so that any number of
//! requests at once count right. What is limited is named by identity first (the contact, the
//! person), by address second: a whole village may share one address.

use crate::Error;
use kernel::{Micros, Tx, time::SECOND};
use sea_orm::{ConnectionTrait, Statement};

/// Counts one try of `bucket` and refuses the one after `limit` in a window of `window` microseconds.
/// One bucket must always be used with the same window.
///
/// # Errors
/// [`Error::Limited`] with the seconds until the window ends.
pub async fn hit(tx: &Tx, bucket: &str, window: i64, limit: i32, now: Micros) -> Result<(), Error> {
    // The window is named by its end, so that it is plain when a row can be forgotten.
    let window = window.max(SECOND);
    let ends = now.0.div_euclid(window).saturating_add(1).saturating_mul(window);
    let backend = tx.writer().get_database_backend();
    let sql = "insert into throttle (bucket, slot, hits) values ($1, $2, 1) \
               on conflict (bucket, slot) do update set hits = throttle.hits + 1 returning hits";
    let row = tx
        .writer()
        .query_one_raw(Statement::from_sql_and_values(
            backend,
            sql,
            [bucket.into(), ends.into()],
        ))
        .await?;
    let hits: i32 = row.map(|row| row.try_get("", "hits")).transpose()?.unwrap_or(i32::MAX);
    if hits > limit {
        let retry_after = ends.saturating_sub(now.0).div_euclid(SECOND).saturating_add(1);
        return Err(Error::Limited { retry_after });
    }
    Ok(())
}

/// Forgets windows that passed, at most a thousand.
pub(crate) async fn forget(tx: &Tx, now: Micros) -> Result<u64, Error> {
    let backend = tx.writer().get_database_backend();
    let sql =
        "delete from throttle where (bucket, slot) in (select bucket, slot from throttle where slot <= $1 limit 1000)";
    let done = tx
        .writer()
        .execute_raw(Statement::from_sql_and_values(backend, sql, [now.into()]))
        .await?;
    Ok(done.rows_affected())
}
