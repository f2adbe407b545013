//! The simulation's own dice: one stream for each purpose, so that a fault more or less in one place does not change
//! what happens in all others.

/// A stream of numbers that repeats for its seed (splitmix64).
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

impl Dice {
    /// Seeds are mixed before they begin: a stream that began at a multiple of the step would be its neighbour's, a number
    /// later.
    pub(crate) fn new(seed: u64, purpose: u64) -> Self {
        Self(mixed(mixed(seed.wrapping_add(STEP)) ^ purpose))
    }

    pub(crate) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mixed(self.0)
    }

    /// A number below `end`; 0 where there is none.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let roll = self.roll();
        usize::try_from(roll % u64::try_from(end.max(1)).unwrap_or(1)).unwrap_or(0)
    }

    /// A number from `low` to `high`.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high.saturating_sub(low).saturating_add(1)).unwrap_or(1);
        low.saturating_add(i64::try_from(self.roll() % width.max(1)).unwrap_or(0))
    }

    /// Whether something happens that happens so many times in a thousand.
    pub(crate) fn hits(&mut self, permille: u32) -> bool {
        self.roll() % 1000 < u64::from(permille)
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> Option<T> {
        from.get(self.below(from.len())).copied()
    }

    /// One of these by its weight.
    pub(crate) fn choose<T: Copy>(&mut self, from: &[(u32, T)]) -> Option<T> {
        let all: u32 = from.iter().map(|(weight, _)| weight).sum();
        let mut left = u32::try_from(self.roll() % u64::from(all.max(1))).unwrap_or(0);
        for (weight, choice) in from {
            if left < *weight {
                return Some(*choice);
            }
            left -= weight;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_seed_and_no_purpose_has_the_numbers_of_another() {
        let mut seen = BTreeSet::new();
        for (seed, purpose) in (0..50).flat_map(|seed| (0..9).map(move |purpose| (seed, purpose))) {
            let mut dice = Dice::new(seed, purpose);
            for _ in 0..50 {
                assert!(seen.insert(dice.roll()), "{seed} {purpose}");
            }
        }
    }
}
