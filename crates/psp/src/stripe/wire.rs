//! The line to Stripe. The bindings say what is asked; this says how long and how much we listen, what is read of an
//! answer, and what an error leaves behind.
//!
//! The bindings' own client reads an answer of any length and does not tell a connection that was never made from one
//! that broke. Their own reading of answers wants every field to be there: one that is missing from an object that we do
//! not even look at, and nobody learns that an order was paid. So the line is ours, and we read the few fields that we need.

use super::Settings;
use crate::{CONNECT, Failure, SetupError};
use bytes::{Bytes, BytesMut};
use reqwest::{
    Client, Method, Response, StatusCode,
    header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue},
    redirect::Policy,
};
use serde::{Deserialize, de::DeserializeOwned};
use stripe::{IdempotencyKey, StripeRequest};
use stripe_client_core::{StripeMethod, VERSION};

/// The longest answer that is read.
const ANSWER_MOST: usize = 1024 * 1024;
/// The longest error that is looked into.
const WORD_MOST: usize = 100;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// There is no such thing.
    Missing,
    /// The same idempotency key was used with another request.
    Reused,
    /// As it is told to whoever asked.
    Failure(Failure),
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Missing => Self::Refused("no such object".to_owned()),
            Fault::Reused => Self::Unknown("the key was used for another request".to_owned()),
            Fault::Failure(failure) => failure,
        }
    }
}

/// An open line.
#[derive(Clone, Debug)]
pub(super) struct Wire {
    client: Client,
    base: String,
}

impl Wire {
    /// Prepares a client; no connection is opened yet.
    pub(super) fn open(settings: &Settings) -> Result<Self, SetupError> {
        // The client panics without a provider of cryptography; a second installation is refused, which is fine.
        rustls::crypto::ring::default_provider().install_default().ok();
        let client = Client::builder()
            .connect_timeout(CONNECT.min(settings.timeout))
            .timeout(settings.timeout)
            // A redirect could carry the key elsewhere.
            .redirect(Policy::none())
            .no_proxy()
            .default_headers(headers(settings)?)
            .build()
            .map_err(|error| SetupError::new("stripe", error.without_url()))?;
        Ok(Self {
            client,
            base: format!("{}/v1", settings.api_url.trim_end_matches('/')),
        })
    }
}

fn headers(settings: &Settings) -> Result<HeaderMap, SetupError> {
    let mut headers = HeaderMap::new();
    let bearer = format!("Bearer {}", settings.secret_key.reveal());
    let mut key = HeaderValue::try_from(bearer).map_err(|_| SetupError::new("stripe secret key", "not a key"))?;
    key.set_sensitive(true);
    headers.insert(AUTHORIZATION, key);
    headers.insert(
        HeaderName::from_static("stripe-version"),
        HeaderValue::try_from(VERSION.as_str()).map_err(|error| SetupError::new("stripe version", error))?,
    );
    if let Some(account) = &settings.account {
        let account = HeaderValue::try_from(account).map_err(|_| SetupError::new("stripe account", "not an id"))?;
        headers.insert(HeaderName::from_static("stripe-account"), account);
    }
    Ok(headers)
}

impl Wire {
    /// Asks, and reads what it is answered.
    pub(super) async fn ask<T: DeserializeOwned>(&self, request: &impl StripeRequest) -> Result<T, Fault> {
        self.exchange(request, None).await
    }

    /// Asks for something that must happen once: the same key has no second effect.
    pub(super) async fn ask_once<T: DeserializeOwned>(
        &self,
        request: &impl StripeRequest,
        key: &str,
    ) -> Result<T, Fault> {
        let key = IdempotencyKey::new(key).map_err(|error| Fault::Failure(Failure::Refused(error.to_string())))?;
        self.exchange(request, Some(key)).await
    }

    async fn exchange<T: DeserializeOwned>(
        &self,
        request: &impl StripeRequest,
        key: Option<IdempotencyKey>,
    ) -> Result<T, Fault> {
        let request = request.build();
        let method = match request.method {
            StripeMethod::Get => Method::GET,
            StripeMethod::Post => Method::POST,
            StripeMethod::Delete => Method::DELETE,
        };
        let query = request.query.map(|query| format!("?{query}")).unwrap_or_default();
        let mut asked = self
            .client
            .request(method, format!("{}{}{query}", self.base, request.path));
        if let Some(body) = request.body {
            asked = asked
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(body);
        }
        if let Some(key) = key {
            asked = asked.header("idempotency-key", key.as_str());
        }
        let answer = asked.send().await.map_err(unreached)?;
        let status = answer.status();
        let body = read(answer).await?;
        if status.is_success() {
            // It was done, and we cannot read what: ask again, or look.
            serde_json::from_slice(&body).map_err(|_| unknown("an answer that cannot be read"))
        } else {
            Err(judge(status, &body))
        }
    }
}

/// What never left has no effect; of everything else nobody knows.
fn unreached(error: reqwest::Error) -> Fault {
    if error.is_connect() || error.is_builder() {
        Fault::Failure(Failure::Unavailable("no connection".to_owned()))
    } else if error.is_timeout() {
        unknown("no answer in time")
    } else {
        unknown("the connection broke")
    }
}

async fn read(mut answer: Response) -> Result<Bytes, Fault> {
    let mut body = BytesMut::new();
    while let Some(chunk) = answer.chunk().await.map_err(unreached)? {
        if body.len().saturating_add(chunk.len()) > ANSWER_MOST {
            return Err(unknown("an answer without end"));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

fn unknown(why: &str) -> Fault {
    Fault::Failure(Failure::Unknown(why.to_owned()))
}

#[derive(Default, Deserialize)]
struct Said {
    #[serde(default)]
    error: Words,
}

#[derive(Default, Deserialize)]
struct Words {
    #[serde(rename = "type", default)]
    kind: Option<String>,
    #[serde(default)]
    code: Option<String>,
    #[serde(default)]
    param: Option<String>,
}

/// What an error leaves behind. Its message is not repeated: it may quote what we sent.
fn judge(status: StatusCode, body: &[u8]) -> Fault {
    let said: Said = serde_json::from_slice(body).unwrap_or_default();
    let word = |word: &Option<String>| {
        word.as_deref()
            .unwrap_or("-")
            .chars()
            .take(WORD_MOST)
            .collect::<String>()
    };
    let kind = said.error.kind.as_deref().unwrap_or_default();
    let why = format!(
        "{} {} {} {}",
        status.as_u16(),
        word(&said.error.kind),
        word(&said.error.code),
        word(&said.error.param)
    );
    match status.as_u16() {
        400 if kind == "idempotency_error" => Fault::Reused,
        // Without a word of theirs it is not their answer, but somebody's between us.
        400 | 402 | 422 if !kind.is_empty() => Fault::Failure(Failure::Refused(why)),
        404 if said.error.code.as_deref() == Some("resource_missing") => Fault::Missing,
        // Our key or our pace: nothing was done, and it may be right again in a moment.
        401 | 403 | 429 if !kind.is_empty() => Fault::Failure(Failure::Unavailable(why)),
        _ => Fault::Failure(Failure::Unknown(why)),
    }
}
