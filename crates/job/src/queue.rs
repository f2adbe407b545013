//! Putting jobs into the queue.

use crate::{Error, entity};
use kernel::{Micros, Mint, Tx};
use sea_orm::{ActiveValue::Set, EntityTrait, sea_query::OnConflict};
use std::sync::Arc;
use tokio::sync::Notify;

/// Rows per statement: twelve values each, well below SQLite's 32 766 parameters.
const ROWS: usize = 500;

/// The way into the queue; it also wakes the runner of this process. Cheap to clone: the market
/// and its runner hold the same one.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    bell: Arc<Notify>,
    mute: bool,
}

/// Something that must happen at or after a moment.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// What is to be done; the handler knows it by this name.
    pub kind: &'static str,
    /// With what. It is forgotten as soon as the job is done.
    pub payload: serde_json::Value,
    /// A job with the same key as one that exists already, even a done one, is not stored again.
    pub dedupe: Option<String>,
    /// Not before this moment.
    pub run_at: Micros,
}

impl NewJob {
    /// A job that is due at once.
    pub fn now(mint: &Mint, kind: &'static str, payload: serde_json::Value) -> Self {
        Self {
            kind,
            payload,
            dedupe: None,
            run_at: mint.now,
        }
    }

    /// The same job, stored once for this key.
    #[must_use]
    pub fn once(mut self, dedupe: impl Into<String>) -> Self {
        self.dedupe = Some(dedupe.into());
        self
    }

    /// The same job, not before this moment.
    #[must_use]
    pub fn at(mut self, run_at: Micros) -> Self {
        self.run_at = run_at;
        self
    }
}

impl Queue {
    /// A queue whose bell nobody hears yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A queue that stores nothing: for loading a history of which nothing is left to be done.
    pub fn mute() -> Self {
        Self {
            mute: true,
            ..Self::default()
        }
    }

    /// Stores jobs in the transaction of the verb that wants them, and wakes the runner once that
    /// transaction is on the disk. Those whose key exists already are left out.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn enqueue(&self, tx: &Tx, mint: &Mint, jobs: &[NewJob]) -> Result<(), Error> {
        if self.mute {
            return Ok(());
        }
        for some in jobs.chunks(ROWS) {
            let rows = some.iter().map(|job| row(mint, job));
            let once = OnConflict::column(entity::Column::Dedupe).do_nothing().to_owned();
            entity::Entity::insert_many(rows)
                .on_conflict(once)
                .exec_without_returning(tx.writer())
                .await?;
        }
        if !jobs.is_empty() {
            let bell = Arc::clone(&self.bell);
            tx.after_commit(move || bell.notify_one());
        }
        Ok(())
    }

    /// Returns once jobs were stored since the last time.
    pub(crate) async fn rung(&self) {
        self.bell.notified().await;
    }
}

fn row(mint: &Mint, job: &NewJob) -> entity::ActiveModel {
    entity::ActiveModel {
        id: Set(mint.id()),
        kind: Set(job.kind.to_owned()),
        payload: Set(job.payload.to_string()),
        dedupe: Set(job.dedupe.clone()),
        attempts: Set(0),
        run_at: Set(job.run_at),
        locked_until: Set(None),
        locked_by: Set(None),
        done_at: Set(None),
        failed_at: Set(None),
        last_error: Set(None),
        created_at: Set(mint.now),
    }
}
