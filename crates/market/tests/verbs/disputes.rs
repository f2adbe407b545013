//! A dispute that is lost pays what its buyer was owed of the payment before anything else, so that they do not have it twice.

use crate::{
    card::{ALL, Bought, PART, books_agree, bought, on, paid_too_late_by, pass, press},
    stall::{Stall, stall},
};
use kernel::{
    ids::{AttemptId, RefundId},
    registration::Rib,
};
use ledger::Account;
use market::{
    Error, buying, money,
    paying::Button,
    refunding::{self, Paying, Wish},
};
use payment::refund::{
    self,
    State::{CalledOff, Failed, Requested, Succeeded},
    Way,
};
use psp::fake::{Behaviour, Refunds};
use testkit::{TestDb, on_both};

const RIB: &str = "310810101402900442310133";

/// How the refunds of an order stand: how each goes back, whether it did, and how much.
async fn refunds(stall: &Stall, order: kernel::ids::OrderId) -> Vec<(Way, refund::State, i64)> {
    let found = refund::list_of_order(&stall.market.db, order).await.unwrap();
    let mut found: Vec<_> = found.iter().map(|one| (one.way, one.state, one.amount.minor)).collect();
    found.sort_unstable();
    found
}

/// An order that was paid twice, because the first session was thought to be over, in either order: the payment that it
/// took, and the other, which its provider did not give back.
async fn paid_twice(stall: &Stall, number: u32) -> (Bought, AttemptId, AttemptId) {
    let bought = bought(stall, number).await;
    let one = bought.session(stall).await;
    stall
        .sql("update attempt set state = 'expired', check_at = null where state = 'requires_action'")
        .await;
    let other = bought.session(stall).await;
    assert_ne!(one, other);
    let (db, order) = (&stall.market.db, bought.order.head.id);
    let tell = |id: AttemptId, refunds: Refunds| {
        let behaviour = Behaviour {
            refunds,
            ..Behaviour::default()
        };
        stall
            .market
            .fake
            .tell(&id.to_string(), behaviour, stall.market.now())
            .unwrap();
    };
    for attempt in payment::attempt::list_of_order(db, order).await.unwrap() {
        tell(attempt.id, Refunds::Refuse);
    }
    let sessions = if number == 1 { [one, other] } else { [other, one] };
    for session in sessions {
        press(stall, &session, Button::Pay);
        stall.market.clock.advance(kernel::time::SECOND);
    }
    pass(stall, 5, true).await;
    let put_aside = refund::list_of_order(db, order).await.unwrap();
    let [put_aside] = put_aside.as_slice() else {
        panic!("{put_aside:?}")
    };
    assert_eq!((put_aside.part, put_aside.state), (None, Failed));
    let second = put_aside.attempt.unwrap();
    let all = payment::attempt::list_of_order(db, order).await.unwrap();
    let first = all.iter().find(|one| one.id != second).unwrap().id;
    assert!(
        all.iter().all(|one| one.state == payment::Standing::Captured),
        "{all:?}"
    );
    tell(first, Refunds::Done);
    (bought, first, second)
}

/// The buyer's bank takes so much of a payment, and keeps it or not.
async fn decided(stall: &Stall, dispute: &str, won: bool) {
    stall.market.fake.decide(dispute, won, stall.market.now()).unwrap();
    pass(stall, 3, true).await;
}

on_both! {
    /// A part was cancelled and its provider did not give it back, because of the dispute or without one; the buyer chose an
    /// account, and the office waits until the dispute is decided.
    async fn p13_what_a_buyer_was_owed_they_have_by_a_lost_dispute(db: TestDb) {
        let stall = stall(db, 2, 1, 100).await;
        for (number, (disputed, won)) in (1..).zip([(ALL, false), (ALL, true), (5000, false)]) {
            let bought = bought(&stall, number).await;
            let session = bought.session(&stall).await;
            press(&stall, &session, Button::Pay);
            pass(&stall, 2, true).await;
            let (market, id) = (&stall.market, bought.attempt(&stall).await.id.to_string());
            let behaviour = Behaviour { refunds: Refunds::Refuse, ..Behaviour::default() };
            market.fake.tell(&id, behaviour, market.now()).unwrap();
            let dispute = market.fake.dispute(&id, disputed, market.now()).unwrap();
            let (order, place) = (bought.order.head.id, &bought.order.head.number);
            buying::cancel_part(market, place, &bought.token, bought.part(0)).await.unwrap();
            pass(&stall, 3, true).await;
            let failed: RefundId = refund::list_of_order(&market.db, order).await.unwrap()[0].id;
            let wish = Wish::Account(Rib::parse(RIB).unwrap());
            let chosen = refunding::choose_way(market, place, &bought.token, failed, wish).await.unwrap();
            let hand = Paying::Office(stall.administrator);
            let early = refunding::send_transfer(market, hand, chosen, None).await;
            assert!(matches!(early, Err(Error::Payment(payment::Error::NotNow { .. }))), "{early:?}");
            decided(&stall, &dispute, won).await;
            let owed = on(&stall, Account::RefundPayable(order)).await;
            match (disputed, won) {
                (ALL, false) => {
                    let expected = [
                        (Way::Provider, Failed, PART), (Way::Account, CalledOff, PART), (Way::Dispute, Succeeded, PART),
                    ];
                    assert_eq!((refunds(&stall, order).await, owed), (expected.to_vec(), 0));
                    // The rest waits for the other part to be delivered.
                    assert_eq!(on(&stall, Account::Disputes).await, ALL - PART);
                    let late = refunding::send_transfer(market, hand, chosen, None).await;
                    assert!(matches!(late, Err(Error::Payment(payment::Error::NotNow { .. }))), "{late:?}");
                    assert!(refund::list_undone(&market.db).await.unwrap().is_empty());
                    // It is given up now, and goes back by the dispute too.
                    buying::cancel_part(market, place, &bought.token, bought.part(1)).await.unwrap();
                    pass(&stall, 8, true).await;
                    assert_eq!((on(&stall, Account::Disputes).await, on(&stall, Account::RefundPayable(order)).await), (0, 0));
                    assert!(refund::list_undone(&market.db).await.unwrap().is_empty());
                }
                (_, true) => {
                    assert_eq!(owed, PART);
                    refunding::send_transfer(market, hand, chosen, None).await.unwrap();
                    refunding::confirm_refund(market, &stall.administrator, chosen).await.unwrap();
                    assert_eq!(on(&stall, Account::RefundPayable(order)).await, 0);
                }
                _ => {
                    let expected = [
                        (Way::Provider, Failed, PART), (Way::Unsaid, Requested, PART - 5000),
                        (Way::Account, CalledOff, PART), (Way::Dispute, Succeeded, 5000),
                    ];
                    assert_eq!((refunds(&stall, order).await, owed), (expected.to_vec(), PART - 5000));
                }
            }
            books_agree(&stall).await;
            let compared = money::reconcile(market).await.unwrap();
            assert!(compared.differences.iter().all(|one| one.place.code() != "refunded"), "{compared:?}");
        }
    }

    /// It was put aside, its provider did not give it back, and the buyer's bank did.
    async fn p13_what_no_order_could_take_is_paid_by_a_lost_dispute(db: TestDb) {
        let stall = stall(db, 2, 1, 2).await;
        let bought = paid_too_late_by(&stall, true, Refunds::Refuse).await;
        let whole = bought.attempt(&stall).await.amount.minor;
        assert_eq!(on(&stall, Account::Suspense).await, whole);
        let id = bought.attempt(&stall).await.id.to_string();
        let dispute = stall.market.fake.dispute(&id, whole, stall.market.now()).unwrap();
        decided(&stall, &dispute, false).await;
        let expected = vec![(Way::Provider, Failed, whole), (Way::Dispute, Succeeded, whole)];
        assert_eq!(refunds(&stall, bought.order.head.id).await, expected);
        assert_eq!((on(&stall, Account::Suspense).await, on(&stall, Account::Disputes).await), (0, 0));
        books_agree(&stall).await;
    }

    /// An order was paid twice; the second payment was put aside, and could not be given back. What goes back of a part comes
    /// out of the first, and what the buyer's bank takes of the second is laid on nobody.
    async fn p13_of_two_payments_each_answers_for_its_own(db: TestDb) {
        let stall = stall(db, 2, 1, 100).await;
        for number in [1, 2] {
            let (bought, first, second) = paid_twice(&stall, number).await;
            let (market, order) = (&stall.market, bought.order.head.id);
            buying::cancel_part(market, &bought.order.head.number, &bought.token, bought.part(0)).await.unwrap();
            pass(&stall, 3, true).await;
            let taken = |id| async move { payment::attempt::find(&market.db, id).await.unwrap().unwrap().refunded_minor };
            assert_eq!((taken(first).await, taken(second).await), (PART, 0));
            let dispute = market.fake.dispute(&second.to_string(), ALL, market.now()).unwrap();
            decided(&stall, &dispute, false).await;
            let expected = vec![(Way::Provider, Succeeded, PART), (Way::Provider, Failed, ALL), (Way::Dispute, Succeeded, ALL)];
            assert_eq!(refunds(&stall, order).await.len(), expected.len());
            for one in expected {
                assert!(refunds(&stall, order).await.contains(&one), "{one:?}");
            }
            assert_eq!((on(&stall, Account::Suspense).await, on(&stall, Account::Disputes).await), (0, 0));
            books_agree(&stall).await;
        }
    }
}
