//! From an error's kind to a status, and the two faces of a refusal: a translated page for people,
//! an RFC 9457 problem for programs. Handlers return a [`Failure`]; the outermost layer, which
//! knows the language and whether this is the API, gives it its face.

use crate::page;
use axum::{
    http::{HeaderValue, StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
};
use kernel::{Fault, Kind};
use std::fmt::Write;

/// What a handler returns.
pub type Outcome = Result<Response, Failure>;

/// A refusal on its way out.
#[derive(Clone, Debug)]
pub struct Failure {
    pub(crate) kind: Kind,
    pub(crate) code: &'static str,
    pub(crate) field: Option<&'static str>,
    /// The source chain of a fault of ours: for the log, never for the page.
    pub(crate) detail: Option<String>,
    pub(crate) status: StatusCode,
    pub(crate) retry_after: Option<u32>,
    /// The page that comes first, instead of a sentence.
    pub(crate) first: Option<String>,
}

/// The only table from kind to status.
fn status(kind: Kind) -> StatusCode {
    match kind {
        Kind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        Kind::NotFound => StatusCode::NOT_FOUND,
        Kind::Forbidden => StatusCode::FORBIDDEN,
        Kind::Conflict => StatusCode::CONFLICT,
        Kind::Limited => StatusCode::TOO_MANY_REQUESTS,
        Kind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Kind::Broken => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl Failure {
    /// A refusal of the door's own.
    pub(crate) fn new(kind: Kind, code: &'static str) -> Self {
        let retry_after = match kind {
            Kind::Unavailable => Some(5),
            Kind::Limited => Some(60),
            _ => None,
        };
        Self {
            kind,
            code,
            field: None,
            detail: None,
            status: status(kind),
            retry_after,
            first: None,
        }
    }

    /// Another page of this market comes first: the reader is sent there and told nothing else.
    pub(crate) fn elsewhere(path: String) -> Self {
        Self {
            first: Some(path),
            ..Self::new(Kind::Forbidden, "").with_status(StatusCode::SEE_OTHER)
        }
    }

    /// There is no such thing, or it is somebody else's: the two look alike.
    pub(crate) fn not_found() -> Self {
        Self::new(Kind::NotFound, "http.not_found")
    }

    /// The request cannot be understood.
    pub(crate) fn malformed() -> Self {
        Self::new(Kind::Invalid, "http.malformed")
    }

    /// The same refusal under a more exact status of the same family.
    pub(crate) fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }
}

impl<E: Fault> From<E> for Failure {
    fn from(error: E) -> Self {
        let detail = (error.kind() == Kind::Broken || error.kind() == Kind::Unavailable).then(|| {
            let mut chain = error.to_string();
            let mut source = std::error::Error::source(&error);
            while let Some(cause) = source {
                write!(chain, ": {cause}").ok();
                source = cause.source();
            }
            chain
        });
        Self {
            field: error.field(),
            detail,
            ..Self::new(error.kind(), error.code())
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        if let Some(first) = &self.first {
            return page::see_other(first).unwrap_or_else(Self::into_response);
        }
        let mut response = self.status.into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}
