//! A JSON body of the API, with refusals as problems.

use crate::Failure;
use axum::{
    Json,
    body::Bytes,
    extract::{FromRequest, Request},
    http::{StatusCode, header::CONTENT_TYPE},
};
use serde::de::{DeserializeOwned, Error, Unexpected};

/// A JSON body: one object. Unknown fields are refused by the type itself (`deny_unknown_fields`); a list
/// would be taken for the fields in their order, so it is refused here.
#[derive(Debug)]
pub(crate) struct Body<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Failure;
    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let kind = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        if kind != "application/json" && !kind.ends_with("+json") {
            return Err(Failure::malformed().with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|rejection| Failure::malformed().with_status(rejection.status()))?;
        let refused = |detail: String| Failure {
            detail: Some(detail),
            ..Failure::malformed()
        };
        if bytes.trim_ascii_start().first() == Some(&b'[') {
            let error = serde_json::Error::invalid_type(Unexpected::Seq, &"an object");
            return Err(refused(error.to_string()));
        }
        Json::from_bytes(&bytes)
            .map(|Json(value)| Self(value))
            .map_err(|rejection| refused(rejection.body_text()))
    }
}
