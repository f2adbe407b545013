//! The office has asked what became of goods that did not come: it ends the return, or lets it wait again.

use crate::{
    Error, Market,
    actor::Administrator,
    notices::{self, Notice},
};
use kernel::ids::ReturnId;
use order::{
    goods_return::{self, Said},
    history::By,
    order::Moved,
    returning::Move,
};

/// Ends a return whose goods never came, without money, in words that buyer and cooperative read. The pieces count as kept:
/// they may be given back again, as far as there is time.
///
/// # Errors
/// [`order::Error::NoReturn`]; [`order::Error::NotNow`] for one that is not missing; [`order::Error::ReturnWords`] without
/// words; when the database refuses.
pub async fn end_return(market: &Market, by: &Administrator, id: ReturnId, words: String) -> Result<(), Error> {
    let by = By::administrator(by.person).saying(words);
    step(market, id, (Move::End, "ended"), by, Said::default()).await
}

/// Lets a return wait for its goods again, from now on.
///
/// # Errors
/// [`order::Error::NoReturn`]; [`order::Error::NotNow`] for one that is not missing; when the database refuses.
pub async fn reopen_return(market: &Market, by: &Administrator, id: ReturnId) -> Result<(), Error> {
    let said = Said {
        due_at: Some(market.now().plus(market.settings.goods_within)),
        ..Said::default()
    };
    let by = By::administrator(by.person);
    step(market, id, (Move::Reopen, "reopened"), by, said).await
}

/// One step of the office, of which both hear.
async fn step(
    market: &Market,
    id: ReturnId,
    (event, told): (Move, &'static str),
    by: By,
    said: Said,
) -> Result<(), Error> {
    let (mint, queue) = (market.mint(), market.queue.clone());
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                if goods_return::advance(tx, &mint, id, event, &by, said).await? == Moved::Before {
                    return Ok(());
                }
                let (goods_return, step) = (id, told.to_owned());
                let told = [
                    Notice::BuyerReturn {
                        goods_return,
                        step: step.clone(),
                    },
                    Notice::SellerReturn { goods_return, step },
                ];
                notices::tell(&queue, tx, &mint, &told).await
            })
        })
        .await
}
