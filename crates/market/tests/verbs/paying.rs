//! Paying by card, with a provider that keeps its own books: whatever is lost, repeated, late or out of order, our books
//! say the same as its.

use crate::{
    card::{
        ALL, PART, an_eventful_payment, bodies, books_agree, bought, end, every_order, on, paid_too_late, pass, post,
        press, refund_is_done,
    },
    stall::stall,
};
use kernel::{
    Money,
    ids::AttemptId,
    time::{DAY, HOUR, MINUTE, SECOND},
};
use ledger::Account;
use market::{
    Error, buying,
    paying::{self, Button, Going, Pressed},
    selling,
};
use order::{Method, OrderState};
use payment::{Standing, refund};
use psp::{Amount, Happened, fake::HEADER};
use std::{collections::BTreeSet, sync::Arc};
use testkit::{TestDb, on_both};

on_both! {
    /// The main walk: unpaid, paid, delivered, and final.
    async fn a_card_pays_the_order_and_its_cooperatives_hear_of_it_then(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let bought = bought(&stall, 1).await;
        assert_eq!(bought.order.state(), OrderState::Unpaid);
        assert_eq!(stall.stock(0).await, (10, 8));
        let theirs = order::order::find_for_cooperative(&stall.market.db, stall.cooperatives[0], bought.part(0)).await.unwrap();
        assert!(theirs.is_none(), "a cooperative hears of what is paid");
        assert_eq!(stall.count("job where kind = 'notice'").await, 0);
        let session = bought.session(&stall).await;
        assert!(matches!(press(&stall, &session, Button::Pay), Pressed::Go(_)));
        pass(&stall, 1, true).await;
        let order = bought.read(&stall).await;
        assert_eq!(order.state(), OrderState::Waiting);
        assert_eq!(order.parts[0].answer_by, order.parts[0].updated_at.plus(48 * HOUR));
        assert_eq!(stall.count("job where kind = 'notice'").await, 3);
        assert_eq!(on(&stall, Account::Clearing(order.head.id)).await, ALL);
        let (market, seller, part) = (&stall.market, stall.acting(0), bought.part(0));
        selling::accept(market, &seller, part).await.unwrap();
        selling::pack(market, &seller, part).await.unwrap();
        selling::ship(market, &seller, part, "Amana".to_owned(), None).await.unwrap();
        let taken = selling::deliver(market, &seller, part, Some(Money::mad(1)), payment::Holder::Carrier).await;
        assert!(matches!(taken, Err(Error::Payment(payment::Error::Amount))), "nothing is taken at the door");
        selling::deliver(market, &seller, part, None, payment::Holder::Carrier).await.unwrap();
        assert!(selling::remit(market, &seller, part).await.is_err(), "nobody hands over what a provider has");
        assert_eq!(on(&stall, Account::Clearing(order.head.id)).await, PART);
        stall.market.clock.advance(8 * DAY);
        selling::close_due(market).await.unwrap();
        assert_eq!(on(&stall, Account::Available(stall.cooperatives[0])).await, PART);
        books_agree(&stall).await;
    }

    /// A double click, fifty times.
    async fn p9_fifty_equal_submits_open_one_session(db: TestDb) {
        let stall = Arc::new(stall(db, 2, 1, 10).await);
        let bought = Arc::new(bought(&stall, 1).await);
        let clicks: Vec<_> = (0..50).map(|_| {
            let (stall, bought) = (Arc::clone(&stall), Arc::clone(&bought));
            tokio::spawn(async move { bought.session(&stall).await })
        }).collect();
        let mut sessions = BTreeSet::new();
        for click in clicks {
            sessions.insert(click.await.unwrap());
        }
        assert_eq!(sessions.len(), 1);
        assert_eq!(stall.count("attempt").await, 1);
        assert_eq!(stall.market.fake.truths(stall.market.now()).unwrap().len(), 1);
    }

    /// The same message, ten times at once.
    async fn p1_a_message_that_comes_ten_times_at_once_is_done_once(db: TestDb) {
        let stall = Arc::new(stall(db, 2, 1, 10).await);
        let bought = bought(&stall, 1).await;
        let session = bought.session(&stall).await;
        press(&stall, &session, Button::Pay);
        let body = bodies(&stall, &bought.attempt(&stall).await).pop().unwrap();
        let posts: Vec<_> = (0..10).map(|_| {
            let (stall, body) = (Arc::clone(&stall), body.clone());
            tokio::spawn(async move { post(&stall, &body).await })
        }).collect();
        for heard in posts {
            heard.await.unwrap().unwrap();
        }
        assert_eq!(stall.count("inbox").await, 1);
        stall.market.run_jobs().await;
        assert_eq!(bought.read(&stall).await.state(), OrderState::Waiting);
        assert_eq!(stall.count("posting where kind = 'captured'").await, 1);
        books_agree(&stall).await;
    }

    /// Every order of five messages, each of them twice; and none at all.
    async fn p2_p3_every_order_of_five_messages_and_total_loss_reach_one_state(db: TestDb) {
        let stall = stall(db, 2, 1, 1_000).await;
        let mut ends = BTreeSet::new();
        let orders = every_order(5);
        assert_eq!(orders.len(), 120);
        // On the slower database a fifth of them, and each position of each message among them.
        let step = if stall.market.db.backend() == sea_orm::DbBackend::Sqlite { 1 } else { 5 };
        for (turn, order) in (1..).zip(orders.iter().step_by(step)) {
            // No telephone whose end asks the provider for a mood.
            let number = turn * 100;
            stall.market.clock.advance(MINUTE);
            let bought = an_eventful_payment(&stall, number).await;
            let attempt = bought.attempt(&stall).await;
            paying::check_due(&stall.market).await.unwrap();
            let bodies = bodies(&stall, &attempt);
            assert_eq!(bodies.len(), 4 + usize::from(refund_is_done(&stall, &bought).await), "{order:?}");
            for which in order.iter().chain(order) {
                if let Some(body) = bodies.get(*which) {
                    post(&stall, body).await.unwrap();
                }
            }
            stall.market.run_jobs().await;
            ends.insert(end(&stall, &bought).await);
        }
        // Nobody says anything: what comes round by itself finds out.
        stall.market.clock.advance(MINUTE);
        let silent = bought(&stall, 99).await;
        let session = silent.session(&stall).await;
        press(&stall, &session, Button::Refuse);
        press(&stall, &session, Button::Never);
        pass(&stall, 5, false).await;
        assert_eq!(silent.read(&stall).await.state(), OrderState::Waiting, "paid within five minutes without a word");
        buying::cancel_part(&stall.market, &silent.order.head.number, &silent.token, silent.part(0)).await.unwrap();
        pass(&stall, 5, false).await;
        ends.insert(end(&stall, &silent).await);
        assert_eq!(ends.len(), 1, "{ends:#?}");
        books_agree(&stall).await;
    }

    /// Which comes first does not matter, and what the browser brings along says nothing.
    async fn p4_message_and_return_in_any_order_come_to_the_same(db: TestDb) {
        let stall = stall(db, 2, 1, 100).await;
        let mut ends = BTreeSet::new();
        for (number, (told, returns)) in (1..).zip([(true, true), (true, false), (false, true), (false, false)]) {
            let bought = bought(&stall, number).await;
            let session = bought.session(&stall).await;
            // Coming back without having paid pays nothing.
            paying::come_back(&stall.market, &bought.order.head.number, &bought.token).await.unwrap();
            assert_eq!(bought.read(&stall).await.state(), OrderState::Unpaid);
            stall.market.clock.advance(10 * SECOND);
            press(&stall, &session, if told { Button::Pay } else { Button::Never });
            if told {
                paying::send_messages(&stall.market).await.unwrap();
                stall.market.run_jobs().await;
            }
            if returns {
                paying::come_back(&stall.market, &bought.order.head.number, &bought.token).await.unwrap();
            } else {
                pass(&stall, 5, false).await;
            }
            assert_eq!(bought.read(&stall).await.state(), OrderState::Waiting);
            ends.insert(end(&stall, &bought).await);
        }
        assert_eq!(ends.len(), 1);
        books_agree(&stall).await;
    }

    /// Nobody pays.
    async fn an_order_that_nobody_pays_is_given_up_with_its_session(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let (idle, begun) = (bought(&stall, 1).await, bought(&stall, 2).await);
        let session = begun.session(&stall).await;
        pass(&stall, 34, true).await;
        assert_eq!(begun.read(&stall).await.state(), OrderState::Unpaid);
        pass(&stall, 4, true).await;
        for bought in [&idle, &begun] {
            let order = bought.read(&stall).await;
            assert_eq!(order.state(), OrderState::Cancelled);
            assert_eq!(bought.start(&stall).await.unwrap(), Going::Back);
        }
        assert_eq!(stall.stock(0).await, (10, 10));
        assert_eq!(press(&stall, &session, Button::Pay), Pressed::Over);
        let page = order::order::list_for_cooperative(&stall.market.db, stall.cooperatives[0], order::order::Tab::All, None, kernel::Limit::default()).await.unwrap();
        assert!(page.items.is_empty(), "it was never theirs");
        books_agree(&stall).await;
    }

    /// The bank decides just when the time is over.
    async fn what_the_bank_still_decides_is_not_given_up(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let bought = bought(&stall, 1).await;
        let session = bought.session(&stall).await;
        pass(&stall, 34, true).await;
        press(&stall, &session, Button::Slow);
        pass(&stall, 1, true).await;
        stall.market.clock.advance(30 * SECOND);
        paying::lapse_due(&stall.market).await.unwrap();
        assert_eq!(bought.read(&stall).await.state(), OrderState::Unpaid);
        pass(&stall, 5, true).await;
        assert_eq!(bought.read(&stall).await.state(), OrderState::Waiting);
        books_agree(&stall).await;
    }

    /// The provider had said that it was over, and then it was paid: the goods are still there.
    async fn p5_money_that_comes_late_takes_the_order_up_again(db: TestDb) {
        let stall = stall(db, 2, 1, 2).await;
        let bought = paid_too_late(&stall, false).await;
        assert_eq!(bought.read(&stall).await.state(), OrderState::Waiting);
        assert_eq!(stall.stock(0).await, (2, 0));
        books_agree(&stall).await;
    }

    /// Somebody else has one of the goods by now.
    async fn p5_money_that_comes_when_the_goods_are_gone_goes_back(db: TestDb) {
        let stall = stall(db, 2, 1, 2).await;
        let bought = paid_too_late(&stall, true).await;
        let order = bought.read(&stall).await;
        assert_eq!(order.state(), OrderState::Cancelled);
        let refunds = refund::list_of_order(&stall.market.db, order.head.id).await.unwrap();
        assert_eq!((refunds.len(), refunds[0].state, refunds[0].amount.minor), (1, refund::State::Succeeded, ALL));
        assert_eq!(stall.stock(0).await, (2, 2));
        assert_eq!(on(&stall, Account::Suspense).await, 0);
        let told = stall.market.outbox.all();
        assert!(told.iter().any(|sent| sent.message.text.contains("380")), "{told:?}");
        books_agree(&stall).await;
    }

    /// On delivery instead, and then the old page was paid all the same.
    async fn p6_money_for_an_order_that_does_not_want_it_goes_back(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let bought = bought(&stall, 1).await;
        let session = bought.session(&stall).await;
        let number = &bought.order.head.number;
        assert!(paying::pay_in_cash(&stall.market, number, &bought.token).await.unwrap());
        assert_eq!(press(&stall, &session, Button::Pay), Pressed::Over, "the page was closed first");
        let order = bought.read(&stall).await;
        assert_eq!((order.state(), order.head.method), (OrderState::Waiting, Method::Cash));
        assert!(!paying::pay_in_cash(&stall.market, number, &bought.token).await.unwrap());
        // A provider that had lied about it.
        let other = self::bought(&stall, 2).await;
        let session = other.session(&stall).await;
        stall.sql("update attempt set state = 'expired', check_at = null where state = 'requires_action'").await;
        assert!(paying::pay_in_cash(&stall.market, &other.order.head.number, &other.token).await.unwrap());
        press(&stall, &session, Button::Pay);
        pass(&stall, 3, true).await;
        let order = other.read(&stall).await;
        assert_eq!((order.state(), order.head.method), (OrderState::Waiting, Method::Cash));
        assert_eq!(other.attempt(&stall).await.refunded_minor, ALL);
        assert_eq!(on(&stall, Account::Clearing(order.head.id)).await, 0);
        // It is paid at the door like any other.
        let (market, seller, part) = (&stall.market, stall.acting(0), other.part(0));
        selling::accept(market, &seller, part).await.unwrap();
        selling::pack(market, &seller, part).await.unwrap();
        selling::ship(market, &seller, part, "Amana".to_owned(), None).await.unwrap();
        selling::deliver(market, &seller, part, None, payment::Holder::Carrier).await.unwrap();
        assert_eq!(on(&stall, Account::CashCarrier(stall.cooperatives[0])).await, PART);
        books_agree(&stall).await;
    }

    /// A message about nothing known waits, and is given up after three days.
    async fn p6_a_message_about_an_unknown_order_is_parked(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let message = psp::Message {
            event: "fe_unknown".to_owned(),
            attempt: Some(AttemptId(uuid::Uuid::from_u128(9)).to_string()),
            session: Some("fs_unknown".to_owned()),
            payment: None,
            account: None,
            live: false,
            at: None,
            happened: Happened::Captured(Amount::from(Money::mad(ALL))),
        };
        post(&stall, &serde_json::to_vec(&message).unwrap()).await.unwrap();
        stall.market.run_jobs().await;
        assert_eq!(stall.count("inbox where state = 'parked'").await, 1);
        stall.market.clock.advance(3 * DAY + 2 * HOUR);
        stall.market.run_jobs().await;
        assert_eq!(stall.count("inbox where state = 'dead'").await, 1);
        assert_eq!(stall.count("posting").await, 0);
    }

    /// The market is switched off for four days between keeping a message and acting on it: what comes round by itself does
    /// not give it up before its job has had its turn.
    async fn a_message_that_waited_while_nothing_ran_is_acted_upon(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let bought = bought(&stall, 1).await;
        let session = bought.session(&stall).await;
        press(&stall, &session, Button::Pay);
        for body in bodies(&stall, &bought.attempt(&stall).await) {
            post(&stall, &body).await.unwrap();
        }
        stall.market.clock.advance(4 * DAY);
        paying::check_due(&stall.market).await.unwrap();
        assert_eq!(stall.count("inbox where state = 'dead'").await, 0);
        stall.market.run_jobs().await;
        assert!(stall.count("inbox").await > 0);
        assert_eq!(stall.count("inbox where state <> 'done'").await, 0);
        books_agree(&stall).await;
    }

    /// One centime, either way, in the provider's books; and in a message alone.
    async fn p7_a_centime_too_many_or_too_few_pays_nothing(db: TestDb) {
        let stall = stall(db, 2, 1, 100).await;
        for (number, by) in [(1, 1), (2, -1)] {
            let bought = bought(&stall, number).await;
            let session = bought.session(&stall).await;
            let agreed = format!("update attempt set amount_minor = amount_minor + ({by}) where state = 'requires_action'");
            stall.sql(&agreed).await;
            press(&stall, &session, Button::Pay);
            pass(&stall, 3, true).await;
            assert_eq!(bought.attempt(&stall).await.state, Standing::IntegrityFailure);
            assert_eq!(bought.read(&stall).await.state(), OrderState::Unpaid);
            assert_eq!(on(&stall, Account::Suspense).await, ALL * i64::from(number));
        }
        let bought = bought(&stall, 3).await;
        let session = bought.session(&stall).await;
        let attempt = bought.attempt(&stall).await;
        for (event, minor, currency, live) in [("a", ALL + 1, "MAD", false), ("b", ALL, "EUR", false), ("c", ALL, "MAD", true), ("d", ALL, "MAD", false)] {
            let message = psp::Message {
                event: event.to_owned(),
                attempt: Some(attempt.id.to_string()),
                session: Some(session.clone()),
                payment: None,
                account: None,
                live,
                at: None,
                happened: Happened::Captured(Amount { minor, currency: currency.to_owned() }),
            };
            post(&stall, &serde_json::to_vec(&message).unwrap()).await.unwrap();
        }
        stall.market.run_jobs().await;
        assert_eq!(bought.read(&stall).await.state(), OrderState::Unpaid, "the provider says that nobody paid");
        // Those of the first two too: what they said was not what was agreed.
        assert_eq!(stall.count("inbox where state = 'parked'").await, 5);
        books_agree(&stall).await;
    }

    /// Wrong, old, missing, altered.
    async fn p8_what_the_provider_did_not_sign_is_not_kept(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let bought = bought(&stall, 1).await;
        let session = bought.session(&stall).await;
        press(&stall, &session, Button::Never);
        let body = bodies(&stall, &bought.attempt(&stall).await).pop().unwrap();
        let (market, fake, now) = (&stall.market, &stall.market.fake, stall.market.now());
        let good = fake.sign(&body, now);
        let altered = String::from_utf8(body.clone()).unwrap().replace("38000", "38001").into_bytes();
        assert_ne!(altered, body);
        let (old, wrong) = (fake.sign(&body, now.plus(-10 * MINUTE)), good.replace("v1=", "v1=00"));
        let attempts: [(&str, &str, &[u8]); 5] = [
            (HEADER, &wrong, &body), (HEADER, &old, &body), (HEADER, "", &body), ("Other", &good, &body), (HEADER, &good, &altered),
        ];
        for (name, value, body) in attempts {
            let refused = paying::receive_message(market, "fake", &[(name, value.as_bytes())], body).await;
            assert!(matches!(refused, Err(Error::NotBelieved)), "{name} {value}");
        }
        assert!(matches!(paying::receive_message(market, "other", &[], &body).await, Err(Error::NoProvider)));
        assert_eq!(stall.count("inbox").await, 0);
        // In any case, and beside the signature of another secret.
        let two = format!("{good},v1={}", "0".repeat(64));
        paying::receive_message(market, "fake", &[("FAKE-signature", two.as_bytes())], &body).await.unwrap();
        assert_eq!(stall.count("inbox").await, 1);
    }

    /// Going back and filling the cart again.
    async fn p10_an_old_session_pays_the_order_it_was_opened_for(db: TestDb) {
        let stall = stall(db, 2, 1, 100).await;
        let bought = bought(&stall, 1).await;
        let session = bought.session(&stall).await;
        let cart = bought.order.cart;
        buying::put_line(&stall.market, cart, stall.variants[0][0], order::cart::Quantity::Exactly(9)).await.unwrap();
        press(&stall, &session, Button::Pay);
        pass(&stall, 1, true).await;
        let order = bought.read(&stall).await;
        assert_eq!((order.state(), order.totals.total_minor), (OrderState::Waiting, ALL));
        assert_eq!(buying::find_basket(&stall.market, cart).await.unwrap().unwrap().pieces(), 9);
        books_agree(&stall).await;
    }

    /// Dead between keeping a message and acting on it, and before the answer was written down.
    async fn c3_a_message_that_was_kept_is_done_after_a_crash(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let bought = bought(&stall, 1).await;
        let session = bought.session(&stall).await;
        press(&stall, &session, Button::Pay);
        let body = bodies(&stall, &bought.attempt(&stall).await).pop().unwrap();
        post(&stall, &body).await.unwrap();
        // The process is gone here; the provider, who heard 200 or not, says it again to the next one.
        post(&stall, &body).await.unwrap();
        stall.market.run_jobs().await;
        assert_eq!(bought.read(&stall).await.state(), OrderState::Waiting);
        assert_eq!(stall.count("inbox where state = 'done'").await, 1);
        books_agree(&stall).await;
    }

    /// Without a provider there is no such way to pay.
    async fn a_market_without_a_provider_takes_cash_alone(db: TestDb) {
        let stall = stall(db, 1, 1, 10).await;
        let market = stall.market.altered(|market| market.ways = paying::Ways::cash());
        let quote = stall.quoted(1, &[(stall.variants[0][0], 1)]).await;
        let ordering = buying::Ordering { quote: quote.id, terms_accepted: true, method: Method::Card };
        let refused = buying::place_order(&market, "key", ordering).await;
        assert!(matches!(refused, Err(Error::NotOffered)));
        assert_eq!(stall.count("\"order\"").await, 0);
    }
}
