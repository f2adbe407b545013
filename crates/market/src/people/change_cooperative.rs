//! What owners change about their cooperative. The bank account and the telephone decide where money
//! and orders go: they want a fresh code.

use super::{fresh, invite::owner};
use crate::{
    Error, Market,
    actor::Seller,
    notices::{self, FormerContact},
};
use catalogue::cooperative::{self, Contact, Cooperative};
use identity::Session;
use kernel::{Texts, registration::Rib};

/// Another bank account.
///
/// # Errors
/// [`identity::Error::OwnerOnly`], [`identity::Error::FreshCodeNeeded`], `catalogue::Error::Stale`.
pub async fn change_rib(
    market: &Market,
    session: &Session,
    seller: Seller,
    version: i32,
    rib: Rib,
) -> Result<(), Error> {
    owner(seller)?;
    fresh(session, market.now())?;
    let mint = market.mint();
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                cooperative::change_rib(tx, &mint, seller.person, seller.cooperative, version, rib).await?;
                Ok::<(), Error>(())
            })
        })
        .await
}

/// Another telephone, e-mail, address, or person who answers for it. The telephone and the e-mail that
/// are replaced are told, in case somebody else did it.
///
/// # Errors
/// As [`change_rib`].
pub async fn change_contact(
    market: &Market,
    session: &Session,
    seller: Seller,
    version: i32,
    contact: Contact,
) -> Result<(), Error> {
    owner(seller)?;
    fresh(session, market.now())?;
    let (mint, queue, key, locale) = (market.mint(), market.queue.clone(), market.key.clone(), session.locale);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let id = seller.cooperative;
                let former = former(&cooperative::get(tx, id).await?, &contact);
                cooperative::change_contact(tx, &mint, seller.person, id, version, contact).await?;
                let notices = notices::replaced(&key, &mint, locale, Some(id), &former)?;
                notices::tell(&queue, tx, &mint, &notices).await?;
                Ok::<(), Error>(())
            })
        })
        .await
}

/// The telephone and the address that are replaced; each is told by itself.
fn former(before: &Cooperative, new: &Contact) -> Vec<FormerContact> {
    let phone = Some(&before.phone)
        .filter(|old| **old != new.phone)
        .map(|old| FormerContact {
            phone: Some(old.as_str().to_owned()),
            email: None,
        });
    let email = before
        .email
        .clone()
        .filter(|old| Some(old) != new.email.as_ref())
        .map(|old| FormerContact {
            phone: None,
            email: Some(old),
        });
    phone.into_iter().chain(email).collect()
}

/// The cooperative's story, by any member.
///
/// # Errors
/// `catalogue::Error::Stale`.
pub async fn tell_story(market: &Market, seller: Seller, version: i32, story: Texts) -> Result<(), Error> {
    let mint = market.mint();
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                cooperative::tell_story(tx, &mint, seller.person, seller.cooperative, version, story).await?;
                Ok::<(), Error>(())
            })
        })
        .await
}
