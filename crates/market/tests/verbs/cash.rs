//! Cash on delivery: whoever orders so answers for it, honest buyers are served, and what arrived is proven.

use crate::stall::{Stall, buyer, stall};
use kernel::{
    Fault, Kind, Locale,
    ids::{CodeId, SellerOrderId},
    time::{DAY, HOUR, MINUTE},
};
use market::{
    Cash, Error, Market,
    buying::{self, Ordered, Ordering},
    cash::{self, Asking, Hindrance},
    idempotency::Once,
    people::Origin,
    selling::{self, Arrival},
};
use order::{Event, Method, Quote, State};
use payment::Holder;
use std::{net::IpAddr, sync::Arc};
use testkit::{TestDb, on_both};

/// The same market with other rules for cash; no demonstration, whose throttles are patient.
fn ruled(stall: &Stall, rules: Cash) -> Arc<Market> {
    stall.market.altered(|market| {
        market.settings.cash = rules;
        market.settings.demo = false;
    })
}

fn asks_above(dirhams: i64) -> Cash {
    Cash {
        code_above: dirhams,
        ..Cash::default()
    }
}

fn from(last: u8) -> Origin {
    Origin {
        address: Some(IpAddr::from([10, 0, 0, last])),
        locale: Locale::Fr,
        device: String::new(),
    }
}

async fn place(market: &Market, key: &str, quote: &Quote, method: Method) -> Result<Once<Ordered>, Error> {
    place_from(market, key, quote, method, None).await
}

async fn place_from(
    market: &Market,
    key: &str,
    quote: &Quote,
    method: Method,
    from: Option<IpAddr>,
) -> Result<Once<Ordered>, Error> {
    let ordering = Ordering {
        quote: quote.id,
        terms_accepted: true,
        method,
    };
    buying::place_order_from(market, key, ordering, from).await
}

/// Asks for a code and reads it off the telephone.
async fn sent(stall: &Stall, market: &Market, quote: &Quote) -> (CodeId, String) {
    // What was told before must not come between a person and their code.
    stall.market.run_jobs().await;
    let asked = cash::request_code(market, &from(1), quote.id).await.unwrap();
    stall.market.run_jobs().await;
    (asked.code, stall.market.last_code(&quote.offer.buyer.phone).unwrap())
}

async fn prove(market: &Market, quote: &Quote, code: CodeId, digits: &str) -> Result<(), &'static str> {
    let tried = cash::prove(market, &from(1), quote.id, code, digits).await;
    tried.map_err(|error| error.code())
}

fn other_than(digits: &str) -> String {
    let number: u32 = digits.parse().unwrap();
    format!(
        "{:0width$}",
        (number + 1) % 10_u32.pow(u32::try_from(digits.len()).unwrap()),
        width = digits.len()
    )
}

/// A part of the first cooperative on its way to a buyer.
async fn shipped(stall: &Stall, number: u32) -> SellerOrderId {
    let part = stall.order(number).await.parts[0].id;
    let (market, seller) = (&stall.market, stall.acting(0));
    selling::accept(market, &seller, part).await.unwrap();
    selling::pack(market, &seller, part).await.unwrap();
    selling::ship(market, &seller, part, "Amana".to_owned(), None)
        .await
        .unwrap();
    part
}

fn arrival(code: Option<String>) -> Arrival {
    Arrival { paid: None, code }
}

on_both! {
    /// The way of a large basket.
    async fn a_large_basket_is_ordered_in_cash_once_its_telephone_answered(db: TestDb) {
        let stall = stall(db, 1, 1, 50).await;
        // Two pieces of 85 dirhams and 20 of delivery.
        let market = ruled(&stall, asks_above(189));
        let quote = stall.quoted(1, &[(stall.variants[0][0], 2)]).await;
        assert_eq!(cash::hindrance(&market, &quote).await.unwrap(), Some(Hindrance::Code));
        let refused = place(&market, "key", &quote, Method::Cash).await.unwrap_err();
        assert_eq!((refused.kind(), refused.code()), (Kind::Invalid, "market.code_needed"));
        assert_eq!((stall.count("\"order\"").await, stall.stock(0).await), (0, (50, 50)));
        let (code, digits) = sent(&stall, &market, &quote).await;
        assert_eq!(prove(&market, &quote, code, &other_than(&digits)).await, Err("identity.wrong_code"));
        assert_eq!(prove(&market, &quote, code, &digits).await, Ok(()));
        assert_eq!(cash::hindrance(&market, &quote).await.unwrap(), None);
        let placed = place(&market, "key", &quote, Method::Cash).await.unwrap();
        let again = place(&market, "key", &quote, Method::Cash).await.unwrap();
        assert!(!placed.replayed && again.replayed && placed.value == again.value);
        // A proof is good for one order: the same cart is asked again.
        buying::put_line(&market, quote.cart, stall.variants[0][0], order::cart::Quantity::Exactly(2)).await.unwrap();
        let second = buying::quote(&market, quote.cart).await.unwrap();
        assert!(matches!(place(&market, "second", &second, Method::Cash).await, Err(Error::CodeNeeded)));
        assert_eq!(prove(&market, &second, code, &digits).await, Err("identity.spent_code"));
        // By card nobody needs to answer.
        place(&market, "card", &second, Method::Card).await.unwrap();
    }

    /// On the line, and beyond.
    async fn a_limit_holds_what_is_on_it_and_refuses_what_is_above(db: TestDb) {
        let stall = stall(db, 1, 1, 200).await;
        let quote = stall.quoted(1, &[(stall.variants[0][0], 2)]).await;
        for (dirhams, asked) in [(189, true), (190, false), (0, true), (-1, false)] {
            let found = cash::hindrance(&ruled(&stall, asks_above(dirhams)), &quote).await.unwrap();
            assert_eq!(found, asked.then_some(Hindrance::Code), "{dirhams}");
        }
        let ceiling = |ceiling| Cash { ceiling, ..Cash::default() };
        let refused = place(&ruled(&stall, ceiling(189)), "key", &quote, Method::Cash).await.unwrap_err();
        assert_eq!((refused.kind(), refused.code(), refused.field()), (Kind::Invalid, "market.cash_ceiling", Some("payment")));
        place(&ruled(&stall, ceiling(190)), "key", &quote, Method::Cash).await.unwrap();
        let pieces = |most| Cash { code_above_pieces: most, ..Cash::default() };
        let quote = stall.quoted(2, &[(stall.variants[0][0], 30)]).await;
        assert!(matches!(place(&ruled(&stall, pieces(29)), "key", &quote, Method::Cash).await, Err(Error::CodeNeeded)));
        place(&ruled(&stall, pieces(30)), "key", &quote, Method::Cash).await.unwrap();
    }

    /// Wrong, used up, too old, another's.
    async fn c18_a_code_ends_by_its_stored_moment_after_five_tries_and_is_good_for_its_own_basket_alone(db: TestDb) {
        let stall = stall(db, 1, 1, 50).await;
        let market = ruled(&stall, asks_above(0));
        let quote = stall.quoted(1, &[(stall.variants[0][0], 1)]).await;
        let (code, digits) = sent(&stall, &market, &quote).await;
        for _ in 0..5 {
            assert_eq!(prove(&market, &quote, code, &other_than(&digits)).await, Err("identity.wrong_code"));
        }
        assert_eq!(prove(&market, &quote, code, &digits).await, Err("identity.spent_code"));
        // Another basket of the same telephone.
        let own = stall.quoted(1, &[(stall.variants[0][0], 1)]).await;
        assert_ne!(own.cart, quote.cart);
        let (code, digits) = sent(&stall, &market, &quote).await;
        assert_eq!(prove(&market, &own, code, &digits).await, Err("identity.spent_code"));
        assert!(matches!(place(&market, "key", &own, Method::Cash).await, Err(Error::CodeNeeded)));
        assert_eq!(prove(&market, &quote, code, &digits).await, Err("identity.spent_code"), "it is used");
        // The clock goes back a day and forth again: the deadline stands.
        let (code, digits) = sent(&stall, &market, &quote).await;
        stall.market.clock.advance(-DAY);
        stall.market.clock.advance(DAY + 10 * MINUTE);
        assert_eq!(prove(&market, &quote, code, &digits).await, Err("identity.spent_code"));
        let quote = buying::quote(&market, quote.cart).await.unwrap();
        let (code, digits) = sent(&stall, &market, &quote).await;
        stall.market.clock.advance(10 * MINUTE - 1);
        assert_eq!(prove(&market, &quote, code, &digits).await, Ok(()));
        stall.market.clock.advance(HOUR);
        let quote = buying::quote(&market, quote.cart).await.unwrap();
        assert!(matches!(place(&market, "late", &quote, Method::Cash).await, Err(Error::CodeNeeded)), "a proof ends");
        // A telephone that was changed meanwhile has not answered.
        let (code, digits) = sent(&stall, &market, &quote).await;
        assert_eq!(prove(&market, &quote, code, &digits).await, Ok(()));
        buying::name_buyer(&market, quote.cart, buyer(7), None).await.unwrap();
        let quote = buying::quote(&market, quote.cart).await.unwrap();
        assert!(matches!(place(&market, "other", &quote, Method::Cash).await, Err(Error::CodeNeeded)));
    }

    /// Somebody asks for codes again and again.
    async fn codes_for_orders_are_throttled_like_every_other(db: TestDb) {
        let stall = stall(db, 1, 1, 50).await;
        let market = ruled(&stall, asks_above(0));
        let quote = stall.quoted(1, &[(stall.variants[0][0], 1)]).await;
        for _ in 0..6 {
            cash::request_code(&market, &from(1), quote.id).await.unwrap();
        }
        let refused = cash::request_code(&market, &from(2), quote.id).await.unwrap_err();
        assert_eq!(refused.kind(), Kind::Limited);
        let unknown = kernel::ids::QuoteId(uuid::Uuid::from_u128(5));
        let refused = cash::request_code(&market, &from(2), unknown).await.unwrap_err();
        assert_eq!(refused.kind(), Kind::NotFound);
    }

    /// Refused before.
    async fn p24_a_telephone_that_refused_a_parcel_is_asked_for_a_code(db: TestDb) {
        let stall = stall(db, 1, 1, 50).await;
        let market = ruled(&stall, Cash { code_after_refusals: 1, ..Cash::default() });
        let (same, other) = (stall.quoted(1, &[(stall.variants[0][0], 1)]).await, stall.quoted(2, &[(stall.variants[0][0], 1)]).await);
        let part = shipped(&stall, 1).await;
        selling::refuse_at_door(&stall.market, &stall.acting(0), part).await.unwrap();
        assert!(matches!(place(&market, "key", &same, Method::Cash).await, Err(Error::CodeNeeded)));
        place(&market, "key", &other, Method::Cash).await.unwrap();
        let (code, digits) = sent(&stall, &market, &same).await;
        assert_eq!(prove(&market, &same, code, &digits).await, Ok(()));
        place(&market, "key", &same, Method::Cash).await.unwrap();
        // It is not held against anybody for ever.
        stall.market.clock.advance(366 * DAY);
        let quote = stall.quoted(1, &[(stall.variants[0][0], 1)]).await;
        place(&market, "later", &quote, Method::Cash).await.unwrap();
    }

    /// One after the other, and at the same moment.
    async fn p24_a_telephone_has_so_many_orders_under_way_even_when_two_are_placed_at_once(db: TestDb) {
        let stall = Arc::new(stall(db, 1, 1, 100).await);
        let market = ruled(&stall, Cash { open_orders_per_phone: 3, ..Cash::default() });
        let mut tasks = Vec::new();
        for number in 0..8 {
            let quote = stall.quoted(1, &[(stall.variants[0][0], 1)]).await;
            let market = Arc::clone(&market);
            tasks.push(tokio::spawn(async move { place(&market, &format!("key-{number}"), &quote, Method::Cash).await }));
        }
        let (mut placed, mut refused) = (Vec::new(), 0);
        for task in tasks {
            match task.await.unwrap() {
                Ok(once) => placed.push(once.value),
                Err(error) => {
                    assert_eq!((error.kind(), error.code()), (Kind::Conflict, "market.too_many_open"));
                    refused += 1;
                }
            }
        }
        assert_eq!((placed.len(), refused, stall.count("\"order\"").await), (3, 5, 3));
        assert_eq!(stall.stock(0).await, (100, 97));
        let quote = stall.quoted(1, &[(stall.variants[0][0], 1)]).await;
        assert_eq!(cash::hindrance(&market, &quote).await.unwrap(), Some(Hindrance::TooManyOpen(3)));
        // Another telephone is free, and so is this one once an order is over.
        let other = stall.quoted(2, &[(stall.variants[0][0], 1)]).await;
        place(&market, "other", &other, Method::Cash).await.unwrap();
        let part = stall.read(&placed[0]).await.parts[0].id;
        selling::decline(&stall.market, &stall.acting(0), part, "Fini".to_owned()).await.unwrap();
        place(&market, "again", &quote, Method::Cash).await.unwrap();
    }

    /// A bot wants the whole stock.
    async fn p22_a_bot_with_made_up_numbers_cannot_keep_the_stock_from_honest_buyers(db: TestDb) {
        let stall = stall(db, 1, 1, 60).await;
        let rules = Cash { code_above_pieces: 5, code_after_orders: 4, open_orders_per_phone: 2, ..Cash::default() };
        let market = ruled(&stall, rules);
        let bot = Some(IpAddr::from([10, 9, 9, 9]));
        let mut held = 0;
        for number in 0..12 {
            // As much as goes without a code, a new number each time, all day long.
            let quote = stall.quoted(500 + number, &[(stall.variants[0][0], 5)]).await;
            if place_from(&market, &format!("bot-{number}"), &quote, Method::Cash, bot).await.is_ok() {
                held += 5;
            }
        }
        assert_eq!(held, 20, "four orders of five pieces, and then its telephones must answer");
        let large = stall.quoted(700, &[(stall.variants[0][0], 40)]).await;
        assert!(matches!(place_from(&market, "large", &large, Method::Cash, Some(IpAddr::from([10, 9, 9, 8]))).await, Err(Error::CodeNeeded)));
        // By card too it keeps as much as two orders of one number, for half an hour.
        let mut unpaid = 0;
        for number in 0..4 {
            let quote = stall.quoted(701, &[(stall.variants[0][0], 1)]).await;
            unpaid += i64::from(place_from(&market, &format!("card-{number}"), &quote, Method::Card, bot).await.is_ok());
        }
        assert_eq!(unpaid, 2);
        // Ten honest buyers, two of them behind the bot's own address.
        let mut served = 0;
        for number in 0..10_u8 {
            let quote = stall.quoted(800 + u32::from(number), &[(stall.variants[0][0], 1)]).await;
            let address = if number < 2 { bot } else { Some(IpAddr::from([10, 1, number, 1])) };
            let key = format!("honest-{number}");
            let placed = match place_from(&market, &key, &quote, Method::Cash, address).await {
                Err(Error::CodeNeeded) => {
                    let (code, digits) = sent(&stall, &market, &quote).await;
                    prove(&market, &quote, code, &digits).await.unwrap();
                    place_from(&market, &key, &quote, Method::Cash, address).await
                }
                other => other,
            };
            served += i32::from(placed.is_ok());
        }
        assert_eq!(served, 10);
    }

    /// Ordered by card, and paid in cash after all.
    async fn an_order_that_waits_for_a_card_is_no_way_around_the_rules_for_cash(db: TestDb) {
        let stall = stall(db, 1, 1, 50).await;
        let quote = stall.quoted(1, &[(stall.variants[0][0], 2)]).await;
        let placed = place(&stall.market, "key", &quote, Method::Card).await.unwrap().value;
        let token = buying::order_token(&stall.market, placed.id);
        for (rules, code) in [
            (Cash { ceiling: 100, ..Cash::default() }, "market.cash_ceiling"),
            (asks_above(100), "market.code_needed"),
            (Cash { open_orders_per_phone: 0, ..Cash::default() }, "market.too_many_open"),
        ] {
            let refused = market::paying::pay_in_cash(&ruled(&stall, rules), &placed.number, &token).await.unwrap_err();
            assert_eq!(refused.code(), code);
        }
        let one = ruled(&stall, Cash { open_orders_per_phone: 1, ..Cash::default() });
        assert!(market::paying::pay_in_cash(&one, &placed.number, &token).await.unwrap());
    }

    /// Four digits at the door.
    async fn p24_the_code_that_only_the_buyer_knows_proves_that_a_parcel_arrived(db: TestDb) {
        let stall = stall(db, 1, 1, 50).await;
        let market = ruled(&stall, Cash { delivery_code: Asking::Asked, ..Cash::default() });
        let seller = stall.acting(0);
        let (given, missing) = (shipped(&stall, 1).await, shipped(&stall, 2).await);
        let code = cash::delivery_code(&market, given).unwrap();
        assert_eq!(cash::delivery_code(&stall.market, given), None, "a market without codes has none");
        let wrong = selling::deliver_with(&market, &seller, given, Holder::Carrier, arrival(Some(other_than(&code)))).await;
        assert!(matches!(wrong, Err(Error::WrongDeliveryCode)));
        assert_eq!(stall.part(given).await.state, State::Shipped);
        // Twice, as clicks are.
        for _ in 0..2 {
            selling::deliver_with(&market, &seller, given, Holder::Carrier, arrival(Some(code.clone()))).await.unwrap();
        }
        let part = stall.part(given).await;
        assert!(part.happened(Event::Prove).is_some() && part.happened(Event::Unproven).is_none());
        assert_eq!(part.history.iter().filter(|remark| remark.event == Event::Prove).count(), 1);
        // Another parcel's code is none; without one it can be delivered, and is marked.
        let wrong = selling::deliver_with(&market, &seller, missing, Holder::Carrier, arrival(Some(code))).await;
        assert!(matches!(wrong, Err(Error::WrongDeliveryCode)));
        selling::deliver(&market, &seller, missing, None, Holder::Carrier).await.unwrap();
        let part = stall.part(missing).await;
        assert!(part.happened(Event::Unproven).is_some() && part.happened(Event::Prove).is_none());
    }

    /// Guessing.
    async fn p24_a_courier_who_guesses_codes_is_stopped_after_five(db: TestDb) {
        let stall = Arc::new(stall(db, 1, 1, 50).await);
        let market = ruled(&stall, Cash { delivery_code: Asking::Required, ..Cash::default() });
        let part = shipped(&stall, 1).await;
        let right = cash::delivery_code(&market, part).unwrap();
        let wrong: Vec<String> = (0..50).map(|n| format!("{n:04}")).filter(|code| *code != right).collect();
        let tasks: Vec<_> = wrong
            .into_iter()
            .map(|code| {
                let (stall, market) = (Arc::clone(&stall), Arc::clone(&market));
                tokio::spawn(async move { selling::deliver_with(&market, &stall.acting(0), part, Holder::Carrier, arrival(Some(code))).await })
            })
            .collect();
        let mut looked_at = 0;
        for task in tasks {
            match task.await.unwrap().unwrap_err() {
                Error::WrongDeliveryCode => looked_at += 1,
                error => assert_eq!(error.kind(), Kind::Limited),
            }
        }
        assert_eq!(looked_at, 5);
        let seller = stall.acting(0);
        let late = selling::deliver_with(&market, &seller, part, Holder::Carrier, arrival(Some(right.clone()))).await;
        assert_eq!(late.unwrap_err().kind(), Kind::Limited);
        stall.market.clock.advance(HOUR);
        selling::deliver_with(&market, &seller, part, Holder::Carrier, arrival(Some(right))).await.unwrap();
    }

    /// Nothing goes without.
    async fn where_the_code_is_required_nothing_is_delivered_without_it_unless_the_office_vouches(db: TestDb) {
        let stall = stall(db, 1, 1, 50).await;
        let market = ruled(&stall, Cash { delivery_code: Asking::Required, ..Cash::default() });
        let (seller, part) = (stall.acting(0), shipped(&stall, 1).await);
        for code in [None, Some(String::new()), Some("  ".to_owned())] {
            let refused = selling::deliver_with(&market, &seller, part, Holder::Carrier, arrival(code)).await.unwrap_err();
            assert_eq!((refused.kind(), refused.code()), (Kind::Invalid, "market.delivery_code_needed"));
        }
        assert_eq!(stall.part(part).await.state, State::Shipped);
        for _ in 0..2 {
            selling::vouch(&market, &stall.administrator, part).await.unwrap();
        }
        selling::deliver(&market, &seller, part, None, Holder::Carrier).await.unwrap();
        let events: Vec<Event> = stall.part(part).await.history.iter().map(|remark| remark.event).collect();
        assert_eq!(events.iter().filter(|event| **event == Event::Vouch).count(), 1);
        assert!(events.contains(&Event::Unproven));
        let late = selling::vouch(&market, &stall.administrator, part).await.unwrap_err();
        assert_eq!(late.kind(), Kind::Conflict);
    }

    /// What the buyer is told.
    async fn the_buyer_hears_the_delivery_code_by_mail_and_when_the_parcel_is_on_its_way(db: TestDb) {
        let stall = stall(db, 1, 1, 50).await;
        let market = ruled(&stall, Cash { delivery_code: Asking::Asked, ..Cash::default() });
        let part = shipped(&stall, 1).await;
        let code = cash::delivery_code(&market, part).unwrap();
        let runner = market::jobs::runner(Arc::clone(&market));
        while runner.run_due().await.unwrap() > 0 {}
        let told: Vec<String> = stall.market.outbox.all().into_iter().filter(|sent| sent.message.text.contains(&code)).map(|sent| format!("{:?}", sent.message.to)).collect();
        assert!(told.iter().any(|to| to.contains(&buyer(1).phone)), "{told:?}");
        assert!(told.iter().all(|to| to.contains(&buyer(1).phone)), "nobody else hears it: {told:?}");
    }
}
