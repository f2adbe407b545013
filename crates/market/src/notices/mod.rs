//! How people are told. A verb leaves a [`Notice`] as a job in its own transaction; the job finds out
//! who is to read it, and a second job for each reader and channel writes the words in the reader's
//! language and sends them. So one reader's dead mailbox repeats nothing for the others.

mod deliver;
mod told;
mod words;

pub(crate) use deliver::{Channel, Errand, Reader, deliver, send};
pub(crate) use told::was_never_confirmed;
pub use told::{Told, Topic, list_told};

use job::{NewJob, Queue};
use kernel::{
    Locale, Micros, Mint, Tx,
    ids::{
        CodeId, CooperativeId, InvoiceId, JobId, OrderId, PayoutId, ProductId, RefundId, ReturnId, RevisionId,
        SellerOrderId,
    },
};
use serde::{Deserialize, Serialize};

/// Something that people are to be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "notice", rename_all = "snake_case")]
pub enum Notice {
    /// A one-time code. What it is and where it goes are locked with the market's key (purpose
    /// `code`): a JSON [`SealedCode`].
    Code {
        /// The code's row, which the notice is about.
        id: CodeId,
        /// The reader's language.
        locale: Locale,
        /// The locked [`SealedCode`].
        sealed: String,
    },
    /// To the telephone or address that was somebody's until now: it is so no more. Whoever it
    /// belongs to may be the only one who knows that this was not meant to happen.
    ContactReplaced {
        /// What tells this from the next replacement.
        id: JobId,
        /// The language the person reads.
        locale: Locale,
        /// Whose contact it was, where it was a cooperative's own.
        cooperative: Option<CooperativeId>,
        /// The locked [`FormerContact`] (purpose `former contact`).
        sealed: String,
    },
    /// A cooperative may sell now.
    CooperativeVerified {
        /// Which.
        cooperative: CooperativeId,
    },
    /// A cooperative's application was refused, with a reason.
    CooperativeRefused {
        /// Which.
        cooperative: CooperativeId,
    },
    /// A cooperative was suspended, with a reason.
    CooperativeSuspended {
        /// Which.
        cooperative: CooperativeId,
    },
    /// A listing is on sale.
    ListingApproved {
        /// Its approved content.
        revision: RevisionId,
    },
    /// Something about a listing is to be changed.
    ListingChanges {
        /// The content in question.
        revision: RevisionId,
    },
    /// A listing was refused.
    ListingRejected {
        /// The content in question.
        revision: RevisionId,
    },
    /// A product was taken off sale by an administrator, with a reason.
    ProductSuspended {
        /// Which.
        product: ProductId,
    },
    /// To the buyer: the order is placed.
    OrderPlaced {
        /// Which.
        order: OrderId,
    },
    /// To the cooperative: there is a new order.
    SellerNewOrder {
        /// Its part.
        seller_order: SellerOrderId,
    },
    /// To the cooperative: an order waits for an answer.
    SellerReminder {
        /// Its part.
        seller_order: SellerOrderId,
    },
    /// To the cooperative: its part was cancelled by the buyer, by its own silence, or because the buyer did not pay.
    SellerCancelled {
        /// Its part.
        seller_order: SellerOrderId,
    },
    /// To the buyer: the goods are kept until a transfer comes, and this is how it is made.
    TransferAwaited {
        /// Which.
        order: OrderId,
    },
    /// To the buyer: the transfer to a cooperative is still to come, and its goods are not kept for much longer.
    TransferReminder {
        /// The cooperative's part.
        seller_order: SellerOrderId,
    },
    /// To the cooperative: it should look whether that transfer has come.
    SellerTransferReminder {
        /// Its part.
        seller_order: SellerOrderId,
    },
    /// To the cooperative: money is on its way to its bank.
    PayoutSent {
        /// Which payout.
        payout: PayoutId,
    },
    /// To the cooperative: its bank did not take it.
    PayoutFailed {
        /// Which payout.
        payout: PayoutId,
    },
    /// To the cooperative: its bank had it, and sent it back.
    PayoutReturned {
        /// Which payout.
        payout: PayoutId,
    },
    /// To the cooperative: it is asked for the market's commission.
    InvoiceRaised {
        /// Which invoice.
        invoice: InvoiceId,
    },
    /// To the buyer: the order was not paid, and is given up.
    PaymentLapsed {
        /// Which.
        order: OrderId,
    },
    /// To the buyer: the order was paid when its goods were gone, and the money goes back.
    PaidTooLate {
        /// Which.
        order: OrderId,
    },
    /// To the buyer: goods that they give back.
    BuyerReturn {
        /// Which return.
        goods_return: ReturnId,
        /// What happened: `requested`, `accepted`, `refused`, `received`, `refunded`, `not_received`, `reopened` or `ended`.
        step: String,
    },
    /// To the cooperative: goods that a buyer gives back.
    SellerReturn {
        /// Which return.
        goods_return: ReturnId,
        /// What happened: `requested`, `reminder`, `withdrawn`, by time `accepted`, `refunded` or `not_received`, and by the
        /// office `reopened` or `ended`.
        step: String,
    },
    /// To the buyer: money that goes back by hand.
    BuyerRefund {
        /// Which refund.
        refund: RefundId,
        /// What happened: `choose`, `sent`, `done`, `failed`, or `late`: done after it had failed.
        step: String,
    },
    /// To the office: money in trouble.
    Office {
        /// About which order.
        order: OrderId,
        /// What about, by its id.
        subject: String,
        /// What happened: `dispute`, `dispute-lost`, `refund`, `twice`, `odd`, or `goods`: what was to come back did not.
        step: String,
    },
    /// To the office: the bank was given a payout, and nobody heard of it since.
    PayoutUnheard {
        /// Which payout.
        payout: PayoutId,
    },
    /// To the office: the books of others say something else than ours. Told again when other things differ.
    BooksDiffer {
        /// When they were compared.
        at: Micros,
        /// How many differences there are.
        count: i64,
        /// What tells these differences from others.
        these: String,
    },
    /// To the cooperative: cash is with its carriers for longer than so many days.
    CashWaiting {
        /// Which.
        cooperative: CooperativeId,
        /// The week in which it is told.
        week: i64,
        /// How much of it, in centimes.
        minor: i64,
        /// How many days.
        days: i64,
    },
    /// To the buyer: a cooperative's part moved on.
    BuyerStep {
        /// The part.
        seller_order: SellerOrderId,
        /// What happened: the event's code (`accepted`, `shipped`, `delivered`, `cancelled`, …).
        event: String,
    },
}

/// A code and where it goes, before it is locked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedCode {
    /// The six digits.
    pub code: String,
    /// The telephone, where it goes to one.
    pub phone: Option<String>,
    /// The e-mail address, where it goes to one.
    pub email: Option<String>,
    /// Whether it confirms an order, and is no key to anything.
    #[serde(default)]
    pub order: bool,
}

/// A contact that was somebody's, before it is locked: it stands in no table any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormerContact {
    /// The telephone, where it is one.
    pub phone: Option<String>,
    /// The e-mail address, where it is one.
    pub email: Option<String>,
}

/// What [`FormerContact`] is locked for.
pub(crate) const FORMER: &str = "former contact";

/// The notices to contacts that were replaced: each gets its own.
///
/// # Errors
/// When a contact cannot be locked.
pub(crate) fn replaced(
    key: &crate::Key,
    mint: &Mint,
    locale: Locale,
    cooperative: Option<CooperativeId>,
    former: &[FormerContact],
) -> Result<Vec<Notice>, crate::Error> {
    let notice = |contact: &FormerContact| {
        Ok(Notice::ContactReplaced {
            id: mint.id(),
            locale,
            cooperative,
            sealed: key
                .seal(mint, FORMER, &serde_json::to_vec(contact)?)
                .ok_or_else(|| crate::Error::Unreadable("a contact could not be sealed".to_owned()))?,
        })
    };
    former.iter().map(notice).collect()
}

impl Notice {
    /// The name under which it happens once.
    fn dedupe(&self) -> String {
        match self {
            Self::Code { id, .. } => format!("notice:code:{id}"),
            Self::ContactReplaced { id, .. } => format!("notice:replaced:{id}"),
            Self::CooperativeVerified { cooperative } => format!("notice:verified:{cooperative}"),
            Self::CooperativeRefused { cooperative } => format!("notice:refused:{cooperative}"),
            Self::CooperativeSuspended { cooperative } => format!("notice:suspended:{cooperative}"),
            Self::ListingApproved { revision } => format!("notice:approved:{revision}"),
            Self::ListingChanges { revision } => format!("notice:changes:{revision}"),
            Self::ListingRejected { revision } => format!("notice:rejected:{revision}"),
            Self::ProductSuspended { product } => format!("notice:product-suspended:{product}"),
            Self::OrderPlaced { order } => format!("notice:placed:{order}"),
            Self::TransferAwaited { order } => format!("notice:transfer:{order}"),
            Self::PaymentLapsed { order } => format!("notice:lapsed:{order}"),
            Self::PaidTooLate { order } => format!("notice:too-late:{order}"),
            Self::SellerNewOrder { seller_order } => format!("notice:new-order:{seller_order}"),
            Self::SellerReminder { seller_order } => format!("notice:reminder:{seller_order}"),
            Self::TransferReminder { seller_order } => format!("notice:transfer-reminder:{seller_order}"),
            Self::SellerTransferReminder { seller_order } => format!("notice:seller-transfer-reminder:{seller_order}"),
            Self::SellerCancelled { seller_order } => format!("notice:seller-cancelled:{seller_order}"),
            Self::BuyerReturn { goods_return, step } => format!("notice:return:{goods_return}:{step}"),
            Self::SellerReturn { goods_return, step } => format!("notice:seller-return:{goods_return}:{step}"),
            Self::BuyerRefund { refund, step } => format!("notice:refund:{refund}:{step}"),
            Self::Office { subject, step, .. } => format!("notice:office:{subject}:{step}"),
            Self::PayoutUnheard { payout } => format!("notice:payout-unheard:{payout}"),
            Self::BooksDiffer { these, .. } => format!("notice:books:{these}"),
            Self::PayoutSent { payout } => format!("notice:payout-sent:{payout}"),
            Self::PayoutFailed { payout } => format!("notice:payout-failed:{payout}"),
            Self::PayoutReturned { payout } => format!("notice:payout-returned:{payout}"),
            Self::InvoiceRaised { invoice } => format!("notice:invoice:{invoice}"),
            Self::CashWaiting { cooperative, week, .. } => format!("notice:cash:{cooperative}:{week}"),
            Self::BuyerStep { seller_order, event } => format!("notice:step:{seller_order}:{event}"),
        }
    }

    /// Whether the same thing can rightly happen again to the same subject, so that its time is part
    /// of the name: an application refused twice, changes asked for twice.
    fn recurs(&self) -> bool {
        if let Self::BuyerReturn { step, .. } | Self::SellerReturn { step, .. } | Self::Office { step, .. } = self {
            // The goods may be waited for again, and a refund may fail again.
            return matches!(
                step.as_str(),
                "not_received" | "reopened" | "goods" | "refund" | "twice"
            );
        }
        if let Self::BuyerRefund { step, .. } = self {
            return matches!(step.as_str(), "failed" | "late");
        }
        matches!(
            self,
            Self::CooperativeVerified { .. }
                | Self::CooperativeRefused { .. }
                | Self::CooperativeSuspended { .. }
                | Self::ListingChanges { .. }
                | Self::ProductSuspended { .. }
        )
    }
}

/// The name under which one message of a notice is sent once.
fn message_name(notice: JobId, number: usize) -> String {
    format!("message:{notice}:{number}")
}

/// Leaves notices to be delivered once the transaction is stored.
///
/// # Errors
/// When the database refuses.
pub async fn tell(queue: &Queue, tx: &Tx, mint: &Mint, notices: &[Notice]) -> Result<(), crate::Error> {
    let mut jobs = Vec::with_capacity(notices.len());
    for notice in notices {
        let mut name = notice.dedupe();
        if notice.recurs() {
            name = format!("{name}:{}", mint.now.0);
        }
        // A code answers whoever signs in now: it is sent even by a market in quarantine.
        let kind = match notice {
            Notice::Code { .. } => "code",
            _ => "notice",
        };
        jobs.push(NewJob::now(mint, kind, serde_json::to_value(notice)?).once(name));
    }
    queue.enqueue(tx, mint, &jobs).await?;
    Ok(())
}
