//! One parameter of a path, by its name: for extractors, which do not know the others.

use crate::Failure;
use axum::{RequestPartsExt, extract::RawPathParams, http::request::Parts};
use std::str::FromStr;

/// The parameter of this name.
///
/// # Errors
/// Not found, when the path has none or it names no such thing.
pub(crate) async fn in_path<T: FromStr>(parts: &mut Parts, name: &str) -> Result<T, Failure> {
    let params = parts
        .extract::<RawPathParams>()
        .await
        .map_err(|_| Failure::not_found())?;
    params
        .iter()
        .find(|(known, _)| *known == name)
        .and_then(|(_, value)| value.parse().ok())
        .ok_or_else(Failure::not_found)
}
