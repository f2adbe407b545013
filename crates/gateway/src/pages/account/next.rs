//! What comes next: the page somebody was going to, after the pages that come first.

use crate::{
    App, Failure, Outcome,
    extract::{Lang, Signed, local_path},
    page,
};
use axum::response::Response;
use identity::Opened;
use kernel::{Locale, time::SECOND};

/// Where to go on to: a path of this market, or nothing.
pub(super) fn next_of(typed: &str) -> String {
    local_path(typed).unwrap_or_default().to_owned()
}

/// A path with `next` behind it, where there is one.
pub(super) fn with_next(path: &str, next: &str) -> String {
    if next.is_empty() {
        return path.to_owned();
    }
    let mark = if path.contains('?') { '&' } else { '?' };
    let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
    format!("{path}{mark}next={next}")
}

/// A sensitive page: a fresh code comes first. After it they come back to `here`, a path without its
/// language.
///
/// # Errors
/// The way to that code.
pub(super) fn fresh_first(app: &App, session: &Signed, lang: Lang, here: &str) -> Result<(), Failure> {
    if session.0.is_fresh(app.market().now()) {
        return Ok(());
    }
    let confirm = format!("/{}/account/confirm", *lang);
    Err(Failure::elsewhere(with_next(&confirm, &format!("/{}{here}", *lang))))
}

/// Puts a new session into the browser and goes on.
pub(super) fn with_session(app: &App, mut response: Response, opened: &Opened) -> Response {
    let lasts = opened.expires_at.since(app.market().now()) / SECOND;
    page::set_cookie(&mut response, "session", opened.secret.reveal(), lasts);
    response
}

/// The page of somebody who just signed in: their first cooperative, the office, or their account.
async fn home(app: &App, locale: Locale, opened: &Opened) -> Result<String, Failure> {
    if opened.wants_factor {
        return Ok(format!("/{locale}/account/factor"));
    }
    let mine = identity::role::list_for_person(&app.market().db, opened.person).await?;
    Ok(match mine.first() {
        Some((cooperative, _)) => format!("/{locale}/sell/{cooperative}"),
        None => format!("/{locale}/account"),
    })
}

/// After a new session: the second factor first, then where the person was going.
pub(super) async fn onward(app: &App, locale: Locale, opened: &Opened, next: &str) -> Outcome {
    let factor = format!("/{locale}/account/factor");
    let to = match (opened.wants_factor, next.is_empty()) {
        // The factor's page asked for this proof, and knows already where to go on to.
        (true, false) if next.split('?').next() == Some(factor.as_str()) => next.to_owned(),
        (true, _) => with_next(&factor, next),
        (false, false) => next.to_owned(),
        (false, true) => home(app, locale, opened).await?,
    };
    Ok(with_session(app, page::see_other(&to)?, opened))
}

#[cfg(test)]
mod tests {
    use super::{next_of, with_next};

    #[test]
    fn a13_where_to_go_on_to_is_kept_only_inside_this_market() {
        assert_eq!(
            with_next("/ar/sign-in", &next_of("/ar/account?x=1")),
            "/ar/sign-in?next=%2Far%2Faccount%3Fx%3D1"
        );
        assert_eq!(with_next("/ar/sign-in", &next_of("//evil.example")), "/ar/sign-in");
    }
}
