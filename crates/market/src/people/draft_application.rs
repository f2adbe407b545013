//! What somebody has written of an application is kept with each page, so that a dead battery or a lost
//! connection costs them nothing.

use super::settled;
use crate::{Error, Market};
use catalogue::application_draft;
use identity::Session;
use kernel::ids::CooperativeId;

/// Keeps what was typed so far: of a new application, or `of` the refused cooperative that is corrected.
///
/// # Errors
/// [`identity::Error::FactorNeeded`]; when the database refuses.
pub async fn draft_application(
    market: &Market,
    session: &Session,
    of: Option<CooperativeId>,
    key: String,
    fields: Vec<(String, String)>,
) -> Result<(), Error> {
    settled(session)?;
    let (now, person) = (market.now(), session.person);
    market
        .db
        .write(move |tx| {
            Box::pin(async move { Ok::<_, Error>(application_draft::keep(tx, person, of, &key, &fields, now).await?) })
        })
        .await
}
