//! How long a failed job waits: twice as long each time, up to a quarter of an hour, and anywhere
//! below that, so that jobs which failed together do not come back together.

use kernel::{
    Chance,
    time::{MINUTE, SECOND},
};

const LONGEST: i64 = 15 * MINUTE;

/// The longest pause after this attempt (the first is 1), in microseconds.
fn ceiling(attempt: u32) -> i64 {
    2_i64
        .saturating_pow(attempt.saturating_sub(1))
        .saturating_mul(SECOND)
        .min(LONGEST)
}

/// A pause from one microsecond to the ceiling: never nothing, so that a job cannot run twice at
/// the same moment.
pub(crate) fn pause(attempt: u32, chance: &dyn Chance) -> i64 {
    let mut bytes = [0; 8];
    chance.fill(&mut bytes);
    let any = i64::from_be_bytes(bytes) & i64::MAX;
    any % ceiling(attempt) + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Always(u8);
    impl Chance for Always {
        fn fill(&self, buffer: &mut [u8]) {
            buffer.fill(self.0);
        }
    }

    #[test]
    fn pauses_double_up_to_a_quarter_of_an_hour() {
        let seconds: Vec<i64> = (1..=12).map(|n| ceiling(n) / SECOND).collect();
        assert_eq!(seconds, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
        assert_eq!(ceiling(u32::MAX), LONGEST);
    }

    #[test]
    fn a_pause_is_never_nothing_and_never_above_the_ceiling() {
        for attempt in [1, 2, 9, 40, u32::MAX] {
            for byte in [0, 1, 0x7f, 0x80, 0xff] {
                let pause = pause(attempt, &Always(byte));
                assert!((1..=ceiling(attempt)).contains(&pause), "{attempt} {byte} {pause}");
            }
        }
    }
}
