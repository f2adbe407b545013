//! What every handler can reach.

use crate::{Failure, cache::Cache, kept::Kept};
use catalogue::{place::Places, taxonomy::Taxonomy};
use kernel::Micros;
use market::Market;
use std::{
    net::IpAddr,
    ops::Deref,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};
use tokio::sync::OnceCell;

/// How the door behaves, as configured.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Values of `Host` that are answered, in lower case, with the port where there is one.
    pub hosts: Vec<String>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
}

/// The market behind a door, and the door's own memory. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

/// What [`App`] points to.
pub struct Inner {
    market: Arc<Market>,
    /// How the door behaves.
    pub config: Config,
    pub(crate) cache: Cache,
    pub(crate) kept: Kept,
    /// Since when the data is lost, where the market was restored and is not released: microseconds, or zero.
    restored: AtomicI64,
    reference: OnceCell<Reference>,
}

/// What only a migration changes; every process reads it once.
pub(crate) struct Reference {
    /// Categories, labels, allergens.
    pub(crate) taxonomy: Taxonomy,
    /// Regions, provinces, towns.
    pub(crate) places: Places,
}

impl App {
    /// Opens the door of a market.
    pub fn new(market: Arc<Market>, config: Config) -> Self {
        Self(Arc::new(Inner {
            market,
            config,
            cache: Cache::default(),
            kept: Kept::default(),
            restored: AtomicI64::new(0),
            reference: OnceCell::new(),
        }))
    }

    /// The market.
    pub fn market(&self) -> &Market {
        &self.0.market
    }

    /// The market, to keep.
    pub fn shared(&self) -> Arc<Market> {
        Arc::clone(&self.0.market)
    }

    /// The reference data.
    ///
    /// # Errors
    /// When it cannot be read the first time.
    pub(crate) async fn reference(&self) -> Result<&Reference, Failure> {
        let db = &self.0.market.db;
        let read = async || {
            let taxonomy = catalogue::taxonomy::load(db).await?;
            let places = catalogue::place::load(db).await?;
            Ok(Reference { taxonomy, places })
        };
        self.0.reference.get_or_try_init(read).await
    }

    /// Whether this is a demonstration.
    pub fn demo(&self) -> bool {
        self.0.market.settings.demo
    }

    /// The moment that the data is from, while the market is in quarantine after a restore.
    pub(crate) fn restored(&self) -> Option<Micros> {
        Some(self.0.restored.load(Ordering::Relaxed))
            .filter(|at| *at != 0)
            .map(Micros)
    }

    /// Notes that moment.
    pub(crate) fn restored_from(&self, at: Option<Micros>) {
        self.0.restored.store(at.map_or(0, |at| at.0), Ordering::Relaxed);
    }

    /// Where people reach the market, without a slash at the end.
    pub fn public_url(&self) -> &str {
        &self.0.market.settings.public_url
    }
}

impl Deref for App {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}
