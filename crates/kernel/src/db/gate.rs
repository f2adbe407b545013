//! A place before and after every write where somebody else may decide who goes on. A market has none; a simulation
//! stands there, lets the others pass first, and breaks off what it will.

use super::StoreError;
use futures_util::future::BoxFuture;

/// What stands before and after every write.
pub trait Gate: std::fmt::Debug + Send + Sync + 'static {
    /// Before a verb is handed to the database. A refusal is the database's: nothing has happened.
    fn enter(&self) -> BoxFuture<'_, Result<(), StoreError>>;

    /// After it: what was to be stored is on the disk, and its caller has not heard of it.
    fn leave(&self) -> BoxFuture<'_, ()>;
}
