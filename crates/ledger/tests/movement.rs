//! What a cooperative's statement says is what the ledger has: line by line, in both flows.
#![cfg(test)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops where it is wrong"
)]

mod ground;

use ground::{ORDER, cooperative, lay, line, part, product};
use kernel::{
    Currency, Micros, Mint, Money, Tx, Work,
    ids::{EventId, PayoutId, RefundId},
    time::DAY,
};
use ledger::{
    Account, Error, Flow, MarketEvent, NewLine, NewSale, Part, Till, balance, check,
    commission::{Fee, Rate},
    event,
    movement::{self, Bookmark, Happened, Movement},
    posting::post,
    refund::{self, Refund},
    rule::{self, For},
    sale,
    statement::Period,
};
use std::sync::atomic::{AtomicU64, Ordering};
use testkit::{NOON, TestDb, mint_at, on_both};
use uuid::Uuid;

/// So many days after the first.
fn on(day: i64) -> Micros {
    NOON.plus(day * DAY)
}

async fn at<T, F>(db: &TestDb, day: i64, verb: F) -> Result<T, Error>
where
    F: for<'a> FnOnce(&'a Tx, Mint) -> Work<'a, T, Error> + Send + 'static,
    T: Send + 'static,
{
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let mint = mint_at(on(day), NEXT.fetch_add(1, Ordering::SeqCst));
    db.write(move |tx| verb(tx, mint)).await
}

/// Parts of 150 DH and 30 DH of delivery; 10 % of the goods are the market's, 20 % of that the state's.
async fn sold(db: &TestDb, flows: &'static [Flow]) {
    lay(db, u128::try_from(flows.len()).unwrap()).await;
    at(db, 0, move |tx, mint| {
        Box::pin(async move {
            let rate = Rate {
                bps: 1000,
                fixed_minor: 0,
                vat_bps: 2000,
            };
            rule::open(tx, &mint, None, &For::Market, rate, mint.now).await?;
            let new = |id, total_minor| NewLine {
                id,
                product: product(),
                categories: Vec::new(),
                quantity: 1,
                total_minor,
            };
            let sales: Vec<NewSale> = flows
                .iter()
                .zip(0..)
                .map(|(flow, n)| NewSale {
                    part: Part {
                        order: ORDER,
                        id: part(n),
                        cooperative: cooperative(0),
                        flow: *flow,
                        currency: Currency::Mad,
                    },
                    delivery_minor: 3_000,
                    lines: vec![new(line(n, 0), 10_000), new(line(n, 1), 5_000)],
                })
                .collect();
            sale::freeze(tx, &mint, &sales).await
        })
    })
    .await
    .unwrap();
}

async fn delivered(db: &TestDb, day: i64, n: u128, by: Till) {
    at(db, day, move |tx, mint| {
        Box::pin(async move { sale::delivered(tx, &mint, None, part(n), Some((by, Money::mad(18_000)))).await })
    })
    .await
    .unwrap();
}

async fn given_back(db: &TestDb, day: i64, refund: u128, n: u128, minor: i64) {
    let refund = Refund {
        id: RefundId(Uuid::from_u128(refund)),
        part: part(n),
        lines: vec![(line(n, 0), minor)],
        delivery_minor: 0,
    };
    at(db, day, move |tx, mint| {
        Box::pin(async move { refund::approved(tx, &mint, None, &refund).await })
    })
    .await
    .unwrap();
}

async fn happened(db: &TestDb, day: i64, event: MarketEvent) {
    let posting = event::of_market(Currency::Mad, &event).unwrap().unwrap();
    at(db, day, move |tx, mint| {
        Box::pin(async move { post(tx, &mint, None, &posting).await })
    })
    .await
    .unwrap();
}

async fn all(db: &TestDb, period: Period) -> Vec<Movement> {
    movement::list(&**db, cooperative(0), period, None, 1_000)
        .await
        .unwrap()
}

/// What happened, how much, the fee, how the account moved and what stood on it.
fn told(lines: &[Movement]) -> Vec<(Happened, i64, Fee, i64, i64)> {
    lines
        .iter()
        .map(|one| (one.what, one.amount, one.fee, one.change, one.balance))
        .collect()
}

const fn fee(commission: i64, vat: i64) -> Fee {
    Fee { commission, vat }
}

/// What the accounts of the cooperative come to.
async fn stands(db: &TestDb) -> i64 {
    let c = cooperative(0);
    let on = async |account| balance::find(&**db, account, Currency::Mad).await.unwrap().minor;
    let owed = [
        Account::Available(c),
        Account::Pending(c),
        Account::Shipping(c),
        Account::PayingOut(c),
    ];
    let mut sum = -on(Account::CommissionDue(c)).await;
    for account in owed {
        sum += on(account).await;
    }
    sum
}

on_both! {
    async fn a_statement_has_a_line_for_each_event_and_ends_where_the_accounts_stand(db: TestDb) {
        sold(&db, &[Flow::Direct, Flow::Collected]).await;
        delivered(&db, 1, 0, Till::Carrier).await;
        delivered(&db, 2, 1, Till::Platform).await;
        at(&db, 3, |tx, mint| Box::pin(async move { sale::remitted(tx, &mint, None, part(0), Till::Carrier, Till::Cooperative).await })).await.unwrap();
        given_back(&db, 4, 1, 0, 5_000).await;
        given_back(&db, 5, 2, 1, 10_000).await;
        at(&db, 6, |tx, mint| Box::pin(async move { refund::failed(tx, &mint, None, (RefundId(Uuid::from_u128(2)), part(1))).await })).await.unwrap();
        at(&db, 8, |tx, mint| Box::pin(async move { sale::closed(tx, &mint, None, part(1)).await })).await.unwrap();
        let (owner, payout) = (cooperative(0), PayoutId(Uuid::from_u128(9)));
        let event = |n| EventId(Uuid::from_u128(n));
        happened(&db, 9, MarketEvent::CommissionNetted { id: event(1), cooperative: owner, minor: 300 }).await;
        happened(&db, 10, MarketEvent::PayoutApproved { payout, cooperative: owner, minor: 15_000 }).await;
        happened(&db, 11, MarketEvent::PayoutPaid { payout, cooperative: owner, minor: 15_000 }).await;
        happened(&db, 12, MarketEvent::CommissionSettled { id: event(2), cooperative: owner, minor: 400 }).await;
        happened(&db, 13, MarketEvent::WrittenOff { id: event(3), what: Account::CommissionDue(owner), minor: 100 }).await;
        happened(&db, 14, MarketEvent::PayoutReturned { payout, cooperative: owner, minor: 15_000 }).await;
        let lines = all(&db, Period::ALWAYS).await;
        let expected = [
            // On its own account: the commission alone is entered.
            (Happened::Sold, 18_000, fee(1_500, 300), -1_800, -1_800),
            (Happened::Sold, 18_000, fee(1_500, 300), 16_200, 14_400),
            (Happened::HandedOver, 18_000, fee(0, 0), 0, 14_400),
            (Happened::GivenBack, -5_000, fee(-500, -100), 600, 15_000),
            (Happened::GivenBack, -10_000, fee(-1_000, -200), -8_800, 6_200),
            (Happened::KeptAfterAll, 10_000, fee(1_000, 200), 8_800, 15_000),
            (Happened::FeeKept, 300, fee(0, 0), 0, 15_000),
            (Happened::PaidOut, -15_000, fee(0, 0), -15_000, 0),
            (Happened::FeePaid, 400, fee(0, 0), 400, 400),
            (Happened::FeeWaived, 100, fee(0, 0), 100, 500),
            (Happened::CameBack, 15_000, fee(0, 0), 15_000, 15_500),
        ];
        assert_eq!(told(&lines), expected);
        assert_eq!(lines.iter().map(Movement::kept).collect::<Vec<_>>()[..5], [Some(16_200), Some(16_200), None, Some(-4_400), Some(-8_800)]);
        assert!(lines[..6].iter().all(|one| one.part.is_some() && one.order == Some(ORDER)));
        assert_eq!(stands(&db).await, 15_500);
        assert_eq!(check(&*db).await.unwrap(), None);
        // The sums are those of the lines, and a month begins where the one before ended.
        let account = movement::account(&*db, owner, Period::ALWAYS).await.unwrap();
        assert_eq!((account.opening, account.closing(), account.with_carriers, account.with_market), (0, 15_500, 0, 18_000));
        let sums = account.turnover;
        assert_eq!((sums.movements, sums.parts, sums.sold, sums.given_back, sums.fee, sums.kept()), (11, 2, 36_000, 5_000, fee(2_500, 500), 28_000));
        assert_eq!((sums.handed_over, sums.paid_out, sums.settled), (18_000, 0, 800));
        for day in 0..15 {
            let before = Period { from: Micros(i64::MIN), until: on(day) };
            let after = Period { from: on(day), until: Micros(i64::MAX) };
            let (first, then) = (movement::account(&*db, owner, before).await.unwrap(), movement::account(&*db, owner, after).await.unwrap());
            assert_eq!((first.closing(), then.closing()), (then.opening, 15_500), "day {day}");
            assert_eq!([all(&db, before).await, all(&db, after).await].concat(), lines, "day {day}");
        }
        // Page by page it is the same.
        let (mut pages, mut after) = (Vec::new(), None);
        loop {
            let page = movement::list(&*db, owner, Period::ALWAYS, after.as_ref(), 3).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Bookmark::parse(&Bookmark::after(last).code());
            pages.extend(page);
        }
        assert_eq!(pages, lines);
        // Nobody else's statement knows of it.
        assert_eq!(movement::account(&*db, cooperative(1), Period::ALWAYS).await.unwrap(), movement::Account::default());
        assert_eq!(movement::active(&*db, cooperative(1)).await.unwrap(), None);
        assert_eq!(movement::active(&*db, owner).await.unwrap(), Some((on(1), on(14))));
    }

    async fn what_is_sold_without_a_commission_is_told_too(db: TestDb) {
        sold(&db, &[Flow::Direct, Flow::Collected]).await;
        ground::raw(&db, "update sale set commission_minor = 0, vat_minor = 0").await.unwrap();
        ground::raw(&db, "update commission set commission_minor = 0, vat_minor = 0").await.unwrap();
        delivered(&db, 1, 0, Till::Carrier).await;
        delivered(&db, 2, 1, Till::Platform).await;
        let lines = all(&db, Period::ALWAYS).await;
        assert_eq!(told(&lines), [(Happened::Sold, 18_000, fee(0, 0), 0, 0), (Happened::Sold, 18_000, fee(0, 0), 18_000, 18_000)]);
        assert_eq!(lines[0].id, format!("earned:{}", part(0)));
        let after = Bookmark::after(&lines[0]);
        assert_eq!(movement::list(&*db, cooperative(0), Period::ALWAYS, Some(&after), 9).await.unwrap(), lines[1..]);
        let account = movement::account(&*db, cooperative(0), Period::ALWAYS).await.unwrap();
        assert_eq!((account.turnover.parts, account.turnover.kept(), account.closing()), (2, 36_000, 18_000));
        assert_eq!(check(&*db).await.unwrap(), None);
    }

    async fn what_is_paid_and_cancelled_is_told_and_moves_nothing(db: TestDb) {
        sold(&db, &[Flow::Direct]).await;
        at(&db, 1, |tx, mint| Box::pin(async move { sale::collected(tx, &mint, None, part(0), Till::Cooperative, Money::mad(18_000)).await })).await.unwrap();
        at(&db, 2, |tx, mint| Box::pin(async move { sale::cancelled(tx, &mint, None, part(0)).await })).await.unwrap();
        assert_eq!(told(&all(&db, Period::ALWAYS).await), [(Happened::Cancelled, -18_000, fee(0, 0), 0, 0)]);
        let account = movement::account(&*db, cooperative(0), Period::ALWAYS).await.unwrap();
        assert_eq!((account.closing(), account.turnover.sold, account.turnover.given_back, account.turnover.movements), (0, 0, 0, 1));
    }
}

#[test]
fn a_bookmark_that_somebody_made_up_is_none() {
    for wrong in ["", "soup", "1", "x.y", ".", "9999999999999999999999.a"] {
        assert_eq!(Bookmark::parse(wrong), None, "{wrong}");
    }
    assert_eq!(Bookmark::parse(&format!("1.{}", "x".repeat(500))), None);
}
