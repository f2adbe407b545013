//! Bounded lists: a page of things and the key of the next one. Every list in the house is one.

use serde::Serialize;

/// Some things, and where the list goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Page<T> {
    /// The things, at most as many as were asked for.
    pub items: Vec<T>,
    /// The `after` of the next page; `None` at the end.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// Cuts `rows`, which hold one more than `limit` when the list goes on, to a page; `key` names
    /// the last thing shown.
    pub fn cut(mut rows: Vec<T>, limit: Limit, key: impl Fn(&T) -> String) -> Self {
        let more = rows.len() > limit.get();
        rows.truncate(limit.get());
        let next = if more { rows.last().map(key) } else { None };
        Self { items: rows, next }
    }

    /// The same page of other things.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(f).collect(),
            next: self.next,
        }
    }
}

/// How many things a page may hold: 1 to 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit(u16);

impl Limit {
    /// The limit nearest to what was asked.
    pub fn new(asked: u64) -> Self {
        Self(u16::try_from(asked.clamp(1, 100)).unwrap_or(100))
    }

    /// The number.
    pub fn get(self) -> usize {
        usize::from(self.0)
    }

    /// One more than the number, so that a query shows whether the list goes on.
    pub fn and_one(self) -> u64 {
        u64::from(self.0) + 1
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(24)
    }
}
