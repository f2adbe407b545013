//! The buyer has the goods and has paid: who holds the cash is written down, and whether the buyer's code was given.
//! Nothing is taken for what is paid by card or by transfer.

use super::step;
use crate::{
    Error, Market,
    actor::Seller,
    cash::{self, Asking},
    money,
    people::limits,
};
use kernel::{Mint, Money, Tx, ids::SellerOrderId};
use ledger::Till;
use order::{
    Event, SellerOrder,
    history::{self, By},
    order::Moved,
};
use payment::{Holder, Method};

/// What whoever handed a parcel over says of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrival {
    /// What was paid; all that was due where nothing is said.
    pub paid: Option<Money>,
    /// The code that the buyer gave.
    pub code: Option<String>,
}

/// Marks a parcel as delivered: `paid` was collected by `holder`. Less than was due is written down
/// as short.
///
/// # Errors
/// [`order::Error::NoOrder`] for another cooperative's, [`order::Error::NotNow`],
/// [`payment::Error::Amount`] for more than was due, or anything for what was paid by card;
/// [`Error::DeliveryCodeNeeded`] where the market wants the buyer's code; when the database refuses.
pub async fn deliver(
    market: &Market,
    seller: &Seller,
    part: SellerOrderId,
    paid: Option<Money>,
    holder: Holder,
) -> Result<(), Error> {
    let arrival = Arrival { paid, code: None };
    arrive(market, seller, part, (Event::Deliver, holder), arrival).await
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
    let arrival = Arrival { paid, code: None };
    arrive(market, seller, part, (Event::HandOver, Holder::Cooperative), arrival).await
}

/// [`deliver`], with the code that the buyer gave.
///
/// # Errors
/// As [`deliver`]; [`Error::WrongDeliveryCode`]; [`identity::Error::Limited`] after too many wrong ones.
pub async fn deliver_with(
    market: &Market,
    seller: &Seller,
    part: SellerOrderId,
    holder: Holder,
    arrival: Arrival,
) -> Result<(), Error> {
    arrive(market, seller, part, (Event::Deliver, holder), arrival).await
}

/// [`hand_over`], with the code that the buyer gave.
///
/// # Errors
/// As [`deliver_with`].
pub async fn hand_over_with(
    market: &Market,
    seller: &Seller,
    part: SellerOrderId,
    arrival: Arrival,
) -> Result<(), Error> {
    arrive(market, seller, part, (Event::HandOver, Holder::Cooperative), arrival).await
}

async fn arrive(
    market: &Market,
    seller: &Seller,
    id: SellerOrderId,
    (event, holder): (Event, Holder),
    arrival: Arrival,
) -> Result<(), Error> {
    let proven = prove(market, seller, id, event, arrival.code.as_deref()).await?;
    let (mint, queue, seller) = (market.mint(), market.queue.clone(), *seller);
    let asking = market.settings.cash.delivery_code;
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let found = order::order::find_for_cooperative(tx, seller.cooperative, id).await?;
                let part = found.ok_or(order::Error::NoOrder)?.part;
                let by = By::cooperative(seller.person);
                if step::take(tx, &mint, &queue, &part, event, &by).await? == Moved::Before {
                    return Ok(());
                }
                if asking == Asking::Required && !proven && part.happened(Event::Vouch).is_none() {
                    return Err(Error::DeliveryCodeNeeded);
                }
                if asking != Asking::Off {
                    let said = if proven { Event::Prove } else { Event::Unproven };
                    history::record(tx, &mint, &[id], said, &by).await?;
                }
                let who = Some(seller.person);
                let cash = take(tx, &mint, &seller, &part, holder, arrival.paid).await?;
                ledger::sale::delivered(tx, &mint, who, part.id, cash).await?;
                Ok(())
            })
        })
        .await
}

/// Whether the buyer's code was given. Each try is counted before it is looked at, in a transaction of its own, because
/// a refusal must not be forgotten with the step.
async fn prove(
    market: &Market,
    seller: &Seller,
    id: SellerOrderId,
    event: Event,
    typed: Option<&str>,
) -> Result<bool, Error> {
    let typed = typed.map(str::trim).filter(|typed| !typed.is_empty());
    let Some(typed) = typed.filter(|_| market.settings.cash.delivery_code != Asking::Off) else {
        return Ok(false);
    };
    let found = order::order::find_for_cooperative(&market.db, seller.cooperative, id).await?;
    let part = found.ok_or(order::Error::NoOrder)?.part;
    if !part.state.allows(event, part.way) {
        // The step says what is the matter: a code that nothing comes of is not tried.
        return Ok(false);
    }
    limits::count(market, limits::delivery_code(id)).await?;
    if cash::is_right(&market.key, id, typed) {
        Ok(true)
    } else {
        Err(Error::WrongDeliveryCode)
    }
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
