//! Money, dates, weights and numbers as people in Morocco write them. Pure: no clock, no settings.
//!
//! Digits are 0–9 in every language. Groups and units are held together by U+202F and U+00A0,
//! never by an ordinary space: in Arabic text a browser would turn `1 250` round at a space.

use crate::words::{self, Arg};
use jiff::{Timestamp, tz::TimeZone};
use kernel::{Currency, Locale, Micros, Money};
use std::sync::LazyLock;

/// Keeps a number and its unit on one line.
const NBSP: char = '\u{a0}';
/// The narrow space between groups of three digits.
const NNBSP: char = '\u{202f}';
/// Keeps a minus sign before its number in right-to-left text.
const LRM: char = '\u{200e}';
/// Keeps a number before its unit, where the number begins with [`LRM`].
const RLM: char = '\u{200f}';

pub(crate) static MOROCCO: LazyLock<TimeZone> = LazyLock::new(|| {
    // The zone is built in; UTC could only appear if the build left it out.
    TimeZone::get("Africa/Casablanca").unwrap_or(TimeZone::UTC)
});

/// An amount with its currency: `1 250,50 درهم`, `1 250,50 DH`, `1,250.50 MAD`. Whole amounts show
/// no centimes.
pub fn money(locale: Locale, amount: Money) -> String {
    let unit = match amount.currency {
        Currency::Mad => words::say(locale, "currency-mad"),
        Currency::Eur => words::say(locale, "currency-eur"),
    };
    with_unit(locale, amount.minor, &unit)
}

/// An amount in hundredths of a currency that the market does not know, by its code.
pub fn foreign(locale: Locale, minor: i64, code: &str) -> String {
    with_unit(locale, minor, code)
}

/// Whoever shows it alone takes its direction from its beginning: a minus must not turn Arabic round.
fn with_unit(locale: Locale, minor: i64, unit: &str) -> String {
    let number = decimal(locale, minor, 2, 2);
    match (locale, minor < 0) {
        (Locale::Ar, true) => format!("{RLM}{number}{NBSP}{unit}"),
        _ => format!("{number}{NBSP}{unit}"),
    }
}

/// An amount without its unit, with both digits of its centimes: for columns, where the marks stand
/// below each other.
pub fn amount(locale: Locale, minor: i64) -> String {
    let digits = format!("{:0>3}", minor.unsigned_abs());
    let (whole, fraction) = digits.split_at(digits.len() - 2);
    let mark = if locale == Locale::En { '.' } else { ',' };
    signed(locale, minor < 0, format!("{}{mark}{fraction}", grouped(locale, whole)))
}

/// Year, month and day of a moment in Morocco's time.
pub fn civil_day(at: Micros) -> (u16, u8, u8) {
    let Some(moment) = local(at) else {
        return (1970, 1, 1);
    };
    let small = |number: i8| u8::try_from(number).unwrap_or(1);
    let year = u16::try_from(moment.year()).unwrap_or(1970);
    (year, small(moment.month()), small(moment.day()))
}

/// A day in digits, the same in every language: `23/11/2026`.
pub fn short_date(at: Micros) -> String {
    let (year, month, day) = civil_day(at);
    format!("{day:02}/{month:02}/{year:04}")
}

/// A date in Morocco's time: `23 نونبر 2026`, `23 novembre 2026`, `23 November 2026`.
pub fn date(locale: Locale, at: Micros) -> String {
    let Some(moment) = local(at) else {
        return String::new();
    };
    let month = words::say(locale, &format!("month-{}", moment.month()));
    let day = match (locale, moment.day()) {
        (Locale::Fr | Locale::Zgh, 1) => words::say(locale, "date-first"),
        (_, day) => day.to_string(),
    };
    format!("{day}{NBSP}{month} {}", moment.year())
}

/// A date and time of day in Morocco's time: `23 novembre 2026 à 14:05`.
pub fn date_time(locale: Locale, at: Micros) -> String {
    let Some(moment) = local(at) else {
        return String::new();
    };
    let time = format!("{:02}:{:02}", moment.hour(), moment.minute());
    let args = [("date", Arg::from(date(locale, at))), ("time", Arg::from(time))];
    words::plain(locale, "date-at-time", &args)
}

/// A share in hundredths of a per cent: `5 %`, `2,5 %`, `5%`.
pub fn percent(locale: Locale, hundredths: i64) -> String {
    let number = decimal(locale, hundredths, 2, 0);
    match locale {
        Locale::En => format!("{number}%"),
        Locale::Ar | Locale::Fr | Locale::Zgh => format!("{number}{NBSP}%"),
    }
}

/// The same moment for a machine, as `datetime` attributes and data want it (RFC 3339, UTC).
pub fn machine_time(at: Micros) -> String {
    Timestamp::from_microsecond(at.0).map_or_else(|_| String::new(), |t| t.to_string())
}

/// A weight: `480 g`, from a kilogram on `1,2 kg`.
pub fn weight(locale: Locale, grams: i64) -> String {
    if grams.abs() < 1000 {
        size(locale, grams.saturating_mul(1000), "g")
    } else {
        size(locale, grams, "kg")
    }
}

/// A whole number; groups of three digits are set apart from 10,000 on, so that a year stays whole.
pub fn number(locale: Locale, number: i64) -> String {
    if (-9999..=9999).contains(&number) {
        signed(locale, number < 0, number.unsigned_abs().to_string())
    } else {
        decimal(locale, number, 0, 0)
    }
}

/// A content: `amount` in thousandths of `unit`, one of `g kg ml L piece pair`; 1500 L is `1,5 L`.
/// Pieces and pairs are words with their plural.
pub fn size(locale: Locale, amount: i64, unit: &str) -> String {
    match unit {
        "piece" | "pair" => words::plain(locale, &format!("unit-{unit}"), &[("count", Arg::from(amount / 1000))]),
        _ => {
            let unit = words::say(locale, &format!("unit-{}", unit.to_ascii_lowercase()));
            format!("{}{NBSP}{unit}", decimal(locale, amount, 3, 0))
        }
    }
}

/// The price of a kilogram or litre of something sold as `amount` thousandths of `unit`, rounded
/// half up to a centime. `None` for pieces and pairs, or for nothing.
pub fn unit_price(locale: Locale, price: Money, amount: i64, unit: &str) -> Option<String> {
    let (scale, key) = match unit {
        "g" => (1_000_000, "unit-price-kg"),
        "kg" => (1000, "unit-price-kg"),
        "ml" => (1_000_000, "unit-price-l"),
        "L" | "l" => (1000, "unit-price-l"),
        _ => return None,
    };
    if amount <= 0 {
        return None;
    }
    let whole = i128::from(price.minor) * scale * 2 + i128::from(amount);
    let minor = i64::try_from(whole.div_euclid(i128::from(amount) * 2)).ok()?;
    let each = money(locale, Money { minor, ..price });
    Some(words::plain(locale, key, &[("price", Arg::from(each))]))
}

fn local(at: Micros) -> Option<jiff::ZonedDateTime> {
    let moment = Timestamp::from_microsecond(at.0).ok()?;
    Some(moment.to_zoned_datetime(MOROCCO.clone()))
}

/// `value` as a decimal number with `places` digits behind the mark. A fraction of zero is left
/// out; else at least `least` digits of it are shown.
fn decimal(locale: Locale, value: i64, places: usize, least: usize) -> String {
    let digits = format!("{:0>width$}", value.unsigned_abs(), width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    let fraction = fraction.trim_end_matches('0');
    let mut text = grouped(locale, whole);
    if !fraction.is_empty() {
        text.push(if locale == Locale::En { '.' } else { ',' });
        text.push_str(&format!("{fraction:0<least$}"));
    }
    signed(locale, value < 0, text)
}

fn grouped(locale: Locale, digits: &str) -> String {
    let separator = if locale == Locale::En { ',' } else { NNBSP };
    let mut text = String::with_capacity(digits.len() + 6);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

fn signed(locale: Locale, negative: bool, text: String) -> String {
    match (negative, locale) {
        (false, _) => text,
        (true, Locale::Ar) => format!("{LRM}−{text}"),
        (true, _) => format!("−{text}"),
    }
}
