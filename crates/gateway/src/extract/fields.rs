//! The fields of a form as they were filled in, and addresses that people may be sent on to.

use crate::Failure;
use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request},
    http::{StatusCode, header::CONTENT_TYPE, request::Parts},
};
use view::form::Form;

/// At most so many fields are read.
const MAX_FIELDS: usize = 200;

/// A form sent as `application/x-www-form-urlencoded`, at most 64 KB.
#[derive(Debug)]
pub(crate) struct Fields(pub(crate) Form);

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Failure;
    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let kind = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|v| v.to_str().ok())
            .unwrap_or("");
        if !kind.starts_with("application/x-www-form-urlencoded") {
            return Err(Failure::malformed().with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        let body = Bytes::from_request(request, state)
            .await
            .map_err(|rejection| Failure::malformed().with_status(rejection.status()))?;
        let pairs = pairs(&body)?;
        Ok(Self(Form::from_pairs(pairs)))
    }
}

/// A form that the address fills: what stands behind its question mark.
#[derive(Debug)]
pub(crate) struct Prefilled(pub(crate) Form);

impl<S: Sync> FromRequestParts<S> for Prefilled {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let pairs = pairs(parts.uri.query().unwrap_or_default().as_bytes())?;
        Ok(Self(Form::from_pairs(pairs)))
    }
}

/// The decoded pairs of a query or form.
///
/// # Errors
/// When there are too many.
pub(crate) fn pairs(encoded: &[u8]) -> Result<Vec<(String, String)>, Failure> {
    let pairs: Vec<_> = url::form_urlencoded::parse(encoded)
        .into_owned()
        .take(MAX_FIELDS + 1)
        .collect();
    if pairs.len() > MAX_FIELDS {
        return Err(Failure::malformed().with_status(StatusCode::PAYLOAD_TOO_LARGE));
    }
    Ok(pairs)
}

/// `next` as a place inside this market to go on to: a path that begins with one slash. Anything a
/// browser could read as another host is refused.
pub(crate) fn local_path(next: &str) -> Option<&str> {
    let local = next.starts_with('/')
        && !next.starts_with("//")
        && next.len() <= 512
        && !next.contains('\\')
        && !next.contains("//")
        && !next.chars().any(|c| c.is_control() || c.is_whitespace());
    local.then_some(next)
}

#[cfg(test)]
mod tests {
    use super::local_path;

    #[test]
    fn a13_only_a_path_of_this_market_is_a_place_to_go_on_to() {
        for good in ["/ar/account", "/fr/products?q=huile&sort=new", "/ar/products/زيت"] {
            assert_eq!(local_path(good), Some(good));
        }
        for bad in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a//b",
            "/\t/evil",
            "/ evil",
            "evil",
            "/a\nb",
            "\\/evil",
        ] {
            assert_eq!(local_path(bad), None, "{bad}");
        }
    }
}
