//! Letters, days and amounts as banks write them.

use serde::{Deserialize, Serialize};
use std::fmt;

/// How letters are written as bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// UTF-8.
    #[default]
    Utf8,
    /// Windows-1252, which is ISO 8859-1 with more in it.
    Windows1252,
}

/// What Windows-1252 has where ISO 8859-1 has nothing: 0x80 to 0x9f.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The text; `None` when the bytes are none.
pub(super) fn decode(bytes: &[u8], encoding: Encoding) -> Option<String> {
    match encoding {
        Encoding::Utf8 => {
            let text = std::str::from_utf8(bytes).ok()?;
            Some(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned())
        }
        Encoding::Windows1252 => Some(bytes.iter().map(|byte| letter(*byte)).collect()),
    }
}

fn letter(byte: u8) -> char {
    let special = byte.checked_sub(0x80).and_then(|at| WINDOWS.get(usize::from(at)));
    special.copied().unwrap_or(char::from(byte))
}

/// Words without control characters and marks of direction, on one line, cut.
pub(super) fn clean(text: &str, most: usize) -> String {
    let hidden =
        |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    let visible = text.chars().filter(|c| !hidden(*c));
    let spaced: String = visible
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(most.saturating_mul(4))
        .collect();
    let one: Vec<&str> = spaced.split_whitespace().collect();
    one.join(" ").chars().take(most).collect()
}

/// The same, and nothing where nothing is left.
pub(super) fn some(text: &str, most: usize) -> Option<String> {
    Some(clean(text, most)).filter(|text| !text.is_empty())
}

/// The digits and letters of an account, capital.
pub(super) fn account(text: &str) -> Option<String> {
    let letters = text.chars().filter(char::is_ascii_alphanumeric).take(40);
    let whole: String = letters.map(|c| c.to_ascii_uppercase()).collect();
    Some(whole).filter(|whole| !whole.is_empty())
}

/// Three capital letters.
pub(super) fn currency(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_uppercase();
    let whole = match text.as_str() {
        "DH" | "DHS" => "MAD".to_owned(),
        _ => text,
    };
    Some(whole).filter(|whole| whole.len() == 3 && whole.bytes().all(|byte| byte.is_ascii_uppercase()))
}

/// A day of the calendar, as `2026-11-28`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(String);

impl Day {
    /// A day, if there is such a one in this century.
    #[must_use]
    pub fn new(year: u32, month: u32, day: u32) -> Option<Self> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let last = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        let is_day = (2000..2100).contains(&year) && (1..=last).contains(&day);
        is_day.then(|| Self(format!("{year:04}-{month:02}-{day:02}")))
    }

    /// As it is written everywhere: `2026-11-28`, perhaps with a time behind it.
    #[must_use]
    pub fn iso(text: &str) -> Option<Self> {
        let day = text.trim().get(..10)?;
        let mut parts = day.split('-');
        let mut next = || parts.next().and_then(number);
        let (year, month, day) = (next()?, next()?, next()?);
        Self::new(year, month, day)
    }

    /// As it is written everywhere.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A number of one to four digits.
pub(super) fn number(text: &str) -> Option<u32> {
    let is_number = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

/// An amount in hundredths: `1 234,50`, `-1.234,50`, `1234.5-`. `mark` stands before the hundredths; what groups
/// thousands may be a space, an apostrophe, or the other of comma and full stop.
pub(super) fn amount(text: &str, mark: char) -> Option<i64> {
    let spaces = |c: &char| !matches!(*c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’');
    let text: String = text.trim().chars().filter(spaces).collect();
    let (below, text) = match text.strip_prefix(['-', '−']).or_else(|| text.strip_suffix(['-', '−'])) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(&text)),
    };
    let (whole, hundredths) = text.split_once(mark).unwrap_or((text, ""));
    let other = if mark == ',' { '.' } else { ',' };
    let groups: Vec<&str> = whole.split(other).collect();
    let grouped = groups.len() == 1 || groups.iter().skip(1).all(|group| group.len() == 3);
    let whole = groups.concat();
    let hundredths = match hundredths.len() {
        0..=2 => format!("{hundredths:0<2}"),
        // Some banks write thousandths that are none.
        _ => hundredths
            .strip_suffix(hundredths.get(2..).filter(|rest| rest.bytes().all(|b| b == b'0'))?)?
            .to_owned(),
    };
    let digits = format!("{whole}{hundredths}");
    let is_number = grouped && (1..=13).contains(&whole.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let minor: i64 = if is_number { digits.parse().ok()? } else { return None };
    Some(if below { minor.checked_neg()? } else { minor })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_amount_is_read_as_banks_write_it() {
        for (text, mark, minor) in [
            ("1 234,50", ',', 123_450),
            ("-1.234,50", ',', -123_450),
            ("1,234.5-", '.', -123_450),
            ("+85", ',', 8_500),
            ("0,01", ',', 1),
            ("1\u{202f}000,00", ',', 100_000),
            ("12.500", '.', 1_250),
            ("−7,00", ',', -700),
        ] {
            assert_eq!(amount(text, mark), Some(minor), "{text}");
        }
        for text in [
            "",
            "-",
            "1.23.4",
            "12,345",
            "1e5",
            "--5",
            "abc",
            "1,2,3",
            "99999999999999",
            "12,5O",
            "½",
        ] {
            assert_eq!(amount(text, ','), None, "{text}");
        }
    }

    #[test]
    fn a_day_is_one_of_the_calendar() {
        assert_eq!(Day::iso("2028-02-29T10:00:00Z").unwrap().as_str(), "2028-02-29");
        for text in [
            "2027-02-29",
            "2026-13-01",
            "2026-00-10",
            "26-01-01",
            "1999-12-31",
            "",
            "2026-1-1",
            "é026-01-01",
        ] {
            assert_eq!(Day::iso(text), None, "{text}");
        }
    }

    #[test]
    fn letters_of_windows_are_read() {
        assert_eq!(
            decode(b"Coop\xe9rative \x80 \x92", Encoding::Windows1252).unwrap(),
            "Coopérative € ’"
        );
        assert_eq!(decode(b"Coop\xe9rative", Encoding::Utf8), None);
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_readers(text in ".{0,60}") {
            let _ = (amount(&text, ','), amount(&text, '.'), Day::iso(&text), currency(&text), account(&text));
            prop_assert!(clean(&text, 10).chars().count() <= 10);
        }
    }
}
