//! Inviting people by a link: to the office from the command line, to a cooperative by its owners,
//! who pass the link on as they like.

use super::{fresh, limits};
use crate::{Error, Market, actor::Seller};
use identity::{
    Role, Secret, Session,
    invite::{self, To},
};
use kernel::{Locale, ids::InviteId};

/// Makes the link with which somebody becomes an administrator. Only the command line can.
///
/// # Errors
/// When the database refuses.
pub async fn invite_administrator(market: &Market, locale: Locale) -> Result<String, Error> {
    let mint = market.mint();
    let secret = market
        .db
        .write(move |tx| Box::pin(async move { Ok::<_, Error>(invite::issue(tx, &mint, To::Office, None).await?) }))
        .await?;
    Ok(link(market, locale, &secret))
}

/// Makes the link with which somebody joins the cooperative.
///
/// # Errors
/// [`identity::Error::OwnerOnly`], [`identity::Error::FreshCodeNeeded`], [`identity::Error::Limited`].
pub async fn invite_member(
    market: &Market,
    session: &Session,
    seller: Seller,
    locale: Locale,
) -> Result<String, Error> {
    owner(seller)?;
    fresh(session, market.now())?;
    limits::count(market, limits::inviting(seller.person)).await?;
    let mint = market.mint();
    let to = To::Cooperative(seller.cooperative);
    let secret = market
        .db
        .write(move |tx| {
            Box::pin(async move { Ok::<_, Error>(invite::issue(tx, &mint, to, Some(seller.person)).await?) })
        })
        .await?;
    Ok(link(market, locale, &secret))
}

/// Takes an invitation of the cooperative back.
///
/// # Errors
/// [`identity::Error::OwnerOnly`], [`identity::Error::Unknown`].
pub async fn withdraw_invite(market: &Market, seller: Seller, id: InviteId) -> Result<(), Error> {
    owner(seller)?;
    let now = market.now();
    market
        .db
        .write(move |tx| {
            Box::pin(async move { Ok::<_, Error>(invite::withdraw(tx, seller.cooperative, id, now).await?) })
        })
        .await
}

/// The address comes from the configuration alone: what a request calls this host is never believed.
fn link(market: &Market, locale: Locale, secret: &Secret) -> String {
    format!("{}/{locale}/invite/{}", market.settings.public_url, secret.reveal())
}

pub(super) fn owner(seller: Seller) -> Result<(), Error> {
    if seller.role == Role::Owner {
        Ok(())
    } else {
        Err(identity::Error::OwnerOnly.into())
    }
}
