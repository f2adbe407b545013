//! Exactly one `Host`, and one that is ours: links in messages come from the configuration alone,
//! and no cache or page can be made to speak for another host.

use crate::{App, Failure};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header::HOST},
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Refuses a request with no `Host`, two, or a foreign one.
pub(crate) async fn host(State(app): State<App>, request: Request, next: Next) -> Response {
    match check(request.headers(), &app.config.hosts) {
        Ok(()) => next.run(request).await,
        Err(status) => Failure::malformed().with_status(status).into_response(),
    }
}

/// The check itself, for the cache in front too.
pub(crate) fn check(headers: &HeaderMap, hosts: &[String]) -> Result<(), StatusCode> {
    let mut values = headers.get_all(HOST).iter();
    let (Some(host), None) = (values.next(), values.next()) else {
        return Err(StatusCode::BAD_REQUEST);
    };
    if hosts
        .iter()
        .any(|known| known.as_bytes().eq_ignore_ascii_case(host.as_bytes()))
    {
        Ok(())
    } else {
        Err(StatusCode::MISDIRECTED_REQUEST)
    }
}
