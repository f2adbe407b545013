//! What every provider can be asked.

use crate::{Attempt, Failure, Message, Name, Refund, Refunded, Rejected, Started, Truth};
use futures_util::future::BoxFuture;
use kernel::{Micros, Mint};

/// What a provider will answer.
pub type Answer<'a, T> = BoxFuture<'a, Result<T, Failure>>;

/// The headers of a message as they came: names in any case, values as bytes.
pub type Headers<'a> = [(&'a str, &'a [u8])];

/// What a provider can do by itself; the rest is work for people, in the provider's own pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Can {
    /// Say where a payment stands.
    pub look_up: bool,
    /// Give money back.
    pub refund: bool,
    /// End what nobody paid yet.
    pub expire: bool,
    /// Keep the money without being told to: otherwise it is only held until our reply to the message captures it.
    pub capture: bool,
}

/// A payment service provider. Every call may be repeated after [`Failure::Unknown`] with the same ids.
pub trait Provider: Send + Sync + 'static {
    /// The name in the database and in addresses.
    fn name(&self) -> &'static str;

    /// What it can do by itself.
    fn can(&self) -> Can;

    /// Starts a payment, or finds the one that was started under this attempt's id.
    fn start<'a>(&'a self, attempt: &'a Attempt, mint: &'a Mint) -> Answer<'a, Started>;

    /// Asks where a payment stands. `None` when the provider never heard of it.
    fn look_up<'a>(&'a self, payment: &'a Name, mint: &'a Mint) -> Answer<'a, Option<Truth>>;

    /// Gives money back, or finds what was given back under this refund's id.
    fn refund<'a>(&'a self, refund: &'a Refund, mint: &'a Mint) -> Answer<'a, Refunded>;

    /// Ends a payment that nobody made yet, and says how it stands then: it may have been paid meanwhile, and is
    /// ended only when the standing says so.
    fn expire<'a>(&'a self, payment: &'a Name, mint: &'a Mint) -> Answer<'a, Option<Truth>>;

    /// Everything that was begun with the provider since a moment, as it stands now, for whoever lost their own books.
    /// `None` from a provider that cannot be asked.
    fn list<'a>(&'a self, since: Micros, mint: &'a Mint) -> Answer<'a, Option<Vec<Truth>>> {
        let _ = (since, mint);
        Box::pin(async { Ok(None) })
    }

    /// Whether a message is the provider's: `body` is what came over the line, byte for byte.
    ///
    /// # Errors
    /// Why it is not believed.
    fn verify(&self, headers: &Headers<'_>, body: &[u8], now: Micros) -> Result<Message, Rejected>;
}
