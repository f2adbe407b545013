//! Accepting an invitation: the signed-in person becomes what it says, and the link is used up.

use super::Origin;
use crate::{Error, Market};
use identity::{
    Opened, Role, Session,
    invite::{self, To},
    session::Proof,
};

/// What came of an invitation.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// What it opened.
    pub to: To,
    /// For a new administrator: the session that takes the place of this one.
    pub opened: Option<Opened>,
}

/// Accepts an invitation. A new administrator's sessions all end, since what they were opened with
/// is not enough any more.
///
/// # Errors
/// [`identity::Error::SpentInvite`], [`identity::Error::TooMany`]; nothing is used up then.
pub async fn accept_invite(
    market: &Market,
    origin: &Origin,
    session: &Session,
    token: &str,
) -> Result<Accepted, Error> {
    super::settled(session)?;
    let (mint, token) = (market.mint(), token.to_owned());
    let (session, device) = (session.clone(), origin.device.clone());
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let invite = invite::accept(tx, &token, session.person, mint.now).await?;
                let opened = match invite.to {
                    To::Cooperative(cooperative) => {
                        identity::role::join(tx, session.person, cooperative, Role::Member, mint.now).await?;
                        None
                    }
                    To::Office if session.is_administrator => None,
                    To::Office => {
                        identity::person::promote(tx, session.person).await?;
                        identity::session::end_all(tx, session.person, None).await?;
                        let proof = Proof {
                            code: session.is_fresh(mint.now),
                            factor: false,
                        };
                        Some(identity::session::open(tx, &mint, session.person, proof, &device, None).await?)
                    }
                };
                Ok::<_, Error>(Accepted { to: invite.to, opened })
            })
        })
        .await
}
