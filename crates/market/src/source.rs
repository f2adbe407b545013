//! The clock of the machine and the operating system's random bytes.

use kernel::{Chance, Micros, time::Clock};
use rand::TryRng;
use std::time::{SystemTime, UNIX_EPOCH};

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods)] // the one place that asks the machine
    fn now(&self) -> Micros {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }
}

/// The operating system's generator.
pub struct SystemChance;

impl Chance for SystemChance {
    fn fill(&self, buffer: &mut [u8]) {
        // Without random bytes no secret is safe: better to stop than to go on.
        #[allow(clippy::expect_used)]
        rand::rngs::SysRng
            .try_fill_bytes(buffer)
            .expect("the operating system gives random bytes");
    }
}
