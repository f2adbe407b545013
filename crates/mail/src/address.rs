//! E-mail addresses: the plain kind that every relay takes.

use lettre::Address;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Longest address, in bytes (RFC 5321 with erratum 1690).
const MOST: usize = 254;

/// An address such as `fatima@example.ma`: ASCII before the `@`, a domain with a dot after it. The
/// domain is kept in its ASCII form and in lower case; what stands before the `@` stays as typed.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(Address);

/// What was typed is no e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address")]
pub struct NotAnAddress;

impl EmailAddress {
    /// Reads an address; white space around it is dropped, a domain in another script is turned into
    /// its ASCII form. Quoted names, comments, numeric hosts and names outside ASCII are refused: they
    /// are rare among people and frequent among attacks.
    ///
    /// # Errors
    /// When it is no such address.
    pub fn parse(typed: &str) -> Result<Self, NotAnAddress> {
        if typed.len() > MOST * 2 || typed.chars().any(char::is_control) {
            return Err(NotAnAddress);
        }
        let (name, domain) = typed.trim().split_once('@').ok_or(NotAnAddress)?;
        if !is_plain_name(name) {
            return Err(NotAnAddress);
        }
        let domain = ascii_domain(domain).ok_or(NotAnAddress)?;
        if name.len() + 1 + domain.len() > MOST {
            return Err(NotAnAddress);
        }
        Address::new(name, domain).map(Self).map_err(|_| NotAnAddress)
    }

    /// The whole address.
    pub fn as_str(&self) -> &str {
        self.0.as_ref()
    }

    /// What stands after the `@`.
    pub fn domain(&self) -> &str {
        self.0.domain()
    }

    pub(crate) fn inner(&self) -> Address {
        self.0.clone()
    }
}

/// An unquoted name (RFC 5322 dot-atom) of at most 64 characters.
fn is_plain_name(name: &str) -> bool {
    let atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    name.len() <= 64 && name.split('.').all(|part| !part.is_empty() && part.chars().all(atom))
}

/// The domain in ASCII and lower case: at least two labels of letters, digits and inner hyphens.
fn ascii_domain(domain: &str) -> Option<String> {
    // The parser of URLs decodes percent signs, which no domain has.
    if domain.contains('%') {
        return None;
    }
    let url::Host::Domain(ascii) = url::Host::parse(domain).ok()? else {
        return None;
    };
    let fits = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let top = ascii.rsplit('.').next()?;
    let named = ascii.contains('.') && top.len() >= 2 && !top.bytes().all(|b| b.is_ascii_digit());
    (ascii.len() <= 253 && named && ascii.split('.').all(fits)).then_some(ascii)
}

impl FromStr for EmailAddress {
    type Err = NotAnAddress;
    fn from_str(typed: &str) -> Result<Self, NotAnAddress> {
        Self::parse(typed)
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = NotAnAddress;
    fn try_from(typed: String) -> Result<Self, NotAnAddress> {
        Self::parse(&typed)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.as_str().to_owned()
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for EmailAddress {
    /// Only the domain: a log is no place for addresses.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EmailAddress(…@{})", self.domain())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a23_plain_addresses_are_read() {
        for (typed, kept) in [
            ("fatima@example.ma", "fatima@example.ma"),
            ("  Fatima.Zahra+tiwizi@Example.MA ", "Fatima.Zahra+tiwizi@example.ma"),
            ("o'brien@mail.example.co.uk", "o'brien@mail.example.co.uk"),
            ("a@coopérative.example", "a@xn--cooprative-e7a.example"),
            ("info@تعاونية.المغرب", "info@xn--mgbeb4d6clp.xn--mgbc0a9azcg"),
            ("x@1and1.example", "x@1and1.example"),
        ] {
            let address = EmailAddress::parse(typed).unwrap_or_else(|_| panic!("{typed}"));
            assert_eq!(address.as_str(), kept);
            assert_eq!(EmailAddress::parse(address.as_str()).unwrap(), address);
        }
    }

    #[test]
    fn a23_everything_else_is_refused() {
        let long_name = format!("{}@example.ma", "a".repeat(65));
        let long = format!("a@{}.ma", vec!["b".repeat(60); 5].join("."));
        let label = format!("a@{}.ma", "b".repeat(64));
        for typed in [
            "",
            "@",
            "a@",
            "@example.ma",
            "example.ma",
            "a@b",
            "a@@example.ma",
            "a@b@example.ma",
            "a b@example.ma",
            "a@exa mple.ma",
            ".a@example.ma",
            "a.@example.ma",
            "a..b@example.ma",
            "a@.example.ma",
            "a@example..ma",
            "a@example.ma.",
            "a@-example.ma",
            "a@example-.ma",
            "a@exam_ple.ma",
            "a@127.0.0.1",
            "a@[127.0.0.1]",
            "a@[::1]",
            "a@2130706433",
            "a@0x7f.1",
            "\"a b\"@example.ma",
            "\"a@b\"@example.ma",
            "a(comment)@example.ma",
            "Fatima <a@example.ma>",
            "a@example.ma,b@example.ma",
            "a@example.ma;b@example.ma",
            "a@example.ma b@example.ma",
            "فاطمة@example.ma",
            "a@exa%6dple.ma",
            "a@example.ma%0d%0aBcc:x",
            "a@example.ma>",
            "a@example.ma\r\nBcc: b@example.ma",
            "a\r\n@example.ma",
            "a@example.ma\n",
            "a\u{0}@example.ma",
            "a@exam\u{2028}ple.ma",
            "a\u{85}@example.ma",
            "a\u{202e}@example.ma",
            "a@example.m",
            "a@example.123",
            "a@example.ma/x",
            "a@example.ma?x",
            "a@example.ma:25",
            "mailto:a@example.ma",
            &long_name,
            &long,
            &label,
        ] {
            assert_eq!(EmailAddress::parse(typed), Err(NotAnAddress), "{typed:?}");
        }
    }

    #[test]
    fn a23_no_sequence_of_signs_gets_a_line_break_through() {
        let signs = [
            "\r", "\n", "\r\n", "%0d%0a", "\u{0}", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}", "\t", " ",
        ];
        let address = "fatima@example.ma";
        for sign in signs {
            for at in 1..address.len() {
                let (before, after) = address.split_at(at);
                if let Ok(read) = EmailAddress::parse(&format!("{before}{sign}{after}")) {
                    // A name may hold a percent sign; it is then three harmless characters.
                    assert!(read.as_str().bytes().all(|b| b.is_ascii_graphic()), "{read}");
                    assert_eq!(sign, "%0d%0a");
                }
            }
        }
    }

    #[test]
    fn an_address_survives_a_payload_and_a_bad_one_does_not() {
        let address = EmailAddress::parse("a@example.ma").unwrap();
        let json = serde_json::to_string(&address).unwrap();
        assert_eq!(serde_json::from_str::<EmailAddress>(&json).unwrap(), address);
        assert!(serde_json::from_str::<EmailAddress>("\"a@example.ma\\r\\nBcc: b@example.ma\"").is_err());
        assert!(!format!("{address:?}").contains("a@"));
    }
}
