//! A new telephone or e-mail address: a code goes to the new one, so that nobody takes over
//! somebody else's, and a fresh code of the old one came first, so that a borrowed telephone is not
//! enough.

use super::{Asked, Origin, fresh, limits, pepper, request_code};
use crate::{Error, Market};
use identity::{
    Contact, Session,
    code::{self, Purpose},
};
use kernel::ids::CodeId;

/// Sends a code to the new contact. Whether it belongs to somebody shows only after it is proven.
///
/// # Errors
/// [`identity::Error::FreshCodeNeeded`], [`identity::Error::NoContact`], [`identity::Error::Limited`].
pub async fn request_contact(market: &Market, origin: &Origin, session: &Session, typed: &str) -> Result<Asked, Error> {
    fresh(session, market.now())?;
    let contact = Contact::parse(typed, market.settings.demo)?;
    request_code::send(market, origin, contact, Purpose::Confirm).await
}

/// Takes the code that went to the new contact, which is the person's from now on.
///
/// # Errors
/// [`identity::Error::WrongCode`], [`identity::Error::SpentCode`], [`identity::Error::Taken`].
pub async fn prove_contact(
    market: &Market,
    origin: &Origin,
    session: &Session,
    code: CodeId,
    typed: &str,
) -> Result<(), Error> {
    fresh(session, market.now())?;
    limits::count(market, limits::trying(origin)).await?;
    let (now, pepper, typed, person) = (market.now(), pepper(market), typed.to_owned(), session.person);
    let tried = market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let tried = code::try_digits(tx, &pepper, code, Purpose::Confirm, &typed, now).await?;
                let contact = match tried.proven() {
                    Ok(contact) => contact,
                    Err(refusal) => return Ok::<_, Error>(Err(refusal)),
                };
                identity::person::reach(tx, person, &contact).await?;
                Ok(Ok(()))
            })
        })
        .await?;
    Ok(tried?)
}
