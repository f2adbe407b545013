//! Chance that repeats itself.

use crate::NOON;
use kernel::{Chance, Micros, Mint};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

/// The same bytes for the same seed, in the same order (the generator splitmix64). Anybody can guess
/// them: for tests only.
#[derive(Debug)]
pub struct SeededChance(AtomicU64);

impl SeededChance {
    /// A source that begins at `seed`.
    pub fn new(seed: u64) -> Self {
        // Spread, so that neighbouring seeds do not run into each other's numbers.
        Self(AtomicU64::new(mix(seed)))
    }

    fn next(&self) -> u64 {
        const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
        mix(self.0.fetch_add(STEP, Ordering::SeqCst).wrapping_add(STEP))
    }
}

fn mix(state: u64) -> u64 {
    let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

impl Chance for SeededChance {
    fn fill(&self, buffer: &mut [u8]) {
        for chunk in buffer.chunks_mut(8) {
            for (to, from) in chunk.iter_mut().zip(self.next().to_le_bytes()) {
                *to = from;
            }
        }
    }
}

/// A mint at [`NOON`]. Two mints of one seed make the same ids: give each call of a verb its own.
pub fn mint(seed: u64) -> Mint {
    mint_at(NOON, seed)
}

/// A mint at another moment.
pub fn mint_at(now: Micros, seed: u64) -> Mint {
    Mint::new(now, Arc::new(SeededChance::new(seed)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn one_seed_always_gives_the_same_bytes_and_another_seed_others() {
        let bytes = |seed| mint(seed).bytes::<24>();
        assert_eq!(bytes(7), bytes(7));
        let different: HashSet<_> = (0..1000).map(bytes).collect();
        assert_eq!(different.len(), 1000);
    }

    #[test]
    fn one_mint_never_gives_the_same_bytes_twice() {
        let mint = mint(7);
        let different: HashSet<_> = (0..1000).map(|_| mint.bytes::<16>()).collect();
        assert_eq!(different.len(), 1000);
    }
}
