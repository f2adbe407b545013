//! Selling: a cooperative moves its own part, and stock, money and messages move with it.

use crate::stall::{Stall, stall};
use kernel::{
    Fault, Kind, Money,
    time::{DAY, HOUR, MINUTE},
};
use market::{
    Error, buying,
    people::{Decision, decide_cooperative},
    selling,
};
use order::{Event, OrderState, State, status::CancelledBy};
use payment::{Holder, State as Paid};
use testkit::{TestDb, on_both};

async fn paid(stall: &Stall, part: kernel::ids::SellerOrderId) -> payment::Payment {
    payment::payment::find_for_seller_order(&stall.market.db, part)
        .await
        .unwrap()
        .unwrap()
}

on_both! {
    /// The way a parcel goes.
    async fn a_part_that_is_delivered_takes_its_goods_and_says_who_holds_the_cash(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let order = stall.order(1).await;
        let (part, seller, market) = (order.parts[0].id, stall.acting(0), &stall.market);
        selling::accept(market, &seller, part).await.unwrap();
        selling::pack(market, &seller, part).await.unwrap();
        assert_eq!(stall.stock(0).await, (10, 8));
        selling::ship(market, &seller, part, "Amana".to_owned(), Some("RR123".to_owned())).await.unwrap();
        assert_eq!(stall.stock(0).await, (8, 8));
        selling::deliver(market, &seller, part, None, Holder::Carrier).await.unwrap();
        let now = stall.part(part).await;
        assert_eq!((now.state, now.shipments[0].tracking.as_deref()), (State::Delivered, Some("RR123")));
        let money = paid(&stall, part).await;
        assert_eq!((money.state, money.holder, money.collected), (Paid::Collected, Some(Holder::Carrier), money.amount));
        selling::remit(market, &seller, part).await.unwrap();
        let money = paid(&stall, part).await;
        assert_eq!((money.state, money.holder), (Paid::Remitted, Some(Holder::Cooperative)));
        // A week later nothing can be sent back.
        selling::close_due(market).await.unwrap();
        assert_eq!(stall.part(part).await.state, State::Delivered);
        market.clock.advance(8 * DAY);
        selling::close_due(market).await.unwrap();
        assert_eq!(stall.part(part).await.state, State::Closed);
        // The other cooperative has not answered.
        assert_eq!(order::order::get_order(&market.db, order.head.id).await.unwrap().state(), OrderState::Waiting);
    }

    /// A double click.
    async fn the_same_step_twice_moves_once(db: TestDb) {
        let stall = stall(db, 1, 1, 10).await;
        let part = stall.order(1).await.parts[0].id;
        let seller = stall.acting(0);
        for _ in 0..2 {
            selling::accept(&stall.market, &seller, part).await.unwrap();
        }
        for _ in 0..2 {
            selling::pack(&stall.market, &seller, part).await.unwrap();
        }
        for _ in 0..2 {
            selling::ship(&stall.market, &seller, part, "Amana".to_owned(), None).await.unwrap();
        }
        let now = stall.part(part).await;
        assert_eq!((now.history.len(), now.shipments.len()), (4, 1));
        assert_eq!(stall.stock(0).await, (8, 8));
        let refused = selling::pack(&stall.market, &seller, part).await.unwrap_err();
        assert_eq!(refused.kind(), Kind::Conflict);
    }

    /// Another's part.
    async fn another_cooperatives_part_does_not_exist_for_this_one(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let order = stall.order(1).await;
        let stranger = stall.acting(1);
        let part = order.parts[0].id;
        let absent = kernel::ids::SellerOrderId(uuid::Uuid::from_u128(9));
        for id in [part, absent] {
            let refused = selling::accept(&stall.market, &stranger, id).await.unwrap_err();
            assert_eq!((refused.kind(), refused.code()), (Kind::NotFound, "order.no_order"));
        }
        assert!(order::order::find_for_cooperative(&stall.market.db, stranger.cooperative, part).await.unwrap().is_none());
        let own = order::order::list_for_cooperative(&stall.market.db, stranger.cooperative, Default::default(), None, Default::default()).await.unwrap();
        assert_eq!(own.items.iter().map(|one| one.part.id).collect::<Vec<_>>(), vec![order.parts[1].id]);
        assert_eq!(stall.part(part).await.state, State::New);
    }

    /// With a reason.
    async fn what_a_cooperative_declines_goes_back_on_sale_and_is_not_owed(db: TestDb) {
        let stall = stall(db, 1, 1, 2).await;
        let part = stall.order(1).await.parts[0].id;
        assert_eq!(stall.stock(0).await, (2, 0));
        selling::decline(&stall.market, &stall.acting(0), part, "Récolte perdue".to_owned()).await.unwrap();
        let now = stall.part(part).await;
        assert_eq!((now.state, now.cancelled_by, now.reason.as_deref()), (State::Cancelled, Some(CancelledBy::Cooperative), Some("Récolte perdue")));
        assert_eq!(stall.stock(0).await, (2, 2));
        assert_eq!(paid(&stall, part).await.state, Paid::Void);
    }

    /// Until accepted.
    async fn a_buyer_cancels_a_part_until_its_cooperative_accepts(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let order = stall.order(1).await;
        let token = buying::order_token(&stall.market, order.head.id);
        let cancel = |part| buying::cancel_part(&stall.market, &order.head.number, &token, part);
        selling::accept(&stall.market, &stall.acting(0), order.parts[0].id).await.unwrap();
        let late = cancel(order.parts[0].id).await.unwrap_err();
        assert_eq!(late.kind(), Kind::Conflict);
        cancel(order.parts[1].id).await.unwrap();
        cancel(order.parts[1].id).await.unwrap();
        let now = order::order::get_order(&stall.market.db, order.head.id).await.unwrap();
        assert_eq!((now.parts[0].state, now.parts[1].state, now.state()), (State::Accepted, State::Cancelled, OrderState::Confirmed));
        assert_eq!((stall.stock(0).await, stall.stock(1).await), ((10, 8), (10, 10)));
        let stranger = buying::cancel_part(&stall.market, &order.head.number, "guess", order.parts[0].id).await.unwrap_err();
        assert_eq!(stranger.kind(), Kind::NotFound);
    }

    /// Accept and cancel at once.
    async fn of_accepting_and_cancelling_at_once_one_wins(db: TestDb) {
        let stall = std::sync::Arc::new(stall(db, 1, 1, 100).await);
        for number in 0..10 {
            let order = stall.order(number).await;
            let part = order.parts[0].id;
            let token = buying::order_token(&stall.market, order.head.id);
            let (a, b) = (std::sync::Arc::clone(&stall), std::sync::Arc::clone(&stall));
            let accept = tokio::spawn(async move { selling::accept(&a.market, &a.acting(0), part).await });
            let cancel = tokio::spawn(async move { buying::cancel_part(&b.market, &order.head.number, &token, part).await });
            let (accepted, cancelled) = (accept.await.unwrap(), cancel.await.unwrap());
            assert_ne!(accepted.is_ok(), cancelled.is_ok());
            let expected = if accepted.is_ok() { State::Accepted } else { State::Cancelled };
            assert_eq!(stall.part(part).await.state, expected);
        }
    }

    /// At the door.
    async fn a_refused_parcel_comes_back_into_stock_or_is_written_off(db: TestDb) {
        let stall = stall(db, 1, 1, 10).await;
        let seller = stall.acting(0);
        for (number, restock) in [(1, true), (2, false)] {
            let part = stall.order(number).await.parts[0].id;
            selling::accept(&stall.market, &seller, part).await.unwrap();
            selling::pack(&stall.market, &seller, part).await.unwrap();
            selling::ship(&stall.market, &seller, part, "Amana".to_owned(), None).await.unwrap();
            selling::refuse_at_door(&stall.market, &seller, part).await.unwrap();
            assert_eq!(paid(&stall, part).await.state, Paid::Refused);
            for _ in 0..2 {
                selling::take_back(&stall.market, &seller, part, restock).await.unwrap();
            }
            assert_eq!(stall.part(part).await.state, State::Returned);
        }
        assert_eq!(stall.stock(0).await, (8, 8));
    }

    /// Too much, too little.
    async fn cash_that_is_short_is_written_down_and_more_than_was_due_is_refused(db: TestDb) {
        let stall = stall(db, 1, 1, 10).await;
        let seller = stall.acting(0);
        let order = stall.order(1).await;
        let part = order.parts[0].id;
        selling::accept(&stall.market, &seller, part).await.unwrap();
        selling::pack(&stall.market, &seller, part).await.unwrap();
        selling::ship(&stall.market, &seller, part, "Amana".to_owned(), None).await.unwrap();
        let too_much = Money::mad(order.parts[0].totals.total_minor + 1);
        let refused = selling::deliver(&stall.market, &seller, part, Some(too_much), Holder::Carrier).await;
        assert!(matches!(refused, Err(Error::Payment(payment::Error::Amount))));
        assert_eq!(stall.part(part).await.state, State::Shipped);
        selling::deliver(&stall.market, &seller, part, Some(Money::mad(100)), Holder::Carrier).await.unwrap();
        let money = paid(&stall, part).await;
        assert_eq!((money.state, money.collected.minor), (Paid::Short, 100));
    }

    /// A day, two days.
    async fn silence_is_reminded_after_a_day_and_cancels_after_two(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let order = stall.order(1).await;
        selling::accept(&stall.market, &stall.acting(1), order.parts[1].id).await.unwrap();
        let silent = order.parts[0].id;
        let pass = async |hours: i64| {
            stall.market.clock.advance(hours * HOUR);
            selling::remind_due(&stall.market).await.unwrap();
            selling::cancel_silent(&stall.market).await.unwrap();
            stall.part(silent).await
        };
        assert!(pass(23).await.happened(Event::Remind).is_none());
        assert!(pass(1).await.happened(Event::Remind).is_some());
        assert_eq!(pass(10).await.history.iter().filter(|e| e.event == Event::Remind).count(), 1);
        assert_eq!(pass(13).await.state, State::New);
        let now = pass(1).await;
        assert_eq!((now.state, now.cancelled_by), (State::Cancelled, Some(CancelledBy::Silence)));
        assert_eq!(stall.stock(0).await, (10, 10));
        assert_eq!(stall.part(order.parts[1].id).await.state, State::Accepted);
    }

    /// A row that is broken, and the first of those that are due.
    async fn a_row_that_cannot_be_done_keeps_no_other_from_its_turn(db: TestDb) {
        let stall = stall(db, 3, 1, 10).await;
        let order = stall.order(1).await;
        let broken = "(select id from seller_order order by id limit 1)";
        stall.sql(&format!("update seller_order set answer_by = answer_by - 1 where id = {broken}")).await;
        stall.sql(&format!(
            "update variant set reserved = 0 where id in (select variant_id from order_line where seller_order_id = {broken})"
        )).await;
        stall.market.clock.advance(49 * HOUR);
        selling::cancel_silent(&stall.market).await.unwrap();
        let mut cancelled = 0;
        for part in &order.parts {
            cancelled += i32::from(stall.part(part.id).await.state == State::Cancelled);
        }
        assert_eq!(cancelled, 2);
    }

    /// Suspended.
    async fn a_suspended_cooperative_finishes_what_it_accepted_and_accepts_nothing(db: TestDb) {
        let stall = stall(db, 1, 1, 10).await;
        let seller = stall.acting(0);
        let (accepted, waiting) = (stall.order(1).await.parts[0].id, stall.order(2).await.parts[0].id);
        selling::accept(&stall.market, &seller, accepted).await.unwrap();
        stall.sql("update cooperative set state = 'suspended'").await;
        let refused = selling::accept(&stall.market, &seller, waiting).await;
        assert!(matches!(refused, Err(Error::Catalogue(catalogue::Error::NotVerified))));
        selling::pack(&stall.market, &seller, accepted).await.unwrap();
        assert_eq!(selling::stop_unanswered(&stall.market, &stall.administrator, seller.cooperative).await.unwrap(), 1);
        assert_eq!(stall.part(waiting).await.cancelled_by, Some(CancelledBy::Administrator));
        assert_eq!(stall.part(accepted).await.state, State::Packed);
    }
    /// Somebody orders in the very moment of the suspension.
    async fn what_was_being_ordered_while_a_cooperative_was_suspended_is_stopped_too(db: TestDb) {
        let stall = stall(db, 1, 1, 10).await;
        let (market, id) = (&stall.market, stall.cooperatives[0]);
        let waiting = stall.order(1).await.parts[0].id;
        let version = catalogue::cooperative::get(&market.db, id).await.unwrap().version;
        let decision = Decision::Suspend("Papiers périmés".to_owned());
        decide_cooperative(market, stall.administrator, id, version, decision).await.unwrap();
        market.run_jobs().await;
        assert_eq!(stall.part(waiting).await.cancelled_by, Some(CancelledBy::Administrator));
        // As if its transaction had begun before and ended after.
        stall.sql("update cooperative set state = 'verified'").await;
        stall.sql("update product set listed = true").await;
        let late = stall.order(2).await.parts[0].id;
        stall.sql("update cooperative set state = 'suspended'").await;
        market.run_jobs().await;
        assert_eq!(stall.part(late).await.state, State::New);
        market.clock.advance(3 * MINUTE);
        market.run_jobs().await;
        assert_eq!(stall.part(late).await.cancelled_by, Some(CancelledBy::Administrator));
        assert_eq!(stall.stock(0).await, (10, 10));
    }
}
