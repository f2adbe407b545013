//! The ground: a database with ten thousand products on sale, written by the nouns themselves, and
//! quoted carts of two cooperatives and four lines.

use crate::market;
use ::market::{Market, buying};
use anyhow::{Context, ensure};
use catalogue::{
    moderation, product, revision, samples,
    variant::{self, Amount, NewVariant, Unit},
};
use kernel::{
    Db, Locale, Mint, Phone, Read, StoreError, Texts, Tx,
    db::Options,
    ids::{CooperativeId, Id, PersonId, ProductId, QuoteId, VariantId},
};
use migrations::Migrator;
use order::cart::{Buyer, Quantity};
use sea_orm::{ConnectionTrait, Statement};
use sea_orm_migration::MigratorTrait;
use std::{collections::BTreeMap, path::Path, sync::Arc, time::Instant};
use tokio::task::JoinSet;

/// Products of one cooperative.
const EACH: usize = 100;
/// Products in one transaction.
const BATCH: usize = 50;
const WORDS: [&str; 10] = [
    "Huile d’argan",
    "Miel de thym",
    "Safran",
    "Amlou",
    "Dattes",
    "Savon noir",
    "Tapis",
    "Couscous",
    "Olives",
    "Eau de rose",
];
const ARABIC: [&str; 10] = [
    "زيت أركان",
    "عسل الزعتر",
    "زعفران",
    "أملو",
    "تمر",
    "صابون بلدي",
    "زربية",
    "كسكس",
    "زيتون",
    "ماء الورد",
];

/// What was filled, as far as the load needs it.
pub(crate) struct Ground {
    /// The French address of each product.
    pub(crate) slugs: Vec<String>,
    /// Each cooperative's variants.
    pub(crate) variants: Vec<Vec<VariantId>>,
    /// Category codes that products have.
    pub(crate) categories: Vec<String>,
}

/// Creates and migrates the database behind `options`.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn migrate(options: &Options) -> anyhow::Result<()> {
    let connection = options.connect().await?;
    Migrator::up(&connection, None).await?;
    connection.close().await?;
    Ok(())
}

/// Fills `count` products through the functions that people's verbs call.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn fill(market: &Market, count: usize) -> anyhow::Result<Ground> {
    let start = Instant::now();
    let taxonomy = catalogue::taxonomy::load(&market.db).await?;
    let parents: Vec<&str> = taxonomy
        .categories
        .iter()
        .filter_map(|category| category.parent.as_deref())
        .collect();
    let leaves = taxonomy
        .categories
        .iter()
        .filter(|category| !parents.contains(&category.code.as_str()));
    let categories: Vec<String> = leaves.map(|category| category.code.clone()).collect();
    ensure!(!categories.is_empty(), "the reference data has categories");
    let people = people(market).await?;
    let mut filled = 0;
    while filled < count {
        let (mint, number, categories) = (market.mint(), filled / EACH, categories.clone());
        let cooperative = write(&market.db, move |tx| {
            Box::pin(async move { samples::cooperative(tx, &mint, people.1, u32::try_from(number).unwrap_or(0)).await })
        })
        .await?;
        for from in (filled..count.min(filled + EACH)).step_by(BATCH) {
            let (mint, to) = (market.mint(), count.min(filled + EACH).min(from + BATCH));
            let categories = categories.clone();
            write(&market.db, move |tx| {
                Box::pin(async move {
                    for number in from..to {
                        list(tx, &mint, cooperative, people, number, &categories).await?;
                    }
                    Ok(())
                })
            })
            .await?;
        }
        filled = count.min(filled + EACH);
    }
    analyse(&market.db).await?;
    let ground = read(&market.db, categories).await?;
    ensure!(
        ground.slugs.len() == count,
        "{} of {count} products are on sale",
        ground.slugs.len()
    );
    println!(
        "{count} products of {} cooperatives, filled in {:.1} s",
        ground.variants.len(),
        start.elapsed().as_secs_f64()
    );
    Ok(ground)
}

async fn write<T, F>(db: &Db, work: F) -> anyhow::Result<T>
where
    T: Send + 'static,
    F: for<'a> FnOnce(&'a Tx) -> kernel::Work<'a, T, catalogue::Error> + Send + 'static,
{
    Ok(db.write(work).await?)
}

/// Somebody who sells and somebody who approves.
async fn people(market: &Market) -> anyhow::Result<(PersonId, PersonId)> {
    let mint = market.mint();
    let made = market.db.write(move |tx| {
        Box::pin(async move {
            let mut made = Vec::new();
            for number in 0..2 {
                let phone = Phone::stored(format!("+21261000000{number}"));
                made.push(
                    identity::person::meet(tx, &mint, &identity::Contact::Phone(phone), Locale::Fr)
                        .await?
                        .id,
                );
            }
            Ok::<_, identity::Error>(made)
        })
    });
    let made = made.await?;
    Ok((made[0], made[1]))
}

/// One product as a cooperative would write it: two photos, two sizes, texts of a usual length.
async fn list(
    tx: &Tx,
    mint: &Mint,
    cooperative: CooperativeId,
    (seller, administrator): (PersonId, PersonId),
    number: usize,
    categories: &[String],
) -> Result<ProductId, catalogue::Error> {
    let (product, draft) = product::draft(tx, mint, cooperative, seller).await?;
    let mut content = samples::content("");
    content.category_code = Some(categories[number % categories.len()].clone());
    let (word, arabic) = (WORDS[number % WORDS.len()], ARABIC[number % ARABIC.len()]);
    content.name = Texts::new(format!("{arabic} {number}"), format!("{word} {number}"), "");
    content.description = Texts::new(
        format!("{arabic} من عمل نساء التعاونية، بطريقة تقليدية ومن مواد محلية. ").repeat(4),
        format!("{word} : fait à la main par les femmes de la coopérative, selon la tradition et avec ce que donne le pays. ").repeat(4),
        "",
    );
    revision::save(tx, mint, cooperative, draft, 1, content).await?;
    let photos = [
        samples::photo(tx, mint, cooperative).await?,
        samples::photo(tx, mint, cooperative).await?,
    ];
    revision::add_photos(tx, mint, cooperative, draft, &photos).await?;
    for (size, price) in [(250, 4_500), (500, 8_000)] {
        let new = NewVariant {
            amount: Amount {
                thousandths: size * 1000,
                unit: Unit::Gram,
            },
            name: Texts::default(),
            price_minor: price + i64::try_from(number % 97).unwrap_or(0) * 100,
            on_hand: 50_000,
            parcel_g: size + 120,
        };
        variant::add(tx, mint, cooperative, seller, product, new).await?;
    }
    revision::submit(tx, mint, cooperative, seller, draft).await?;
    let moderator = moderation::Moderator {
        person: administrator,
        cooperatives: Vec::new(),
    };
    let version = revision::find_for_cooperative(tx, cooperative, draft)
        .await?
        .map_or(0, |found| found.version);
    moderation::approve(tx, mint, &moderator, draft, version).await?;
    Ok(product)
}

/// A database that has lived for a while knows how its values are spread.
async fn analyse(db: &Db) -> anyhow::Result<()> {
    let work = |tx: &Tx| tx.writer().get_database_backend();
    db.write(move |tx| {
        Box::pin(async move {
            tx.writer()
                .execute_raw(Statement::from_string(work(tx), "analyze"))
                .await?;
            Ok::<(), StoreError>(())
        })
    })
    .await?;
    Ok(())
}

async fn read(db: &Db, categories: Vec<String>) -> anyhow::Result<Ground> {
    let rows = |sql: &'static str| db.reader().query_all_raw(Statement::from_string(db.backend(), sql));
    let mut slugs = Vec::new();
    for row in rows("select slug_fr from product where listed order by id").await? {
        slugs.push(row.try_get_by_index::<String>(0)?);
    }
    let mut variants: BTreeMap<CooperativeId, Vec<VariantId>> = BTreeMap::new();
    for row in rows("select p.cooperative_id, v.id from variant v join product p on p.id = v.product_id").await? {
        variants
            .entry(row.try_get_by_index(0)?)
            .or_default()
            .push(row.try_get_by_index(1)?);
    }
    Ok(Ground {
        slugs,
        variants: variants.into_values().collect(),
        categories,
    })
}

/// Quoted carts: two cooperatives, two lines each, paid on delivery. Each buyer has a telephone of
/// their own, or the limit of orders an hour would answer.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn quotes(market: &Arc<Market>, ground: &Ground, count: usize) -> anyhow::Result<Vec<QuoteId>> {
    let start = Instant::now();
    let cooperatives = ground.variants.len();
    ensure!(cooperatives > 1, "two cooperatives at least");
    let mut baskets = Vec::new();
    for number in 0..count {
        let mut lines = Vec::new();
        for side in 0..2 {
            // Spread over everything: neighbours buy from different cooperatives.
            let of = &ground.variants[(number * 7 + side * 3 + 1) % cooperatives];
            lines.extend((0..2).map(|line| of[(number / cooperatives * 2 + line + side) % of.len()]));
        }
        baskets.push((number, lines));
    }
    let baskets = Arc::new(std::sync::Mutex::new(baskets));
    let mut workers = JoinSet::new();
    for _ in 0..32 {
        let (market, baskets) = (Arc::clone(market), Arc::clone(&baskets));
        workers.spawn(async move {
            let mut quotes = Vec::new();
            loop {
                let next = baskets.lock().map_err(|_| anyhow::anyhow!("a worker stopped"))?.pop();
                let Some((number, lines)) = next else {
                    return anyhow::Ok(quotes);
                };
                quotes.push(quote(&market, number, lines).await?);
            }
        });
    }
    let mut quotes = Vec::new();
    while let Some(worker) = workers.join_next().await {
        quotes.extend(worker??);
    }
    println!("{count} carts quoted in {:.1} s", start.elapsed().as_secs_f64());
    Ok(quotes)
}

async fn quote(market: &Market, number: usize, lines: Vec<VariantId>) -> anyhow::Result<QuoteId> {
    let cart = buying::open_cart(market, Locale::Fr).await?;
    for variant in lines {
        buying::put_line(market, cart, variant, Quantity::Exactly(1)).await?;
    }
    let buyer = Buyer {
        phone: format!("+2126{number:08}"),
        ..order::samples::buyer()
    };
    let address = order::samples::address();
    let place = buying::Place {
        town: address.town,
        province: Some(address.province_iso),
        address: address.address,
        landmark: address.landmark,
        postcode: None,
    };
    buying::complete(market, cart, (buyer, None), place, BTreeMap::new()).await?;
    Ok(buying::quote(market, cart).await?.id)
}

/// Empty carts for the load that puts things in.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn carts(market: &Market, count: usize) -> anyhow::Result<Vec<String>> {
    let mut carts = Vec::new();
    for _ in 0..count {
        carts.push(buying::open_cart(market, Locale::Fr).await?.uuid().simple().to_string());
    }
    Ok(carts)
}

/// A SQLite database in a folder, filled, with its quotes and carts; closed, so that a copy is whole.
pub(crate) struct Filled {
    pub(crate) ground: Ground,
    pub(crate) quotes: Vec<QuoteId>,
    pub(crate) carts: Vec<String>,
}

/// Fills the database of `options` (without waiting for the disk: nobody was promised anything).
///
/// # Errors
/// When the database refuses.
pub(crate) async fn prepare(
    options: &Options,
    data: &Path,
    products: usize,
    quotes_wanted: usize,
) -> anyhow::Result<Filled> {
    let market = Arc::new(market::assemble(options, data).await?);
    let ground = fill(&market, products).await?;
    let quotes = quotes(&market, &ground, quotes_wanted).await?;
    let carts = carts(&market, 64).await?;
    let market = Arc::into_inner(market).context("nobody else holds the market")?;
    market.db.close().await;
    Ok(Filled { ground, quotes, carts })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn what_the_bench_fills_is_on_sale_and_its_carts_can_be_ordered() -> anyhow::Result<()> {
        testkit::init();
        let home = tempfile::TempDir::new()?;
        let options = Options::new(format!("sqlite://{}", home.path().join("market.sqlite").display()));
        migrate(&options).await?;
        let filled = prepare(&options, home.path(), 2 * EACH, 6).await?;
        assert_eq!((filled.ground.slugs.len(), filled.ground.variants.len()), (2 * EACH, 2));
        let market = market::assemble(&options, home.path()).await?;
        let rates = crate::beside::orders("orders", market, &filled.quotes, [2, 2, 2]).await?;
        assert!(rates.into_iter().all(|rate| rate > 0.0), "{rates:?}");
        Ok(())
    }
}
