//! The face of a refusal: a translated page, or a problem (RFC 9457) under `/api/`. A fault of ours
//! is logged here, once, with a reference number that the reader sees and its cause does not leave.

use crate::{App, Failure, extract::Lang, page};
use askama::Template;
use axum::{
    body::Body,
    extract::{Request, State},
    http::{
        HeaderValue, Method, StatusCode,
        header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER},
    },
    middleware::Next,
    response::{IntoResponse, Response},
};
use kernel::{Kind, Locale};
use serde::Serialize;
use view::chrome::Chrome;

/// Gives every refusal its face.
pub(crate) async fn faces(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let method = request.method().clone();
    let locale = Lang::of_path(&path).unwrap_or_else(|| preferred(request.headers()));
    let response = next.run(request).await;
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let failure = match response.extensions().get::<Failure>() {
        Some(failure) => failure.clone(),
        // A handler's own page, such as a form with its errors.
        None if response.headers().contains_key(CONTENT_TYPE) && is_ours(&response) => return response,
        None => Failure::new(kind_of(status), code_of(status)).with_status(status),
    };
    let reference = report(&app, &failure, &method, &path);
    let mut face = if path.starts_with("/api/") {
        problem(&failure, reference.as_deref())
    } else {
        error_page(&app, locale, &failure, reference)
    };
    if let Some(retry_after) = response.headers().get(RETRY_AFTER) {
        face.headers_mut().insert(RETRY_AFTER, retry_after.clone());
    }
    for cookie in response.headers().get_all(axum::http::header::SET_COOKIE) {
        face.headers_mut()
            .append(axum::http::header::SET_COOKIE, cookie.clone());
    }
    face
}

/// Pages and JSON of handlers keep their body; axum's own plain-text refusals get a face.
fn is_ours(response: &Response) -> bool {
    let kind = response
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or("");
    (kind.starts_with("text/html") || kind.contains("json"))
        && response.headers().get(CONTENT_LENGTH).is_none_or(|l| l != "0")
}

fn kind_of(status: StatusCode) -> Kind {
    match status {
        StatusCode::NOT_FOUND => Kind::NotFound,
        StatusCode::FORBIDDEN => Kind::Forbidden,
        StatusCode::SERVICE_UNAVAILABLE => Kind::Unavailable,
        status if status.is_server_error() => Kind::Broken,
        _ => Kind::Invalid,
    }
}

fn code_of(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "http.not_found",
        StatusCode::METHOD_NOT_ALLOWED => "http.method",
        StatusCode::PAYLOAD_TOO_LARGE => "http.too_large",
        StatusCode::FORBIDDEN => "http.cross_site",
        status if status.is_server_error() => "http.broken",
        _ => "http.malformed",
    }
}

/// Logs a fault of ours and gives it a number to read out on the telephone.
fn report(app: &App, failure: &Failure, method: &Method, path: &str) -> Option<String> {
    match failure.kind {
        Kind::Broken => {
            let reference = app.market().mint().letters::<6>();
            let detail = failure.detail.as_deref().unwrap_or(failure.code);
            tracing::error!(%reference, %method, path, code = failure.code, detail, "a request failed");
            Some(reference)
        }
        Kind::Unavailable => {
            tracing::warn!(%method, path, code = failure.code, detail = failure.detail.as_deref(), "unavailable");
            None
        }
        _ => {
            tracing::debug!(%method, path, code = failure.code, status = failure.status.as_u16(), "refused");
            None
        }
    }
}

#[derive(Serialize)]
struct Problem<'a> {
    r#type: &'static str,
    title: String,
    status: u16,
    code: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<&'a str>,
}

fn problem(failure: &Failure, reference: Option<&str>) -> Response {
    // What a page says to people is not always of use to a program.
    let own = format!("api-{}", failure.code.replace('.', "-"));
    let key = match view::words::has(Locale::En, &own) {
        true => own,
        false => view::words::error_key(failure.code),
    };
    // What is wrong with a body is for who wrote it; what is wrong with us is for the log.
    let detail = failure.detail.as_deref().filter(|_| failure.kind == Kind::Invalid);
    let problem = Problem {
        r#type: "about:blank",
        title: view::words::plain(Locale::En, &key, &[]),
        status: failure.status.as_u16(),
        code: failure.code,
        field: failure.field.map(in_the_document),
        detail,
        reference,
    };
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    (
        failure.status,
        [(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"))],
        body,
    )
        .into_response()
}

/// The name that a field has in bodies, where the market calls it otherwise.
fn in_the_document(field: &str) -> &str {
    match field {
        "terms" => "terms_accepted",
        "price" => "price_minor",
        field => field,
    }
}

#[derive(Template)]
#[template(path = "pages/error.html")]
struct ErrorPage {
    c: Chrome,
    status: u16,
    sentence: String,
    reference: Option<String>,
}

fn error_page(app: &App, locale: Locale, failure: &Failure, reference: Option<String>) -> Response {
    let name = kind_name(failure.kind);
    let c = page::frame(app, locale, &format!("error-title-{name}"));
    let key = view::words::error_key(failure.code);
    let key = if view::words::has(locale, &key) {
        key
    } else {
        format!("error-text-{name}")
    };
    let page = ErrorPage {
        c,
        status: failure.status.as_u16(),
        sentence: view::words::say(locale, &key),
        reference,
    };
    page::html(failure.status, &page).unwrap_or_else(|_| (failure.status, Body::empty()).into_response())
}

const fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::NotFound => "not_found",
        Kind::Forbidden => "forbidden",
        Kind::Conflict => "conflict",
        Kind::Limited => "limited",
        Kind::Unavailable => "unavailable",
        Kind::Broken => "broken",
        Kind::Invalid => "invalid",
    }
}

/// The language a browser asks for, where the path names none: that of the greatest weight, the first of
/// equals (RFC 9110 §12.5.4).
pub(crate) fn preferred(headers: &axum::http::HeaderMap) -> Locale {
    let asked = headers
        .get(axum::http::header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let mut best = (0, Locale::default());
    for part in asked.split(',') {
        let mut pieces = part.split(';').map(str::trim);
        let tag = pieces.next().unwrap_or_default().to_ascii_lowercase();
        let weight = pieces
            .find_map(|piece| piece.strip_prefix("q="))
            .map_or(1000, thousandths);
        let locale: Option<Locale> = tag.split('-').next().and_then(|tag| tag.parse().ok());
        if let Some(locale) = locale.filter(|locale| Locale::COMPLETE.contains(locale))
            && weight > best.0
        {
            best = (weight, locale);
        }
    }
    best.1
}

/// A weight such as `0.85` in thousandths; nothing for what is none.
fn thousandths(weight: &str) -> u32 {
    let (whole, part) = weight.split_once('.').unwrap_or((weight, ""));
    let part = format!("{part:0<3}");
    let read = |text: &str| text.parse::<u32>().ok();
    match (read(whole), part.get(..3).and_then(read)) {
        (Some(whole), Some(part)) => whole.saturating_mul(1000).saturating_add(part).min(1000),
        _ => 0,
    }
}
