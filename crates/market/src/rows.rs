//! What comes round by itself does many rows, each in its own transaction: one that cannot be done must not keep the others
//! from theirs, or a single broken row would stop the payouts of everybody.

use crate::Error;
use kernel::{Fault, Kind};
use std::fmt::Display;

/// What was done with one row; `None`, and a line in the log, when it could not be done.
///
/// # Errors
/// When the database is away: then the rest cannot be done either, and the job is tried again later.
pub(crate) fn go_on<T>(done: Result<T, Error>, row: impl Display, what: &str) -> Result<Option<T>, Error> {
    match done {
        Ok(done) => Ok(Some(done)),
        Err(error) if error.kind() == Kind::Unavailable => Err(error),
        Err(error) => {
            tracing::error!(%row, %error, "{what}: it could not be done, the others go on");
            Ok(None)
        }
    }
}
