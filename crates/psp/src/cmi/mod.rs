//! CMI's hosted payment page, the NestPay protocol with hash "ver3".
//!
//! The buyer's browser posts a signed form ([`Provider::start`]); CMI posts a signed call-back, and **our reply captures
//! the money or lets it go** ([`Reply`]). There is nothing to ask it: no look-up, no refund, no ending. Reconstructed
//! from published integrations; the official manual was not seen, and nothing was ever sent to the gateway.
//!
//! Only the fields' values are hashed, sorted by name, and not the names. Somebody who holds one signed call-back
//! could rename its fields as long as their order stays. Hence what we post never changes is demanded back under its
//! own name, buyers' values stay in three fields, and the caller compares amount, currency and attempt with what it
//! asked for.

mod callback;
mod entities;
mod form;
mod hash;
mod reply;

pub use callback::Callback;
pub use hash::{Side, ver3};
pub use reply::Reply;

use crate::{
    Answer, Attempt, Can, Failure, Headers, Message, Name, Provider, Refund, Refunded, Rejected, Secret, SetupError,
    Started, Truth,
};
use kernel::{Micros, Mint};
use url::Url;

/// What whoever runs the market got from CMI.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where the form is posted: `https`, unless it is on this machine.
    pub gateway_url: String,
    /// The merchant's number.
    pub client_id: String,
    /// The key that forms and call-backs are signed with.
    pub store_key: Secret,
    /// Whether the gateway moves real money.
    pub live: bool,
}

/// A merchant's account.
#[derive(Clone, Debug)]
pub struct Cmi {
    settings: Settings,
}

impl Cmi {
    /// An account with these settings; nothing is connected to.
    ///
    /// # Errors
    /// When a setting cannot be used.
    pub fn new(settings: Settings) -> Result<Self, SetupError> {
        let url: Url = settings
            .gateway_url
            .parse()
            .map_err(|error| SetupError::new("cmi gateway url", error))?;
        let is_here = crate::is_loopback(url.host_str().unwrap_or_default());
        if url.scheme() != "https" && !(url.scheme() == "http" && is_here) {
            return Err(SetupError::new("cmi gateway url", "not https"));
        }
        if !crate::attempt::is_id(&settings.client_id) {
            return Err(SetupError::new("cmi client id", "letters and digits only"));
        }
        if settings.store_key.reveal().is_empty() {
            return Err(SetupError::new("cmi store key", "empty"));
        }
        Ok(Self { settings })
    }

    /// Reads a call-back: the raw body, whatever its headers say of it. It is CMI's, for this account, and as it was
    /// signed.
    ///
    /// # Errors
    /// Why it is not believed; the reply is then [`Reply::Failure`].
    pub fn callback(&self, body: &[u8]) -> Result<Callback, Rejected> {
        callback::read(&self.settings, body)
    }
}

impl Provider for Cmi {
    fn name(&self) -> &'static str {
        "cmi"
    }

    fn can(&self) -> Can {
        Can {
            look_up: false,
            refund: false,
            expire: false,
            capture: false,
        }
    }

    /// Without a session: CMI first hears of the attempt from the browser. An attempt's id is accepted once.
    fn start<'a>(&'a self, attempt: &'a Attempt, mint: &'a Mint) -> Answer<'a, Started> {
        Box::pin(async move {
            let go = form::build(&self.settings, attempt, mint)?;
            Ok(Started { session: None, go })
        })
    }

    fn look_up<'a>(&'a self, _: &'a Name, _: &'a Mint) -> Answer<'a, Option<Truth>> {
        Box::pin(async { Err(by_hand()) })
    }

    fn refund<'a>(&'a self, _: &'a Refund, _: &'a Mint) -> Answer<'a, Refunded> {
        Box::pin(async { Err(by_hand()) })
    }

    fn expire<'a>(&'a self, _: &'a Name, _: &'a Mint) -> Answer<'a, Option<Truth>> {
        Box::pin(async { Err(by_hand()) })
    }

    fn verify(&self, _: &Headers<'_>, body: &[u8], _: Micros) -> Result<Message, Rejected> {
        Ok(self.callback(body)?.message)
    }
}

fn by_hand() -> Failure {
    Failure::Refused("by hand, in the merchant centre".to_owned())
}
