//! Parameters as Stripe takes them: `a[b][0][c]=value`, in a body or a query.

use super::answer::{Answer, invalid};
use std::collections::BTreeMap;

/// The parameters of a request, by their whole names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Form(BTreeMap<String, String>);

impl Form {
    pub(super) fn parse(text: &str) -> Self {
        Self(url::form_urlencoded::parse(text.as_bytes()).into_owned().collect())
    }

    /// A canonical text of it, to compare requests by.
    pub(super) fn print(&self) -> String {
        format!("{:?}", self.0)
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    pub(super) fn need(&self, name: &str) -> Result<&str, Answer> {
        self.get(name)
            .ok_or_else(|| invalid("parameter_missing", name, &format!("Missing required param: {name}.")))
    }

    pub(super) fn number(&self, name: &str) -> Result<Option<i64>, Answer> {
        match self.get(name).map(str::parse) {
            None => Ok(None),
            Some(Ok(number)) => Ok(Some(number)),
            Some(Err(_)) => Err(invalid("parameter_invalid_integer", name, "Invalid integer")),
        }
    }

    /// What stands below `name[…]`.
    pub(super) fn below(&self, name: &str) -> BTreeMap<String, String> {
        let inside = |key: &str| Some(key.strip_prefix(name)?.strip_prefix('[')?.strip_suffix(']')?.to_owned());
        self.0
            .iter()
            .filter_map(|(key, value)| Some((inside(key)?, value.clone())))
            .collect()
    }

    /// A name that is none of these, or below one of these.
    pub(super) fn stranger(&self, known: &[&str]) -> Option<&str> {
        let is_known = |key: &str| {
            let head = key.split('[').next().unwrap_or_default();
            known.contains(&head)
        };
        self.0.keys().map(String::as_str).find(|key| !is_known(key))
    }

    /// Whether an object is to be written out.
    pub(super) fn expands(&self, name: &str) -> bool {
        self.0
            .iter()
            .any(|(key, value)| key.starts_with("expand[") && value.trim_start_matches("data.") == name)
    }
}
