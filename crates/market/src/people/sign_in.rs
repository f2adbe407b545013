//! Signing in, with a code or with a password.

use super::{Origin, limits, password, pepper};
use crate::{Error, Market};
use identity::{
    Contact, Opened,
    code::{self, Purpose},
    session::Proof,
};
use kernel::ids::{CodeId, SessionId};

/// Signs in whoever has the code: the person who is reached there, made if there is none yet. `old`
/// is the session that the browser had before; it ends.
///
/// # Errors
/// [`identity::Error::WrongCode`], [`identity::Error::SpentCode`], [`identity::Error::Limited`].
pub async fn sign_in(
    market: &Market,
    origin: &Origin,
    code: CodeId,
    typed: &str,
    old: Option<SessionId>,
) -> Result<Opened, Error> {
    limits::count(market, limits::trying(origin)).await?;
    let (mint, pepper, typed) = (market.mint(), pepper(market), typed.to_owned());
    let (locale, device) = (origin.locale, origin.device.clone());
    let tried = market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let tried = code::try_digits(tx, &pepper, code, Purpose::SignIn, &typed, mint.now).await?;
                let contact = match tried.proven() {
                    Ok(contact) => contact,
                    Err(refusal) => return Ok::<_, Error>(Err(refusal)),
                };
                let person = match identity::person::meet(tx, &mint, &contact, locale).await {
                    // Shut out: the code is used all the same, and a stranger learns nothing.
                    Err(identity::Error::Unknown) => return Ok(Err(identity::Error::SpentCode)),
                    met => met?,
                };
                let proof = Proof {
                    code: true,
                    factor: false,
                };
                Ok(Ok(
                    identity::session::open(tx, &mint, person.id, proof, &device, old).await?
                ))
            })
        })
        .await?;
    Ok(tried?)
}

/// Signs in with a password. A wrong one and an unknown contact get the same answer after the same work.
///
/// # Errors
/// [`identity::Error::WrongPassword`], [`identity::Error::Limited`].
pub async fn sign_in_with_password(
    market: &Market,
    origin: &Origin,
    typed: &str,
    password: &str,
    old: Option<SessionId>,
) -> Result<Opened, Error> {
    let refused = || Error::from(identity::Error::WrongPassword);
    let contact = Contact::parse(typed, market.settings.demo)?;
    if password.is_empty() || password.len() > identity::password::MAX {
        return Err(refused());
    }
    limits::count(market, limits::password(&contact, origin)).await?;
    let known = identity::person::find_with_password(&market.db, &contact).await?;
    let hash = known.as_ref().and_then(|(_, hash)| hash.clone());
    let fits = password::fits(password.to_owned(), hash.clone()).await?;
    let (Some((person, Some(checked))), true) = (known, fits) else {
        return Err(refused());
    };
    let (mint, device) = (market.mint(), origin.device.clone());
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                // It may have been changed while it was being checked.
                if identity::person::password_hash(tx, person.id).await? != Some(checked) {
                    return Err(identity::Error::WrongPassword.into());
                }
                let proof = Proof {
                    code: false,
                    factor: false,
                };
                match identity::session::open(tx, &mint, person.id, proof, &device, old).await {
                    Err(identity::Error::Unknown) => Err(identity::Error::WrongPassword.into()),
                    opened => Ok::<_, Error>(opened?),
                }
            })
        })
        .await
}
