//! Everything at once and in any order: verbs about a few parts, in both flows, drawn from a seed, told
//! twice, and several at the same time. Whatever is accepted, the books hold, and nobody gets more than
//! was paid.
#![cfg(test)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops where it is wrong"
)]

mod ground;

use futures_util::future::join_all;
use ground::{ORDER, cooperative, lay, line, part, product, write};
use kernel::{
    Currency, Money,
    ids::{PayoutId, RefundId},
};
use ledger::{
    Account, Error, Flow, MarketEvent, NewLine, NewSale, Part, Psp, Till, balance, check,
    commission::Rate,
    event, movement,
    posting::post,
    refund::{self, Refund},
    repay::{self, Repay},
    rule::{self, For},
    sale,
    statement::Period,
};
use testkit::{SeededChance, TestDb, on_both};
use uuid::Uuid;

const PARTS: u128 = 24;
/// So many of them are played with at a time.
const AT_A_TIME: u64 = 4;
const TOTAL: i64 = 18_000;

fn flow(n: u128) -> Flow {
    if n.is_multiple_of(2) {
        Flow::Direct
    } else {
        Flow::Collected
    }
}

/// A number below `end`.
fn dice(chance: &SeededChance, end: u64) -> u64 {
    let mut bytes = [0; 8];
    kernel::Chance::fill(chance, &mut bytes);
    u64::from_be_bytes(bytes) % end
}

async fn begin(db: &TestDb) {
    lay(db, PARTS).await;
    write(db, 0, |tx, mint| {
        Box::pin(async move {
            let rate = Rate {
                bps: 1234,
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
            let sales: Vec<NewSale> = (0..PARTS)
                .map(|n| NewSale {
                    // Two parts of one cooperative's accounts, so that they meet.
                    part: Part {
                        order: ORDER,
                        id: part(n),
                        cooperative: cooperative(n % 2),
                        flow: flow(n),
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

#[derive(Clone, Debug)]
enum Verb {
    Collect(Till, i64),
    Deliver(Option<(Till, i64)>),
    Remit(Till, Till),
    Close,
    Cancel,
    Forgive,
    Approve(u128, Vec<(u128, i64)>, i64),
    Pay(u128, Till, i64),
    Fail(u128),
    Payout(u128, i64),
    Paid(u128, i64),
}

fn draw(chance: &SeededChance) -> (u128, Verb) {
    let below = |end: u64| dice(chance, end);
    let minor = |end: i64| i64::try_from(below(u64::try_from(end).unwrap())).unwrap();
    let till = || [Till::Carrier, Till::Cooperative, Till::Platform][usize::try_from(below(3)).unwrap()];
    let paid = || if below(3) == 0 { minor(TOTAL) } else { TOTAL };
    let refund = u128::from(below(6));
    let n = u128::from(below(AT_A_TIME));
    let verb = match below(18) {
        0 | 1 => Verb::Collect(till(), paid()),
        2..=4 => Verb::Deliver((below(2) == 0).then(|| (till(), paid()))),
        5 | 6 => Verb::Remit(till(), if below(2) == 0 { Till::Cooperative } else { Till::Bank }),
        7 | 8 => Verb::Close,
        9 if below(3) == 0 => Verb::Cancel,
        9 => Verb::Forgive,
        10 | 11 => Verb::Approve(refund, vec![(0, 1 + minor(7_000)), (1, 1 + minor(5_000))], minor(2_000)),
        12 => Verb::Pay(refund, till(), 1 + minor(9_000)),
        13 | 14 => Verb::Fail(refund),
        15 | 16 => Verb::Payout(refund, 1 + minor(8_000)),
        _ => Verb::Paid(refund, 1 + minor(3_000)),
    };
    (n, verb)
}

async fn play(db: &TestDb, seed: u64, n: u128, verb: Verb) -> Result<(), Error> {
    let id = move |refund: u128| RefundId(Uuid::from_u128(refund * 10 + n));
    let payout = |one: u128| PayoutId(Uuid::from_u128(one * 10));
    // Only what the market collects is paid out.
    let owner = cooperative(1);
    write(db, seed, move |tx, mint| {
        Box::pin(async move {
            let part = part(n);
            let market = match verb {
                Verb::Collect(by, minor) => return sale::collected(tx, &mint, None, part, by, Money::mad(minor)).await,
                Verb::Deliver(cash) => {
                    let cash = cash.map(|(till, minor)| (till, Money::mad(minor)));
                    return sale::delivered(tx, &mint, None, part, cash).await;
                }
                Verb::Remit(from, to) => return sale::remitted(tx, &mint, None, part, from, to).await,
                Verb::Close => return sale::closed(tx, &mint, None, part).await,
                Verb::Cancel => return sale::cancelled(tx, &mint, None, part).await,
                Verb::Forgive => return sale::forgiven(tx, &mint, None, part).await,
                Verb::Approve(one, lines, delivery_minor) => {
                    let lines = lines.into_iter().map(|(i, minor)| (line(n, i), minor)).collect();
                    let refund = Refund {
                        id: id(one),
                        part,
                        lines,
                        delivery_minor,
                    };
                    return refund::approved(tx, &mint, None, &refund).await.map(drop);
                }
                Verb::Pay(one, from, minor) => {
                    let repay = Repay {
                        refund: id(one),
                        order: ORDER,
                        part: Some(part),
                        amount: Money::mad(minor),
                    };
                    return repay::paid(tx, &mint, None, &repay, from).await.map(drop);
                }
                Verb::Fail(one) => return refund::failed(tx, &mint, None, (id(one), part)).await.map(drop),
                Verb::Payout(one, minor) => MarketEvent::PayoutApproved {
                    payout: payout(one),
                    cooperative: owner,
                    minor,
                },
                Verb::Paid(one, minor) => MarketEvent::PayoutPaid {
                    payout: payout(one),
                    cooperative: owner,
                    minor,
                },
            };
            let posting = event::of_market(Currency::Mad, &market)?.unwrap();
            post(tx, &mint, None, &posting).await.map(drop)
        })
    })
    .await
}

/// What must never happen, whatever was done.
async fn holds(db: &TestDb, told: &[(u128, Verb)]) {
    assert_eq!(check(&**db).await.unwrap(), None, "{told:#?}");
    let on = async |account| balance::find(&**db, account, Currency::Mad).await.unwrap().minor;
    for never_below in [
        Account::RefundPayable(ORDER),
        Account::PayingOut(cooperative(0)),
        Account::PayingOut(cooperative(1)),
    ] {
        assert!(on(never_below).await >= 0, "{never_below} {told:#?}");
    }
    assert!(on(Account::Provider(Psp::Fake)).await == 0);
    // What statements say is what the accounts have.
    for owner in [cooperative(0), cooperative(1)] {
        let mut stands = -on(Account::CommissionDue(owner)).await;
        for account in [
            Account::Available(owner),
            Account::Pending(owner),
            Account::Shipping(owner),
            Account::PayingOut(owner),
        ] {
            stands += on(account).await;
        }
        let account = movement::account(&**db, owner, Period::ALWAYS).await.unwrap();
        let lines = movement::list(&**db, owner, Period::ALWAYS, None, 100_000)
            .await
            .unwrap();
        let last = lines.last().map_or(0, |last| last.balance);
        assert_eq!((account.closing(), last), (stands, stands), "{told:#?}");
        let sold: i64 = lines.iter().filter_map(movement::Movement::kept).sum();
        assert_eq!(account.turnover.kept(), sold, "{told:#?}");
    }
}

async fn storm(db: &TestDb, seeds: std::ops::Range<u64>, at_once: usize, rounds: usize) -> usize {
    let mut done = std::collections::BTreeMap::new();
    for seed in seeds {
        let chance = SeededChance::new(seed);
        let mut told = Vec::new();
        let first = u128::from((seed % 6) * AT_A_TIME);
        for round in 0..rounds {
            let mut verbs: Vec<(u128, Verb)> = (0..at_once)
                .map(|_| draw(&chance))
                .map(|(n, verb)| (first + n, verb))
                .collect();
            verbs.push(verbs[0].clone());
            told.extend(verbs.iter().cloned());
            let number = |i: usize| u64::try_from(1 + round * 100 + i).unwrap() * 1000 + seed;
            let names: Vec<String> = verbs
                .iter()
                .map(|(_, verb)| format!("{verb:?}").split('(').next().unwrap().to_owned())
                .collect();
            let outcomes = join_all(
                verbs
                    .into_iter()
                    .enumerate()
                    .map(|(i, (n, verb))| play(db, number(i), n, verb)),
            )
            .await;
            for (outcome, name) in outcomes.into_iter().zip(names) {
                match outcome {
                    Ok(()) => *done.entry(name).or_insert(0) += 1,
                    // Refusals leave nothing; faults of ours and rings of locks are not among them.
                    Err(
                        Error::NotNow(_) | Error::Amount | Error::NotCovered(_) | Error::Unknown | Error::Differs(_),
                    ) => {}
                    Err(error) => panic!("{error} {told:#?}"),
                }
            }
            holds(db, &told).await;
        }
    }
    done.len()
}

on_both! {
    async fn whatever_is_told_in_whatever_order_the_books_hold(db: TestDb) {
        begin(&db).await;
        // Each verb did something at least once, or this tests nothing.
        assert_eq!(storm(&db, 0..6, 1, 60).await, 11);
    }

    async fn and_when_it_is_told_at_once_nobody_waits_in_a_ring(db: TestDb) {
        begin(&db).await;
        assert!(storm(&db, 12..18, 12, 8).await >= 8);
    }
}
