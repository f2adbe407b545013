//! A cooperative agrees that goods come back.

use super::step;
use crate::{Error, Market, actor::Seller};
use kernel::ids::ReturnId;
use order::{goods_return::Said, history::By, returning::Move};

/// Accepts a return: the buyer is told where to send it.
///
/// # Errors
/// [`order::Error::NoReturn`] for another cooperative's, [`order::Error::NotNow`]; when the database refuses.
pub async fn accept_return(market: &Market, seller: &Seller, id: ReturnId) -> Result<(), Error> {
    let by = By::cooperative(seller.person);
    let said = Said {
        due_at: Some(market.now().plus(market.settings.goods_within)),
        ..Said::default()
    };
    step::by_cooperative(market, seller, id, Move::Accept, by, said).await
}
