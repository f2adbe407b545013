//! The whole story of payments by Stripe, with our client and a stand-in that keeps its own books and was checked with
//! Stripe's own library: whatever is lost, late, repeated or forged, both books say the same.

use crate::{
    card::{ALL, Bought, PART, end, every_order, on},
    stall::{Stall, stall},
};
use kernel::{
    Money,
    time::{DAY, HOUR, MINUTE, SECOND},
};
use ledger::Account;
use market::{
    Error, Market, buying,
    paying::{self, Card, Going, Start, Ways},
};
use order::{OrderState, State};
use payment::{Standing, refund};
use psp::{
    Bounded, Secret,
    stripe::{HEADER, Settings, Stripe},
};
use standin::stripe::{KEY, Mood, SECRET, Stripe as Standin};
use std::{collections::BTreeSet, sync::Arc, time::Duration};
use testkit::{TestDb, on_both};

/// A market that takes cards through Stripe.
struct Shop {
    stall: Stall,
    market: Arc<Market>,
    standin: Standin,
}

async fn shop(db: TestDb, on_hand: i64) -> Shop {
    let stall = stall(db, 2, 1, on_hand).await;
    let clock = stall.market.clock.clone();
    let standin = Standin::serve(Arc::new(move || kernel::time::Clock::now(&clock).seconds())).await;
    let settings = Settings {
        api_url: standin.url.clone(),
        page_url: standin.url.clone(),
        timeout: Duration::from_secs(2),
        ..Settings::new(
            Secret::new(KEY),
            vec![Secret::new("whsec_of_last_year_0000"), Secret::new(SECRET)],
            false,
        )
    };
    let card = Card {
        provider: Arc::new(Bounded(Stripe::new(&settings).unwrap())),
        live: false,
    };
    let market = stall
        .market
        .altered(|market| market.ways = Ways::with_cards(vec![card]));
    Shop { stall, market, standin }
}

impl Shop {
    async fn bought(&self, number: u32) -> Bought {
        crate::card::bought(&self.stall, number).await
    }

    async fn start(&self, bought: &Bought) -> Going {
        let (number, token) = (&bought.order.head.number, &bought.token);
        paying::start_payment(&self.market, number, token, kernel::Locale::Fr)
            .await
            .unwrap()
    }

    /// The session that the buyer is sent to.
    async fn session(&self, bought: &Bought) -> String {
        match self.start(bought).await {
            Going::To(Start::Redirect(url)) => {
                assert!(url.starts_with(&self.standin.url));
                url.rsplit('/').next().unwrap().to_owned()
            }
            other => panic!("{other:?}"),
        }
    }

    async fn run(&self) {
        let runner = market::jobs::runner(Arc::clone(&self.market));
        while runner.run_due().await.unwrap() > 0 {}
    }

    async fn pass(&self, minutes: i64) {
        for _ in 0..minutes {
            self.stall.market.clock.advance(MINUTE);
            self.run().await;
        }
    }

    async fn hear(&self, body: &str) -> Result<(), Error> {
        let signature = self.standin.sign(body.as_bytes());
        paying::receive_message(
            &self.market,
            "stripe",
            &[(HEADER, signature.as_bytes())],
            body.as_bytes(),
        )
        .await
    }

    /// Everything that Stripe has to tell of, from the first on.
    async fn hear_all(&self) {
        for event in self.standin.events() {
            self.hear(&event.body).await.unwrap();
        }
        self.run().await;
    }

    async fn books_agree(&self) {
        assert_eq!(market::money::check(&self.market).await.unwrap().broken, None);
        let (captured, back) = self.standin.balance();
        assert_eq!(
            on(&self.stall, Account::Provider(ledger::Psp::Stripe)).await,
            captured - back
        );
    }
}

on_both! {
    async fn a_card_pays_through_stripe_and_a_cancelled_part_goes_back(db: TestDb) {
        let shop = shop(db, 10).await;
        let bought = shop.bought(1).await;
        let session = shop.session(&bought).await;
        assert_eq!(shop.session(&bought).await, session, "pressing again opens no second one");
        assert!(shop.standin.decline(&session));
        shop.hear_all().await;
        assert_eq!(bought.read(&shop.stall).await.state(), OrderState::Unpaid, "a refused card may be tried again");
        assert!(shop.standin.pay(&session));
        shop.hear_all().await;
        assert_eq!(bought.read(&shop.stall).await.state(), OrderState::Waiting);
        assert_eq!(on(&shop.stall, Account::Clearing(bought.order.head.id)).await, ALL);
        buying::cancel_part(&shop.market, &bought.order.head.number, &bought.token, bought.part(0)).await.unwrap();
        shop.run().await;
        let refunds = refund::list_of_order(&shop.market.db, bought.order.head.id).await.unwrap();
        assert_eq!((refunds[0].state, refunds[0].amount.minor), (refund::State::Succeeded, PART));
        assert_eq!(shop.standin.balance(), (ALL, PART));
        shop.books_agree().await;
    }

    async fn c2_an_answer_that_is_lost_opens_no_second_session(db: TestDb) {
        let shop = shop(db, 100).await;
        for (number, mood) in (1..).zip([Mood::BrokenAfter, Mood::Garbage, Mood::Broken, Mood::TooMany]) {
            let bought = shop.bought(number).await;
            shop.standin.be(&[mood]);
            assert_eq!(shop.start(&bought).await, Going::Back, "{mood:?}");
            // What comes round by itself looks; the buyer presses again.
            shop.pass(3).await;
            let session = shop.session(&bought).await;
            assert!(shop.standin.pay(&session));
            shop.pass(5).await;
            assert_eq!(bought.read(&shop.stall).await.state(), OrderState::Waiting, "{mood:?}");
            assert_eq!(shop.standin.sessions().len(), usize::try_from(number).unwrap(), "{mood:?}");
        }
        shop.books_agree().await;
    }

    async fn p1_a_message_of_stripe_that_comes_ten_times_at_once_is_done_once(db: TestDb) {
        let shop = Arc::new(shop(db, 10).await);
        let bought = shop.bought(1).await;
        let session = shop.session(&bought).await;
        shop.standin.pay(&session);
        let body = shop.standin.events().pop().unwrap().body;
        let posts: Vec<_> = (0..10).map(|_| {
            let (shop, body) = (Arc::clone(&shop), body.clone());
            tokio::spawn(async move { shop.hear(&body).await })
        }).collect();
        for heard in posts {
            heard.await.unwrap().unwrap();
        }
        shop.run().await;
        assert_eq!(shop.stall.count("inbox").await, 1);
        assert_eq!(shop.stall.count("posting where kind = 'captured'").await, 1);
        shop.books_agree().await;
    }

    /// Refused, paid, completed, given back: in every order, and not at all.
    async fn p2_p3_every_order_of_stripes_messages_and_total_loss_reach_one_state(db: TestDb) {
        let shop = shop(db, 200).await;
        let mut ends = BTreeSet::new();
        let orders = every_order(4);
        let step = if shop.market.db.backend() == sea_orm::DbBackend::Sqlite { 1 } else { 4 };
        for (turn, order) in (1..).zip(orders.iter().step_by(step).map(Some).chain([None])) {
            shop.stall.market.clock.advance(MINUTE);
            let bought = shop.bought(turn * 100).await;
            let session = shop.session(&bought).await;
            let before = shop.standin.events().len();
            shop.standin.decline(&session);
            shop.standin.pay(&session);
            shop.stall.market.clock.advance(5 * SECOND);
            paying::come_back(&shop.market, &bought.order.head.number, &bought.token).await.unwrap();
            buying::cancel_part(&shop.market, &bought.order.head.number, &bought.token, bought.part(0)).await.unwrap();
            if let Some(order) = order {
                let events = shop.standin.events();
                for which in order.iter().chain(order) {
                    if let Some(event) = events.get(before + which) {
                        shop.hear(&event.body).await.unwrap();
                    }
                }
            } else {
                shop.pass(5).await;
            }
            shop.run().await;
            ends.insert(end(&shop.stall, &bought).await);
        }
        assert_eq!(ends.len(), 1, "{ends:#?}");
        shop.books_agree().await;
    }

    async fn p4_p5_what_nobody_paid_is_ended_with_stripe_and_the_return_pays_nothing(db: TestDb) {
        let shop = shop(db, 10).await;
        let bought = shop.bought(1).await;
        let session = shop.session(&bought).await;
        paying::come_back(&shop.market, &bought.order.head.number, &bought.token).await.unwrap();
        assert_eq!(bought.read(&shop.stall).await.state(), OrderState::Unpaid);
        shop.pass(38).await;
        assert_eq!(bought.read(&shop.stall).await.state(), OrderState::Cancelled);
        assert!(!shop.standin.pay(&session), "the page was closed first");
        // The bank decides just when the time is over.
        let slow = shop.bought(2).await;
        let session = shop.session(&slow).await;
        shop.pass(34).await;
        assert!(shop.standin.pay_slowly(&session));
        shop.pass(4).await;
        assert_eq!(slow.read(&shop.stall).await.state(), OrderState::Unpaid);
        shop.standin.decide(&session, true);
        shop.pass(4).await;
        assert_eq!(slow.read(&shop.stall).await.state(), OrderState::Waiting);
        shop.books_agree().await;
    }

    /// Given up by its buyer, before and after the bank has answered.
    async fn a_buyer_gives_an_unpaid_order_up_at_once(db: TestDb) {
        let shop = shop(db, 10).await;
        let bought = shop.bought(1).await;
        let session = shop.session(&bought).await;
        let (number, token) = (&bought.order.head.number, &bought.token);
        assert!(matches!(paying::give_up(&shop.market, number, "wrong").await, Err(Error::Order(order::Error::NoOrder))));
        assert!(paying::give_up(&shop.market, number, token).await.unwrap());
        assert!(!paying::give_up(&shop.market, number, token).await.unwrap(), "once");
        let order = bought.read(&shop.stall).await;
        assert!(order.parts.iter().all(|part| part.state == State::Cancelled));
        assert_eq!(shop.stall.stock(0).await, (10, 10));
        assert!(!shop.standin.pay(&session), "nobody can pay it any more");
        let paid = shop.bought(2).await;
        let session = shop.session(&paid).await;
        shop.standin.pay(&session);
        assert!(!paying::give_up(&shop.market, &paid.order.head.number, &paid.token).await.unwrap());
        assert_eq!(paid.read(&shop.stall).await.state(), OrderState::Waiting, "it was paid meanwhile");
        let away = shop.bought(3).await;
        shop.session(&away).await;
        shop.standin.be(&[Mood::Broken]);
        assert!(matches!(paying::give_up(&shop.market, &away.order.head.number, &away.token).await, Err(Error::NoAnswer(_))));
        assert_eq!(away.read(&shop.stall).await.state(), OrderState::Unpaid, "nothing is let go that may be paid");
        shop.books_agree().await;
    }

    async fn p6_p8_what_stripe_did_not_sign_or_speaks_of_nothing_known_pays_nothing(db: TestDb) {
        let shop = shop(db, 10).await;
        let bought = shop.bought(1).await;
        let session = shop.session(&bought).await;
        shop.standin.pay(&session);
        let body = shop.standin.events().pop().unwrap().body;
        let now = shop.market.now();
        let good = shop.standin.sign(body.as_bytes());
        let other = |secret| standin::stripe::signature(secret, now.seconds(), body.as_bytes());
        let altered = body.replace("38000", "38001");
        assert_ne!(altered, body);
        let old = standin::stripe::signature(SECRET, now.plus(-HOUR).seconds(), body.as_bytes());
        let forged = other("whsec_of_an_attacker_0000");
        let foreign = body.replacen('{', "{\"account\":\"acct_cooperative\",", 1);
        let signed_foreign = shop.standin.sign(foreign.as_bytes());
        for (header, value, body) in [
            (HEADER, forged.as_str(), &body), (HEADER, &old, &body), (HEADER, "", &body), ("X-Other", &good, &body),
            (HEADER, &good, &altered), (HEADER, &signed_foreign, &foreign),
        ] {
            let refused = paying::receive_message(&shop.market, "stripe", &[(header, value.as_bytes())], body.as_bytes()).await;
            assert!(matches!(refused, Err(Error::NotBelieved)), "{header} {value}");
        }
        assert_eq!(shop.stall.count("inbox").await, 0);
        assert_eq!(bought.read(&shop.stall).await.state(), OrderState::Unpaid);
        // Signed, and about nothing of ours.
        let unknown = body.replace(&bought.attempt(&shop.stall).await.id.to_string(), "0192f0c4-a3b2-7c3e-8d1f-5a6b7c8d9e0f");
        shop.hear(&unknown).await.unwrap();
        shop.run().await;
        assert_eq!(shop.stall.count("inbox where state = 'parked'").await, 1);
        assert_eq!(bought.read(&shop.stall).await.state(), OrderState::Unpaid);
        // Both secrets count while they are changed.
        let (last_year, event) = (other("whsec_of_last_year_0000"), body.clone());
        paying::receive_message(&shop.market, "stripe", &[(HEADER, last_year.as_bytes())], event.as_bytes()).await.unwrap();
    }

    /// A centime, and the mode, as Stripe itself has it.
    async fn p7_another_amount_or_mode_in_stripes_books_pays_nothing(db: TestDb) {
        let shop = shop(db, 100).await;
        for (number, by) in [(1, 1), (2, -1)] {
            let bought = shop.bought(number).await;
            let session = shop.session(&bought).await;
            shop.stall.sql(&format!("update attempt set amount_minor = amount_minor + ({by}) where state = 'requires_action'")).await;
            shop.standin.pay(&session);
            shop.pass(3).await;
            assert_eq!(bought.attempt(&shop.stall).await.state, Standing::IntegrityFailure);
            assert_eq!(bought.read(&shop.stall).await.state(), OrderState::Unpaid);
        }
        assert_eq!(on(&shop.stall, Account::Suspense).await, 2 * ALL, "and it is not lost either");
        let bought = shop.bought(3).await;
        let session = shop.session(&bought).await;
        shop.standin.pay(&session);
        let body = shop.standin.events().pop().unwrap().body;
        let real = body.replacen("\"livemode\":false,\"pending", "\"livemode\":true,\"pending", 1);
        assert_ne!(real, body);
        shop.hear(&real).await.unwrap();
        shop.run().await;
        assert_eq!(shop.stall.count("inbox where note = 'mode'").await, 1, "a person looks at it");
        shop.books_agree().await;
    }

    /// Only the payment's name is in it.
    async fn p13_a_dispute_finds_its_payment_is_held_back_and_comes_back(db: TestDb) {
        let shop = shop(db, 10).await;
        let bought = shop.bought(1).await;
        let session = shop.session(&bought).await;
        shop.standin.pay(&session);
        shop.hear_all().await;
        let dispute = shop.standin.dispute(&session, PART);
        shop.hear_all().await;
        let held = async || on(&shop.stall, Account::Disputes).await;
        assert_eq!((held().await, shop.stall.count("dispute where state = 'open'").await), (PART, 1));
        shop.standin.close_dispute(&dispute, true);
        shop.hear_all().await;
        assert_eq!((held().await, shop.stall.count("dispute where state = 'won'").await), (0, 1));
        assert_eq!(shop.stall.count("inbox where note = 'unknown'").await, 0);
        shop.books_agree().await;
    }

    async fn p12_a_refund_of_stripe_that_is_slow_or_lost_is_followed_to_its_end(db: TestDb) {
        let shop = shop(db, 10).await;
        let bought = shop.bought(1).await;
        let session = shop.session(&bought).await;
        shop.standin.pay(&session);
        shop.hear_all().await;
        shop.standin.refund_slowly(true);
        buying::cancel_part(&shop.market, &bought.order.head.number, &bought.token, bought.part(0)).await.unwrap();
        // Of its three questions the last is obeyed, and its answer lost.
        shop.standin.be(&[Mood::Fine, Mood::BrokenAfter]);
        shop.run().await;
        shop.pass(5).await;
        assert_eq!(shop.standin.refunds().len(), 1);
        let state = async || refund::list_of_order(&shop.market.db, bought.order.head.id).await.unwrap()[0].state;
        assert!(state().await.is_open());
        let id = shop.standin.refunds()[0]["id"].as_str().unwrap().to_owned();
        shop.standin.end_refund(&id, true);
        shop.pass(5).await;
        assert_eq!(state().await, refund::State::Succeeded);
        shop.books_agree().await;
        shop.standin.end_refund(&id, false);
        shop.pass(70).await;
        assert_eq!(state().await, refund::State::Failed, "it came back, and the buyer is owed it again");
        shop.books_agree().await;
        assert_eq!(Money::mad(PART).minor, on(&shop.stall, Account::RefundPayable(bought.order.head.id)).await);
        shop.stall.market.clock.advance(DAY);
    }
}
