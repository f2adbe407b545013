//! A verb's refusal, on the form that asked for it.

use crate::Failure;
use axum::http::StatusCode;
use kernel::{Fault, Kind};
use view::{form::Form, words};

/// Puts a verb's refusal beside a field of the form, where it belongs to what was typed; anything
/// else is a page of its own.
pub(super) fn beside(f: &mut Form, field: &str, error: market::Error) -> Result<StatusCode, Failure> {
    let status = match error.kind() {
        Kind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        Kind::Conflict => StatusCode::CONFLICT,
        Kind::Limited => StatusCode::TOO_MANY_REQUESTS,
        _ => return Err(error.into()),
    };
    let field = error
        .field()
        .filter(|own| f.values(own).len() == 1)
        .unwrap_or(field)
        .to_owned();
    let key = words::error_key(error.code());
    match &error {
        market::Error::Identity(identity::Error::Limited { retry_after }) => {
            let minutes = retry_after.div_euclid(60).saturating_add(1);
            f.refuse_with(&field, "account-limited", [("minutes", minutes.into())]);
        }
        market::Error::Identity(identity::Error::ShortPassword { min }) => {
            f.refuse_with(&field, "account-short-password", [("min", (*min).into())]);
        }
        _ => f.refuse(&field, &key),
    }
    Ok(status)
}
