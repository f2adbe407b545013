//! Once a day our books are compared with those of everybody who holds money: what providers say of payments, what carriers
//! have had for too long, and what the bank's statements say. Every difference is listed for the office, which is told of
//! it, and logged as an error. Nothing is changed here: what follows from a difference is somebody's decision, or comes
//! with the next message.

use crate::{
    Error, Market,
    notices::{self, Notice},
    paying,
};
use kernel::{
    Currency, Micros, Money, Read,
    page::Limit,
    time::{DAY, HOUR},
};
use ledger::{Account, balance, payout, report as books};
use payment::{
    About, Attempt, Standing, attempt,
    bank::{self, State},
    refund, remittance, report,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// How far back providers are asked about payments that moved.
const BACK: i64 = 8 * DAY;
/// The most payments that providers are asked about.
const ASKED: u64 = 500;
/// How long a payment is left alone that has just moved: its news may be on the way.
const FRESH: i64 = HOUR;
/// How long after somebody said that a transfer came back the bank has not to show it.
const RETURNS: i64 = 3 * DAY;
/// The most payouts that came back which are looked at, the latest.
const RETURNED: u64 = 100;
/// Cash that is longer with a carrier is named.
const OLD: i64 = 7 * DAY;

/// What a difference is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// A payment was taken by its provider and not by us, or the other way round.
    Captured,
    /// More or less of it went back.
    Refunded,
    /// The provider knows nothing of it, or does not answer.
    Silent,
    /// Cash of a cooperative is with its carriers, or in the office, for too long.
    Cash,
    /// Cash was given, as whoever gave it says, and for too long nobody has confirmed that it came.
    Announced,
    /// The bank's balance is not what its own lines make of it: a statement is missing.
    Statements,
    /// The ledger's bank account is not what the lines make of it.
    Bank,
    /// Somebody said that a transfer to a buyer came back, and the bank shows only that it went.
    RefundReturned,
    /// The same of a payout.
    PayoutReturned,
}

impl Place {
    /// The name in keys of sentences.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Captured => "captured",
            Self::Refunded => "refunded",
            Self::Silent => "silent",
            Self::Cash => "cash",
            Self::Announced => "announced",
            Self::Statements => "statements",
            Self::Bank => "bank",
            Self::RefundReturned => "refund_returned",
            Self::PayoutReturned => "payout_returned",
        }
    }
}

/// Something that others say and we do not, or the other way round; in centimes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// What about.
    pub place: Place,
    /// Which: an attempt, a cooperative, a day.
    pub subject: String,
    /// What our books say.
    pub ours: i64,
    /// What theirs say.
    pub theirs: i64,
}

/// All of a comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// Payments that providers were asked about.
    pub asked: usize,
    /// The day of the last statement with a balance.
    pub statement: Option<String>,
    /// What does not agree.
    pub differences: Vec<Difference>,
}

/// Compares, keeps what was found, tells the office of what differs otherwise than the last time, and gives it.
///
/// # Errors
/// When the database refuses.
pub async fn reconcile(market: &Market) -> Result<Compared, Error> {
    let mut compared = Compared::default();
    providers(market, &mut compared).await?;
    carriers(market, &mut compared).await?;
    account(market, &mut compared).await?;
    returns(market, &mut compared).await?;
    for difference in &compared.differences {
        tracing::error!(
            place = difference.place.code(),
            subject = difference.subject,
            ours = difference.ours,
            theirs = difference.theirs,
            "the books do not agree"
        );
    }
    let (mint, queue) = (market.mint(), market.queue.clone());
    let (count, body, these) = (
        compared.differences.len(),
        serde_json::to_string(&compared)?,
        compared.name(),
    );
    let kept: Result<(), Error> = market
        .db
        .write(move |tx| {
            Box::pin(async move {
                report::keep(tx, &mint, count, &body).await?;
                if count == 0 {
                    return Ok(());
                }
                let notice = Notice::BooksDiffer {
                    at: mint.now,
                    count: i64::try_from(count).unwrap_or(i64::MAX),
                    these,
                };
                notices::tell(&queue, tx, &mint, &[notice]).await
            })
        })
        .await;
    kept.map(|()| compared)
}

async fn providers(market: &Market, compared: &mut Compared) -> Result<(), Error> {
    let now = market.now();
    let moved = attempt::list_moved(&market.db, now.plus(-BACK), ASKED).await?;
    let settled = moved
        .into_iter()
        .filter(|attempt| now.since(attempt.updated_at) >= FRESH);
    for attempt in
        settled.filter(|attempt| attempt.state != Standing::Created && !paying::is_by_hand(&attempt.provider))
    {
        let ours = ours(market, &attempt).await?;
        compared.asked = compared.asked.saturating_add(1);
        let found = match paying::look_at(market, &attempt).await {
            Ok(Some(found)) => found,
            // What no provider ever heard of was never paid either.
            Ok(None) if ours == (0, 0) => continue,
            Ok(None) | Err(Error::NoAnswer(_) | Error::NoProvider) => {
                compared.push(Place::Silent, attempt.id, ours.0, 0);
                continue;
            }
            Err(error) => return Err(error),
        };
        if ours.0 != found.0 {
            compared.push(Place::Captured, attempt.id, ours.0, found.0);
        }
        if ours.1 != found.1 {
            compared.push(Place::Refunded, attempt.id, ours.1, found.1);
        }
    }
    Ok(())
}

/// What we say was taken of an attempt, and what went back.
async fn ours(market: &Market, attempt: &Attempt) -> Result<(i64, i64), Error> {
    let captured = if attempt.state == Standing::Captured {
        attempt.amount.minor
    } else {
        0
    };
    let refunds = refund::list_of_attempt(&market.db, attempt.id).await?;
    // What people paid by hand, or a buyer's bank took back, is no refund of the provider's.
    let done = refunds.iter().filter(|refund| {
        refund.way == refund::Way::Provider && matches!(refund.state, refund::State::Succeeded | refund::State::Twice)
    });
    Ok((
        captured,
        done.fold(0_i64, |sum, refund| sum.saturating_add(refund.amount.minor)),
    ))
}

async fn carriers(market: &Market, compared: &mut Compared) -> Result<(), Error> {
    let old: Micros = market.now().plus(-OLD);
    for cash in books::cash(&market.db, old).await? {
        if cash.old_minor != 0 {
            compared.push(Place::Cash, cash.cooperative, cash.old_minor, 0);
        }
    }
    for given in remittance::list_unconfirmed(&market.db, old).await? {
        compared.push(Place::Announced, given.id, 0, given.expected.minor);
    }
    Ok(())
}

/// The bank: do its lines add up to its balance, and is the ledger's account what they make of it? What was there before
/// the market began is no business of its ledger.
async fn account(market: &Market, compared: &mut Compared) -> Result<(), Error> {
    let (db, mad) = (market.db.snapshot().await?, Currency::Mad);
    if let (Some(first), Some(last)) = (bank::find_first_closing(&db).await?, bank::find_closing(&db).await?) {
        let said = |file: &bank::File| {
            file.closing
                .clone()
                .map(|(on, money)| (on, money.minor))
                .unwrap_or_default()
        };
        let ((from, before), (until, after)) = (said(&first), said(&last));
        let lines = bank::sum(&db, mad, State::ALL, Some(&until)).await?;
        let earlier = bank::sum(&db, mad, State::ALL, Some(&from)).await?;
        let (ours, theirs) = (lines.saturating_sub(earlier), after.saturating_sub(before));
        if ours != theirs {
            compared.push(Place::Statements, &until, ours, theirs);
        }
        compared.statement = Some(until);
    }
    let known: Vec<State> = State::ALL
        .iter()
        .copied()
        .filter(|state| !matches!(state, State::New | State::Unexplained))
        .collect();
    let lines = bank::sum(&db, mad, &known, None).await?;
    let unseen = attempt::list_unnamed(&db, paying::BANK).await?;
    let said = unseen
        .iter()
        .fold(0_i64, |sum, attempt| sum.saturating_add(attempt.amount.minor));
    // Cash that was paid in, and stands in no statement yet.
    let cash = remittance::list_unnamed(&db).await?;
    let cash = cash.iter().filter_map(|one| one.counted);
    let cash = cash.fold(0_i64, |sum, counted| sum.saturating_add(counted.minor));
    let (ours, theirs) = (
        balance::find(&db, Account::Bank, mad).await?.minor,
        lines.saturating_add(said).saturating_add(cash),
    );
    if ours != theirs {
        compared.push(Place::Bank, "", ours, theirs);
    }
    Ok(())
}

/// What went by the bank's lines and came back only by somebody's word: where that was wrong, it may be paid once more.
async fn returns(market: &Market, compared: &mut Compared) -> Result<(), Error> {
    let (db, until) = (&market.db, market.now().plus(-RETURNS));
    for refund in refund::list_came_back(db, until).await? {
        if is_out(db, (About::Refund, refund.id.0), refund.amount).await? {
            compared.push(Place::RefundReturned, refund.id, refund.amount.minor, 0);
        }
    }
    let returned = payout::list(db, &[payout::State::Returned], None, Limit::new(RETURNED)).await?;
    for payout in returned.items.iter().filter(|payout| payout.updated_at <= until) {
        if is_out(db, (About::Payout, payout.id.0), payout.amount).await? {
            compared.push(Place::PayoutReturned, payout.id, payout.amount.minor, 0);
        }
    }
    Ok(())
}

/// Whether the bank's lines show that something went, and not that it came back.
async fn is_out(db: &impl Read, about: (About, Uuid), amount: Money) -> Result<bool, Error> {
    let lines = bank::list_about(db, about, &[State::Applied]).await?;
    let shows = |minor: i64| lines.iter().any(|line| line.minor == minor);
    Ok(shows(amount.minor.saturating_neg()) && !shows(amount.minor))
}

impl Compared {
    /// What tells these differences from others, whatever their amounts: a sum that grows by the day is no news.
    fn name(&self) -> String {
        let mut about: Vec<_> = self
            .differences
            .iter()
            .map(|one| format!("{} {}\n", one.place.code(), one.subject))
            .collect();
        about.sort_unstable();
        hex::encode(Sha256::digest(about.concat()))
    }

    fn push(&mut self, place: Place, subject: impl ToString, ours: i64, theirs: i64) {
        self.differences.push(Difference {
            place,
            subject: subject.to_string(),
            ours,
            theirs,
        });
    }
}
