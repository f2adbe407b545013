//! A cooperative applies. Whoever fills in the application has signed in by a code, so their
//! telephone is proven; they answer for the cooperative from then on.

use super::{limits, settled};
use crate::{
    Error, Market,
    actor::Seller,
    idempotency::{Claim, Once},
};
use catalogue::{
    application_draft,
    cooperative::{self, Application},
};
use identity::{Role, Session, role};
use kernel::ids::CooperativeId;

/// Hands in an application. The same `key` (of the form) applies once.
///
/// # Errors
/// [`identity::Error::Limited`]; what the catalogue refuses.
pub async fn apply(
    market: &Market,
    session: &Session,
    application: Application,
    key: &str,
) -> Result<Once<CooperativeId>, Error> {
    settled(session)?;
    let person = session.person;
    let claim = Claim::new(format!("person:{person}"), format!("apply:{key}"), &facts(&application))?;
    limits::count(market, limits::applying(person)).await?;
    let (mint, nameless) = (market.mint(), session.name.is_empty());
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                if let Some(value) = claim.begin(tx, mint.now).await? {
                    return Ok::<_, Error>(Once { value, replayed: true });
                }
                if nameless {
                    identity::person::rename(tx, person, &application.contact_name).await?;
                }
                let id = cooperative::apply(tx, &mint, Some(person), application).await?;
                role::join(tx, person, id, Role::Owner, mint.now).await?;
                application_draft::hand_in(tx, person, None, id).await?;
                claim.finish(tx, &id).await?;
                Ok(Once {
                    value: id,
                    replayed: false,
                })
            })
        })
        .await
}

/// A refused cooperative corrects its application and asks again.
///
/// # Errors
/// [`identity::Error::OwnerOnly`]; what the catalogue refuses.
pub async fn reapply(
    market: &Market,
    session: &Session,
    seller: Seller,
    version: i32,
    application: Application,
) -> Result<(), Error> {
    super::fresh(session, market.now())?;
    super::invite::owner(seller)?;
    limits::count(market, limits::applying(seller.person)).await?;
    let mint = market.mint();
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let (person, id) = (seller.person, seller.cooperative);
                cooperative::reapply(tx, &mint, person, id, version, application).await?;
                application_draft::hand_in(tx, person, Some(id), id).await?;
                Ok::<(), Error>(())
            })
        })
        .await
}

/// What makes two applications the same request.
fn facts(application: &Application) -> impl serde::Serialize {
    (
        application.name.clone(),
        application.register_number.clone(),
        application.register_place.clone(),
        application.rib.as_str().to_owned(),
        application.province_iso.clone(),
    )
}
