//! Transfers to buyers on the statements of the market's bank: that they went and that they came back counts once, whoever
//! speaks of it first.

use crate::{
    card::{PART, not_given_back, on},
    come_back::{agrees, statement},
    stall::{Stall, stall},
};
use kernel::{ids::RefundId, registration::Rib};
use ledger::Account;
use market::{
    Error, banking,
    refunding::{self, Paying, Wish},
};
use payment::{
    About,
    bank::{self, Reason, State as Line},
    refund::{self, State},
};
use testkit::{TestDb, on_both};

const RIB: &str = "310810101402900442310133";

/// A refund that its provider refused, and that is to go to the buyer's account; and what stands on the transfer.
async fn owed(stall: &Stall) -> (RefundId, String) {
    let bought = not_given_back(stall, 1).await;
    let (market, number) = (&stall.market, &bought.order.head.number);
    let failed = refund::list_undone(&market.db).await.unwrap()[0].id;
    let wish = Wish::Account(Rib::parse(RIB).unwrap());
    let id = refunding::choose_way(market, number, &bought.token, failed, wish)
        .await
        .unwrap();
    let reference = payment::reference::find_of(&market.db, About::Refund, id)
        .await
        .unwrap();
    (id, format!("VIR {}", reference.unwrap()))
}

async fn state(stall: &Stall, id: RefundId) -> State {
    refund::find(&stall.market.db, id).await.unwrap().unwrap().state
}

async fn sound(stall: &Stall) {
    assert_eq!(market::money::check(&stall.market).await.unwrap().broken, None);
}

/// What the bank has, and what is nobody's.
async fn held(stall: &Stall) -> (i64, i64) {
    (on(stall, Account::Bank).await, on(stall, Account::Suspense).await)
}

const NOT_OURS: Option<Reason> = Some(Reason::NotOurs);

on_both! {
    /// The statement is first, and knows that it left before anybody marked it.
    async fn a_statement_shows_that_a_refund_went_and_came_back_and_each_once(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let (id, words) = owed(&stall).await;
        let back = format!("RETOUR {words} COMPTE CLOS");
        assert_eq!(statement(&stall, 2, &[(&words, 1 - PART)]).await, [(Line::Unexplained, Some(Reason::Amount))]);
        // Whatever comes first in it.
        assert_eq!(statement(&stall, 3, &[(&back, PART), (&words, -PART)]).await, [(Line::Suspense, NOT_OURS), (Line::Applied, None)]);
        assert_eq!((state(&stall, id).await, held(&stall).await), (State::Succeeded, (0, PART)), "one that looks like it went unexplained");
        sound(&stall).await;
    }

    async fn what_came_back_is_owed_again_once(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let (id, words) = owed(&stall).await;
        assert_eq!(statement(&stall, 2, &[(&words, PART), (&words, -PART)]).await, [(Line::Applied, None), (Line::Applied, None)]);
        assert_eq!((state(&stall, id).await, held(&stall).await), (State::Failed, (0, 0)));
        agrees(&stall).await;
        let lines = statement(&stall, 3, &[(&words, PART), (&words, -PART)]).await;
        assert_eq!(lines, [(Line::Suspense, NOT_OURS), (Line::Unexplained, NOT_OURS)], "the bank did it twice");
        assert_eq!((state(&stall, id).await, held(&stall).await), (State::Failed, (PART, PART)));
        sound(&stall).await;
    }

    /// The office had looked at the bank's pages.
    async fn lines_about_what_somebody_said_of_a_refund_are_the_same_money(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let (id, words) = owed(&stall).await;
        let (market, by) = (&stall.market, &stall.administrator);
        refunding::send_transfer(market, Paying::Office(*by), id, None).await.unwrap();
        refunding::confirm_refund(market, by, id).await.unwrap();
        assert_eq!(statement(&stall, 2, &[(&words, -PART)]).await, [(Line::Applied, None)]);
        assert_eq!((state(&stall, id).await, held(&stall).await), (State::Succeeded, (-PART, 0)));
        agrees(&stall).await;
        refunding::refund_came_back(market, by, id, State::Succeeded).await.unwrap();
        assert_eq!(statement(&stall, 3, &[(&words, PART)]).await, [(Line::Applied, None)]);
        assert_eq!((state(&stall, id).await, held(&stall).await), (State::Failed, (0, 0)));
        agrees(&stall).await;
        assert_eq!(statement(&stall, 4, &[(&words, -PART)]).await, [(Line::Unexplained, NOT_OURS)]);
        sound(&stall).await;
    }

    /// The line was read while nobody knew that the refund had left.
    async fn a_line_in_suspense_is_the_money_of_the_refund_that_came_back(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let (id, words) = owed(&stall).await;
        let (market, by) = (&stall.market, &stall.administrator);
        assert_eq!(statement(&stall, 4, &[(&words, PART)]).await, [(Line::Suspense, NOT_OURS)]);
        assert_eq!(statement(&stall, 2, &[(&words, -PART)]).await, [(Line::Applied, None)]);
        assert_eq!((state(&stall, id).await, held(&stall).await), (State::Succeeded, (0, PART)));
        refunding::refund_came_back(market, by, id, State::Succeeded).await.unwrap();
        assert_eq!((state(&stall, id).await, held(&stall).await), (State::Failed, (0, 0)));
        agrees(&stall).await;
        assert_eq!(statement(&stall, 5, &[(&words, PART)]).await, [(Line::Suspense, NOT_OURS)]);
        sound(&stall).await;
    }

    /// It came back before anybody had confirmed that it went; then the statement shows both.
    async fn one_that_came_back_unconfirmed_leaves_nothing_behind(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let (id, words) = owed(&stall).await;
        let (market, by) = (&stall.market, &stall.administrator);
        refunding::send_transfer(market, Paying::Office(*by), id, None).await.unwrap();
        refunding::refund_came_back(market, by, id, State::Submitted).await.unwrap();
        assert_eq!((state(&stall, id).await, held(&stall).await), (State::Failed, (0, 0)));
        assert_eq!(statement(&stall, 2, &[(&words, PART), (&words, -PART)]).await, [(Line::Applied, None), (Line::Applied, None)]);
        assert_eq!(held(&stall).await, (0, 0));
        agrees(&stall).await;
        sound(&stall).await;
    }

    /// Somebody had told the bank to send it back, and sees then what it is.
    async fn what_was_to_be_sent_back_is_the_money_too(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let (id, words) = owed(&stall).await;
        let (market, by) = (&stall.market, &stall.administrator);
        assert_eq!(statement(&stall, 3, &[(&words, PART)]).await, [(Line::Suspense, NOT_OURS)]);
        assert_eq!(statement(&stall, 2, &[(&words, -PART)]).await, [(Line::Applied, None)]);
        let line = bank::list_about(&market.db, (About::Refund, id.0), &[Line::Suspense]).await.unwrap()[0].id;
        banking::send_back(market, by, line).await.unwrap();
        refunding::refund_came_back(market, by, id, State::Succeeded).await.unwrap();
        assert_eq!((state(&stall, id).await, held(&stall).await), (State::Failed, (0, 0)));
        agrees(&stall).await;
        sound(&stall).await;
    }

    /// The bank wrote no reference, or another amount first; and a charge for the transfer bears its name.
    async fn a_person_says_what_a_line_without_a_reference_is_about(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let (id, words) = owed(&stall).await;
        let (market, by) = (&stall.market, &stall.administrator);
        let name = words.trim_start_matches("VIR ");
        assert_eq!(statement(&stall, 2, &[("VIREMENT", -PART), (&words, -300)]).await, [
            (Line::Unexplained, Some(Reason::NoReference)), (Line::Unexplained, Some(Reason::Amount)),
        ]);
        let odd = bank::list_in(&market.db, &[Line::Unexplained], 9).await.unwrap();
        let went = odd.iter().find(|line| line.minor == -PART).unwrap().id;
        let charge = odd.iter().find(|line| line.minor == -300).unwrap().id;
        assert!(matches!(banking::assign(market, by, charge, name).await, Err(Error::DoesNotFit("amount"))));
        assert!(banking::assign(market, by, went, "2222-2222").await.is_err());
        banking::assign(market, by, went, &name.to_lowercase()).await.unwrap();
        assert!(matches!(banking::assign(market, by, went, name).await, Err(Error::DoesNotFit("not_ours"))));
        assert_eq!((state(&stall, id).await, held(&stall).await), (State::Succeeded, (-PART, 0)));
        agrees(&stall).await;
        // It comes back without its name, and somebody has said so before.
        refunding::refund_came_back(market, by, id, State::Succeeded).await.unwrap();
        assert_eq!(statement(&stall, 3, &[("RETOUR", PART)]).await, [(Line::Suspense, Some(Reason::NoReference))]);
        assert_eq!(held(&stall).await, (PART, PART), "twice, until somebody says what it is");
        let came = bank::list_in(&market.db, &[Line::Suspense], 9).await.unwrap()[0].id;
        banking::assign(market, by, came, name).await.unwrap();
        assert_eq!((state(&stall, id).await, held(&stall).await), (State::Failed, (0, 0)));
        agrees(&stall).await;
        banking::explain_fee(market, by, charge).await.unwrap();
        sound(&stall).await;
    }
}
