//! What stands behind the question mark of an API address. A parameter that there is not, twice the
//! same one, or a value of the wrong kind is refused: a program that misspells a filter must not take
//! the whole list for the answer.

use crate::Failure;
use axum::{
    extract::{FromRequestParts, Query},
    http::request::Parts,
};
use kernel::Kind;
use serde::de::DeserializeOwned;

/// The parameters; the type itself refuses unknown ones (`deny_unknown_fields`).
#[derive(Debug)]
pub(crate) struct Params<T>(pub(crate) T);

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Params<T> {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let query = Query::try_from_uri(&parts.uri).map_err(|rejection| Failure {
            detail: Some(rejection.body_text()),
            ..Failure::new(Kind::Invalid, "http.parameter")
        })?;
        let Query(value) = query;
        Ok(Self(value))
    }
}

/// A parameter of the right kind whose value names nothing.
pub(crate) fn unknown(parameter: &'static str) -> Failure {
    Failure {
        field: Some(parameter),
        ..Failure::new(Kind::Invalid, "http.parameter")
    }
}
