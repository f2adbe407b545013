//! CMI's call-back: a form, whatever its headers say, read strictly.

use super::{Settings, Side, form, ver3};
use crate::{Amount, Happened, Message, Rejected, attempt::is_id};
use percent_encoding::percent_decode;
use std::{collections::BTreeSet, fmt};
use subtle::ConstantTimeEq;

/// The longest call-back.
const BODY_MOST: usize = 64 * 1024;
/// Most fields.
const FIELDS_MOST: usize = 200;
/// The longest name of a field, and the longest value that becomes part of an id.
const NAME_MOST: usize = 64;

/// A call-back that is CMI's and for this account.
#[derive(Clone, PartialEq, Eq)]
pub struct Callback {
    /// What it says. `Authorised` awaits our reply to be captured.
    pub message: Message,
    /// What the bank said, in two characters; `00` is a yes.
    pub code: Option<String>,
    /// The amount that was asked for, as CMI says it, of a refused try too.
    pub amount: Amount,
}

/// Without the buyer and the card.
impl fmt::Debug for Callback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Callback")
            .field("event", &self.message.event)
            .field("code", &self.code)
            .field("amount", &self.amount)
            .finish_non_exhaustive()
    }
}

pub(super) fn read(settings: &Settings, body: &[u8]) -> Result<Callback, Rejected> {
    let fields = Fields::parse(body)?;
    fields.check(settings)?;
    fields.check_account(settings)?;
    fields.understand(settings)
}

/// The fields in the order in which they came.
struct Fields(Vec<(String, String)>);

impl Fields {
    /// `name=value` pairs. A name that comes twice, in any case, could mean one thing to the hash and another to us.
    fn parse(body: &[u8]) -> Result<Self, Rejected> {
        if body.len() > BODY_MOST {
            return Err(Rejected::TooLarge);
        }
        let mut fields = Vec::new();
        let mut seen = BTreeSet::new();
        for pair in body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            let name = text(halves.next().unwrap_or_default())?;
            let value = text(halves.next().unwrap_or_default())?;
            if name.is_empty() || name.len() > NAME_MOST || fields.len() == FIELDS_MOST {
                return Err(Rejected::Malformed("fields"));
            }
            if !seen.insert(name.to_ascii_lowercase()) {
                return Err(Rejected::Malformed("a field twice"));
            }
            fields.push((name, value));
        }
        Ok(Self(fields))
    }

    /// A value by its name in any case.
    fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The hash, in constant time. Some of CMI's clients decode entities and some do not: either proves the key.
    fn check(&self, settings: &Settings) -> Result<(), Rejected> {
        let given = self.get("HASH").ok_or(Rejected::Unsigned)?;
        let hash = |side| {
            let fields = self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            ver3(fields, &settings.store_key, side)
        };
        let decoded = hash(Side::Callback).as_bytes().ct_eq(given.as_bytes());
        let written = hash(Side::CallbackAsWritten).as_bytes().ct_eq(given.as_bytes());
        if bool::from(decoded | written) {
            Ok(())
        } else {
            Err(Rejected::Forged)
        }
    }

    /// What we always post must come back under its own name: the hash says nothing of names.
    fn check_account(&self, settings: &Settings) -> Result<(), Rejected> {
        let posted = [
            ("storetype", form::STORE_TYPE),
            ("TranType", form::TRANSACTION),
            ("hashAlgorithm", form::ALGORITHM),
        ];
        if self.get("clientid") != Some(settings.client_id.as_str()) {
            return Err(Rejected::Stranger);
        }
        if posted.iter().any(|(name, value)| self.get(name) != Some(value)) {
            return Err(Rejected::Malformed("not of our form"));
        }
        Ok(())
    }

    fn understand(&self, settings: &Settings) -> Result<Callback, Rejected> {
        let attempt = self
            .get("oid")
            .filter(|oid| is_id(oid))
            .ok_or(Rejected::Malformed("oid"))?;
        if self.get("ReturnOid").is_some_and(|again| again != attempt) {
            return Err(Rejected::Malformed("two oids"));
        }
        let amount = Amount {
            minor: self
                .get("amount")
                .and_then(minor)
                .ok_or(Rejected::Malformed("amount"))?,
            currency: currency(self.get("currency")).ok_or(Rejected::Malformed("currency"))?,
        };
        let code = self.part("ProcReturnCode")?;
        let transaction = self.part("TransId")?;
        let says_no = self
            .get("Response")
            .is_some_and(|said| ["declined", "error"].contains(&said.to_ascii_lowercase().as_str()));
        let happened = match code {
            "00" if says_no => return Err(Rejected::Malformed("yes and no")),
            "00" if transaction.is_empty() => return Err(Rejected::Malformed("no transaction")),
            "00" => Happened::Authorised(amount.clone()),
            other => Happened::Failed { code: other.to_owned() },
        };
        let message = Message {
            // CMI numbers no message: these four are the same in every repetition, and in nothing else.
            event: [&settings.client_id, attempt, transaction, code].join("|"),
            attempt: Some(attempt.to_owned()),
            session: None,
            payment: (!transaction.is_empty()).then(|| transaction.to_owned()),
            account: Some(settings.client_id.clone()),
            live: settings.live,
            at: None,
            happened,
        };
        let code = (!code.is_empty()).then(|| code.to_owned());
        Ok(Callback { message, code, amount })
    }

    /// A short value that an id is made of; empty when it is missing.
    fn part(&self, name: &str) -> Result<&str, Rejected> {
        let value = self.get(name).unwrap_or_default();
        let is_part = value.len() <= NAME_MOST && value.bytes().all(|b| b.is_ascii_graphic() && b != b'|');
        is_part.then_some(value).ok_or(Rejected::Malformed("a part of the id"))
    }
}

fn text(encoded: &[u8]) -> Result<String, Rejected> {
    let spaced: Vec<u8> = encoded.iter().map(|b| if *b == b'+' { b' ' } else { *b }).collect();
    let decoded = percent_decode(&spaced).decode_utf8();
    decoded.map(String::from).map_err(|_| Rejected::Malformed("not UTF-8"))
}

/// Whole centimes of `249`, `249.5` or `249.50`; anything else is no amount.
fn minor(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').map_or((text, "00"), |(whole, part)| (whole, part));
    let are_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !(1..=12).contains(&whole.len()) || !(1..=2).contains(&part.len()) || !are_digits(whole) || !are_digits(part) {
        return None;
    }
    let centimes: i64 = part.parse().ok()?;
    let centimes = if part.len() == 1 { centimes * 10 } else { centimes };
    whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(centimes)
}

/// The letters of the two currencies we know; another number stays a number, and equals nothing of ours.
fn currency(number: Option<&str>) -> Option<String> {
    match number? {
        "504" => Some("MAD".to_owned()),
        "978" => Some("EUR".to_owned()),
        other if other.len() == 3 && other.bytes().all(|b| b.is_ascii_digit()) => Some(other.to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_amount_is_read_to_the_centime_or_not_at_all() {
        for (text, expected) in [
            ("249.50", 24_950),
            ("249.5", 24_950),
            ("249.05", 24_905),
            ("249", 24_900),
            ("0.01", 1),
            ("999999999999.99", 99_999_999_999_999),
        ] {
            assert_eq!(minor(text), Some(expected), "{text}");
        }
        for text in [
            "",
            ".",
            "249.",
            ".50",
            "249,50",
            "249.500",
            "-1.00",
            "+1.00",
            "1e3",
            " 249.50",
            "249.50 ",
            "1 249.50",
            "1,249.50",
            "٢٤٩",
            "0x10",
            "1.-5",
            "1.+5",
            "9999999999999",
            "249.50.00",
            "NaN",
        ] {
            assert_eq!(minor(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_we_post_is_what_we_read(minor_units in 1i64..100_000_000_000_000) {
            let text = format!("{}.{:02}", minor_units / 100, minor_units % 100);
            prop_assert_eq!(minor(&text), Some(minor_units));
        }

        #[test]
        fn no_body_makes_the_reader_stumble(body in prop::collection::vec(any::<u8>(), 0..300)) {
            if let Ok(fields) = Fields::parse(&body) {
                prop_assert!(fields.0.len() <= FIELDS_MOST);
            }
        }
    }
}
