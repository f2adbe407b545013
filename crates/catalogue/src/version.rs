//! Changes that name what they are based on, so that two people who work at once do not overwrite
//! each other.

use crate::Error;
use kernel::Tx;
use sea_orm::{EntityTrait, UpdateMany};

/// Runs an update that asks for the version, or the state, that was read.
///
/// # Errors
/// [`Error::Stale`] when somebody was faster; when the database refuses.
pub(crate) async fn store<E: EntityTrait>(tx: &Tx, update: UpdateMany<E>, what: &'static str) -> Result<(), Error> {
    match update.exec(tx.writer()).await?.rows_affected {
        1 => Ok(()),
        _ => Err(Error::Stale(what)),
    }
}
