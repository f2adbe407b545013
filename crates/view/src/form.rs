//! A form as it was filled: what was typed, and what is wrong with it. Pages show it again with
//! every value kept and a sentence beside each field; parsing helpers turn fields into clean types
//! and record the fault in one step.

use crate::{chrome::Chrome, words::Arg};
use kernel::{
    Money, Phone,
    text::{self, TextFault},
};
use std::collections::BTreeMap;

/// The longest e-mail address that can exist.
const MAX_EMAIL: usize = 254;

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name.
    pub field: String,
    /// The key of the sentence.
    pub key: String,
    /// Values in the sentence.
    pub args: Vec<(String, Arg)>,
}

/// A form as somebody filled it, or an empty one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    values: BTreeMap<String, Vec<String>>,
    errors: Vec<FieldError>,
}

impl Form {
    /// The form from the pairs of a request.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in pairs {
            values.entry(name).or_default().push(value);
        }
        Self {
            values,
            errors: Vec::new(),
        }
    }

    /// The first value of a field as it was typed; empty when there is none.
    pub fn value(&self, name: &str) -> &str {
        self.values(name).first().map_or("", String::as_str)
    }

    /// Every value of a field.
    pub fn values(&self, name: &str) -> &[String] {
        self.values.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether a box, radio or option with this value is chosen.
    pub fn checked(&self, name: &str, value: &str) -> bool {
        self.values(name).iter().any(|v| v == value)
    }

    /// Fills a field, replacing what it held: for forms that start from something stored.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.values.insert(name.to_owned(), vec![value.into()]);
    }

    /// Fills a field that can hold several values.
    pub fn set_all(&mut self, name: &str, values: impl IntoIterator<Item = String>) {
        self.values.insert(name.to_owned(), values.into_iter().collect());
    }

    /// Records that a field is wrong, with the key of the sentence that says why.
    pub fn refuse(&mut self, field: &str, key: &str) {
        self.refuse_with(field, key, []);
    }

    /// Like [`Form::refuse`], with values in the sentence.
    pub fn refuse_with<'a>(&mut self, field: &str, key: &str, args: impl IntoIterator<Item = (&'a str, Arg)>) {
        self.errors.push(FieldError {
            field: field.to_owned(),
            key: key.to_owned(),
            args: args.into_iter().map(|(name, arg)| (name.to_owned(), arg)).collect(),
        });
    }

    /// Whether nothing is wrong so far.
    pub fn is_ok(&self) -> bool {
        self.errors.is_empty()
    }

    /// Everything that is wrong, in the order it was found.
    pub fn errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// Whether this field is wrong.
    pub fn wrong(&self, name: &str) -> bool {
        self.errors.iter().any(|e| e.field == name)
    }

    /// The sentence beside a field, in the page's language.
    pub fn error(&self, name: &str, c: &Chrome) -> Option<String> {
        self.errors.iter().find(|e| e.field == name).map(|e| say(e, c))
    }

    /// One line for the summary for every wrong field: its name and the sentence.
    pub fn error_lines(&self, c: &Chrome) -> Vec<(String, String)> {
        let mut lines: Vec<(String, String)> = Vec::new();
        for error in &self.errors {
            if !lines.iter().any(|(field, _)| *field == error.field) {
                lines.push((error.field.clone(), say(error, c)));
            }
        }
        lines
    }

    /// A line of 1 to `max` characters.
    pub fn line(&mut self, name: &str, max: usize) -> Option<String> {
        let typed = self.single(name)?;
        let parsed = text::line(&typed, max);
        self.keep(name, parsed)
    }

    /// A line that may be missing: `None` without an error when it is empty.
    pub fn optional_line(&mut self, name: &str, max: usize) -> Option<String> {
        let typed = self.single(name)?;
        let parsed = text::optional_line(&typed, max);
        self.keep(name, parsed).flatten()
    }

    /// A text of several lines, 1 to `max` characters.
    pub fn paragraph(&mut self, name: &str, max: usize) -> Option<String> {
        let typed = self.single(name)?;
        let parsed = text::paragraph(&typed, max);
        self.keep(name, parsed)
    }

    /// A text of several lines that may be missing.
    pub fn optional_paragraph(&mut self, name: &str, max: usize) -> Option<String> {
        let typed = self.single(name)?;
        let parsed = text::optional_paragraph(&typed, max);
        self.keep(name, parsed).flatten()
    }

    /// A telephone number of any country; `demo` accepts the demo market's block.
    pub fn phone(&mut self, name: &str, demo: bool) -> Option<Phone> {
        let typed = self.filled(name)?;
        let parsed = Phone::parse(&typed, demo);
        self.keep_or(name, parsed.ok(), "form-phone")
    }

    /// An e-mail address, in lower case behind the `@`.
    pub fn email(&mut self, name: &str) -> Option<String> {
        let typed = self.filled(name)?;
        self.keep_or(name, email(typed.trim()), "form-email")
    }

    /// An e-mail address that may be missing.
    pub fn optional_email(&mut self, name: &str) -> Option<String> {
        if self.value(name).trim().is_empty() {
            return None;
        }
        self.email(name)
    }

    /// An amount in dirhams.
    pub fn money(&mut self, name: &str) -> Option<Money> {
        let typed = self.filled(name)?;
        self.keep_or(name, Money::parse_mad(&typed).ok(), "form-money")
    }

    /// A whole number from `min` to `max`; Eastern Arabic digits too.
    pub fn integer(&mut self, name: &str, min: i64, max: i64) -> Option<i64> {
        let typed = self.filled(name)?;
        let digits = text::western_digits(typed.trim());
        let plain = digits.len() <= 19 && digits.bytes().all(|b| b.is_ascii_digit());
        let number = plain.then(|| digits.parse::<i64>().ok()).flatten();
        let number = number.filter(|n| (min..=max).contains(n));
        if number.is_none() {
            self.refuse_with(name, "form-integer", [("min", Arg::from(min)), ("max", Arg::from(max))]);
        }
        number
    }

    /// A whole number that may be missing.
    pub fn optional_integer(&mut self, name: &str, min: i64, max: i64) -> Option<i64> {
        if self.value(name).trim().is_empty() {
            return None;
        }
        self.integer(name, min, max)
    }

    /// One of the offered values.
    pub fn one_of(&mut self, name: &str, offered: &[&str]) -> Option<String> {
        let typed = self.single(name)?;
        let chosen = offered.iter().find(|o| **o == typed).map(|o| (*o).to_owned());
        self.keep_or(name, chosen, "form-choice")
    }

    /// Whether a box is ticked. A box that must be ticked is refused with `form-tick` by the caller.
    pub fn ticked(&self, name: &str) -> bool {
        !self.value(name).is_empty()
    }

    /// The one value of a field; two values are a fault.
    fn single(&mut self, name: &str) -> Option<String> {
        if self.values(name).len() > 1 {
            self.refuse(name, "form-duplicate");
            return None;
        }
        Some(self.value(name).to_owned())
    }

    /// The one value of a field that must not be empty.
    fn filled(&mut self, name: &str) -> Option<String> {
        let typed = self.single(name)?;
        if typed.trim().is_empty() {
            self.refuse(name, "form-empty");
            return None;
        }
        Some(typed)
    }

    fn keep<T>(&mut self, name: &str, parsed: Result<T, TextFault>) -> Option<T> {
        match parsed {
            Ok(value) => return Some(value),
            Err(TextFault::Empty) => self.refuse(name, "form-empty"),
            Err(TextFault::TooLong { max }) => self.refuse_with(name, "form-too-long", [("max", Arg::from(max))]),
            Err(TextFault::Control) => self.refuse(name, "form-control"),
            Err(TextFault::Bidi) => self.refuse(name, "form-bidi"),
        }
        None
    }

    fn keep_or<T>(&mut self, name: &str, parsed: Option<T>, key: &str) -> Option<T> {
        if parsed.is_none() {
            self.refuse(name, key);
        }
        parsed
    }
}

fn say(error: &FieldError, c: &Chrome) -> String {
    let args: Vec<(&str, Arg)> = error.args.iter().map(|(n, a)| (n.as_str(), a.clone())).collect();
    crate::words::say_with(c.locale, &error.key, &args)
}

/// Checks the shape only; whether the address exists shows when a message arrives.
fn email(typed: &str) -> Option<String> {
    let (local, domain) = typed.rsplit_once('@')?;
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
    let domain_ok = domain.contains('.') && domain.split('.').all(label);
    let fits = typed.len() <= MAX_EMAIL;
    (local_ok && domain_ok && fits).then(|| format!("{local}@{}", domain.to_ascii_lowercase()))
}
