//! What a runner gives to the market and gets back.

use futures_util::future::BoxFuture;
use kernel::{Micros, ids::JobId};
use serde::de::DeserializeOwned;

/// A job that belongs to a runner for the time of its lease.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// The same each time the job runs: names made from it (a Message-ID) stay the same too.
    pub id: JobId,
    /// What is to be done.
    pub kind: String,
    /// With what.
    pub payload: serde_json::Value,
    /// 1 the first time.
    pub attempt: u32,
    /// When it first was due.
    pub run_at: Micros,
}

impl Claimed {
    /// The payload as the type its kind has.
    ///
    /// # Errors
    /// [`Failure::Never`] when it is not of that type.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        T::deserialize(&self.payload).map_err(|error| Failure::Never(format!("the payload of {}: {error}", self.kind)))
    }
}

/// Why a job is not done. The reason is logged and stored: it names no person and no secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// It may go better later.
    #[error("{0}")]
    Retry(String),
    /// It never will; the job is put aside at once.
    #[error("never: {0}")]
    Never(String),
}

/// Does the jobs of every kind. A job may run twice, and is cut after four minutes.
pub trait Handler: Send + Sync + 'static {
    /// Does one job, outside any transaction. An unknown kind is a [`Failure::Never`].
    fn handle<'a>(&'a self, job: &'a Claimed) -> BoxFuture<'a, Result<(), Failure>>;
}
