//! What the database alone allows, measured in this process: the same orders through the same verb
//! with and without waiting for the disk, and a transaction of one row.

use crate::{AT_ONCE, load::Cell, report};
use ::market::{Market, buying};
use kernel::{Db, StoreError, db::Options, ids::QuoteId};
use sea_orm::{ConnectionTrait, Statement};
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

/// Places the orders of `quotes` through the verb, with one, sixteen and sixty-four buyers; prints a row
/// for each and returns the rates.
///
/// # Errors
/// When an order is refused.
pub(crate) async fn orders(
    name: &str,
    market: Market,
    quotes: &[QuoteId],
    counts: [usize; 3],
) -> anyhow::Result<[f64; 3]> {
    let market = Arc::new(market);
    let mut rates = [0.0; 3];
    let mut from = 0;
    for (at, buyers) in AT_ONCE.into_iter().enumerate() {
        let share: Arc<Vec<QuoteId>> = Arc::new(quotes.iter().skip(from).take(counts[at]).copied().collect());
        from += counts[at];
        let statements = market.db.statements();
        let processor = processor();
        let cell = place(&market, &share, buyers).await?;
        let processor = self::processor().saturating_sub(processor);
        rates[at] = cell.rate();
        report::row(name, buyers, &cell, processor, None);
        if buyers == 1 {
            let each = (market.db.statements() - statements) as f64 / share.len().max(1) as f64;
            println!("    {each:.1} statements an order (goal: at most 25)");
        }
    }
    if let Some(market) = Arc::into_inner(market) {
        market.db.close().await;
    }
    Ok(rates)
}

async fn place(market: &Arc<Market>, quotes: &Arc<Vec<QuoteId>>, buyers: usize) -> anyhow::Result<Cell> {
    let next = Arc::new(AtomicUsize::new(0));
    let start = Instant::now();
    let mut running = JoinSet::new();
    for _ in 0..buyers {
        let (market, quotes, next) = (Arc::clone(market), Arc::clone(quotes), Arc::clone(&next));
        running.spawn(async move {
            let mut cell = Cell::default();
            while let Some(quote) = quotes.get(next.fetch_add(1, Ordering::Relaxed)) {
                let start = Instant::now();
                let ordering = buying::Ordering {
                    quote: *quote,
                    terms_accepted: true,
                    method: order::Method::Cash,
                };
                buying::place_order(&market, &format!("bench-{quote}"), ordering).await?;
                cell.micros
                    .push(u32::try_from(start.elapsed().as_micros()).unwrap_or(u32::MAX));
            }
            anyhow::Ok(cell)
        });
    }
    let mut cell = Cell::default();
    while let Some(buyer) = running.join_next().await {
        cell.add(buyer??);
    }
    cell.finish(start.elapsed());
    Ok(cell)
}

/// One row in a transaction of its own, that waits for the disk: what a write costs at least.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn one_row(options: &Options, time: Duration) -> anyhow::Result<[f64; 3]> {
    let db = options.clone().open().await?;
    let mut rates = [0.0; 3];
    for (at, writers) in AT_ONCE.into_iter().enumerate() {
        let before = processor();
        let cell = rows(&db, writers, time).await?;
        rates[at] = cell.rate();
        report::row(
            "one row, durable (in process)",
            writers,
            &cell,
            processor().saturating_sub(before),
            None,
        );
    }
    db.close().await;
    Ok(rates)
}

async fn rows(db: &Db, writers: usize, time: Duration) -> anyhow::Result<Cell> {
    let start = Instant::now();
    let mut running = JoinSet::new();
    for writer in 0..writers {
        let db = db.clone();
        running.spawn(async move {
            let mut cell = Cell::default();
            while start.elapsed() < time {
                let begun = Instant::now();
                let bucket = format!("bench:{writers}:{writer}");
                let slot = i64::try_from(cell.micros.len()).unwrap_or(0);
                db.write(move |tx| {
                    Box::pin(async move {
                        let sql = "insert into throttle (bucket, slot, hits) values ($1, $2, 1)";
                        let backend = tx.writer().get_database_backend();
                        let insert = Statement::from_sql_and_values(backend, sql, [bucket.into(), slot.into()]);
                        tx.writer().execute_raw(insert).await?;
                        Ok::<(), StoreError>(())
                    })
                })
                .await?;
                cell.micros
                    .push(u32::try_from(begun.elapsed().as_micros()).unwrap_or(u32::MAX));
            }
            anyhow::Ok(cell)
        });
    }
    let mut cell = Cell::default();
    while let Some(writer) = running.join_next().await {
        cell.add(writer??);
    }
    cell.finish(start.elapsed());
    Ok(cell)
}

/// Processor time of this process.
fn processor() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let numbers = stat.rsplit(')').next().unwrap_or_default();
    let ticks: u32 = numbers
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|n| n.parse::<u32>().ok())
        .sum();
    Duration::from_millis(10) * ticks
}
