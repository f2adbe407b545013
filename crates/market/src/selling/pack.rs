//! A cooperative has packed its part.

use crate::{Error, Market, actor::Seller, selling::step};
use kernel::ids::SellerOrderId;
use order::{Event, history::By};

/// Marks a part as ready to leave, or to be collected.
///
/// # Errors
/// [`order::Error::NoOrder`] for another cooperative's, [`order::Error::NotNow`]; when the database
/// refuses.
pub async fn pack(market: &Market, seller: &Seller, part: SellerOrderId) -> Result<(), Error> {
    step::by_cooperative(market, seller, part, Event::Pack, By::cooperative(seller.person)).await
}
