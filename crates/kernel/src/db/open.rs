//! Opening the database: the same options on every connection, read back before anybody relies on them.

use super::{Db, Gate, StoreError, writer::Writer};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// How to open a database.
#[derive(Clone, Debug)]
pub struct Options {
    /// `sqlite:///path/to/file.sqlite` or `postgres://…`.
    pub url: String,
    /// Connections that read (SQLite) or read and write (PostgreSQL).
    pub connections: u32,
    /// How long a write waits for a lock or a connection before it gives up.
    pub patience: Duration,
    /// Whether a commit waits for the disk. Only the bench, which measures what that costs, says no.
    pub durable: bool,
    /// Who stands before and after every write: nobody, outside of a simulation.
    pub gate: Option<Arc<dyn Gate>>,
}

impl Options {
    /// The usual options for an address.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            connections: 8,
            patience: Duration::from_secs(5),
            durable: true,
            gate: None,
        }
    }

    /// Whether the address is that of a SQLite file.
    pub fn is_sqlite(&self) -> bool {
        self.url.starts_with("sqlite:")
    }

    /// Opens the connection that writes, creating a SQLite file that does not exist. Migrations run
    /// on it before [`Options::open`].
    ///
    /// # Errors
    /// When the database is out of reach, or SQLite would not wait for the disk.
    pub async fn connect(&self) -> Result<DatabaseConnection, StoreError> {
        let connection = if self.is_sqlite() {
            Database::connect(self.sqlite("rwc", 1)).await?
        } else {
            Database::connect(self.postgres()).await?
        };
        if self.is_sqlite() && self.durable {
            // 2 is FULL: under NORMAL a power cut loses commits that people were told of.
            let row = connection
                .query_one_raw(Statement::from_string(DbBackend::Sqlite, "PRAGMA synchronous"))
                .await?;
            let level: i64 = row.map_or(Ok(0), |r| r.try_get_by_index(0))?;
            if level != 2 {
                return Err(StoreError::Broken(
                    format!("PRAGMA synchronous is {level}, not 2 (FULL)").into(),
                ));
            }
        }
        Ok(connection)
    }

    /// Opens a migrated database for work.
    ///
    /// # Errors
    /// As [`Options::connect`].
    pub async fn open(self) -> Result<Db, StoreError> {
        let (statements, gate) = (Arc::new(AtomicU64::new(0)), self.gate.clone());
        let writing = self.connect_counted(&statements).await?;
        let (readers, writer) = if self.is_sqlite() {
            let mut readers = Database::connect(self.sqlite("ro", self.connections)).await?;
            count(&mut readers, &statements);
            (readers, Writer::shared(writing, self, Arc::clone(&statements)))
        } else {
            (writing.clone(), Writer::plain(writing))
        };
        Ok(Db {
            readers,
            writer,
            statements,
            gate,
        })
    }

    /// As [`Options::connect`], with every statement counted.
    pub(super) async fn connect_counted(&self, statements: &Arc<AtomicU64>) -> Result<DatabaseConnection, StoreError> {
        let mut connection = self.connect().await?;
        count(&mut connection, statements);
        Ok(connection)
    }

    fn sqlite(&self, mode: &str, connections: u32) -> ConnectOptions {
        let mut options = ConnectOptions::new(format!("{}?mode={mode}", self.url));
        let (patience, durable, writes) = (self.patience, self.durable, mode != "ro");
        options
            .max_connections(connections)
            .acquire_timeout(self.patience)
            .sqlx_logging(false)
            .test_before_acquire(false)
            .map_sqlx_sqlite_opts(move |o| {
                let o = o
                    .busy_timeout(patience)
                    .foreign_keys(true)
                    .synchronous(if durable {
                        SqliteSynchronous::Full
                    } else {
                        SqliteSynchronous::Off
                    })
                    .statement_cache_capacity(256)
                    // What each connection keeps of the file, in KiB. The file is not mapped: every connection would
                    // map it for itself, so that nine times the database would stand in the memory of the process;
                    // the system keeps what is read often all the same.
                    .pragma("cache_size", if writes { "-8000" } else { "-2000" })
                    .pragma("temp_store", "memory")
                    .pragma("mmap_size", "0");
                if writes {
                    o.journal_mode(SqliteJournalMode::Wal)
                } else {
                    o
                }
            });
        options
    }

    fn postgres(&self) -> ConnectOptions {
        let mut options = ConnectOptions::new(&self.url);
        options
            .max_connections(self.connections)
            .acquire_timeout(self.patience)
            .connect_timeout(self.patience)
            .statement_timeout(self.patience.saturating_mul(2))
            .sqlx_logging(false)
            .test_before_acquire(false);
        options
    }
}

fn count(connection: &mut DatabaseConnection, statements: &Arc<AtomicU64>) {
    let statements = Arc::clone(statements);
    connection.set_metric_callback(move |_| {
        statements.fetch_add(1, Ordering::Relaxed);
    });
}
