//! The goods are back at the cooperative.

use super::step;
use crate::{Error, Market, actor::Seller};
use kernel::ids::ReturnId;
use order::{goods_return::Said, history::By, returning::Move};

/// Writes down that the goods are back. What is not paid back within a week is paid back whole.
///
/// # Errors
/// [`order::Error::NoReturn`] for another cooperative's, [`order::Error::NotNow`]; when the database refuses.
pub async fn receive_return(market: &Market, seller: &Seller, id: ReturnId) -> Result<(), Error> {
    let by = By::cooperative(seller.person);
    step::by_cooperative(market, seller, id, Move::Receive, by, Said::default()).await
}
