//! A buyer says how they want money that goes back by hand.

use crate::{Error, Market, buying, paying};
use kernel::{
    ids::{OrderId, RefundId},
    registration::Rib,
};
use payment::{
    About, reference,
    refund::{self, State},
};

/// What an account is sealed for.
const PURPOSE: &str = "refund account";

/// How they want it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// To this account.
    Account(Rib),
    /// In cash, against the code.
    Cash,
}

/// Writes down how the buyer wants a refund, as long as nobody has paid it. What a provider could not give back is paid
/// by hand from now on.
///
/// # Errors
/// [`order::Error::NoOrder`] without the right token; [`payment::Error::NoRefund`] for another order's;
/// [`payment::Error::NotNow`] once it was paid, or while the provider does it; when the database refuses.
pub async fn choose_way(
    market: &Market,
    number: &str,
    secret: &str,
    refund: RefundId,
    wish: Wish,
) -> Result<RefundId, Error> {
    let order: OrderId = buying::open_order(market, number, secret).await?.head.id;
    let (mint, queue) = (market.mint(), market.queue.clone());
    let account = match &wish {
        Wish::Account(rib) => {
            let sealed = market.key.seal(&mint, PURPOSE, rib.as_str().as_bytes());
            let sealed = sealed.ok_or_else(|| Error::Unreadable("an account could not be sealed".to_owned()))?;
            Some((sealed, rib.tail().to_owned()))
        }
        Wish::Cash => None,
    };
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let found = refund::find(tx, refund).await?.filter(|found| found.order == order);
                let found = found.ok_or(payment::Error::NoRefund)?;
                let id = match found.state {
                    State::Failed => paying::again(tx, &mint, &queue, found.id, true).await?,
                    _ => found.id,
                };
                let account = account.as_ref().map(|(sealed, tail)| (sealed.as_str(), tail.as_str()));
                refund::choose(tx, &mint, id, account).await?;
                if account.is_some() {
                    // What the office writes on the transfer, so that the statement says what it was for.
                    reference::issue(tx, &mint, About::Refund, id).await?;
                }
                Ok(id)
            })
        })
        .await
}

/// The account that a refund goes to, for whoever pays it.
pub fn read_account(market: &Market, refund: &payment::Refund) -> Option<Rib> {
    let bytes = market.key.open(PURPOSE, refund.account.as_deref()?)?;
    String::from_utf8(bytes).ok().map(Rib::stored)
}
