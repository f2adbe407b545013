//! Payouts that the bank did and sent back days later: the money is the cooperative's again, once, whoever says so first.

use crate::{
    card::on,
    payday::{SHARE, available, colleague, deliver, draft, drafted, earned, market, sound, state, submitted},
    stall::Stall,
};
use bankfile::read::{Format, Mapping};
use kernel::{Money, ids::PayoutId, time::DAY};
use ledger::{
    Account,
    payout::{self, State},
};
use market::{
    Error,
    banking::{self, Upload},
    money,
    payouts::{self, Draft},
};
use payment::bank::{self, Reason, State as Line};
use std::sync::Arc;
use testkit::{TestDb, on_both};

/// A payout that the bank did, as somebody says.
async fn paid(stall: &Stall, key: &str) -> PayoutId {
    let id = submitted(stall, key).await;
    payouts::mark_paid(&stall.market, &stall.administrator, &format!("{key}-p"), id)
        .await
        .unwrap();
    id
}

async fn comes_back(stall: &Stall, key: &str, id: PayoutId) -> Result<bool, Error> {
    let reason = "Compte clos".to_owned();
    let said = payouts::payout_came_back(&stall.market, &stall.administrator, key, id, reason).await?;
    Ok(said.value)
}

async fn refused(stall: &Stall, id: PayoutId, from: &str) {
    let answer = comes_back(stall, &format!("not {from}"), id).await;
    assert!(
        matches!(answer, Err(Error::Ledger(ledger::Error::NotNow(state))) if state == from),
        "{from}: {answer:?}"
    );
}

async fn reference(stall: &Stall, id: PayoutId) -> String {
    payout::find(&stall.market.db, id).await.unwrap().unwrap().reference
}

/// A statement of the market's bank with these lines, each below zero where money went; what became of each.
pub(crate) async fn statement(stall: &Stall, day: u32, lines: &[(&str, i64)]) -> Vec<(Line, Option<Reason>)> {
    let mut text = "Date;Libelle;Debit;Credit\n".to_owned();
    for (words, minor) in lines {
        let amount = format!("{},{:02}", minor.abs() / 100, minor.abs() % 100);
        let (debit, credit) = if *minor < 0 {
            (amount.as_str(), "")
        } else {
            ("", amount.as_str())
        };
        text.push_str(&format!("{day:02}/03/2026;{words};{debit};{credit}\n"));
    }
    let upload = Upload {
        name: "releve.csv".to_owned(),
        bytes: text.into_bytes(),
        format: Format::Csv(Mapping::default()),
    };
    let (market, by) = (&stall.market, &stall.administrator);
    let imported = banking::import_file(market, by, upload).await.unwrap();
    banking::match_new(market).await.unwrap();
    let rows = bank::list_rows(&market.db, imported.file).await.unwrap();
    rows.into_iter().map(|row| (row.line.state, row.line.reason)).collect()
}

/// What the bank has, as our books and as its lines say, agrees.
pub(crate) async fn agrees(stall: &Stall) {
    let compared = money::reconcile(&stall.market).await.unwrap();
    let bank: Vec<_> = compared
        .differences
        .iter()
        .filter(|one| one.place.code() == "bank")
        .collect();
    assert!(bank.is_empty(), "{bank:?}");
}

on_both! {
    /// By hand, said again, and paid again to another account.
    async fn what_comes_back_waits_for_the_next_payout_and_its_cooperative_is_told_once(db: TestDb) {
        let stall = market(db, 1).await;
        let (market, by, coop) = (&stall.market, &stall.administrator, stall.cooperatives[0]);
        earned(&stall, 1).await;
        let id = paid(&stall, "a").await;
        market.clock.advance(5 * DAY);
        assert_eq!((on(&stall, Account::Bank).await, available(&stall, coop).await), (-SHARE, 0));
        for key in ["back", "back", "again"] {
            assert!(comes_back(&stall, key, id).await.unwrap());
        }
        assert_eq!(state(&stall, id).await, State::Returned);
        assert_eq!((on(&stall, Account::Bank).await, available(&stall, coop).await), (0, SHARE));
        assert_eq!(stall.count("posting where kind = 'payout_returned'").await, 1);
        let found = money::find_payout(market, id).await.unwrap().unwrap();
        let last = found.history.last().unwrap();
        let events: Vec<_> = found.history.iter().map(|one| one.event.as_str()).collect();
        assert_eq!(events, ["draft", "approve", "submit", "pay", "return"]);
        assert_eq!((last.person, last.note.as_deref(), last.at), (Some(by.person), Some("Compte clos"), market.now()));
        assert_eq!(stall.said("nous a renvoyé").await, 1, "the member has a telephone alone");
        // It is over: nothing that was said of it before can be said again.
        assert!(matches!(payouts::mark_paid(market, by, "paid", id).await, Err(Error::Ledger(ledger::Error::NotNow("returned")))));
        assert!(matches!(payouts::fail_payout(market, by, "fail", id, "Retour".to_owned()).await, Err(Error::Ledger(ledger::Error::NotNow("returned")))));
        sound(&stall).await;
        let next = drafted(&stall, 0).await;
        let again = money::find_payout(market, next).await.unwrap().unwrap();
        assert_eq!((again.payout.amount, &again.lines), (Money::mad(SHARE), &found.lines));
        payouts::approve_payout(market, by, "next", next).await.unwrap();
        payouts::mark_paid(market, by, "next paid", next).await.unwrap();
        assert_eq!((on(&stall, Account::Bank).await, available(&stall, coop).await), (-SHARE, 0));
        assert_eq!(ledger::statement::overview(&market.db, coop).await.unwrap().paid_out, SHARE, "once");
        assert_eq!(draft(&stall, 0).await, Draft::Carried(Money::mad(0)));
        sound(&stall).await;
    }

    async fn what_was_never_paid_cannot_come_back(db: TestDb) {
        let stall = market(db, 1).await;
        let (market, by) = (&stall.market, &stall.administrator);
        earned(&stall, 1).await;
        let id = drafted(&stall, 0).await;
        refused(&stall, id, "draft").await;
        payouts::cancel_payout(market, by, "cancel", id).await.unwrap();
        refused(&stall, id, "cancelled").await;
        let id = drafted(&stall, 0).await;
        payouts::approve_payout(market, by, "approve", id).await.unwrap();
        refused(&stall, id, "approved").await;
        payouts::export_payouts(market, by, "export", Vec::new()).await.unwrap();
        refused(&stall, id, "submitted").await;
        payouts::mark_unknown(market, by, "unknown", id).await.unwrap();
        refused(&stall, id, "unknown").await;
        payouts::fail_payout(market, by, "fail", id, "RIB clos".to_owned()).await.unwrap();
        refused(&stall, id, "failed").await;
        assert_eq!(stall.count("posting where kind = 'payout_returned'").await, 0);
        let unheard = comes_back(&stall, "unheard", testkit::mint(7).id()).await;
        assert!(matches!(unheard, Err(Error::Ledger(ledger::Error::Unknown))), "{unheard:?}");
        sound(&stall).await;
    }

    async fn commission_that_was_kept_back_stays_settled_and_is_taken_off_the_next(db: TestDb) {
        let stall = market(db, 1).await;
        let (market, by, coop) = (&stall.market, &stall.administrator, stall.cooperatives[0]);
        let quote = stall.quoted(8, &[(stall.variants[0][0], 2)]).await;
        let placed = stall.place("cash", &quote).await.unwrap().value;
        let part = stall.read(&placed).await.parts[0].id;
        deliver(&stall, 0, part).await;
        let fee = on(&stall, Account::CommissionDue(coop)).await;
        assert!(fee > 0);
        earned(&stall, 1).await;
        let id = drafted(&stall, 0).await;
        payouts::approve_payout(market, by, "approve", id).await.unwrap();
        payouts::mark_paid(market, by, "paid", id).await.unwrap();
        assert!(comes_back(&stall, "back", id).await.unwrap());
        assert_eq!((on(&stall, Account::CommissionDue(coop)).await, available(&stall, coop).await), (0, SHARE - fee));
        let next = drafted(&stall, 0).await;
        let found = payout::find(&market.db, next).await.unwrap().unwrap();
        assert_eq!((found.lines_minor, found.netted_minor, found.amount.minor), (SHARE, fee, SHARE - fee));
        sound(&stall).await;
    }

    async fn above_a_limit_a_second_person_agrees_that_it_came_back(db: TestDb) {
        let stall = market(db, 1).await;
        let (by, other) = (stall.administrator, colleague(&stall).await);
        let strict = stall.market.altered(|market| market.settings.payouts.second_person_above = 1);
        earned(&stall, 1).await;
        let id = drafted(&stall, 0).await;
        payouts::approve_payout(&strict, &other, "approve", id).await.unwrap();
        // What somebody once said of it, wrongly, does not count as the first word.
        assert!(!payouts::fail_payout(&strict, &other, "fail", id, "RIB clos".to_owned()).await.unwrap().value);
        payouts::mark_paid(&strict, &by, "paid", id).await.unwrap();
        for key in ["back", "back again"] {
            assert!(!payouts::payout_came_back(&strict, &by, key, id, "RIB clos".to_owned()).await.unwrap().value);
            assert_eq!(state(&stall, id).await, State::Paid);
        }
        assert_eq!(stall.said("nous a renvoyé").await, 0);
        assert!(payouts::payout_came_back(&strict, &other, "too", id, "RIB clos".to_owned()).await.unwrap().value);
        assert_eq!((state(&stall, id).await, available(&stall, stall.cooperatives[0]).await), (State::Returned, SHARE));
        sound(&stall).await;
    }

    /// Two say so at once, and the statement too.
    async fn it_comes_back_once_however_many_say_so_at_the_same_moment(db: TestDb) {
        let stall = market(db, 1).await;
        earned(&stall, 1).await;
        let id = paid(&stall, "a").await;
        let said: Vec<_> = (0..8).map(|n| {
            let stall = Arc::clone(&stall);
            tokio::spawn(async move { comes_back(&stall, &format!("back-{n}"), id).await.unwrap() })
        }).collect();
        for one in said {
            assert!(one.await.unwrap());
        }
        assert_eq!(stall.count("posting where kind = 'payout_returned'").await, 1);
        assert_eq!(stall.count("payout_event where event = 'return'").await, 1);
        assert_eq!(stall.said("nous a renvoyé").await, 1);
        sound(&stall).await;
    }

    /// Whatever comes first in it.
    async fn a_statement_says_that_it_went_and_came_back_and_a_second_time_is_nobodys(db: TestDb) {
        let stall = market(db, 1).await;
        earned(&stall, 1).await;
        let id = submitted(&stall, "a").await;
        let words = format!("VIR {}", reference(&stall, id).await);
        let back = format!("RETOUR {words} COMPTE CLOS");
        let lines = statement(&stall, 2, &[(&back, SHARE), (&words, -SHARE)]).await;
        assert_eq!(lines, [(Line::Applied, None), (Line::Applied, None)]);
        assert_eq!((state(&stall, id).await, on(&stall, Account::Suspense).await), (State::Returned, 0));
        assert_eq!((on(&stall, Account::Bank).await, available(&stall, stall.cooperatives[0]).await), (0, SHARE));
        let found = money::find_payout(&stall.market, id).await.unwrap().unwrap();
        let said = found.history.iter().find(|one| one.event == "return").unwrap();
        assert_eq!((said.person, said.note.as_deref()), (None, Some(back.as_str())));
        assert_eq!(stall.said("nous a renvoyé").await, 1);
        agrees(&stall).await;
        assert_eq!(statement(&stall, 3, &[(&back, SHARE)]).await, [(Line::Suspense, Some(Reason::NotOurs))]);
        assert_eq!((on(&stall, Account::Suspense).await, available(&stall, stall.cooperatives[0]).await), (SHARE, SHARE));
        agrees(&stall).await;
        sound(&stall).await;
    }

    /// The office was first.
    async fn a_line_about_what_somebody_said_came_back_is_the_same_money(db: TestDb) {
        let stall = market(db, 1).await;
        earned(&stall, 1).await;
        let id = paid(&stall, "a").await;
        assert!(comes_back(&stall, "back", id).await.unwrap());
        let words = format!("VIR {}", reference(&stall, id).await);
        // The statement of the day on which it left is brought last.
        assert_eq!(statement(&stall, 9, &[(&words, SHARE)]).await, [(Line::Applied, None)]);
        assert_eq!(statement(&stall, 2, &[(&words, -SHARE)]).await, [(Line::Applied, None)]);
        assert_eq!((on(&stall, Account::Bank).await, available(&stall, stall.cooperatives[0]).await), (0, SHARE));
        assert_eq!(stall.said("nous a renvoyé").await, 1);
        agrees(&stall).await;
        assert_eq!(statement(&stall, 10, &[(&words, SHARE)]).await, [(Line::Suspense, Some(Reason::NotOurs))]);
        assert_eq!(statement(&stall, 10, &[(&words, -SHARE)]).await, [(Line::Unexplained, Some(Reason::NotOurs))]);
        agrees(&stall).await;
        sound(&stall).await;
    }

    /// The line was read while nobody knew that the payout had left.
    async fn a_line_that_waits_in_suspense_is_the_money_that_somebody_says_came_back(db: TestDb) {
        let stall = market(db, 1).await;
        earned(&stall, 1).await;
        let id = submitted(&stall, "a").await;
        let words = format!("VIR {}", reference(&stall, id).await);
        assert_eq!(statement(&stall, 9, &[(&words, SHARE)]).await, [(Line::Suspense, Some(Reason::NotOurs))]);
        assert_eq!(statement(&stall, 2, &[(&words, -SHARE)]).await, [(Line::Applied, None)]);
        assert_eq!((state(&stall, id).await, on(&stall, Account::Suspense).await), (State::Paid, SHARE));
        assert!(comes_back(&stall, "back", id).await.unwrap());
        assert_eq!((on(&stall, Account::Suspense).await, on(&stall, Account::Bank).await, available(&stall, stall.cooperatives[0]).await), (0, 0, SHARE));
        agrees(&stall).await;
        // The bank has shown it: one more is another one.
        assert_eq!(statement(&stall, 10, &[(&words, SHARE)]).await, [(Line::Suspense, Some(Reason::NotOurs))]);
        sound(&stall).await;
    }

    async fn another_amount_or_one_of_two_transfers_is_for_a_person_to_see(db: TestDb) {
        let stall = market(db, 1).await;
        earned(&stall, 1).await;
        let id = submitted(&stall, "a").await;
        let words = format!("VIR {}", reference(&stall, id).await);
        let lines = statement(&stall, 2, &[(&words, -SHARE), (&words, SHARE - 100)]).await;
        assert_eq!(lines, [(Line::Applied, None), (Line::Suspense, Some(Reason::Amount))]);
        // The bank did it twice, and one of the two came back: the cooperative has the other.
        let lines = statement(&stall, 3, &[(&words, -SHARE), (&words, SHARE)]).await;
        assert_eq!(lines, [(Line::Unexplained, Some(Reason::NotOurs)), (Line::Suspense, Some(Reason::NotOurs))]);
        assert_eq!((state(&stall, id).await, available(&stall, stall.cooperatives[0]).await), (State::Paid, 0));
        sound(&stall).await;
    }
}
