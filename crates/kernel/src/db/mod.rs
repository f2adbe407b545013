//! The one way to the database. Reads take anything that is [`Read`]; writes demand a [`Tx`], and
//! only [`Db::write`] makes one.
//!
//! On SQLite a single writer task owns the writing connection. Verbs that wait together run one
//! after the other, each in a savepoint of one `BEGIN IMMEDIATE` transaction, and are answered
//! together after its commit: they share one flush to the disk. On PostgreSQL each verb is a plain
//! transaction in a task of its own. On both, a caller that goes away cancels nothing, a verb that
//! fails or panics leaves nothing behind, and nobody is told "stored" before it is.

mod error;
mod gate;
mod open;
mod writer;

pub use error::StoreError;
pub use gate::Gate;
pub use open::Options;

use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, IsolationLevel,
    TransactionTrait,
};
use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

/// What a verb does inside its transaction.
pub type Work<'a, T, E> = Pin<Box<dyn Future<Output = Result<T, E>> + Send + 'a>>;

/// Something that can be read from: the market's database or an open transaction.
pub trait Read: Send + Sync {
    /// The connection behind it.
    type Connection: ConnectionTrait;
    /// The connection to read from.
    fn reader(&self) -> &Self::Connection;
}

/// The database of a market. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    readers: DatabaseConnection,
    writer: writer::Writer,
    statements: Arc<AtomicU64>,
    gate: Option<Arc<dyn Gate>>,
}

impl Read for Db {
    type Connection = DatabaseConnection;
    fn reader(&self) -> &DatabaseConnection {
        &self.readers
    }
}

/// The database as it was at one moment, however many statements read from it.
pub struct Snapshot(DatabaseTransaction);

impl Read for Snapshot {
    type Connection = DatabaseTransaction;
    fn reader(&self) -> &DatabaseTransaction {
        &self.0
    }
}

/// An open transaction: the permission to write.
pub struct Tx {
    inner: DatabaseTransaction,
    effects: Mutex<Vec<Effect>>,
}

type Effect = Box<dyn FnOnce() + Send>;

impl Read for Tx {
    type Connection = DatabaseTransaction;
    fn reader(&self) -> &DatabaseTransaction {
        &self.inner
    }
}

impl Tx {
    fn new(inner: DatabaseTransaction) -> Self {
        Self {
            inner,
            effects: Mutex::default(),
        }
    }

    /// The connection to write to.
    pub fn writer(&self) -> &DatabaseTransaction {
        &self.inner
    }

    /// Does something once the transaction is on the disk (wake a worker, drop a cache); never, if
    /// it does not get there. What must not be lost is a job row instead.
    pub fn after_commit(&self, effect: impl FnOnce() + Send + 'static) {
        self.effects
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(Box::new(effect));
    }

    fn take_effects(&self) -> Vec<Effect> {
        std::mem::take(&mut *self.effects.lock().unwrap_or_else(PoisonError::into_inner))
    }

    async fn commit(self) -> Result<(), DbErr> {
        self.inner.commit().await
    }

    async fn rollback(self) -> Result<(), DbErr> {
        self.inner.rollback().await
    }
}

impl Db {
    /// Runs one verb in one transaction and returns once its work is on the disk. `verb` does
    /// database work only: no network, hashing, rendering, and no second `write`.
    ///
    /// # Errors
    /// What the verb refuses, after rolling back; [`StoreError`] when the database cannot take it.
    pub async fn write<T, E, F>(&self, verb: F) -> Result<T, E>
    where
        F: for<'a> FnOnce(&'a Tx) -> Work<'a, T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let Some(gate) = &self.gate else {
            return self.writer.write(verb).await;
        };
        gate.enter().await?;
        let outcome = self.writer.write(verb).await;
        gate.leave().await;
        outcome
    }

    /// The database as it is at this moment, for reads that must fit together while others write. It
    /// holds a connection until it is dropped.
    ///
    /// # Errors
    /// When the database cannot answer.
    #[allow(clippy::disallowed_methods)] // it only reads: what it never asks for cannot be refused
    pub async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        let begun = match self.backend() {
            DbBackend::Postgres => {
                let (level, mode) = (IsolationLevel::RepeatableRead, AccessMode::ReadOnly);
                self.readers.begin_with_config(Some(level), Some(mode)).await?
            }
            _ => self.readers.begin().await?,
        };
        Ok(Snapshot(begun))
    }

    /// SQLite or PostgreSQL.
    pub fn backend(&self) -> DbBackend {
        self.readers.get_database_backend()
    }

    /// Statements sent since the database was opened, for the bench.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Closes every connection; writes that wait are answered first. The one that writes goes last: only
    /// it can fold SQLite's log into the file, so that a copy of the file alone is whole.
    pub async fn close(self) {
        if self.backend() == DbBackend::Sqlite {
            close(&self.readers).await;
        }
        self.writer.close().await;
        close(&self.readers).await;
    }
}

async fn close(connection: &DatabaseConnection) {
    if let Err(error) = connection.close_by_ref().await {
        tracing::warn!(%error, "closing the database");
    }
}
