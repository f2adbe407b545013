//! SMS through the HTTP interface of a provider: one POST per message, with the fields named as the
//! provider wants them.

use crate::{MailError, Message, Secret, SetupError, transport::is_loopback};
use kernel::Phone;
use reqwest::{
    Client, StatusCode, Url,
    header::{HeaderMap, HeaderName, HeaderValue},
    redirect::Policy,
};
use std::{collections::BTreeMap, time::Duration};

/// How long a connection may take to open.
const CONNECT: Duration = Duration::from_secs(5);
/// How long the whole exchange may take.
const TOTAL: Duration = Duration::from_secs(15);

/// A provider's interface.
#[derive(Clone, Debug)]
pub struct Gateway {
    /// Where to post; `https`, unless it is on this machine.
    pub url: String,
    /// How the fields are written.
    pub body: Body,
    /// The name of the field with the number (`+212…`).
    pub to_field: String,
    /// The name of the field with the text.
    pub text_field: String,
    /// The name and value of the field with the sender, where the provider wants one.
    pub sender: Option<(String, String)>,
    /// The name of the field with the message's id, by which a provider may know a repetition.
    pub reference_field: Option<String>,
    /// The name and value of the header with the key.
    pub key: Option<(String, Secret)>,
}

/// How the fields of a request are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// As one JSON object.
    Json,
    /// As a form.
    Form,
}

/// The open transport.
pub(crate) struct Provider {
    client: Client,
    url: Url,
    settings: Gateway,
}

impl Provider {
    /// Prepares a client; no connection is opened yet.
    pub(crate) fn open(settings: &Gateway) -> Result<Self, SetupError> {
        let url: Url = settings
            .url
            .parse()
            .map_err(|error| SetupError::value("sms url", error))?;
        let host = url.host_str().unwrap_or_default();
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(host) => {}
            _ => return Err(SetupError::Clear(host.to_owned())),
        }
        // The client panics without a provider of cryptography; a second installation is refused, which is fine.
        rustls::crypto::ring::default_provider().install_default().ok();
        let client = Client::builder()
            .connect_timeout(CONNECT)
            .timeout(TOTAL)
            // A redirect could carry the key and the number elsewhere.
            .redirect(Policy::none())
            .no_proxy()
            .default_headers(key(settings)?)
            .build()
            .map_err(|error| SetupError::value("sms", error.without_url()))?;
        Ok(Self {
            client,
            url,
            settings: settings.clone(),
        })
    }

    /// Hands a text over.
    pub(crate) async fn send(&self, message: &Message, to: &Phone) -> Result<(), MailError> {
        let settings = &self.settings;
        let mut fields = BTreeMap::from([
            (settings.to_field.as_str(), to.as_str()),
            (settings.text_field.as_str(), message.text.as_str()),
        ]);
        if let Some((name, value)) = &settings.sender {
            fields.insert(name, value);
        }
        if let Some(name) = &settings.reference_field {
            fields.insert(name, &message.id);
        }
        let request = self.client.post(self.url.clone());
        let request = match settings.body {
            Body::Json => request.json(&fields),
            Body::Form => request.form(&fields),
        };
        match request.send().await {
            Ok(answer) => judge(answer.status()),
            // Without the address, which may hold a key.
            Err(error) => Err(MailError::Temporary(format!(
                "the gateway cannot be reached: {}",
                error.without_url()
            ))),
        }
    }
}

/// Only 400, 404, 410 and 422 speak of this message; that the provider does not accept us, has moved or
/// is busy is a matter of configuration or time, and no message is lost over it.
fn judge(status: StatusCode) -> Result<(), MailError> {
    let text = format!("the gateway said {}", status.as_u16());
    match status.as_u16() {
        200..=299 => Ok(()),
        400 | 404 | 410 | 422 => Err(MailError::Permanent(text)),
        _ => Err(MailError::Temporary(text)),
    }
}

fn key(settings: &Gateway) -> Result<HeaderMap, SetupError> {
    let mut headers = HeaderMap::new();
    if let Some((name, value)) = &settings.key {
        let name: HeaderName = name
            .parse()
            .map_err(|error| SetupError::value("sms key header", error))?;
        let mut value =
            HeaderValue::from_str(value.reveal()).map_err(|_| SetupError::value("sms key", "not a header value"))?;
        value.set_sensitive(true);
        headers.insert(name, value);
    }
    Ok(headers)
}
