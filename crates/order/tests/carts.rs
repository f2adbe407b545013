//! Carts: owned by whoever knows them, bounded, and emptied once.
#![cfg(test)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops where it is wrong"
)]

mod ground;

use ground::{ground, variants, write};
use kernel::{Locale, ids::CartId};
use order::{
    Error,
    cart::{self, Quantity},
};
use testkit::{TestDb, on_both};

async fn open(db: &TestDb) -> CartId {
    write(db, 900, |tx, mint| {
        Box::pin(async move { cart::open_cart(tx, &mint, Locale::Fr).await })
    })
    .await
    .unwrap()
}

async fn put(db: &TestDb, seed: u64, id: CartId, variant: kernel::ids::VariantId, q: Quantity) -> Result<(), Error> {
    write(db, seed, move |tx, mint| {
        Box::pin(async move { cart::put_line(tx, &mint, id, variant, q).await })
    })
    .await
}

on_both! {
    /// The same variant twice is one line.
    async fn p21_the_same_variant_twice_is_one_line_with_the_sum(db: TestDb) {
        let variants = variants(&db, &ground(&db).await, 1).await;
        let id = open(&db).await;
        put(&db, 1, id, variants[0], Quantity::More(2)).await.unwrap();
        put(&db, 2, id, variants[0], Quantity::More(3)).await.unwrap();
        let cart = cart::get_cart(&*db, id).await.unwrap();
        assert_eq!(cart.lines.len(), 1);
        assert_eq!(cart.lines[0].quantity, 5);
        assert_eq!(cart::count_pieces(&*db, id).await.unwrap(), 5);
        // Adding never goes beyond the bound; saying a number sets it.
        put(&db, 3, id, variants[0], Quantity::More(99)).await.unwrap();
        assert_eq!(cart::get_cart(&*db, id).await.unwrap().lines[0].quantity, 99);
        put(&db, 4, id, variants[0], Quantity::Exactly(7)).await.unwrap();
        assert_eq!(cart::get_cart(&*db, id).await.unwrap().lines[0].quantity, 7);
    }

    /// Nought, less and too much.
    async fn p19_a_quantity_is_a_whole_number_from_1_to_99(db: TestDb) {
        let variants = variants(&db, &ground(&db).await, 1).await;
        let id = open(&db).await;
        for pieces in [0, -1, 100, i64::MAX, i64::MIN] {
            for quantity in [Quantity::Exactly(pieces), Quantity::More(pieces)] {
                let refused = put(&db, 1, id, variants[0], quantity).await;
                assert!(matches!(refused, Err(Error::Quantity)), "{pieces}");
            }
        }
        assert!(cart::get_cart(&*db, id).await.unwrap().lines.is_empty());
    }

    /// Fifty lines and no more.
    async fn a_cart_holds_fifty_lines(db: TestDb) {
        let variants = variants(&db, &ground(&db).await, 51).await;
        let id = open(&db).await;
        for (seed, variant) in (1..).zip(&variants[..50]) {
            put(&db, seed, id, *variant, Quantity::Exactly(1)).await.unwrap();
        }
        assert!(matches!(put(&db, 99, id, variants[50], Quantity::Exactly(1)).await, Err(Error::CartFull)));
        // What lies in it can still change.
        put(&db, 100, id, variants[3], Quantity::Exactly(9)).await.unwrap();
        assert_eq!(cart::get_cart(&*db, id).await.unwrap().lines.len(), 50);
    }

    /// An id that nobody opened.
    async fn a_cart_that_was_never_opened_takes_nothing(db: TestDb) {
        let variants = variants(&db, &ground(&db).await, 1).await;
        let unknown = CartId(uuid::Uuid::from_u128(7));
        assert!(matches!(put(&db, 1, unknown, variants[0], Quantity::Exactly(1)).await, Err(Error::NoCart)));
        assert!(cart::find_cart(&*db, unknown).await.unwrap().is_none());
    }

    /// A cart becomes an order once.
    async fn a_cart_is_spent_once_and_only_as_it_was_seen(db: TestDb) {
        let variants = variants(&db, &ground(&db).await, 2).await;
        let id = open(&db).await;
        put(&db, 1, id, variants[0], Quantity::Exactly(1)).await.unwrap();
        let seen = cart::get_cart(&*db, id).await.unwrap().version;
        put(&db, 2, id, variants[1], Quantity::Exactly(1)).await.unwrap();
        let spend = |version| write(&db, 3, move |tx, mint| Box::pin(async move { cart::spend(tx, &mint, id, version).await }));
        assert!(matches!(spend(seen).await, Err(Error::CartChanged)));
        assert_eq!(cart::get_cart(&*db, id).await.unwrap().lines.len(), 2);
        let seen = cart::get_cart(&*db, id).await.unwrap().version;
        spend(seen).await.unwrap();
        assert!(matches!(spend(seen).await, Err(Error::CartChanged)));
        assert!(cart::get_cart(&*db, id).await.unwrap().lines.is_empty());
    }

    /// Carts that became nothing.
    async fn a_cart_that_nobody_touches_is_forgotten(db: TestDb) {
        let variants = variants(&db, &ground(&db).await, 1).await;
        let id = open(&db).await;
        put(&db, 1, id, variants[0], Quantity::Exactly(1)).await.unwrap();
        let forget = |since| write(&db, 2, move |tx, _| Box::pin(async move { cart::forget_carts(tx, since, 10).await }));
        assert_eq!(forget(testkit::NOON).await.unwrap(), 0);
        assert_eq!(forget(testkit::NOON.plus(1)).await.unwrap(), 1);
        assert!(cart::find_cart(&*db, id).await.unwrap().is_none());
    }
}
