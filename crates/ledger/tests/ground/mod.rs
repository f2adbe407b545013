//! Rows of other crates that the ledger's must point at.
#![allow(dead_code, reason = "each test file uses some of it")]

use kernel::{Db, Mint, Tx, Work, ids::*};
use ledger::Error;
use sea_orm::{ConnectionTrait, Statement, Value};
use testkit::TestDb;
use uuid::Uuid;

pub(crate) async fn write<T, F>(db: &Db, seed: u64, verb: F) -> Result<T, Error>
where
    F: for<'a> FnOnce(&'a Tx, Mint) -> Work<'a, T, Error> + Send + 'static,
    T: Send + 'static,
{
    db.write(move |tx| verb(tx, testkit::mint(seed))).await
}

/// Raw SQL, as somebody with the database's password would say it.
pub(crate) async fn raw(db: &TestDb, sql: &str) -> Result<(), Error> {
    run_with(db, sql, Vec::new()).await
}

async fn run_with(db: &TestDb, sql: &str, values: Vec<Value>) -> Result<(), Error> {
    let sql = sql.to_owned();
    write(db, 0, move |tx, _| {
        Box::pin(async move {
            let statement = Statement::from_sql_and_values(tx.writer().get_database_backend(), sql, values);
            tx.writer().execute_raw(statement).await?;
            Ok(())
        })
    })
    .await
}

pub(crate) const ORDER: OrderId = OrderId(Uuid::from_u128(1));
pub(crate) const COOPERATIVE: CooperativeId = CooperativeId(Uuid::from_u128(3));

/// Part `n` (from 0) of the order.
pub(crate) fn part(n: u128) -> SellerOrderId {
    SellerOrderId(Uuid::from_u128(100 + n))
}

/// Line `n` (0 or 1) of a part.
pub(crate) fn line(of: u128, n: u128) -> LineId {
    LineId(Uuid::from_u128(1000 + of * 10 + n))
}

pub(crate) fn product() -> ProductId {
    ProductId(Uuid::from_u128(6))
}

/// The cooperative of part `n`.
pub(crate) fn cooperative(n: u128) -> CooperativeId {
    CooperativeId(Uuid::from_u128(3 + n * 1000))
}

/// An order with as many parts, each of another cooperative, of two lines of 100 and 50 DH and 30 DH
/// of delivery. What is there already stays.
pub(crate) async fn lay(db: &TestDb, parts: u128) {
    let id = |n: u128| Value::from(Uuid::from_u128(n));
    let run = async |sql: &str, values: Vec<Value>| {
        run_with(db, &format!("{sql} on conflict do nothing"), values)
            .await
            .unwrap()
    };
    for n in 0..parts.max(1) {
        run("insert into cooperative (id, slug, state, name_ar, name_fr, region_iso, province_iso, town, register_number, register_place, rib, phone, contact_name, collects, applied_at, updated_at, version) values ($1, $2, 'verified', 'a', 'a', 'MA-06', 'MA-CAS', 't', $2, 'p', 'r', 'p', 'c', false, 0, 0, 1)", vec![cooperative(n).0.into(), format!("s{n}").into()]).await;
    }
    run(
        "insert into cart (id, locale, created_at, touched_at, version) values ($1, 'fr', 0, 0, 1)",
        vec![id(4)],
    )
    .await;
    run(
        "insert into quote (id, cart_id, body, total_minor, created_at, expires_at) values ($1, $2, '{}', 10000, 0, 0)",
        vec![id(5), id(4)],
    )
    .await;
    run("insert into \"order\" (id, number, quote_id, cart_id, locale, buyer_name, buyer_phone, recipient_name, recipient_phone, region_iso, province_iso, town, address, goods_minor, delivery_minor, total_minor, currency, terms_version, terms_accepted_at, payment_method, placed_at) values ($1, 'TZ-AAAAAA', $2, $3, 'fr', 'b', '+1', 'r', '+1', 'MA-06', 'MA-CAS', 't', 'a', 15000, 3000, 18000, 'MAD', 1, 0, 'cash_on_delivery', 0)", vec![ORDER.0.into(), id(5), id(4)]).await;
    if parts == 0 {
        return;
    }
    run("insert into product (id, cooperative_id, state, created_at, updated_at, version, listed, available) values ($1, $2, 'on_sale', 0, 0, 1, false, true)", vec![product().0.into(), COOPERATIVE.0.into()]).await;
    run("insert into variant (id, product_id, position, amount, unit, price_minor, on_hand, reserved, parcel_g, created_at, version) values ($1, $2, 0, 1, 'piece', 100, 9, 0, 1, 0, 1)", vec![id(7), product().0.into()]).await;
    for n in 0..parts {
        run("insert into seller_order (id, order_id, cooperative_id, position, state, delivery, goods_minor, delivery_minor, total_minor, weight_g, days_min, days_max, seller, placed_at, answer_by, updated_at, version) values ($1, $2, $3, 0, 'new', 'door', 15000, 3000, 18000, 1, 1, 2, '{}', 0, 0, 0, 1)", vec![part(n).0.into(), ORDER.0.into(), cooperative(n).0.into()]).await;
        for (i, total) in [(0, 10_000_i64), (1, 5_000)] {
            run("insert into order_line (id, order_id, seller_order_id, position, variant_id, product_id, amount, unit, unit_price_minor, quantity, total_minor, withdrawal) values ($1, $2, $3, 0, $4, $5, 1, 'piece', $6, 1, $6, 'standard')", vec![line(n, i).0.into(), ORDER.0.into(), part(n).0.into(), id(7), product().0.into(), total.into()]).await;
        }
    }
}
