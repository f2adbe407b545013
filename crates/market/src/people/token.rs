//! Bearer tokens of the API: made and revoked by their person.

use super::fresh;
use crate::{Error, Market};
use identity::{Scope, Secret, Session};
use kernel::ids::TokenId;

/// Makes a token that acts for a cooperative of the person, or as the administrator they are. It is
/// shown once.
///
/// # Errors
/// [`identity::Error::FreshCodeNeeded`]; [`identity::Error::Unknown`] when the person may not act so.
pub async fn make_token(
    market: &Market,
    session: &Session,
    scope: Scope,
    name: String,
) -> Result<(TokenId, Secret), Error> {
    fresh(session, market.now())?;
    let (mint, person) = (market.mint(), session.person);
    let allowed = match scope {
        Scope::Cooperative(cooperative) => session.role_in(cooperative).is_some(),
        Scope::Administrator => session.is_administrators(),
    };
    if !allowed {
        return Err(identity::Error::Unknown.into());
    }
    market
        .db
        .write(move |tx| {
            Box::pin(async move { Ok::<_, Error>(identity::token::make(tx, &mint, person, scope, &name).await?) })
        })
        .await
}

/// Revokes a token; it opens nothing from the next request on.
///
/// # Errors
/// [`identity::Error::Unknown`] when the person has no such token.
pub async fn revoke_token(market: &Market, session: &Session, id: TokenId) -> Result<(), Error> {
    let (now, person) = (market.now(), session.person);
    let revoked = market
        .db
        .write(move |tx| Box::pin(async move { Ok::<_, Error>(identity::token::revoke(tx, person, id, now).await?) }))
        .await?;
    if revoked {
        Ok(())
    } else {
        Err(identity::Error::Unknown.into())
    }
}
