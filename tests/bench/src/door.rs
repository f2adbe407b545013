//! What is measured, in the order of the tables.

use crate::{
    AT_ONCE, Effort, beside,
    ground::{self, Filled},
    load::{self, Cell, Requests},
    market,
    process::{Counts, Server},
    report,
};
use anyhow::Context;
use kernel::{
    db::Options,
    ids::{Id, QuoteId},
};
use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};
use tempfile::TempDir;

/// Addresses of one kind that fit into the cache and are asked for again and again.
const WARM: usize = 200;

/// Everything on SQLite.
///
/// # Errors
/// When something that is measured does not work.
pub(crate) async fn sqlite(program: &Path, effort: &Effort) -> anyhow::Result<()> {
    report::title("SQLite");
    let home = home()?;
    let base = home.path().join("base");
    fs::create_dir_all(&base)?;
    let mut options = file(&base);
    options.durable = false;
    ground::migrate(&options).await?;
    let filled = ground::prepare(&options, &base, effort.products, effort.orders.iter().sum()).await?;

    report::title("Start, on this database");
    let data = copy(&base, home.path(), "serve")?;
    start(program, &data).await?;

    report::title("Pages and JSON");
    let server = Server::market(program, &data, None).await?;
    reads(&server, &filled, effort).await?;
    let (now, most) = server.memory();
    println!("resident after these: {now:.0} MB, at most {most:.0} MB");

    report::title("Carts and orders, SQLite");
    report::head("");
    let row = beside::one_row(&file(&copy(&base, home.path(), "row")?), effort.cell).await?;
    writes(&server, &filled, effort, row).await?;
    let (now, most) = server.memory();
    println!("resident after these: {now:.0} MB, at most {most:.0} MB");
    drop(server);
    report::head("the verb alone, in process");
    let kept = copy(&base, home.path(), "durable")?;
    let durable = orders(&file(&kept), &kept, "orders, synchronous=FULL", &filled.quotes, effort).await?;
    let loose = copy(&base, home.path(), "loose")?;
    let mut options = file(&loose);
    options.durable = false;
    let off = orders(&options, &loose, "orders, synchronous=OFF", &filled.quotes, effort).await?;
    println!(
        "64 buyers at {:.2} of the rate without waiting for the disk (goal: 0.5); one buyer at {:.2}",
        durable[2] / off[2].max(1e-9),
        durable[0] / off[0].max(1e-9)
    );
    Ok(())
}

/// Orders on PostgreSQL.
///
/// # Errors
/// As [`sqlite`].
pub(crate) async fn postgres(program: &Path, effort: &Effort) -> anyhow::Result<()> {
    report::title("PostgreSQL");
    let home = home()?;
    let database = testkit::database::fresh(testkit::Backend::Postgres).await;
    let options = database.options();
    // Filling need not wait for the disk.
    let mut loose = options.clone();
    loose.url = format!("{}?options=-c%20synchronous_commit%3Doff", options.url);
    let wanted = effort.orders.iter().sum::<usize>();
    // Two rounds of the same: through the door, and through the verb.
    let filled = ground::prepare(&loose, home.path(), effort.products, wanted * 3).await?;
    let mut rounds = filled.quotes.chunks(wanted).map(<[QuoteId]>::to_vec);
    let mut round = || rounds.next().context("three rounds of quotes");

    report::title("Carts and orders, PostgreSQL");
    report::head("");
    let row = beside::one_row(&options, effort.cell).await?;
    let through_the_door = Filled {
        quotes: round()?,
        ..filled_again(&filled)
    };
    let server = Server::market(program, &home.path().join("serve"), Some(&options.url)).await?;
    writes(&server, &through_the_door, effort, row).await?;
    drop(server);
    report::head("the verb alone, in process");
    let durable = orders(
        &options,
        home.path(),
        "orders, synchronous_commit=on",
        &round()?,
        effort,
    )
    .await?;
    let off = orders(&loose, home.path(), "orders, synchronous_commit=off", &round()?, effort).await?;
    println!(
        "64 buyers at {:.1} times the rate of one (goal: 4 where the flush dominates; without it {:.1} times)",
        durable[2] / durable[0].max(1e-9),
        off[2] / off[0].max(1e-9)
    );
    Ok(())
}

fn filled_again(filled: &Filled) -> Filled {
    let ground = ground::Ground {
        slugs: filled.ground.slugs.clone(),
        variants: filled.ground.variants.clone(),
        categories: filled.ground.categories.clone(),
    };
    Filled {
        ground,
        quotes: Vec::new(),
        carts: filled.carts.clone(),
    }
}

/// A folder beside the binaries: the usual place for temporary files may be memory, which flushes fast.
fn home() -> anyhow::Result<TempDir> {
    let beside = std::env::current_exe()?;
    Ok(TempDir::with_prefix_in("bench-", beside.parent().context("a folder")?)?)
}

fn file(data: &Path) -> Options {
    Options::new(format!("sqlite://{}", data.join("market.sqlite").display()))
}

fn copy(base: &Path, home: &Path, name: &str) -> anyhow::Result<PathBuf> {
    let to = home.join(name);
    fs::create_dir_all(&to)?;
    fs::copy(base.join("market.sqlite"), to.join("market.sqlite"))?;
    Ok(to)
}

async fn start(program: &Path, data: &Path) -> anyhow::Result<()> {
    let mut times = Vec::new();
    let mut idle = 0.0;
    for _ in 0..5 {
        let server = Server::market(program, data, None).await?;
        times.push(server.first_answer);
        tokio::time::sleep(Duration::from_secs(1)).await;
        idle = server.memory().0;
    }
    times.sort_unstable();
    println!(
        "first page after {:.0} ms, the slowest of five {:.0} ms (goal: 500)",
        millis(times[2]),
        millis(times[4])
    );
    println!("resident when idle: {idle:.0} MB (goal: 60)");
    Ok(())
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// A kind of page: addresses that are asked again, and more that are asked once.
struct Kind {
    name: &'static str,
    warm: Vec<String>,
    cold: Vec<String>,
}

fn kinds(filled: &Filled) -> Vec<Kind> {
    let ground = &filled.ground;
    let lists = |root: &str| -> Vec<String> {
        let mut found = Vec::new();
        for floor in 0..60 {
            for category in &ground.categories {
                // A lowest price that leaves nearly everything in, so that each list is full and new.
                found.push(format!("{root}?category={category}&min={floor}"));
            }
        }
        found
    };
    let products = |root: &str| {
        ground
            .slugs
            .iter()
            .map(|slug| format!("{root}/{slug}"))
            .collect::<Vec<_>>()
    };
    let searches = |root: &str| {
        (0..ground.slugs.len())
            .map(|n| format!("{root}?q=huile+{n}"))
            .collect::<Vec<_>>()
    };
    let kind = |name, mut all: Vec<String>| {
        let cold = all.split_off(WARM.min(all.len() / 2));
        Kind { name, warm: all, cold }
    };
    vec![
        kind("product list", lists("/fr/products")),
        kind("product page", products("/fr/products")),
        kind("plain search", searches("/fr/products")),
        kind("product list, JSON", lists("/api/v1/products")),
        kind("product, JSON", products("/api/v1/products")),
        kind("plain search, JSON", searches("/api/v1/products")),
    ]
}

async fn reads(server: &Server, filled: &Filled, effort: &Effort) -> anyhow::Result<()> {
    let gets = |paths: &[String]| {
        paths
            .iter()
            .map(|path| load::get(server.address, path))
            .collect::<Vec<_>>()
    };
    report::head("");
    let mut counts = Vec::new();
    for kind in kinds(filled) {
        let before = server.cache().await;
        // Made for the first time: sixteen ask for different pages.
        let (cold, cold_processor) = timed(server, Requests::once(gets(&kind.cold)), 16, effort.cell).await?;
        let middle = server.cache().await;
        load::run(server.address, Requests::once(gets(&kind.warm)), 4, effort.cell * 4).await?;
        let warmed = server.cache().await;
        let mut warm = Vec::new();
        for at_once in AT_ONCE {
            warm.push(timed(server, Requests::round(gets(&kind.warm)), at_once, effort.cell).await?);
        }
        let after = server.cache().await;
        counts.push((kind.name, since(before, middle), since(warmed, after)));
        let limit = Server::bare(warm[1].0.size())?;
        let mut bare = Vec::new();
        for at_once in AT_ONCE {
            let request = Requests::round(vec![load::get(limit.address, "/")]);
            bare.push(timed(&limit, request, at_once, effort.cell / 2).await?);
        }
        report::row(
            &format!("{}, cold", kind.name),
            16,
            &cold,
            cold_processor,
            Some((bare[1].0.rate(), "of bare (goal 0.2)")),
        );
        for (at, at_once) in AT_ONCE.into_iter().enumerate() {
            let goal = Some((bare[at].0.rate(), "of bare (goal 0.7)"));
            report::row(&format!("{}, warm", kind.name), at_once, &warm[at].0, warm[at].1, goal);
        }
        for (at, at_once) in AT_ONCE.into_iter().enumerate() {
            report::row("  a bare server, as many bytes", at_once, &bare[at].0, bare[at].1, None);
        }
    }
    // Every product in turn, twice: more than the cache has room for.
    let all: Vec<String> = filled
        .ground
        .slugs
        .iter()
        .map(|slug| format!("/fr/products/{slug}"))
        .collect();
    let before = server.cache().await;
    let (spread, processor) = timed(server, Requests::round(gets(&all)), 16, effort.cell * 4).await?;
    report::row("product page, spread over all", 16, &spread, processor, None);
    let after = server.cache().await;
    println!(
        "{:<34} {:>9} {:>9} {:>9} {:>9}",
        "the cache", "cold hit", "miss", "warm hit", "miss"
    );
    for (name, cold, warm) in counts {
        println!(
            "{name:<34} {:>9} {:>9} {:>9} {:>9}",
            cold.hits, cold.misses, warm.hits, warm.misses
        );
    }
    let spread = since(before, after);
    println!(
        "{:<34} {:>9} {:>9}",
        "product page, spread over all", spread.hits, spread.misses
    );
    Ok(())
}

fn since(before: Counts, after: Counts) -> Counts {
    Counts {
        hits: after.hits.saturating_sub(before.hits),
        misses: after.misses.saturating_sub(before.misses),
    }
}

async fn timed(
    server: &Server,
    requests: Requests,
    at_once: usize,
    time: Duration,
) -> anyhow::Result<(Cell, Duration)> {
    let before = server.processor();
    let cell = load::run(server.address, requests, at_once, time).await?;
    Ok((cell, server.processor().saturating_sub(before)))
}

/// Adding to carts and ordering through the door, beside a durable transaction of one row.
async fn writes(server: &Server, filled: &Filled, effort: &Effort, row: [f64; 3]) -> anyhow::Result<()> {
    let mut lines = Vec::new();
    for round in 0..20 {
        for (number, cart) in filled.carts.iter().enumerate() {
            let of = &filled.ground.variants[number % filled.ground.variants.len()];
            let variant = of[round % of.len()].uuid().simple();
            let path = format!("/api/v1/carts/{cart}/lines/{variant}");
            lines.push(load::json(
                server.address,
                "PUT",
                &path,
                "",
                &format!("{{\"quantity\":{}}}", round % 9 + 1),
            ));
        }
    }
    for (at, at_once) in AT_ONCE.into_iter().enumerate() {
        let (cell, processor) = timed(server, Requests::round(lines.clone()), at_once, effort.cell).await?;
        report::row("add to cart", at_once, &cell, processor, Some((row[at], "of one row")));
    }
    let mut from = 0;
    for (at, at_once) in AT_ONCE.into_iter().enumerate() {
        let share = filled.quotes.iter().skip(from).take(effort.orders[at]);
        from += effort.orders[at];
        let orders: Vec<Vec<u8>> = share
            .map(|quote| {
                let key = format!("idempotency-key: bench-{quote}\r\n");
                let body = format!("{{\"quote\":\"{quote}\",\"terms_accepted\":true}}");
                load::json(server.address, "POST", "/api/v1/orders", &key, &body)
            })
            .collect();
        let (cell, processor) = timed(server, Requests::once(orders), at_once, effort.cell * 10).await?;
        report::row("order", at_once, &cell, processor, Some((row[at], "of one row")));
    }
    println!("    (goal: 1 ms of processor time an order; here the notices that follow are in it)");
    Ok(())
}

async fn orders(
    options: &Options,
    data: &Path,
    name: &str,
    quotes: &[QuoteId],
    effort: &Effort,
) -> anyhow::Result<[f64; 3]> {
    let market = market::assemble(options, data).await?;
    beside::orders(name, market, quotes, effort.orders).await
}
