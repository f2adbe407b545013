//! A durable queue in the market's own database: what must happen *after* a verb is a row that the
//! verb's own transaction inserts, so that it exists exactly when the verb's work does.
//!
//! * **Stored with the verb.** [`Queue::enqueue`] takes the verb's [`kernel::Tx`]; a roll-back takes
//!   the job along. After the commit the runner of this process wakes; others look once a second.
//! * **At least once.** [`Runner`] leases a job for five minutes and runs it outside any transaction.
//!   If the process dies, the lease ends and somebody runs the job again, so a handler must bear that.
//! * **Once per key.** A job with a `dedupe` key is stored once for as long as its row exists, which
//!   is thirty days after it was done. A [`Runner`]'s schedule uses this, so that several
//!   processes enqueue a periodic job once.
//! * **Patient, but not for ever.** A failed job waits `min(2ⁿ s, 15 min)`, jittered; three days after
//!   it first was due it is put aside ([`list_failed`], [`revive`]), and forgotten after ninety more.
//! * **Quiet after a restore.** While a [`quarantine`] is open, only kinds that the [`Runner`] lets through are run.
//! * **Nobody waits behind long work.** Kinds that may wait ([`Kinds::last`]) are taken when nothing else is due.
//!
//! `run_at` is the moment a job first was due and never moves. `locked_until` is the moment before
//! which nobody may take it: the end of its lease while it runs, the end of its pause after a failure.
//!
//! It knows no kind of job: what a kind means is said by the [`Handler`] that the market gives.

mod backoff;
pub mod backup;
mod claim;
#[allow(unreachable_pub, reason = "the derive of sea-orm wants public rows")]
mod entity;
mod error;
mod handler;
mod keep;
pub mod quarantine;
mod queue;
mod runner;

pub use claim::release_all;
pub use error::Error;
pub use handler::{Claimed, Failure, Handler};
pub use keep::{
    FailedJob, KEPT, KEPT_ASIDE, Standing, count_failed, list_failed, list_named, next_due, oldest_due, purge, revive,
    revive_all,
};
pub use queue::{NewJob, Queue};
pub use runner::{Kinds, Runner};

/// How long a claimed job belongs to its runner, in microseconds.
pub const LEASE: i64 = 5 * kernel::time::MINUTE;
/// How long after it first was due a job that still fails is put aside, in microseconds.
pub const PATIENCE: i64 = 3 * kernel::time::DAY;
