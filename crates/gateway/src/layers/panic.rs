//! A panic in a handler is a 500 like any other fault of ours; the connection and the other
//! requests go on.

use crate::Failure;
use axum::response::{IntoResponse, Response};
use kernel::Kind;
use std::any::Any;
use tower_http::catch_panic::CatchPanicLayer;

/// Turns a panic into a refusal of kind [`Kind::Broken`].
pub(crate) fn layer() -> CatchPanicLayer<fn(Box<dyn Any + Send>) -> Response> {
    CatchPanicLayer::custom(refuse as fn(Box<dyn Any + Send>) -> Response)
}

fn refuse(panic: Box<dyn Any + Send>) -> Response {
    let text = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "unknown panic".to_owned());
    Failure {
        detail: Some(text),
        ..Failure::new(Kind::Broken, "http.panic")
    }
    .into_response()
}
