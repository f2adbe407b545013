//! E-mail addresses, and the two ways to reach a person.

use crate::Error;
use kernel::Phone;
use serde::{Deserialize, Serialize};
use std::fmt;

/// An e-mail address in lower case. Whether it exists shows when a message arrives.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Email(String);

impl Email {
    /// Reads an address: ASCII, one `@`, a domain with a dot, at most 254 characters. All of it is
    /// lower-cased, because nobody expects `Fatima@` and `fatima@` to be two people.
    ///
    /// # Errors
    /// [`Error::NoContact`] when it has not that shape.
    pub fn parse(typed: &str) -> Result<Self, Error> {
        let text = typed.trim().to_ascii_lowercase();
        let Some((local, domain)) = text.rsplit_once('@') else {
            return Err(Error::NoContact);
        };
        let atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c);
        let local_ok = (1..=64).contains(&local.len())
            && local.chars().all(atom)
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..");
        let label = |l: &str| {
            (1..=63).contains(&l.len())
                && l.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
                && !l.starts_with('-')
                && !l.ends_with('-')
        };
        if local_ok && text.len() <= 254 && domain.contains('.') && domain.split('.').all(label) {
            Ok(Self(text))
        } else {
            Err(Error::NoContact)
        }
    }

    /// An address that came out of the database, where only parsed ones go in.
    pub fn stored(address: String) -> Self {
        Self(address)
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a code can be sent: what people sign in with.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Contact {
    /// By SMS.
    Phone(Phone),
    /// By e-mail.
    Email(Email),
}

impl Contact {
    /// Reads a telephone number or, where there is an `@`, an e-mail address. `demo` accepts the demo
    /// market's telephones.
    ///
    /// # Errors
    /// [`Error::NoContact`] when it is neither.
    pub fn parse(typed: &str, demo: bool) -> Result<Self, Error> {
        if typed.contains('@') {
            Email::parse(typed).map(Self::Email)
        } else {
            Phone::parse(typed, demo).map(Self::Phone).map_err(|_| Error::NoContact)
        }
    }

    /// A contact that came out of the database, where only parsed ones go in.
    pub fn stored(text: String) -> Self {
        if text.contains('@') {
            Self::Email(Email::stored(text))
        } else {
            Self::Phone(Phone::stored(text))
        }
    }

    /// The form in which it is stored and compared.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Phone(phone) => phone.as_str(),
            Self::Email(email) => email.as_str(),
        }
    }

    /// The form people read.
    pub fn display(&self) -> String {
        match self {
            Self::Phone(phone) => phone.display(),
            Self::Email(email) => email.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_address_however_it_is_capitalised() {
        assert_eq!(
            Email::parse(" Fatima@Example.MA ").unwrap().as_str(),
            "fatima@example.ma"
        );
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for typed in [
            "",
            "a",
            "a@b",
            "a b@c.ma",
            "a@@c.ma",
            ".a@c.ma",
            "a@-c.ma",
            "a@c..ma",
            "a\r\nBcc: x@c.ma",
            "ف@c.ma",
        ] {
            assert!(Email::parse(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn a_contact_is_a_telephone_or_an_address() {
        assert!(matches!(Contact::parse("0612345678", false), Ok(Contact::Phone(_))));
        assert!(matches!(Contact::parse("a@c.ma", false), Ok(Contact::Email(_))));
        assert!(Contact::parse("fatima", false).is_err());
    }
}
