//! A clock that moves only when it is told to.

use kernel::time::{Clock, Micros};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// When tests happen unless they say otherwise: Tuesday 3 November 2026, noon in Greenwich.
pub const NOON: Micros = Micros(1_793_707_200_000_000);

/// Stands still at one moment. Clones share it: keep one, give the market another.
#[derive(Clone, Debug)]
pub struct FixedClock(Arc<AtomicI64>);

impl FixedClock {
    /// A clock that stands at `now`.
    pub fn at(now: Micros) -> Self {
        Self(Arc::new(AtomicI64::new(now.0)))
    }

    /// Moves it to another moment.
    pub fn set(&self, now: Micros) {
        self.0.store(now.0, Ordering::SeqCst);
    }

    /// Moves it on by so many microseconds: `clock.advance(2 * kernel::time::DAY)`.
    pub fn advance(&self, micros: i64) {
        self.0.fetch_add(micros, Ordering::SeqCst);
    }
}

impl Default for FixedClock {
    fn default() -> Self {
        Self::at(NOON)
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Micros {
        Micros(self.0.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::time::DAY;

    #[test]
    fn clones_of_a_clock_move_together_and_only_when_told() {
        let mine = FixedClock::default();
        let theirs = mine.clone();
        assert_eq!(theirs.now(), NOON);
        mine.advance(2 * DAY);
        assert_eq!(theirs.now(), NOON.plus(2 * DAY));
        theirs.set(NOON);
        assert_eq!(mine.now(), NOON);
    }
}
