//! A buyer has a refund twice, because it was done after all when it had been paid otherwise. It is the market's loss already;
//! two people have looked, spoken to the buyer, and let it be.

use crate::{Error, Market, actor::Administrator};
use kernel::ids::RefundId;
use payment::late;

/// Says that nothing more comes of it; ends once a second person says the same. Says whether it has ended.
///
/// # Errors
/// [`payment::Error::NoRefund`]; [`payment::Error::NotNow`] for one that is not twice with its buyer; when the database
/// refuses.
pub async fn let_twice_be(market: &Market, by: &Administrator, id: RefundId) -> Result<bool, Error> {
    let person = by.person;
    market
        .db
        .write(move |tx| Box::pin(async move { Ok(late::let_be(tx, id, person).await?) }))
        .await
}
