//! The interface over HTTP, and the page where a buyer pays.

use super::{
    KEY,
    answer::{Answer, error, list, ok},
    books::{Books, Mood},
    form::Form,
    objects,
};
use crate::Clock;
use axum::{
    Router,
    body::Body,
    extract::{Path, RawQuery, Request, State},
    http::{HeaderMap, StatusCode, header::LOCATION},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// How long nothing is answered.
const SILENCE: Duration = Duration::from_secs(60);
/// The longest body.
const BODY_MOST: usize = 64 * 1024;

#[derive(Clone)]
struct Desk {
    books: Arc<Mutex<Books>>,
    clock: Clock,
}

/// A client that verifies nothing and follows nothing: everything is on loopback.
pub(super) fn client() -> reqwest::Client {
    rustls::crypto::ring::default_provider().install_default().ok();
    let client = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(10));
    client.build().expect("a client")
}

pub(super) fn router(books: Arc<Mutex<Books>>, clock: Clock) -> Router {
    Router::new()
        .route("/c/pay/{session}", get(page).post(press))
        .fallback(api)
        .with_state(Desk { books, clock })
}

async fn api(State(desk): State<Desk>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, BODY_MOST).await.unwrap_or_default();
    let asked = Asked {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: Form::parse(parts.uri.query().unwrap_or_default()),
        body: Form::parse(&String::from_utf8_lossy(&body)),
        headers: parts.headers,
    };
    let (mood, answer) = {
        let mut books = desk.books.lock().unwrap_or_else(PoisonError::into_inner);
        let mood = books.moods.pop_front().unwrap_or(Mood::Fine);
        let obeys = !matches!(mood, Mood::Broken | Mood::Silent | Mood::TooMany | Mood::Proxy);
        (mood, obeys.then(|| obey(&mut books, &asked, (desk.clock)())))
    };
    let answer = answer.unwrap_or_else(|| error(500, "api_error", None, None, "An unknown error occurred"));
    match mood {
        Mood::Fine => reply(answer.status, answer.body.to_string()),
        Mood::Broken | Mood::BrokenAfter => {
            let said = error(500, "api_error", None, None, "An unknown error occurred");
            reply(500, said.body.to_string())
        }
        Mood::Silent | Mood::SilentAfter => {
            tokio::time::sleep(SILENCE).await;
            reply(504, String::new())
        }
        Mood::Garbage => reply(200, "{\"id\": \"cs_".to_owned()),
        Mood::Endless => reply(200, " ".repeat(4 * 1024 * 1024)),
        Mood::TooMany => {
            let said = error(
                429,
                "invalid_request_error",
                Some("rate_limit"),
                None,
                "Too many requests",
            );
            reply(429, said.body.to_string())
        }
        Mood::Proxy => reply(403, "<html>Access denied by somebody in between</html>".to_owned()),
    }
}

fn reply(status: u16, body: String) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = [("content-type", "application/json"), ("request-id", "req_standin")];
    (status, headers, body).into_response()
}

struct Asked {
    method: String,
    path: String,
    query: Form,
    body: Form,
    headers: HeaderMap,
}

impl Asked {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    fn is_authorised(&self) -> bool {
        use base64::Engine;
        let basic = base64::engine::general_purpose::STANDARD.encode(format!("{KEY}:"));
        let given = self.header("authorization").unwrap_or_default();
        given == format!("Bearer {KEY}") || given == format!("Basic {basic}")
    }
}

/// One request under its idempotency key: the same key the same answer, another request refused.
fn obey(books: &mut Books, asked: &Asked, now: i64) -> Answer {
    if !asked.is_authorised() {
        return error(401, "invalid_request_error", None, None, "Invalid API Key provided");
    }
    books.close_by_time(now);
    let key = asked
        .header("idempotency-key")
        .filter(|_| asked.method == "POST")
        .map(str::to_owned);
    let account = asked.header("stripe-account").unwrap_or_default();
    let request = format!("{} {} {account} {}", asked.method, asked.path, asked.body.print());
    if let Some(key) = &key
        && let Some(answer) = books.remembered(key, &request)
    {
        return answer;
    }
    let answer = route(books, asked, now).unwrap_or_else(|refused| refused);
    if asked.method == "POST" && answer.status == 200 {
        books
            .obeyed
            .push(format!("{} {}", asked.path, key.as_deref().unwrap_or("-")));
    }
    if let Some(key) = &key {
        books.remember(key, request, &answer);
    }
    answer
}

fn route(books: &mut Books, asked: &Asked, now: i64) -> Result<Answer, Answer> {
    let account = asked.header("stripe-account").map(str::to_owned);
    let account = account.as_deref();
    let path: Vec<&str> = asked.path.trim_matches('/').split('/').collect();
    match (asked.method.as_str(), path.as_slice()) {
        ("POST", ["v1", "checkout", "sessions"]) => books.create_session(&asked.body, account, now),
        ("GET", ["v1", "checkout", "sessions"]) => sessions(books, asked, account, now),
        ("GET", ["v1", "checkout", "sessions", id]) => {
            let session = books.session(id, account)?;
            Ok(ok(objects::session(
                books,
                session,
                asked.query.expands("payment_intent"),
                now,
            )))
        }
        ("POST", ["v1", "checkout", "sessions", id, "expire"]) => books.expire(id, account, now),
        ("GET", ["v1", "payment_intents", id]) => books.payment_intent(id, account),
        ("POST", ["v1", "refunds"]) => books.create_refund(&asked.body, account, now),
        ("GET", ["v1", "refunds"]) => {
            let all = books.refunds.iter().rev();
            let of = asked.query.get("payment_intent");
            let rows = all
                .filter(|row| of.is_none_or(|of| of == row.payment))
                .map(objects::refund);
            page_of(asked, rows.collect())
        }
        ("GET", ["v1", "disputes"]) => {
            let all = books.disputes.iter().rev();
            let of = asked.query.get("payment_intent");
            let rows = all
                .filter(|row| of.is_none_or(|of| of == row.payment))
                .map(objects::dispute);
            page_of(asked, rows.collect())
        }
        _ => {
            let message = format!("Unrecognized request URL ({}: {}).", asked.method, asked.path);
            Err(error(404, "invalid_request_error", None, None, &message))
        }
    }
}

fn sessions(books: &Books, asked: &Asked, account: Option<&str>, now: i64) -> Result<Answer, Answer> {
    let from = asked.query.number("created[gte]")?.unwrap_or(0);
    let until = asked.query.number("created[lte]")?.unwrap_or(i64::MAX);
    let rows = books.sessions.iter().rev();
    let theirs = rows.filter(|row| row.account.as_deref() == account && (from..=until).contains(&row.created));
    let expand = asked.query.expands("payment_intent");
    page_of(
        asked,
        theirs.map(|row| objects::session(books, row, expand, now)).collect(),
    )
}

fn page_of(asked: &Asked, rows: Vec<serde_json::Value>) -> Result<Answer, Answer> {
    let limit = asked.query.number("limit")?.unwrap_or(10).clamp(1, 100);
    Ok(list(&asked.path, rows, asked.query.get("starting_after"), limit))
}

async fn page(State(desk): State<Desk>, Path(session): Path<String>) -> Response {
    let books = desk.books.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(found) = books.sessions.iter().find(|row| row.id == session) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let cancel = found.cancel_url.as_deref().unwrap_or_default();
    let form =
        |press: &str| format!("<form method=post action='?press={press}'><button id={press}>{press}</button></form>");
    Html(format!(
        "<!doctype html><title>Stand-in for Stripe</title><p>{} {}</p>{}{}<a id=cancel href='{cancel}'>cancel</a>",
        found.amount,
        found.currency,
        form("pay"),
        form("decline")
    ))
    .into_response()
}

async fn press(State(desk): State<Desk>, Path(session): Path<String>, RawQuery(query): RawQuery) -> Response {
    let now = (desk.clock)();
    let mut books = desk.books.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(found) = books.sessions.iter().find(|row| row.id == session).cloned() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    if query.as_deref() == Some("press=decline") {
        books.decline(&session, now);
        return (StatusCode::SEE_OTHER, [(LOCATION, format!("/c/pay/{session}"))]).into_response();
    }
    books.pay(&session, now);
    (StatusCode::SEE_OTHER, [(LOCATION, found.success_url)], Body::empty()).into_response()
}
