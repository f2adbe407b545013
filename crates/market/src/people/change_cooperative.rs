//! What owners change about their cooperative. The bank account and the telephone decide where money
//! and orders go: they want a fresh code.

use super::{fresh, invite::owner};
use crate::{Error, Market, actor::Seller};
use catalogue::cooperative::{self, Contact};
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

/// Another telephone, e-mail, address, or person who answers for it.
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
    let mint = market.mint();
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                cooperative::change_contact(tx, &mint, seller.person, seller.cooperative, version, contact).await?;
                Ok::<(), Error>(())
            })
        })
        .await
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
