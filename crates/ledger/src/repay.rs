//! A refund once it is decided: its money goes, comes back, goes again, or goes twice. Of a part it pays what the buyer is owed
//! of it; of a payment that no order could take, it pays out of what was put aside.

use crate::{
    Error,
    account::Account,
    event::{self, MarketEvent, PartEvent, Till},
    outside,
    posting::{self, Posted, Posting},
    sale,
};
use kernel::{
    Mint, Money, Read, Tx,
    ids::{EventId, OrderId, PersonId, RefundId, SellerOrderId},
};

/// A refund, by what its money is concerned with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repay {
    /// The refund.
    pub refund: RefundId,
    /// Of which order's payment.
    pub order: OrderId,
    /// Of which part; none for a payment that no order could take.
    pub part: Option<SellerOrderId>,
    /// How much.
    pub amount: Money,
}

/// Writes down that the buyer has the money. A lost dispute is paid from [`Till::Disputes`].
///
/// # Errors
/// [`Error::NotCovered`] for more than the buyer is owed, or is put aside; [`Error::NotNow`] for a till that is not the
/// market's, where no part was paid; [`Error::Unknown`]; [`Error::Differs`]; when the database refuses.
pub async fn paid(tx: &Tx, mint: &Mint, who: Option<PersonId>, repay: &Repay, from: Till) -> Result<Posted, Error> {
    let posting = match repay.part {
        Some(part) => {
            let (refund, minor) = (repay.refund, repay.amount.minor);
            of_part(tx, part, &PartEvent::RefundPaid { refund, from, minor }).await?
        }
        None => of_market(repay, &aside_to(repay, from.own()?))?,
    };
    posting::post(tx, mint, who, &posting).await
}

/// Writes down that the buyer has the money after all: what had failed was done, and was still owed. Where it failed again
/// since it was done, this is another time.
///
/// # Errors
/// As [`paid`].
pub async fn paid_late(tx: &Tx, mint: &Mint, who: Option<PersonId>, repay: &Repay, from: Till) -> Result<(), Error> {
    let posting = match repay.part {
        Some(part) => {
            let (refund, minor) = (repay.refund, repay.amount.minor);
            of_part(tx, part, &PartEvent::RefundPaidLate { refund, from, minor }).await?
        }
        None => of_market(repay, &aside_to(repay, from.own()?))?,
    };
    posting::post_again(tx, mint, who, posting).await
}

/// Writes down that money which was paid back came back again: the buyer is still owed it. Where it was paid again since it
/// came back, this is another time.
///
/// # Errors
/// [`Error::Unknown`]; [`Error::NotNow`] as for [`paid`]; when the database refuses.
pub async fn returned(tx: &Tx, mint: &Mint, who: Option<PersonId>, repay: &Repay, to: Till) -> Result<(), Error> {
    let (refund, minor) = (repay.refund, repay.amount.minor);
    let posting = match repay.part {
        Some(part) => of_part(tx, part, &PartEvent::RefundReturned { refund, to, minor }).await?,
        None => {
            let id = EventId(refund.0);
            of_market(repay, &MarketEvent::SuspenseIn { id, into: to, minor })?
        }
    };
    posting::post_again(tx, mint, who, posting).await
}

/// Writes down that the buyer, who has the money of another refund, has this too: for now that is the market's loss.
///
/// # Errors
/// [`Error::Amount`]; when the database refuses.
pub async fn twice(tx: &Tx, mint: &Mint, who: Option<PersonId>, repay: &Repay, from: Till) -> Result<(), Error> {
    let event = MarketEvent::RefundTwice {
        refund: repay.refund,
        order: repay.order,
        from,
        minor: repay.amount.minor,
    };
    outside::post_another(tx, mint, who, repay.amount.currency, &event).await
}

/// Writes down that what was [`twice`] with its buyer came back.
///
/// # Errors
/// [`Error::Amount`]; when the database refuses.
pub async fn twice_returned(tx: &Tx, mint: &Mint, who: Option<PersonId>, repay: &Repay, to: Till) -> Result<(), Error> {
    let event = MarketEvent::TwiceReturned {
        refund: repay.refund,
        order: repay.order,
        to,
        minor: repay.amount.minor,
    };
    outside::post_another(tx, mint, who, repay.amount.currency, &event).await
}

/// Writes down that what was [`twice`] with its buyer, and so the market's loss, is what they were owed: the other one came
/// back.
///
/// # Errors
/// [`Error::NotCovered`] where nothing is owed; when the database refuses.
pub async fn twice_counts(tx: &Tx, mint: &Mint, who: Option<PersonId>, repay: &Repay) -> Result<(), Error> {
    let event = match repay.part {
        Some(_) => MarketEvent::TwiceCounts {
            refund: repay.refund,
            order: repay.order,
            minor: repay.amount.minor,
        },
        None => aside_to(repay, Account::WriteOff),
    };
    outside::post_another(tx, mint, who, repay.amount.currency, &event).await
}

/// Whether a refund was ever paid, whatever became of it.
///
/// # Errors
/// When the database cannot answer.
pub async fn was_paid(db: &impl Read, refund: RefundId) -> Result<bool, Error> {
    for kind in ["refund_paid", "suspense_out", "refund_twice"] {
        if posting::is_posted(db, &format!("{kind}:{refund}")).await? {
            return Ok(true);
        }
    }
    posting::is_posted(db, &format!("refund_paid:{refund}:late")).await
}

async fn of_part(tx: &Tx, part: SellerOrderId, event: &PartEvent) -> Result<Posting, Error> {
    let sale = sale::lock(tx, part).await?;
    event::of_part(&sale.part, event)?.ok_or(Error::Amount)
}

fn of_market(repay: &Repay, event: &MarketEvent) -> Result<Posting, Error> {
    event::of_market(repay.amount.currency, event)?.ok_or(Error::Amount)
}

const fn aside_to(repay: &Repay, to: Account) -> MarketEvent {
    MarketEvent::SuspenseOut {
        id: EventId(repay.refund.0),
        to,
        minor: repay.amount.minor,
    }
}
