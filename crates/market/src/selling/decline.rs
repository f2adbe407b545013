//! A cooperative declines its part, with a reason that the buyer reads.

use crate::{Error, Market, actor::Seller, selling::step};
use kernel::ids::SellerOrderId;
use order::{Event, history::By};

/// Declines a part that has not left. Its goods go back on sale, nothing is due, the buyer is told
/// why.
///
/// # Errors
/// [`order::Error::NoOrder`] for another cooperative's, [`order::Error::NotNow`]; when the database
/// refuses.
pub async fn decline(market: &Market, seller: &Seller, part: SellerOrderId, reason: String) -> Result<(), Error> {
    let by = By::cooperative(seller.person).saying(reason);
    step::by_cooperative(market, seller, part, Event::Decline, by).await
}
