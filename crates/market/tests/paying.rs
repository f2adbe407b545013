//! Paying by card, with a provider that keeps its own books: whatever is lost, repeated, late or out of order, our books
//! say the same as its.
#![cfg(test)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it is wrong"
)]

mod stall;

use kernel::{
    Currency, Locale, Money,
    ids::{AttemptId, SellerOrderId},
    time::{DAY, HOUR, MINUTE, SECOND},
};
use ledger::Account;
use market::{
    Error, buying,
    paying::{self, Button, Going, Pressed, Start},
    selling,
};
use order::{Method, Order, OrderState, State};
use payment::{Attempt, Standing, attempt, refund};
use psp::{
    Amount, Happened,
    fake::{Behaviour, Delivery, HEADER, Refunds},
};
use stall::{Stall, stall};
use std::{collections::BTreeSet, sync::Arc};
use testkit::{TestDb, on_both};

/// Two cooperatives, each two pieces at 85 dirhams and 20 dirhams of delivery.
const ALL: i64 = 38_000;
const PART: i64 = 19_000;

/// An order to be paid by card, and its key.
struct Bought {
    order: Order,
    token: String,
}

async fn bought(stall: &Stall, number: u32) -> Bought {
    let lines: Vec<_> = stall.variants.iter().map(|own| (own[0], 2)).collect();
    let quote = stall.quoted(number, &lines).await;
    let ordering = buying::Ordering {
        quote: quote.id,
        terms_accepted: true,
        method: Method::Card,
    };
    let placed = buying::place_order(&stall.market, &format!("key-{number}"), ordering)
        .await
        .unwrap()
        .value;
    Bought {
        token: buying::order_token(&stall.market, placed.id),
        order: stall.read(&placed).await,
    }
}

impl Bought {
    async fn start(&self, stall: &Stall) -> Result<Going, Error> {
        paying::start_payment(&stall.market, &self.order.head.number, &self.token, Locale::Fr).await
    }

    /// The session that the buyer is sent to.
    async fn session(&self, stall: &Stall) -> String {
        match self.start(stall).await.unwrap() {
            Going::To(Start::Redirect(url)) => url.rsplit('/').next().unwrap().to_owned(),
            other => panic!("{other:?}"),
        }
    }

    async fn read(&self, stall: &Stall) -> Order {
        order::order::get_order(&stall.market.db, self.order.head.id)
            .await
            .unwrap()
    }

    async fn attempt(&self, stall: &Stall) -> Attempt {
        let found = attempt::list_of_order(&stall.market.db, self.order.head.id)
            .await
            .unwrap();
        found.into_iter().next().unwrap()
    }

    fn part(&self, index: usize) -> SellerOrderId {
        self.order.parts[index].id
    }
}

fn press(stall: &Stall, session: &str, button: Button) -> Pressed {
    paying::press(&stall.market, session, button).unwrap()
}

/// Everything that comes round by itself and everything that was left to be done, minute by minute; the provider's
/// messages too, where they are not lost.
async fn pass(stall: &Stall, minutes: i64, told: bool) {
    for _ in 0..minutes {
        stall.market.clock.advance(MINUTE);
        if told {
            paying::send_messages(&stall.market).await.unwrap();
        }
        stall.market.run_jobs().await;
    }
}

async fn on(stall: &Stall, account: Account) -> i64 {
    ledger::balance::find(&stall.market.db, account, Currency::Mad)
        .await
        .unwrap()
        .minor
}

/// Our books are sound, and say of every payment what the provider's say.
async fn books_agree(stall: &Stall) {
    assert_eq!(market::money::check(&stall.market).await.unwrap().broken, None);
    let mut held = 0;
    for truth in stall.market.fake.truths(stall.market.now()).unwrap() {
        let id: AttemptId = truth.attempt.parse().unwrap();
        let ours = attempt::find(&stall.market.db, id).await.unwrap().unwrap();
        let captured = ours.state == Standing::Captured || ours.state == Standing::IntegrityFailure;
        assert_eq!(
            captured,
            truth.standing == psp::Standing::Captured,
            "{ours:?} {truth:?}"
        );
        let refunds = refund::list_of_attempt(&stall.market.db, id).await.unwrap();
        let back = refunds.iter().filter(|refund| refund.state == refund::State::Succeeded);
        assert_eq!(
            back.map(|refund| refund.amount.minor).sum::<i64>(),
            truth.refunded.minor
        );
        held += truth.captured.minor - truth.refunded.minor;
    }
    assert_eq!(on(stall, Account::Provider(ledger::Psp::Fake)).await, held);
}

/// What an order has come to, in words that can be compared.
async fn end(stall: &Stall, bought: &Bought) -> String {
    let (order, attempt) = (bought.read(stall).await, bought.attempt(stall).await);
    let refunds = refund::list_of_order(&stall.market.db, order.head.id).await.unwrap();
    let refunds: Vec<_> = refunds
        .iter()
        .map(|refund| (refund.state, refund.amount.minor))
        .collect();
    let states: Vec<_> = order.parts.iter().map(|part| (part.state, part.cancelled_by)).collect();
    let mut paid = Vec::new();
    for part in &order.parts {
        let payment = payment::payment::find_for_seller_order(&stall.market.db, part.id)
            .await
            .unwrap()
            .unwrap();
        paid.push((payment.state, payment.holder, payment.collected.minor));
    }
    format!(
        "{:?} {} {states:?} {paid:?} {refunds:?}",
        attempt.state, attempt.refunded_minor
    )
}

/// The messages of one attempt, and how each is posted.
async fn post(stall: &Stall, body: &[u8]) -> Result<(), Error> {
    let signature = stall.market.fake.sign(body, stall.market.now());
    paying::receive_message(&stall.market, "fake", &[(HEADER, signature.as_bytes())], body).await
}

fn bodies(stall: &Stall, attempt: &Attempt) -> Vec<Vec<u8>> {
    let all = stall.market.fake.messages(stall.market.now()).unwrap();
    let id = attempt.id.to_string();
    all.iter()
        .filter(|due| due.message.attempt.as_deref() == Some(&id))
        .map(psp::fake::Due::body)
        .collect()
}

fn every_order(count: usize) -> Vec<Vec<usize>> {
    let mut orders = vec![vec![]];
    for _ in 0..count {
        orders = orders
            .into_iter()
            .flat_map(|order: Vec<usize>| {
                let left: Vec<usize> = (0..count).filter(|next| !order.contains(next)).collect();
                left.into_iter().map(move |next| [order.clone(), vec![next]].concat())
            })
            .collect();
    }
    orders
}

/// Refused, tried again, decided slowly, and the first part cancelled afterwards: five messages, none of them heard.
async fn an_eventful_payment(stall: &Stall, number: u32) -> Bought {
    let bought = bought(stall, number).await;
    let session = bought.session(stall).await;
    press(stall, &session, Button::Refuse);
    stall.market.clock.advance(SECOND);
    press(stall, &session, Button::Pay);
    stall.market.clock.advance(SECOND);
    // The buyer comes back, and cancels the first part before anything else was heard.
    paying::come_back(&stall.market, &bought.order.head.number, &bought.token)
        .await
        .unwrap();
    stall.market.clock.advance(5 * SECOND);
    paying::come_back(&stall.market, &bought.order.head.number, &bought.token)
        .await
        .unwrap();
    buying::cancel_part(&stall.market, &bought.order.head.number, &bought.token, bought.part(0))
        .await
        .unwrap();
    bought
}

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

    /// Sixty and sixty of a hundred, at once; nothing, and less than nothing.
    async fn p11_refunds_never_exceed_what_was_captured(db: TestDb) {
        let stall = Arc::new(stall(db, 2, 1, 10).await);
        let bought = bought(&stall, 1).await;
        let session = bought.session(&stall).await;
        press(&stall, &session, Button::Pay);
        pass(&stall, 1, true).await;
        let (order, attempt) = (bought.order.head.id, bought.attempt(&stall).await.id);
        let ask = |minor: i64| {
            let (stall, part) = (Arc::clone(&stall), bought.part(0));
            tokio::spawn(async move {
                let mint = stall.market.mint();
                let new = refund::New { order, part: Some(part), attempt, amount: Money::mad(minor) };
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

async fn refund_is_done(stall: &Stall, bought: &Bought) -> bool {
    let refunds = refund::list_of_order(&stall.market.db, bought.order.head.id)
        .await
        .unwrap();
    refunds.iter().any(|refund| refund.state == refund::State::Succeeded)
}

/// An order that was given up because its provider said that nobody can pay it any more, and was paid all the same.
async fn paid_too_late(stall: &Stall, sold_out: bool) -> Bought {
    let bought = bought(stall, 1).await;
    let session = bought.session(stall).await;
    stall.sql("update attempt set state = 'expired', check_at = null").await;
    stall.sql("update seller_order set answer_by = 0").await;
    paying::lapse_due(&stall.market).await.unwrap();
    assert_eq!(bought.read(stall).await.state(), OrderState::Cancelled);
    if sold_out {
        let quote = stall.quoted(2, &[(stall.variants[1][0], 1)]).await;
        stall.place("other", &quote).await.unwrap();
    }
    press(stall, &session, Button::Pay);
    pass(stall, 3, true).await;
    bought
}
