//! Payments through CMI's page, with a stand-in that reads the protocol by itself: our word takes the money or lets it go,
//! is the same for every repetition, and an order is handed on only for money that was taken.

use crate::{
    card::{ALL, Bought, on},
    stall::{Stall, stall},
};
use kernel::time::{MINUTE, SECOND};
use ledger::Account;
use market::{
    Error, Market, buying,
    paying::{self, Card, Going, Start, Ways, Word},
    quarantine::{self, Waiting},
};
use order::{Method, OrderState};
use payment::Standing;
use psp::{
    Secret,
    cmi::{Cmi, Settings},
};
use standin::cmi::{CLIENT, Fields, Gateway, KEY, Money, body, signed};
use std::sync::Arc;
use testkit::{TestDb, on_both};

const POSTAUTH: &str = "ACTION=POSTAUTH";

struct Shop {
    stall: Stall,
    market: Arc<Market>,
    gateway: Gateway,
}

async fn shop(db: TestDb, on_hand: i64) -> Shop {
    let stall = stall(db, 2, 1, on_hand).await;
    let settings = Settings {
        gateway_url: "https://testpayment.cmi.example/fim/est3Dgate".to_owned(),
        client_id: CLIENT.to_owned(),
        store_key: Secret::new(KEY),
        live: false,
    };
    let card = Card {
        provider: Arc::new(Cmi::new(settings).unwrap()),
        live: false,
    };
    let market = stall
        .market
        .altered(|market| market.ways = Ways::with_cards(vec![card]));
    let gateway = Gateway::default();
    Shop { stall, market, gateway }
}

impl Shop {
    async fn bought(&self, number: u32) -> Bought {
        crate::card::bought(&self.stall, number).await
    }

    async fn form(&self, bought: &Bought) -> Fields {
        let (number, token) = (&bought.order.head.number, &bought.token);
        match paying::start_payment(&self.market, number, token, kernel::Locale::Fr)
            .await
            .unwrap()
        {
            Going::To(Start::Form { fields, .. }) => fields,
            other => panic!("{other:?}"),
        }
    }

    /// The buyer's browser has posted our form: the number under which CMI knows it.
    async fn posted(&self, bought: &Bought) -> String {
        self.gateway.take(&self.form(bought).await).unwrap()
    }

    async fn call(&self, callback: &str) -> Word {
        paying::answer(&self.market, "cmi", &[], callback.as_bytes()).await
    }

    /// A call-back that is answered, and the answer heard on both sides.
    async fn told(&self, oid: &str, callback: &str) -> &'static str {
        let word = self.call(callback).await;
        self.gateway.heard(oid, word.text);
        if let Some(event) = &word.taken {
            paying::word_given(&self.market, "cmi", event).await.unwrap();
        }
        word.text
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

    async fn state(&self, bought: &Bought) -> OrderState {
        bought.read(&self.stall).await.state()
    }

    async fn held(&self) -> i64 {
        on(&self.stall, Account::Provider(ledger::Psp::Cmi)).await
    }

    async fn sound(&self) {
        assert_eq!(market::money::check(&self.market).await.unwrap().broken, None);
    }
}

on_both! {
    async fn a_card_pays_through_cmi_after_a_refused_try_under_the_same_number(db: TestDb) {
        let shop = shop(db, 10).await;
        let bought = shop.bought(1).await;
        let oid = shop.posted(&bought).await;
        assert_eq!(oid, bought.attempt(&shop.stall).await.id.to_string());
        for code in ["51", "05", "51", ""] {
            let callback = shop.gateway.callback(&oid, code);
            assert_eq!(shop.told(&oid, &callback).await, "APPROVED", "heard, and nothing changes");
        }
        assert_eq!(shop.state(&bought).await, OrderState::Unpaid);
        let callback = shop.gateway.callback(&oid, "00");
        assert_eq!(shop.told(&oid, &callback).await, POSTAUTH);
        assert_eq!(shop.gateway.money(&oid), Money::Captured);
        assert_eq!(shop.state(&bought).await, OrderState::Waiting);
        assert_eq!((shop.held().await, on(&shop.stall, Account::Clearing(bought.order.head.id)).await), (ALL, ALL));
        shop.run().await;
        assert_eq!(shop.stall.count("job where kind = 'payment.message'").await, 0, "there is nobody to ask");
        shop.sound().await;
    }

    /// The same, ten times at once, and later once more.
    async fn p1_a_call_back_that_is_repeated_hears_the_same_word_and_is_paid_once(db: TestDb) {
        let shop = Arc::new(shop(db, 10).await);
        let bought = shop.bought(1).await;
        let oid = shop.posted(&bought).await;
        let callback = shop.gateway.callback(&oid, "00");
        let calls: Vec<_> = (0..10).map(|_| {
            let (shop, oid, callback) = (Arc::clone(&shop), oid.clone(), callback.clone());
            tokio::spawn(async move { shop.told(&oid, &callback).await })
        }).collect();
        for call in calls {
            assert_eq!(call.await.unwrap(), POSTAUTH);
        }
        shop.pass(60).await;
        assert_eq!(shop.told(&oid, &callback).await, POSTAUTH);
        assert_eq!(shop.stall.count("inbox").await, 1);
        assert_eq!((shop.held().await, shop.state(&bought).await), (ALL, OrderState::Waiting));
        // A second transaction under the same number is somebody paying twice: it is not taken.
        let twice = shop.gateway.callback(&oid, "00");
        assert_eq!(shop.told(&oid, &twice).await, "FAILURE");
        assert_eq!(shop.held().await, ALL);
        assert_eq!(shop.stall.count("inbox where note = 'paid twice'").await, 1);
        shop.sound().await;
    }

    /// Restored from a backup.
    async fn a_market_in_quarantine_says_no_word_that_takes_money(db: TestDb) {
        let shop = shop(db, 10).await;
        let (before, late) = (shop.bought(1).await, shop.bought(2).await);
        let (paid, open) = (shop.posted(&before).await, shop.posted(&late).await);
        let callback = shop.gateway.callback(&paid, "00");
        assert_eq!(shop.told(&paid, &callback).await, POSTAUTH);
        let stands = late.attempt(&shop.stall).await.state;
        quarantine::begin(&shop.market, shop.market.now()).await.unwrap();
        let refused = shop.gateway.callback(&open, "00");
        assert_eq!(shop.told(&open, &refused).await, "FAILURE", "it is let go");
        assert_eq!(shop.stall.count("inbox where note = 'quarantine'").await, 1);
        assert_eq!(late.attempt(&shop.stall).await.state, stands);
        assert_eq!(shop.call(&callback).await, Word { text: "APPROVED", taken: None }, "what was taken stays so, and nothing more is");
        assert_eq!((shop.held().await, shop.state(&late).await), (ALL, OrderState::Unpaid));
        assert_eq!(shop.state(&before).await, OrderState::Waiting);
        shop.sound().await;
        quarantine::release(&shop.market, None, Waiting::Discard).await.unwrap();
        let again = shop.gateway.callback(&open, "00");
        assert_eq!(shop.told(&open, &again).await, POSTAUTH);
        assert_eq!((shop.held().await, shop.state(&late).await), (2 * ALL, OrderState::Waiting));
        shop.sound().await;
    }

    /// Dead between the commit and the word.
    async fn c4_a_word_that_was_written_down_and_not_given_hands_no_order_on(db: TestDb) {
        let shop = shop(db, 10).await;
        let bought = shop.bought(1).await;
        let oid = shop.posted(&bought).await;
        let callback = shop.gateway.callback(&oid, "00");
        // The process is gone here: nobody heard anything.
        assert_eq!(shop.call(&callback).await.text, POSTAUTH);
        assert_eq!(bought.attempt(&shop.stall).await.state, Standing::CaptureRequested);
        shop.pass(120).await;
        assert_eq!(shop.state(&bought).await, OrderState::Unpaid, "neither handed on nor given up");
        assert!(!paying::give_up(&shop.market, &bought.order.head.number, &bought.token).await.unwrap());
        assert!(!paying::pay_in_cash(&shop.market, &bought.order.head.number, &bought.token).await.unwrap());
        assert_eq!(shop.held().await, 0);
        // CMI says it again to the next process, and hears the same.
        assert_eq!(shop.told(&oid, &callback).await, POSTAUTH);
        assert_eq!((shop.state(&bought).await, shop.held().await), (OrderState::Waiting, ALL));
        shop.sound().await;
    }

    /// Nor does CMI say it again: a person looks into its pages.
    async fn c4_without_a_repetition_a_person_says_what_became_of_it(db: TestDb) {
        let shop = shop(db, 10).await;
        for (number, taken) in [(1, true), (2, false)] {
            let bought = shop.bought(number).await;
            let oid = shop.posted(&bought).await;
            let attempt = bought.attempt(&shop.stall).await;
            let by = &shop.stall.administrator;
            let early = paying::settle_by_hand(&shop.market, by, attempt.id, taken).await;
            assert!(matches!(early, Err(Error::Payment(payment::Error::NotNow { .. }))), "there was no word yet");
            let callback = shop.gateway.callback(&oid, "00");
            shop.call(&callback).await;
            paying::settle_by_hand(&shop.market, by, attempt.id, taken).await.unwrap();
            let again = paying::settle_by_hand(&shop.market, by, attempt.id, !taken).await;
            assert!(again.is_err(), "it is said once");
            let expected = if taken { OrderState::Waiting } else { OrderState::Unpaid };
            assert_eq!(shop.state(&bought).await, expected);
            // A repetition after that hears what was decided.
            assert_eq!(shop.told(&oid, &callback).await, if taken { POSTAUTH } else { "FAILURE" });
        }
        assert_eq!(shop.held().await, ALL);
        shop.sound().await;
    }

    /// Too late; on delivery instead; given up; another try.
    async fn p5_p6_p10_what_cannot_be_served_any_more_is_not_taken(db: TestDb) {
        let shop = shop(db, 100).await;
        let (late, cash, dropped, tried) = (shop.bought(1).await, shop.bought(2).await, shop.bought(3).await, shop.bought(4).await);
        let mut oids = Vec::new();
        for bought in [&late, &cash, &dropped, &tried] {
            oids.push(shop.posted(bought).await);
        }
        assert!(paying::pay_in_cash(&shop.market, &cash.order.head.number, &cash.token).await.unwrap());
        assert!(paying::give_up(&shop.market, &dropped.order.head.number, &dropped.token).await.unwrap());
        // Back at the order, the buyer presses again: another try, another number. Pressed twice it is the same.
        let twice = shop.form(&tried).await;
        assert_eq!(shop.gateway.take(&twice), Err("this oid was used before".to_owned()), "two clicks are one");
        shop.stall.market.clock.advance(30 * SECOND);
        let second = shop.posted(&tried).await;
        assert_ne!(second, oids[3]);
        shop.pass(38).await;
        assert_eq!(shop.state(&late).await, OrderState::Cancelled);
        for oid in &oids {
            let callback = shop.gateway.callback(oid, "00");
            assert_eq!(shop.told(oid, &callback).await, "FAILURE");
            assert_eq!(shop.told(oid, &callback).await, "FAILURE", "the same again");
            assert_eq!(shop.gateway.money(oid), Money::LetGo, "and there is nothing to give back");
        }
        assert_eq!(shop.stall.count("inbox where note = 'late'").await, 4, "each is looked at");
        assert_eq!((shop.held().await, on(&shop.stall, Account::Suspense).await), (0, 0));
        let order = cash.read(&shop.stall).await;
        assert_eq!((order.state(), order.head.method), (OrderState::Waiting, Method::Cash));
        shop.sound().await;
    }

    /// Forged, altered, of another merchant, of nobody, one centime or another currency.
    async fn p7_p8_what_is_not_as_it_was_signed_or_agreed_is_not_taken(db: TestDb) {
        let shop = shop(db, 100).await;
        let bought = shop.bought(1).await;
        let oid = shop.posted(&bought).await;
        let told = shop.gateway.told(&oid, "00");
        let with = |fields: &Fields, name: &str, value: &str| -> Fields {
            let change = |(known, old): &(String, String)| (known.clone(), if known == name { value.to_owned() } else { old.clone() });
            fields.iter().map(change).collect()
        };
        let good = signed(told.clone());
        let unsigned = body(&told);
        let altered = body(&with(&good, "amount", "1.00"));
        let renamed = body(&with(&good, "oid", "0192f0c4-a3b2-7c3e-8d1f-5a6b7c8d9e0f"));
        let stranger = body(&signed(with(&told, "clientid", "600009999")));
        let sale = body(&signed(with(&told, "TranType", "Auth")));
        let doubled = format!("{}&amount=380.00", body(&good));
        for callback in [unsigned, altered, renamed, stranger, sale, doubled, String::new(), "x".repeat(100_000)] {
            assert_eq!(shop.call(&callback).await.text, "FAILURE");
        }
        assert_eq!(shop.stall.count("inbox").await, 0, "none of it was believed");
        assert_eq!(bought.attempt(&shop.stall).await.state, Standing::RequiresAction);
        // Signed, about nothing of ours.
        let nobody = signed(with(&with(&told, "oid", "0192f0c4-a3b2-7c3e-8d1f-5a6b7c8d9e0f"), "ReturnOid", "0192f0c4-a3b2-7c3e-8d1f-5a6b7c8d9e0f"));
        assert_eq!(shop.call(&body(&nobody)).await.text, "FAILURE");
        assert_eq!(shop.stall.count("inbox where note = 'unknown' and state = 'parked'").await, 1);
        // Signed, and not what was agreed.
        for (number, amount, currency) in [(2, "380.01", "504"), (3, "379.99", "504"), (4, "380.00", "978")] {
            let bought = shop.bought(number).await;
            let oid = shop.posted(&bought).await;
            let told = with(&with(&shop.gateway.told(&oid, "00"), "amount", amount), "currency", currency);
            let callback = body(&signed(told));
            assert_eq!(shop.told(&oid, &callback).await, "FAILURE");
            assert_eq!(shop.gateway.money(&oid), Money::LetGo);
            assert_eq!(bought.attempt(&shop.stall).await.state, Standing::IntegrityFailure);
            assert_eq!(shop.state(&bought).await, OrderState::Unpaid);
        }
        assert_eq!(shop.stall.count("inbox where note = 'amount'").await, 3);
        assert_eq!(shop.held().await, 0);
        // The first, as it was signed, after all of that.
        assert_eq!(shop.told(&oid, &body(&good)).await, POSTAUTH);
        assert_eq!(shop.state(&bought).await, OrderState::Waiting);
        shop.sound().await;
    }

    async fn a_refund_of_cmi_is_left_to_a_person_and_owed_until_then(db: TestDb) {
        let shop = shop(db, 10).await;
        let bought = shop.bought(1).await;
        let oid = shop.posted(&bought).await;
        let callback = shop.gateway.callback(&oid, "00");
        shop.told(&oid, &callback).await;
        buying::cancel_part(&shop.market, &bought.order.head.number, &bought.token, bought.part(0)).await.unwrap();
        shop.pass(10).await;
        let refunds = payment::refund::list_of_order(&shop.market.db, bought.order.head.id).await.unwrap();
        assert!(refunds[0].state.is_open());
        assert_eq!(on(&shop.stall, Account::RefundPayable(bought.order.head.id)).await, ALL / 2);
        shop.sound().await;
    }
}
