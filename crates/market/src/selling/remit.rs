//! The carrier handed the cash over.

use crate::{Error, Market, actor::Seller, money};
use kernel::ids::SellerOrderId;
use ledger::Till;
use order::{
    Event,
    history::{self, By},
};
use payment::{Holder, State};

/// Writes down that the cooperative has the cash that somebody else collected for a part.
///
/// # Errors
/// [`order::Error::NoOrder`] for another cooperative's, [`payment::Error::NotNow`] while nothing was
/// collected, and for what the market's office has; when the database refuses.
pub async fn remit(market: &Market, seller: &Seller, part: SellerOrderId) -> Result<(), Error> {
    let (mint, seller) = (market.mint(), *seller);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let found = order::order::find_for_cooperative(tx, seller.cooperative, part).await?;
                let part = found.ok_or(order::Error::NoOrder)?.part;
                // As everybody who moves its cash: whoever announces some of it at this moment comes before or after.
                ledger::sale::lock_parts(tx, &[part.id]).await?;
                if !payment::remittance::list_waiting(tx, &[part.id]).await?.is_empty() {
                    return Err(payment::Error::Waiting.into());
                }
                // Who has it before, because afterwards the payment names the cooperative.
                let payment = payment::payment::find_for_seller_order(tx, part.id).await?;
                let holder = payment.as_ref().and_then(|payment| payment.holder);
                let who = Some(seller.person);
                // What the office has, it hands over by a document that the cooperative confirms, or pays out.
                if let Some(payment) = payment.as_ref().filter(|payment| {
                    payment.holder == Some(Holder::Platform) && matches!(payment.state, State::Collected | State::Short)
                }) {
                    let (from, event) = (payment.state.code(), "remit");
                    return Err(payment::Error::NotNow { from, event }.into());
                }
                match payment.map(|payment| (payment.state, payment.holder)) {
                    Some((State::Short, Some(Holder::Cooperative))) => return Ok(()),
                    // What is short may still be made up.
                    Some((State::Short, _)) => {
                        payment::payment::hand_on(tx, &mint, part.id, Holder::Cooperative, who).await?;
                    }
                    _ => payment::payment::remit(tx, &mint, part.id, who).await?,
                }
                if let Some(from) = holder.and_then(money::till) {
                    ledger::sale::remitted(tx, &mint, who, part.id, from, Till::Cooperative).await?;
                }
                history::record(tx, &mint, &[part.id], Event::Remit, &By::cooperative(seller.person)).await?;
                Ok(())
            })
        })
        .await
}
