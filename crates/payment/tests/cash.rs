//! Cash on delivery: it is known at every moment how much was paid and who has it.
#![cfg(test)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops where it is wrong"
)]

use kernel::{
    Mint, Money, Tx, Work,
    ids::{OrderId, SellerOrderId},
};
use payment::{Due, Error, Holder, State, payment as cash};
use sea_orm::{ConnectionTrait, Statement};
use testkit::{TestDb, on_both};
use uuid::Uuid;

async fn write<T, F>(db: &TestDb, seed: u64, verb: F) -> Result<T, Error>
where
    F: for<'a> FnOnce(&'a Tx, Mint) -> Work<'a, T, Error> + Send + 'static,
    T: Send + 'static,
{
    db.write(move |tx| verb(tx, testkit::mint(seed))).await
}

/// An order of one part, as its own crate would write it, with a payment of 100 DH.
async fn due(db: &TestDb) -> SellerOrderId {
    let (order, part) = (OrderId(Uuid::from_u128(1)), SellerOrderId(Uuid::from_u128(2)));
    write(db, 1, move |tx, mint| {
        Box::pin(async move {
            let run = async |sql: &str, values: Vec<sea_orm::Value>| {
                let statement = Statement::from_sql_and_values(tx.writer().get_database_backend(), sql, values);
                tx.writer().execute_raw(statement).await.unwrap();
            };
            let id = |n: u128| sea_orm::Value::from(Uuid::from_u128(n));
            run("insert into cooperative (id, slug, state, name_ar, name_fr, region_iso, province_iso, town, register_number, register_place, rib, phone, contact_name, collects, applied_at, updated_at, version) values ($1, 's', 'verified', 'a', 'a', 'MA-06', 'MA-CAS', 't', '1', 'p', 'r', 'p', 'c', false, 0, 0, 1)", vec![id(3)]).await;
            run("insert into cart (id, locale, created_at, touched_at, version) values ($1, 'fr', 0, 0, 1)", vec![id(4)]).await;
            run("insert into quote (id, cart_id, body, total_minor, created_at, expires_at) values ($1, $2, '{}', 10000, 0, 0)", vec![id(5), id(4)]).await;
            run("insert into \"order\" (id, number, quote_id, cart_id, locale, buyer_name, buyer_phone, recipient_name, recipient_phone, region_iso, province_iso, town, address, goods_minor, delivery_minor, total_minor, currency, terms_version, terms_accepted_at, payment_method, placed_at) values ($1, 'TZ-AAAAAA', $2, $3, 'fr', 'b', '+1', 'r', '+1', 'MA-06', 'MA-CAS', 't', 'a', 10000, 0, 10000, 'MAD', 1, 0, 'cash_on_delivery', 0)", vec![id(1), id(5), id(4)]).await;
            run("insert into seller_order (id, order_id, cooperative_id, position, state, delivery, goods_minor, delivery_minor, total_minor, weight_g, days_min, days_max, seller, placed_at, answer_by, updated_at, version) values ($1, $2, $3, 0, 'new', 'door', 10000, 0, 10000, 1, 1, 2, '{}', 0, 0, 0, 1)", vec![id(2), id(1), id(3)]).await;
            cash::expect(tx, &mint, order, payment::Method::Cash, &[Due { seller_order: part, amount: Money::mad(10_000) }]).await
        })
    })
    .await
    .unwrap();
    part
}

async fn collect(db: &TestDb, seed: u64, part: SellerOrderId, minor: i64) -> Result<(), Error> {
    write(db, seed, move |tx, mint| {
        Box::pin(async move { cash::collect(tx, &mint, part, Money::mad(minor), Holder::Carrier, None).await })
    })
    .await
}

on_both! {
    /// From the buyer's hand to the cooperative's.
    async fn cash_goes_from_the_carrier_to_the_cooperative(db: TestDb) {
        let part = due(&db).await;
        let stands = async || cash::find_for_seller_order(&*db, part).await.unwrap().unwrap();
        assert_eq!((stands().await.state, stands().await.holder), (State::Expected, None));
        // A double click.
        for seed in [2, 3] {
            collect(&db, seed, part, 10_000).await.unwrap();
        }
        assert_eq!((stands().await.state, stands().await.holder, stands().await.collected.minor), (State::Collected, Some(Holder::Carrier), 10_000));
        write(&db, 4, move |tx, mint| Box::pin(async move { cash::remit(tx, &mint, part, None).await })).await.unwrap();
        assert_eq!((stands().await.state, stands().await.holder), (State::Remitted, Some(Holder::Cooperative)));
        let history = cash::list_events(&*db, stands().await.id).await.unwrap();
        assert_eq!(history.len(), 3);
        let refused = write(&db, 5, move |tx, mint| Box::pin(async move { cash::void(tx, &mint, part, None).await })).await;
        assert!(matches!(refused, Err(Error::NotNow { from: "remitted", .. })));
    }

    /// Less, and then the rest.
    async fn a_short_payment_can_be_made_up_and_never_exceeds_what_is_due(db: TestDb) {
        let part = due(&db).await;
        for minor in [-1, 10_001, i64::MAX] {
            assert!(matches!(collect(&db, 2, part, minor).await, Err(Error::Amount)), "{minor}");
        }
        collect(&db, 3, part, 4_000).await.unwrap();
        let stands = cash::find_for_seller_order(&*db, part).await.unwrap().unwrap();
        assert_eq!((stands.state, stands.collected.minor), (State::Short, 4_000));
        collect(&db, 4, part, 10_000).await.unwrap();
        let stands = cash::find_for_seller_order(&*db, part).await.unwrap().unwrap();
        assert_eq!((stands.state, stands.collected.minor), (State::Collected, 10_000));
    }

    /// A refusal leaves no trace.
    async fn what_is_not_known_cannot_be_paid(db: TestDb) {
        let unknown = SellerOrderId(Uuid::from_u128(99));
        assert!(matches!(collect(&db, 2, unknown, 1).await, Err(Error::NoPayment)));
        assert!(cash::list_for_seller_orders(&*db, &[unknown]).await.unwrap().is_empty());
    }
}
