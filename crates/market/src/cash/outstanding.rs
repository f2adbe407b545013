//! Cash that has not arrived where it belongs: who has it, of which part, and since when. And the word to a cooperative
//! whose carriers have had theirs for too long.

use crate::{
    Error, Market,
    notices::{self, Notice},
};
use kernel::{
    Micros,
    ids::{CooperativeId, SellerOrderId},
    time::DAY,
};
use ledger::{Flow, Sale, account::Kind, balance, report, sale};
use payment::remittance;

/// Cash of one part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outstanding {
    /// The part.
    pub part: SellerOrderId,
    /// Whose it is.
    pub cooperative: CooperativeId,
    /// The number of its order.
    pub number: String,
    /// Whose account the buyer paid into.
    pub flow: Flow,
    /// Where it is.
    pub holder: Kind,
    /// Who carried it.
    pub carrier: Option<String>,
    /// How much, in centimes.
    pub minor: i64,
    /// Since when.
    pub since: Micros,
    /// Whether it waits in a remittance that nobody confirmed.
    pub waits: bool,
}

impl Outstanding {
    /// Whole days it has been there; none before it began, whatever a clock says.
    pub fn days(&self, now: Micros) -> i64 {
        now.since(self.since).max(0).div_euclid(DAY)
    }
}

/// Cash that has not arrived, of one cooperative's parts or of all, the oldest first; at most five hundred.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_outstanding(market: &Market, of: Option<CooperativeId>) -> Result<Vec<Outstanding>, Error> {
    let db = &market.db;
    let kinds = [Kind::CashCarrier, Kind::CashCooperative, Kind::CashPlatform];
    let open = balance::list_open_of(db, of, &kinds).await?;
    let parts: Vec<SellerOrderId> = open.iter().map(|(_, open)| open.part).collect();
    let sales = sale::list(db, &parts).await?;
    let numbers = order::books::numbers(db, &parts).await?;
    let carriers = order::books::carriers(db, &parts).await?;
    let waiting = remittance::list_waiting(db, &parts).await?;
    let found = open.into_iter().filter_map(|(holder, open)| {
        let sale = sales.iter().find(|sale| sale.part.id == open.part)?;
        is_due(sale, holder).then(|| Outstanding {
            part: open.part,
            cooperative: sale.part.cooperative,
            number: numbers.get(&open.part).cloned().unwrap_or_default(),
            flow: sale.part.flow,
            holder,
            carrier: carriers.get(&open.part).cloned(),
            minor: open.minor,
            since: open.since,
            waits: waiting.contains(&open.part),
        })
    });
    Ok(found.collect())
}

/// What a cooperative sold on its own account has arrived once it has it.
fn is_due(sale: &Sale, holder: Kind) -> bool {
    sale.part.flow == Flow::Collected || holder != Kind::CashCooperative
}

/// Reminds the cooperatives whose carriers have had cash for too long, once a week.
///
/// # Errors
/// When the database refuses.
pub async fn remind(market: &Market) -> Result<(), Error> {
    let days = market.settings.cash.remind_after_days;
    if days < 0 {
        return Ok(());
    }
    let now = market.now();
    let old = report::cash(&market.db, now.plus(DAY.saturating_mul(days).saturating_neg())).await?;
    let late = old
        .iter()
        .filter(|one| one.kind == Kind::CashCarrier && one.old_minor > 0);
    let told: Vec<Notice> = late
        .map(|one| Notice::CashWaiting {
            cooperative: one.cooperative,
            week: now.0.div_euclid(7 * DAY),
            minor: one.old_minor,
            days,
        })
        .collect();
    if told.is_empty() {
        return Ok(());
    }
    let (mint, queue) = (market.mint(), market.queue.clone());
    market
        .db
        .write(move |tx| Box::pin(async move { notices::tell(&queue, tx, &mint, &told).await }))
        .await
}
