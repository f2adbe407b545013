//! The life of a part in the ledger, in both flows: sold, paid, delivered, closed, given back.
#![cfg(test)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops where it is wrong"
)]

mod ground;

use ground::{ORDER, cooperative, lay, line, part, product, write};
use kernel::{
    Currency, Limit, Mint, Money, Tx, Work,
    ids::{EventId, PaymentId, PayoutId, RefundId},
};
use ledger::{
    Account, Error, Flow, MarketEvent, NewLine, NewSale, Part, Posted, Psp, Till,
    account::Kind,
    balance, check,
    commission::Rate,
    event,
    posting::post,
    refund::{self, Refund},
    repay::{self, Repay},
    rule::{self, For},
    sale::{self, State},
};
use std::sync::atomic::{AtomicU64, Ordering};
use testkit::{NOON, TestDb, on_both};
use uuid::Uuid;

const TOTAL: i64 = 18_000;

fn seed() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::SeqCst)
}

async fn now<T, F>(db: &TestDb, verb: F) -> Result<T, Error>
where
    F: for<'a> FnOnce(&'a Tx, Mint) -> Work<'a, T, Error> + Send + 'static,
    T: Send + 'static,
{
    write(db, seed(), verb).await
}

/// An order with these flows; 10 % of the goods are the market's, 20 % of that the state's.
async fn sold(db: &TestDb, flows: &'static [Flow]) {
    lay(db, u128::try_from(flows.len()).unwrap()).await;
    now(db, move |tx, mint| {
        Box::pin(async move {
            let rate = Rate {
                bps: 1000,
                fixed_minor: 0,
                vat_bps: 2000,
            };
            rule::open(tx, &mint, None, &For::Market, rate, mint.now).await?;
            let sales: Vec<NewSale> = flows.iter().zip(0..).map(|(flow, n)| new_sale(n, *flow)).collect();
            sale::freeze(tx, &mint, &sales).await
        })
    })
    .await
    .unwrap();
}

fn new_sale(n: u128, flow: Flow) -> NewSale {
    let new = |id, total_minor| NewLine {
        id,
        product: product(),
        categories: vec!["oils".to_owned()],
        quantity: 1,
        total_minor,
    };
    NewSale {
        part: Part {
            order: ORDER,
            id: part(n),
            cooperative: cooperative(n),
            flow,
            currency: Currency::Mad,
        },
        delivery_minor: 3_000,
        lines: vec![new(line(n, 0), 10_000), new(line(n, 1), 5_000)],
    }
}

async fn collected(db: &TestDb, by: Till, minor: i64) -> Result<(), Error> {
    now(db, move |tx, mint| {
        Box::pin(async move { sale::collected(tx, &mint, None, part(0), by, Money::mad(minor)).await })
    })
    .await
}

async fn delivered(db: &TestDb, n: u128) -> Result<(), Error> {
    now(db, move |tx, mint| {
        Box::pin(async move { sale::delivered(tx, &mint, None, part(n), None).await })
    })
    .await
}

async fn closed(db: &TestDb, n: u128) -> Result<(), Error> {
    now(db, move |tx, mint| {
        Box::pin(async move { sale::closed(tx, &mint, None, part(n)).await })
    })
    .await
}

async fn cancelled(db: &TestDb, n: u128) -> Result<(), Error> {
    now(db, move |tx, mint| {
        Box::pin(async move { sale::cancelled(tx, &mint, None, part(n)).await })
    })
    .await
}

async fn remitted(db: &TestDb, from: Till, to: Till) -> Result<(), Error> {
    now(db, move |tx, mint| {
        Box::pin(async move { sale::remitted(tx, &mint, None, part(0), from, to).await })
    })
    .await
}

async fn captured(db: &TestDb, payment: u128, minor: i64) -> Result<Posted, Error> {
    let payment = PaymentId(Uuid::from_u128(payment));
    now(db, move |tx, mint| {
        Box::pin(async move {
            sale::captured(tx, &mint, ORDER, payment, Till::Provider(Psp::Fake), Money::mad(minor)).await
        })
    })
    .await
}

fn id(n: u128) -> RefundId {
    RefundId(Uuid::from_u128(n))
}

async fn approved(db: &TestDb, n: u128, lines: &[(u128, i64)], delivery_minor: i64) -> Result<Posted, Error> {
    let lines = lines.iter().map(|(n, minor)| (line(0, *n), *minor)).collect();
    let refund = Refund {
        id: id(n),
        part: part(0),
        lines,
        delivery_minor,
    };
    now(db, move |tx, mint| {
        Box::pin(async move { refund::approved(tx, &mint, None, &refund).await })
    })
    .await
}

fn repay(n: u128, of: u128, minor: i64) -> Repay {
    Repay {
        refund: id(n),
        order: ORDER,
        part: Some(part(of)),
        amount: Money::mad(minor),
    }
}

async fn paid(db: &TestDb, n: u128, of: u128, from: Till, minor: i64) -> Result<Posted, Error> {
    now(db, move |tx, mint| {
        Box::pin(async move { repay::paid(tx, &mint, None, &repay(n, of, minor), from).await })
    })
    .await
}

async fn failed(db: &TestDb, n: u128) -> Result<Posted, Error> {
    now(db, move |tx, mint| {
        Box::pin(async move { refund::failed(tx, &mint, None, (id(n), part(0))).await })
    })
    .await
}

async fn happened(db: &TestDb, event: MarketEvent) -> Result<Posted, Error> {
    let posting = event::of_market(Currency::Mad, &event).unwrap().unwrap();
    now(db, move |tx, mint| {
        Box::pin(async move { post(tx, &mint, None, &posting).await })
    })
    .await
}

/// What is on every account that is not empty; and the whole ledger holds.
async fn books(db: &TestDb) -> Vec<(Account, i64)> {
    assert_eq!(check(&**db).await.unwrap(), None);
    let c = cooperative(0);
    let accounts = [
        Account::Available(c),
        Account::Bank,
        Account::CashCarrier(c),
        Account::CashCooperative(c),
        Account::CashPlatform,
        Account::Clearing(ORDER),
        Account::Commission,
        Account::CommissionDue(c),
        Account::Disputes,
        Account::OwnSales(c),
        Account::PayingOut(c),
        Account::Pending(c),
        Account::Provider(Psp::Fake),
        Account::RefundPayable(ORDER),
        Account::Shipping(c),
        Account::Suspense,
        Account::Vat,
        Account::WriteOff,
    ];
    let mut found = Vec::new();
    for account in accounts {
        let minor = balance::find(&**db, account, Currency::Mad).await.unwrap().minor;
        if minor != 0 {
            found.push((account, minor));
        }
    }
    found
}

on_both! {
    /// Cash on delivery on the cooperative's own account; everything is told twice.
    async fn a_cooperative_that_is_paid_itself_owes_its_commission_and_nothing_else_stays(db: TestDb) {
        let c = cooperative(0);
        sold(&db, &[Flow::Direct]).await;
        assert_eq!(books(&db).await, []);
        let frozen = sale::find(&*db, part(0)).await.unwrap().unwrap();
        assert_eq!((frozen.commission_minor, frozen.vat_minor, frozen.total_minor()), (1_500, 300, TOTAL));
        let fee = [(Account::Commission, 1_500), (Account::CommissionDue(c), 1_800)];
        for _ in 0..2 {
            delivered(&db, 0).await.unwrap();
            collected(&db, Till::Carrier, TOTAL).await.unwrap();
        }
        assert_eq!(books(&db).await, [vec![(Account::CashCarrier(c), TOTAL)], fee.to_vec(), vec![(Account::OwnSales(c), TOTAL), (Account::Vat, 300)]].concat());
        let open = balance::list_open(&*db, Kind::CashCarrier, Limit::default()).await.unwrap();
        assert_eq!(open.iter().map(|open| (open.part, open.minor, open.since)).collect::<Vec<_>>(), [(part(0), TOTAL, NOON)]);
        // Closed while the carrier still has the cash: it is followed until it arrives.
        for _ in 0..2 {
            closed(&db, 0).await.unwrap();
            assert_eq!(books(&db).await.len(), 5);
        }
        for _ in 0..2 {
            remitted(&db, Till::Carrier, Till::Cooperative).await.unwrap();
            assert_eq!(books(&db).await, [fee.to_vec(), vec![(Account::Vat, 300)]].concat());
        }
        assert!(balance::list_open(&*db, Kind::CashCarrier, Limit::default()).await.unwrap().is_empty());
        happened(&db, MarketEvent::CommissionSettled { id: EventId(Uuid::from_u128(1)), cooperative: c, minor: 1_800 }).await.unwrap();
        assert_eq!(books(&db).await, [(Account::Bank, 1_800), (Account::Commission, 1_500), (Account::Vat, 300)]);
    }

    /// Cash on delivery for the market, in two instalments, until the payout.
    async fn what_the_market_collects_is_earned_when_it_is_whole_and_paid_out_once(db: TestDb) {
        let c = cooperative(0);
        sold(&db, &[Flow::Collected]).await;
        delivered(&db, 0).await.unwrap();
        for _ in 0..2 {
            collected(&db, Till::Carrier, 5_000).await.unwrap();
        }
        closed(&db, 0).await.unwrap();
        // Nobody has earned anything while it is short.
        assert_eq!(books(&db).await, [(Account::CashCarrier(c), 5_000), (Account::Clearing(ORDER), 5_000)]);
        assert_eq!(sale::list_short(&*db, None, Limit::default()).await.unwrap().len(), 1);
        for wrong in [4_999, TOTAL + 1, -1] {
            assert!(matches!(collected(&db, Till::Carrier, wrong).await, Err(Error::Amount)), "{wrong}");
        }
        remitted(&db, Till::Carrier, Till::Bank).await.unwrap();
        for _ in 0..2 {
            collected(&db, Till::Carrier, TOTAL).await.unwrap();
            remitted(&db, Till::Carrier, Till::Bank).await.unwrap();
        }
        let fee = [(Account::Commission, 1_500), (Account::Vat, 300)];
        assert_eq!(books(&db).await, [vec![(Account::Available(c), 16_200), (Account::Bank, TOTAL)], fee.to_vec()].concat());
        assert!(sale::list_short(&*db, None, Limit::default()).await.unwrap().is_empty());
        let payout = PayoutId(Uuid::from_u128(1));
        for _ in 0..2 {
            happened(&db, MarketEvent::PayoutApproved { payout, cooperative: c, minor: 16_200 }).await.unwrap();
            happened(&db, MarketEvent::PayoutPaid { payout, cooperative: c, minor: 16_200 }).await.unwrap();
        }
        assert_eq!(books(&db).await, [vec![(Account::Bank, 1_800)], fee.to_vec()].concat());
    }

    async fn what_is_short_for_good_is_the_markets_loss_only_when_it_says_so(db: TestDb) {
        let c = cooperative(0);
        sold(&db, &[Flow::Collected]).await;
        let forgiven = async || now(&db, |tx, mint| Box::pin(async move { sale::forgiven(tx, &mint, None, part(0)).await })).await;
        assert!(matches!(forgiven().await, Err(Error::NotNow("open"))));
        collected(&db, Till::Carrier, 5_000).await.unwrap();
        delivered(&db, 0).await.unwrap();
        for _ in 0..2 {
            forgiven().await.unwrap();
        }
        remitted(&db, Till::Carrier, Till::Bank).await.unwrap();
        closed(&db, 0).await.unwrap();
        assert_eq!(
            books(&db).await,
            [(Account::Available(c), 16_200), (Account::Bank, 5_000), (Account::Commission, 1_500), (Account::Vat, 300), (Account::WriteOff, 13_000)]
        );
    }

    async fn a_part_for_which_nothing_was_paid_ends_without_a_trace(db: TestDb) {
        sold(&db, &[Flow::Direct, Flow::Collected]).await;
        for n in [0, 1, 0] {
            cancelled(&db, n).await.unwrap();
        }
        assert_eq!(books(&db).await, []);
        assert!(matches!(delivered(&db, 0).await, Err(Error::NotNow("ended"))));
        assert!(matches!(collected(&db, Till::Carrier, 1).await, Err(Error::NotNow("ended"))));
        assert!(matches!(closed(&db, 1).await, Err(Error::NotNow("ended"))));
        assert!(matches!(delivered(&db, 9).await, Err(Error::Unknown)));
    }

    /// P25: one part of two is cancelled and refunded with its delivery, the other delivered.
    async fn an_order_by_card_is_earned_part_by_part(db: TestDb) {
        sold(&db, &[Flow::Collected, Flow::Collected]).await;
        for wrong in [2 * TOTAL - 1, 2 * TOTAL + 1, TOTAL] {
            assert!(matches!(captured(&db, 1, wrong).await, Err(Error::Amount)), "{wrong}");
        }
        assert_eq!(captured(&db, 1, 2 * TOTAL).await.unwrap(), Posted::Now);
        assert_eq!(captured(&db, 1, 2 * TOTAL).await.unwrap(), Posted::Before);
        assert!(matches!(captured(&db, 2, 2 * TOTAL).await, Err(Error::Amount)), "paid twice is not this order's money");
        for _ in 0..2 {
            cancelled(&db, 1).await.unwrap();
            delivered(&db, 0).await.unwrap();
        }
        let c = cooperative(0);
        let rest = [(Account::Commission, 1_500), (Account::Pending(c), 13_200)];
        let provider = |minor| (Account::Provider(Psp::Fake), minor);
        let shipping = [(Account::Shipping(c), 3_000), (Account::Vat, 300)];
        assert_eq!(books(&db).await, [rest.to_vec(), vec![provider(2 * TOTAL), (Account::RefundPayable(ORDER), TOTAL)], shipping.to_vec()].concat());
        let till = Till::Provider(Psp::Fake);
        assert!(matches!(paid(&db, 1, 1, till, TOTAL + 1).await, Err(Error::NotCovered(_))));
        assert_eq!(paid(&db, 1, 1, till, TOTAL).await.unwrap(), Posted::Now);
        assert_eq!(paid(&db, 1, 1, till, TOTAL).await.unwrap(), Posted::Before);
        assert!(matches!(paid(&db, 2, 1, till, 1).await, Err(Error::NotCovered(_))));
        assert_eq!(books(&db).await, [rest.to_vec(), vec![provider(TOTAL)], shipping.to_vec()].concat());
        closed(&db, 0).await.unwrap();
        assert_eq!(sale::find(&*db, part(0)).await.unwrap().unwrap().state, State::Closed);
    }

    async fn an_order_that_was_cancelled_meanwhile_takes_no_money(db: TestDb) {
        sold(&db, &[Flow::Collected, Flow::Collected]).await;
        cancelled(&db, 1).await.unwrap();
        assert!(matches!(captured(&db, 1, 2 * TOTAL).await, Err(Error::NotNow("ended"))));
        assert_eq!(books(&db).await, []);
    }

    /// P11: two of 60 on 100, at once; and then the rest, so that nothing is left of it.
    async fn refunds_never_exceed_what_was_sold_and_a_full_one_nets_to_nothing(db: TestDb) {
        for_both_flows(&db, Flow::Collected).await;
    }

    async fn refunds_of_a_direct_sale_take_the_commission_due_back(db: TestDb) {
        for_both_flows(&db, Flow::Direct).await;
    }

    /// P12: it frees its amount, and the next one takes exactly as much back.
    async fn a_refund_that_failed_is_undone_to_the_centime(db: TestDb) {
        let c = cooperative(0);
        sold(&db, &[Flow::Collected]).await;
        captured(&db, 1, TOTAL).await.unwrap();
        delivered(&db, 0).await.unwrap();
        let before = books(&db).await;
        approved(&db, 1, &[(0, 3_333), (1, 5_000)], 1_000).await.unwrap();
        assert!(matches!(failed(&db, 9).await, Err(Error::Unknown)));
        for posted in [Posted::Now, Posted::Before] {
            assert_eq!(failed(&db, 1).await.unwrap(), posted);
            assert_eq!(books(&db).await, before);
        }
        approved(&db, 2, &[(0, 10_000), (1, 5_000)], 3_000).await.unwrap();
        paid(&db, 2, 0, Till::Provider(Psp::Fake), TOTAL).await.unwrap();
        assert_eq!(books(&db).await, []);
        // It came back, is owed again, and goes out another way.
        assert!(matches!(failed(&db, 2).await, Err(Error::NotCovered(_))), "it was paid");
        let returned = now(&db, |tx, mint| {
            Box::pin(async move { repay::returned(tx, &mint, None, &repay(2, 0, TOTAL), Till::Bank).await })
        });
        returned.await.unwrap();
        assert_eq!(books(&db).await, [(Account::Bank, TOTAL), (Account::RefundPayable(ORDER), TOTAL)]);
        failed(&db, 2).await.unwrap();
        closed(&db, 0).await.unwrap();
        assert_eq!(books(&db).await[0], (Account::Available(c), 16_200));
    }

    /// P13: after the payout the cooperative owes it, and the next payout is less.
    async fn a_dispute_that_is_lost_after_the_payout_is_netted_from_the_next(db: TestDb) {
        let c = cooperative(0);
        sold(&db, &[Flow::Collected]).await;
        captured(&db, 1, TOTAL).await.unwrap();
        delivered(&db, 0).await.unwrap();
        closed(&db, 0).await.unwrap();
        let payout = PayoutId(Uuid::from_u128(1));
        happened(&db, MarketEvent::PayoutApproved { payout, cooperative: c, minor: 16_200 }).await.unwrap();
        happened(&db, MarketEvent::PayoutPaid { payout, cooperative: c, minor: 16_200 }).await.unwrap();
        let dispute = kernel::ids::DisputeId(Uuid::from_u128(1));
        happened(&db, MarketEvent::DisputeOpened { dispute, order: ORDER, psp: Psp::Fake, minor: TOTAL }).await.unwrap();
        approved(&db, 1, &[(0, 10_000), (1, 5_000)], 3_000).await.unwrap();
        paid(&db, 1, 0, Till::Disputes, TOTAL).await.unwrap();
        assert_eq!(books(&db).await, [(Account::Available(c), -16_200), (Account::Bank, -16_200)]);
        let again = MarketEvent::PayoutApproved { payout: PayoutId(Uuid::from_u128(2)), cooperative: c, minor: 1 };
        assert!(matches!(happened(&db, again).await, Err(Error::NotCovered(_))));
    }

    /// The history's own step writes these rows; its statements are run again on orders made by hand.
    async fn what_was_sold_before_there_was_a_ledger_goes_on_without_a_commission(db: TestDb) {
        lay(&db, 2).await;
        ground::raw(&db, "update seller_order set state = 'delivered' where position = 0 and cooperative_id in (select cooperative_id from product)").await.unwrap();
        let history = include_str!("../../../migrations/src/m0010_ledger.sql");
        let inserts: Vec<&str> = history.split(';').map(str::trim).filter(|sql| sql.contains("insert into ")).collect();
        assert_eq!(inserts.len(), 2);
        for sql in inserts {
            ground::raw(&db, sql).await.unwrap();
        }
        let first = sale::find(&*db, part(0)).await.unwrap().unwrap();
        assert_eq!((first.state, first.part.flow, first.total_minor(), first.paid_minor), (State::Delivered, Flow::Direct, TOTAL, 0));
        assert_eq!(sale::find(&*db, part(1)).await.unwrap().unwrap().state, State::Open);
        remitted(&db, Till::Carrier, Till::Cooperative).await.unwrap();
        closed(&db, 0).await.unwrap();
        cancelled(&db, 1).await.unwrap();
        assert_eq!(books(&db).await, []);
    }

    async fn a_rule_of_tomorrow_changes_nothing_that_is_sold_today(db: TestDb) {
        lay(&db, 1).await;
        let rate = |bps| Rate { bps, fixed_minor: 0, vat_bps: 0 };
        let ended = now(&db, move |tx, mint| {
            Box::pin(async move {
                let first = rule::open(tx, &mint, None, &For::Cooperative(cooperative(0)), rate(4000), mint.now).await?;
                rule::open(tx, &mint, None, &For::Category("oils".to_owned()), rate(500), mint.now).await?;
                rule::open(tx, &mint, None, &For::Product(product()), rate(900), mint.now.plus(1)).await?;
                for (rate, from) in [(rate(5001), mint.now), (rate(-1), mint.now), (rate(1), mint.now.plus(-1)), (Rate { fixed_minor: 1, ..rate(1) }, mint.now)] {
                    assert!(matches!(rule::open(tx, &mint, None, &For::Market, rate, from).await, Err(Error::Rule)));
                }
                sale::freeze(tx, &mint, &[new_sale(0, Flow::Direct)]).await?;
                rule::end(tx, &mint, None, first).await?;
                Ok(rule::end(tx, &mint, None, first).await)
            })
        });
        assert!(matches!(ended.await.unwrap(), Err(Error::Unknown)));
        assert_eq!(sale::find(&*db, part(0)).await.unwrap().unwrap().commission_minor, 6_000);
        assert_eq!(rule::list_all(&*db).await.unwrap().len(), 3);
        let scopes = async |now| rule::list_in_force(&*db, now).await.unwrap().into_iter().map(|rule| rule.rate.bps).collect::<Vec<_>>();
        // What is ended in the moment it began was in force for a microsecond.
        assert_eq!(scopes(NOON).await.len(), 2);
        assert_eq!(scopes(NOON.plus(1)).await, [900, 500]);
    }
}

async fn for_both_flows(db: &TestDb, flow: Flow) {
    sold(
        db,
        if flow == Flow::Direct {
            &[Flow::Direct]
        } else {
            &[Flow::Collected]
        },
    )
    .await;
    assert!(matches!(
        approved(db, 9, &[(0, 1)], 0).await,
        Err(Error::NotNow("open"))
    ));
    collected(db, Till::Cooperative, TOTAL).await.unwrap();
    delivered(db, 0).await.unwrap();
    let both = [approved(db, 1, &[(0, 6_000)], 0), approved(db, 2, &[(0, 6_000)], 0)];
    let outcomes = futures_util::future::join_all(both).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    assert_eq!(
        outcomes
            .iter()
            .filter(|outcome| matches!(outcome, Err(Error::Amount)))
            .count(),
        1
    );
    let winner = if outcomes[0].is_ok() { 1 } else { 2 };
    assert_eq!(approved(db, winner, &[(0, 6_000)], 0).await.unwrap(), Posted::Before);
    for (lines, delivery) in [(vec![(0, 6_001)], 0), (vec![(1, 6_000)], 0), (vec![(0, 6_000)], 1)] {
        assert!(matches!(
            approved(db, winner, &lines, delivery).await,
            Err(Error::Differs(_))
        ));
    }
    for (lines, delivery) in [
        (vec![(0, 4_001)], 0),
        (vec![(0, 0)], 0),
        (vec![(0, -1)], 0),
        (vec![], 3_001),
        (vec![], -1),
        (vec![], 0),
    ] {
        assert!(
            matches!(approved(db, 7, &lines, delivery).await, Err(Error::Amount)),
            "{lines:?} {delivery}"
        );
    }
    assert!(matches!(approved(db, 7, &[(2, 1)], 0).await, Err(Error::Unknown)));
    approved(db, 3, &[(0, 4_000), (1, 5_000)], 3_000).await.unwrap();
    paid(db, winner, 0, Till::Cooperative, 6_000).await.unwrap();
    paid(db, 3, 0, Till::Cooperative, 12_000).await.unwrap();
    assert_eq!(books(db).await, []);
    closed(db, 0).await.unwrap();
    assert_eq!(books(db).await, []);
}
