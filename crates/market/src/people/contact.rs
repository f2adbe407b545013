//! A new telephone or e-mail address: a code goes to the new one, so that nobody takes over
//! somebody else's, and a fresh code of the old one came first, so that a borrowed telephone is not
//! enough. The contact that was replaced is told, in case somebody else did it.

use super::{Asked, Origin, fresh, limits, pepper, request_code};
use crate::{
    Error, Market,
    notices::{self, FormerContact},
};
use identity::{
    Contact, Person, Session,
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
    let (mint, queue, key) = (market.mint(), market.queue.clone(), market.key.clone());
    let (now, pepper, typed, person) = (mint.now, pepper(market), typed.to_owned(), session.person);
    let tried = market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let tried = code::try_digits(tx, &pepper, code, Purpose::Confirm, &typed, now).await?;
                let contact = match tried.proven() {
                    Ok(contact) => contact,
                    Err(refusal) => return Ok::<_, Error>(Err(refusal)),
                };
                let before = identity::person::get(tx, person).await?;
                identity::person::reach(tx, person, &contact).await?;
                let notices = notices::replaced(&key, &mint, before.locale, None, &former(&before, &contact))?;
                notices::tell(&queue, tx, &mint, &notices).await?;
                Ok(Ok(()))
            })
        })
        .await?;
    Ok(tried?)
}

/// What the new contact takes the place of, if it does.
fn former(before: &Person, new: &Contact) -> Vec<FormerContact> {
    let (phone, email) = match new {
        Contact::Phone(new) => (before.phone.as_ref().filter(|old| *old != new), None),
        Contact::Email(new) => (None, before.email.as_ref().filter(|old| *old != new)),
    };
    let former = FormerContact {
        phone: phone.map(|phone| phone.as_str().to_owned()),
        email: email.map(|email| email.as_str().to_owned()),
    };
    let any = former.phone.is_some() || former.email.is_some();
    any.then_some(former).into_iter().collect()
}
