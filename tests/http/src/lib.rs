//! A small client for the door without a socket: keeps cookies like a browser, sends forms, files
//! and JSON, and follows a redirect when told to. Tests use it as a person or a program would.
// A helper of tests panics as a test does.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::float_arithmetic
)]

pub mod markup;

use axum::{
    Router,
    body::Body,
    http::{
        HeaderMap, Method, Request, StatusCode,
        header::{CONTENT_TYPE, COOKIE, HOST, LOCATION, SET_COOKIE},
    },
};
use gateway::{App, Config};
use http_body_util::BodyExt;
use serde_json::Value;
use std::collections::BTreeMap;
use testkit::TestMarket;
use tower::ServiceExt;

/// The door of a test market, answering for the host of its public address.
pub fn door(market: &TestMarket) -> Router {
    gateway::router(app(market))
}

/// The door's state, for tests that look behind it.
pub fn app(market: &TestMarket) -> App {
    App::new(
        market.shared(),
        Config {
            hosts: vec!["market.example".to_owned()],
            trusted_proxies: Vec::new(),
        },
    )
}

/// Somebody with a browser or a program.
#[derive(Clone)]
pub struct Client {
    router: Router,
    cookies: BTreeMap<String, String>,
    /// Sent with every request.
    pub headers: Vec<(String, String)>,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as text.
    pub body: String,
    /// The body as it came.
    pub bytes: Vec<u8>,
}

impl Reply {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("not JSON ({error}): {}", self.body))
    }

    /// Where it sends us, if it does.
    pub fn location(&self) -> Option<&str> {
        self.headers.get(LOCATION).and_then(|value| value.to_str().ok())
    }

    /// The value of the hidden or text field `name` in the page.
    pub fn field(&self, name: &str) -> Option<String> {
        let at = self.body.find(&format!("name=\"{name}\""))?;
        let start = self.body[..at].rfind('<')?;
        let tag = &self.body[start..start + self.body[start..].find('>')?];
        let value = tag.split("value=\"").nth(1)?;
        Some(unescape(value.split('"').next()?))
    }

    /// Every `href` in the page that contains `part`.
    pub fn links(&self, part: &str) -> Vec<String> {
        self.attributes("href")
            .into_iter()
            .filter(|href| href.contains(part))
            .collect()
    }

    /// Every form `action` in the page that contains `part`.
    pub fn actions(&self, part: &str) -> Vec<String> {
        self.attributes("action")
            .into_iter()
            .filter(|action| action.contains(part))
            .collect()
    }

    fn attributes(&self, name: &str) -> Vec<String> {
        let key = format!(" {name}=\"");
        self.body
            .split(&key)
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .map(unescape)
            .collect()
    }
}

fn unescape(text: &str) -> String {
    text.replace("&#38;", "&")
        .replace("&amp;", "&")
        .replace("&#34;", "\"")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
}

impl Client {
    /// A new visitor.
    pub fn new(router: Router) -> Self {
        Self {
            router,
            cookies: BTreeMap::new(),
            headers: Vec::new(),
        }
    }

    /// A program with a bearer token.
    pub fn with_token(router: Router, token: &str) -> Self {
        let mut client = Self::new(router);
        client
            .headers
            .push(("authorization".to_owned(), format!("Bearer {token}")));
        client
    }

    /// The cookie `name` (without its `__Host-` prefix), if it is set.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(&format!("__Host-{name}")).map(String::as_str)
    }

    /// Sets a cookie as if the market had.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(format!("__Host-{name}"), value.to_owned());
    }

    /// Fetches a page.
    pub async fn get(&mut self, path: &str) -> Reply {
        self.send(Method::GET, path, None, Body::empty()).await
    }

    /// Sends a form.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let form: String = url_encode(fields);
        self.send(
            Method::POST,
            path,
            Some("application/x-www-form-urlencoded"),
            form.into(),
        )
        .await
    }

    /// Sends a form and fetches the page it leads to.
    pub async fn post_and_follow(&mut self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let reply = self.post(path, fields).await;
        match reply.location().map(str::to_owned) {
            Some(next) => self.get(&next).await,
            None => reply,
        }
    }

    /// Sends files as a browser does without scripts; each is a field name, a file name and its bytes.
    pub async fn upload(&mut self, path: &str, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Reply {
        const BOUNDARY: &str = "----tiwizi-test-boundary";
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(
                format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        for (name, file, bytes) in files {
            body.extend(
                format!(
                    "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\
                     content-type: application/octet-stream\r\n\r\n"
                )
                .bytes(),
            );
            body.extend(*bytes);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{BOUNDARY}--\r\n").bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.send(Method::POST, path, Some(&kind), body.into()).await
    }

    /// Sends JSON.
    pub async fn json(&mut self, method: Method, path: &str, body: &Value) -> Reply {
        self.send(method, path, Some("application/json"), body.to_string().into())
            .await
    }

    /// Sends anything.
    pub async fn send(&mut self, method: Method, path: &str, content_type: Option<&str>, body: Body) -> Reply {
        let path = path.strip_prefix("https://market.example").unwrap_or(path);
        let mut request = Request::builder()
            .method(method)
            .uri(encode(path))
            .header(HOST, "market.example");
        if let Some(kind) = content_type {
            request = request.header(CONTENT_TYPE, kind);
        }
        if !self.cookies.is_empty() {
            let jar: Vec<String> = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            request = request.header(COOKIE, jar.join("; "));
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let request = request.body(body).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(SET_COOKIE) {
            let text = cookie.to_str().expect("a cookie");
            let (name, value) = text
                .split(';')
                .next()
                .and_then(|pair| pair.split_once('='))
                .expect("a cookie");
            if text.contains("Max-Age=0") || value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let bytes = body.collect().await.expect("a body").to_bytes();
        Reply {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
            bytes: bytes.to_vec(),
        }
    }
}

/// A path as a browser sends it.
fn encode(path: &str) -> String {
    path.bytes()
        .map(|byte| {
            if byte.is_ascii_graphic() && !br#"\"<>`{}|^"#.contains(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

fn url_encode(fields: &[(&str, &str)]) -> String {
    let escape = |text: &str| -> String {
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
                b' ' => "+".to_owned(),
                byte => format!("%{byte:02X}"),
            })
            .collect()
    };
    fields
        .iter()
        .map(|(name, value)| format!("{}={}", escape(name), escape(value)))
        .collect::<Vec<_>>()
        .join("&")
}
