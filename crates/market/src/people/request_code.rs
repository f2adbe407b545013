//! Asking for a one-time code, and proving oneself once more with one. Known and unknown contacts
//! get the same answer after the same work: whoever proves a contact *is* its person, so there is
//! nothing to learn from asking.

use super::{Origin, limits, pepper};
use crate::{
    Error, Key, Market,
    notices::{self, Notice, SealedCode},
};
use identity::{
    Contact, Opened, Session,
    code::{self, Issued, Purpose},
    session::Proof,
};
use kernel::{
    Micros, Mint,
    ids::{CartId, CodeId},
};

/// What the form that asked for a code must keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The id of the code.
    pub code: CodeId,
    /// Until when it is good.
    pub expires_at: Micros,
}

/// Sends a code for signing in to a telephone or e-mail address as somebody typed it.
///
/// # Errors
/// [`identity::Error::NoContact`], [`identity::Error::Limited`].
pub async fn request_code(market: &Market, origin: &Origin, typed: &str) -> Result<Asked, Error> {
    let contact = Contact::parse(typed, market.settings.demo)?;
    send(market, origin, contact, Purpose::SignIn).await
}

/// Sends a code to the signed-in person, who is about to change something sensitive.
///
/// # Errors
/// [`identity::Error::Limited`].
pub async fn request_confirmation(market: &Market, origin: &Origin, session: &Session) -> Result<Asked, Error> {
    let contact = session.contact().ok_or(identity::Error::Unknown)?;
    send(market, origin, contact, Purpose::Confirm).await
}

/// Makes a code and has it sent. The job holds the code sealed, for as long as it is good.
pub(super) async fn send(market: &Market, origin: &Origin, contact: Contact, purpose: Purpose) -> Result<Asked, Error> {
    send_about(market, origin, contact, purpose, None).await
}

/// The same for the buyer of a cart, which is kept with the code.
pub(crate) async fn send_about(
    market: &Market,
    origin: &Origin,
    contact: Contact,
    purpose: Purpose,
    cart: Option<CartId>,
) -> Result<Asked, Error> {
    limits::count(market, limits::asking(&contact, origin)).await?;
    let (mint, pepper, key, queue) = (market.mint(), pepper(market), market.key.clone(), market.queue.clone());
    let locale = origin.locale;
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let issued = code::issue(tx, &mint, &pepper, &contact, purpose).await?;
                if let Some(cart) = cart {
                    order::proof::ask(tx, &mint, issued.id, cart, contact.as_str()).await?;
                }
                let sealed = sealed(&key, &mint, &contact, &issued, cart.is_some())?;
                let notice = Notice::Code {
                    id: issued.id,
                    locale,
                    sealed,
                };
                notices::tell(&queue, tx, &mint, &[notice]).await?;
                Ok::<_, Error>(Asked {
                    code: issued.id,
                    expires_at: issued.expires_at,
                })
            })
        })
        .await
}

/// Locks what the notice needs: nobody who reads the queue signs in with it.
fn sealed(key: &Key, mint: &Mint, contact: &Contact, issued: &Issued, order: bool) -> Result<String, Error> {
    let (phone, email) = match contact {
        Contact::Phone(phone) => (Some(phone.as_str().to_owned()), None),
        Contact::Email(email) => (None, Some(email.as_str().to_owned())),
    };
    let code = SealedCode {
        code: issued.digits.reveal().to_owned(),
        phone,
        email,
        order,
    };
    key.seal(mint, "code", &serde_json::to_vec(&code)?)
        .ok_or_else(|| Error::Unreadable("a code could not be sealed".to_owned()))
}

/// Takes the code of [`request_confirmation`]: a new session, in which sensitive changes are open
/// for a quarter of an hour, takes the place of this one.
///
/// # Errors
/// [`identity::Error::WrongCode`], [`identity::Error::SpentCode`], [`identity::Error::Limited`].
pub async fn confirm(
    market: &Market,
    origin: &Origin,
    session: &Session,
    code: CodeId,
    typed: &str,
) -> Result<Opened, Error> {
    limits::count(market, limits::trying(origin)).await?;
    let (mint, pepper, typed) = (market.mint(), pepper(market), typed.to_owned());
    let (session, device) = (session.clone(), origin.device.clone());
    let tried = market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let tried = code::try_digits(tx, &pepper, code, Purpose::Confirm, &typed, mint.now).await?;
                let contact = match tried.proven() {
                    Ok(contact) => contact,
                    Err(refusal) => return Ok::<_, Error>(Err(refusal)),
                };
                let own = session
                    .phone
                    .as_ref()
                    .is_some_and(|phone| phone.as_str() == contact.as_str())
                    || session
                        .email
                        .as_ref()
                        .is_some_and(|email| email.as_str() == contact.as_str());
                if !own {
                    return Ok(Err(identity::Error::SpentCode));
                }
                let proof = Proof {
                    code: true,
                    factor: session.totp_passed,
                };
                Ok(Ok(identity::session::open(
                    tx,
                    &mint,
                    session.person,
                    proof,
                    &device,
                    Some(session.id),
                )
                .await?))
            })
        })
        .await?;
    Ok(tried?)
}
