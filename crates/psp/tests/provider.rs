//! What holds for every provider.
#![cfg(test)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod support;

use kernel::{Micros, Mint, Money};
use psp::{
    Amount, Answer, Attempt, Bounded, Can, Failure, Headers, Message, Name, Provider, Refund, Refunded, Rejected,
    Secret, Started, TOTAL, Truth,
};
use std::{future::pending, sync::Arc};
use support::{attempt, mint};

/// Never answers.
struct Silent;

impl Provider for Silent {
    fn name(&self) -> &'static str {
        "silent"
    }
    fn can(&self) -> Can {
        Can {
            look_up: true,
            refund: true,
            expire: true,
            capture: true,
        }
    }
    fn start<'a>(&'a self, _: &'a Attempt, _: &'a Mint) -> Answer<'a, Started> {
        Box::pin(pending())
    }
    fn look_up<'a>(&'a self, _: &'a Name, _: &'a Mint) -> Answer<'a, Option<Truth>> {
        Box::pin(pending())
    }
    fn refund<'a>(&'a self, _: &'a Refund, _: &'a Mint) -> Answer<'a, Refunded> {
        Box::pin(pending())
    }
    fn expire<'a>(&'a self, _: &'a Name, _: &'a Mint) -> Answer<'a, Option<Truth>> {
        Box::pin(pending())
    }
    fn verify(&self, _: &Headers<'_>, _: &[u8], _: Micros) -> Result<Message, Rejected> {
        Err(Rejected::Unsigned)
    }
}

#[tokio::test(start_paused = true)]
async fn c17_a_provider_that_never_answers_is_cut_and_nobody_says_that_nothing_happened() {
    let provider: Arc<dyn Provider> = Arc::new(Bounded(Silent));
    let before = tokio::time::Instant::now();
    let (of, mint) = (Name::ours("a"), mint());
    let refund = Refund {
        refund: "r".to_owned(),
        of: of.clone(),
        amount: Money::mad(1),
    };
    let failures = [
        provider.start(&attempt("a"), &mint).await.err(),
        provider.look_up(&of, &mint).await.err(),
        provider.refund(&refund, &mint).await.err(),
        provider.expire(&of, &mint).await.err(),
    ];
    for failure in failures {
        assert!(matches!(failure, Some(Failure::Unknown(_))), "{failure:?}");
    }
    assert_eq!(before.elapsed().as_secs(), 4 * TOTAL.as_secs());
}

#[test]
fn p7_an_amount_is_the_one_that_was_asked_for_only_to_the_centime_and_in_its_currency() {
    let due = Money::mad(24_950);
    let said = |minor, currency: &str| Amount {
        minor,
        currency: currency.to_owned(),
    };
    assert!(said(24_950, "MAD").is(due));
    for other in [
        said(24_949, "MAD"),
        said(24_951, "MAD"),
        said(24_950, "EUR"),
        said(24_950, "VND"),
        said(24_950, "mad"),
        said(24_950, ""),
    ] {
        assert!(!other.is(due), "{other:?}");
    }
    assert_eq!(said(5, "VND").money(), None);
    assert_eq!(said(24_950, "MAD").money(), Some(due));
}

#[test]
fn no_secret_shows_itself() {
    let shown = format!("{:?}", Secret::new("hunter2"));
    assert!(!shown.contains("hunter2"), "{shown}");
}
