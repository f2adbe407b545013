//! The SQLite file: copied as it is at one moment while others write, and proven to be whole.

use super::disk;
use anyhow::{Context, ensure};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use std::{path::Path, time::Duration};

async fn connect(file: &Path) -> anyhow::Result<DatabaseConnection> {
    ensure!(file.is_file(), "there is no database at {}", file.display());
    // Not read-only: a log that a killed process left must be read, and that takes the right to write beside it.
    let mut options = ConnectOptions::new(format!("sqlite://{}?mode=rw", file.display()));
    options
        .max_connections(1)
        .acquire_timeout(Duration::from_secs(10))
        .sqlx_logging(false);
    Database::connect(options)
        .await
        .with_context(|| format!("{} cannot be opened", file.display()))
}

/// Writes the database as it is at this moment into a new file. Nobody waits for it meanwhile.
pub(super) async fn dump(database: &Path, to: &Path) -> anyhow::Result<()> {
    let connection = connect(database).await?;
    let path = to.to_str().context("the path of the backup is no text")?;
    let statement = Statement::from_sql_and_values(DbBackend::Sqlite, "vacuum into ?", [path.into()]);
    let done = connection.execute_raw(statement).await;
    connection.close().await.ok();
    done.with_context(|| format!("the database cannot be copied to {}", to.display()))?;
    disk::flush(to)
}

/// Asks the file itself whether it is whole.
pub(super) async fn check(database: &Path) -> anyhow::Result<()> {
    let connection = connect(database).await?;
    let checked = async {
        let said = one(&connection, "pragma integrity_check(1)").await?;
        ensure!(
            said.as_deref() == Some("ok"),
            "the database is damaged: {}",
            said.unwrap_or_default()
        );
        let dangling = one(&connection, "select \"table\" from pragma_foreign_key_check limit 1").await?;
        ensure!(
            dangling.is_none(),
            "a row of {} names a row that does not exist",
            dangling.unwrap_or_default()
        );
        Ok(())
    };
    let checked = checked.await;
    connection.close().await.ok();
    checked
}

async fn one(connection: &DatabaseConnection, sql: &str) -> anyhow::Result<Option<String>> {
    let row = connection
        .query_one_raw(Statement::from_string(DbBackend::Sqlite, sql))
        .await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?)
}
