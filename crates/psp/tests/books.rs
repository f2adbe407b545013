//! The fake provider's books: what is on the disk, after any stop, is what was answered for.
#![cfg(test)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop"
)]

mod support;

use kernel::{Chance, Micros, Money, time::MINUTE};
use proptest::prelude::*;
use psp::{
    Amount, Claimed, Happened, Name, Provider, Refund, Secret, Standing, Truth,
    fake::{Behaviour, Button, Fake, Settings},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write,
    path::Path,
    sync::Arc,
};
use support::{NOW, attempt, mint_at, mint_of};

fn settings() -> Settings {
    Settings {
        page_url: "https://shop.example/fake".to_owned(),
        secret: Secret::new("0123456789abcdef"),
        endings: false,
    }
}

fn open(directory: &Path) -> Fake {
    Fake::open(settings(), directory).unwrap()
}

/// What a shop, a buyer and a bank may do, to one of three attempts.
#[derive(Clone, Debug)]
enum Step {
    Start(u8),
    Press(u8, usize),
    Expire(u8),
    Refund(u8, u8, i64),
    Dispute(u8, i64),
    Decide(u8, bool),
    Tell(u8, u8),
    Deliver(bool),
    Wait(i64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0u8..3).prop_map(Step::Start),
        4 => (0u8..3, 0usize..8).prop_map(|(a, b)| Step::Press(a, b)),
        1 => (0u8..3).prop_map(Step::Expire),
        4 => (0u8..3, 0u8..6, -1i64..20_000).prop_map(|(a, r, m)| Step::Refund(a, r, m)),
        2 => (0u8..3, 0i64..20_000).prop_map(|(a, m)| Step::Dispute(a, m)),
        2 => (0u8..3, any::<bool>()).prop_map(|(a, w)| Step::Decide(a, w)),
        2 => (0u8..3, 81u8..95).prop_map(|(a, b)| Step::Tell(a, b)),
        2 => any::<bool>().prop_map(Step::Deliver),
        2 => (-3i64..20).prop_map(|minutes| Step::Wait(minutes * MINUTE)),
    ];
    prop::collection::vec(step, 1..40)
}

/// The seed is the step's, so that two providers that go the same way give the same names.
fn take(fake: &Fake, now: &mut Micros, seed: u64, step: &Step) {
    let id = |a: &u8| format!("A{a}");
    let mint = mint_of(*now, seed);
    let known = |a: &u8| fake.truths(*now).unwrap().into_iter().find(|t| t.attempt == id(a));
    match step {
        Step::Start(a) => drop(wait(fake.start(&attempt(&id(a)), &mint))),
        Step::Press(a, b) => {
            let session = known(a).and_then(|truth| truth.session).unwrap_or_default();
            fake.press(&session, Button::ALL[*b], *now).unwrap();
        }
        Step::Expire(a) => drop(wait(fake.expire(&Name::ours(id(a)), &mint))),
        Step::Refund(a, r, minor) => {
            let refund = Refund {
                refund: format!("R{r}"),
                of: Name::ours(id(a)),
                amount: Money::mad(*minor),
            };
            drop(wait(fake.refund(&refund, &mint)));
        }
        Step::Dispute(a, minor) => drop(fake.dispute(&id(a), *minor, *now)),
        Step::Decide(a, won) => {
            let last = known(a).and_then(|truth| truth.disputes.last().cloned());
            drop(fake.decide(&last.map(|d| d.dispute).unwrap_or_default(), *won, *now));
        }
        Step::Tell(a, ending) => fake.tell(&id(a), Behaviour::by_ending(*ending).unwrap(), *now).unwrap(),
        Step::Deliver(heard) => {
            for one in fake.due(*now).unwrap() {
                fake.sent(&one, *heard, *now).unwrap();
            }
        }
        Step::Wait(micros) => *now = now.plus(*micros),
    }
}

/// The fake never waits for anything.
fn wait<T>(answer: psp::Answer<'_, T>) -> Result<T, psp::Failure> {
    futures_util::FutureExt::now_or_never(answer).unwrap()
}

/// What somebody knows who heard every message once and in order, and nothing else.
fn heard(fake: &Fake, id: &str, now: Micros) -> (i64, i64, i64) {
    let (mut captured, mut refunded, mut disputed) = (0, 0, 0);
    for one in fake.messages(now).unwrap() {
        if one.message.attempt.as_deref() != Some(id) {
            continue;
        }
        match one.message.happened {
            Happened::Captured(amount) => captured += amount.minor,
            Happened::RefundedSoFar(amount) => refunded = amount.minor,
            Happened::RefundFailed { amount, .. } => refunded -= amount.minor,
            Happened::DisputeOpened { amount, .. } => disputed += amount.minor,
            Happened::DisputeWon { amount, .. } => disputed -= amount.minor,
            _ => {}
        }
    }
    (captured, refunded, disputed)
}

fn holds(truth: &Truth) -> Result<(), TestCaseError> {
    let disputed: i64 = truth
        .disputes
        .iter()
        .filter(|d| d.state != Claimed::Won)
        .map(|d| d.amount.minor)
        .sum();
    let is_captured = truth.standing == Standing::Captured;
    prop_assert_eq!(truth.captured.minor, if is_captured { truth.asked.minor } else { 0 });
    prop_assert!(truth.refunded.minor >= 0);
    prop_assert!(truth.refunded.minor + disputed <= truth.captured.minor);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn whatever_happens_the_messages_add_up_to_the_books(steps in steps()) {
        let fake = Fake::in_memory(settings()).unwrap();
        let mut now = NOW;
        let mut latest = now;
        let mut said = BTreeMap::new();
        for (seed, step) in (0..).zip(&steps) {
            take(&fake, &mut now, seed, step);
            latest = latest.max(now);
            for one in fake.messages(now).unwrap() {
                // What was told once stays as it was told.
                let before = said.entry(one.event.clone()).or_insert_with(|| one.message.clone()).clone();
                prop_assert_eq!(before, one.message);
            }
            for truth in fake.truths(now).unwrap() {
                holds(&truth)?;
                let disputed = truth.disputes.iter().filter(|d| d.state != Claimed::Won).map(|d| d.amount.minor).sum();
                let expected = (truth.captured.minor, truth.refunded.minor, disputed);
                prop_assert_eq!(heard(&fake, &truth.attempt, now), expected, "{:?}", truth);
            }
        }
        let events: Vec<String> = fake.messages(latest).unwrap().into_iter().map(|one| one.event).collect();
        prop_assert_eq!(events.iter().collect::<BTreeSet<_>>().len(), events.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn books_that_are_opened_again_say_the_same(steps in steps()) {
        let directory = tempfile::tempdir().unwrap();
        let (mut now, mut again) = (NOW, NOW);
        let in_memory = Fake::in_memory(settings()).unwrap();
        // What was only read is not written down, so the caller's clock must not go back over a stop.
        let steps = steps.iter().filter(|step| !matches!(step, Step::Wait(micros) if *micros < 0));
        for (seed, step) in (0..).zip(steps) {
            take(&in_memory, &mut now, seed, step);
            // Opened anew for every step, as if the process had been killed between any two.
            take(&open(directory.path()), &mut again, seed, step);
        }
        let later = now.max(again).plus(60 * MINUTE);
        let fake = open(directory.path());
        prop_assert_eq!(in_memory.truths(later).unwrap(), fake.truths(later).unwrap());
        prop_assert_eq!(in_memory.messages(later).unwrap(), fake.messages(later).unwrap());
        prop_assert_eq!(in_memory.due(later).unwrap(), fake.due(later).unwrap());
    }
}

#[tokio::test]
async fn a_line_that_was_cut_by_a_stop_is_as_if_it_had_never_been() {
    let directory = tempfile::tempdir().unwrap();
    let before = {
        let fake = open(directory.path());
        let session = fake
            .start(&attempt("A1"), &mint_at(NOW))
            .await
            .unwrap()
            .session
            .unwrap();
        fake.press(&session, Button::Pay, NOW).unwrap();
        fake.truths(NOW).unwrap()
    };
    let path = directory.path().join("journal.jsonl");
    let whole = fs::read(&path).unwrap();
    let lines = whole.iter().filter(|b| **b == b'\n').count();
    assert_eq!(lines, 2);
    for cut in 1..whole.len() {
        fs::write(&path, &whole[..cut]).unwrap();
        let fake = open(directory.path());
        let ends = whole[..cut].iter().filter(|b| **b == b'\n').count();
        assert_eq!(fake.truths(NOW).unwrap().len(), ends.min(1), "{cut}");
        // And it goes on from there.
        fake.start(&attempt("A2"), &mint_at(NOW.plus(1))).await.unwrap();
        assert_eq!(
            open(directory.path()).truths(NOW).unwrap().len(),
            ends.min(1) + 1,
            "{cut}"
        );
    }
    fs::write(&path, &whole).unwrap();
    assert_eq!(open(directory.path()).truths(NOW).unwrap(), before);
}

#[tokio::test]
async fn books_that_somebody_wrote_into_are_not_opened() {
    let directory = tempfile::tempdir().unwrap();
    open(directory.path())
        .start(&attempt("A1"), &mint_at(NOW))
        .await
        .unwrap();
    let path = directory.path().join("journal.jsonl");
    fs::OpenOptions::new()
        .append(true)
        .open(&path)
        .unwrap()
        .write_all(b"{\"at\":1}\n")
        .unwrap();
    assert!(Fake::open(settings(), directory.path()).is_err());
}

#[test]
fn p9_processes_that_share_the_books_start_an_attempt_once() {
    for _ in 0..20 {
        let directory = tempfile::tempdir().unwrap();
        let start = std::sync::Barrier::new(8);
        let one = |i: i64| {
            let fake = open(directory.path());
            start.wait();
            let started = wait(fake.start(&attempt("A1"), &mint_at(NOW.plus(i)))).unwrap();
            let session = started.session.unwrap();
            fake.press(&session, Button::Pay, NOW.plus(MINUTE)).unwrap();
            let refund = Refund {
                refund: format!("R{i}"),
                of: Name::ours("A1"),
                amount: Money::mad(6_000),
            };
            drop(wait(fake.refund(&refund, &mint_at(NOW.plus(MINUTE)))));
            session
        };
        let sessions: BTreeSet<String> = std::thread::scope(|scope| {
            let one = &one;
            let threads: Vec<_> = (0..8).map(|i| scope.spawn(move || one(i))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(sessions.len(), 1);
        let truths = open(directory.path()).truths(NOW.plus(MINUTE)).unwrap();
        // Of eight refunds of 60 on 249.50, four.
        assert_eq!((truths.len(), truths[0].refunds.len()), (1, 4));
        assert_eq!(truths[0].refunded, Amount::from(Money::mad(24_000)));
    }
}

#[test]
fn one_after_another_sees_what_the_other_wrote() {
    struct Fixed;
    impl Chance for Fixed {
        fn fill(&self, buffer: &mut [u8]) {
            buffer.fill(7);
        }
    }
    let directory = tempfile::tempdir().unwrap();
    let (web, worker) = (open(directory.path()), open(directory.path()));
    let mint = kernel::Mint::new(NOW, Arc::new(Fixed));
    let session = wait(web.start(&attempt("A1"), &mint)).unwrap().session.unwrap();
    assert!(worker.page(&session, NOW).unwrap().is_some());
    worker.press(&session, Button::Pay, NOW).unwrap();
    let truth = wait(web.look_up(&Name::ours("A1"), &mint)).unwrap().unwrap();
    assert_eq!(truth.standing, Standing::Captured);
}
