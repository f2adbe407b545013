//! What the tests of the catalogue share: people, who belong to another crate, and one cooperative.
#![allow(dead_code, unreachable_pub, reason = "each test file uses some of it")]

use catalogue::{Error, samples};
use kernel::{
    Db, Mint, Read, Tx, Work,
    ids::{CooperativeId, PersonId, ProductId, RevisionId, VariantId},
};
use sea_orm::{ConnectionTrait, Statement};
use testkit::TestDb;

/// A market with one verified cooperative and one product on sale.
pub struct World {
    pub db: Db,
    pub seller: PersonId,
    pub administrator: PersonId,
    pub cooperative: CooperativeId,
    pub product: ProductId,
    pub variant: VariantId,
}

impl World {
    pub async fn with_stock(db: &TestDb, on_hand: i64) -> Self {
        let (seller, administrator, cooperative) = people(db).await;
        let who = (seller, administrator);
        let (product, variant) = write(db, 3, move |tx, mint| {
            Box::pin(async move { samples::product(tx, mint, cooperative, who, "Huile d'argan", on_hand).await })
        })
        .await
        .unwrap();
        Self {
            db: db.db(),
            seller,
            administrator,
            cooperative,
            product,
            variant,
        }
    }
}

/// A seller, an administrator and the seller's verified cooperative.
pub async fn people(db: &Db) -> (PersonId, PersonId, CooperativeId) {
    write(db, 1, |tx, mint| {
        Box::pin(async move {
            let seller = person(tx, mint, "+212661000001").await;
            let administrator = person(tx, mint, "+212661000002").await;
            let cooperative = samples::cooperative(tx, mint, administrator, 1).await?;
            Ok((seller, administrator, cooperative))
        })
    })
    .await
    .unwrap()
}

/// Persons are another crate's; the catalogue only names them.
pub async fn person(tx: &Tx, mint: &Mint, phone: &str) -> PersonId {
    let id: PersonId = mint.id();
    let sql =
        "insert into person (id, name, phone, locale, is_administrator, created_at) values ($1, $2, $3, $4, $5, $6)";
    let values = [
        id.into(),
        "A".into(),
        phone.into(),
        "fr".into(),
        false.into(),
        mint.now.into(),
    ];
    let statement = Statement::from_sql_and_values(tx.writer().get_database_backend(), sql, values);
    tx.writer().execute_raw(statement).await.unwrap();
    id
}

/// One verb with a mint of its own; a larger seed is a later one.
pub async fn write<T, F>(db: &Db, seed: u64, verb: F) -> Result<T, Error>
where
    T: Send + 'static,
    F: for<'a> FnOnce(&'a Tx, &'a Mint) -> Work<'a, T, Error> + Send + 'static,
{
    // A moment of its own too: histories are read in the order of time.
    let seconds = i64::try_from(seed).unwrap() * kernel::time::SECOND;
    let mint = testkit::mint_at(testkit::NOON.plus(seconds), seed);
    db.write(move |tx| {
        Box::pin(async move {
            let mint = mint;
            verb(tx, &mint).await
        })
    })
    .await
}

/// How many rows a table holds that fit a condition.
pub async fn rows(db: &impl Read, table: &str, condition: &str) -> i64 {
    number(db, &format!("select count(*) as n from {table} where {condition}")).await
}

/// One number out of the database.
pub async fn number(db: &impl Read, sql: &str) -> i64 {
    let backend = db.reader().get_database_backend();
    let row = db
        .reader()
        .query_one_raw(Statement::from_string(backend, sql))
        .await
        .unwrap();
    row.unwrap().try_get("", "n").unwrap()
}

/// The newest revision of the cooperative's product.
pub async fn newest(world: &World) -> catalogue::revision::Revision {
    catalogue::revision::get_newest_for_cooperative(&world.db, world.cooperative, world.product)
        .await
        .unwrap()
}

/// The id in a revision, for closures that move it.
pub const fn id_of(revision: &catalogue::revision::Revision) -> RevisionId {
    revision.id
}
