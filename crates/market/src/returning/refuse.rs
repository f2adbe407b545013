//! A cooperative refuses a return, for one of the reasons for which that can be.

use super::step;
use crate::{Error, Market, actor::Seller};
use kernel::ids::ReturnId;
use order::{
    goods_return::Said,
    history::By,
    returning::{Move, Refusal},
};

/// Refuses a return that was asked for, with words that the buyer reads.
///
/// # Errors
/// [`order::Error::NoReturn`] for another cooperative's, [`order::Error::NotNow`]; when the database refuses.
pub async fn refuse_return(
    market: &Market,
    seller: &Seller,
    id: ReturnId,
    refusal: Refusal,
    words: String,
) -> Result<(), Error> {
    let by = By::cooperative(seller.person).saying(words);
    let said = Said {
        refusal: Some(refusal),
        ..Said::default()
    };
    step::by_cooperative(market, seller, id, Move::Refuse, by, said).await
}
