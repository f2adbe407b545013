//! Cash that does not come: short and made up, given up by two people, and there after all.

use crate::{
    parcels::{collected, delivered, from, from_carrier, members, on, open, paid, ruled, shipped, sound},
    stall::stall,
};
use kernel::{Fault, Kind, Money, time::DAY};
use ledger::{Account, Flow};
use market::{
    Cash, Error,
    actor::Administrator,
    cash::{self, decide_loss, give_up, make_up, recover},
    selling,
};
use payment::{
    Holder, State as Paid,
    loss::Kind as Lost,
    remittance::{Giver, Receiver},
};
use std::sync::Arc;
use testkit::{TestDb, on_both};

on_both! {
    /// It never comes, and then some of it does.
    async fn p24_cash_that_is_never_remitted_is_seen_and_given_up_by_two_people_in_both_flows(db: TestDb) {
        let stall = stall(db, 1, 1, 50).await;
        let (hand, _, office, first) = members(&stall);
        let second = Administrator { person: stall.seller };
        for (flow, number) in [(Flow::Direct, 1), (Flow::Collected, 2)] {
            let market = ruled(&stall, Cash { flow, ..Cash::default() });
            let part = delivered(&stall, &market, number..number + 1).await[0];
            let (key, why) = (format!("lost-{number}"), "Le livreur a disparu".to_owned());
            let early = give_up(&market, "short", &first, part, Lost::Short, "x".to_owned()).await.unwrap_err();
            assert_eq!(early.kind(), Kind::Invalid, "nothing is short");
            let asked = give_up(&market, &key, &first, part, Lost::Missing, why.clone()).await.unwrap().value;
            assert_eq!(asked.amount_minor, 19_000);
            assert!(give_up(&market, &key, &first, part, Lost::Missing, why).await.unwrap().replayed);
            assert!(matches!(give_up(&market, "b", &second, part, Lost::Missing, "b".to_owned()).await, Err(Error::Payment(payment::Error::Waiting))));
            assert!(matches!(decide_loss(&market, &first, asked.id, true).await, Err(Error::Payment(payment::Error::SecondPerson))));
            assert!(matches!(recover(&market, "early", &first, asked.id, 1).await, Err(Error::Payment(payment::Error::Amount))));
            assert_eq!(open(&stall, &market).await, [(part, 19_000)]);
            for _ in 0..2 {
                decide_loss(&market, &second, asked.id, true).await.unwrap();
            }
            assert!(matches!(decide_loss(&market, &second, asked.id, false).await, Err(Error::Payment(payment::Error::NotNow { .. }))));
            assert_eq!(stall.count(&format!("posting where kind = 'missing' and id = 'missing:{}'", asked.id)).await, 1);
            assert_eq!(open(&stall, &market).await, []);
            let borne = if flow == Flow::Direct { 0 } else { 19_000 };
            assert_eq!(on(&stall, Account::WriteOff).await, borne);
            sound(&stall).await;
            // He is found, with some of it.
            for minor in [0, -1, 19_001, i64::MAX] {
                assert!(matches!(recover(&market, "bad", &first, asked.id, minor).await, Err(Error::Payment(payment::Error::Amount))));
            }
            for again in [false, true] {
                let came = recover(&market, &format!("came-{number}"), &first, asked.id, 15_000).await.unwrap();
                assert_eq!((came.value, came.replayed), (4_000, again));
            }
            assert!(matches!(recover(&market, "more", &first, asked.id, 4_001).await, Err(Error::Payment(payment::Error::Amount))));
            assert_eq!((on(&stall, Account::WriteOff).await, on(&stall, Account::CashPlatform).await), ((borne - 15_000).max(0), 15_000));
            assert_eq!(open(&stall, &market).await, [(part, 15_000)]);
            sound(&stall).await;
            // From there it goes on as any other cash.
            if flow == Flow::Direct {
                cash::receive(&market, "on", &hand, from(Giver::Platform, Receiver::Cooperative, &[part])).await.unwrap();
                assert_eq!(paid(&stall, part).await.state, Paid::Remitted);
            } else {
                cash::receive(&market, "on", &office, from(Giver::Platform, Receiver::Bank, &[part])).await.unwrap();
            }
            sound(&stall).await;
            stall.market.clock.advance(9 * DAY);
            selling::close_due(&stall.market).await.unwrap();
            recover(&market, &format!("last-{number}"), &first, asked.id, 4_000).await.unwrap();
            sound(&stall).await;
            assert_eq!(on(&stall, Account::WriteOff).await, 0);
            let (giver, to, by) = if flow == Flow::Direct { (Giver::Platform, Receiver::Cooperative, hand) } else { (Giver::Platform, Receiver::Bank, office) };
            cash::receive(&market, "end", &by, from(giver, to, &[part])).await.unwrap();
            assert_eq!((open(&stall, &market).await.len(), on(&stall, Account::CashPlatform).await), (0, 0));
            sound(&stall).await;
        }
    }

    /// The same decision by many.
    async fn p24_twenty_decisions_at_once_post_one_loss_and_what_turns_up_is_booked_once(db: TestDb) {
        let stall = Arc::new(stall(db, 1, 1, 50).await);
        let market = ruled(&stall, collected());
        let (_, _, _, first) = members(&stall);
        let second = Administrator { person: stall.seller };
        let part = delivered(&stall, &market, 1..2).await[0];
        let asked = give_up(&market, "a", &first, part, Lost::Missing, "Perdu".to_owned()).await.unwrap().value;
        let tasks: Vec<_> = (0..20)
            .map(|_| {
                let market = Arc::clone(&market);
                tokio::spawn(async move { decide_loss(&market, &second, asked.id, true).await })
            })
            .collect();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        assert_eq!(on(&stall, Account::WriteOff).await, 19_000);
        let tasks: Vec<_> = (0..20)
            .map(|click| {
                let market = Arc::clone(&market);
                tokio::spawn(async move { recover(&market, &format!("r{click}"), &first, asked.id, 10_000).await })
            })
            .collect();
        let mut came = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(_) => came += 1,
                Err(error) => assert_eq!(error.code(), "payment.amount"),
            }
        }
        assert_eq!((came, on(&stall, Account::WriteOff).await), (1, 9_000));
        sound(&stall).await;
        // What was declined may be asked again, and what has moved meanwhile is not given up.
        let part = delivered(&stall, &market, 2..3).await[0];
        let asked = give_up(&market, "b", &first, part, Lost::Missing, "Perdu".to_owned()).await.unwrap().value;
        decide_loss(&market, &first, asked.id, false).await.unwrap();
        let asked = give_up(&market, "c", &second, part, Lost::Missing, "Perdu".to_owned()).await.unwrap().value;
        let half = from_carrier(Receiver::Platform, &[(part, Some(9_000))], None);
        cash::receive(&market, "half", &cash::Hand::Office(first), half).await.unwrap();
        assert!(matches!(decide_loss(&market, &first, asked.id, true).await, Err(Error::Payment(payment::Error::Edited))));
        sound(&stall).await;
    }

    /// The buyer had too little.
    async fn what_a_buyer_paid_too_little_is_made_up_or_given_up_and_the_market_follows_it(db: TestDb) {
        let stall = stall(db, 2, 1, 50).await;
        let (hand, seller, office, first) = members(&stall);
        let second = Administrator { person: stall.seller };
        for (flow, number) in [(Flow::Direct, 1), (Flow::Collected, 4)] {
            let market = ruled(&stall, Cash { flow, ..Cash::default() });
            let (made_up, given_up) = (shipped(&stall, &market, number).await, shipped(&stall, &market, number + 1).await);
            for part in [made_up, given_up] {
                selling::deliver(&market, &seller, part, Some(Money::mad(15_000)), Holder::Carrier).await.unwrap();
            }
            // As long as the carrier has it, what is short comes with it.
            assert!(matches!(make_up(&market, "early", &hand, made_up).await, Err(Error::Payment(payment::Error::Waiting))));
            cash::receive(&market, &format!("in-{number}"), &hand, from(Giver::Carrier, Receiver::Cooperative, &[made_up])).await.unwrap();
            assert_eq!(paid(&stall, made_up).await.state, Paid::Short);
            sound(&stall).await;
            let stranger = cash::Hand::Cooperative(stall.acting(1));
            assert_eq!(make_up(&market, "other", &stranger, made_up).await.unwrap_err().kind(), Kind::NotFound);
            assert!(matches!(make_up(&market, "office", &office, made_up).await, Err(Error::Payment(payment::Error::Waiting))));
            for again in [false, true] {
                assert_eq!(make_up(&market, &format!("up-{number}"), &hand, made_up).await.unwrap().replayed, again);
            }
            assert!(matches!(make_up(&market, "again", &hand, made_up).await, Err(Error::Payment(payment::Error::Amount))));
            let settled = if flow == Flow::Direct { Paid::Remitted } else { Paid::Collected };
            assert_eq!((paid(&stall, made_up).await.state, paid(&stall, made_up).await.collected.minor), (settled, 19_000));
            sound(&stall).await;
            let asked = give_up(&market, &format!("short-{number}"), &first, given_up, Lost::Short, "Un billet de moins".to_owned()).await.unwrap().value;
            assert_eq!(asked.amount_minor, 4_000);
            decide_loss(&market, &second, asked.id, true).await.unwrap();
            sound(&stall).await;
            let over = from_carrier(Receiver::Platform, &[(given_up, Some(19_000))], None);
            assert!(cash::receive(&market, "over", &office, over).await.is_err());
            assert!(matches!(make_up(&market, "late", &hand, given_up).await, Err(Error::Payment(payment::Error::Amount))));
            // Honest after all: the buyer brings it to the office.
            recover(&market, &format!("honest-{number}"), &first, asked.id, 4_000).await.unwrap();
            sound(&stall).await;
            cash::receive(&market, &format!("rest-{number}"), &office, from(Giver::Carrier, Receiver::Platform, &[given_up])).await.unwrap();
            assert!(open(&stall, &market).await.contains(&(given_up, 19_000)));
            // What came late can be given back as the rest can.
            assert_eq!(paid(&stall, given_up).await.left_minor(), 19_000);
            sound(&stall).await;
            stall.market.clock.advance(9 * DAY);
            selling::close_due(&stall.market).await.unwrap();
            sound(&stall).await;
            let (to, by) = if flow == Flow::Direct { (Receiver::Cooperative, hand) } else { (Receiver::Bank, office) };
            cash::receive(&market, &format!("on-{number}"), &by, from(Giver::Platform, to, &[given_up])).await.unwrap();
            sound(&stall).await;
        }
    }
}
