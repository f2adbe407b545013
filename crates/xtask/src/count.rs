//! Counting what the test programs report.

use std::fmt;

/// How many tests passed, failed and were left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl Count {
    /// One check that is not a Rust test.
    pub(crate) fn one(passed: bool) -> Self {
        Self {
            passed: u64::from(passed),
            failed: u64::from(!passed),
            skipped: 0,
        }
    }

    /// What a line of a test program says, if it is the closing one:
    /// `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s`.
    pub(crate) fn read(line: &str) -> Option<Self> {
        let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
        let of = |name: &str| {
            let part = counts.split("; ").find_map(|part| part.strip_suffix(name))?;
            part.trim().parse().ok()
        };
        Some(Self {
            passed: of("passed")?,
            failed: of("failed")?,
            skipped: of("ignored")?,
        })
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    /// Nothing failed, nothing was left out, and something ran.
    pub(crate) fn is_good(&self) -> bool {
        self.failed == 0 && self.skipped == 0 && self.passed > 0
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            passed,
            failed,
            skipped,
        } = self;
        write!(f, "{passed} passed, {failed} failed, {skipped} skipped")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_line_of_a_test_program_is_read() {
        let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.52s";
        let count = Count {
            passed: 12,
            failed: 3,
            skipped: 1,
        };
        assert_eq!(Count::read(line), Some(count));
        assert_eq!(count.to_string(), "12 passed, 3 failed, 1 skipped");
    }

    #[test]
    fn other_lines_are_not_counted() {
        for line in [
            "",
            "test result",
            "test result: ok",
            "test a ... ok",
            "running 3 tests",
            "test result: ok. x passed",
        ] {
            assert_eq!(Count::read(line), None, "{line}");
        }
    }

    #[test]
    fn a_skipped_test_is_not_good_and_neither_is_no_test_at_all() {
        assert!(Count::one(true).is_good());
        assert!(!Count::one(false).is_good());
        assert!(
            !Count {
                passed: 5,
                failed: 0,
                skipped: 1
            }
            .is_good()
        );
        assert!(!Count::default().is_good());
    }
}
