//! Cash that will not come: somebody of the office asks for it to be given up, with a reason, and a second person decides.
//! What a buyer did not pay is forgiven; what whoever has it does not hand over is missing, and borne by whose sale it was.

use crate::{
    Error, Market,
    actor::Administrator,
    idempotency::{Claim, Once},
    money,
};
use kernel::{
    Mint, Money, Tx,
    ids::{LossId, PersonId, SellerOrderId},
};
use ledger::{Flow, balance, sale};
use payment::{
    Holder,
    loss::{self, Kind, Loss, New, State},
    remittance,
};
use serde::{Deserialize, Serialize};

/// What was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Its id.
    pub id: LossId,
    /// How much, in centimes.
    pub amount_minor: i64,
}

/// Asks for what is short or missing of a part to be given up. Nothing moves before a second person decides.
///
/// # Errors
/// [`payment::Error::Amount`] where nothing is short or missing; [`payment::Error::Waiting`] where it was asked before,
/// or the cash waits in a remittance; [`ledger::Error::NotNow`] before it is delivered; [`Error::KeyReused`]; when the
/// database refuses.
pub async fn give_up(
    market: &Market,
    key: &str,
    by: &Administrator,
    part: SellerOrderId,
    kind: Kind,
    reason: String,
) -> Result<Once<Asked>, Error> {
    let person = by.person;
    let claim = Claim::new(format!("loss:{person}"), key, &(part, kind, &reason))?;
    let mint = market.mint();
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                if let Some(value) = claim.begin(tx, mint.now).await? {
                    return Ok(Once { value, replayed: true });
                }
                let new = reckon(tx, part, kind, reason, person).await?;
                let id = loss::ask(tx, &mint, &new).await?;
                let value = Asked {
                    id,
                    amount_minor: new.amount.minor,
                };
                claim.finish(tx, &value).await?;
                Ok(Once { value, replayed: false })
            })
        })
        .await
}

/// Decides what somebody asked: whoever asked may only take it back. The same decision twice changes nothing.
///
/// # Errors
/// [`payment::Error::NoPayment`]; [`payment::Error::SecondPerson`] for whoever asked; [`payment::Error::Edited`] where the
/// amount is another by now; [`payment::Error::NotNow`] where it was decided otherwise; when the database refuses.
pub async fn decide_loss(market: &Market, by: &Administrator, id: LossId, give_up: bool) -> Result<(), Error> {
    let (mint, person) = (market.mint(), by.person);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let asked = loss::find(tx, id).await?.ok_or(payment::Error::NoPayment)?;
                let wanted = if give_up { State::Done } else { State::Declined };
                if give_up && asked.asked_by == person {
                    return Err(payment::Error::SecondPerson.into());
                }
                // The part first, as everybody who moves its cash.
                sale::lock_parts(tx, &[asked.part]).await?;
                if !loss::decide(tx, &mint, id, person, wanted).await? || !give_up {
                    return Ok(());
                }
                apply(tx, &mint, &asked, person).await
            })
        })
        .await
}

/// What is short or missing of a part at this moment.
async fn reckon(tx: &Tx, part: SellerOrderId, kind: Kind, reason: String, by: PersonId) -> Result<New, Error> {
    let sale = sale::lock_parts(tx, &[part])
        .await?
        .pop()
        .ok_or(order::Error::NoOrder)?;
    let (holder, minor) = match kind {
        Kind::Short => {
            if !matches!(sale.state, sale::State::Delivered | sale::State::Closed) {
                return Err(ledger::Error::NotNow(sale.state.code()).into());
            }
            (None, sale.total_minor().saturating_sub(sale.paid_minor))
        }
        Kind::Missing => {
            let payment = payment::payment::find_for_seller_order(tx, part).await?;
            let holder = payment.and_then(|payment| payment.holder);
            let direct = sale.part.flow == Flow::Direct;
            let holder = holder.filter(|holder| match holder {
                Holder::Carrier | Holder::Platform => true,
                // On its own account a cooperative has what is its own.
                Holder::Cooperative => !direct,
                _ => false,
            });
            let till = holder.and_then(money::till).ok_or(payment::Error::Amount)?;
            if !remittance::list_waiting(tx, &[part]).await?.is_empty() {
                return Err(payment::Error::Waiting.into());
            }
            let held = balance::of_part(tx, part).await?.get(&till.kind()).copied();
            (holder, held.unwrap_or(0))
        }
    };
    Ok(New {
        part,
        cooperative: sale.part.cooperative,
        kind,
        holder,
        amount: Money::mad(minor),
        reason,
        by,
    })
}

async fn apply(tx: &Tx, mint: &Mint, asked: &Loss, by: PersonId) -> Result<(), Error> {
    let now = reckon(tx, asked.part, asked.kind, String::new(), by).await?;
    if (now.amount, now.holder) != (asked.amount, asked.holder) {
        return Err(payment::Error::Edited.into());
    }
    match asked.kind {
        Kind::Short => sale::forgiven(tx, mint, Some(by), asked.part).await?,
        Kind::Missing => {
            let till = asked.holder.and_then(money::till).ok_or(payment::Error::Amount)?;
            sale::missing(tx, mint, Some(by), asked.part, asked.id, till).await?;
        }
    }
    Ok(())
}
