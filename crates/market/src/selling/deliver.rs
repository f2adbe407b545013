//! The buyer has the goods and has paid: who holds the cash is written down. Nothing is taken for what is paid by
//! card or by transfer.

use super::step;
use crate::{Error, Market, actor::Seller, money};
use kernel::{Mint, Money, Tx, ids::SellerOrderId};
use ledger::Till;
use order::{Event, SellerOrder, history::By, order::Moved};
use payment::{Holder, Method};

/// Marks a parcel as delivered: `paid` was collected by `holder`. Less than was due is written down
/// as short.
///
/// # Errors
/// [`order::Error::NoOrder`] for another cooperative's, [`order::Error::NotNow`],
/// [`payment::Error::Amount`] for more than was due, or anything for what was paid by card; when the database refuses.
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
                    let who = Some(seller.person);
                    let cash = take(tx, &mint, &seller, &part, holder, paid).await?;
                    ledger::sale::delivered(tx, &mint, who, part.id, cash).await?;
                }
                Ok(())
            })
        })
        .await
}

/// What is taken at the door; nothing, where the part is paid by card or by transfer.
async fn take(
    tx: &Tx,
    mint: &Mint,
    seller: &Seller,
    part: &SellerOrder,
    holder: Holder,
    paid: Option<Money>,
) -> Result<Option<(Till, Money)>, Error> {
    let payment = payment::payment::find_for_seller_order(tx, part.id).await?;
    if payment.is_some_and(|payment| payment.method != Method::Cash) {
        let asked = paid.is_some_and(|paid| paid.minor != 0);
        return if asked {
            Err(payment::Error::Amount.into())
        } else {
            Ok(None)
        };
    }
    let till = money::till(holder).ok_or(payment::Error::Amount)?;
    let paid = paid.unwrap_or(Money::mad(part.totals.total_minor));
    payment::payment::collect(tx, mint, part.id, paid, holder, Some(seller.person)).await?;
    Ok(Some((till, paid)))
}
