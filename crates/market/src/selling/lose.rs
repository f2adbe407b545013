//! The carrier lost the parcel.

use crate::{Error, Market, actor::Seller, selling::step};
use kernel::ids::SellerOrderId;
use order::{Event, history::By};

/// Marks a parcel as lost: nothing is due for it.
///
/// # Errors
/// [`order::Error::NoOrder`] for another cooperative's, [`order::Error::NotNow`]; when the database
/// refuses.
pub async fn lose(market: &Market, seller: &Seller, part: SellerOrderId) -> Result<(), Error> {
    step::by_cooperative(market, seller, part, Event::Lose, By::cooperative(seller.person)).await
}
