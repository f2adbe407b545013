//! Refunds in each other's place: a provider, a bank or a person changes its mind, and the buyer has their money once; what
//! they have twice stands in the books until one of the two is back.

use crate::{
    card::{Bought, PART, books_agree, bought, not_given_back, on, paid_too_late_by, pass, press},
    come_back::{agrees, statement},
    refunds::refused_and_done,
    stall::{Stall, stall},
};
use kernel::{ids::RefundId, registration::Rib, time::DAY};
use ledger::Account;
use market::{
    Error, buying, money,
    paying::Button,
    refunding::{self, Paying, Wish},
};
use payment::{
    About,
    bank::{Reason, State as Line},
    refund::{
        self,
        State::{self, CalledOff, Failed, Requested, Submitted, Succeeded, Twice},
    },
};
use psp::fake::{Behaviour, Refunds};
use testkit::{TestDb, on_both};

const RIB: &str = "310810101402900442310133";
const APPLIED: (Line, Option<Reason>) = (Line::Applied, None);

/// The refunds of an order, the earliest first.
async fn refunds(stall: &Stall, bought: &Bought) -> Vec<State> {
    let found = refund::list_of_order(&stall.market.db, bought.order.head.id)
        .await
        .unwrap();
    found.iter().map(|one| one.state).collect()
}

async fn state(stall: &Stall, id: RefundId) -> State {
    refund::find(&stall.market.db, id).await.unwrap().unwrap().state
}

/// The buyer wants it on an account; what stands on the transfer.
async fn choose(stall: &Stall, bought: &Bought, failed: RefundId) -> (RefundId, String) {
    let (market, wish) = (&stall.market, Wish::Account(Rib::parse(RIB).unwrap()));
    let number = &bought.order.head.number;
    let id = refunding::choose_way(market, number, &bought.token, failed, wish)
        .await
        .unwrap();
    let reference = payment::reference::find_of(&market.db, About::Refund, id)
        .await
        .unwrap();
    (id, format!("VIR {}", reference.unwrap()))
}

async fn send(stall: &Stall, id: RefundId) {
    let hand = Paying::Office(stall.administrator);
    refunding::send_transfer(&stall.market, hand, id, None).await.unwrap();
}

async fn came_back(stall: &Stall, id: RefundId, seen: State) {
    refunding::refund_came_back(&stall.market, &stall.administrator, id, seen)
        .await
        .unwrap();
}

/// What is lost, and what the buyer is owed.
async fn lost_and_owed(stall: &Stall, bought: &Bought) -> (i64, i64) {
    let owed = Account::RefundPayable(bought.order.head.id);
    (on(stall, Account::WriteOff).await, on(stall, owed).await)
}

async fn sound(stall: &Stall) {
    assert_eq!(money::check(&stall.market).await.unwrap().broken, None);
}

/// What somebody has to do.
async fn undone(stall: &Stall) -> Vec<RefundId> {
    refund::list_undone(&stall.market.db)
        .await
        .unwrap()
        .iter()
        .map(|one| one.id)
        .collect()
}

/// Refunds that came back by somebody's word alone.
async fn doubted(stall: &Stall) -> Vec<String> {
    let found = money::reconcile(&stall.market).await.unwrap().differences;
    found
        .into_iter()
        .filter(|one| one.place.code() == "refund_returned")
        .map(|one| one.subject)
        .collect()
}

on_both! {
    /// The office had sent it to an account when the provider did what it had refused; then the transfer bounces, as a
    /// statement shows, as somebody says, or before anybody had seen it leave.
    async fn of_two_that_the_buyer_had_the_one_that_stays_is_what_they_were_owed(db: TestDb) {
        let stall = stall(db, 2, 1, 100).await;
        for (number, how) in (1..).zip(["statement", "said", "unconfirmed"]) {
            let (bought, failed) = refused_and_done(&stall, number).await;
            let (id, words) = choose(&stall, &bought, failed).await;
            send(&stall, id).await;
            match how {
                "statement" => assert_eq!(statement(&stall, 2, &[(&words, -PART)]).await, [APPLIED]),
                "said" => refunding::confirm_refund(&stall.market, &stall.administrator, id).await.unwrap(),
                _ => {}
            }
            pass(&stall, 80, true).await;
            let paid = if how == "unconfirmed" { Submitted } else { Succeeded };
            assert_eq!(refunds(&stall, &bought).await, [Twice, paid], "{how}");
            let owed = if how == "unconfirmed" { PART } else { 0 };
            assert_eq!(lost_and_owed(&stall, &bought).await, (PART, owed), "{how}");
            sound(&stall).await;
            stall.office_reads().await;
            match how {
                "statement" => assert_eq!(statement(&stall, 3, &[(&words, PART)]).await, [APPLIED]),
                _ => came_back(&stall, id, paid).await,
            }
            assert_eq!(refunds(&stall, &bought).await, [Succeeded, CalledOff], "{how}");
            assert_eq!(lost_and_owed(&stall, &bought).await, (0, 0), "{how}");
            assert_eq!(bought.attempt(&stall).await.refunded_minor, PART, "{how}");
            assert_eq!(undone(&stall).await, [], "{how}: nobody is asked to pay once more");
            let (market, order, wish) = (&stall.market, &bought.order.head.number, Wish::Cash);
            let again = refunding::choose_way(market, order, &bought.token, id, wish).await;
            assert!(matches!(again, Err(Error::Payment(payment::Error::NotNow { .. }))), "{again:?}");
            assert!(refunding::retry_refund(market, &stall.administrator, id, true).await.is_err());
            assert_eq!(stall.said("arrivent finalement").await, usize::try_from(number).unwrap(), "{how}");
            if how != "statement" {
                let lines = [(words.as_str(), -PART), (words.as_str(), PART)];
                assert_eq!(statement(&stall, 3 + number, &lines).await, [APPLIED, APPLIED], "{how}: the same money");
            }
            assert_eq!((on(&stall, Account::Bank).await, on(&stall, Account::Suspense).await), (0, 0), "{how}");
            agrees(&stall).await;
            books_agree(&stall).await;
        }
    }

    /// The same of a payment that no order could take, which had been put aside.
    async fn what_no_order_could_take_goes_back_once_too(db: TestDb) {
        let stall = stall(db, 2, 1, 2).await;
        let bought = paid_too_late_by(&stall, true, Refunds::RefuseAndDo(10 * kernel::time::MINUTE)).await;
        let failed = undone(&stall).await[0];
        let (id, words) = choose(&stall, &bought, failed).await;
        send(&stall, id).await;
        let whole = bought.attempt(&stall).await.amount.minor;
        assert_eq!(statement(&stall, 2, &[(&words, -whole)]).await, [APPLIED]);
        pass(&stall, 80, true).await;
        assert_eq!(refunds(&stall, &bought).await, [Twice, Succeeded]);
        assert_eq!((on(&stall, Account::WriteOff).await, on(&stall, Account::Suspense).await), (whole, 0));
        assert_eq!(statement(&stall, 3, &[(&words, whole)]).await, [APPLIED]);
        assert_eq!(refunds(&stall, &bought).await, [Succeeded, CalledOff]);
        assert_eq!((on(&stall, Account::WriteOff).await, on(&stall, Account::Suspense).await), (0, 0));
        books_agree(&stall).await;
        agrees(&stall).await;
    }

    /// Done, undone, done, undone and done: nobody did anything, somebody paid otherwise, or began to, each time.
    async fn a_provider_may_change_its_mind_as_often_as_it_likes(db: TestDb) {
        let stall = stall(db, 2, 1, 100).await;
        for (number, how) in (1..).zip(["nothing", "paid", "begun"]) {
            let bought = bought(&stall, number).await;
            let session = bought.session(&stall).await;
            press(&stall, &session, Button::Pay);
            pass(&stall, 5, true).await;
            let (market, attempt) = (&stall.market, bought.attempt(&stall).await.id.to_string());
            let behaviour = Behaviour { refunds: Refunds::Waver(10 * kernel::time::MINUTE), ..Behaviour::default() };
            market.fake.tell(&attempt, behaviour, market.now()).unwrap();
            buying::cancel_part(market, &bought.order.head.number, &bought.token, bought.part(0)).await.unwrap();
            let lost_before = on(&stall, Account::WriteOff).await;
            let mut seen = vec![];
            for _ in 0..11 {
                pass(&stall, 5, true).await;
                let now = refunds(&stall, &bought).await;
                if seen.last() != Some(&now) {
                    seen.push(now.clone());
                }
                let owed = refund::list_of_order(&market.db, bought.order.head.id).await.unwrap();
                let open = undone(&stall).await;
                let owed = owed.iter().find(|one| one.state == Failed && open.contains(&one.id));
                match (how, owed) {
                    ("paid", Some(failed)) => {
                        let (id, _) = choose(&stall, &bought, failed.id).await;
                        send(&stall, id).await;
                        refunding::confirm_refund(market, &stall.administrator, id).await.unwrap();
                    }
                    ("begun", Some(failed)) => drop(choose(&stall, &bought, failed.id).await),
                    _ => {}
                }
                books_agree(&stall).await;
            }
            let (expected, lost): (&[&[State]], i64) = match how {
                "nothing" => (&[&[Succeeded], &[Failed], &[Succeeded], &[Failed], &[Succeeded]], 0),
                "paid" => (&[
                    &[Succeeded], &[Failed], &[Twice, Succeeded], &[CalledOff, Succeeded], &[Twice, Succeeded],
                ], PART),
                _ => (&[
                    &[Succeeded], &[Failed], &[Succeeded, CalledOff], &[Failed, Failed], &[Succeeded, Failed, CalledOff],
                ], 0),
            };
            // What was chosen in between is seen at the next look, if it still stands.
            seen.retain(|states| !states.contains(&Requested));
            let lately = seen.iter().filter(|states| **states != [Failed, Succeeded]);
            assert_eq!(lately.collect::<Vec<_>>(), expected, "{how}");
            assert_eq!(on(&stall, Account::WriteOff).await - lost_before, lost, "{how}");
            assert_eq!(on(&stall, Account::RefundPayable(bought.order.head.id)).await, 0, "{how}");
            if how == "nothing" {
                let told = (stall.said("ne vous sont pas parvenus").await, stall.said("arrivent finalement").await);
                assert_eq!(told, (2, 2), "each time");
            }
        }
    }

    /// Somebody says by mistake that a transfer came back: the daily comparison names it, and it can be taken back, before
    /// and after another was paid in its place.
    async fn a_transfer_that_did_not_come_back_is_named_and_counts_again(db: TestDb) {
        let stall = stall(db, 2, 1, 100).await;
        for (number, paid) in (1..).zip([false, true]) {
            let bought = not_given_back(&stall, number).await;
            let market = &stall.market;
            let failed = refund::list_of_order(&market.db, bought.order.head.id).await.unwrap()[0].id;
            let (id, words) = choose(&stall, &bought, failed).await;
            send(&stall, id).await;
            assert_eq!(statement(&stall, 2 * number, &[(&words, -PART)]).await, [APPLIED]);
            came_back(&stall, id, Succeeded).await;
            let (other, others) = choose(&stall, &bought, id).await;
            if paid {
                send(&stall, other).await;
                assert_eq!(statement(&stall, 2 * number + 1, &[(&others, -PART)]).await, [APPLIED]);
            }
            assert_eq!(doubted(&stall).await, [""; 0], "it may be on the next statement");
            market.clock.advance(4 * DAY);
            assert_eq!(doubted(&stall).await, [id.to_string()]);
            for _ in 0..2 {
                refunding::refund_arrived(market, &stall.administrator, id).await.unwrap();
            }
            let two = async || [state(&stall, id).await, state(&stall, other).await];
            assert_eq!(two().await, if paid { [Twice, Succeeded] } else { [Succeeded, CalledOff] });
            assert_eq!(lost_and_owed(&stall, &bought).await, (if paid { PART } else { 0 }, 0));
            assert_eq!(doubted(&stall).await, [""; 0]);
            agrees(&stall).await;
            sound(&stall).await;
            if paid {
                assert!(undone(&stall).await.contains(&id));
                let second = market::actor::Administrator { person: stall.seller };
                assert!(!refunding::let_twice_be(market, &stall.administrator, id).await.unwrap(), "whoever sent it, too");
                assert!(refunding::let_twice_be(market, &second, id).await.unwrap());
                // Whatever they said: the bank shows it.
                assert_eq!(statement(&stall, 9, &[(&words, PART)]).await, [APPLIED]);
                assert_eq!(two().await, [CalledOff, Succeeded]);
                assert_eq!(lost_and_owed(&stall, &bought).await, (0, 0));
            } else {
                assert_eq!(statement(&stall, 7, &[(&words, PART)]).await, [APPLIED], "this time it does");
                assert_eq!(two().await, [Failed, Failed]);
                let again = refunding::refund_arrived(market, &stall.administrator, id).await;
                assert!(matches!(again, Err(Error::Payment(payment::Error::NotNow { .. }))), "the bank knows better: {again:?}");
                assert!(undone(&stall).await.contains(&other));
                let (third, words) = choose(&stall, &bought, other).await;
                assert_eq!(statement(&stall, 8, &[(&words, -PART)]).await, [APPLIED]);
                assert_eq!(state(&stall, third).await, Succeeded);
                assert!(!undone(&stall).await.contains(&other));
            }
            agrees(&stall).await;
            sound(&stall).await;
        }
    }

    /// Somebody wanted it back from the bank in time, and said so; the bank had made it all the same. The provider had done
    /// its own meanwhile.
    async fn a_transfer_that_was_made_all_the_same_is_seen_and_can_be_said(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let (bought, failed) = refused_and_done(&stall, 1).await;
        let (id, words) = choose(&stall, &bought, failed).await;
        send(&stall, id).await;
        pass(&stall, 80, true).await;
        came_back(&stall, id, Submitted).await;
        assert_eq!(refunds(&stall, &bought).await, [Succeeded, CalledOff]);
        assert_eq!(statement(&stall, 2, &[(&words, -PART)]).await, [APPLIED]);
        stall.market.clock.advance(4 * DAY);
        assert_eq!(doubted(&stall).await, [id.to_string()]);
        refunding::refund_arrived(&stall.market, &stall.administrator, id).await.unwrap();
        assert_eq!(refunds(&stall, &bought).await, [Succeeded, Twice]);
        assert_eq!(lost_and_owed(&stall, &bought).await, (PART, 0));
        agrees(&stall).await;
        books_agree(&stall).await;
    }

    /// Called off before anybody sent it: nobody can say that it arrived, nor by a page that stood open that it is on its way.
    async fn what_was_called_off_before_it_left_is_not_paid_by_an_old_page(db: TestDb) {
        let stall = stall(db, 2, 1, 100).await;
        let (market, hand) = (&stall.market, Paying::Office(stall.administrator));
        for (number, how) in (1..).zip(["cash", "transfer"]) {
            let (bought, failed) = refused_and_done(&stall, number).await;
            let place = &bought.order.head.number;
            let id = match how {
                "cash" => refunding::choose_way(market, place, &bought.token, failed, Wish::Cash).await.unwrap(),
                _ => choose(&stall, &bought, failed).await.0,
            };
            pass(&stall, 80, true).await;
            assert_eq!(refunds(&stall, &bought).await, [Succeeded, CalledOff], "{how}");
            let code = refunding::refund_code(market, id);
            let paid = match how {
                "cash" => refunding::hand_out_cash(market, hand, id, &code).await,
                _ => refunding::send_transfer(market, hand, id, None).await,
            };
            for said in [paid, refunding::refund_arrived(market, &stall.administrator, id).await] {
                assert!(matches!(said, Err(Error::Payment(payment::Error::NotNow { .. }))), "{how}: {said:?}");
            }
            assert_eq!((refunds(&stall, &bought).await, lost_and_owed(&stall, &bought).await), (vec![Succeeded, CalledOff], (0, 0)));
            books_agree(&stall).await;
        }
    }

    /// The bank had been told, and nobody here: the provider was quicker.
    async fn a_transfer_that_nobody_spoke_of_and_that_was_called_off_is_there_twice(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let (bought, failed) = refused_and_done(&stall, 1).await;
        let (id, words) = choose(&stall, &bought, failed).await;
        pass(&stall, 80, true).await;
        assert_eq!(refunds(&stall, &bought).await, [Succeeded, CalledOff]);
        let lines = [(words.as_str(), PART)];
        assert_eq!(statement(&stall, 2, &lines).await, [(Line::Suspense, Some(Reason::NotOurs))], "it never left");
        assert_eq!(statement(&stall, 3, &[(&words, -PART)]).await, [APPLIED]);
        assert_eq!(refunds(&stall, &bought).await, [Succeeded, Twice]);
        assert_eq!((lost_and_owed(&stall, &bought).await, undone(&stall).await), ((PART, 0), vec![id]));
        came_back(&stall, id, Twice).await;
        assert_eq!(refunds(&stall, &bought).await, [Succeeded, CalledOff]);
        assert_eq!((lost_and_owed(&stall, &bought).await, undone(&stall).await), ((0, 0), vec![]));
        assert_eq!((on(&stall, Account::Bank).await, on(&stall, Account::Suspense).await), (0, 0), "the line was it");
        agrees(&stall).await;
        books_agree(&stall).await;
    }
}
