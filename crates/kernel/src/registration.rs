//! Numbers by which Moroccan organisations are known to banks and the tax office.

use serde::{Deserialize, Serialize};

/// A bank account: 24 digits (bank 3, locality 3, account 16, key 2) that are divisible by 97.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rib(String);

/// The check digits of a number do not fit, or it is not the right length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the number fails its check")]
pub struct BadNumber;

impl Rib {
    /// Reads a RIB, spaces and dots allowed. The bank code is not looked up: published lists conflict.
    ///
    /// # Errors
    /// When it is not 24 digits divisible by 97.
    pub fn parse(typed: &str) -> Result<Self, BadNumber> {
        let digits = digits(typed)?;
        if digits.len() == 24 && mod97(&digits) == 0 {
            Ok(Self(digits))
        } else {
            Err(BadNumber)
        }
    }

    /// A number that came out of the database, where only parsed numbers go in.
    pub fn stored(digits: String) -> Self {
        Self(digits)
    }

    /// The 24 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The digits in the groups in which they are printed: bank, town, account, key.
    pub fn grouped(&self) -> String {
        let digits = self.as_str();
        let groups = [digits.get(..3), digits.get(3..6), digits.get(6..22), digits.get(22..)];
        let groups: Option<Vec<&str>> = groups.into_iter().collect();
        groups.map_or_else(|| digits.to_owned(), |groups| groups.join(" "))
    }

    /// The last four digits, for showing to people who may know that there is one but not which.
    pub fn tail(&self) -> &str {
        self.0.get(20..).unwrap_or("")
    }
}

/// The common identifier of an enterprise (ICE): 15 digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ice(String);

impl Ice {
    /// Reads an ICE, spaces allowed.
    ///
    /// # Errors
    /// When it is not 15 digits.
    pub fn parse(typed: &str) -> Result<Self, BadNumber> {
        let digits = digits(typed)?;
        if digits.len() == 15 {
            Ok(Self(digits))
        } else {
            Err(BadNumber)
        }
    }

    /// A number that came out of the database, where only parsed numbers go in.
    pub fn stored(digits: String) -> Self {
        Self(digits)
    }

    /// Whether the control key fits: the whole number is divisible by 97. A bad key is a reason to
    /// ask, not to refuse.
    pub fn key_fits(&self) -> bool {
        mod97(&self.0) == 0
    }

    /// The 15 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn digits(typed: &str) -> Result<String, BadNumber> {
    let text: String = crate::text::western_digits(typed)
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-'))
        .take(40)
        .collect();
    if text.bytes().all(|b| b.is_ascii_digit()) {
        Ok(text)
    } else {
        Err(BadNumber)
    }
}

fn mod97(digits: &str) -> u32 {
    digits.bytes().fold(0, |rest, b| (rest * 10 + u32::from(b - b'0')) % 97)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_published_rib_passes_and_any_changed_digit_fails() {
        let good = "310810101402900442310133";
        assert!(Rib::parse(good).is_ok());
        assert!(Rib::parse("310 810 1014029004423101 33").is_ok());
        for i in 0..24 {
            let mut bad: Vec<u8> = good.bytes().collect();
            bad[i] = b'0' + (bad[i] - b'0' + 1) % 10;
            assert!(Rib::parse(std::str::from_utf8(&bad).unwrap()).is_err());
        }
        assert!(Rib::parse("31081010140290044231013").is_err());
    }

    #[test]
    fn a_bad_ice_key_is_seen_but_read() {
        assert!(Ice::parse("999000001000075").unwrap().key_fits());
        assert!(!Ice::parse("999000001000076").unwrap().key_fits());
        assert!(Ice::parse("99900000100007").is_err());
    }
}
