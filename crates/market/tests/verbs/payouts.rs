//! Payouts: what the market collected reaches its cooperatives once, whoever says what how often; what goes back
//! afterwards is kept from the next.

use crate::{
    card::on,
    payday::{SHARE, available, colleague, draft, drafted, earned, market, sound, state, submitted},
    stall::Stall,
};
use kernel::{Money, ids::SellerOrderId, time::DAY};
use ledger::{
    Account,
    payout::{self, State},
};
use market::{
    Error, money,
    payouts::{self, Draft, Format},
};
use std::sync::Arc;
use testkit::{TestDb, on_both};

/// The whole of a part goes back to its buyer, after all.
async fn goes_back(stall: &Stall, part: SellerOrderId) {
    let lines = ledger::statement::list_frozen(&stall.market.db, &[part]).await.unwrap();
    let mint = stall.market.mint();
    let refund = ledger::refund::Refund {
        id: mint.id(),
        part,
        lines: lines.iter().map(|line| (line.line, line.total_minor)).collect(),
        delivery_minor: 2_000,
    };
    let db = &stall.market.db;
    db.write(move |tx| {
        Box::pin(async move { Ok::<_, Error>(ledger::refund::approved(tx, &mint, None, &refund).await?) })
    })
    .await
    .unwrap();
}

/// The ledger holds, payouts and invoices with it, where money went back that no refund of an order asked for.
async fn holds(stall: &Stall) {
    let db = &stall.market.db;
    assert_eq!(ledger::check(db).await.unwrap(), None);
    assert_eq!(ledger::check::owed(db).await.unwrap(), None);
}

on_both! {
    /// The main walk, with everything that each side sees.
    async fn what_was_earned_is_drafted_approved_written_into_a_file_and_paid(db: TestDb) {
        let stall = market(db, 2).await;
        let (market, by, seller) = (&stall.market, &stall.administrator, stall.acting(0));
        assert_eq!(draft(&stall, 0).await, Draft::Carried(Money::mad(0)));
        let parts = earned(&stall, 1).await;
        let next = money::list_next_payout(market, &seller).await.unwrap();
        assert_eq!(next.iter().map(|line| line.line.minor).sum::<i64>(), SHARE);
        let drafts = payouts::draft_payouts(market, by).await.unwrap();
        assert_eq!((drafts.all.len(), drafts.drafted()), (2, 2));
        sound(&stall).await;
        let waiting = payout::list_waiting(&market.db).await.unwrap();
        assert!(waiting.is_empty(), "{waiting:?}");
        let all = payout::list(&market.db, &[State::Draft], None, kernel::Limit::default()).await.unwrap().items;
        let own = all.iter().find(|one| one.cooperative == seller.cooperative).unwrap();
        assert_eq!((own.amount, own.lines_minor, own.netted_minor), (Money::mad(SHARE), SHARE, 0));
        assert_eq!((own.holder.as_str(), own.rib.as_str()), ("Coopérative Tislit 1", "011519000001205000534921"));
        // Nothing has moved, and the cooperative sees nothing of it yet.
        assert_eq!(available(&stall, seller.cooperative).await, SHARE);
        assert!(money::find_payout_for_cooperative(market, &seller, own.id).await.unwrap().is_none());
        market.clock.advance(1);
        for one in &all {
            payouts::approve_payout(market, by, &format!("approve-{}", one.id), one.id).await.unwrap();
        }
        assert_eq!(on(&stall, Account::PayingOut(seller.cooperative)).await, SHARE);
        market.clock.advance(1);
        let file = payouts::export_payouts(market, by, "export", Vec::new()).await.unwrap().value;
        let again = payouts::export_payouts(market, by, "export", Vec::new()).await.unwrap();
        assert!(again.replayed && again.value == file);
        let nothing = payouts::export_payouts(market, by, "another", Vec::new()).await;
        assert!(matches!(nothing, Err(Error::NothingToExport)));
        let xml = payouts::write_file(market, file, Format::Xml).await.unwrap();
        market.clock.advance(DAY);
        assert_eq!(payouts::write_file(market, file, Format::Xml).await.unwrap(), xml, "the same bytes");
        let text = String::from_utf8(xml.bytes).unwrap();
        assert!(text.contains(&format!("<MsgId>{file}</MsgId>")) && text.contains(&own.reference) && text.contains("<CtrlSum>359.60</CtrlSum>"), "{text}");
        let csv = String::from_utf8(payouts::write_file(market, file, Format::Csv).await.unwrap().bytes).unwrap();
        assert!(csv.contains("179.80") && csv.contains("\"011 519 0000012050005349 21\""), "{csv}");
        payouts::mark_paid(market, by, "paid", own.id).await.unwrap();
        assert_eq!(on(&stall, Account::PayingOut(seller.cooperative)).await, 0);
        assert_eq!(on(&stall, Account::Bank).await, -SHARE);
        let found = money::find_payout_for_cooperative(market, &seller, own.id).await.unwrap().unwrap();
        assert_eq!(found.payout.state, State::Paid);
        assert_eq!(found.lines.iter().map(|line| line.line.part).collect::<Vec<_>>(), [Some(parts[0]); 2]);
        assert!(found.lines.iter().all(|line| line.number.is_some()));
        assert_eq!(found.history.iter().map(|one| one.event.as_str()).collect::<Vec<_>>(), ["draft", "approve", "submit", "pay"]);
        assert!(money::find_payout_for_cooperative(market, &stall.acting(1), own.id).await.unwrap().is_none());
        market.run_jobs().await;
        let told = market.outbox.all();
        let sent = told.iter().filter(|one| one.message.text.contains(&own.reference)).count();
        assert_eq!(sent, 1, "the member has a telephone alone");
        sound(&stall).await;
    }

    /// Retried, by two workers, with the answer lost; unknown; and the bank says it twice.
    async fn p14_a_payout_is_paid_once_and_unknown_blocks_until_the_bank_says(db: TestDb) {
        let stall = market(db, 1).await;
        let (market, by, coop) = (&stall.market, &stall.administrator, stall.cooperatives[0]);
        earned(&stall, 1).await;
        // Ten workers and an administrator draft at once.
        let workers: Vec<_> = (0..10).map(|_| {
            let stall = Arc::clone(&stall);
            tokio::spawn(async move { payouts::draft_due(&stall.market).await.unwrap().drafted() })
        }).collect();
        let mut drafted = 0;
        for worker in workers {
            drafted += worker.await.unwrap();
        }
        assert_eq!((drafted, stall.count("payout").await), (1, 1));
        let Draft::Waits(id) = draft(&stall, 0).await else { panic!("it waits") };
        payouts::approve_payout(market, by, "approve", id).await.unwrap();
        // Two write the file at once: one of them does.
        let files: Vec<_> = (0..4).map(|n| {
            let stall = Arc::clone(&stall);
            tokio::spawn(async move { payouts::export_payouts(&stall.market, &stall.administrator, &format!("file-{n}"), Vec::new()).await.is_ok() })
        }).collect();
        let mut made = 0;
        for file in files {
            made += i32::from(file.await.unwrap());
        }
        assert_eq!((made, stall.count("payout_file").await), (1, 1));
        // The answer is lost: nobody knows, and nothing of it is paid again.
        payouts::mark_unknown(market, by, "unknown", id).await.unwrap();
        market.clock.advance(30 * DAY);
        assert_eq!(draft(&stall, 0).await, Draft::Carried(Money::mad(0)));
        assert_eq!(payouts::draft_due(market).await.unwrap().drafted(), 0);
        sound(&stall).await;
        let queue = market.queue.clone();
        let bank = async |amount: i64| {
            let (mint, queue) = (market.mint(), queue.clone());
            market.db.write(move |tx| Box::pin(async move { payouts::paid_by_bank(tx, &mint, &queue, id, Money::mad(amount)).await })).await
        };
        for wrong in [SHARE - 1, SHARE + 1, 0] {
            assert!(matches!(bank(wrong).await, Err(Error::Ledger(ledger::Error::Amount))), "{wrong}");
        }
        assert!(bank(SHARE).await.unwrap());
        assert!(!bank(SHARE).await.unwrap(), "said twice");
        payouts::mark_paid(market, by, "by hand", id).await.unwrap();
        let failed = payouts::fail_payout(market, by, "too late", id, "Retour".to_owned()).await;
        assert!(matches!(failed, Err(Error::Ledger(ledger::Error::NotNow("paid")))));
        assert_eq!((on(&stall, Account::Bank).await, available(&stall, coop).await), (-SHARE, 0));
        sound(&stall).await;
    }

    /// Nobody heard of it.
    async fn a_payout_of_which_the_bank_says_nothing_for_ten_days_is_unknown_and_stays_locked(db: TestDb) {
        let stall = market(db, 1).await;
        let (market, by) = (&stall.market, &stall.administrator);
        stall.office_reads().await;
        earned(&stall, 1).await;
        let id = submitted(&stall, "a").await;
        earned(&stall, 2).await;
        let other = drafted(&stall, 0).await;
        payouts::approve_payout(market, by, "other", other).await.unwrap();
        let since = payout::find(&market.db, id).await.unwrap().unwrap().updated_at;
        market.clock.advance(10 * DAY - 1 - market.now().since(since));
        payouts::doubt_unheard(market).await.unwrap();
        assert_eq!(state(&stall, id).await, State::Submitted);
        market.clock.advance(1);
        for _ in 0..2 {
            payouts::doubt_unheard(market).await.unwrap();
        }
        assert_eq!((state(&stall, id).await, state(&stall, other).await), (State::Unknown, State::Approved));
        let doubts: Vec<_> = payout::history(&market.db, id).await.unwrap().into_iter().filter(|one| one.event == "doubt").collect();
        assert_eq!((doubts.len(), doubts[0].person), (1, None));
        assert_eq!(stall.said(&format!("/admin/payouts/{id}")).await, 1, "the office is told to look");
        assert_eq!(draft(&stall, 0).await, Draft::Carried(Money::mad(0)), "its lines stay its own");
        payouts::mark_paid(market, by, "paid", id).await.unwrap();
        market.clock.advance(30 * DAY);
        payouts::doubt_unheard(market).await.unwrap();
        assert_eq!((state(&stall, id).await, state(&stall, other).await), (State::Paid, State::Approved));
        sound(&stall).await;
    }

    /// By itself.
    async fn the_daily_round_finds_what_nobody_heard_of(db: TestDb) {
        let stall = market(db, 1).await;
        earned(&stall, 1).await;
        let id = submitted(&stall, "a").await;
        let patient = stall.market.altered(|market| market.settings.payouts.unknown_after_days = 30);
        stall.market.clock.advance(12 * DAY);
        payouts::doubt_unheard(&patient).await.unwrap();
        assert_eq!(state(&stall, id).await, State::Submitted);
        stall.market.run_jobs().await;
        assert_eq!(state(&stall, id).await, State::Unknown);
        sound(&stall).await;
    }

    /// A refund, or a dispute that is lost, when the money is gone.
    async fn p13_what_goes_back_after_a_payout_is_kept_from_the_next_and_nothing_is_paid_twice(db: TestDb) {
        let stall = market(db, 1).await;
        let (market, by, coop) = (&stall.market, &stall.administrator, stall.cooperatives[0]);
        let first = earned(&stall, 1).await;
        let id = submitted(&stall, "first").await;
        payouts::mark_paid(market, by, "paid", id).await.unwrap();
        goes_back(&stall, first[0]).await;
        assert_eq!(available(&stall, coop).await, -SHARE);
        assert_eq!(draft(&stall, 0).await, Draft::Carried(Money::mad(-SHARE)), "it owes, and is carried on");
        earned(&stall, 2).await;
        assert_eq!(draft(&stall, 0).await, Draft::Carried(Money::mad(0)));
        earned(&stall, 3).await;
        let next = drafted(&stall, 0).await;
        let found = money::find_payout(market, next).await.unwrap().unwrap();
        assert_eq!(found.payout.amount, Money::mad(SHARE));
        assert_eq!(found.lines.iter().filter(|line| line.line.minor < 0).map(|line| line.line.minor).sum::<i64>(), -SHARE);
        payouts::approve_payout(market, by, "next", next).await.unwrap();
        payouts::mark_paid(market, by, "next paid", next).await.unwrap();
        assert_eq!((on(&stall, Account::Bank).await, available(&stall, coop).await), (-2 * SHARE, 0));
        holds(&stall).await;
        // Money goes back between the draft and its approval: it does not go, and is drafted anew.
        let last = earned(&stall, 4).await;
        earned(&stall, 5).await;
        let id = drafted(&stall, 0).await;
        goes_back(&stall, last[0]).await;
        let refused = payouts::approve_payout(market, by, "late", id).await;
        assert!(matches!(refused, Err(Error::Ledger(ledger::Error::NotCovered(_)))));
        payouts::cancel_payout(market, by, "cancel", id).await.unwrap();
        let id = drafted(&stall, 0).await;
        assert_eq!(payout::find(&market.db, id).await.unwrap().unwrap().amount, Money::mad(SHARE));
        holds(&stall).await;
    }

    /// Under one key, and under fifty.
    async fn p14_fifty_equal_approvals_have_one_effect_and_equal_answers(db: TestDb) {
        let stall = market(db, 1).await;
        earned(&stall, 1).await;
        let id = drafted(&stall, 0).await;
        let mut answers = Vec::new();
        for round in 0..2 {
            let asked: Vec<_> = (0..50).map(|n| {
                let stall = Arc::clone(&stall);
                let key = if round == 0 { "same".to_owned() } else { format!("other-{n}") };
                tokio::spawn(async move { payouts::approve_payout(&stall.market, &stall.administrator, &key, id).await.unwrap().value })
            }).collect();
            for one in asked {
                answers.push(one.await.unwrap());
            }
        }
        assert_eq!(answers, vec![id; 100]);
        assert_eq!(on(&stall, Account::PayingOut(stall.cooperatives[0])).await, SHARE);
        assert_eq!(stall.count("posting where kind = 'payout_approved'").await, 1);
        assert_eq!(stall.count("payout_event where event = 'approve'").await, 1);
        let reused = payouts::cancel_payout(&stall.market, &stall.administrator, "same", id).await;
        assert!(matches!(reused, Err(Error::KeyReused)));
        sound(&stall).await;
    }

    /// Above the limit.
    async fn above_a_limit_a_second_person_approves_and_agrees_that_it_failed(db: TestDb) {
        let stall = market(db, 1).await;
        let (by, other) = (stall.administrator, colleague(&stall).await);
        let strict = stall.market.altered(|market| market.settings.payouts.second_person_above = 1);
        earned(&stall, 1).await;
        let id = drafted(&stall, 0).await;
        let alone = payouts::approve_payout(&strict, &by, "one", id).await;
        assert!(matches!(alone, Err(Error::Ledger(ledger::Error::SecondPerson))));
        assert_eq!(state(&stall, id).await, State::Draft);
        payouts::approve_payout(&strict, &other, "two", id).await.unwrap();
        payouts::export_payouts(&strict, &by, "file", vec![id]).await.unwrap();
        for key in ["fail", "fail again"] {
            assert!(!payouts::fail_payout(&strict, &by, key, id, "RIB clos".to_owned()).await.unwrap().value);
            assert_eq!(state(&stall, id).await, State::Submitted);
        }
        assert!(payouts::fail_payout(&strict, &other, "too", id, "RIB clos".to_owned()).await.unwrap().value);
        assert_eq!(state(&stall, id).await, State::Failed);
        assert_eq!(available(&stall, stall.cooperatives[0]).await, SHARE);
        let paid = payouts::mark_paid(&strict, &by, "paid after all", id).await;
        assert!(matches!(paid, Err(Error::Ledger(ledger::Error::NotNow("failed")))), "its lines may be in another one");
        // What the schedule drafted is nobody's: one person may approve it.
        assert_eq!(payouts::draft_due(&strict).await.unwrap().drafted(), 1);
        let Draft::Waits(next) = draft(&stall, 0).await else { panic!("it waits") };
        assert_ne!(next, id);
        payouts::approve_payout(&strict, &by, "scheduled", next).await.unwrap();
        stall.market.run_jobs().await;
        let told: Vec<String> = stall.market.outbox.all().into_iter().map(|one| one.message.text).collect();
        assert!(told.iter().any(|text| text.contains("ne sont pas arrivés")), "{told:?}");
        sound(&stall).await;
    }

    /// The account.
    async fn a_payout_goes_to_the_account_that_was_checked_when_it_was_drafted_or_nowhere(db: TestDb) {
        let stall = market(db, 1).await;
        let (market, by) = (&stall.market, &stall.administrator);
        earned(&stall, 1).await;
        stall.sql("update cooperative set rib = '011519000001205000534922'").await;
        assert_eq!(draft(&stall, 0).await, Draft::NoAccount);
        assert_eq!(payouts::draft_due(market).await.unwrap().all, [(stall.cooperatives[0], Draft::NoAccount)]);
        stall.sql("update cooperative set rib = '011519000001205000534921'").await;
        let id = drafted(&stall, 0).await;
        stall.sql("update cooperative set rib = '310810101402900442310133'").await;
        let refused = payouts::approve_payout(market, by, "old", id).await;
        assert!(matches!(refused, Err(Error::AccountChanged)));
        payouts::cancel_payout(market, by, "cancel", id).await.unwrap();
        let id = drafted(&stall, 0).await;
        payouts::approve_payout(market, by, "new", id).await.unwrap();
        // From here on it is frozen.
        stall.sql("update cooperative set rib = '011519000001205000534921', name_fr = 'Autre'").await;
        let file = payouts::export_payouts(market, by, "file", Vec::new()).await.unwrap().value;
        let text = String::from_utf8(payouts::write_file(market, file, Format::Xml).await.unwrap().bytes).unwrap();
        assert!(text.contains("310810101402900442310133") && text.contains("Cooperative Tislit 1") && !text.contains("Autre"), "{text}");
        // Without an account of its own the market makes no file; who is suspended is paid by hand alone.
        let poor = market.altered(|market| market.ways = market.ways.clone().and_transfers(market::paying::Transfer::None, None));
        assert!(matches!(payouts::export_payouts(&poor, by, "poor", Vec::new()).await, Err(Error::NoBankAccount)));
        earned(&stall, 2).await;
        stall.sql("update cooperative set state = 'suspended'").await;
        assert_eq!(payouts::draft_due(market).await.unwrap().all, [(stall.cooperatives[0], Draft::NotVerified)]);
        assert!(matches!(draft(&stall, 0).await, Draft::Drafted(_)));
        sound(&stall).await;
    }

    /// On its day, once.
    async fn the_schedule_drafts_on_its_day_once_what_reaches_the_minimum(db: TestDb) {
        let stall = market(db, 1).await;
        let market = &stall.market;
        earned(&stall, 1).await;
        let day = view::month::weekday(market.now());
        payouts::draft_today(market).await.unwrap();
        assert_eq!(stall.count("job where kind = 'payout.draft'").await, 0, "it is off");
        // Until it is Monday, and a day too late.
        market.clock.advance(i64::from((8 - day) % 7) * DAY);
        let monday = market.altered(|market| market.settings.payouts.day = market::PayDay::Monday);
        let tuesday = market.altered(|market| market.settings.payouts.day = market::PayDay::Tuesday);
        payouts::draft_today(&tuesday).await.unwrap();
        assert_eq!(stall.count("job where kind = 'payout.draft'").await, 0);
        for _ in 0..3 {
            payouts::draft_today(&monday).await.unwrap();
        }
        assert_eq!(stall.count("job where kind = 'payout.draft'").await, 1);
        market.run_jobs().await;
        assert_eq!(stall.count("payout where drafted_by is null").await, 1);
        let Draft::Waits(id) = draft(&stall, 0).await else { panic!("it waits") };
        payouts::cancel_payout(market, &stall.administrator, "cancel", id).await.unwrap();
        let rich = market.altered(|market| market.settings.payouts.minimum = SHARE / 100 + 1);
        assert_eq!(payouts::draft_due(&rich).await.unwrap().all, [(stall.cooperatives[0], Draft::Carried(Money::mad(SHARE)))]);
        sound(&stall).await;
    }

    /// One row at a time.
    async fn i10_the_check_of_money_names_a_payout_that_is_wrong(db: TestDb) {
        let stall = market(db, 1).await;
        earned(&stall, 1).await;
        let id = submitted(&stall, "a").await;
        sound(&stall).await;
        for (wrong, right) in [
            ("update payout set amount_minor = amount_minor - 1, lines_minor = lines_minor - 1", "update payout set amount_minor = amount_minor + 1, lines_minor = lines_minor + 1"),
            ("update payout_line set freed_at = 1", "update payout_line set freed_at = null"),
            ("update payout_line set amount_minor = amount_minor + 1", "update payout_line set amount_minor = amount_minor - 1"),
            ("update payout set state = 'paid'", "update payout set state = 'submitted'"),
            ("update payout set state = 'failed'", "update payout set state = 'submitted'"),
        ] {
            stall.sql(wrong).await;
            let broken = money::check(&stall.market).await.unwrap().broken.unwrap_or_else(|| panic!("{wrong}"));
            assert!(broken.to_string().contains(&id.to_string()), "{wrong}: {broken}");
            stall.sql(right).await;
            sound(&stall).await;
        }
        stall.sql("update payout_file set total_minor = total_minor + 1").await;
        assert!(money::check(&stall.market).await.unwrap().broken.is_some());
    }
}
