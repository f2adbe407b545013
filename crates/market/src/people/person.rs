//! What people say of themselves, and shutting somebody out.

use super::settled;
use crate::{Error, Market, actor::Administrator};
use identity::Session;
use kernel::{Locale, ids::PersonId};

/// The person says how they are called.
///
/// # Errors
/// [`identity::Error::FactorNeeded`].
pub async fn rename(market: &Market, session: &Session, name: String) -> Result<(), Error> {
    settled(session)?;
    let person = session.person;
    market
        .db
        .write(move |tx| Box::pin(async move { Ok::<_, Error>(identity::person::rename(tx, person, &name).await?) }))
        .await
}

/// The person says which language they read.
///
/// # Errors
/// [`identity::Error::FactorNeeded`].
pub async fn speak(market: &Market, session: &Session, locale: Locale) -> Result<(), Error> {
    settled(session)?;
    let person = session.person;
    market
        .db
        .write(move |tx| Box::pin(async move { Ok::<_, Error>(identity::person::speak(tx, person, locale).await?) }))
        .await
}

/// An administrator shuts a person out: nothing of theirs opens from the next request on.
///
/// # Errors
/// [`identity::Error::LastAdministrator`], [`identity::Error::Unknown`].
pub async fn suspend_person(market: &Market, _by: Administrator, person: PersonId) -> Result<(), Error> {
    let now = market.now();
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                identity::person::suspend(tx, person, now).await?;
                identity::session::end_all(tx, person, None).await?;
                Ok::<(), Error>(())
            })
        })
        .await
}

/// An administrator lets a person in again.
///
/// # Errors
/// [`identity::Error::Unknown`].
pub async fn reinstate_person(market: &Market, _by: Administrator, person: PersonId) -> Result<(), Error> {
    market
        .db
        .write(move |tx| Box::pin(async move { Ok::<_, Error>(identity::person::reinstate(tx, person).await?) }))
        .await
}
