//! The buyer has the goods and has paid: who holds the cash is written down.

use super::step;
use crate::{Error, Market, actor::Seller, money};
use kernel::{Money, ids::SellerOrderId};
use order::{Event, history::By, order::Moved};
use payment::Holder;

/// Marks a parcel as delivered: `paid` was collected by `holder`. Less than was due is written down
/// as short.
///
/// # Errors
/// [`order::Error::NoOrder`] for another cooperative's, [`order::Error::NotNow`],
/// [`payment::Error::Amount`] for more than was due; when the database refuses.
pub async fn deliver(
    market: &Market,
    seller: &Seller,
    part: SellerOrderId,
    paid: Option<Money>,
    holder: Holder,
) -> Result<(), Error> {
    arrive(market, seller, part, (Event::Deliver, holder), paid).await
}

/// Marks a part as collected at the cooperative, which has the cash.
///
/// # Errors
/// As [`deliver`].
pub async fn hand_over(
    market: &Market,
    seller: &Seller,
    part: SellerOrderId,
    paid: Option<Money>,
) -> Result<(), Error> {
    arrive(market, seller, part, (Event::HandOver, Holder::Cooperative), paid).await
}

/// Without an amount, all that was due was paid.
async fn arrive(
    market: &Market,
    seller: &Seller,
    id: SellerOrderId,
    (event, holder): (Event, Holder),
    paid: Option<Money>,
) -> Result<(), Error> {
    let (mint, queue, seller) = (market.mint(), market.queue.clone(), *seller);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let found = order::order::find_for_cooperative(tx, seller.cooperative, id).await?;
                let part = found.ok_or(order::Error::NoOrder)?.part;
                let by = By::cooperative(seller.person);
                if step::take(tx, &mint, &queue, &part, event, &by).await? == Moved::Now {
                    let paid = paid.unwrap_or(Money::mad(part.totals.total_minor));
                    let who = Some(seller.person);
                    payment::payment::collect(tx, &mint, part.id, paid, holder, who).await?;
                    let cash = Some((money::till(holder), paid));
                    ledger::sale::delivered(tx, &mint, who, part.id, cash).await?;
                }
                Ok(())
            })
        })
        .await
}
