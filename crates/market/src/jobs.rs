//! What must happen afterwards: which verb does a job of which kind, and what comes round by itself.

use crate::{
    Error, Market, actor::Administrator, banking, buying, cash, demo, idempotency, listing, money, notices, paying,
    payouts, quarantine, returning, selling,
};
use futures_util::future::BoxFuture;
use job::{Claimed, Failure, Handler, Kinds, Runner};
use kernel::{
    Fault, Kind,
    time::{DAY, HOUR, MINUTE},
};
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// What comes round by itself, and how often.
const SCHEDULE: [(&str, i64); 15] = [
    ("cash.remind", DAY),
    ("order.remind", 10 * MINUTE),
    ("order.expire", 10 * MINUTE),
    ("order.overdue", 10 * MINUTE),
    ("order.close", HOUR),
    ("order.return", 10 * MINUTE),
    ("payment.check", 2 * MINUTE),
    ("payment.lapse", 2 * MINUTE),
    ("money.reconcile", DAY),
    ("payout.today", HOUR),
    ("payout.unheard", DAY),
    ("invoice.raise", 6 * HOUR),
    ("photo.sweep", 6 * HOUR),
    ("cart.sweep", DAY),
    ("purge", DAY),
];
/// Seconds of a processor each: somebody waits for a code to sign in, nobody for these.
const LONG: [&str; 2] = ["photo.develop", "demo.picture"];
/// How long an application that nobody goes on with is kept.
const DRAFTS: i64 = 90 * DAY;
/// How long answers to idempotent requests are kept.
const ANSWERS: i64 = 30 * DAY;

/// Does the jobs of a market.
struct Hands(Arc<Market>);

impl Handler for Hands {
    fn handle<'a>(&'a self, job: &'a Claimed) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move { dispatch(&self.0, job).await })
    }
}

/// Who does the market's jobs, for a runner of one's own.
pub fn hands(market: Arc<Market>) -> Arc<dyn Handler> {
    Arc::new(Hands(market))
}

/// A runner for the market's jobs.
pub fn runner(market: Arc<Market>) -> Runner {
    let hands = hands(Arc::clone(&market));
    runner_with(&market, hands)
}

/// The same with somebody who stands between it and [`hands`].
pub fn runner_with(market: &Market, hands: Arc<dyn Handler>) -> Runner {
    Runner::new(
        market.db.clone(),
        market.queue.clone(),
        Arc::clone(&market.clock),
        Arc::clone(&market.chance),
        hands,
        &SCHEDULE,
        Kinds {
            through: &quarantine::THROUGH,
            last: &LONG,
        },
    )
}

/// Runs jobs until it is told to stop.
pub async fn run(market: Arc<Market>, stop: CancellationToken) {
    runner(market).run_until(stop).await;
}

async fn dispatch(market: &Market, job: &Claimed) -> Result<(), Failure> {
    let done = match job.kind.as_str() {
        "notice" | "code" => return notices::deliver(market, job).await,
        "message" => return notices::send(market, job).await,
        "payment.message" => return paying::apply_message(market, job).await,
        "payment.refund" => paying::send_refund(market, job.read()?).await,
        "money.reconcile" => money::reconcile(market).await.map(drop),
        "bank.match" => banking::match_new(market).await,
        "payment.check" => paying::check_due(market).await,
        "payment.compare" => quarantine::compare(market).await,
        "payment.lapse" => paying::lapse_due(market).await,
        "payout.today" => payouts::draft_today(market).await,
        "payout.unheard" => payouts::doubt_unheard(market).await,
        "payout.draft" => payouts::draft_due(market).await.map(drop),
        "invoice.raise" => money::raise_invoices(market).await.map(drop),
        "photo.develop" => listing::develop_photo(market, job.read()?).await,
        "demo.picture" => demo::draw_picture(market, job.read()?).await,
        "photo.sweep" => listing::sweep_photos(market).await,
        "order.remind" => selling::remind_due(market).await,
        "order.expire" => selling::cancel_silent(market).await,
        "order.stop" => {
            let stop: selling::Stop = job.read()?;
            let by = Administrator { person: stop.by };
            selling::stop_unanswered(market, &by, stop.cooperative).await.map(drop)
        }
        "order.overdue" => overdue(market).await,
        "order.close" => selling::close_due(market).await,
        "order.return" => returning::do_due(market).await,
        "commission.begins" => money::rule_begins(market).await,
        "cash.remind" => cash::remind(market).await,
        "cart.sweep" => buying::forget_carts(market).await,
        "purge" => purge(market).await,
        other => return Err(Failure::Never(format!("no job of kind {other}"))),
    };
    done.map_err(failure)
}

/// What no later attempt can change is put aside; the rest is tried again.
pub(crate) fn failure(error: Error) -> Failure {
    match error.kind() {
        Kind::Invalid | Kind::NotFound | Kind::Forbidden => Failure::Never(error.to_string()),
        _ => Failure::Retry(error.to_string()),
    }
}

/// Accepted parts that wait for the transfer to their cooperative: the end first, so that nobody is reminded of what is over.
async fn overdue(market: &Market) -> Result<(), Error> {
    selling::give_up_unpaid(market).await?;
    selling::remind_unpaid(market).await
}

/// Forgets what nobody needs any more.
async fn purge(market: &Market) -> Result<(), Error> {
    let now = market.now();
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                idempotency::forget(tx, now.plus(-ANSWERS)).await?;
                identity::forget(tx, now).await?;
                catalogue::application_draft::forget(tx, now.plus(-DRAFTS)).await?;
                job::purge(tx, now).await?;
                Ok(())
            })
        })
        .await
}
