//! Months and days in Morocco's time: what a statement covers, and the day from which something holds.

use crate::{format::MOROCCO, words};
use jiff::{
    Timestamp, ToSpan,
    civil::{Date, Time},
};
use kernel::{Locale, Micros};

/// A month in Morocco.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(Date);

impl Month {
    /// The month of a moment.
    pub fn of(at: Micros) -> Self {
        Self(date_of(at).first_of_month())
    }

    /// The month that is written `2026-11`, from 2020 to 2199.
    pub fn parse(typed: &str) -> Option<Self> {
        let (year, month) = typed.split_once('-')?;
        if year.len() != 4 || month.len() != 2 {
            return None;
        }
        let year: i16 = year.parse().ok().filter(|year| (2020..2200).contains(year))?;
        Date::new(year, month.parse().ok()?, 1).ok().map(Self)
    }

    /// As [`Month::parse`] reads it.
    pub fn code(self) -> String {
        format!("{:04}-{:02}", self.0.year(), self.0.month())
    }

    /// As people write it: `novembre 2026`.
    pub fn name(self, locale: Locale) -> String {
        let month = words::say(locale, &format!("month-{}", self.0.month()));
        format!("{month} {}", self.0.year())
    }

    /// Its year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// Its first moment.
    pub fn begins(self) -> Micros {
        midnight(self.0)
    }

    /// The month before.
    #[must_use]
    pub fn before(self) -> Self {
        Self(self.0.saturating_sub(1.month()))
    }

    /// The month after.
    #[must_use]
    pub fn after(self) -> Self {
        Self(self.0.saturating_add(1.month()))
    }
}

/// The first moment of the day that is written `2026-11-23`, as a field for dates sends it.
pub fn day(typed: &str) -> Option<Micros> {
    let date: Date = typed.trim().parse().ok()?;
    ((2020..2200).contains(&date.year()) && typed.trim().len() == 10).then(|| midnight(date))
}

/// The day of a moment, as a field for dates takes it.
pub fn day_of(at: Micros) -> String {
    at.calendar_day()
}

/// The day of the week of a moment: 1 is Monday, 7 is Sunday.
pub fn weekday(at: Micros) -> i8 {
    date_of(at).weekday().to_monday_one_offset()
}

fn date_of(at: Micros) -> Date {
    let moment = Timestamp::from_microsecond(at.0).unwrap_or(Timestamp::UNIX_EPOCH);
    MOROCCO.to_datetime(moment).date()
}

fn midnight(date: Date) -> Micros {
    let moment = MOROCCO.to_timestamp(date.to_datetime(Time::midnight()));
    Micros(moment.map_or(0, |moment| moment.as_microsecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_begins_at_midnight_in_morocco_and_ends_where_the_next_begins() {
        let month = Month::parse("2025-11").unwrap();
        assert_eq!(crate::format::machine_time(month.begins()), "2025-10-31T23:00:00Z");
        assert_eq!(Month::of(month.begins()), month);
        assert_eq!(Month::of(month.begins().plus(-1)), month.before());
        assert_eq!(
            (month.before().code(), month.after().after().code()),
            ("2025-10".to_owned(), "2026-01".to_owned())
        );
        assert_eq!(month.name(Locale::Fr), "novembre 2025");
        for wrong in [
            "",
            "2026",
            "2026-13",
            "2026-1",
            "1999-01",
            "9999-12",
            "2026-11-01",
            "-026-11",
            "٢٠٢٦-١١",
        ] {
            assert_eq!(Month::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_day_is_read_as_it_is_written() {
        let at = day("2025-11-23").unwrap();
        assert_eq!(crate::format::machine_time(at), "2025-11-22T23:00:00Z");
        assert_eq!(day_of(at), "2025-11-23");
        assert_eq!(day_of(at.plus(-1)), "2025-11-22");
        assert_eq!((weekday(at), weekday(at.plus(-1))), (7, 6));
        for wrong in [
            "",
            "23/11/2026",
            "2026-02-30",
            "1999-01-01",
            "2026-11-23T10:00",
            "20261123",
        ] {
            assert_eq!(day(wrong), None, "{wrong}");
        }
    }
}
