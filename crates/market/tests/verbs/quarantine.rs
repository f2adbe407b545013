//! A market whose database is from yesterday: what happened since is known to the providers and to people, not to it.

use crate::{
    card::{bought, pass, press},
    stall::{Stall, stall},
};
use kernel::{
    Locale, Micros, Money,
    ids::{BankLineId, PayoutId, RefundId},
    time::{DAY, HOUR, MINUTE},
};
use market::{
    Error, banking, buying,
    paying::Button,
    payouts::{self, Format},
    people::Origin,
    quarantine::{self, Waiting},
    refunding::{self, Paying},
    selling,
};
use order::{Method, OrderState};
use payment::{Standing, refund};
use psp::Provider;
use testkit::{TestDb, on_both};

/// A payment that was begun after the backup: its order is gone, the provider has the money.
async fn paid_after_the_backup(stall: &Stall) -> String {
    let mint = stall.market.mint();
    let attempt = psp::Attempt {
        attempt: "0192f0c4a3b27c3e8d1f5a6b7c8d9e0f".to_owned(),
        amount: Money::mad(12_345),
        locale: Locale::Fr,
        description: "lost".to_owned(),
        return_url: "https://market.example/back".to_owned(),
        cancel_url: "https://market.example/back".to_owned(),
        callback_url: "https://market.example/webhooks/fake".to_owned(),
        open_until: stall.market.now().plus(HOUR),
        buyer: psp::Buyer {
            name: None,
            email: None,
            phone: None,
        },
    };
    let started = stall.market.fake.start(&attempt, &mint).await.unwrap();
    press(stall, &started.session.unwrap(), Button::Pay);
    attempt.attempt
}

async fn begin(stall: &Stall) -> Micros {
    let data_at = stall.market.now();
    stall.market.clock.advance(MINUTE);
    quarantine::begin(&stall.market, data_at).await.unwrap();
    data_at
}

on_both! {
    /// The backup is of the moment before the buyer paid. The message of it went to a process that is no more.
    async fn c21_yesterdays_backup_learns_what_providers_know_and_tells_nobody_before_it_is_released(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let (paid, cash) = (bought(&stall, 1).await, stall.quoted(7, &[(stall.variants[0][0], 1)]).await);
        stall.place("cash", &cash).await.unwrap();
        let session = paid.session(&stall).await;
        let waiting = stall.count("job where kind = 'notice' and done_at is null").await;
        assert_eq!(waiting, 2, "the notices of the order in cash waited when the backup was made");
        let data_at = begin(&stall).await;
        press(&stall, &session, Button::Pay);
        let lost = paid_after_the_backup(&stall).await;

        pass(&stall, 10, false).await;
        assert_eq!(paid.attempt(&stall).await.state, Standing::Captured, "the provider was asked");
        assert_eq!(paid.read(&stall).await.state(), OrderState::Waiting);
        assert_eq!(market::money::check(&stall.market).await.unwrap().broken, None);
        assert!(stall.market.outbox.all().is_empty(), "no message left");
        let overview = quarantine::overview(&stall.market).await.unwrap().unwrap();
        assert_eq!(overview.quarantine.data_at, data_at);
        assert!(overview.quarantine.compared_at.is_some());
        assert_eq!((overview.messages.all, overview.messages.old), (5, 2));
        let strays: Vec<_> = overview.strays.iter().map(|stray| (stray.attempt.clone(), stray.captured_minor)).collect();
        assert_eq!(strays, [(lost, 12_345)], "what the provider knows and nobody here does");

        assert!(quarantine::release(&stall.market, None, Waiting::Discard).await.unwrap());
        assert!(!quarantine::release(&stall.market, None, Waiting::Discard).await.unwrap(), "once");
        pass(&stall, 10, false).await;
        assert!(stall.market.outbox.all().is_empty(), "what was discarded is never sent");
        assert_eq!(quarantine::overview(&stall.market).await.unwrap(), None);
    }

    async fn a_market_in_quarantine_takes_no_order_and_moves_no_money_until_it_is_released(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let paid = bought(&stall, 1).await;
        let session = paid.session(&stall).await;
        press(&stall, &session, Button::Pay);
        pass(&stall, 2, true).await;
        let sent = stall.market.outbox.all().len();
        let unpaid = bought(&stall, 2).await;
        begin(&stall).await;

        let quote = stall.quoted(3, &[(stall.variants[0][0], 1)]).await;
        let ordering = buying::Ordering { quote: quote.id, terms_accepted: true, method: Method::Cash };
        let refused = buying::place_order(&stall.market, "key-3", ordering.clone()).await;
        assert!(matches!(refused, Err(Error::Quarantined)), "{refused:?}");
        assert!(matches!(unpaid.start(&stall).await, Err(Error::Quarantined)));
        let office = &stall.administrator;
        let approved = payouts::approve_payout(&stall.market, office, "approve", testkit::mint(3).id()).await;
        assert!(matches!(approved, Err(Error::MoneyHeld)), "{approved:?}");
        let file = payouts::write_file(&stall.market, testkit::mint(4).id(), Format::Csv).await;
        assert!(matches!(file, Err(Error::MoneyHeld)), "no file for the bank leaves");
        // A cooperative writes down what it did: what follows from it waits.
        selling::decline(&stall.market, &stall.acting(0), paid.part(0), "sold".to_owned()).await.unwrap();
        stall.market.clock.advance(HOUR);
        pass(&stall, 3, true).await;
        let refunds = refund::list_of_order(&stall.market.db, paid.order.head.id).await.unwrap();
        assert_eq!(refunds[0].state, refund::State::Requested, "a refund is decided, and waits");
        assert_eq!(unpaid.read(&stall).await.state(), OrderState::Unpaid, "time decides nothing");
        assert_eq!(stall.market.outbox.all().len(), sent);
        assert_eq!(market::money::check(&stall.market).await.unwrap().broken, None);

        quarantine::release(&stall.market, None, Waiting::Send).await.unwrap();
        let quote = stall.quoted(4, &[(stall.variants[0][0], 1)]).await;
        let ordering = buying::Ordering { quote: quote.id, ..ordering };
        buying::place_order(&stall.market, "key-3", ordering).await.unwrap();
        pass(&stall, 5, true).await;
        let refunds = refund::list_of_order(&stall.market.db, paid.order.head.id).await.unwrap();
        assert_eq!(refunds[0].state, refund::State::Succeeded);
        assert!(stall.market.outbox.all().len() > sent, "what waited is sent");
        crate::card::books_agree(&stall).await;
    }

    /// What the database does not know of may have been sent already.
    async fn nobody_sends_money_out_in_quarantine(db: TestDb) {
        let stall = stall(db, 1, 1, 10).await;
        let (market, by) = (&stall.market, &stall.administrator);
        let (payout, refund): (PayoutId, RefundId) = (testkit::mint(3).id(), testkit::mint(4).id());
        let line: BankLineId = testkit::mint(5).id();
        let office = Paying::Office(*by);
        let own = Paying::Cooperative(stall.acting(0));
        let code = refunding::refund_code(market, refund);
        let tried = async |round: u32| {
            let key = |what: &str| format!("{what}-{round}");
            [
                payouts::approve_payout(market, by, &key("approve"), payout).await.map(drop),
                payouts::export_payouts(market, by, &key("export"), Vec::new()).await.map(drop),
                payouts::mark_paid(market, by, &key("paid"), payout).await.map(drop),
                refunding::hand_out_cash(market, office, refund, &code).await,
                refunding::hand_out_cash(market, own, refund, &code).await,
                refunding::send_transfer(market, office, refund, None).await,
                refunding::send_transfer(market, own, refund, None).await,
                refunding::return_suspense(market, by, testkit::mint(6).id()).await,
                banking::send_back(market, by, line).await,
            ]
        };
        begin(&stall).await;
        for (n, answer) in tried(1).await.into_iter().enumerate() {
            assert!(matches!(answer, Err(Error::MoneyHeld)), "{n}: {answer:?}");
        }
        quarantine::release(market, None, Waiting::Send).await.unwrap();
        for (n, answer) in tried(2).await.into_iter().enumerate() {
            assert!(answer.is_err() && !matches!(answer, Err(Error::MoneyHeld)), "{n}: {answer:?}");
        }
    }

    async fn a_code_is_sent_in_quarantine_to_whoever_asks_now_and_not_to_whoever_asked_then(db: TestDb) {
        let stall = stall(db, 1, 1, 10).await;
        let request = async |phone: &str| {
            let origin = Origin { address: None, locale: Locale::Fr, device: "Firefox".to_owned() };
            market::people::request_code(&stall.market, &origin, phone).await.unwrap();
        };
        request("+212661777001").await;
        begin(&stall).await;
        request("+212661777002").await;
        stall.market.run_jobs().await;
        assert!(stall.market.last_code("+212661777001").is_none());
        assert!(stall.market.last_code("+212661777002").is_some());
    }

    async fn cooperatives_have_a_day_after_the_release_to_answer_what_ran_out_meanwhile(db: TestDb) {
        let stall = stall(db, 1, 1, 10).await;
        let quote = stall.quoted(1, &[(stall.variants[0][0], 1)]).await;
        let order = stall.place("key", &quote).await.unwrap();
        begin(&stall).await;
        stall.market.clock.advance(3 * DAY);
        stall.market.run_jobs().await;
        quarantine::release(&stall.market, None, Waiting::Discard).await.unwrap();
        pass(&stall, 30, false).await;
        let state = async || order::order::get_order(&stall.market.db, order.value.id).await.unwrap().state();
        assert_eq!(state().await, OrderState::Waiting);
        stall.market.clock.advance(DAY);
        pass(&stall, 30, false).await;
        assert_eq!(state().await, OrderState::Cancelled);
    }
}
