//! Payment service providers: whoever takes a card's money for us.
//!
//! * [`Provider`] is what all of them can be asked: to [`start`](Provider::start) a payment, to
//!   [`look it up`](Provider::look_up), to [`refund`](Provider::refund), to [`expire`](Provider::expire) what
//!   nobody paid yet, and whether a message is [`theirs`](Provider::verify).
//! * Everything is asked under an id of ours, and may be asked again: the same id never has a second effect.
//! * A [`Failure`] says whether something may have happened. [`Failure::Unknown`] is not a failure of the payment.
//! * A [`Message`] is believed about who sent it, and about nothing else: that amount, currency, mode and attempt
//!   are the ones that were agreed is for the caller to compare.
//!
//! [`cmi`] posts a signed form and answers a signed call-back, [`stripe`] opens hosted pages and reads signed events,
//! [`fake`] is a provider of our own with its own books. It knows no order, no ledger, no database and no clock: time and chance come in.

pub mod cmi;
pub mod fake;
pub mod stripe;

mod attempt;
mod bounded;
mod error;
mod message;
mod provider;
mod secret;
mod signature;
mod truth;

pub use attempt::{Attempt, Buyer, Name, Refund, Start, Started};
pub use bounded::Bounded;
pub use error::{Failure, Rejected, SetupError};
pub use message::{Amount, Happened, Message};
pub use provider::{Answer, Can, Headers, Provider};
pub use secret::Secret;
pub use truth::{Claim, Claimed, Dispute, Refunded, Standing, Truth};

use std::time::Duration;

/// How long a connection to a provider may take to open.
pub const CONNECT: Duration = Duration::from_secs(3);
/// How long a whole exchange with a provider may take.
pub const TOTAL: Duration = Duration::from_secs(15);
/// The longest message that is looked at, in bytes.
pub const MESSAGE_MOST: usize = 256 * 1024;

/// Whether a host is this machine.
pub(crate) fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.eq_ignore_ascii_case("localhost") || bare.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
