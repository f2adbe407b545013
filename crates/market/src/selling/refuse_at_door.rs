//! The buyer did not take the parcel.

use crate::{Error, Market, actor::Seller, selling::step};
use kernel::ids::SellerOrderId;
use order::{Event, history::By};

/// Marks a parcel as refused at the door: no money was paid, and it comes back.
///
/// # Errors
/// [`order::Error::NoOrder`] for another cooperative's, [`order::Error::NotNow`]; when the database
/// refuses.
pub async fn refuse_at_door(market: &Market, seller: &Seller, part: SellerOrderId) -> Result<(), Error> {
    step::by_cooperative(market, seller, part, Event::Refuse, By::cooperative(seller.person)).await
}
