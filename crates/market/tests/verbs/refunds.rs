//! Money that goes back the way it came: never more than was captured, never twice, and owed again when it does not
//! arrive.

use crate::{
    card::{ALL, Bought, PART, books_agree, bought, on, pass, press, refund_is_done},
    stall::{Stall, stall},
};
use kernel::{
    Micros, Mint, Money,
    ids::RefundId,
    time::{DAY, HOUR, MINUTE},
};
use ledger::Account;
use market::{
    Error, buying,
    paying::{self, Button, Going},
    refunding::{self, Paying, Wish},
    selling,
};
use order::{OrderState, State};
use payment::{Standing, refund};
use psp::{
    Answer, Can, Failure, Headers, Message, Name, Provider, Refunded, Rejected, Started, Truth,
    fake::{Behaviour, Delivery, Fake, Refunds},
};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use testkit::{TestDb, on_both};

/// A part that was paid by card and cancelled, whose provider refuses to give it back, and does so ten minutes later all the
/// same; and the refund, which has failed.
pub(crate) async fn refused_and_done(stall: &Stall, number: u32) -> (Bought, RefundId) {
    let bought = bought(stall, number).await;
    let session = bought.session(stall).await;
    press(stall, &session, Button::Pay);
    pass(stall, 5, true).await;
    let behaviour = Behaviour {
        refunds: Refunds::RefuseAndDo(10 * MINUTE),
        ..Behaviour::default()
    };
    let attempt = bought.attempt(stall).await.id.to_string();
    stall.market.fake.tell(&attempt, behaviour, stall.market.now()).unwrap();
    let number = &bought.order.head.number;
    buying::cancel_part(&stall.market, number, &bought.token, bought.part(0))
        .await
        .unwrap();
    pass(stall, 2, true).await;
    let found = refund::list_of_order(&stall.market.db, bought.order.head.id)
        .await
        .unwrap();
    assert_eq!(
        found.iter().map(|one| one.state).collect::<Vec<_>>(),
        [refund::State::Failed]
    );
    (bought, found[0].id)
}

on_both! {
    /// Sixty and sixty of a hundred, at once; nothing, and less than nothing.
    async fn p11_refunds_never_exceed_what_was_captured(db: TestDb) {
        let stall = Arc::new(stall(db, 2, 1, 10).await);
        let bought = bought(&stall, 1).await;
        let session = bought.session(&stall).await;
        press(&stall, &session, Button::Pay);
        pass(&stall, 1, true).await;
        let (order, attempt) = (bought.order.head.id, bought.attempt(&stall).await.id);
        let ask = |minor: i64| {
            let stall = Arc::clone(&stall);
            tokio::spawn(async move {
                let mint = stall.market.mint();
                let new = refund::New {
                    order, part: None, attempt: Some(attempt), amount: Money::mad(minor),
                    way: refund::Way::Provider, payer: None, follows: None,
                };
                stall.market.db.write(move |tx| Box::pin(async move { Ok::<_, Error>(refund::request(tx, &mint, &new).await?) })).await
            })
        };
        for minor in [0, -1, ALL + 1] {
            assert!(ask(minor).await.unwrap().is_err(), "{minor}");
        }
        let both = [ask(ALL * 6 / 10), ask(ALL * 6 / 10)];
        let mut granted = 0;
        for asked in both {
            granted += i64::from(asked.await.unwrap().is_ok());
        }
        assert_eq!(granted, 1);
        assert_eq!(bought.attempt(&stall).await.refunded_minor, ALL * 6 / 10);
    }

    /// A part is cancelled by its buyer, by its cooperative, by silence, by the door: exactly that part goes back.
    async fn p11_p25_a_part_that_is_not_delivered_goes_back_with_its_delivery(db: TestDb) {
        let stall = stall(db, 2, 1, 100).await;
        for (number, how) in (1..).zip(["buyer", "cooperative", "silence", "refused", "lost"]) {
            let bought = bought(&stall, number).await;
            let session = bought.session(&stall).await;
            press(&stall, &session, Button::Pay);
            pass(&stall, 1, true).await;
            let (market, seller, part) = (&stall.market, stall.acting(0), bought.part(0));
            selling::accept(market, &stall.acting(1), bought.part(1)).await.unwrap();
            if ["refused", "lost"].contains(&how) {
                selling::accept(market, &seller, part).await.unwrap();
                selling::pack(market, &seller, part).await.unwrap();
                selling::ship(market, &seller, part, "Amana".to_owned(), None).await.unwrap();
            }
            match how {
                "buyer" => buying::cancel_part(market, &bought.order.head.number, &bought.token, part).await.unwrap(),
                "cooperative" => selling::decline(market, &seller, part, "Épuisé".to_owned()).await.unwrap(),
                "refused" => selling::refuse_at_door(market, &seller, part).await.unwrap(),
                "lost" => selling::lose(market, &seller, part).await.unwrap(),
                _ => stall.market.clock.advance(49 * HOUR),
            }
            pass(&stall, 2, true).await;
            let refunds = refund::list_of_order(&market.db, bought.order.head.id).await.unwrap();
            let found: Vec<_> = refunds.iter().map(|refund| (refund.part, refund.state, refund.amount.minor)).collect();
            assert_eq!(found, [(Some(part), refund::State::Succeeded, PART)], "{how}");
            assert_eq!(bought.read(&stall).await.parts[1].state, State::Accepted, "{how}");
            assert_eq!(on(&stall, Account::Clearing(bought.order.head.id)).await, PART, "{how}");
            assert_eq!(on(&stall, Account::RefundPayable(bought.order.head.id)).await, 0, "{how}");
            books_agree(&stall).await;
        }
    }

    /// Done, and back again after two minutes, whether or not anybody says so; refused; on its way for a while.
    async fn p12_a_refund_that_fails_is_owed_again_and_gives_its_amount_free(db: TestDb) {
        let stall = stall(db, 2, 1, 100).await;
        let cases = [
            (Refunds::FailAfter(2 * MINUTE), true, refund::State::Failed),
            (Refunds::FailAfter(2 * MINUTE), false, refund::State::Failed),
            (Refunds::Refuse, true, refund::State::Failed),
            (Refunds::Later(10 * MINUTE), false, refund::State::Succeeded),
        ];
        for (number, (refunds, told, ends)) in (1..).zip(cases) {
            let bought = bought(&stall, number).await;
            let session = bought.session(&stall).await;
            press(&stall, &session, Button::Pay);
            pass(&stall, 5, told).await;
            let attempt = bought.attempt(&stall).await.id;
            let delivery = if told { Delivery::Once } else { Delivery::Never };
            let behaviour = Behaviour { refunds, delivery, ..Behaviour::default() };
            stall.market.fake.tell(&attempt.to_string(), behaviour, stall.market.now()).unwrap();
            buying::cancel_part(&stall.market, &bought.order.head.number, &bought.token, bought.part(0)).await.unwrap();
            pass(&stall, 80, told).await;
            let found = refund::list_of_order(&stall.market.db, bought.order.head.id).await.unwrap();
            assert_eq!(found.iter().map(|refund| refund.state).collect::<Vec<_>>(), [ends], "{refunds:?} {told}");
            let owed = if ends == refund::State::Failed { PART } else { 0 };
            assert_eq!(on(&stall, Account::RefundPayable(bought.order.head.id)).await, owed);
            assert_eq!(bought.attempt(&stall).await.refunded_minor, PART - owed);
            books_agree(&stall).await;
        }
    }

    /// Refused, and done all the same ten minutes later: nobody had done anything, or the office had begun to.
    async fn what_a_provider_does_after_it_had_failed_pays_what_is_still_owed(db: TestDb) {
        let stall = stall(db, 2, 1, 100).await;
        for (number, begun) in (1..).zip(["nothing", "by hand", "by the provider"]) {
            let (bought, failed) = refused_and_done(&stall, number).await;
            let owed = Account::RefundPayable(bought.order.head.id);
            assert_eq!(on(&stall, owed).await, PART);
            let instead = match begun {
                "by hand" => Some(refunding::retry_refund(&stall.market, &stall.administrator, failed, true).await.unwrap()),
                "by the provider" => {
                    // It refuses that one for good.
                    let behaviour = Behaviour { refunds: Refunds::Refuse, ..Behaviour::default() };
                    let attempt = bought.attempt(&stall).await.id.to_string();
                    stall.market.fake.tell(&attempt, behaviour, stall.market.now()).unwrap();
                    Some(refunding::retry_refund(&stall.market, &stall.administrator, failed, false).await.unwrap())
                }
                _ => None,
            };
            pass(&stall, 80, true).await;
            let found = refund::list_of_order(&stall.market.db, bought.order.head.id).await.unwrap();
            let states: Vec<_> = found.iter().map(|one| (one.id, one.state)).collect();
            let mut expected = vec![(failed, refund::State::Succeeded)];
            expected.extend(instead.map(|id| (id, refund::State::CalledOff)));
            assert_eq!(states, expected, "{begun}");
            assert_eq!((on(&stall, owed).await, on(&stall, Account::WriteOff).await), (0, 0), "{begun}");
            assert_eq!(bought.attempt(&stall).await.refunded_minor, PART, "{begun}");
            assert!(refund::list_undone(&stall.market.db).await.unwrap().is_empty(), "{begun}");
            let again = refunding::retry_refund(&stall.market, &stall.administrator, failed, true).await;
            assert!(again.is_err(), "nobody puts anything in the place of what was done");
            books_agree(&stall).await;
        }
    }

    /// The office had handed it out, or sent it: the buyer has it twice, the books say so, and two people let it be.
    async fn what_a_provider_does_after_it_was_paid_otherwise_is_seen_and_stands_in_the_books(db: TestDb) {
        let stall = stall(db, 2, 1, 100).await;
        let (bought, failed) = refused_and_done(&stall, 1).await;
        let (market, me) = (&stall.market, stall.administrator);
        let number = &bought.order.head.number;
        let id = refunding::choose_way(market, number, &bought.token, failed, Wish::Cash).await.unwrap();
        let code = refunding::refund_code(market, id);
        refunding::hand_out_cash(market, Paying::Office(me), id, &code).await.unwrap();
        assert_eq!(on(&stall, Account::CashPlatform).await, -PART);
        pass(&stall, 80, true).await;
        let found = refund::list_of_order(&market.db, bought.order.head.id).await.unwrap();
        let states: Vec<_> = found.iter().map(|one| one.state).collect();
        assert_eq!(states, [refund::State::Twice, refund::State::Succeeded]);
        assert_eq!(on(&stall, Account::WriteOff).await, PART);
        assert_eq!(on(&stall, Account::RefundPayable(bought.order.head.id)).await, 0);
        assert_eq!(bought.attempt(&stall).await.refunded_minor, PART, "once");
        books_agree(&stall).await;
        let compared = market::money::reconcile(market).await.unwrap();
        let differ = compared.differences.iter().filter(|one| one.place == market::money::Place::Refunded);
        assert_eq!(differ.count(), 0, "{compared:?}");
        let listed = async || refund::list_undone(&market.db).await.unwrap().iter().map(|one| one.id).collect::<Vec<_>>();
        assert_eq!(listed().await, [failed]);
        let other = market::actor::Administrator { person: stall.seller };
        for (by, ended) in [(me, false), (me, false), (other, true), (me, true)] {
            assert_eq!(refunding::let_twice_be(market, &by, failed).await.unwrap(), ended);
        }
        assert!(listed().await.is_empty());
        assert!(refunding::let_twice_be(market, &me, id).await.is_err(), "only what is twice there");
    }

    /// The buyer says where to in the moment in which the provider says that it is done.
    async fn of_a_late_success_and_whoever_puts_something_in_its_place_one_wins(db: TestDb) {
        let stall = stall(db, 2, 1, 100).await;
        let (bought, failed) = refused_and_done(&stall, 1).await;
        stall.market.clock.advance(11 * MINUTE);
        let number = &bought.order.head.number;
        let (chosen, seen) = tokio::join!(
            refunding::choose_way(&stall.market, number, &bought.token, failed, Wish::Cash),
            paying::come_back(&stall.market, number, &bought.token),
        );
        seen.unwrap();
        pass(&stall, 80, true).await;
        let found = refund::list_of_order(&stall.market.db, bought.order.head.id).await.unwrap();
        let states: Vec<_> = found.iter().map(|one| one.state).collect();
        match chosen {
            Ok(_) => assert_eq!(states, [refund::State::Succeeded, refund::State::CalledOff]),
            Err(_) => assert_eq!(states, [refund::State::Succeeded]),
        }
        assert_eq!(bought.attempt(&stall).await.refunded_minor, PART);
        books_agree(&stall).await;
    }

    /// Accepted, packed, sent and lost before the first message leaves.
    async fn a_buyer_who_is_told_late_is_told_of_each_step_once(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let bought = bought(&stall, 1).await;
        let session = bought.session(&stall).await;
        press(&stall, &session, Button::Pay);
        pass(&stall, 1, true).await;
        let (market, seller, part) = (&stall.market, stall.acting(0), bought.part(0));
        let told = market.outbox.take().len();
        assert!(told > 0);
        // Nobody is told meanwhile.
        selling::accept(market, &seller, part).await.unwrap();
        selling::pack(market, &seller, part).await.unwrap();
        selling::ship(market, &seller, part, "Amana".to_owned(), None).await.unwrap();
        selling::lose(market, &seller, part).await.unwrap();
        market.run_jobs().await;
        let told: Vec<String> = market.outbox.all().into_iter().map(|sent| sent.message.text).collect();
        let different: std::collections::BTreeSet<&String> = told.iter().collect();
        assert!(told.len() >= 4 && different.len() == told.len(), "{told:?}");
    }

    /// Its answer is lost, and the next time is after a day: the key is new to it, what it did is not.
    async fn c2_a_provider_that_forgets_its_keys_gives_back_once(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let bought = bought(&stall, 1).await;
        let session = bought.session(&stall).await;
        press(&stall, &session, Button::Pay);
        pass(&stall, 1, true).await;
        let provider = Arc::new(Forgetful { fake: Arc::clone(&stall.market.fake), asked: AtomicUsize::new(0) });
        let card = paying::Card { provider, live: false };
        let market = stall.market.altered(|market| market.ways = paying::Ways::with_cards(vec![card]));
        let runner = market::jobs::runner(Arc::clone(&market));
        buying::cancel_part(&market, &bought.order.head.number, &bought.token, bought.part(0)).await.unwrap();
        runner.run_due().await.unwrap();
        assert!(!refund_is_done(&stall, &bought).await);
        stall.market.clock.advance(DAY + HOUR);
        runner.run_due().await.unwrap();
        assert!(refund_is_done(&stall, &bought).await);
        books_agree(&stall).await;
    }

    /// The provider's answer is lost, its first call is lost, or nobody is there: the telephone's end asks for it.
    async fn c2_a_lost_answer_never_opens_a_second_session_or_gives_back_twice(db: TestDb) {
        let stall = stall(db, 2, 1, 100).await;
        for number in [88, 89, 90] {
            let bought = bought(&stall, number).await;
            assert_eq!(bought.start(&stall).await.unwrap(), Going::Back, "{number}");
            let stands = bought.attempt(&stall).await.state;
            assert_eq!(stands, if number == 90 { Standing::Submitted } else { Standing::Unknown });
            let session = bought.session(&stall).await;
            press(&stall, &session, Button::Pay);
            pass(&stall, 8, true).await;
            assert_eq!(bought.read(&stall).await.state(), OrderState::Waiting);
            assert_eq!(bought.attempt(&stall).await.session.as_deref(), Some(session.as_str()));
            buying::cancel_part(&stall.market, &bought.order.head.number, &bought.token, bought.part(0)).await.unwrap();
            pass(&stall, 10, true).await;
            let refunds = refund::list_of_order(&stall.market.db, bought.order.head.id).await.unwrap();
            assert_eq!((refunds.len(), refunds[0].state), (1, refund::State::Succeeded), "{number}");
        }
        assert_eq!(stall.market.fake.truths(stall.market.now()).unwrap().len(), 3);
        books_agree(&stall).await;
    }
}

/// The provider, whose first answer about a refund is lost, and who has forgotten the key by the second time.
struct Forgetful {
    fake: Arc<Fake>,
    asked: AtomicUsize,
}

impl Provider for Forgetful {
    fn name(&self) -> &'static str {
        self.fake.name()
    }

    fn can(&self) -> Can {
        self.fake.can()
    }

    fn start<'a>(&'a self, attempt: &'a psp::Attempt, mint: &'a Mint) -> Answer<'a, Started> {
        self.fake.start(attempt, mint)
    }

    fn look_up<'a>(&'a self, payment: &'a Name, mint: &'a Mint) -> Answer<'a, Option<Truth>> {
        self.fake.look_up(payment, mint)
    }

    fn refund<'a>(&'a self, refund: &'a psp::Refund, mint: &'a Mint) -> Answer<'a, Refunded> {
        Box::pin(async move {
            let mut asked = refund.clone();
            if self.asked.fetch_add(1, Ordering::SeqCst) > 0 {
                asked.refund.push_str("_2");
                return self.fake.refund(&asked, mint).await;
            }
            self.fake.refund(&asked, mint).await?;
            Err(Failure::Unknown("timed out".to_owned()))
        })
    }

    fn expire<'a>(&'a self, payment: &'a Name, mint: &'a Mint) -> Answer<'a, Option<Truth>> {
        self.fake.expire(payment, mint)
    }

    fn verify(&self, headers: &Headers<'_>, body: &[u8], now: Micros) -> Result<Message, Rejected> {
        self.fake.verify(headers, body, now)
    }
}
