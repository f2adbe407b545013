//! Pages for one reader travel compressed, like the public ones: on a slow line the style that each
//! carries would be most of the wait. What shows a secret does not, because the length of a
//! compressed page tells something about it to whoever can add words to it.

use crate::cache::{Encoding, accepted, brotli, gzip};
use axum::{
    body::Body,
    extract::Request,
    http::{
        HeaderValue, Method, StatusCode, Uri,
        header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, VARY},
    },
    middleware::Next,
    response::Response,
};
use http_body_util::BodyExt;

/// Compresses a page that nothing further in has compressed.
pub(crate) async fn squeeze(request: Request, next: Next) -> Response {
    let encoding = accepted(request.headers());
    let method = request.method().clone();
    let quiet = keeps_quiet(request.uri());
    let response = next.run(request).await;
    // What answers a form with 200 shows what was made and is shown once: a key, codes, an invitation.
    let shows_once = method == Method::POST && response.status() == StatusCode::OK;
    let readable = matches!(method, Method::GET | Method::POST);
    if encoding == Encoding::Plain || !readable || quiet || shows_once || !is_plain_page(&response) {
        return response;
    }
    pack(response, encoding).await
}

/// Pages with a secret on them, and searches, which put the words of the address beside what is known
/// about people.
fn keeps_quiet(uri: &Uri) -> bool {
    let path = uri.path();
    path.contains("/account/factor")
        || path.contains("/account/tokens")
        || (path.contains("/admin/") && uri.query().is_some())
}

fn is_plain_page(response: &Response) -> bool {
    let headers = response.headers();
    !headers.contains_key(CONTENT_ENCODING)
        && headers
            .get(CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

async fn pack(response: Response, encoding: Encoding) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(collected) = body.collect().await else {
        return Response::new(Body::empty());
    };
    let plain = collected.to_bytes();
    let (packed, name) = match encoding {
        Encoding::Brotli => (brotli(&plain), "br"),
        Encoding::Gzip | Encoding::Plain => (gzip(&plain), "gzip"),
    };
    let Ok(packed) = packed else {
        return Response::from_parts(parts, Body::from(plain));
    };
    parts.headers.insert(CONTENT_ENCODING, HeaderValue::from_static(name));
    parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(packed.len()));
    parts.headers.append(VARY, HeaderValue::from_static("accept-encoding"));
    Response::from_parts(parts, Body::from(packed))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests say what they expect")]
mod tests {
    use super::*;
    use axum::{Router, middleware::from_fn, response::Html, routing::get};
    use tower::ServiceExt;

    async fn encoding_of(method: Method, path: &str, accepts: &str) -> Option<String> {
        let page = || async { Html("<p>تيويزي</p>".repeat(200)) };
        let wrong = || async { (StatusCode::UNPROCESSABLE_ENTITY, Html("<p>no</p>".repeat(200))) };
        let router = Router::new()
            .route("/fr/cart", get(page).post(wrong))
            .route("/fr/sell/1/members/invite", axum::routing::post(page))
            .route("/fr/account/factor/set-up", get(page))
            .route("/fr/admin/people", get(page))
            .route("/api/products", get(async || "{}".repeat(200)))
            .layer(from_fn(squeeze));
        let request = Request::builder().method(method).uri(path);
        let request = request.header("accept-encoding", accepts).body(Body::empty()).unwrap();
        let response = router.oneshot(request).await.unwrap();
        let encoding = response.headers().get(CONTENT_ENCODING)?;
        assert_eq!(response.headers()[VARY], "accept-encoding");
        Some(encoding.to_str().unwrap().to_owned())
    }

    #[tokio::test]
    async fn pages_travel_compressed_for_those_who_can_read_them() {
        for (accepts, sent) in [
            ("gzip, deflate, br", Some("br")),
            ("gzip", Some("gzip")),
            ("identity", None),
        ] {
            let found = encoding_of(Method::GET, "/fr/cart", accepts).await;
            assert_eq!(found.as_deref(), sent, "{accepts}");
        }
        let faults = encoding_of(Method::POST, "/fr/cart", "br").await;
        assert_eq!(faults.as_deref(), Some("br"));
    }

    #[tokio::test]
    async fn what_shows_a_secret_or_repeats_a_search_among_people_does_not() {
        for (method, path) in [
            (Method::POST, "/fr/sell/1/members/invite"),
            (Method::GET, "/fr/account/factor/set-up"),
            (Method::GET, "/fr/admin/people?q=a"),
            (Method::GET, "/api/products"),
        ] {
            assert_eq!(encoding_of(method, path, "br").await, None, "{path}");
        }
        let unasked = encoding_of(Method::GET, "/fr/admin/people", "br").await;
        assert_eq!(unasked.as_deref(), Some("br"));
    }
}
