//! Signing in and out, applying for a cooperative, one's own account, invitations, and the people,
//! bank account and telephone of a cooperative.

mod confirm;
mod contact;
mod cooperative;
mod factor;
mod invite;
mod join;
mod members;
mod overview;
mod password;
mod sign_in;
mod tokens;

use crate::{
    App, Failure, Outcome,
    extract::{Lang, Signed, Visitor, local_path},
    page,
    routes::{Access, Table},
};
use axum::{
    extract::Query,
    http::{HeaderMap, StatusCode, header::USER_AGENT},
    response::Response,
};
use identity::{Opened, Role};
use kernel::{Fault, Kind, Locale, time::SECOND};
use market::people::Origin;
use std::collections::BTreeMap;
use view::{form::Form, words};

/// Writes the routes of this area into the table.
pub(crate) fn routes(t: &mut Table) {
    t.get("/{lang}/sign-in", Access::Public, sign_in::show);
    t.post("/{lang}/sign-in", Access::Public, sign_in::ask);
    t.get("/{lang}/sign-in/code", Access::Public, sign_in::show_code);
    t.post("/{lang}/sign-in/code", Access::Public, sign_in::enter);
    t.get("/{lang}/sign-in/password", Access::Public, sign_in::show_password);
    t.post("/{lang}/sign-in/password", Access::Public, sign_in::enter_password);
    t.post("/{lang}/sign-out", Access::Unsettled, sign_in::leave);

    t.get("/{lang}/join", Access::Public, join::show);
    t.post("/{lang}/join", Access::SignedIn, join::go_on);
    t.get("/{lang}/sell/{cooperative}/application", Access::Member, join::correct);
    t.post(
        "/{lang}/sell/{cooperative}/application",
        Access::Member,
        join::go_on_correcting,
    );
    t.get("/{lang}/invite/{token}", Access::Public, invite::show);
    t.post("/{lang}/invite/{token}", Access::SignedIn, invite::accept);

    t.get("/{lang}/account", Access::SignedIn, overview::show);
    t.post("/{lang}/account", Access::SignedIn, overview::save);
    t.post(
        "/{lang}/account/sessions/end-others",
        Access::SignedIn,
        overview::end_others,
    );
    t.post(
        "/{lang}/account/sessions/{session}/end",
        Access::SignedIn,
        overview::end,
    );
    t.get("/{lang}/account/confirm", Access::Unsettled, confirm::show);
    t.post("/{lang}/account/confirm", Access::Unsettled, confirm::ask);
    t.get("/{lang}/account/confirm/code", Access::Unsettled, confirm::show_code);
    t.post("/{lang}/account/confirm/code", Access::Unsettled, confirm::enter);
    t.get("/{lang}/account/contact", Access::SignedIn, contact::show);
    t.post("/{lang}/account/contact", Access::SignedIn, contact::ask);
    t.get("/{lang}/account/contact/code", Access::SignedIn, contact::show_code);
    t.post("/{lang}/account/contact/code", Access::SignedIn, contact::enter);
    t.get("/{lang}/account/password", Access::SignedIn, password::show);
    t.post("/{lang}/account/password", Access::SignedIn, password::save);
    t.post("/{lang}/account/password/forget", Access::SignedIn, password::forget);
    t.get("/{lang}/account/tokens", Access::SignedIn, tokens::show);
    t.post("/{lang}/account/tokens", Access::SignedIn, tokens::make);
    t.post(
        "/{lang}/account/tokens/{token}/revoke",
        Access::SignedIn,
        tokens::revoke,
    );
    t.get("/{lang}/account/factor", Access::Unsettled, factor::show);
    t.post("/{lang}/account/factor", Access::Unsettled, factor::give);
    t.post("/{lang}/account/factor/set-up", Access::Unsettled, factor::set_up);
    t.post("/{lang}/account/factor/recovery", Access::SignedIn, factor::renew);

    t.get("/{lang}/sell/{cooperative}/members", Access::Member, members::show);
    t.post(
        "/{lang}/sell/{cooperative}/members/invite",
        Access::Member,
        members::invite,
    );
    t.post(
        "/{lang}/sell/{cooperative}/members/leave",
        Access::Member,
        members::leave,
    );
    t.post(
        "/{lang}/sell/{cooperative}/members/{person}/remove",
        Access::Member,
        members::remove,
    );
    t.post(
        "/{lang}/sell/{cooperative}/members/{person}/role",
        Access::Member,
        members::appoint,
    );
    t.post(
        "/{lang}/sell/{cooperative}/invites/{invite}/withdraw",
        Access::Member,
        members::withdraw,
    );
    t.get(
        "/{lang}/sell/{cooperative}/bank",
        Access::Member,
        cooperative::show_bank,
    );
    t.post(
        "/{lang}/sell/{cooperative}/bank",
        Access::Member,
        cooperative::save_bank,
    );
    t.get(
        "/{lang}/sell/{cooperative}/contact",
        Access::Member,
        cooperative::show_contact,
    );
    t.post(
        "/{lang}/sell/{cooperative}/contact",
        Access::Member,
        cooperative::save_contact,
    );
    t.get(
        "/{lang}/sell/{cooperative}/story",
        Access::Member,
        cooperative::show_story,
    );
    t.post(
        "/{lang}/sell/{cooperative}/story",
        Access::Member,
        cooperative::save_story,
    );
}

/// The pairs behind the `?` of an address.
type Asked = Query<BTreeMap<String, String>>;

fn asked<'a>(query: &'a Asked, name: &str) -> &'a str {
    query.0.get(name).map_or("", String::as_str)
}

/// Where to go on to: a path of this market, or nothing.
fn next_of(typed: &str) -> String {
    local_path(typed).unwrap_or_default().to_owned()
}

/// A path with `next` behind it, where there is one.
fn with_next(path: &str, next: &str) -> String {
    if next.is_empty() {
        return path.to_owned();
    }
    let mark = if path.contains('?') { '&' } else { '?' };
    let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
    format!("{path}{mark}next={next}")
}

/// Where this request came from, as the verbs want to know it.
fn origin(visitor: &Visitor, headers: &HeaderMap, lang: Lang) -> Origin {
    let agent = headers
        .get(USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    Origin {
        address: Some(visitor.address),
        locale: *lang,
        device: device(agent),
    }
}

/// What people would call the device: a browser and a system.
fn device(agent: &str) -> String {
    const BROWSERS: [(&str, &str); 6] = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 6] = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ];
    let find = |known: &[(&str, &'static str)]| {
        known
            .iter()
            .find(|(sign, _)| agent.contains(sign))
            .map(|(_, name)| *name)
    };
    [find(&BROWSERS), find(&SYSTEMS)]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

/// Puts a new session into the browser and goes on.
fn with_session(app: &App, mut response: Response, opened: &Opened) -> Response {
    let lasts = opened.expires_at.since(app.market().now()) / SECOND;
    page::set_cookie(&mut response, "session", opened.secret.reveal(), lasts);
    response
}

/// An administrator who has not given the second factor may do nothing else. After it they come back
/// to `here`, a path without its language.
fn factor_first(session: &Signed, lang: Lang, here: &str) -> Result<(), Box<Response>> {
    if session.0.is_settled() {
        return Ok(());
    }
    let factor = format!("/{}/account/factor", *lang);
    let response = page::see_other(&with_next(&factor, &format!("/{}{here}", *lang)));
    Err(Box::new(
        response.unwrap_or_else(axum::response::IntoResponse::into_response),
    ))
}

/// A sensitive page: after the second factor, and after a fresh code.
fn fresh_first(app: &App, session: &Signed, lang: Lang, here: &str) -> Result<(), Box<Response>> {
    factor_first(session, lang, here)?;
    if session.0.is_fresh(app.market().now()) {
        return Ok(());
    }
    let to = with_next(&format!("/{}/account/confirm", *lang), &format!("/{}{here}", *lang));
    let response = page::see_other(&to);
    Err(Box::new(
        response.unwrap_or_else(axum::response::IntoResponse::into_response),
    ))
}

/// Puts a verb's refusal beside a field of the form, where it belongs to what was typed; anything
/// else is a page of its own.
fn beside(f: &mut Form, field: &str, error: market::Error) -> Result<StatusCode, Failure> {
    let status = match error.kind() {
        Kind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        Kind::Conflict => StatusCode::CONFLICT,
        Kind::Limited => StatusCode::TOO_MANY_REQUESTS,
        _ => return Err(error.into()),
    };
    let field = error
        .field()
        .filter(|own| f.values(own).len() == 1)
        .unwrap_or(field)
        .to_owned();
    let key = words::error_key(error.code());
    match &error {
        market::Error::Identity(identity::Error::Limited { retry_after }) => {
            let minutes = retry_after.div_euclid(60).saturating_add(1);
            f.refuse_with(&field, "account-limited", [("minutes", minutes.into())]);
        }
        market::Error::Identity(identity::Error::ShortPassword { min }) => {
            f.refuse_with(&field, "account-short-password", [("min", (*min).into())]);
        }
        _ => f.refuse(&field, &key),
    }
    Ok(status)
}

/// The word for a role.
fn role_key(role: Role) -> &'static str {
    match role {
        Role::Owner => "account-role-owner",
        Role::Member => "account-role-member",
    }
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
async fn onward(app: &App, locale: Locale, opened: &Opened, next: &str) -> Outcome {
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
    use super::*;

    #[test]
    fn a_device_is_called_by_its_browser_and_system() {
        let phone = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36";
        assert_eq!(device(phone), "Chrome, Android");
        assert_eq!(device("curl/8"), "");
    }

    #[test]
    fn a13_where_to_go_on_to_is_kept_only_inside_this_market() {
        assert_eq!(
            with_next("/ar/sign-in", &next_of("/ar/account?x=1")),
            "/ar/sign-in?next=%2Far%2Faccount%3Fx%3D1"
        );
        assert_eq!(with_next("/ar/sign-in", &next_of("//evil.example")), "/ar/sign-in");
    }
}
