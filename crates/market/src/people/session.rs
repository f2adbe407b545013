//! Ending sessions: one's own, one on a lost telephone, all of somebody's.

use crate::{Error, Market, actor::Administrator};
use identity::Session;
use kernel::ids::{PersonId, SessionId};

/// Ends the session; its cookie is worth nothing from now on.
///
/// # Errors
/// When the database refuses.
pub async fn sign_out(market: &Market, session: &Session) -> Result<(), Error> {
    end_session(market, session, session.id).await.map(|_| ())
}

/// Ends one session of the same person, by its id in their list; says whether there was one.
///
/// # Errors
/// When the database refuses.
pub async fn end_session(market: &Market, session: &Session, id: SessionId) -> Result<bool, Error> {
    let person = session.person;
    market
        .db
        .write(move |tx| Box::pin(async move { Ok::<_, Error>(identity::session::end(tx, person, id).await?) }))
        .await
}

/// Ends every other session of the same person.
///
/// # Errors
/// When the database refuses.
pub async fn end_other_sessions(market: &Market, session: &Session) -> Result<u64, Error> {
    let (person, own) = (session.person, session.id);
    market
        .db
        .write(move |tx| {
            Box::pin(async move { Ok::<_, Error>(identity::session::end_all(tx, person, Some(own)).await?) })
        })
        .await
}

/// An administrator ends every session of a person.
///
/// # Errors
/// When the database refuses.
pub async fn end_sessions_of(market: &Market, _by: Administrator, person: PersonId) -> Result<u64, Error> {
    market
        .db
        .write(move |tx| Box::pin(async move { Ok::<_, Error>(identity::session::end_all(tx, person, None).await?) }))
        .await
}
