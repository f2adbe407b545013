//! What the database of a place says, whichever it is.

use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

/// The one number that a question asks for.
pub(crate) async fn number(db: &DatabaseConnection, sql: &str) -> i64 {
    // PostgreSQL adds whole numbers up to something that is none.
    let sql = format!("select cast(({sql}) as bigint)");
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql));
    let row = row.await.expect("a query").expect("a row");
    row.try_get_by_index(0).expect("a number")
}
