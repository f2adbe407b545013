//! Who people are, how they prove it, and to which cooperatives they belong.
//!
//! * A [`Person`] has a telephone, an e-mail address or both; each belongs to one person at most.
//! * A **session** is one sign-in on one device. Its secret is in the cookie alone: the database
//!   keeps a hash. Ending a session deletes its row, so an ended session is unknown at once.
//! * A **one-time code** is bound to the form that asked for it, good once, for ten minutes and
//!   five tries; an attacker who asks for codes cannot use up somebody else's tries.
//! * **Administrators** also need a second factor; each of its time steps is good once.
//! * Secrets (cookies, links, tokens, codes) are stored as hashes. A [`Secret`] never shows itself
//!   in a log.
//!
//! Every decision that two requests could race for is one conditional statement.
//!
//! This crate knows no clock, no key of the market, no argon2 and no telephone network: moments and
//! secrets come in through [`kernel::Mint`], hashes of passwords and the sealed secret of the second
//! factor come in finished. What a cooperative *is* stands in `catalogue`; here it is an id.

mod email;
mod entity;
mod error;
mod secret;

pub mod code;
pub mod factor;
pub mod invite;
pub mod password;
pub mod person;
pub mod role;
pub mod session;
pub mod throttle;
pub mod token;

pub use email::{Contact, Email};
pub use error::Error;
pub use person::Person;
pub use role::{Role, Standing};
pub use secret::Secret;
pub use session::{Device, Opened, Session};
pub use token::{Bearer, Scope};

use kernel::{Micros, Tx};

/// Forgets what is over: sessions and codes that ended, windows of throttles that passed. At most a
/// thousand rows of each, so that it never holds the database for long; call it again.
///
/// # Errors
/// When the database refuses.
pub async fn forget(tx: &Tx, now: Micros) -> Result<u64, Error> {
    Ok(session::forget(tx, now).await? + code::forget(tx, now).await? + throttle::forget(tx, now).await?)
}
