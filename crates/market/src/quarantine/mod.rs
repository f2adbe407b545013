//! A market that was restored from a backup. What was done between the backup and the loss is not in its database: messages
//! that wait in it may have been read long ago, money that it would send may be there already.
//!
//! So it is in quarantine until an administrator has looked: it shows itself, people sign in, cooperatives may write down
//! again what they did; but it takes no order, sends no message but the codes that somebody asks for now, moves no money,
//! lets no person send any, and nothing that comes round by itself decides anything. Providers are asked how the payments
//! stand that it knows, and whether they know others.

mod begin;
mod compare;
mod look;
mod release;

pub use begin::begin;
pub(crate) use compare::compare;
pub use look::{Messages, Overview, overview};
pub use release::{Waiting, release};

use crate::Error;
use kernel::{Micros, Read};

/// The jobs that are done in quarantine too: they ask, look and draw, and answer whoever signs in.
pub(crate) const THROUGH: [&str; 6] = [
    "code",
    "payment.message",
    "payment.check",
    "payment.compare",
    "photo.develop",
    "demo.picture",
];
/// The jobs that tell people something.
const MESSAGES: [&str; 2] = ["notice", "message"];

/// Lets a verb go on that takes an order or moves money, if the market is not in quarantine. Inside its transaction, so
/// that a release and the verb follow each other.
///
/// # Errors
/// [`Error::Quarantined`]; when the database cannot answer.
pub async fn pass(db: &impl Read) -> Result<(), Error> {
    match data_at(db).await? {
        Some(_) => Err(Error::Quarantined),
        None => Ok(()),
    }
}

/// Lets a person go on who sends money out, or says that they do, if the market is not in quarantine: what its database
/// does not know may have been sent already. Inside of the transaction, like [`pass`].
///
/// # Errors
/// [`Error::MoneyHeld`]; when the database cannot answer.
pub(crate) async fn pass_out(db: &impl Read) -> Result<(), Error> {
    match data_at(db).await? {
        Some(_) => Err(Error::MoneyHeld),
        None => Ok(()),
    }
}

/// The moment that the data is from, while the market is in quarantine.
///
/// # Errors
/// When the database cannot answer.
pub async fn data_at(db: &impl Read) -> Result<Option<Micros>, Error> {
    Ok(job::quarantine::find(db).await?.map(|quarantine| quarantine.data_at))
}
