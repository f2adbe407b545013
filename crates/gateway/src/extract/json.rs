//! A JSON body of the API, with refusals as problems.

use crate::Failure;
use axum::{
    Json,
    extract::{FromRequest, Request, rejection::JsonRejection},
    http::StatusCode,
};
use serde::de::DeserializeOwned;

/// A JSON body. Unknown fields are refused by the type itself (`deny_unknown_fields`).
#[derive(Debug)]
pub(crate) struct Body<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Failure;
    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        Json::from_request(request, state)
            .await
            .map(|Json(value)| Self(value))
            .map_err(|rejection| {
                let failure = Failure {
                    detail: Some(rejection.body_text()),
                    ..Failure::malformed()
                };
                match rejection {
                    JsonRejection::MissingJsonContentType(_) => failure.with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE),
                    JsonRejection::BytesRejection(_) => failure.with_status(rejection.status()),
                    _ => failure,
                }
            })
    }
}
