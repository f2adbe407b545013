//! Stripe: hosted Checkout by full redirect, and the signed messages that come of it.
//!
//! We start a session with our attempt's id as `client_reference_id` and as `attempt` in the metadata of session,
//! payment and refund (there with `refund`): that is how a message says it back. A dispute names only the payment.
//!
//! What is asked is said by the bindings (`async-stripe-*`), in the version of the interface that they were made for. The
//! line (`wire`) and the reading of answers and events are our own: bounded, and tolerant of what we do not need.
//!
//! The price is that of the order, in its currency: Stripe converts when it pays out, and shows the buyer no other sum.
//! Of the buyer it is told nothing.

mod event;
mod session;
mod wire;

use crate::{
    Answer, Attempt, Can, Failure, Headers, Message, Name, Provider, Refund, Refunded, Rejected, Secret, SetupError,
    Start, Started, TOTAL, Truth, attempt::is_id, signature,
};
use kernel::{Micros, Mint};
use std::time::Duration;
use url::Url;
use wire::Wire;

/// The header with the signature.
pub const HEADER: &str = "Stripe-Signature";
/// Where Stripe's interface is.
pub const API: &str = "https://api.stripe.com";
/// Where Stripe's pages are.
pub const PAGE: &str = "https://checkout.stripe.com";
/// Most secrets that are held at once.
const SECRETS_MOST: usize = 4;

/// What whoever runs the market got from Stripe.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where the interface is: [`API`]; `https`, unless it is on this machine.
    pub api_url: String,
    /// Where the buyer is sent, and nowhere else: [`PAGE`], or a domain of one's own.
    pub page_url: String,
    /// The secret key, or a restricted one, of the mode below.
    pub secret_key: Secret,
    /// The endpoint's secrets, whole as Stripe shows them (`whsec_…`): one, or the old and the new one.
    pub webhook_secrets: Vec<Secret>,
    /// The connected account (`acct_…`) that sells, where it is not the key's own.
    pub account: Option<String>,
    /// Whether the key moves real money.
    pub live: bool,
    /// How long one exchange may take.
    pub timeout: Duration,
}

impl Settings {
    /// The usual, for these keys.
    pub fn new(secret_key: Secret, webhook_secrets: Vec<Secret>, live: bool) -> Self {
        Self {
            api_url: API.to_owned(),
            page_url: PAGE.to_owned(),
            secret_key,
            webhook_secrets,
            account: None,
            live,
            timeout: TOTAL,
        }
    }

    fn check(&self) -> Result<(), SetupError> {
        address("stripe api url", &self.api_url)?;
        address("stripe page url", &self.page_url)?;
        let key = self.secret_key.reveal();
        let kinds = if self.live {
            ["sk_live_", "rk_live_"]
        } else {
            ["sk_test_", "rk_test_"]
        };
        if !kinds.iter().any(|kind| key.len() > kind.len() && key.starts_with(kind)) {
            let reason = format!("must begin with {} or {}: the mode is another", kinds[0], kinds[1]);
            return Err(SetupError::new("stripe secret key", reason));
        }
        let is_account = |id: &String| id.starts_with("acct_") && is_id(id);
        if !self.account.iter().all(is_account) {
            return Err(SetupError::new(
                "stripe account",
                "must be an id that begins with acct_",
            ));
        }
        Ok(())
    }
}

/// An account with Stripe.
#[derive(Clone, Debug)]
pub struct Stripe {
    wire: Wire,
    webhook: Webhook,
    page: String,
    account: Option<String>,
}

impl Stripe {
    /// An account with these settings; nothing is connected to.
    ///
    /// # Errors
    /// When a setting cannot be used.
    pub fn new(settings: &Settings) -> Result<Self, SetupError> {
        settings.check()?;
        Ok(Self {
            wire: Wire::open(settings)?,
            webhook: Webhook::new(settings.webhook_secrets.clone())?,
            page: origin(&settings.page_url)?,
            account: settings.account.clone(),
        })
    }

    async fn begin(&self, attempt: &Attempt, mint: &Mint) -> Result<Started, Failure> {
        let started = session::create(&self.wire, attempt, mint).await?;
        let url = started
            .url
            .ok_or_else(|| Failure::Refused("the session is over".to_owned()))?;
        // A buyer goes where the operator said that they go, whoever answered.
        if !origin(&url).is_ok_and(|origin| origin == self.page) {
            return Err(Failure::Refused("the session's page is elsewhere".to_owned()));
        }
        Ok(Started {
            session: Some(started.id),
            go: Start::Redirect(url),
        })
    }

    async fn end(&self, name: &Name, mint: &Mint) -> Result<Option<Truth>, Failure> {
        let Some(found) = session::find(&self.wire, name, mint).await? else {
            return Ok(None);
        };
        if !found.is_open() {
            return found.truth(&self.wire).await.map(Some);
        }
        let ended = session::expire(&self.wire, &found).await;
        let now = session::find(&self.wire, &found.name(name), mint).await?;
        match (ended, now) {
            // Said no because the buyer is paying just now: how it stands then is the answer.
            (Ok(()) | Err(Failure::Refused(_)), Some(now)) => now.truth(&self.wire).await.map(Some),
            (Ok(()) | Err(Failure::Refused(_)), None) => Ok(None),
            (Err(failure), _) => Err(failure),
        }
    }

    async fn give_back(&self, refund: &Refund, mint: &Mint) -> Result<Refunded, Failure> {
        let payment = match &refund.of.payment {
            Some(payment) => Some(payment.clone()),
            None => session::find(&self.wire, &refund.of, mint)
                .await?
                .and_then(|found| found.payment()),
        };
        let payment = payment.ok_or_else(|| Failure::Refused("nothing was paid".to_owned()))?;
        session::refund(&self.wire, refund, &payment).await
    }
}

impl Provider for Stripe {
    fn name(&self) -> &'static str {
        "stripe"
    }

    fn can(&self) -> Can {
        Can {
            look_up: true,
            refund: true,
            expire: true,
            capture: true,
        }
    }

    fn start<'a>(&'a self, attempt: &'a Attempt, mint: &'a Mint) -> Answer<'a, Started> {
        Box::pin(self.begin(attempt, mint))
    }

    fn look_up<'a>(&'a self, payment: &'a Name, mint: &'a Mint) -> Answer<'a, Option<Truth>> {
        Box::pin(async move {
            match session::find(&self.wire, payment, mint).await? {
                Some(found) => found.truth(&self.wire).await.map(Some),
                None => Ok(None),
            }
        })
    }

    fn refund<'a>(&'a self, refund: &'a Refund, mint: &'a Mint) -> Answer<'a, Refunded> {
        Box::pin(self.give_back(refund, mint))
    }

    fn expire<'a>(&'a self, payment: &'a Name, mint: &'a Mint) -> Answer<'a, Option<Truth>> {
        Box::pin(self.end(payment, mint))
    }

    fn verify(&self, headers: &Headers<'_>, body: &[u8], now: Micros) -> Result<Message, Rejected> {
        let message = self.webhook.verify(headers, body, now)?;
        if message.account == self.account {
            Ok(message)
        } else {
            Err(Rejected::Stranger)
        }
    }
}

/// An address that may be used: `https`, or on this machine.
fn address(name: &'static str, text: &str) -> Result<Url, SetupError> {
    let url: Url = text.parse().map_err(|error| SetupError::new(name, error))?;
    let is_here = crate::is_loopback(url.host_str().unwrap_or_default());
    if url.scheme() == "https" || (url.scheme() == "http" && is_here) {
        Ok(url)
    } else {
        Err(SetupError::new(name, "not https"))
    }
}

fn origin(text: &str) -> Result<String, SetupError> {
    Ok(address("stripe page url", text)?.origin().ascii_serialization())
}

/// Where Stripe's messages arrive.
#[derive(Clone, Debug)]
pub struct Webhook {
    secrets: Vec<Secret>,
}

impl Webhook {
    /// With the endpoint's secrets, whole as Stripe shows them (`whsec_…`): one, or the old and the new one while they
    /// are changed.
    ///
    /// # Errors
    /// Without a secret, with an empty one, or with too many.
    pub fn new(secrets: Vec<Secret>) -> Result<Self, SetupError> {
        let are_usable = (1..=SECRETS_MOST).contains(&secrets.len());
        if !are_usable || secrets.iter().any(|secret| secret.reveal().len() < 16) {
            return Err(SetupError::new(
                "stripe webhook secrets",
                "one to four, none of them short",
            ));
        }
        Ok(Self { secrets })
    }

    /// Whether the message is Stripe's, was signed within five minutes of `now`, and what it says.
    ///
    /// # Errors
    /// Why it is not believed. A message that is believed and tells of nothing we know is [`crate::Happened::Other`].
    pub fn verify(&self, headers: &Headers<'_>, body: &[u8], now: Micros) -> Result<Message, Rejected> {
        signature::check(headers, HEADER, body, &self.secrets, now)?;
        event::read(body)
    }
}
