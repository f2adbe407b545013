//! Who has the cash: handed over line by line, once, in both flows.

use crate::{
    parcels::{collected, delivered, from, from_carrier, members, on, open, paid, ruled, shipped, sound},
    stall::stall,
};
use bankfile::read::Mapping;
use kernel::{Fault, Kind, Money, time::DAY};
use ledger::{Account, Flow, payout::State as Payout};
use market::{
    Cash, Error,
    banking::{self, Upload, read::Format},
    cash::{self, Handing, list_outstanding},
    money,
    payouts::{self, Draft},
    selling,
};
use payment::{
    Holder, State as Paid,
    bank::{self, State as Line},
    remittance::{Giver, Receiver},
};
use std::{collections::BTreeMap, sync::Arc};
use testkit::{TestDb, on_both};

on_both! {
    /// A carrier with three parcels' cash, and not all of it.
    async fn p24_cash_of_many_parcels_is_counted_line_by_line_and_what_is_missing_stays_in_sight(db: TestDb) {
        let stall = stall(db, 2, 1, 50).await;
        let market = ruled(&stall, Cash::default());
        let (hand, _, office, _) = members(&stall);
        let parts = delivered(&stall, &market, 1..4).await;
        stall.market.clock.advance(9 * DAY);
        let lines = [(parts[0], None), (parts[1], Some(4_000)), (parts[2], Some(0))];
        // A sum that is not that of the lines, a part twice, none, less than nothing, more than there is, an empty envelope.
        let wrong: [(&[_], _); 8] = [
            (&lines, Some(22_999)),
            (&lines, Some(23_001)),
            (&[], None),
            (&[lines[0], lines[0]], None),
            (&[(parts[0], Some(-1))], None),
            (&[(parts[0], Some(19_001))], None),
            (&[(parts[0], Some(i64::MAX)), (parts[1], Some(i64::MAX))], None),
            (&[(parts[0], Some(0))], None),
        ];
        for (lines, total) in wrong {
            let refused = cash::receive(&market, "bad", &hand, from_carrier(Receiver::Cooperative, lines, total)).await.unwrap_err();
            assert_eq!((refused.kind(), refused.code()), (Kind::Invalid, "payment.amount"), "{refused}");
        }
        let stranger = cash::Hand::Cooperative(stall.acting(1));
        let refused = cash::receive(&market, "other", &stranger, from_carrier(Receiver::Cooperative, &lines, None)).await.unwrap_err();
        assert_eq!(refused.kind(), Kind::NotFound);
        let refused = cash::receive(&market, "office", &hand, from_carrier(Receiver::Platform, &lines, None)).await.unwrap_err();
        assert_eq!(refused.kind(), Kind::Forbidden);
        // What a cooperative sells on its own account never goes to the bank of the market.
        let refused = cash::receive(&market, "bank", &office, from_carrier(Receiver::Bank, &lines, None)).await.unwrap_err();
        assert_eq!(refused.kind(), Kind::Conflict);
        assert_eq!((open(&stall, &market).await.len(), stall.count("remittance").await), (3, 0));
        let once = cash::receive(&market, "one", &hand, from_carrier(Receiver::Cooperative, &lines, Some(23_000))).await.unwrap();
        assert_eq!((once.value.expected_minor, once.value.counted_minor), (57_000, Some(23_000)));
        assert_eq!(open(&stall, &market).await, [(parts[1], 15_000), (parts[2], 19_000)]);
        let late = list_outstanding(&market, None).await.unwrap();
        assert_eq!((late[0].days(market.now()), late[0].carrier.as_deref()), (9, Some("Amana")));
        assert_eq!(late[0].days(market.now().plus(-30 * DAY)), 0, "no clock makes it younger than nothing");
        let stands = async |part| (paid(&stall, part).await.state, paid(&stall, part).await.holder);
        assert_eq!(stands(parts[0]).await, (Paid::Remitted, Some(Holder::Cooperative)));
        assert_eq!(stands(parts[1]).await, (Paid::Collected, Some(Holder::Carrier)));
        sound(&stall).await;
        // The rest comes later, to the office this time, which hands it on.
        let rest = [parts[1], parts[2]];
        cash::receive(&market, "two", &office, from(Giver::Carrier, Receiver::Platform, &rest)).await.unwrap();
        sound(&stall).await;
        assert_eq!(on(&stall, Account::CashPlatform).await, 34_000);
        let sent = cash::announce(&market, "three", &office, from(Giver::Platform, Receiver::Cooperative, &rest)).await.unwrap().value;
        assert_eq!(on(&stall, Account::CashPlatform).await, 34_000, "nothing moves before it is counted");
        assert!(list_outstanding(&market, None).await.unwrap().iter().all(|one| one.waits));
        assert!(matches!(cash::confirm(&market, "k", &stranger, sent.id, BTreeMap::new(), None).await, Err(Error::Payment(payment::Error::NoPayment))));
        assert!(matches!(cash::withdraw(&market, &stranger, sent.id).await, Err(Error::Payment(payment::Error::NoPayment))));
        for again in [false, true] {
            let done = cash::confirm(&market, "four", &hand, sent.id, BTreeMap::new(), Some(34_000)).await.unwrap();
            assert_eq!((done.value, done.replayed), (34_000, again));
        }
        // Somebody else who counts the same is told so; and it cannot be taken back any more.
        assert!(matches!(cash::confirm(&market, "five", &hand, sent.id, BTreeMap::new(), None).await, Err(Error::Payment(payment::Error::Waiting))));
        assert!(matches!(cash::withdraw(&market, &office, sent.id).await, Err(Error::Payment(payment::Error::NotNow { .. }))));
        assert_eq!((open(&stall, &market).await.len(), on(&stall, Account::CashPlatform).await), (0, 0));
        sound(&stall).await;
    }

    /// Again and again, and by two at once.
    async fn p24_nothing_is_handed_over_twice_by_fifty_clicks_or_by_two_people_at_once(db: TestDb) {
        let stall = Arc::new(stall(db, 1, 1, 50).await);
        let market = ruled(&stall, Cash::default());
        let parts = delivered(&stall, &market, 1..3).await;
        let (hand, seller, office, _) = members(&stall);
        let tasks: Vec<_> = (0..50)
            .map(|click| {
                let (market, parts) = (Arc::clone(&market), parts.clone());
                // Half of them the same click of the cooperative; the others the office, for itself.
                let (key, by, to) = if click % 2 == 0 { ("same".to_owned(), hand, Receiver::Cooperative) } else { (format!("other-{click}"), office, Receiver::Platform) };
                tokio::spawn(async move { cash::receive(&market, &key, &by, from(Giver::Carrier, to, &parts)).await })
            })
            .collect();
        let (mut now, mut answers) = (0, Vec::new());
        for task in tasks {
            match task.await.unwrap() {
                Ok(once) => {
                    now += i32::from(!once.replayed);
                    answers.push(once.value);
                }
                Err(error) => assert_eq!(error.code(), "payment.waiting", "{error}"),
            }
        }
        assert_eq!(now, 1);
        assert!(answers.iter().all(|answer| *answer == answers[0]));
        assert_eq!(on(&stall, Account::CashCarrier(stall.cooperatives[0])).await, 0);
        assert_eq!(stall.count("remittance where state = 'confirmed'").await, 1);
        sound(&stall).await;
        assert!(matches!(cash::receive(&market, "late", &office, from(Giver::Carrier, Receiver::Platform, &parts)).await, Err(Error::Payment(payment::Error::Waiting))));
        // What waits in a document is not handed over on the order's own page either.
        let part = delivered(&stall, &market, 3..4).await[0];
        cash::receive(&market, "office", &office, from(Giver::Carrier, Receiver::Platform, &[part])).await.unwrap();
        let sent = cash::announce(&market, "sent", &office, from(Giver::Platform, Receiver::Cooperative, &[part])).await.unwrap().value;
        assert!(matches!(selling::remit(&market, &seller, part).await, Err(Error::Payment(payment::Error::Waiting))));
        // Two of the cooperative count it at the same moment: one half, the other all.
        let counting: Vec<_> = [Some(9_000), None]
            .into_iter()
            .enumerate()
            .map(|(who, half)| {
                let market = Arc::clone(&market);
                let counts: BTreeMap<_, _> = half.map(|minor| (part, minor)).into_iter().collect();
                tokio::spawn(async move { cash::confirm(&market, &format!("count-{who}"), &hand, sent.id, counts, None).await })
            })
            .collect();
        let (mut won, mut lost) = (0, 0);
        for task in counting {
            match task.await.unwrap() {
                Ok(_) => won += 1,
                Err(error) => {
                    assert_eq!(error.code(), "payment.waiting");
                    lost += 1;
                }
            }
        }
        assert_eq!((won, lost), (1, 1));
        sound(&stall).await;
    }

    /// The carrier had the whole, or more.
    async fn p24_a_carrier_who_reported_half_and_brings_all_makes_it_up_and_what_nobody_owed_goes_back(db: TestDb) {
        let stall = stall(db, 1, 1, 50).await;
        let market = ruled(&stall, Cash::default());
        let (hand, seller, office, by) = members(&stall);
        let part = shipped(&stall, &market, 1).await;
        selling::deliver(&market, &seller, part, Some(Money::mad(4_000)), Holder::Carrier).await.unwrap();
        for (minor, total) in [(19_000, 24_001), (3_000, 4_001)] {
            let typed = from_carrier(Receiver::Platform, &[(part, Some(minor))], Some(total));
            assert_eq!(cash::receive(&market, "typed", &office, typed).await.unwrap_err().kind(), Kind::Invalid);
        }
        for minor in [19_001, 5_000] {
            let more = from_carrier(Receiver::Cooperative, &[(part, Some(minor))], None);
            assert_eq!(cash::receive(&market, "more", &hand, more).await.unwrap_err().kind(), Kind::Invalid);
        }
        let all = from_carrier(Receiver::Platform, &[(part, Some(19_000))], Some(20_000));
        let brought = cash::receive(&market, "all", &office, all).await.unwrap().value.id;
        assert_eq!((paid(&stall, part).await.state, paid(&stall, part).await.collected.minor), (Paid::Collected, 19_000));
        assert_eq!((on(&stall, Account::CashPlatform).await, on(&stall, Account::Suspense).await), (20_000, 1_000));
        sound(&stall).await;
        for _ in 0..2 {
            cash::return_surplus(&market, &by, brought).await.unwrap();
        }
        assert_eq!((on(&stall, Account::CashPlatform).await, on(&stall, Account::Suspense).await), (19_000, 0));
        let exact = shipped(&stall, &market, 2).await;
        selling::deliver(&market, &seller, exact, None, Holder::Carrier).await.unwrap();
        let exact = from_carrier(Receiver::Platform, &[(exact, None)], None);
        let exact = cash::receive(&market, "exact", &office, exact).await.unwrap().value.id;
        assert!(matches!(cash::return_surplus(&market, &by, exact).await, Err(Error::Payment(payment::Error::NoPayment))));
        sound(&stall).await;
    }

    /// A page that was left open shows what somebody has counted since.
    async fn an_old_page_counts_nothing_that_has_moved(db: TestDb) {
        let stall = stall(db, 1, 1, 50).await;
        let market = ruled(&stall, Cash::default());
        let (_, seller, office, _) = members(&stall);
        let part = shipped(&stall, &market, 1).await;
        selling::deliver(&market, &seller, part, None, Holder::Carrier).await.unwrap();
        let shown = |minor: Option<i64>| cash::Handing {
            seen: [(part, 19_000)].into(),
            ..from_carrier(Receiver::Platform, &[(part, minor)], None)
        };
        cash::receive(&market, "some", &office, shown(Some(10_000))).await.unwrap();
        let old = cash::receive(&market, "old", &office, shown(None)).await;
        assert!(matches!(old, Err(Error::Payment(payment::Error::Edited))), "{old:?}");
        assert!(open(&stall, &market).await.contains(&(part, 9_000)));
        sound(&stall).await;
    }

    /// A cooperative that took the market's cash brings it.
    async fn what_a_cooperative_took_for_the_market_is_announced_counted_and_short_until_it_is_all_there(db: TestDb) {
        let stall = stall(db, 1, 1, 50).await;
        let market = ruled(&stall, collected());
        let (hand, seller, office, _) = members(&stall);
        let part = shipped(&stall, &market, 1).await;
        selling::deliver(&market, &seller, part, None, Holder::Cooperative).await.unwrap();
        assert_eq!(open(&stall, &market).await, [(part, 19_000)]);
        let brought = from(Giver::Cooperative, Receiver::Platform, &[part]);
        assert_eq!(cash::receive(&market, "self", &hand, brought.clone()).await.unwrap_err().kind(), Kind::Forbidden);
        for (line, total) in [(Some(0), None), (Some(19_001), None), (None, Some(18_999))] {
            let wrong = Handing { lines: vec![(part, line)], total_minor: total, ..brought.clone() };
            assert_eq!(cash::announce(&market, "wrong", &hand, wrong).await.unwrap_err().kind(), Kind::Invalid);
        }
        let sent = cash::announce(&market, "brought", &hand, brought.clone()).await.unwrap().value;
        assert!(matches!(cash::announce(&market, "again", &hand, brought.clone()).await, Err(Error::Payment(payment::Error::Waiting))));
        assert_eq!(cash::confirm(&market, "c", &hand, sent.id, BTreeMap::new(), None).await.unwrap_err().kind(), Kind::Forbidden);
        // The daily comparison names what nobody has confirmed for a week.
        stall.market.clock.advance(8 * DAY);
        let compared = money::reconcile(&market).await.unwrap();
        assert!(compared.differences.iter().any(|one| one.place.code() == "announced" && one.theirs == 19_000), "{compared:?}");
        // The office is told of the same differences once.
        stall.office_reads().await;
        let disagree = async || {
            money::reconcile(&market).await.unwrap();
            stall.said("ne concordent pas").await
        };
        assert_eq!((disagree().await, disagree().await), (1, 1));
        // It never came, was brought again, and was forty short of the hundred and seventy in it.
        cash::withdraw(&market, &hand, sent.id).await.unwrap();
        cash::withdraw(&market, &hand, sent.id).await.unwrap();
        assert!(matches!(cash::confirm(&market, "d", &office, sent.id, BTreeMap::new(), None).await, Err(Error::Payment(payment::Error::NotNow { .. }))));
        let later = Handing { lines: vec![(part, Some(17_000))], ..brought };
        let sent = cash::announce(&market, "later", &hand, later).await.unwrap().value;
        assert_eq!(sent.expected_minor, 17_000);
        cash::confirm(&market, "e", &office, sent.id, BTreeMap::from([(part, 13_000)]), Some(13_000)).await.unwrap();
        assert_eq!(open(&stall, &market).await, [(part, 6_000), (part, 13_000)]);
        sound(&stall).await;
        cash::receive(&market, "rest", &office, from(Giver::Cooperative, Receiver::Platform, &[part])).await.unwrap();
        assert_eq!(on(&stall, Account::CashPlatform).await, 19_000);
        sound(&stall).await;
    }

    /// The market collects and pays out.
    async fn the_collected_flow_goes_from_the_door_through_the_office_and_its_bank_to_the_payout(db: TestDb) {
        let stall = stall(db, 1, 1, 50).await;
        let market = ruled(&stall, collected());
        let (_, seller, office, by) = members(&stall);
        let cooperative = stall.cooperatives[0];
        let parts = delivered(&stall, &market, 1..3).await;
        assert_eq!(on(&stall, Account::CashCarrier(cooperative)).await, 38_000);
        sound(&stall).await;
        selling::remit(&market, &seller, parts[0]).await.unwrap();
        cash::receive(&market, "slip", &office, from(Giver::Carrier, Receiver::Platform, &parts[1..])).await.unwrap();
        let back = from(Giver::Platform, Receiver::Cooperative, &parts[1..]);
        assert!(matches!(cash::announce(&market, "back", &office, back).await, Err(Error::Payment(payment::Error::Waiting))), "its share comes as a payout");
        assert!(matches!(selling::remit(&market, &seller, parts[1]).await, Err(Error::Payment(payment::Error::NotNow { .. }))));
        let banked = cash::receive(&market, "banked", &office, from(Giver::Platform, Receiver::Bank, &parts[1..])).await.unwrap().value;
        assert_eq!(on(&stall, Account::Bank).await, 19_000);
        sound(&stall).await;
        let brought = from(Giver::Cooperative, Receiver::Bank, &parts[..1]);
        cash::receive(&market, "brought", &office, brought).await.unwrap();
        assert!(open(&stall, &market).await.is_empty());
        // The bank says the same a day later: it is not more money.
        let agree = async || money::reconcile(&market).await.unwrap().differences.is_empty();
        assert!(agree().await);
        let bytes = b"Date;Libelle;Debit;Credit\n02/03/2026;VERSEMENT ESPECES;;190,00\n02/03/2026;VERSEMENT ESPECES;;180,00\n".to_vec();
        let upload = Upload { name: "releve.csv".to_owned(), bytes, format: Format::Csv(Mapping::default()) };
        let imported = banking::import_file(&market, &by, upload).await.unwrap();
        banking::match_new(&market).await.unwrap();
        let lines = bank::list_rows(&market.db, imported.file).await.unwrap();
        assert_eq!(on(&stall, Account::Suspense).await, 37_000);
        let (same, other) = (lines[0].line.id, lines[1].line.id);
        assert!(matches!(banking::paid_in(&market, &by, other, banked.id).await, Err(Error::DoesNotFit("amount"))));
        banking::paid_in(&market, &by, same, banked.id).await.unwrap();
        assert!(matches!(banking::paid_in(&market, &by, same, banked.id).await, Err(Error::Payment(payment::Error::NotNow { .. }))));
        assert_eq!((on(&stall, Account::Suspense).await, on(&stall, Account::Bank).await), (18_000, 56_000));
        assert_eq!(bank::list_rows(&market.db, imported.file).await.unwrap()[0].line.state, Line::Applied);
        assert!(agree().await);
        sound(&stall).await;
        // A week later what is the cooperative's is final, and paid.
        stall.market.clock.advance(8 * DAY);
        selling::close_due(&stall.market).await.unwrap();
        assert_eq!(on(&stall, Account::Available(cooperative)).await, 38_000);
        let Draft::Drafted(payout) = payouts::draft_payout(&market, &by, cooperative).await.unwrap() else { panic!("nothing to pay") };
        payouts::approve_payout(&market, &by, "approve", payout).await.unwrap();
        payouts::mark_paid(&market, &by, "paid", payout).await.unwrap();
        assert_eq!(ledger::payout::find(&market.db, payout).await.unwrap().unwrap().state, Payout::Paid);
        assert_eq!((on(&stall, Account::Available(cooperative)).await, on(&stall, Account::Bank).await), (0, 18_000));
        sound(&stall).await;
    }

    /// A word once a week.
    async fn a_cooperative_is_reminded_once_a_week_of_cash_that_its_carriers_keep(db: TestDb) {
        let stall = stall(db, 1, 1, 50).await;
        let market = ruled(&stall, Cash::default());
        delivered(&stall, &market, 1..2).await;
        let told = async || stall.count("job where kind = 'notice' and payload like '%cash_waiting%'").await;
        cash::remind(&market).await.unwrap();
        assert_eq!(told().await, 0);
        stall.market.clock.advance(8 * DAY);
        for _ in 0..3 {
            cash::remind(&market).await.unwrap();
        }
        assert_eq!(told().await, 1);
        let heard = async || {
            cash::remind(&market).await.unwrap();
            stall.market.run_jobs().await;
            stall.market.outbox.all().iter().filter(|sent| sent.message.text.contains("190")).count()
        };
        let once = heard().await;
        assert!(once > 0);
        assert_eq!(heard().await, once, "not twice in a week");
        stall.market.clock.advance(7 * DAY);
        assert!(heard().await > once);
    }

    /// On its own account a cooperative keeps the cash.
    async fn in_the_direct_flow_a_cooperative_holds_its_cash_and_owes_the_commission(db: TestDb) {
        let stall = stall(db, 1, 1, 50).await;
        let market = ruled(&stall, Cash { flow: Flow::Direct, ..Cash::default() });
        let (hand, _, _, by) = members(&stall);
        let rate = ledger::commission::Rate { bps: 500, fixed_minor: 0, vat_bps: 2000 };
        money::open_rule(&market, &by, ledger::rule::For::Market, rate, None).await.unwrap();
        let part = delivered(&stall, &market, 1..2).await[0];
        let cooperative = stall.cooperatives[0];
        assert_eq!(on(&stall, Account::CommissionDue(cooperative)).await, 1_020);
        cash::receive(&market, "in", &hand, from(Giver::Carrier, Receiver::Cooperative, &[part])).await.unwrap();
        assert_eq!(on(&stall, Account::CashCooperative(cooperative)).await, 19_000);
        assert!(open(&stall, &market).await.is_empty(), "it has what is its own");
        let away = from(Giver::Cooperative, Receiver::Platform, &[part]);
        assert!(matches!(cash::announce(&market, "away", &hand, away).await, Err(Error::Payment(payment::Error::Waiting))));
        stall.market.clock.advance(8 * DAY);
        selling::close_due(&stall.market).await.unwrap();
        assert_eq!((on(&stall, Account::CashCooperative(cooperative)).await, on(&stall, Account::OwnSales(cooperative)).await), (0, 0));
        assert_eq!(on(&stall, Account::CommissionDue(cooperative)).await, 1_020);
        sound(&stall).await;
    }
}
