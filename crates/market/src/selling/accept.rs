//! A cooperative accepts its part: for cash on delivery this confirms it.

use crate::{Error, Market, actor::Seller, selling::step};
use kernel::ids::SellerOrderId;
use order::{Event, history::By};

/// Accepts a part. The buyer is told; from now on only the cooperative can cancel it. A suspended
/// cooperative finishes what it accepted, and accepts nothing more.
///
/// # Errors
/// [`catalogue::Error::NotVerified`], [`order::Error::NoOrder`] for another cooperative's,
/// [`order::Error::NotNow`]; when the database refuses.
pub async fn accept(market: &Market, seller: &Seller, part: SellerOrderId) -> Result<(), Error> {
    if !catalogue::cooperative::is_verified(&market.db, seller.cooperative).await? {
        return Err(catalogue::Error::NotVerified.into());
    }
    step::by_cooperative(market, seller, part, Event::Accept, By::cooperative(seller.person)).await
}
