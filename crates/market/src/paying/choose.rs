//! Which ways to pay a cooperative takes, and a basket can be paid by.

use crate::{
    Error, Market,
    actor::{Administrator, Seller},
};
use kernel::{
    Read,
    ids::{CooperativeId, PersonId},
};
use payment::{Method, untaken};

/// The cooperative says whether it takes cards.
///
/// # Errors
/// When the database refuses.
pub async fn take_cards(market: &Market, by: &Seller, takes: bool) -> Result<(), Error> {
    change(market, by.person, by.cooperative, takes).await
}

/// The office says it for a cooperative.
///
/// # Errors
/// [`catalogue::Error`] without such a cooperative; when the database refuses.
pub async fn take_cards_for(
    market: &Market,
    by: &Administrator,
    cooperative: CooperativeId,
    takes: bool,
) -> Result<(), Error> {
    catalogue::cooperative::get(&market.db, cooperative).await?;
    change(market, by.person, cooperative, takes).await
}

async fn change(market: &Market, by: PersonId, cooperative: CooperativeId, takes: bool) -> Result<(), Error> {
    let mint = market.mint();
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                if takes {
                    untaken::take(tx, cooperative, Method::Card).await?;
                } else {
                    untaken::refuse(tx, &mint, cooperative, Method::Card, by).await?;
                }
                // The pages of its products say it.
                Ok(catalogue::change::touch(tx).await?)
            })
        })
        .await
}

/// Those of the cooperatives that do not take this, whose parts therefore keep a whole basket from being paid so.
///
/// # Errors
/// When the database cannot answer.
pub async fn who_refuses(
    db: &impl Read,
    cooperatives: &[CooperativeId],
    method: order::Method,
) -> Result<Vec<CooperativeId>, Error> {
    match method {
        order::Method::Cash => Ok(Vec::new()),
        order::Method::Card => Ok(untaken::list(db, cooperatives, Method::Card).await?),
        order::Method::Transfer => Ok(untaken::list(db, cooperatives, Method::Transfer).await?),
    }
}
