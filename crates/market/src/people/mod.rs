//! What people do about themselves and each other: they ask for codes, sign in, apply for a
//! cooperative, invite and remove members; administrators verify cooperatives.
//!
//! Codes are counted and throttled in transactions of their own, before the verb that they guard: a
//! refusal rolls its verb back, and a try must not be forgotten with it.

mod accept_invite;
mod apply;
mod change_cooperative;
mod contact;
mod decide_cooperative;
mod draft_application;
pub mod factor;
mod invite;
pub(crate) mod limits;
mod members;
mod password;
mod person;
pub(crate) mod request_code;
mod session;
mod sign_in;
mod token;

pub use accept_invite::{Accepted, accept_invite};
pub use apply::{apply, reapply};
pub use change_cooperative::{change_contact, change_rib, tell_story};
pub use contact::{prove_contact, request_contact};
pub use decide_cooperative::{Decision, decide_cooperative};
pub use draft_application::draft_application;
pub use invite::{invite_administrator, invite_member, withdraw_invite};
pub use members::{appoint_member, leave_cooperative, remove_member};
pub use password::{forget_password, set_password};
pub use person::{reinstate_person, rename, speak, suspend_person};
pub use request_code::{Asked, confirm, request_code, request_confirmation};
pub use session::{end_other_sessions, end_session, end_sessions_of, sign_out};
pub use sign_in::{sign_in, sign_in_with_password};
pub use token::{make_token, revoke_token};

use crate::{Error, Market};
use identity::Session;
use kernel::{Locale, Micros};
use std::net::IpAddr;

/// Where a request came from.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The address; `None` on the command line.
    pub address: Option<IpAddr>,
    /// The language of the page.
    pub locale: Locale,
    /// The device, as people would call it: "Firefox, Android".
    pub device: String,
}

/// The key with which codes are hashed.
pub(crate) fn pepper(market: &Market) -> [u8; 32] {
    market.key.derive("one-time code", b"")
}

/// Whoever must give a second factor has given it.
///
/// # Errors
/// [`identity::Error::FactorNeeded`].
pub(crate) fn settled(session: &Session) -> Result<(), Error> {
    if session.is_settled() {
        Ok(())
    } else {
        Err(identity::Error::FactorNeeded.into())
    }
}

/// A sensitive change: settled, and a code was given lately.
///
/// # Errors
/// [`identity::Error::FactorNeeded`], [`identity::Error::FreshCodeNeeded`].
pub(crate) fn fresh(session: &Session, now: Micros) -> Result<(), Error> {
    settled(session)?;
    if session.is_fresh(now) {
        Ok(())
    } else {
        Err(identity::Error::FreshCodeNeeded.into())
    }
}
