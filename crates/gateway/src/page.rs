//! Small things every page does: its chrome, its status, going elsewhere after a POST.

use crate::{App, Failure, Outcome, cache::Public, extract::Visitor};
use askama::Template;
use axum::{
    http::{
        HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION, SET_COOKIE},
    },
    response::{IntoResponse, Response},
};
use kernel::{Kind, Locale};
use market::money::{Form, Printed};
use view::chrome::{Chrome, Tone, Viewer};

/// A private page's chrome: never indexed, with the navigation of whoever looks and the notice that
/// a previous page left.
///
/// # Errors
/// When the database cannot be read.
pub(crate) async fn chrome(app: &App, visitor: &Visitor, title_key: &str) -> Result<Chrome, Failure> {
    let locale = visitor.locale();
    let mut chrome = frame(app, locale, title_key)
        .with_path(visitor.path_without_language())
        .with_viewer(visitor.viewer());
    if let Some(cooperative) = visitor.cooperative() {
        let name = catalogue::cooperative::name(&app.market().db, cooperative).await?;
        chrome.viewer = Viewer::Seller {
            cooperative_name: name.text(locale).to_owned(),
            root: format!("/sell/{cooperative}"),
        };
    }
    if let Some(key) = visitor.notice() {
        chrome = chrome.with_notice(Tone::Good, view::words::say(locale, key));
    }
    Ok(chrome)
}

/// What every page's chrome has: the market's address and who runs it. Public pages go on from here
/// with a path, a description and their alternates, and nothing about the visitor.
pub(crate) fn frame(app: &App, locale: Locale, title_key: &str) -> Chrome {
    titled(app, locale, view::words::plain(locale, title_key, &[]))
}

/// [`frame`] with a title that is no key: the name of a product.
pub(crate) fn titled(app: &App, locale: Locale, title: impl Into<String>) -> Chrome {
    let (operator, ways) = (&app.market().settings.operator, &app.market().ways);
    Chrome::new(locale, title)
        .with_public_url(app.public_url())
        .with_demo(app.demo())
        .with_early(ways.offers(order::Method::Card), ways.offers(order::Method::Transfer))
        .with_restored(app.restored())
        .with_operator(&operator.name, &operator.email)
}

/// Takes the cookie of [`see_other_with`] back.
const NOTICE_SHOWN: &str = "__Host-notice=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0";

/// A page for one reader: never stored anywhere.
pub(crate) fn html(status: StatusCode, page: &impl Template) -> Outcome {
    let body = render(page)?;
    let mut response = (status, [(CONTENT_TYPE, "text/html; charset=utf-8")], body).into_response();
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // A notice is shown once: whatever page comes after it says nothing any more.
    response
        .headers_mut()
        .append(SET_COOKIE, HeaderValue::from_static(NOTICE_SHOWN));
    Ok(response)
}

/// A page that is the same for everybody: kept in memory until the catalogue changes.
pub(crate) fn public(page: &impl Template) -> Outcome {
    let body = render(page)?;
    let mut response = ([(CONTENT_TYPE, "text/html; charset=utf-8")], body).into_response();
    response.extensions_mut().insert(Public);
    Ok(response)
}

fn render(page: &impl Template) -> Result<String, Failure> {
    page.render().map_err(|error| Failure {
        detail: Some(error.to_string()),
        ..Failure::new(Kind::Broken, "http.template")
    })
}

/// A paper to keep: for one reader, never stored on the way, under a name of its own.
pub(crate) fn file(printed: Printed) -> Outcome {
    let kind = match printed.form {
        Form::Pdf => "application/pdf",
        Form::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    };
    let name = format!("attachment; filename=\"{}\"", printed.name);
    let name = HeaderValue::try_from(name).map_err(|_| Failure::malformed())?;
    let mut response = ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-store")], printed.bytes).into_response();
    response.headers_mut().insert(CONTENT_DISPOSITION, name);
    Ok(response)
}

/// After a POST: the browser fetches the next page, and going back repeats nothing.
pub(crate) fn see_other(path: &str) -> Outcome {
    let location = HeaderValue::try_from(encode_path(path)).map_err(|_| Failure::malformed())?;
    Ok((StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response())
}

/// [`see_other`], and the next page shows the sentence of `notice`, a key of the locales.
pub(crate) fn see_other_with(path: &str, notice: &str) -> Outcome {
    let mut response = see_other(path)?;
    let cookie = format!("__Host-notice={notice}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=30");
    if let Ok(cookie) = HeaderValue::try_from(cookie) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(response)
}

/// Adds a cookie to a response.
pub(crate) fn set_cookie(response: &mut Response, name: &str, value: &str, max_age_seconds: i64) {
    let cookie = format!("__Host-{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={max_age_seconds}");
    if let Ok(cookie) = HeaderValue::try_from(cookie) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
}

/// A path as it may stand in a header: what is not ASCII is percent-encoded, what is encoded stays.
pub(crate) fn encode_path(path: &str) -> String {
    const UNSAFE: &percent_encoding::AsciiSet = &percent_encoding::CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>');
    percent_encoding::utf8_percent_encode(path, UNSAFE).to_string()
}

/// A fresh token for a form that must take effect once.
pub(crate) fn once_token(app: &App) -> String {
    use kernel::ids::Id;
    app.market()
        .mint()
        .unguessable::<kernel::ids::QuoteId>()
        .uuid()
        .simple()
        .to_string()
}
