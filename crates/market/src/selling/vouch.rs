//! The office lets a part be delivered without its buyer's code: the buyer lost it, and said so.

use crate::{Error, Market, actor::Administrator};
use kernel::ids::SellerOrderId;
use order::{
    Event, State,
    history::{self, By},
};

/// Lets a part that is on its way, or waits to be collected, be delivered without the code.
///
/// # Errors
/// [`order::Error::NoOrder`]; [`order::Error::NotNow`] for one that has arrived or will not; when the database refuses.
pub async fn vouch(market: &Market, by: &Administrator, part: SellerOrderId) -> Result<(), Error> {
    let (mint, by) = (market.mint(), By::administrator(by.person));
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let part = order::order::get_for_notice(tx, part).await?.part;
                if !matches!(part.state, State::Accepted | State::Packed | State::Shipped) {
                    return Err(order::Error::NotNow {
                        from: part.state.code(),
                        event: Event::Vouch.code(),
                    }
                    .into());
                }
                if part.happened(Event::Vouch).is_none() {
                    history::record(tx, &mint, &[part.id], Event::Vouch, &by).await?;
                }
                Ok(())
            })
        })
        .await
}
