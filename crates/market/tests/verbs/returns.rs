//! Goods that come back after delivery, and the money for them: in time and not a minute later, whole lines and pieces, by
//! card and in cash, once however often it is pressed.

use crate::{
    card::{PART, books_agree, bought, not_given_back, on, pass, press},
    parcels::{self, collected, ruled, shipped},
    stall::{Stall, stall},
};
use kernel::{
    Fault, Kind, Money,
    ids::{RefundId, ReturnId, SellerOrderId, VariantId},
    registration::Rib,
    time::{DAY, HOUR, MINUTE},
};
use ledger::{Account, commission::Rate, rule};
use market::{
    Error,
    actor::Administrator,
    buying, cash, money,
    paying::Button,
    refunding::{self, Paying, Wish},
    returning::{self, Asking, Deciding},
    selling,
};
use order::{
    Order, State, goods_return,
    returning::{Refusal, Stage},
};
use payment::{
    Holder,
    loss::Kind as Lost,
    refund::{self, State as Paid, Way},
    remittance::Receiver,
};
use std::{collections::BTreeMap, sync::Arc};
use testkit::{TestDb, on_both};

const RIB: &str = "310810101402900442310133";

async fn deliver(stall: &Stall, index: usize, part: SellerOrderId) {
    deliver_paid(stall, index, part, None).await;
}

async fn deliver_paid(stall: &Stall, index: usize, part: SellerOrderId, paid: Option<i64>) {
    let (market, seller) = (&stall.market, stall.acting(index));
    selling::accept(market, &seller, part).await.unwrap();
    selling::pack(market, &seller, part).await.unwrap();
    selling::ship(market, &seller, part, "Amana".to_owned(), None)
        .await
        .unwrap();
    selling::deliver(market, &seller, part, paid.map(Money::mad), Holder::Carrier)
        .await
        .unwrap();
}

/// An order in cash whose first part is delivered, and its key.
async fn delivered(stall: &Stall, number: u32) -> (Order, String) {
    let order = stall.order(number).await;
    deliver(stall, 0, order.parts[0].id).await;
    let token = buying::order_token(&stall.market, order.head.id);
    (order, token)
}

fn pieces(order: &Order, count: i64) -> BTreeMap<VariantId, i64> {
    BTreeMap::from([(order.parts[0].lines[0].variant, count)])
}

fn asking(order: &Order, count: i64) -> Asking {
    Asking {
        part: order.parts[0].id,
        pieces: pieces(order, count),
        reason: None,
    }
}

async fn ask(stall: &Stall, (order, token): &(Order, String), key: &str, count: i64) -> Result<ReturnId, Error> {
    let number = &order.head.number;
    let asked = returning::ask_return(&stall.market, key, number, token, asking(order, count)).await?;
    Ok(asked.value)
}

async fn find(stall: &Stall, id: ReturnId) -> order::Return {
    goods_return::get(&stall.market.db, id).await.unwrap()
}

/// Accepted and received; what is paid back is decided by the caller.
async fn back(stall: &Stall, id: ReturnId) {
    returning::accept_return(&stall.market, &stall.acting(0), id)
        .await
        .unwrap();
    returning::receive_return(&stall.market, &stall.acting(0), id)
        .await
        .unwrap();
}

async fn refund_of(stall: &Stall, id: ReturnId) -> payment::Refund {
    let refund = find(stall, id).await.refund.unwrap();
    refund::find(&stall.market.db, refund).await.unwrap().unwrap()
}

async fn sound(stall: &Stall) {
    assert_eq!(money::check(&stall.market).await.unwrap().broken, None);
}

async fn ten_per_cent(stall: &Stall) {
    let rate = Rate {
        bps: 1000,
        fixed_minor: 0,
        vat_bps: 2000,
    };
    money::open_rule(&stall.market, &stall.administrator, rule::For::Market, rate, None)
        .await
        .unwrap();
}

on_both! {
    /// By card: everything goes back the way it came, delivery and commission included, and the goods are for sale again.
    async fn a_whole_part_that_comes_back_is_paid_back_with_its_delivery_and_commission(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        ten_per_cent(&stall).await;
        let bought = bought(&stall, 1).await;
        let session = bought.session(&stall).await;
        press(&stall, &session, Button::Pay);
        pass(&stall, 1, true).await;
        for index in [0, 1] {
            deliver(&stall, index, bought.part(index)).await;
        }
        assert!(on(&stall, Account::Commission).await > 0);
        let both = (bought.read(&stall).await, bought.token.clone());
        let id = ask(&stall, &both, "k", 2).await.unwrap();
        back(&stall, id).await;
        let deciding = Deciding { restock: true, ..Deciding::default() };
        for _ in 0..2 {
            returning::refund_return(&stall.market, &stall.acting(0), id, deciding.clone()).await.unwrap();
        }
        sound(&stall).await;
        pass(&stall, 3, true).await;
        let refund = refund_of(&stall, id).await;
        assert_eq!((refund.state, refund.way, refund.amount.minor), (Paid::Succeeded, Way::Provider, PART));
        assert_eq!(on(&stall, Account::Pending(stall.cooperatives[0])).await, 0);
        assert_eq!(on(&stall, Account::Shipping(stall.cooperatives[0])).await, 0);
        assert_eq!(on(&stall, Account::Commission).await, 1700, "that of the other part is left");
        assert_eq!(stall.stock(0).await, (10, 10));
        books_agree(&stall).await;
        // Both are closed in their time.
        stall.market.clock.advance(9 * DAY);
        selling::close_due(&stall.market).await.unwrap();
        assert!(bought.read(&stall).await.parts.iter().all(|part| part.state == State::Closed));
        books_agree(&stall).await;
    }

    /// In cash: two pieces, one after the other. The commission is taken back to the centime, and the delivery with the last.
    async fn pieces_come_back_one_after_the_other_until_all_are(db: TestDb) {
        let stall = stall(db, 1, 1, 10).await;
        ten_per_cent(&stall).await;
        let order = delivered(&stall, 1).await;
        let (seller, cooperative) = (stall.acting(0), stall.cooperatives[0]);
        selling::remit(&stall.market, &seller, order.0.parts[0].id).await.unwrap();
        assert_eq!(on(&stall, Account::CommissionDue(cooperative)).await, 2040);
        for (number, key, owed) in [(0, "a", 1020), (1, "b", 0)] {
            let id = ask(&stall, &order, key, 1).await.unwrap();
            back(&stall, id).await;
            returning::refund_return(&stall.market, &seller, id, Deciding::default()).await.unwrap();
            sound(&stall).await;
            let refund = refund_of(&stall, id).await;
            assert_eq!(refund.amount.minor, if number == 0 { 8500 } else { 10_500 }, "the last with its delivery");
            assert_eq!(on(&stall, Account::CommissionDue(cooperative)).await, owed);
            // The buyer has not said how: nobody can pay.
            let early = refunding::send_transfer(&stall.market, Paying::Cooperative(seller), refund.id, None).await;
            assert_eq!(early.unwrap_err().code(), "payment.other_way");
            let wish = Wish::Account(Rib::parse(RIB).unwrap());
            refunding::choose_way(&stall.market, &order.0.head.number, &order.1, refund.id, wish).await.unwrap();
            let chosen = refund_of(&stall, id).await;
            assert_eq!(chosen.account_tail.as_deref(), Some("0133"));
            assert!(!chosen.account.as_deref().unwrap().contains("310810"), "sealed");
            assert_eq!(refunding::read_account(&stall.market, &chosen).unwrap().as_str(), RIB);
            let old = refunding::send_transfer_to(&stall.market, Paying::Cooperative(seller), refund.id, ("9999", None)).await;
            assert!(matches!(old, Err(Error::Payment(payment::Error::Edited))), "another account was shown: {old:?}");
            for _ in 0..2 {
                let shown = ("0133", None);
                refunding::send_transfer_to(&stall.market, Paying::Cooperative(seller), refund.id, shown).await.unwrap();
            }
            assert_eq!(refund_of(&stall, id).await.state, Paid::Succeeded);
            assert_eq!(on(&stall, Account::RefundPayable(order.0.head.id)).await, 0);
            sound(&stall).await;
        }
        assert_eq!(stall.stock(0).await, (8, 8), "written off");
        let more = ask(&stall, &order, "c", 1).await.unwrap_err();
        assert_eq!((more.kind(), more.code()), (Kind::Invalid, "order.return_pieces"));
        stall.market.clock.advance(9 * DAY);
        selling::close_due(&stall.market).await.unwrap();
        sound(&stall).await;
    }

    /// Each of two pieces comes back for itself, and both are decided at the same moment: one of them is the last, and the
    /// delivery goes back with it.
    async fn of_two_returns_decided_at_once_the_last_brings_the_delivery(db: TestDb) {
        let stall = Arc::new(stall(db, 1, 1, 50).await);
        for number in 1..=8 {
            let order = delivered(&stall, number).await;
            let mut asked = Vec::new();
            for key in ["a", "b"] {
                let id = ask(&stall, &order, &format!("{key}{number}"), 1).await.unwrap();
                back(&stall, id).await;
                asked.push(id);
            }
            let decided = asked.into_iter().map(|id| {
                let stall = Arc::clone(&stall);
                tokio::spawn(async move {
                    returning::refund_return(&stall.market, &stall.acting(0), id, Deciding::default()).await
                })
            });
            for one in futures_util::future::join_all(decided).await {
                one.unwrap().unwrap();
            }
            let mut back: Vec<i64> = refund::list_of_order(&stall.market.db, order.0.head.id)
                .await
                .unwrap()
                .iter()
                .map(|one| one.amount.minor)
                .collect();
            back.sort_unstable();
            assert_eq!(back, [8500, 10_500]);
        }
        sound(&stall).await;
    }

    /// Paid short, and what is owed of it failed: what comes back next is not paid out of that.
    async fn what_failed_is_owed_still_and_no_other_return_takes_it(db: TestDb) {
        let stall = stall(db, 1, 1, 10).await;
        let market = ruled(&stall, collected());
        let part = shipped(&stall, &market, 1).await;
        selling::deliver(&market, &stall.acting(0), part, Some(Money::mad(12_000)), Holder::Carrier).await.unwrap();
        let order = order::order::get_order(&market.db, parcels::paid(&stall, part).await.order).await.unwrap();
        let token = buying::order_token(&market, order.head.id);
        let order = (order, token);
        let (office, second) = (Paying::Office(stall.administrator), Administrator { person: stall.seller });
        let lost = cash::give_up(&market, "short", &stall.administrator, part, Lost::Short, "De moins".to_owned()).await.unwrap();
        cash::decide_loss(&market, &second, lost.value.id, true).await.unwrap();
        let mut refunds = Vec::new();
        for key in ["a", "b"] {
            let id = ask(&stall, &order, key, 1).await.unwrap();
            back(&stall, id).await;
            returning::refund_return(&market, &stall.acting(0), id, Deciding::default()).await.unwrap();
            let owed = refund_of(&stall, id).await;
            refunds.push(owed.amount.minor);
            if key == "a" {
                let wish = Wish::Account(Rib::parse(RIB).unwrap());
                refunding::choose_way(&market, &order.0.head.number, &order.1, owed.id, wish).await.unwrap();
                refunding::send_transfer(&market, office, owed.id, None).await.unwrap();
                refunding::refund_came_back(&market, &stall.administrator, owed.id, Paid::Submitted).await.unwrap();
                assert_eq!(refund_of(&stall, id).await.state, Paid::Failed);
            }
        }
        assert_eq!(refunds, [8500, 3500]);
        assert_eq!(on(&stall, Account::RefundPayable(order.0.head.id)).await, 12_000);
        sound(&stall).await;
    }

    /// Less was paid at the door than one piece costs: it goes back with the first piece that comes, and the second ends its
    /// return all the same, with nothing.
    async fn goods_that_were_paid_short_come_back_and_leave_nothing_open(db: TestDb) {
        let stall = stall(db, 1, 1, 10).await;
        ten_per_cent(&stall).await;
        for (number, paid) in [(1, 6000), (2, 0)] {
            let order = stall.order(number).await;
            let part = order.parts[0].id;
            deliver_paid(&stall, 0, part, Some(paid)).await;
            let token = buying::order_token(&stall.market, order.head.id);
            let order = (order, token);
            let mut ends = Vec::new();
            for key in ["a", "b"] {
                let id = ask(&stall, &order, &format!("{key}{number}"), 1).await.unwrap();
                back(&stall, id).await;
                ends.push(id);
            }
            // One is decided by the cooperative, the other by time.
            let deciding = Deciding { restock: true, ..Deciding::default() };
            for _ in 0..2 {
                returning::refund_return(&stall.market, &stall.acting(0), ends[0], deciding.clone()).await.unwrap();
            }
            stall.market.clock.advance(8 * DAY);
            returning::do_due(&stall.market).await.unwrap();
            sound(&stall).await;
            let decided: Vec<_> = [find(&stall, ends[0]).await, find(&stall, ends[1]).await]
                .iter()
                .map(|one| (one.stage, one.refunded_minor, one.refund.is_some()))
                .collect();
            assert_eq!(decided, [(Stage::Refunded, Some(paid), paid > 0), (Stage::Refunded, Some(0), false)]);
            // For goods that came back nothing is due any more.
            let hand = cash::Hand::Cooperative(stall.acting(0));
            let late = cash::make_up(&stall.market, &format!("late{number}"), &hand, part).await;
            assert!(matches!(late, Err(Error::Payment(payment::Error::NotNow { from: "returned", .. }))), "{late:?}");
            if paid > 0 {
                let all = parcels::from_carrier(Receiver::Cooperative, &[(part, Some(19_000))], None);
                let late = cash::receive(&stall.market, &format!("all{number}"), &hand, all).await;
                assert!(matches!(late, Err(Error::Payment(payment::Error::Amount))), "{late:?}");
            }
            if paid > 0 {
                let refund = refund_of(&stall, ends[0]).await;
                assert_eq!(refund.amount.minor, paid);
                refunding::choose_way(&stall.market, &order.0.head.number, &order.1, refund.id, Wish::Cash).await.unwrap();
                let code = refunding::refund_code(&stall.market, refund.id);
                let seller = Paying::Cooperative(stall.acting(0));
                refunding::hand_out_cash(&stall.market, seller, refund.id, &code).await.unwrap();
            }
            selling::close_due(&stall.market).await.unwrap();
            assert_eq!(stall.part(part).await.state, State::Closed);
            assert_eq!(on(&stall, Account::RefundPayable(order.0.head.id)).await, 0);
            sound(&stall).await;
            pass(&stall, 1, true).await;
            let told = stall.market.outbox.all();
            assert!(told.iter().any(|one| one.message.text.contains("Il ne reste rien")), "{told:?}");
        }
    }

    /// The same pieces asked for by fifty at once, and more than there are by two.
    async fn p11_no_piece_is_given_back_twice_and_no_centime(db: TestDb) {
        let stall = Arc::new(stall(db, 1, 1, 10).await);
        let order = Arc::new(delivered(&stall, 1).await);
        let one = |key: String, count: i64| {
            let (stall, order) = (Arc::clone(&stall), Arc::clone(&order));
            tokio::spawn(async move { ask(&stall, &order, &key, count).await })
        };
        // One key: one return.
        let same: Vec<_> = (0..20).map(|_| one("same".to_owned(), 1)).collect();
        let mut ids = Vec::new();
        for asked in same {
            ids.push(asked.await.unwrap().unwrap());
        }
        ids.dedup();
        assert_eq!(ids.len(), 1);
        // Other keys: one piece is left.
        let others: Vec<_> = (0..10).map(|number| one(format!("other-{number}"), 1)).collect();
        let mut granted = Vec::new();
        for asked in others {
            granted.extend(asked.await.unwrap());
        }
        assert_eq!(granted.len(), 1);
        back(&stall, ids[0]).await;
        // Pressed by two at once, it is decided once.
        let decide = |_| {
            let (stall, id) = (Arc::clone(&stall), ids[0]);
            tokio::spawn(async move {
                returning::refund_return(&stall.market, &stall.acting(0), id, Deciding::default()).await
            })
        };
        let both: Vec<_> = (0..2).map(decide).collect();
        for decided in both {
            if let Err(error) = decided.await.unwrap() {
                assert_eq!(error.kind(), Kind::Conflict);
            }
        }
        let refunds = refund::list_of_order(&stall.market.db, order.0.head.id).await.unwrap();
        assert_eq!(refunds.iter().map(|one| one.amount.minor).collect::<Vec<_>>(), [8500]);
        sound(&stall).await;
    }

    /// The buyer keeps the goods, and the cooperative accepts, in the same moment: one of the two happened last.
    async fn buyer_and_cooperative_at_once_leave_one_of_two_ends(db: TestDb) {
        let stall = Arc::new(stall(db, 1, 1, 100).await);
        for number in 1..=6 {
            let order = delivered(&stall, number).await;
            let id = ask(&stall, &order, "k", 2).await.unwrap();
            let refuse = {
                let stall = Arc::clone(&stall);
                tokio::spawn(async move {
                    let why = "Nous nous sommes arrangés".to_owned();
                    returning::refuse_return(&stall.market, &stall.acting(0), id, Refusal::Agreed, why).await
                })
            };
            let keep = returning::withdraw_return(&stall.market, &order.0.head.number, &order.1, id).await;
            let refused = refuse.await.unwrap();
            assert_ne!(keep.is_ok(), refused.is_ok());
            let stage = find(&stall, id).await.stage;
            assert_eq!(stage, if keep.is_ok() { Stage::Withdrawn } else { Stage::Refused });
            // The pieces stay with the buyer, who may change their mind again.
            ask(&stall, &order, "again", 2).await.unwrap();
        }
    }

    /// The last minute of the seventh day, and the first of the eighth; a part of which something is on its way stays open.
    async fn c18_a_buyer_withdraws_on_the_seventh_day_and_not_on_the_eighth(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let order = delivered(&stall, 1).await;
        let ends = stall.part(order.0.parts[0].id).await.ends_at.unwrap();
        assert_eq!(ends, stall.market.now().day_begins(8));
        stall.market.clock.advance(ends.since(stall.market.now()) - MINUTE);
        let id = ask(&stall, &order, "k", 1).await.unwrap();
        stall.market.clock.advance(MINUTE);
        let late = ask(&stall, &order, "l", 1).await.unwrap_err();
        assert_eq!((late.kind(), late.code()), (Kind::Conflict, "order.return_too_late"));
        selling::close_due(&stall.market).await.unwrap();
        assert_eq!(stall.part(order.0.parts[0].id).await.state, State::Delivered, "a return is open");
        returning::withdraw_return(&stall.market, &order.0.head.number, &order.1, id).await.unwrap();
        selling::close_due(&stall.market).await.unwrap();
        assert_eq!(stall.part(order.0.parts[0].id).await.state, State::Closed);
        let closed = ask(&stall, &order, "m", 1).await.unwrap_err();
        assert_eq!(closed.code(), "order.return_too_late");
        sound(&stall).await;
    }

    /// No message ever left: thirty days.
    async fn an_order_that_was_never_confirmed_can_be_given_back_for_thirty_days(db: TestDb) {
        let stall = stall(db, 1, 1, 10).await;
        let order = stall.order(1).await;
        stall.sql("update job set failed_at = 1 where kind = 'notice'").await;
        deliver(&stall, 0, order.parts[0].id).await;
        let part = stall.part(order.parts[0].id).await;
        assert_eq!(part.ends_at, Some(stall.market.now().day_begins(31)));
        // Given up only after the delivery: found before it is closed.
        let other = delivered(&stall, 2).await;
        stall.sql("update job set failed_at = 1 where kind = 'notice'").await;
        stall.market.clock.advance(9 * DAY);
        selling::close_due(&stall.market).await.unwrap();
        let part = stall.part(other.0.parts[0].id).await;
        assert_eq!((part.state, part.ends_at), (State::Delivered, Some(part.delivered_at().unwrap().day_begins(31))));
    }

    /// What spoils, what is not delivered, what is another's; nothing, too much, less than nothing.
    async fn what_cannot_be_given_back_is_refused_with_its_reason(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let order = delivered(&stall, 1).await;
        for count in [0, -1, 3, i64::MAX] {
            assert_eq!(ask(&stall, &order, "k", count).await.unwrap_err().code(), "order.return_pieces", "{count}");
        }
        let number = &order.0.head.number;
        let waiting = Asking { part: order.0.parts[1].id, ..asking(&order.0, 1) };
        let refused = returning::ask_return(&stall.market, "k", number, &order.1, waiting).await.unwrap_err();
        assert_eq!((refused.kind(), refused.code()), (Kind::Conflict, "order.not_now"));
        let other = delivered(&stall, 2).await;
        let stranger = returning::ask_return(&stall.market, "k", number, &other.1, asking(&order.0, 1)).await;
        assert_eq!(stranger.unwrap_err().code(), "order.no_order");
        let foreign = returning::ask_return(&stall.market, "k", number, &order.1, asking(&other.0, 1)).await;
        assert_eq!(foreign.unwrap_err().code(), "order.no_order");
        stall.sql("update order_line set withdrawal = 'perishable'").await;
        assert_eq!(ask(&stall, &order, "k", 1).await.unwrap_err().code(), "order.not_returnable");
        assert_eq!(stall.count("goods_return").await, 0);
        // Another cooperative's return does not exist for this one.
        stall.sql("update order_line set withdrawal = 'standard'").await;
        let id = ask(&stall, &order, "k", 1).await.unwrap();
        let refused = returning::accept_return(&stall.market, &stall.acting(1), id).await.unwrap_err();
        assert_eq!(refused.code(), "order.no_return");
        let early = returning::refund_return(&stall.market, &stall.acting(0), id, Deciding::default()).await;
        assert_eq!(early.unwrap_err().kind(), Kind::Conflict);
        back(&stall, id).await;
        let fewer = Deciding { pieces: pieces(&order.0, 0), ..Deciding::default() };
        let nothing = returning::refund_return(&stall.market, &stall.acting(0), id, fewer).await;
        assert_eq!(nothing.unwrap_err().code(), "order.return_pieces");
        let more = Deciding { pieces: pieces(&order.0, 2), ..Deciding::default() };
        let too_much = returning::refund_return(&stall.market, &stall.acting(0), id, more).await;
        assert_eq!(too_much.unwrap_err().code(), "order.return_pieces");
    }

    /// Reminded, accepted by silence, and paid back whole a week after the goods came.
    async fn what_nobody_answers_time_does(db: TestDb) {
        let stall = stall(db, 1, 1, 10).await;
        let order = delivered(&stall, 1).await;
        let id = ask(&stall, &order, "k", 2).await.unwrap();
        for (days, stage, reminded) in [(1, Stage::Requested, false), (1, Stage::Requested, true), (2, Stage::Accepted, true)] {
            stall.market.clock.advance(days * DAY);
            for _ in 0..2 {
                returning::do_due(&stall.market).await.unwrap();
            }
            let found = find(&stall, id).await;
            assert_eq!((found.stage, found.reminded), (stage, reminded));
        }
        returning::receive_return(&stall.market, &stall.acting(0), id).await.unwrap();
        stall.market.clock.advance(7 * DAY);
        for _ in 0..2 {
            returning::do_due(&stall.market).await.unwrap();
        }
        assert_eq!(find(&stall, id).await.stage, Stage::Refunded);
        assert_eq!(refund_of(&stall, id).await.amount.minor, PART);
        sound(&stall).await;
        stall.market.run_jobs().await;
        let told: Vec<String> = stall.market.outbox.all().iter().map(|sent| sent.message.text.clone()).collect();
        assert!(told.iter().all(|text| !text.contains("notice-")), "{told:?}");
    }

    /// Cash against the code that the buyer alone is shown; a wrong one pays nothing.
    async fn cash_is_handed_out_against_the_buyers_code_alone(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let order = delivered(&stall, 1).await;
        let id = ask(&stall, &order, "k", 1).await.unwrap();
        back(&stall, id).await;
        returning::refund_return(&stall.market, &stall.acting(0), id, Deciding::default()).await.unwrap();
        let refund = refund_of(&stall, id).await;
        let number = &order.0.head.number;
        refunding::choose_way(&stall.market, number, &order.1, refund.id, Wish::Cash).await.unwrap();
        let code = refunding::refund_code(&stall.market, refund.id);
        let by = Paying::Cooperative(stall.acting(0));
        let wrong = if code == "000000" { "000001" } else { "000000" };
        let pay = |by, code: &str| { let code = code.to_owned(); let market = &stall.market; async move { refunding::hand_out_cash(market, by, refund.id, &code).await } };
        assert_eq!(pay(by, wrong).await.unwrap_err().code(), "payment.code");
        assert_eq!(pay(by, "").await.unwrap_err().code(), "payment.code");
        let other = Paying::Cooperative(stall.acting(1));
        assert_eq!(pay(other, &code).await.unwrap_err().code(), "payment.no_refund");
        let office = Paying::Office(stall.administrator);
        assert_eq!(pay(office, &code).await.unwrap_err().code(), "payment.no_refund");
        for _ in 0..2 {
            pay(by, &code).await.unwrap();
        }
        assert_eq!(refund_of(&stall, id).await.state, Paid::Succeeded);
        sound(&stall).await;
        // The carrier brings what it collected afterwards.
        selling::remit(&stall.market, &stall.acting(0), order.0.parts[0].id).await.unwrap();
        sound(&stall).await;
        // Nothing can be chosen any more, and codes cannot be tried for ever.
        let late = refunding::choose_way(&stall.market, number, &order.1, refund.id, Wish::Cash).await.unwrap_err();
        assert_eq!(late.kind(), Kind::Conflict);
        for _ in 0..10 {
            pay(by, wrong).await.unwrap_err();
        }
        assert_eq!(pay(by, &code).await.unwrap_err().kind(), Kind::Limited);
    }

    /// Refused by the provider: the buyer gives an account, the office pays, a second person agrees above the limit, the
    /// transfer comes back, and is sent again.
    async fn p12_what_a_provider_does_not_give_back_the_office_does(db: TestDb) {
        let stall = stall(db, 2, 1, 10).await;
        let bought = not_given_back(&stall, 1).await;
        let number = &bought.order.head.number;
        let failed = refund::list_undone(&stall.market.db).await.unwrap();
        assert_eq!(failed.iter().map(|one| one.state).collect::<Vec<_>>(), [Paid::Failed]);
        let rib = || Wish::Account(Rib::parse(RIB).unwrap());
        let id = refunding::choose_way(&stall.market, number, &bought.token, failed[0].id, rib()).await.unwrap();
        let twice = refunding::choose_way(&stall.market, number, &bought.token, failed[0].id, rib()).await;
        assert!(twice.is_err(), "nothing comes twice in the place of one");
        let mine = stall.administrator;
        let retry = refunding::retry_refund(&stall.market, &mine, failed[0].id, false).await;
        assert!(retry.is_err());
        sound(&stall).await;
        let market = stall.market.altered(|market| market.settings.refund_second_above = PART - 1);
        let by = Paying::Office(mine);
        assert_eq!(refunding::send_transfer(&market, by, id, None).await.unwrap_err().code(), "payment.second_person");
        refunding::approve_refund(&market, &mine, id).await.unwrap();
        assert_eq!(refunding::send_transfer(&market, by, id, None).await.unwrap_err().code(), "payment.second_person");
        let other = Paying::Office(market::actor::Administrator { person: stall.seller });
        for _ in 0..2 {
            refunding::send_transfer(&market, other, id, Some("VIR 7".to_owned())).await.unwrap();
        }
        let reference = payment::reference::find_of(&market.db, payment::About::Refund, id).await.unwrap();
        assert!(reference.is_some(), "what is written on the transfer");
        let state = async |id: RefundId| refund::find(&market.db, id).await.unwrap().unwrap().state;
        assert_eq!(state(id).await, Paid::Submitted, "until the statement shows it");
        sound(&stall).await;
        for _ in 0..2 {
            refunding::confirm_refund(&market, &mine, id).await.unwrap();
        }
        assert_eq!((state(id).await, on(&stall, Account::Bank).await), (Paid::Succeeded, -PART));
        sound(&stall).await;
        // Somebody who saw it on its way did not see that it was confirmed since.
        let blind = refunding::refund_came_back(&market, &mine, id, Paid::Submitted).await;
        assert!(matches!(blind, Err(Error::Payment(payment::Error::NotNow { .. }))), "{blind:?}");
        assert_eq!(state(id).await, Paid::Succeeded);
        for _ in 0..2 {
            refunding::refund_came_back(&market, &mine, id, Paid::Succeeded).await.unwrap();
        }
        assert_eq!((state(id).await, on(&stall, Account::Bank).await), (Paid::Failed, 0));
        sound(&stall).await;
        let again = refunding::choose_way(&stall.market, number, &bought.token, id, Wish::Cash).await.unwrap();
        let code = refunding::refund_code(&stall.market, again);
        refunding::hand_out_cash(&stall.market, by, again, &code).await.unwrap();
        assert_eq!(on(&stall, Account::RefundPayable(bought.order.head.id)).await, 0);
        assert_eq!(on(&stall, Account::CashPlatform).await, -PART);
        sound(&stall).await;
    }

    /// Opened, won; opened and lost after the cooperative's money is final; told twice, and lost before it was heard of.
    async fn p13_a_lost_dispute_makes_a_balance_negative_once(db: TestDb) {
        let stall = stall(db, 2, 1, 100).await;
        for (number, told) in [(1, true), (2, false)] {
            let bought = bought(&stall, number).await;
            let session = bought.session(&stall).await;
            press(&stall, &session, Button::Pay);
            pass(&stall, 2, true).await;
            for index in [0, 1] {
                deliver(&stall, index, bought.part(index)).await;
            }
            stall.market.clock.advance(9 * DAY);
            selling::close_due(&stall.market).await.unwrap();
            let attempt = bought.attempt(&stall).await.id.to_string();
            let before = on(&stall, Account::Available(stall.cooperatives[0])).await;
            let fake = &stall.market.fake;
            let won = fake.dispute(&attempt, 5000, stall.market.now()).unwrap();
            if told {
                pass(&stall, 1, true).await;
                assert_eq!(on(&stall, Account::Disputes).await, 5000);
                sound(&stall).await;
            }
            fake.decide(&won, true, stall.market.now()).unwrap();
            let lost = fake.dispute(&attempt, PART + 1000, stall.market.now()).unwrap();
            fake.decide(&lost, false, stall.market.now()).unwrap();
            if told {
                pass(&stall, 3, true).await;
            } else {
                stall.sql("update attempt set check_at = 0").await;
                pass(&stall, 3, false).await;
            }
            assert_eq!(on(&stall, Account::Disputes).await, 0);
            assert_eq!(on(&stall, Account::Available(stall.cooperatives[0])).await, before - PART);
            let known = payment::dispute::list_of_attempt(&stall.market.db, attempt.parse().unwrap()).await.unwrap();
            assert_eq!(known.len(), 2);
            let refunds = refund::list_of_order(&stall.market.db, bought.order.head.id).await.unwrap();
            let mut laid: Vec<_> = refunds.iter().map(|one| (one.way, one.amount.minor)).collect();
            laid.sort_unstable();
            assert_eq!(laid, [(Way::Dispute, 1000), (Way::Dispute, PART)]);
            sound(&stall).await;
        }
    }

    /// Before anything is delivered: it waits for the delivery, and is laid on the part then.
    async fn p13_a_dispute_lost_before_delivery_waits_for_it(db: TestDb) {
        let stall = stall(db, 1, 1, 100).await;
        let bought = bought(&stall, 1).await;
        let session = bought.session(&stall).await;
        press(&stall, &session, Button::Pay);
        pass(&stall, 2, true).await;
        let attempt = bought.attempt(&stall).await.id.to_string();
        let lost = stall.market.fake.dispute(&attempt, PART, stall.market.now()).unwrap();
        stall.market.fake.decide(&lost, false, stall.market.now()).unwrap();
        pass(&stall, 3, true).await;
        assert_eq!(on(&stall, Account::Disputes).await, PART);
        sound(&stall).await;
        deliver(&stall, 0, bought.part(0)).await;
        pass(&stall, 3, true).await;
        assert_eq!(on(&stall, Account::Disputes).await, 0);
        assert_eq!(on(&stall, Account::Pending(stall.cooperatives[0])).await, 0);
        sound(&stall).await;
    }

    /// A wrong amount was taken: nobody says that nothing was, and the office gives it back once.
    async fn money_that_was_not_agreed_is_given_back_once(db: TestDb) {
        let stall = stall(db, 1, 1, 100).await;
        let bought = bought(&stall, 1).await;
        let session = bought.session(&stall).await;
        stall.sql("update attempt set amount_minor = amount_minor - 1").await;
        press(&stall, &session, Button::Pay);
        pass(&stall, 2, true).await;
        assert_eq!(on(&stall, Account::Suspense).await, PART);
        stall.market.clock.advance(HOUR);
        pass(&stall, 4, true).await;
        assert_eq!(bought.read(&stall).await.parts[0].state, State::Cancelled);
        let told: Vec<String> = stall.market.outbox.all().iter().map(|sent| sent.message.text.clone()).collect();
        assert!(told.iter().any(|text| text.contains(&bought.order.head.number)));
        assert!(told.iter().all(|text| !text.to_lowercase().contains("rien n’a été pris")), "{told:?}");
        let id = bought.attempt(&stall).await.id;
        for _ in 0..2 {
            refunding::return_suspense(&stall.market, &stall.administrator, id).await.unwrap();
        }
        assert_eq!(on(&stall, Account::Suspense).await, 0);
        sound(&stall).await;
    }
}
