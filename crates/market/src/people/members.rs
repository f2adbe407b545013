//! The people of a cooperative: removing, appointing, leaving. Removing and appointing are an
//! owner's, after a fresh code.

use super::{fresh, invite::owner};
use crate::{Error, Market, actor::Seller};
use identity::{Role, Session, role};
use kernel::ids::PersonId;

/// Takes somebody out of the cooperative; what they hold of it is closed from their next request on.
///
/// # Errors
/// [`identity::Error::OwnerOnly`], [`identity::Error::FreshCodeNeeded`], [`identity::Error::LastOwner`],
/// [`identity::Error::Unknown`].
pub async fn remove_member(market: &Market, session: &Session, seller: Seller, person: PersonId) -> Result<(), Error> {
    owner(seller)?;
    fresh(session, market.now())?;
    leave(market, seller, person).await
}

/// The person leaves the cooperative.
///
/// # Errors
/// [`identity::Error::LastOwner`].
pub async fn leave_cooperative(market: &Market, seller: Seller) -> Result<(), Error> {
    leave(market, seller, seller.person).await
}

async fn leave(market: &Market, seller: Seller, person: PersonId) -> Result<(), Error> {
    market
        .db
        .write(move |tx| Box::pin(async move { Ok::<_, Error>(role::leave(tx, person, seller.cooperative).await?) }))
        .await
}

/// Makes a member an owner, or an owner a member.
///
/// # Errors
/// As [`remove_member`].
pub async fn appoint_member(
    market: &Market,
    session: &Session,
    seller: Seller,
    person: PersonId,
    as_role: Role,
) -> Result<(), Error> {
    owner(seller)?;
    fresh(session, market.now())?;
    market
        .db
        .write(move |tx| {
            Box::pin(async move { Ok::<_, Error>(role::appoint(tx, person, seller.cooperative, as_role).await?) })
        })
        .await
}
