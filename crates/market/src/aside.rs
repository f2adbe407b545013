//! What the queue gave up: after three days without success, or at once where it could never succeed. The office sees it,
//! mends what was wrong (a mail server, a mistyped address) and has it tried again.

use crate::{
    Error, Market,
    notices::{Channel, Errand, Notice, Reader},
};
use job::FailedJob;
use kernel::{Limit, Micros, Page, ids::JobId};

/// Codes are not among them: whoever waits for one asks for another.
const BUT: [&str; 1] = ["code"];

/// What was to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// A message to a buyer, by SMS or by mail.
    Buyer {
        /// By SMS.
        sms: bool,
    },
    /// A message to a member of a cooperative or of the office.
    Member {
        /// By SMS.
        sms: bool,
    },
    /// Finding out who is to be told.
    Notice,
    /// Acting upon what a provider of payments said.
    Provider,
    /// Asking a provider to give money back.
    Refund,
    /// Developing a photo.
    Photo,
    /// What comes round by itself.
    Round,
}

/// Something that was given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// Its job.
    pub id: JobId,
    /// What was to be done.
    pub work: Work,
    /// The number of the order that it is about.
    pub number: Option<String>,
    /// When it first was due.
    pub since: Micros,
    /// When it was given up.
    pub at: Micros,
    /// How often it was tried.
    pub attempts: u32,
    /// What went wrong at last, in the words of the program or of another server: English, or whatever it speaks.
    pub reason: String,
}

/// What was given up, the oldest first.
///
/// # Errors
/// When the database refuses.
pub async fn list(market: &Market, after: Option<JobId>) -> Result<Page<Aside>, Error> {
    let found = job::list_failed(&market.db, &BUT, after, Limit::new(50)).await?;
    let mut items = Vec::with_capacity(found.items.len());
    for job in found.items {
        items.push(aside(market, job).await?);
    }
    Ok(Page {
        items,
        next: found.next,
    })
}

/// How much was given up.
///
/// # Errors
/// When the database refuses.
pub async fn count(market: &Market) -> Result<u64, Error> {
    Ok(job::count_failed(&market.db, &BUT).await?)
}

/// Has something tried again from the beginning; `None` is everything. Says how much there was.
///
/// # Errors
/// When the database refuses.
pub async fn try_again(market: &Market, which: Option<JobId>) -> Result<u64, Error> {
    let now = market.now();
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                Ok(match which {
                    Some(id) => u64::from(job::revive(tx, id, now).await?),
                    None => job::revive_all(tx, &BUT, now).await?,
                })
            })
        })
        .await
}

async fn aside(market: &Market, job: FailedJob) -> Result<Aside, Error> {
    let errand: Option<Errand> = match job.kind.as_str() {
        "message" => serde_json::from_str(&job.payload).ok(),
        _ => None,
    };
    let work = match (job.kind.as_str(), &errand) {
        ("message", Some(errand)) => {
            let sms = errand.channel == Channel::Sms;
            match errand.reader {
                Reader::Buyer => Work::Buyer { sms },
                Reader::Member(_) => Work::Member { sms },
            }
        }
        ("message" | "notice", _) => Work::Notice,
        ("payment.message", _) => Work::Provider,
        ("payment.refund", _) => Work::Refund,
        ("photo.develop" | "demo.picture", _) => Work::Photo,
        _ => Work::Round,
    };
    let number = match errand {
        Some(errand) => number_of(market, &errand.notice).await?,
        None => None,
    };
    Ok(Aside {
        id: job.id,
        work,
        number,
        since: job.run_at,
        at: job.failed_at,
        attempts: job.attempts,
        reason: job.reason,
    })
}

/// The number of the order that a notice names.
async fn number_of(market: &Market, notice: &Notice) -> Result<Option<String>, Error> {
    let order = match notice {
        Notice::OrderPlaced { order }
        | Notice::TransferAwaited { order }
        | Notice::PaymentLapsed { order }
        | Notice::PaidTooLate { order }
        | Notice::Office { order, .. } => *order,
        Notice::SellerNewOrder { seller_order }
        | Notice::SellerReminder { seller_order }
        | Notice::TransferReminder { seller_order }
        | Notice::SellerTransferReminder { seller_order }
        | Notice::SellerCancelled { seller_order }
        | Notice::BuyerStep { seller_order, .. } => {
            let found = order::order::get_for_notice(&market.db, *seller_order).await?;
            return Ok(Some(found.head.number));
        }
        _ => return Ok(None),
    };
    let numbers = order::order::list_numbers(&market.db, &[order]).await?;
    Ok(numbers.into_values().next())
}
