//! What can go wrong between us and the database.

use crate::error::{Fault, Kind};
use sea_orm::{DbErr, RuntimeErr, SqlErr};
use std::sync::Arc;

/// A failure of the database or of a constraint in it.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// The database is locked, full of waiters or out of reach; trying again may help.
    #[error("the database cannot answer now: {0}")]
    Unavailable(Arc<str>),
    /// The disk has no room left.
    #[error("the disk is full: {0}")]
    Full(Arc<str>),
    /// A unique row exists already.
    #[error("a row exists already: {0}")]
    Unique(Arc<str>),
    /// A row that this one names does not exist.
    #[error("a named row does not exist: {0}")]
    Missing(Arc<str>),
    /// The verb panicked; its work was rolled back.
    #[error("the verb panicked: {0}")]
    Panicked(Arc<str>),
    /// The shared transaction was lost before its flush; nothing of it is stored.
    #[error("the transaction was lost: {0}")]
    Lost(Arc<str>),
    /// Anything else: a fault of ours.
    #[error("the database refused: {0}")]
    Broken(Arc<str>),
}

impl Fault for StoreError {
    fn kind(&self) -> Kind {
        match self {
            Self::Unavailable(_) | Self::Full(_) | Self::Lost(_) => Kind::Unavailable,
            Self::Unique(_) => Kind::Conflict,
            Self::Missing(_) | Self::Panicked(_) | Self::Broken(_) => Kind::Broken,
        }
    }

    fn code(&self) -> &'static str {
        match self.kind() {
            Kind::Unavailable => "store.unavailable",
            Kind::Conflict => "store.conflict",
            _ => "store.broken",
        }
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        let text: Arc<str> = error.to_string().into();
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => return Self::Unique(text),
            Some(SqlErr::ForeignKeyConstraintViolation(_)) => return Self::Missing(text),
            _ => {}
        }
        if matches!(error, DbErr::ConnectionAcquire(_) | DbErr::Conn(_)) {
            return Self::Unavailable(text);
        }
        let source = match &error {
            DbErr::Exec(RuntimeErr::SqlxError(e)) | DbErr::Query(RuntimeErr::SqlxError(e)) => Some(e),
            _ => None,
        };
        match source.map(AsRef::as_ref) {
            Some(sqlx::Error::Database(e)) => {
                let code = e.code().unwrap_or_default();
                // SQLite: 5 busy, 6 locked, 13 full, 10 input/output (low byte of the extended code).
                // PostgreSQL: 08 connection, 53 resources (53100 disk), 55P03 lock, 57P0x shutdown,
                // 40001 and 40P01 serialisation.
                match code.parse::<i64>().map(|c| c & 0xff) {
                    Ok(5 | 6) if code.len() < 5 => Self::Unavailable(text),
                    Ok(13) if code.len() < 5 => Self::Full(text),
                    _ if code == "53100" => Self::Full(text),
                    _ if ["08", "53", "57P", "55P", "40001", "40P01"]
                        .iter()
                        .any(|p| code.starts_with(p)) =>
                    {
                        Self::Unavailable(text)
                    }
                    _ => Self::Broken(text),
                }
            }
            Some(
                sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed,
            ) => Self::Unavailable(text),
            _ => Self::Broken(text),
        }
    }
}
