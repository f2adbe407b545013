//! Buying: what is agreed in the quote is what the order costs, once, or nothing happens at all.

use crate::stall::stall;
use kernel::{
    Fault, Kind, Phone,
    time::{HOUR, MINUTE},
};
use market::{
    Error,
    buying::{self, Change, Ordering, QuoteChanged},
};
use order::{
    OrderState, Way,
    cart::Quantity,
    delivery::{Tier, ZoneTerms},
    terms::{LegalKind, NewText},
};
use std::{collections::BTreeMap, sync::Arc};
use testkit::{TestDb, on_both};

/// What an order leaves behind; a refusal leaves none of it.
const TRACES: [&str; 6] = [
    "\"order\"",
    "seller_order",
    "order_line",
    "payment",
    "order_event",
    "stock_movement where cause = 'reserved'",
];

fn changed(result: Result<impl std::fmt::Debug, Error>) -> QuoteChanged {
    match result {
        Err(Error::QuoteChanged(changed)) => *changed,
        other => panic!("{other:?}"),
    }
}

on_both! {
    /// The main walk.
    async fn an_order_of_two_cooperatives_costs_what_its_quote_says(db: TestDb) {
        let stall = stall(db, 2, 2, 10).await;
        let lines: Vec<_> = stall.variants.iter().flatten().map(|variant| (*variant, 2)).collect();
        let quote = stall.quoted(1, &lines).await;
        // Four pieces of 85 DH and 480 g each: 340 DH and 25 DH of delivery for each cooperative.
        assert_eq!(quote.offer.parts.len(), 2);
        for part in &quote.offer.parts {
            assert_eq!((part.totals.goods_minor, part.totals.delivery_minor, part.weight_g), (34_000, 2_500, 1_920));
        }
        assert_eq!(quote.offer.totals.total_minor, 73_000);
        let placed = stall.place("one", &quote).await.unwrap();
        assert!(!placed.replayed);
        let order = stall.read(&placed.value).await;
        assert_eq!(order.totals, quote.offer.totals);
        assert_eq!(order.state(), OrderState::Waiting);
        assert_eq!(order.head.terms_version, 1);
        assert_eq!(order.head.recipient.name, "Salma Idrissi");
        assert_eq!(order.parts[0].seller.register_number, "1/2021");
        assert_eq!(stall.stock(0).await, (10, 8));
        assert!(buying::find_basket(&stall.market, quote.cart).await.unwrap().unwrap().parts.is_empty());
        let payment = payment::payment::find_for_seller_order(&stall.market.db, order.parts[0].id).await.unwrap().unwrap();
        assert_eq!((payment.state, payment.amount.minor), (payment::State::Expected, 36_500));
        // The buyer and both cooperatives are told.
        assert_eq!(stall.count("job where kind = 'notice'").await, 3);
    }

    /// Two cooperatives, four lines.
    async fn placing_an_order_needs_at_most_25_statements(db: TestDb) {
        let stall = stall(db, 2, 2, 10).await;
        let lines: Vec<_> = stall.variants.iter().flatten().map(|variant| (*variant, 2)).collect();
        let quote = stall.quoted(1, &lines).await;
        let before = stall.market.db.statements();
        stall.place("one", &quote).await.unwrap();
        let used = stall.market.db.statements() - before;
        assert!(used <= 25, "{used} statements");
    }

    /// Double click.
    async fn p9_fifty_clicks_at_once_are_one_order(db: TestDb) {
        let stall = Arc::new(stall(db, 2, 1, 100).await);
        let quote = Arc::new(stall.quoted(1, &[(stall.variants[0][0], 1), (stall.variants[1][0], 1)]).await);
        let clicks: Vec<_> = (0..50)
            .map(|click| {
                let (stall, quote) = (Arc::clone(&stall), Arc::clone(&quote));
                // Half of them with the key of another tab.
                tokio::spawn(async move { stall.place(if click % 2 == 0 { "tab-1" } else { "tab-2" }, &quote).await })
            })
            .collect();
        let mut answers = Vec::new();
        for click in clicks {
            answers.push(click.await.unwrap().unwrap());
        }
        assert!(answers.iter().all(|answer| answer.value == answers[0].value));
        assert_eq!(answers.iter().filter(|answer| !answer.replayed).count(), 1);
        assert_eq!(stall.count("\"order\"").await, 1);
        assert_eq!(stall.stock(0).await, (100, 99));
    }

    /// A key belongs to one request.
    async fn p9_the_same_key_for_another_quote_is_refused(db: TestDb) {
        let stall = stall(db, 1, 2, 10).await;
        let first = stall.quoted(1, &[(stall.variants[0][0], 1)]).await;
        stall.place("key", &first).await.unwrap();
        buying::put_line(&stall.market, first.cart, stall.variants[0][1], Quantity::Exactly(1)).await.unwrap();
        let second = buying::quote(&stall.market, first.cart).await.unwrap();
        assert!(matches!(stall.place("key", &second).await, Err(Error::KeyReused)));
        assert_eq!(stall.count("\"order\"").await, 1);
        // Another cart may use the same words as a key.
        let other = stall.quoted(2, &[(stall.variants[0][0], 1)]).await;
        assert!(!stall.place("key", &other).await.unwrap().replayed);
    }

    /// Retry after a time-out, hours later.
    async fn p9_a_retry_after_the_quote_expired_gives_the_first_answer(db: TestDb) {
        let stall = stall(db, 1, 1, 10).await;
        let quote = stall.quoted(1, &[(stall.variants[0][0], 1)]).await;
        let first = stall.place("key", &quote).await.unwrap();
        stall.market.clock.advance(3 * HOUR);
        let again = stall.place("key", &quote).await.unwrap();
        assert_eq!(again.value, first.value);
        assert!(again.replayed);
    }

    /// Two tabs of one checkout.
    async fn p9_an_unchanged_cart_gives_the_same_quote(db: TestDb) {
        let stall = stall(db, 1, 1, 10).await;
        let cart = stall.cart(1, &[(stall.variants[0][0], 1)]).await;
        let first = buying::quote(&stall.market, cart).await.unwrap();
        assert_eq!(buying::quote(&stall.market, cart).await.unwrap(), first);
        buying::put_line(&stall.market, cart, stall.variants[0][0], Quantity::Exactly(2)).await.unwrap();
        let second = buying::quote(&stall.market, cart).await.unwrap();
        assert_ne!(second.id, first.id);
        // The first one is not what lies in the cart any more.
        assert!(matches!(stall.place("key", &first).await, Err(Error::Order(order::Error::CartChanged))));
        stall.place("key", &second).await.unwrap();
    }

    /// A price that rose.
    async fn p17_a_changed_price_is_shown_and_never_charged_silently(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let quote = stall.quoted(1, &[(stall.variants[0][0], 2), (stall.variants[1][0], 1)]).await;
        stall.reprice(0, 9_900).await;
        let changed = changed(stall.place("key", &quote).await);
        assert!(matches!(&changed.changes[..], [Change::Price { old_minor: 8_500, new_minor: 9_900, .. }]), "{:?}", changed.changes);
        for trace in TRACES {
            assert_eq!(stall.count(trace).await, 0, "{trace}");
        }
        assert_eq!(stall.stock(0).await, (10, 10));
        let new = changed.quote.unwrap();
        assert_eq!(new.offer.totals.goods_minor, 2 * 9_900 + 8_500);
        // The same key again: a refusal was not stored.
        let placed = stall.place("key", &new).await.unwrap();
        assert_eq!(placed.value.total_minor, new.offer.totals.total_minor);
    }

    /// Paused, suspended, or its cooperative suspended.
    async fn p17_what_left_the_market_is_named_and_the_rest_can_be_ordered(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let quote = stall.quoted(1, &[(stall.variants[0][0], 1), (stall.variants[1][0], 1)]).await;
        let admin = stall.administrator.person;
        let suspended = stall.cooperatives[1];
        stall.market.db.write(move |tx| Box::pin(async move {
            let mint = testkit::mint(5);
            let version = catalogue::cooperative::get(tx, suspended).await?.version;
            Ok::<_, Error>(catalogue::cooperative::suspend(tx, &mint, admin, suspended, version, "x".to_owned()).await?)
        })).await.unwrap();
        let changed = changed(stall.place("key", &quote).await);
        assert!(changed.changes.iter().any(|change| matches!(change, Change::Gone { variant, .. } if *variant == stall.variants[1][0])));
        let new = changed.quote.unwrap();
        assert_eq!(new.offer.parts.len(), 1);
        let placed = stall.place("again", &new).await.unwrap();
        assert_eq!(stall.read(&placed.value).await.parts.len(), 1);
        // A cart with something that is not for sale is not quoted in silence.
        let market = &stall.market;
        let refused = buying::put_line(market, quote.cart, stall.variants[1][0], Quantity::Exactly(1)).await;
        assert!(matches!(refused, Err(Error::NotOnSale)));
    }

    /// Delivery, terms and time.
    async fn p17_changed_delivery_changed_terms_and_an_expired_quote_are_confirmed_again(db: TestDb) {
        let stall = stall(db, 1, 1, 10).await;
        let quote = stall.quoted(1, &[(stall.variants[0][0], 1)]).await;
        let zone = order::delivery::find_zone_of_province(&stall.market.db, "MA-CAS").await.unwrap().unwrap();
        let terms = ZoneTerms {
            name: zone.name.clone(),
            days: (1, 2),
            per_kg: zone.per_kg,
            max_g: zone.max_g,
            steps: vec![Tier { up_to_g: 5000, price: kernel::Money::mad(3_333) }],
        };
        market::selling::revise_zone(&stall.market, &stall.administrator, zone.id, zone.version, terms).await.unwrap();
        let changed_1 = changed(stall.place("a", &quote).await);
        assert!(matches!(&changed_1.changes[..], [Change::Delivery { new_minor: 3_333, .. }]));
        let text = NewText { kind: LegalKind::Sales, ar: "1".into(), fr: "1".into(), en: "1".into(), reviewed: false };
        market::selling::publish_text(&stall.market, &stall.administrator, 1, text).await.unwrap();
        let changed_2 = changed(stall.place("b", &changed_1.quote.unwrap()).await);
        assert!(matches!(&changed_2.changes[..], [Change::Terms { old: 1, new: 2 }]));
        stall.market.clock.advance(31 * MINUTE);
        let changed_3 = changed(stall.place("c", &changed_2.quote.unwrap()).await);
        assert_eq!(changed_3.changes, vec![Change::Expired]);
        let placed = stall.place("d", &changed_3.quote.unwrap()).await.unwrap();
        assert_eq!(stall.read(&placed.value).await.head.terms_version, 2);
    }

    /// Totals are not the buyer's to say.
    async fn p18_an_offer_is_made_of_the_database_alone(db: TestDb) {
        let stall = stall(db, 1, 1, 10).await;
        let quote = stall.quoted(1, &[(stall.variants[0][0], 3)]).await;
        assert_eq!(quote.offer.totals.goods_minor, 3 * 8_500);
        let refused = buying::place_order(&stall.market, "key", Ordering { quote: quote.id, terms_accepted: false, method: order::Method::Cash }).await;
        assert!(matches!(refused, Err(Error::TermsNotAccepted)));
        let unknown = Ordering { quote: kernel::ids::QuoteId(uuid::Uuid::from_u128(3)), terms_accepted: true, method: order::Method::Cash };
        let refused = buying::place_order(&stall.market, "key", unknown).await.unwrap_err();
        assert_eq!(refused.kind(), Kind::NotFound);
        assert_eq!(stall.count("\"order\"").await, 0);
    }

    /// 200 buyers, 50 pieces.
    async fn p20_200_buyers_50_units(db: TestDb) {
        let stall = Arc::new(stall(db, 1, 1, 50).await);
        let mut quotes = Vec::new();
        for number in 0..200 {
            quotes.push(stall.quoted(number, &[(stall.variants[0][0], 1)]).await);
        }
        let buyers: Vec<_> = quotes
            .into_iter()
            .map(|quote| {
                let stall = Arc::clone(&stall);
                tokio::spawn(async move { stall.place("key", &quote).await })
            })
            .collect();
        let (mut sold, mut told) = (0, 0);
        for buyer in buyers {
            match buyer.await.unwrap() {
                Ok(_) => sold += 1,
                Err(Error::Catalogue(catalogue::Error::OutOfStock { .. })) => told += 1,
                Err(error) => panic!("{error}"),
            }
        }
        assert_eq!((sold, told), (50, 150));
        assert_eq!(stall.stock(0).await, (50, 0));
        assert_eq!(stall.count("\"order\"").await, 50);
    }

    /// The last piece.
    async fn p20_who_comes_too_late_keeps_the_cart(db: TestDb) {
        let stall = stall(db, 1, 1, 1).await;
        let first = stall.quoted(1, &[(stall.variants[0][0], 1)]).await;
        let second = stall.quoted(2, &[(stall.variants[0][0], 1)]).await;
        stall.place("a", &first).await.unwrap();
        let refused = stall.place("b", &second).await.unwrap_err();
        assert_eq!((refused.kind(), refused.code()), (Kind::Conflict, "catalogue.out_of_stock"));
        let basket = buying::find_basket(&stall.market, second.cart).await.unwrap().unwrap();
        assert_eq!(basket.pieces(), 1);
        assert!(!basket.is_orderable());
    }

    /// Opposite orders.
    async fn p21_carts_with_the_same_variants_in_opposite_order_do_not_wait_for_each_other(db: TestDb) {
        let stall = Arc::new(stall(db, 1, 4, 1000).await);
        let mut quotes = Vec::new();
        for number in 0..40 {
            let mut lines: Vec<_> = stall.variants[0].iter().map(|variant| (*variant, 1)).collect();
            if number % 2 == 0 {
                lines.reverse();
            }
            quotes.push(stall.quoted(number, &lines).await);
        }
        let buyers: Vec<_> = quotes
            .into_iter()
            .map(|quote| {
                let stall = Arc::clone(&stall);
                tokio::spawn(async move { stall.place("key", &quote).await })
            })
            .collect();
        for buyer in buyers {
            buyer.await.unwrap().unwrap();
        }
        assert_eq!(stall.stock(0).await, (1000, 960));
    }

    /// Nothing is held before the order.
    async fn p23_a_buyers_own_quotes_never_stand_in_the_way(db: TestDb) {
        let stall = stall(db, 1, 1, 1).await;
        let cart = stall.cart(1, &[(stall.variants[0][0], 1)]).await;
        for _ in 0..3 {
            buying::quote(&stall.market, cart).await.unwrap();
            stall.market.clock.advance(20 * MINUTE);
        }
        let quote = buying::quote(&stall.market, cart).await.unwrap();
        stall.place("key", &quote).await.unwrap();
        // Cancelled, the piece is there again, for the same buyer too.
        let id = order::order::find_of_quote(&stall.market.db, quote.id).await.unwrap().unwrap();
        let order = order::order::get_order(&stall.market.db, id).await.unwrap();
        let token = buying::order_token(&stall.market, id);
        buying::cancel_part(&stall.market, &order.head.number, &token, order.parts[0].id).await.unwrap();
        let again = stall.quoted(1, &[(stall.variants[0][0], 1)]).await;
        stall.place("again", &again).await.unwrap();
    }

    /// What the checkout needs, said in order.
    async fn a_quote_waits_until_the_buyer_has_said_who_and_where(db: TestDb) {
        let stall = stall(db, 1, 1, 10).await;
        let market = &stall.market;
        let cart = buying::open_cart(market, kernel::Locale::Ar).await.unwrap();
        buying::put_line(market, cart, stall.variants[0][0], Quantity::Exactly(1)).await.unwrap();
        assert!(matches!(buying::quote(market, cart).await, Err(Error::DetailsMissing("who"))));
        buying::name_buyer(market, cart, crate::stall::buyer(1), None).await.unwrap();
        assert!(matches!(buying::quote(market, cart).await, Err(Error::DetailsMissing("where"))));
        let unknown = buying::Place { town: "Douar Imaginaire".into(), province: None, ..crate::stall::casablanca() };
        assert!(matches!(buying::say_where(market, cart, unknown.clone()).await, Err(Error::ProvinceNeeded)));
        let nowhere = buying::Place { province: Some("MA-XXX".into()), ..unknown.clone() };
        assert!(matches!(buying::say_where(market, cart, nowhere).await, Err(Error::Order(order::Error::NotServed))));
        buying::say_where(market, cart, buying::Place { province: Some("MA-CAS".into()), ..unknown }).await.unwrap();
        let quote = buying::quote(market, cart).await.unwrap();
        assert_eq!(quote.offer.address.region_iso, "MA-06");
    }

    /// Nothing to pay for delivery.
    async fn what_is_collected_costs_no_delivery_where_the_cooperative_receives_people(db: TestDb) {
        let stall = stall(db, 1, 1, 10).await;
        let cart = stall.cart(1, &[(stall.variants[0][0], 1)]).await;
        let ways = BTreeMap::from([(stall.cooperatives[0], Way::Collect)]);
        buying::choose_ways(&stall.market, cart, ways).await.unwrap();
        stall.sql("update cooperative set collects = true").await;
        let quote = buying::quote(&stall.market, cart).await.unwrap();
        assert_eq!((quote.offer.parts[0].way, quote.offer.totals.delivery_minor), (Way::Collect, 0));
        // It stops receiving people: that is a change to agree to.
        stall.sql("update cooperative set collects = false").await;
        let changed = changed(stall.place("key", &quote).await);
        assert!(matches!(&changed.changes[..], [Change::Delivery { old_minor: 0, .. }]));
    }

    /// Telephone and number.
    async fn an_order_is_found_by_number_and_telephone_and_a_wrong_one_looks_like_none(db: TestDb) {
        let stall = stall(db, 1, 1, 10).await;
        let order = stall.order(1).await;
        let (market, here) = (&stall.market, std::net::IpAddr::from([127, 0, 0, 1]));
        let right = Phone::stored(order.head.buyer.phone.clone());
        let wrong = Phone::stored("+212699999999".to_owned());
        let token = buying::find_order(market, here, &order.head.number, &right).await.unwrap();
        assert_eq!(buying::open_order(market, &order.head.number, &token).await.unwrap().head, order.head);
        let mismatch = buying::find_order(market, here, &order.head.number, &wrong).await.unwrap_err();
        let unknown = buying::find_order(market, here, "TZ-AAAAAA", &right).await.unwrap_err();
        assert_eq!((mismatch.kind(), mismatch.code()), (unknown.kind(), unknown.code()));
        assert!(buying::open_order(market, &order.head.number, "x").await.is_err());
        for _ in 0..9 {
            buying::find_order(market, here, "TZ-AAAAAA", &wrong).await.unwrap_err();
        }
        let limited = buying::find_order(market, here, "TZ-AAAAAA", &wrong).await.unwrap_err();
        assert_eq!(limited.kind(), Kind::Limited);
    }
}
