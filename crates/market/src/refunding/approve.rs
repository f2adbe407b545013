//! A second person agrees to a large refund.

use crate::{Error, Market, actor::Administrator};
use kernel::ids::RefundId;

/// Agrees that the office pays a refund by hand. Above the limit of the settings somebody else has to pay it.
///
/// # Errors
/// [`payment::Error::NoRefund`]; [`payment::Error::NotNow`] once it was paid; when the database refuses.
pub async fn approve_refund(market: &Market, by: &Administrator, id: RefundId) -> Result<(), Error> {
    let person = by.person;
    market
        .db
        .write(move |tx| Box::pin(async move { Ok(payment::refund::approve(tx, id, person).await?) }))
        .await
}
