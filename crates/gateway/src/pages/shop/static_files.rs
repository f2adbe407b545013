//! Pictures and the files of the pages: named by their content, so browsers keep them for ever.

use crate::{App, Failure, Outcome, page};
use axum::{
    body::Body,
    extract::{Path, State},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{
            ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
            IF_NONE_MATCH, VARY,
        },
    },
    response::{IntoResponse, Response},
};

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Somebody's file is a picture and nothing else, even when it is opened by itself.
const ALONE: HeaderValue = HeaderValue::from_static("default-src 'none'; sandbox");

/// A picture of a photo.
pub(super) async fn media(State(app): State<App>, Path(name): Path<String>, headers: HeaderMap) -> Outcome {
    let name = media::Name::parse(&name).ok_or_else(Failure::not_found)?;
    let etag = tag(&name.to_string())?;
    if is_known(&headers, &etag) {
        return Ok(lasting(StatusCode::NOT_MODIFIED.into_response(), etag));
    }
    let bytes = app.market().photos.get(&name).await?.ok_or_else(Failure::not_found)?;
    let mut response = Response::new(Body::from(bytes));
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(name.encoding().content_type()));
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, ALONE);
    Ok(lasting(response, etag))
}

/// A script, font or icon of the pages.
pub(super) async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Outcome {
    let asset = view::assets::get(&name).ok_or_else(Failure::not_found)?;
    let etag = tag(&name)?;
    if is_known(&headers, &etag) {
        return Ok(lasting(StatusCode::NOT_MODIFIED.into_response(), etag));
    }
    let offers = headers
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    let takes = |coding: &str| offers.split(',').any(|offer| offer.trim() == coding);
    let squeezed = match (asset.brotli(), asset.gzip()) {
        (Some(bytes), _) if takes("br") => Some((bytes, "br")),
        (_, Some(bytes)) if takes("gzip") => Some((bytes, "gzip")),
        _ => None,
    };
    let (bytes, coding) = squeezed.map_or((asset.plain, None), |(bytes, coding)| (bytes, Some(coding)));
    let mut response = Response::new(Body::from(bytes));
    if let Some(coding) = coding {
        response
            .headers_mut()
            .insert(CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    response
        .headers_mut()
        .insert(VARY, HeaderValue::from_static("accept-encoding"));
    Ok(lasting(response, etag))
}

/// Where browsers look without being told.
pub(super) async fn favicon() -> Outcome {
    page::see_other(view::assets::url("favicon.svg"))
}

/// The market as an application on a phone's home screen.
pub(super) async fn manifest() -> Outcome {
    page::see_other(view::assets::url("app.webmanifest"))
}

fn tag(name: &str) -> Result<HeaderValue, Failure> {
    HeaderValue::try_from(format!("\"{name}\"")).map_err(|_| Failure::not_found())
}

fn is_known(headers: &HeaderMap, etag: &HeaderValue) -> bool {
    headers.get_all(IF_NONE_MATCH).iter().any(|value| {
        let Ok(tags) = value.to_str() else { return false };
        tags.split(',')
            .any(|tag| tag.trim().trim_start_matches("W/").as_bytes() == etag.as_bytes())
    })
}

fn lasting(mut response: Response, etag: HeaderValue) -> Response {
    response.headers_mut().insert(CACHE_CONTROL, FOR_EVER);
    response.headers_mut().insert(ETAG, etag);
    response
}
