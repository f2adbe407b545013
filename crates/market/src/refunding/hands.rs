//! Somebody pays a refund by hand: in cash against the buyer's code, or by a transfer to the buyer's account. A cooperative's
//! transfer counts as done, because nobody here sees its bank; the market's counts as done once the statement shows it, or
//! somebody has looked.

use crate::{
    Error, Market,
    actor::{Administrator, Seller},
    notices::{self, Notice},
    paying::repay_of,
    quarantine,
};
use kernel::{
    Mint, Read, Tx,
    ids::{PersonId, RefundId},
    time::HOUR,
};
use ledger::{Till, repay};
use payment::{
    Dispute, Refund, dispute,
    refund::{self, Event, Hand, Payer, Way},
};
use subtle::ConstantTimeEq;

/// Codes that may be tried for one refund in an hour.
const TRIES: i32 = 10;

/// Who pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paying {
    /// A member of the cooperative that was paid.
    Cooperative(Seller),
    /// Somebody of the office.
    Office(Administrator),
}

impl Paying {
    pub(super) const fn person(self) -> PersonId {
        match self {
            Self::Cooperative(seller) => seller.person,
            Self::Office(administrator) => administrator.person,
        }
    }

    const fn payer(self) -> Payer {
        match self {
            Self::Cooperative(_) => Payer::Cooperative,
            Self::Office(_) => Payer::Office,
        }
    }
}

/// The six digits that a buyer shows for cash. They stand nowhere: whoever holds the market's key can reckon them.
pub fn refund_code(market: &Market, refund: RefundId) -> String {
    let bytes = market.key.derive("refund code", refund.0.as_bytes());
    let number = bytes
        .iter()
        .take(8)
        .fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
    format!("{:06}", number % 1_000_000)
}

/// Hands cash out against the buyer's code: that is its receipt.
///
/// # Errors
/// [`Error::MoneyHeld`]; [`payment::Error::Code`]; [`payment::Error::NoRefund`] for one that is another's to pay; [`payment::Error::OtherWay`];
/// [`payment::Error::SecondPerson`]; [`payment::Error::NotNow`], also while the buyer's bank disputes; [`identity::Error::Limited`] after too many codes; when the
/// database refuses.
pub async fn hand_out_cash(market: &Market, by: Paying, id: RefundId, code: &str) -> Result<(), Error> {
    let now = market.now();
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let bucket = format!("refund-code:{id}");
                Ok::<_, Error>(identity::throttle::hit(tx, &bucket, HOUR, TRIES, now).await?)
            })
        })
        .await?;
    let typed = kernel::text::western_digits(code.trim());
    let fits: bool = typed.as_bytes().ct_eq(refund_code(market, id).as_bytes()).into();
    if !fits {
        return Err(payment::Error::Code.into());
    }
    pay(market, by, id, Way::Cash, (None, None)).await
}

/// Writes down that the transfer to the buyer's account was made.
///
/// # Errors
/// As [`hand_out_cash`], without the code.
pub async fn send_transfer(market: &Market, by: Paying, id: RefundId, note: Option<String>) -> Result<(), Error> {
    pay(market, by, id, Way::Account, (None, note)).await
}

/// The same, to the account that ends with these digits, as the writer's page showed it: its buyer may have named another
/// since.
///
/// # Errors
/// As [`send_transfer`]; [`payment::Error::Edited`] for another account.
pub async fn send_transfer_to(
    market: &Market,
    by: Paying,
    id: RefundId,
    (tail, note): (&str, Option<String>),
) -> Result<(), Error> {
    pay(market, by, id, Way::Account, (Some(tail.to_owned()), note)).await
}

async fn pay(
    market: &Market,
    by: Paying,
    id: RefundId,
    way: Way,
    (tail, note): (Option<String>, Option<String>),
) -> Result<(), Error> {
    let (mint, queue, above) = (market.mint(), market.queue.clone(), market.settings.refund_second_above);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                quarantine::pass_out(tx).await?;
                theirs(tx, by, id).await?;
                let refund = refund::lock(tx, id).await?.ok_or(payment::Error::NoRefund)?;
                if tail.is_some() && tail != refund.account_tail {
                    return Err(payment::Error::Edited.into());
                }
                if is_disputed(tx, &refund).await? {
                    return Err(payment::Error::NotNow {
                        from: "disputed",
                        event: "carry_out",
                    }
                    .into());
                }
                let hand = Hand {
                    person: Some(by.person()),
                    payer: by.payer(),
                    way,
                    // A cooperative pays its own money.
                    second_above: match by {
                        Paying::Cooperative(_) => i64::MAX,
                        Paying::Office(_) => above,
                    },
                    note: note.as_deref(),
                };
                let now = refund::carry_out(tx, &mint, id, &hand).await?;
                match (now, by.payer(), way) {
                    (true, Payer::Office, Way::Account) => tell(tx, &mint, &queue, &refund, "sent").await,
                    (true, ..) => finish(tx, &mint, &queue, id, Some(by.person())).await,
                    (false, ..) => Ok(()),
                }
            })
        })
        .await
}

/// The office has seen that a transfer arrived.
///
/// # Errors
/// [`payment::Error::NoRefund`]; [`payment::Error::NotNow`]; when the database refuses.
pub async fn confirm_refund(market: &Market, by: &Administrator, id: RefundId) -> Result<(), Error> {
    let (mint, queue, person) = (market.mint(), market.queue.clone(), by.person);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                theirs(tx, Paying::Office(Administrator { person }), id).await?;
                refund::lock(tx, id).await?;
                finish(tx, &mint, &queue, id, Some(person)).await
            })
        })
        .await
}

/// Whether the buyer's bank may take the payment back, or has, and it is not said yet what that pays: what is owed of the
/// payment is paid by it.
///
/// # Errors
/// When the database cannot answer.
pub async fn is_disputed(db: &impl Read, refund: &Refund) -> Result<bool, Error> {
    let Some(attempt) = refund.attempt else {
        return Ok(false);
    };
    let found = dispute::list_of_attempt(db, attempt).await?;
    Ok(found.iter().any(Dispute::may_pay))
}

/// The refund, if it is theirs to pay.
pub(super) async fn theirs(tx: &Tx, by: Paying, id: RefundId) -> Result<Refund, Error> {
    let found = refund::find(tx, id)
        .await?
        .filter(|found| found.payer == Some(by.payer()));
    let found = found.ok_or(payment::Error::NoRefund)?;
    if let Paying::Cooperative(seller) = by {
        let part = found.part.ok_or(payment::Error::NoRefund)?;
        let own = order::order::find_for_cooperative(tx, seller.cooperative, part).await?;
        own.ok_or(payment::Error::NoRefund)?;
    }
    Ok(found)
}

/// The buyer has the money, which was on its way: once.
pub(super) async fn finish(
    tx: &Tx,
    mint: &Mint,
    queue: &job::Queue,
    id: RefundId,
    who: Option<PersonId>,
) -> Result<(), Error> {
    if refund::advance(tx, mint, id, Event::Succeed).await?.is_none() {
        return Ok(());
    }
    let refund = refund::find(tx, id).await?.ok_or(payment::Error::NoRefund)?;
    repay::paid(tx, mint, who, &repay_of(&refund), till(&refund)).await?;
    tell(tx, mint, queue, &refund, "done").await
}

/// Out of which till it is paid.
pub(super) const fn till(refund: &Refund) -> Till {
    match (refund.payer, refund.way) {
        (Some(Payer::Cooperative), _) => Till::Cooperative,
        (_, Way::Cash) => Till::Platform,
        _ => Till::Bank,
    }
}

async fn tell(tx: &Tx, mint: &Mint, queue: &job::Queue, refund: &Refund, step: &str) -> Result<(), Error> {
    let notice = Notice::BuyerRefund {
        refund: refund.id,
        step: step.to_owned(),
    };
    notices::tell(queue, tx, mint, &[notice]).await
}
