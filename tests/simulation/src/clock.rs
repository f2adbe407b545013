//! Two clocks: the world's, which only goes on, and ours, which is sometimes set wrong.

use kernel::{Micros, time::Clock};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

#[derive(Clone, Debug)]
pub(crate) struct TwoClocks {
    world: Arc<AtomicI64>,
    wrong_by: Arc<AtomicI64>,
}

impl TwoClocks {
    pub(crate) fn at(now: Micros) -> Self {
        Self {
            world: Arc::new(AtomicI64::new(now.0)),
            wrong_by: Arc::default(),
        }
    }

    /// The moment in the world: a provider's clock is right.
    pub(crate) fn world(&self) -> Micros {
        Micros(self.world.load(Ordering::SeqCst))
    }

    pub(crate) fn advance(&self, micros: i64) {
        self.world.fetch_add(micros, Ordering::SeqCst);
    }

    pub(crate) fn wrong_by(&self) -> i64 {
        self.wrong_by.load(Ordering::SeqCst)
    }

    pub(crate) fn set_wrong(&self, micros: i64) {
        self.wrong_by.store(micros, Ordering::SeqCst);
    }
}

impl Clock for TwoClocks {
    fn now(&self) -> Micros {
        self.world().plus(self.wrong_by())
    }
}
