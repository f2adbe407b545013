//! Moments and durations as integer microseconds, in Rust and in the database: text sorts wrongly
//! in SQLite, and the two databases keep different fractions of a second.

use jiff::{Span, Timestamp, tz::TimeZone};
use sea_orm::DeriveValueType;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// Microseconds since 1970-01-01 00:00 UTC.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Micros(pub i64);

/// One second, in microseconds.
pub const SECOND: i64 = 1_000_000;
/// One minute, in microseconds.
pub const MINUTE: i64 = 60 * SECOND;
/// One hour, in microseconds.
pub const HOUR: i64 = 60 * MINUTE;
/// One day of 24 hours, in microseconds.
pub const DAY: i64 = 24 * HOUR;

static MOROCCO: LazyLock<TimeZone> = LazyLock::new(|| {
    // The zone is built in; UTC could only appear if the build left it out.
    TimeZone::get("Africa/Casablanca").unwrap_or(TimeZone::UTC)
});

impl Micros {
    /// The moment `micros` later (earlier when negative), stopping at the ends of the range.
    #[must_use]
    pub const fn plus(self, micros: i64) -> Self {
        Self(self.0.saturating_add(micros))
    }

    /// Microseconds from `earlier` to this moment; negative when it lies ahead.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The first moment of the day that lies `days` after this moment's, as calendars in Morocco have it: its clocks
    /// are set back for Ramadan and forward again, so that a day may have 23 or 25 hours.
    #[must_use]
    pub fn day_begins(self, days: u16) -> Self {
        let begins = || {
            let here = Timestamp::from_microsecond(self.0)
                .ok()?
                .to_zoned_datetime(MOROCCO.clone());
            let day = here.date().checked_add(Span::new().days(i64::from(days))).ok()?;
            Some(
                day.to_zoned_datetime(MOROCCO.clone())
                    .ok()?
                    .timestamp()
                    .as_microsecond(),
            )
        };
        // Only beyond the ends of all calendars.
        Self(begins().unwrap_or(i64::MAX))
    }

    /// The day of the calendar in Morocco, as `2026-11-28`.
    #[must_use]
    pub fn calendar_day(self) -> String {
        let moment = Timestamp::from_microsecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH);
        MOROCCO.to_datetime(moment).date().to_string()
    }

    /// Whole seconds since 1970, rounded down.
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(SECOND)
    }
}

/// Where the present moment comes from; only `market` and `server` hold one.
pub trait Clock: Send + Sync + 'static {
    /// The present moment.
    fn now(&self) -> Micros;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Micros {
        Micros(text.parse::<Timestamp>().unwrap().as_microsecond())
    }

    #[test]
    fn c18_a_week_ends_at_midnight_whenever_the_clocks_of_ramadan_change() {
        // The midnight after seven full days. Set back on 15 February 2026 and forward on 22 March, as every Ramadan until
        // then; set back once more on 20 September 2026, for good (tzdb 2026f): the Ramadans to 2030 change nothing.
        for (received, ends) in [
            ("2026-02-10T12:00:00Z", "2026-02-18T00:00:00Z"),
            ("2026-02-14T22:59:59Z", "2026-02-22T00:00:00Z"),
            ("2026-02-14T23:00:00Z", "2026-02-23T00:00:00Z"),
            ("2026-03-18T12:00:00Z", "2026-03-25T23:00:00Z"),
            ("2026-09-15T12:00:00Z", "2026-09-23T00:00:00Z"),
            ("2026-09-18T23:30:00Z", "2026-09-27T00:00:00Z"),
            ("2027-02-03T09:00:00Z", "2027-02-11T00:00:00Z"),
            ("2027-03-12T23:30:00Z", "2027-03-20T00:00:00Z"),
            ("2028-01-20T09:00:00Z", "2028-01-28T00:00:00Z"),
            ("2028-03-01T09:00:00Z", "2028-03-09T00:00:00Z"),
            ("2029-01-10T09:00:00Z", "2029-01-18T00:00:00Z"),
            ("2029-02-15T09:00:00Z", "2029-02-23T00:00:00Z"),
            ("2029-12-28T09:00:00Z", "2030-01-05T00:00:00Z"),
            ("2030-02-08T09:00:00Z", "2030-02-16T00:00:00Z"),
            ("2030-12-20T09:00:00Z", "2030-12-28T00:00:00Z"),
        ] {
            assert_eq!(at(received).day_begins(8), at(ends), "{received}");
        }
        assert_eq!(Micros(i64::MAX).day_begins(1), Micros(i64::MAX));
    }
}
