//! Stock on both databases: promised once, never below what was promised, always written down.
#![cfg(test)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop"
)]

mod common;

use catalogue::{
    Error, offer, product, samples,
    stock::{self, Cause, Portion},
    variant,
};
use common::{World, number, rows, write};
use futures_util::future::join_all;
use kernel::ids::{SellerOrderId, VariantId};
use testkit::{TestDb, on_both};

fn portion(variant: VariantId, quantity: i64) -> Portion {
    Portion {
        variant,
        quantity,
        seller_order: testkit::mint(77).id::<SellerOrderId>(),
    }
}

async fn reserve(world: &World, seed: u64, portions: Vec<Portion>) -> Result<(), Error> {
    write(&world.db, seed, move |tx, mint| {
        Box::pin(async move { stock::reserve(tx, mint, &portions).await.map(|_| ()) })
    })
    .await
}

async fn stock_of(world: &World) -> (i64, i64) {
    let variant = variant::find_for_cooperative(&world.db, world.cooperative, world.variant)
        .await
        .unwrap()
        .unwrap();
    (variant.on_hand, variant.reserved)
}

/// The sums of the movements are the stock.
async fn adds_up(world: &World) {
    let (on_hand, reserved) = stock_of(world).await;
    let sum = |column: &str| format!("select cast(coalesce(sum({column}), 0) as bigint) as n from stock_movement");
    assert_eq!(number(&world.db, &sum("on_hand_by")).await, on_hand);
    assert_eq!(number(&world.db, &sum("reserved_by")).await, reserved);
}

on_both! {
    async fn p20_of_two_hundred_who_ask_at_once_for_fifty_exactly_fifty_get_one(db: TestDb) {
        let world = World::with_stock(&db, 50).await;
        let asked = join_all((0..200).map(|n| reserve(&world, 1000 + n, vec![portion(world.variant, 1)]))).await;
        let sold = asked.iter().filter(|answer| answer.is_ok()).count();
        let told = asked.iter().filter(|answer| matches!(answer, Err(Error::OutOfStock { variant }) if *variant == world.variant)).count();
        assert_eq!((sold, told), (50, 150));
        assert_eq!(stock_of(&world).await, (50, 50));
        assert_eq!(rows(&world.db, "stock_movement", "cause = 'reserved'").await, 50);
        assert!(!product::get(&world.db, world.product).await.unwrap().available);
        adds_up(&world).await;
    }

    async fn p21_carts_with_the_same_things_in_opposite_order_never_block_each_other(db: TestDb) {
        let world = World::with_stock(&db, 500).await;
        let (coop, who) = (world.cooperative, (world.seller, world.administrator));
        let (_, other) = write(&db, 40, move |tx, mint| {
            Box::pin(async move { samples::product(tx, mint, coop, who, "Amlou", 500).await })
        }).await.unwrap();
        let there = vec![portion(world.variant, 1), portion(other, 1)];
        let back: Vec<Portion> = there.iter().rev().copied().collect();
        let asked = join_all((0..60).map(|n| {
            let portions = if n % 2 == 0 { there.clone() } else { back.clone() };
            reserve(&world, 1000 + n, portions)
        })).await;
        assert!(asked.iter().all(Result::is_ok), "{:?}", asked.iter().find(|answer| answer.is_err()));
        assert_eq!(stock_of(&world).await, (500, 60));
    }

    async fn p21_the_same_variant_twice_in_one_order_counts_as_the_sum(db: TestDb) {
        let world = World::with_stock(&db, 5).await;
        let twice = vec![portion(world.variant, 3), portion(world.variant, 3)];
        assert!(matches!(reserve(&world, 10, twice).await, Err(Error::OutOfStock { .. })));
        let twice = vec![portion(world.variant, 2), portion(world.variant, 3)];
        reserve(&world, 11, twice).await.unwrap();
        assert_eq!(stock_of(&world).await, (5, 5));
    }

    async fn an_order_that_cannot_have_everything_takes_nothing(db: TestDb) {
        let world = World::with_stock(&db, 5).await;
        let (coop, who) = (world.cooperative, (world.seller, world.administrator));
        let (_, scarce) = write(&db, 40, move |tx, mint| {
            Box::pin(async move { samples::product(tx, mint, coop, who, "Amlou", 1).await })
        }).await.unwrap();
        let answer = reserve(&world, 10, vec![portion(world.variant, 1), portion(scarce, 2)]).await;
        assert!(matches!(answer, Err(Error::OutOfStock { variant }) if variant == scarce));
        assert_eq!(stock_of(&world).await, (5, 0));
        assert_eq!(rows(&world.db, "stock_movement", "cause = 'reserved'").await, 0);
    }

    async fn p19_only_a_positive_quantity_can_be_reserved(db: TestDb) {
        let world = World::with_stock(&db, 5).await;
        for quantity in [0, -1, i64::MIN, i64::MAX] {
            let answer = reserve(&world, 10, vec![portion(world.variant, quantity)]).await;
            assert!(matches!(answer, Err(Error::Invalid("quantity"))), "{quantity}");
        }
        let nothing = reserve(&world, 11, vec![portion(testkit::mint(5).id(), 1)]).await;
        assert!(matches!(nothing, Err(Error::OutOfStock { .. })));
    }

    async fn what_is_reserved_is_released_or_shipped_and_can_come_back(db: TestDb) {
        let world = World::with_stock(&db, 10).await;
        reserve(&world, 10, vec![portion(world.variant, 6)]).await.unwrap();
        let variant = world.variant;
        write(&db, 11, move |tx, mint| Box::pin(async move { stock::release(tx, mint, &[portion(variant, 2)]).await })).await.unwrap();
        assert_eq!(stock_of(&world).await, (10, 4));
        write(&db, 12, move |tx, mint| Box::pin(async move { stock::ship(tx, mint, &[portion(variant, 4)]).await })).await.unwrap();
        assert_eq!(stock_of(&world).await, (6, 0));
        write(&db, 13, move |tx, mint| Box::pin(async move { stock::take_back(tx, mint, &[portion(variant, 1)]).await })).await.unwrap();
        assert_eq!(stock_of(&world).await, (7, 0));
        let too_much = write(&db, 14, move |tx, mint| Box::pin(async move { stock::ship(tx, mint, &[portion(variant, 1)]).await })).await;
        assert!(matches!(too_much, Err(Error::StockMismatch(_))));
        adds_up(&world).await;
        let causes: Vec<Cause> = stock::list_movements(&db, variant).await.unwrap().iter().map(|moved| moved.cause).collect();
        assert_eq!(causes.len(), 5);
        assert!(causes.contains(&Cause::Opening) && causes.contains(&Cause::Returned));
    }

    async fn a_count_replaces_the_stock_but_never_goes_below_what_is_promised(db: TestDb) {
        let world = World::with_stock(&db, 10).await;
        reserve(&world, 10, vec![portion(world.variant, 4)]).await.unwrap();
        let (coop, person, variant) = (world.cooperative, world.seller, world.variant);
        let count = |seed, on_hand, seen| {
            write(&world.db, seed, move |tx, mint| {
                Box::pin(async move { stock::count(tx, mint, coop, person, variant, on_hand, seen).await })
            })
        };
        assert!(matches!(count(11, 3, None).await, Err(Error::BelowReserved { reserved: 4, .. })));
        assert!(matches!(count(12, 20, Some(9)).await, Err(Error::Stale(_))));
        assert!(matches!(count(13, -1, None).await, Err(Error::Invalid("on_hand"))));
        count(14, 4, Some(10)).await.unwrap();
        assert_eq!(stock_of(&world).await, (4, 4));
        assert!(!product::get(&world.db, world.product).await.unwrap().available);
        count(15, 30, Some(4)).await.unwrap();
        assert!(product::get(&world.db, world.product).await.unwrap().available);
        adds_up(&world).await;
        let foreign = testkit::mint(99).id();
        let answer = write(&db, 16, move |tx, mint| {
            Box::pin(async move { stock::count(tx, mint, foreign, person, variant, 5, None).await })
        }).await;
        assert!(matches!(answer, Err(Error::NotFound("variant"))));
    }

    async fn pages_are_refreshed_only_when_their_words_about_the_stock_change(db: TestDb) {
        let world = World::with_stock(&db, 10).await;
        let seq = async || catalogue::change::sequence(&db).await.unwrap();
        let before = seq().await;
        reserve(&world, 10, vec![portion(world.variant, 5)]).await.unwrap();
        assert_eq!(seq().await, before, "from ten to five, pages say the same");
        reserve(&world, 11, vec![portion(world.variant, 2)]).await.unwrap();
        assert_eq!(seq().await, before + 1, "three left");
        reserve(&world, 12, vec![portion(world.variant, 3)]).await.unwrap();
        assert_eq!(seq().await, before + 2, "sold out");
        let variant = world.variant;
        write(&db, 13, move |tx, mint| Box::pin(async move { stock::release(tx, mint, &[portion(variant, 1)]).await })).await.unwrap();
        assert_eq!(seq().await, before + 3);
        assert!(product::get(&db, world.product).await.unwrap().available);
    }

    async fn an_offer_says_all_that_a_basket_shows(db: TestDb) {
        let world = World::with_stock(&db, 10).await;
        reserve(&world, 10, vec![portion(world.variant, 4)]).await.unwrap();
        let unknown = testkit::mint(5).id();
        let offers = offer::list(&db, &[unknown, world.variant]).await.unwrap();
        assert_eq!(offers.len(), 1);
        let offer = &offers[0];
        assert!(offer.on_sale && offer.collects && offer.photo_key.is_some());
        assert_eq!((offer.available, offer.price_minor, offer.parcel_g), (6, 8_500, 480));
        assert_eq!(offer.product_name.fr.as_deref(), Some("Huile d'argan"));
        assert_eq!(offer.slugs.fr.as_deref(), Some("huile-d-argan"));
        assert_eq!((offer.region_iso.as_str(), offer.province_iso.as_str()), ("MA-09", "MA-AGD"));
        let (coop, person, product) = (world.cooperative, world.seller, world.product);
        write(&db, 11, move |tx, mint| Box::pin(async move { product::pause(tx, mint, coop, person, product).await })).await.unwrap();
        assert!(!offer::list(&db, &[world.variant]).await.unwrap()[0].on_sale);
        assert!(offer::list(&db, &[]).await.unwrap().is_empty());
    }

    async fn a_reservation_says_what_the_order_is_compared_with_in_four_statements(db: TestDb) {
        let world = World::with_stock(&db, 10).await;
        let variant = world.variant;
        let before = db.statements();
        let reserved = write(&db, 10, move |tx, mint| {
            Box::pin(async move { stock::reserve(tx, mint, &[portion(variant, 1)]).await })
        }).await.unwrap();
        assert_eq!(reserved.len(), 1);
        assert_eq!((reserved[0].price_minor, reserved[0].parcel_g, reserved[0].listed), (8_500, 480, true));
        assert_eq!((reserved[0].product, reserved[0].cooperative), (world.product, world.cooperative));
        assert!(db.statements() - before <= 8, "{} with those that begin and end", db.statements() - before);
    }
}
