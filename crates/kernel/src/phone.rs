//! Telephone numbers, in the international form `+212612345678`.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A telephone number that exists as far as the numbering plans say.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Phone(String);

/// What was typed is no telephone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a telephone number")]
pub struct NotAPhone;

/// The block that nobody can be given (`+2126850000xx`): valid in the demo market only.
pub const DEMO_BLOCK: &str = "+2126850000";

impl Phone {
    /// Reads a number as people write it: `06 12 34 56 78`, `+212 6…`, `00212…`, `+212 (0)6…`,
    /// Eastern Arabic digits. A number without a country is Moroccan. With `demo`, the demo block
    /// is accepted too.
    ///
    /// # Errors
    /// When no numbering plan has such a number.
    pub fn parse(typed: &str, demo: bool) -> Result<Self, NotAPhone> {
        if typed.len() > 64 {
            return Err(NotAPhone);
        }
        let digits = crate::text::western_digits(typed.trim()).replace("(0)", "");
        let allowed = |c: char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '.' | '-' | '/' | '(' | ')' | '\u{a0}');
        if !digits.chars().all(allowed) {
            return Err(NotAPhone);
        }
        let plain: String = digits.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        let plain = match plain.strip_prefix("00") {
            Some(rest) => format!("+{rest}"),
            None => plain,
        };
        let number = phonenumber::parse(Some(phonenumber::country::MA), &plain).map_err(|_| NotAPhone)?;
        let text = number.format().mode(phonenumber::Mode::E164).to_string();
        let is_demo = demo && text.starts_with(DEMO_BLOCK) && text.len() == 13;
        if is_demo || (phonenumber::is_valid(&number) && !text.starts_with(DEMO_BLOCK)) {
            Ok(Self(text))
        } else {
            Err(NotAPhone)
        }
    }

    /// A number that came out of the database, where only parsed numbers go in.
    pub fn stored(e164: String) -> Self {
        Self(e164)
    }

    /// The international form without spaces.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form people read: `06 12 34 56 78` for Moroccan numbers, else the international form.
    pub fn display(&self) -> String {
        let Some(national) = self.0.strip_prefix("+212").filter(|n| n.len() == 9) else {
            return self.0.clone();
        };
        let digits: Vec<char> = format!("0{national}").chars().collect();
        digits
            .chunks(2)
            .map(|pair| pair.iter().collect::<String>())
            .collect::<Vec<_>>()
            .join("\u{a0}")
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for typed in [
            "0612345678",
            "06 12 34 56 78",
            "+212 612-345678",
            "00212612345678",
            "+212 (0)6 12 34 56 78",
            "٠٦١٢٣٤٥٦٧٨",
        ] {
            assert_eq!(Phone::parse(typed, false).unwrap().as_str(), "+212612345678", "{typed}");
        }
        assert_eq!(
            Phone::parse("+33 6 12 34 56 78", false).unwrap().as_str(),
            "+33612345678"
        );
        assert_eq!(
            Phone::parse("0612345678", false).unwrap().display(),
            "06\u{a0}12\u{a0}34\u{a0}56\u{a0}78"
        );
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for typed in [
            "",
            "123",
            "abc",
            "06 12 34 56",
            "+212 6123456789012",
            "0612345678; drop table",
        ] {
            assert!(Phone::parse(typed, false).is_err(), "{typed}");
        }
    }

    #[test]
    fn the_demo_block_is_valid_in_the_demo_only() {
        assert!(Phone::parse("+212685000001", true).is_ok());
        assert!(Phone::parse("+212685000001", false).is_err());
    }
}
