//! Putting payouts together: for one cooperative, for all of them, or because it is the day for it.

use crate::{Error, Market, Payouts, actor::Administrator, rows};
use catalogue::cooperative::{self, CooperativeState};
use job::NewJob;
use kernel::{
    Currency, Locale, Money,
    ids::{CooperativeId, PayoutId, PersonId},
    registration::Rib,
};
use ledger::payout::{self, Drafted};
use payment::reference::{self, About};
use view::month;

/// What came of one cooperative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Draft {
    /// It has a draft now.
    Drafted(PayoutId),
    /// It has one already, which waits.
    Waits(PayoutId),
    /// It has too little, or owes: this is carried on.
    Carried(Money),
    /// Its bank account fails the check: it has to give another one.
    NoAccount,
    /// It may not sell at present: only by hand.
    NotVerified,
}

/// What came of all cooperatives that anything waits for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drafts {
    /// One by one.
    pub all: Vec<(CooperativeId, Draft)>,
}

impl Drafts {
    /// How many were drafted now.
    pub fn drafted(&self) -> usize {
        let new = |(_, draft): &&(CooperativeId, Draft)| matches!(draft, Draft::Drafted(_));
        self.all.iter().filter(new).count()
    }
}

/// Puts together what can be paid to one cooperative, whether or not it may sell at present: the money is its own.
///
/// # Errors
/// [`catalogue::Error::NotFound`]; when the database refuses.
pub async fn draft_payout(market: &Market, by: &Administrator, cooperative: CooperativeId) -> Result<Draft, Error> {
    draft(market, Some(by.person), cooperative, false).await
}

/// Puts together what can be paid to every cooperative.
///
/// # Errors
/// When the database refuses. What was drafted until then stays.
pub async fn draft_payouts(market: &Market, by: &Administrator) -> Result<Drafts, Error> {
    draft_all(market, Some(by.person)).await
}

/// The same, because it is the day for it: such drafts are nobody's.
///
/// # Errors
/// As [`draft_payouts`].
pub async fn draft_due(market: &Market) -> Result<Drafts, Error> {
    draft_all(market, None).await
}

/// On the day for payouts, leaves a job that drafts them: once on that day, however often this comes round.
///
/// # Errors
/// When the database refuses.
pub async fn draft_today(market: &Market) -> Result<(), Error> {
    let (mint, queue) = (market.mint(), market.queue.clone());
    if market.settings.payouts.day.number() != Some(month::weekday(mint.now)) {
        return Ok(());
    }
    let name = format!("payouts:{}", month::day_of(mint.now));
    let job = NewJob::now(&mint, "payout.draft", serde_json::Value::Null).once(name);
    market
        .db
        .write(move |tx| Box::pin(async move { Ok(queue.enqueue(tx, &mint, &[job]).await?) }))
        .await
}

async fn draft_all(market: &Market, by: Option<PersonId>) -> Result<Drafts, Error> {
    let mut drafts = Drafts::default();
    for waiting in payout::list_waiting(&market.db).await? {
        let done = draft(market, by, waiting.cooperative, true).await;
        if let Some(draft) = rows::go_on(done, waiting.cooperative, "drafting a payout")? {
            drafts.all.push((waiting.cooperative, draft));
        }
    }
    Ok(drafts)
}

async fn draft(
    market: &Market,
    by: Option<PersonId>,
    cooperative: CooperativeId,
    verified_alone: bool,
) -> Result<Draft, Error> {
    let mint = market.mint();
    let settings: Payouts = market.settings.payouts.clone();
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let own = cooperative::get(tx, cooperative).await?;
                if verified_alone && own.state != CooperativeState::Verified {
                    return Ok(Draft::NotVerified);
                }
                let Ok(rib) = Rib::parse(own.rib.as_str()) else {
                    return Ok(Draft::NoAccount);
                };
                let id = mint.id();
                let new = payout::New {
                    id,
                    cooperative,
                    currency: Currency::Mad,
                    holder: own.name.text(Locale::Fr).to_owned(),
                    rib,
                    minimum_minor: settings.minimum_minor(),
                };
                Ok(match payout::draft(tx, &mint, by, &new).await? {
                    Drafted::Now(id) => {
                        let reference = reference::issue(tx, &mint, About::Payout, id).await?;
                        payout::refer(tx, id, &reference.to_string()).await?;
                        Draft::Drafted(id)
                    }
                    Drafted::Before(id) => Draft::Waits(id),
                    Drafted::Carried(minor) => Draft::Carried(Money::mad(minor)),
                })
            })
        })
        .await
}
