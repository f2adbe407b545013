//! A clock for the history: the loader moves it from one event to the next.

use kernel::{Micros, time::Clock};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// Stands where it was put. Clones share it.
#[derive(Clone, Debug)]
pub(super) struct DemoClock(Arc<AtomicI64>);

impl DemoClock {
    pub(super) fn at(now: Micros) -> Self {
        Self(Arc::new(AtomicI64::new(now.0)))
    }

    pub(super) fn put(&self, now: Micros) {
        self.0.store(now.0, Ordering::SeqCst);
    }
}

impl Clock for DemoClock {
    fn now(&self) -> Micros {
        Micros(self.0.load(Ordering::SeqCst))
    }
}
