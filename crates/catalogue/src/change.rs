//! The change sequence: it moves whenever a public page could show something else, and caches in
//! every process compare it. One row, so touch it only when what people see really changes.

use crate::Error;
use kernel::{Read, Tx};
use sea_orm::{ConnectionTrait, Statement};

/// Moves the sequence.
///
/// # Errors
/// When the database refuses.
pub async fn touch(tx: &Tx) -> Result<(), Error> {
    let backend = tx.writer().get_database_backend();
    let sql = "update catalogue_change set seq = seq + 1";
    tx.writer().execute_raw(Statement::from_string(backend, sql)).await?;
    Ok(())
}

/// Where the sequence stands.
///
/// # Errors
/// When the database refuses.
pub async fn sequence(db: &impl Read) -> Result<i64, Error> {
    let backend = db.reader().get_database_backend();
    let row = db
        .reader()
        .query_one_raw(Statement::from_string(backend, "select seq from catalogue_change"))
        .await?;
    Ok(row.map_or(Ok(0), |row| row.try_get("", "seq"))?)
}
