//! A buyer who paid too little pays the rest.

use super::Hand;
use crate::{
    Error, Market,
    idempotency::{Claim, Once},
};
use kernel::{Money, ids::SellerOrderId};
use ledger::{Flow, sale};
use order::goods_return;
use payment::{Holder, Payment, State};

/// Writes down that whoever has the cash of a part got what was short of it too, all of it: the cooperative, or the office.
/// What a carrier still brings is counted with the rest ([`super::receive`]).
///
/// # Errors
/// [`order::Error::NoOrder`] for another cooperative's; [`payment::Error::Amount`] where nothing is short, or it was given
/// up; [`payment::Error::NotNow`] when all the goods came back; [`payment::Error::Waiting`] where the writer has not got the cash of it; [`Error::KeyReused`]; when the database
/// refuses.
pub async fn make_up(market: &Market, key: &str, by: &Hand, part: SellerOrderId) -> Result<Once<()>, Error> {
    let (mint, by) = (market.mint(), *by);
    let claim = Claim::new(format!("cash:{}", by.person()), key, &("make up", part))?;
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                if let Some(value) = claim.begin(tx, mint.now).await? {
                    return Ok(Once { value, replayed: true });
                }
                let sales = sale::lock_parts(tx, &[part]).await?;
                let own = |own| by.cooperative().is_none_or(|id| id == own);
                let sale = sales.into_iter().find(|sale| own(sale.part.cooperative));
                let sale = sale.ok_or(order::Error::NoOrder)?;
                let payment = payment::payment::find_for_seller_order(tx, part).await?;
                let payment = payment.ok_or(payment::Error::NoPayment)?;
                if payment.state != State::Short || sale.paid_minor >= sale.total_minor() {
                    return Err(payment::Error::Amount.into());
                }
                if !goods_return::list_all_back(tx, &[part]).await?.is_empty() {
                    let (from, event) = ("returned", "make_up");
                    return Err(payment::Error::NotNow { from, event }.into());
                }
                let (who, all) = (Some(by.person()), Money::mad(sale.total_minor()));
                let holder = has(&by, &payment)?;
                let till = crate::money::till(holder).ok_or(payment::Error::Waiting)?;
                payment::payment::collect(tx, &mint, part, all, holder, who).await?;
                sale::collected(tx, &mint, who, part, till, all).await?;
                if sale.part.flow == Flow::Direct && holder == Holder::Cooperative {
                    payment::payment::remit(tx, &mint, part, who).await?;
                }
                claim.finish(tx, &()).await?;
                Ok(Once {
                    value: (),
                    replayed: false,
                })
            })
        })
        .await
}

/// The writer, if the cash is with them.
fn has(by: &Hand, payment: &Payment) -> Result<Holder, Error> {
    let holder = match by {
        Hand::Cooperative(_) => Holder::Cooperative,
        Hand::Office(_) => Holder::Platform,
    };
    // Where nothing was paid at all it is with nobody yet.
    let nothing = payment.collected.minor == 0;
    if payment.holder == Some(holder) || nothing {
        return Ok(holder);
    }
    Err(payment::Error::Waiting.into())
}
