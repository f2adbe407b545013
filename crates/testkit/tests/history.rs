//! The history of the database, where a step changes what older tables accept: the rows that were there stay, and a
//! program that opens the file later finds it sound.
#![cfg(test)]
#![allow(clippy::unwrap_used, reason = "a test stops where it is wrong")]

use kernel::db::Options;
use migrations::Migrator;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, Statement, Value};
use sea_orm_migration::MigratorTrait;
use tempfile::TempDir;
use testkit::{TestDb, on_both};
use uuid::Uuid;

/// Steps before payment by card.
const BEFORE: u32 = 10;

fn id(number: u128) -> Value {
    Uuid::from_u128(number).into()
}

async fn run(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<(), DbErr> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    db.execute_raw(statement).await.map(drop)
}

/// A part of an order, paid in cash; `n` makes its ids.
async fn part(db: &impl ConnectionTrait, n: u128, method: &str, state: &str, holder: &str) -> Result<(), DbErr> {
    let number = format!("TZ-{n:06}");
    run(
        db,
        "insert into cart (id, locale, created_at, touched_at, version) values ($1, 'fr', 0, 0, 1)",
        vec![id(n)],
    )
    .await?;
    run(
        db,
        "insert into quote (id, cart_id, body, total_minor, created_at, expires_at) values ($1, $1, '{}', 10000, 0, 0)",
        vec![id(n)],
    )
    .await?;
    let order = "insert into \"order\" (id, number, quote_id, cart_id, locale, buyer_name, buyer_phone, recipient_name, recipient_phone, region_iso, province_iso, town, address, goods_minor, delivery_minor, total_minor, currency, terms_version, terms_accepted_at, payment_method, placed_at) values ($1, $2, $1, $1, 'fr', 'b', '+1', 'r', '+1', 'MA-06', 'MA-CAS', 't', 'a', 10000, 0, 10000, 'MAD', 1, 0, $3, 0)";
    run(db, order, vec![id(n), number.into(), method.into()]).await?;
    let part = "insert into seller_order (id, order_id, cooperative_id, position, state, delivery, goods_minor, delivery_minor, total_minor, weight_g, days_min, days_max, seller, placed_at, answer_by, updated_at, version) values ($1, $1, $2, 0, $3, 'door', 10000, 0, 10000, 1, 1, 2, '{}', 0, 0, 0, 1)";
    run(db, part, vec![id(n), id(1), state.into()]).await?;
    let payment = "insert into payment (id, order_id, seller_order_id, method, state, amount_minor, currency, collected_minor, holder, created_at, updated_at, version) values ($1, $1, $1, $2, 'collected', 10000, 'MAD', 10000, $3, 0, 0, 1)";
    run(db, payment, vec![id(n), method.into(), holder.into()]).await
}

async fn cooperative(db: &impl ConnectionTrait) {
    let sql = "insert into cooperative (id, slug, state, name_ar, name_fr, region_iso, province_iso, town, register_number, register_place, rib, phone, contact_name, collects, applied_at, updated_at, version) values ($1, 's', 'verified', 'a', 'a', 'MA-06', 'MA-CAS', 't', '1', 'p', 'r', 'p', 'c', false, 0, 0, 1)";
    run(db, sql, vec![id(1)]).await.unwrap();
}

async fn texts(db: &DatabaseConnection, sql: &str) -> Vec<String> {
    let rows = db
        .query_all_raw(Statement::from_string(db.get_database_backend(), sql))
        .await
        .unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

on_both! {
    async fn older_tables_accept_payment_by_card_and_nothing_else_that_is_new(db: TestDb) {
        let connection = db.options().connect().await.unwrap();
        cooperative(&connection).await;
        part(&connection, 2, "cash_on_delivery", "new", "carrier").await.unwrap();
        part(&connection, 3, "card", "unpaid", "provider").await.unwrap();
        for (n, method, state, holder) in [(4, "cards", "new", "carrier"), (5, "card", "paid", "carrier"), (6, "card", "new", "bank")] {
            assert!(part(&connection, n, method, state, holder).await.is_err(), "{method} {state} {holder}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_with_orders_in_it_learns_to_be_paid_by_card() {
    let folder = TempDir::new().unwrap();
    let options = Options::new(format!("sqlite://{}", folder.path().join("old.sqlite").display()));
    let old = options.connect().await.unwrap();
    Migrator::up(&old, Some(BEFORE)).await.unwrap();
    cooperative(&old).await;
    part(&old, 2, "cash_on_delivery", "new", "carrier").await.unwrap();
    assert!(
        part(&old, 3, "card", "unpaid", "provider").await.is_err(),
        "the old tables do not know it"
    );
    Migrator::up(&old, None).await.unwrap();
    // The connection that made the step, and one that opens the file later.
    part(&old, 4, "card", "unpaid", "provider").await.unwrap();
    old.close().await.unwrap();
    let new = options.connect().await.unwrap();
    assert_eq!(texts(&new, "pragma integrity_check").await, ["ok"]);
    assert!(
        texts(&new, "select \"table\" from pragma_foreign_key_check")
            .await
            .is_empty()
    );
    assert_eq!(
        texts(&new, "select method from payment order by id").await,
        ["cash_on_delivery", "card"]
    );
    part(&new, 5, "card", "unpaid", "provider").await.unwrap();
    assert!(part(&new, 6, "cards", "new", "carrier").await.is_err());
    let orphan = "insert into attempt_event (id, attempt_id, event, at) values ($1, $1, 'create', 0)";
    assert!(
        run(&new, orphan, vec![id(9)]).await.is_err(),
        "foreign keys are still kept"
    );
}
