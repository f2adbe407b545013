//! The hash "ver3": SHA-512 over the values in the order of their names, joined by `|`, and the store key.

use super::entities;
use crate::Secret;
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use sha2::{Digest, Sha512};
use std::{cmp::Ordering, iter::Peekable};

/// Who made the fields, which decides what is done to a value before it is hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Us: values are trimmed.
    Request,
    /// CMI: one line break at the end is dropped and HTML entities are decoded.
    Callback,
    /// CMI, as some read it: entities stay.
    CallbackAsWritten,
}

/// The hash of fields, as it stands in the field `HASH`. The fields `hash` and `encoding`, in any case, are left out.
pub fn ver3<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>, key: &Secret, side: Side) -> String {
    BASE64.encode(Sha512::digest(plain(fields, key, side)))
}

/// What is hashed. It holds the store key.
fn plain<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>, key: &Secret, side: Side) -> String {
    let mut fields: Vec<(&str, &str)> = fields
        .into_iter()
        .filter(|(name, _)| !name.eq_ignore_ascii_case("hash") && !name.eq_ignore_ascii_case("encoding"))
        .collect();
    fields.sort_by(|a, b| by_nature(a.0, b.0));
    let mut plain = String::new();
    for (_, value) in fields {
        plain.push_str(&escape(&prepare(value, side)));
        plain.push('|');
    }
    plain + &escape(key.reveal())
}

fn prepare(value: &str, side: Side) -> String {
    let line = value.strip_suffix('\n').unwrap_or(value);
    match side {
        Side::Request => value.trim().to_owned(),
        Side::Callback => entities::decode(line),
        Side::CallbackAsWritten => line.to_owned(),
    }
}

fn escape(value: &str) -> String {
    value.replace('\\', "\\\\").replace('|', "\\|")
}

/// Names without regard to case, runs of digits as numbers: `a2` before `a12`, and `_` after the letters.
fn by_nature(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a.bytes().peekable(), b.bytes().peekable());
    loop {
        let order = match (a.peek().copied(), b.peek().copied()) {
            (None, None) => return Ordering::Equal,
            (None, _) => return Ordering::Less,
            (_, None) => return Ordering::Greater,
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                let (x, y) = (number(&mut a), number(&mut b));
                x.len().cmp(&y.len()).then(x.cmp(&y))
            }
            (Some(x), Some(y)) => {
                a.next();
                b.next();
                x.to_ascii_uppercase().cmp(&y.to_ascii_uppercase())
            }
        };
        if order.is_ne() {
            return order;
        }
    }
}

/// A run of digits without leading zeros.
fn number(bytes: &mut Peekable<impl Iterator<Item = u8>>) -> Vec<u8> {
    let mut digits = Vec::new();
    while let Some(digit) = bytes.next_if(u8::is_ascii_digit) {
        if digit != b'0' || !digits.is_empty() {
            digits.push(digit);
        }
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The market's vectors: recomputed with PHP and Node implementations of the protocol.
    const VECTORS: &str = include_str!("../../tests/cmi_vectors.json");

    #[test]
    fn every_vector_has_its_plain_text_and_its_hash() {
        let vectors: serde_json::Value = serde_json::from_str(VECTORS).unwrap();
        let vectors = vectors.as_array().unwrap();
        assert_eq!(vectors.len(), 7);
        for vector in vectors {
            let name = vector["name"].as_str().unwrap();
            let key = Secret::new(vector["store_key"].as_str().unwrap());
            let side = if vector["mode"]["trim"] == true {
                Side::Request
            } else {
                Side::Callback
            };
            let fields = || {
                let params = vector["params"].as_object().unwrap();
                params
                    .iter()
                    .map(|(name, value)| (name.as_str(), value.as_str().unwrap()))
            };
            assert_eq!(
                plain(fields(), &key, side),
                vector["plaintext"].as_str().unwrap(),
                "{name}"
            );
            assert_eq!(ver3(fields(), &key, side), vector["hash"].as_str().unwrap(), "{name}");
            // Whatever order the fields come in.
            let backwards: Vec<_> = fields().collect();
            assert_eq!(
                ver3(backwards.into_iter().rev(), &key, side),
                vector["hash"].as_str().unwrap(),
                "{name}"
            );
        }
    }

    #[test]
    fn names_are_sorted_as_people_would() {
        let mut names = [
            "z",
            "_a",
            "Street12",
            "street2",
            "Street1",
            "street",
            "Street02b",
            "A",
            "b10",
            "B9",
        ];
        names.sort_by(|a, b| by_nature(a, b));
        let sorted = [
            "A",
            "B9",
            "b10",
            "street",
            "Street1",
            "street2",
            "Street02b",
            "Street12",
            "z",
            "_a",
        ];
        assert_eq!(names, sorted);
    }

    #[test]
    fn the_hash_itself_is_never_hashed() {
        let key = Secret::new("K");
        let bare = ver3([("amount", "10.00")], &key, Side::Request);
        for name in ["hash", "HASH", "Hash", "encoding", "ENCODING"] {
            assert_eq!(
                ver3([(name, "x"), ("amount", "10.00")], &key, Side::Request),
                bare,
                "{name}"
            );
        }
        assert_ne!(ver3([("hashed", "x"), ("amount", "10.00")], &key, Side::Request), bare);
    }

    #[test]
    fn a_line_break_at_the_end_of_what_comes_back_is_not_hashed() {
        let key = Secret::new("K");
        let hash = |value, side| ver3([("a", value)], &key, side);
        assert_eq!(hash("x\n", Side::Callback), hash("x", Side::Callback));
        assert_ne!(hash("x\n\n", Side::Callback), hash("x", Side::Callback));
        assert_ne!(hash(" x", Side::Callback), hash("x", Side::Callback));
        assert_eq!(hash(" x ", Side::Request), hash("x", Side::Request));
        assert_ne!(
            hash("&eacute;", Side::Callback),
            hash("&eacute;", Side::CallbackAsWritten)
        );
    }
}
