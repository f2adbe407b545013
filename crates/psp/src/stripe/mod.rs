//! Stripe's messages: the signature on the raw body, and the few fields of an event that mean something to us.
//!
//! We start a session with our attempt's id as `client_reference_id` and as `attempt` in the metadata of session,
//! payment and refund (there with `refund`): that is how a message says it back. A dispute names only the payment.

mod event;

use crate::{Headers, Message, Rejected, Secret, SetupError, signature};
use kernel::Micros;

/// The header with the signature.
pub const HEADER: &str = "Stripe-Signature";
/// Most secrets that are held at once.
const SECRETS_MOST: usize = 4;

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
