//! The verbs: what people do in the market. One use case is one file and one transaction.
//!
//! A verb takes the [`Market`], who acts ([`actor`]) and what they ask for; it decides through the
//! nouns, writes once, and leaves what must happen afterwards as job rows in the same transaction.
//! It knows no HTTP. This crate alone owns the clock, the generator and the market's secret key.

pub mod actor;
pub mod aside;
pub mod banking;
pub mod buying;
pub mod cash;
pub mod demo;
mod error;
pub mod idempotency;
pub mod jobs;
mod key;
pub mod listing;
pub mod money;
pub mod notices;
pub mod paying;
pub mod payouts;
pub mod people;
pub mod quarantine;
mod ready;
pub mod refunding;
pub mod returning;
mod rows;
pub mod selling;
mod settings;
mod source;

pub use cash::Cash;
pub use error::Error;
pub use key::Key;
pub use ready::{backup_line, backups, ready};
pub use settings::{Operator, PayDay, Payouts, Settings};
pub use source::{SystemChance, SystemClock};

use kernel::{Chance, Db, Micros, Mint, time::Clock};
use std::sync::Arc;

/// A running market: its database and everything a verb needs beside it.
pub struct Market {
    /// The database.
    pub db: Db,
    /// What the operator configured.
    pub settings: Settings,
    /// The secret that links and stored secrets are derived from.
    pub key: Key,
    /// How buyers pay.
    pub ways: paying::Ways,
    /// What must happen afterwards.
    pub queue: job::Queue,
    /// Where photos lie.
    pub photos: media::Store,
    /// Where photos are developed.
    pub workshop: media::Workshop,
    /// How people are told.
    pub mailer: Arc<mail::Mailer>,
    /// The present moment.
    pub clock: Arc<dyn Clock>,
    /// Random bytes.
    pub chance: Arc<dyn Chance>,
}

impl Market {
    /// The present moment.
    pub fn now(&self) -> Micros {
        self.clock.now()
    }

    /// The moment and the chance for one verb.
    pub fn mint(&self) -> Mint {
        Mint::new(self.now(), Arc::clone(&self.chance))
    }
}
