//! The language of a page: the first segment of its path, never a guess.

use crate::Failure;
use axum::{extract::FromRequestParts, http::request::Parts};
use kernel::Locale;
use std::ops::Deref;

/// The language in the path.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lang(pub(crate) Locale);

impl Deref for Lang {
    type Target = Locale;
    fn deref(&self) -> &Locale {
        &self.0
    }
}

impl Lang {
    /// The language of any path, if it begins with one.
    pub(crate) fn of_path(path: &str) -> Option<Locale> {
        path.trim_start_matches('/').split('/').next()?.parse().ok()
    }
}

impl<S: Sync> FromRequestParts<S> for Lang {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        Self::of_path(parts.uri.path()).map(Self).ok_or_else(Failure::not_found)
    }
}
