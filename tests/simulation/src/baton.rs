//! Who goes on. Everything that a verb does between two resting places is one move: while it moves nobody else does, so
//! that what the threads behind the database do at which moment changes nothing. The resting places are before and after
//! every write and every call of a provider; there the dice decide whether the verb rests and others pass it.

use crate::{chance::Dice, faults::Rates};
use futures_util::future::BoxFuture;
use kernel::{StoreError, db::Gate};
use std::{
    future::poll_fn,
    sync::{Mutex, MutexGuard, PoisonError},
    task::Poll,
};

/// Where a verb rests.
pub(crate) type Place = &'static str;

#[derive(Debug)]
pub(crate) struct Baton(Mutex<Inner>);

#[derive(Debug)]
struct Inner {
    dice: Dice,
    rates: Rates,
    /// The verb that moves has come to rest here.
    resting: Option<Place>,
    /// Whether the verb that moves can bear that the database is busy.
    bears_refusal: bool,
    writes: u64,
}

impl Baton {
    pub(crate) fn new(seed: u64, rates: Rates) -> Self {
        Self(Mutex::new(Inner {
            dice: Dice::new(seed, 2),
            rates,
            resting: None,
            bears_refusal: true,
            writes: 0,
        }))
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on nobody rests, and nothing is refused.
    pub(crate) fn heal(&self) {
        self.inner().rates = Rates::default();
    }

    /// Writes so far, whether they stored something or not.
    pub(crate) fn writes(&self) -> u64 {
        self.inner().writes
    }

    /// Where the verb that moved has come to rest, if it has.
    pub(crate) fn take_rest(&self) -> Option<Place> {
        self.inner().resting.take()
    }

    pub(crate) fn is_resting(&self) -> bool {
        self.inner().resting.is_some()
    }

    /// Whether the verb that moves now can bear that the database is busy.
    pub(crate) fn bears_refusal(&self) -> bool {
        self.inner().bears_refusal
    }

    pub(crate) fn let_refuse(&self, may: bool) {
        self.inner().bears_refusal = may;
    }

    /// A resting place.
    pub(crate) async fn rest(&self, place: Place) {
        {
            let mut inner = self.inner();
            let rate = inner.rates.rest;
            if rate == 0 || !inner.dice.hits(rate) {
                return;
            }
        }
        let mut rested = false;
        poll_fn(|_| {
            if rested {
                return Poll::Ready(());
            }
            rested = true;
            self.inner().resting = Some(place);
            // Nobody wakes it: whoever gives it the baton polls it.
            Poll::Pending
        })
        .await;
    }

    fn is_busy(&self) -> bool {
        let mut inner = self.inner();
        let rate = inner.rates.busy;
        rate > 0 && inner.bears_refusal && inner.dice.hits(rate)
    }
}

impl Gate for Baton {
    fn enter(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        Box::pin(async move {
            self.rest("before a commit").await;
            if self.is_busy() {
                return Err(StoreError::Unavailable("busy".into()));
            }
            Ok(())
        })
    }

    fn leave(&self) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            self.inner().writes += 1;
            self.rest("after a commit").await;
        })
    }
}
