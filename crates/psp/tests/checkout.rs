//! Stripe's client against a stand-in that keeps its own books and was checked with Stripe's own library: nothing is
//! opened, given back or ended twice, whatever is lost on the way, and nothing that is not understood is *paid*.
#![cfg(test)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on should stop"
)]

mod support;

use kernel::{
    Locale, Micros, Mint, Money,
    ids::AttemptId,
    time::{DAY, MINUTE, SECOND},
};
use psp::{
    Amount, Attempt, Claim, Claimed, Failure, Happened, Name, Provider, Refund, Rejected, Secret, Standing, Start,
    Started, Truth,
    stripe::{HEADER, Settings, Stripe},
};
use standin::stripe::{KEY, Mood, SECRET, Stripe as Standin};
use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};
use support::{NOW, attempt, mint_at};

/// A stand-in, its clock, and our client of it.
struct Desk {
    standin: Standin,
    clock: Arc<AtomicI64>,
    stripe: Stripe,
}

fn settings(url: &str) -> Settings {
    Settings {
        api_url: url.to_owned(),
        page_url: url.to_owned(),
        timeout: Duration::from_millis(800),
        ..Settings::new(Secret::new(KEY), vec![Secret::new(SECRET)], false)
    }
}

async fn desk() -> Desk {
    desk_of(|_| ()).await
}

async fn desk_of(change: impl FnOnce(&mut Settings)) -> Desk {
    let clock = Arc::new(AtomicI64::new(NOW.seconds()));
    let theirs = Arc::clone(&clock);
    let standin = Standin::serve(Arc::new(move || theirs.load(Ordering::SeqCst))).await;
    let mut settings = settings(&standin.url);
    change(&mut settings);
    Desk {
        stripe: Stripe::new(&settings).unwrap(),
        standin,
        clock,
    }
}

impl Desk {
    fn mint(&self) -> Mint {
        mint_at(Micros(self.clock.load(Ordering::SeqCst) * SECOND))
    }

    fn pass(&self, micros: i64) {
        self.clock.fetch_add(micros / SECOND, Ordering::SeqCst);
    }

    async fn start(&self, attempt: &Attempt) -> Result<Started, Failure> {
        self.stripe.start(attempt, &self.mint()).await
    }

    async fn look_up(&self, name: &Name) -> Option<Truth> {
        self.stripe.look_up(name, &self.mint()).await.unwrap()
    }

    async fn truth(&self, name: &Name) -> Truth {
        self.look_up(name).await.unwrap()
    }

    async fn refund(&self, id: &str, of: &Name, minor: i64) -> Result<psp::Refunded, Failure> {
        let refund = Refund {
            refund: id.to_owned(),
            of: of.clone(),
            amount: Money::mad(minor),
        };
        self.stripe.refund(&refund, &self.mint()).await
    }

    /// An attempt as the market writes it down: its id tells when.
    fn ours(&self) -> Attempt {
        self.pass(SECOND);
        let id: AttemptId = self.mint().id();
        Attempt {
            open_until: self.mint().now.plus(35 * MINUTE),
            ..attempt(&id.to_string())
        }
    }

    /// An attempt that was started, and its names.
    async fn begun(&self) -> (Attempt, Name) {
        let attempt = self.ours();
        let started = self.start(&attempt).await.unwrap();
        let name = Name {
            session: started.session,
            ..Name::ours(&attempt.attempt)
        };
        (attempt, name)
    }

    async fn paid(&self) -> (Attempt, Name) {
        let (attempt, name) = self.begun().await;
        assert!(self.standin.pay(session(&name)));
        (attempt, name)
    }

    fn heard(&self, kind: &str) -> Happened {
        let event = self
            .standin
            .events()
            .into_iter()
            .rfind(|event| event.kind == kind)
            .unwrap();
        let header = self.standin.sign(event.body.as_bytes());
        let headers = [(HEADER, header.as_bytes())];
        self.stripe
            .verify(&headers, event.body.as_bytes(), self.mint().now)
            .unwrap()
            .happened
    }
}

fn session(name: &Name) -> &str {
    name.session.as_deref().unwrap()
}

fn mad(minor: i64) -> Amount {
    Amount::from(Money::mad(minor))
}

#[tokio::test]
async fn a_buyer_is_sent_to_a_page_that_asks_for_what_was_agreed_and_says_our_id_back() {
    let desk = desk().await;
    let attempt = desk.ours();
    let started = desk.start(&attempt).await.unwrap();
    let shown = desk.standin.sessions().remove(0);
    assert_eq!(started.session.as_deref(), shown["id"].as_str());
    assert_eq!(started.go, Start::Redirect(shown["url"].as_str().unwrap().to_owned()));
    assert_eq!(shown["client_reference_id"], attempt.attempt.as_str());
    assert_eq!(shown["metadata"]["attempt"], attempt.attempt.as_str());
    assert_eq!(
        (&shown["amount_total"], &shown["currency"]),
        (&24_950.into(), &"mad".into())
    );
    assert_eq!(shown["expires_at"], NOW.plus(35 * MINUTE + SECOND).seconds());
    assert_eq!(shown["success_url"], attempt.return_url.as_str());
    let printed = shown.to_string();
    for private in ["Fatima", "client@example.com", "612345678"] {
        assert!(
            !printed.contains(private),
            "Stripe needs to know nothing of the buyer: {private}"
        );
    }
    let truth = desk.truth(&Name::ours(&attempt.attempt)).await;
    assert_eq!(
        (truth.standing, truth.asked, truth.captured),
        (Standing::Open, mad(24_950), mad(0))
    );
}

#[tokio::test]
async fn a_payment_is_captured_given_back_in_parts_and_disputed_and_both_books_agree() {
    let desk = desk().await;
    let (attempt, name) = desk.begun().await;
    assert!(desk.standin.decline(session(&name)));
    assert_eq!(
        desk.truth(&name).await.standing,
        Standing::Open,
        "a refused card may be tried again"
    );
    assert!(desk.standin.pay(session(&name)));
    let truth = desk.truth(&name).await;
    assert_eq!(
        (truth.standing, truth.captured.clone(), truth.live),
        (Standing::Captured, mad(24_950), false)
    );
    assert_eq!(truth.attempt, attempt.attempt);
    assert_eq!(
        desk.heard("checkout.session.completed"),
        Happened::Captured(mad(24_950))
    );
    assert_eq!(desk.heard("payment_intent.succeeded"), Happened::Captured(mad(24_950)));
    let first = desk.refund("r1", &name, 10_000).await.unwrap();
    assert_eq!((first.refund.as_deref(), first.state), (Some("r1"), Claim::Done));
    let paid = Name {
        payment: truth.payment.clone(),
        ..name.clone()
    };
    assert!(
        matches!(desk.refund("r2", &paid, 14_951).await, Err(Failure::Refused(_))),
        "more than is left"
    );
    desk.refund("r3", &paid, 4_950).await.unwrap();
    assert_eq!(desk.heard("charge.refunded"), Happened::RefundedSoFar(mad(14_950)));
    let dispute = desk.standin.dispute(session(&name), 10_000);
    let truth = desk.truth(&name).await;
    assert_eq!(truth.refunded, mad(14_950));
    assert_eq!(
        truth
            .refunds
            .iter()
            .filter_map(|row| row.refund.as_deref())
            .collect::<Vec<_>>(),
        ["r3", "r1"]
    );
    assert_eq!(
        (truth.disputes[0].amount.clone(), truth.disputes[0].state),
        (mad(10_000), Claimed::Open)
    );
    assert!(matches!(
        desk.heard("charge.dispute.created"),
        Happened::DisputeOpened { .. }
    ));
    desk.standin.close_dispute(&dispute, false);
    assert_eq!(desk.truth(&name).await.disputes[0].state, Claimed::Lost);
    assert!(matches!(
        desk.heard("charge.dispute.closed"),
        Happened::DisputeLost { .. }
    ));
    assert_eq!(desk.standin.balance(), (24_950, 14_950));
}

#[tokio::test]
async fn c2_whatever_becomes_of_the_answer_there_is_one_session_and_it_is_found() {
    for mood in [Mood::BrokenAfter, Mood::SilentAfter, Mood::Garbage, Mood::Endless] {
        let desk = desk().await;
        let attempt = desk.ours();
        desk.standin.be(&[mood]);
        let lost = desk.start(&attempt).await;
        assert!(matches!(lost, Err(Failure::Unknown(_))), "{mood:?} {lost:?}");
        // Nobody asks again: what is asked about is found by our own id.
        let truth = desk.truth(&Name::ours(&attempt.attempt)).await;
        assert_eq!(truth.standing, Standing::Open, "{mood:?}");
        // Somebody presses again, later, and in another language.
        desk.pass(4 * MINUTE);
        let again = Attempt {
            locale: Locale::Ar,
            description: "زيت أركان".to_owned(),
            ..attempt.clone()
        };
        for asked in [&attempt, &again, &attempt] {
            let started = desk.start(asked).await.unwrap();
            assert_eq!(started.session, truth.session, "{mood:?}");
        }
        assert_eq!(desk.standin.sessions().len(), 1, "{mood:?}");
    }
}

#[tokio::test]
async fn c17_every_misbehaviour_is_called_what_it_is() {
    let desk = desk().await;
    for (mood, nothing_happened) in [
        (Mood::Broken, false),
        (Mood::Silent, false),
        (Mood::Proxy, false),
        (Mood::TooMany, true),
    ] {
        desk.standin.be(&[mood]);
        let failed = desk.start(&desk.ours()).await;
        assert_eq!(
            matches!(failed, Err(Failure::Unavailable(_))),
            nothing_happened,
            "{mood:?} {failed:?}"
        );
        assert_eq!(
            matches!(failed, Err(Failure::Unknown(_))),
            !nothing_happened,
            "{mood:?} {failed:?}"
        );
    }
    let wrong_key = desk_of(|settings| settings.secret_key = Secret::new("sk_test_wrong")).await;
    let failed = wrong_key.start(&wrong_key.ours()).await;
    assert!(
        matches!(failed, Err(Failure::Unavailable(_))),
        "a wrong key is no refusal of the payment: {failed:?}"
    );
    let small = Attempt {
        amount: Money::mad(10),
        ..desk.ours()
    };
    let refused = desk.start(&small).await;
    assert_eq!(
        refused,
        Err(Failure::Refused(
            "400 invalid_request_error amount_too_small line_items".to_owned()
        ))
    );
    // Nobody listens there.
    let nobody = Stripe::new(&settings("http://127.0.0.1:9")).unwrap();
    let failed = nobody.start(&desk.ours(), &desk.mint()).await;
    assert!(matches!(failed, Err(Failure::Unavailable(_))), "{failed:?}");
    assert_eq!(desk.standin.sessions().len(), 0);
}

#[tokio::test]
async fn a_page_that_is_elsewhere_is_not_gone_to() {
    let desk = desk_of(|settings| settings.page_url = "https://checkout.stripe.com".to_owned()).await;
    assert!(matches!(desk.start(&desk.ours()).await, Err(Failure::Refused(_))));
}

#[tokio::test]
async fn what_nobody_paid_is_ended_and_what_was_paid_meanwhile_is_not() {
    let desk = desk().await;
    let (_, idle) = desk.begun().await;
    let ended = desk.stripe.expire(&idle, &desk.mint()).await.unwrap().unwrap();
    assert_eq!(ended.standing, Standing::Expired);
    assert!(!desk.standin.pay(session(&idle)), "the page is closed");
    assert_eq!(desk.heard("checkout.session.expired"), Happened::Expired);
    let (_, paid) = desk.paid().await;
    let (_, slow) = desk.begun().await;
    desk.standin.pay_slowly(session(&slow));
    for (name, standing) in [
        (&idle, Standing::Expired),
        (&paid, Standing::Captured),
        (&slow, Standing::Processing),
    ] {
        let truth = desk.stripe.expire(name, &desk.mint()).await.unwrap().unwrap();
        assert_eq!(truth.standing, standing);
    }
    desk.standin.decide(session(&slow), false);
    assert_eq!(desk.truth(&slow).await.standing, Standing::Failed);
    assert!(matches!(
        desk.heard("checkout.session.async_payment_failed"),
        Happened::Failed { .. }
    ));
    // Its answer is lost: asked again, it is ended.
    let (_, lost) = desk.begun().await;
    desk.standin.be(&[Mood::Fine, Mood::SilentAfter]);
    assert!(matches!(
        desk.stripe.expire(&lost, &desk.mint()).await,
        Err(Failure::Unknown(_))
    ));
    let truth = desk.stripe.expire(&lost, &desk.mint()).await.unwrap().unwrap();
    assert_eq!(truth.standing, Standing::Expired);
    // By itself.
    let (_, late) = desk.begun().await;
    desk.pass(36 * MINUTE);
    assert_eq!(desk.truth(&late).await.standing, Standing::Expired);
    let nothing = desk.stripe.expire(&Name::ours("A1"), &desk.mint()).await.unwrap();
    assert_eq!(nothing, None, "what was never heard of");
}

#[tokio::test]
async fn p11_a_refund_is_given_once_whatever_is_lost_and_however_long_ago() {
    let desk = desk().await;
    let (_, name) = desk.paid().await;
    for (number, mood) in [Mood::BrokenAfter, Mood::SilentAfter, Mood::Garbage]
        .into_iter()
        .enumerate()
    {
        let id = format!("r{number}");
        // Its payment is looked for, then what was given back before, then it is asked for.
        desk.standin.be(&[Mood::Fine, Mood::Fine, mood]);
        assert!(
            matches!(desk.refund(&id, &name, 100).await, Err(Failure::Unknown(_))),
            "{mood:?}"
        );
        assert_eq!(desk.refund(&id, &name, 100).await.unwrap().state, Claim::Done);
        // A day later Stripe has forgotten the key.
        desk.standin.forget_keys();
        assert_eq!(desk.refund(&id, &name, 100).await.unwrap().state, Claim::Done);
        assert!(
            matches!(desk.refund(&id, &name, 200).await, Err(Failure::Refused(_))),
            "another amount"
        );
    }
    assert_eq!(desk.standin.balance(), (24_950, 300));
    for wrong in [0, -1, i64::MIN] {
        assert!(matches!(
            desk.refund("wrong", &name, wrong).await,
            Err(Failure::Refused(_))
        ));
    }
    let (_, unpaid) = desk.begun().await;
    assert!(matches!(desk.refund("r9", &unpaid, 1).await, Err(Failure::Refused(_))));
}

#[tokio::test]
async fn p12_a_refund_is_on_its_way_and_may_come_back() {
    let desk = desk().await;
    let (_, name) = desk.paid().await;
    desk.standin.refund_slowly(true);
    let refund = desk.refund("r1", &name, 500).await.unwrap();
    assert_eq!(refund.state, Claim::Pending);
    assert_eq!(desk.truth(&name).await.refunded, mad(0));
    desk.standin.end_refund(&refund.reference, true);
    assert_eq!(desk.truth(&name).await.refunded, mad(500));
    desk.standin.end_refund(&refund.reference, false);
    let truth = desk.truth(&name).await;
    assert_eq!((truth.refunded, truth.refunds[0].state), (mad(0), Claim::Failed));
    let failed = desk.heard("refund.failed");
    assert!(
        matches!(failed, Happened::RefundFailed { refund: Some(ref id), .. } if id == "r1"),
        "{failed:?}"
    );
}

#[tokio::test]
async fn a_session_is_found_among_hundreds_and_a_stranger_is_not() {
    let desk = desk().await;
    let (first, _) = desk.begun().await;
    for _ in 0..130 {
        desk.pass(SECOND);
        desk.begun().await;
    }
    assert_eq!(desk.truth(&Name::ours(&first.attempt)).await.attempt, first.attempt);
    let stranger: AttemptId = mint_at(NOW.plus(7)).id();
    assert_eq!(desk.look_up(&Name::ours(stranger.to_string())).await, None);
    let gone = Name {
        session: Some("cs_test_gone".to_owned()),
        ..Name::ours(&first.attempt)
    };
    assert_eq!(desk.look_up(&gone).await, None);
}

#[tokio::test]
async fn p8_a_message_of_another_account_old_or_altered_is_not_believed() {
    let desk = desk().await;
    desk.paid().await;
    let body = desk.standin.events().pop().unwrap().body;
    let header = desk.standin.sign(body.as_bytes());
    let now = desk.mint().now;
    let verify =
        |header: &str, body: &str, now| desk.stripe.verify(&[(HEADER, header.as_bytes())], body.as_bytes(), now);
    assert!(verify(&header, &body, now).is_ok());
    assert_eq!(
        verify(&header, &body.replace("24950", "24951"), now),
        Err(Rejected::Forged)
    );
    assert_eq!(verify(&header, &body, now.plus(DAY)), Err(Rejected::Stale(86_400)));
    assert_eq!(verify("", &body, now), Err(Rejected::Unsigned));
    let foreign = standin::stripe::signature("whsec_of_somebody_else_entirely", now.seconds(), body.as_bytes());
    assert_eq!(verify(&foreign, &body, now), Err(Rejected::Forged));
    let other = body.replacen('{', "{\"account\":\"acct_other\",", 1);
    assert_eq!(
        verify(&desk.standin.sign(other.as_bytes()), &other, now),
        Err(Rejected::Stranger)
    );
    // A connected account hears of itself alone.
    let connected = desk_of(|settings| settings.account = Some("acct_mine".to_owned())).await;
    connected.paid().await;
    let body = connected.standin.events().pop().unwrap().body;
    let header = connected.standin.sign(body.as_bytes());
    assert!(
        connected
            .stripe
            .verify(&[(HEADER, header.as_bytes())], body.as_bytes(), now)
            .is_ok()
    );
    assert!(body.contains("acct_mine"));
    let unnamed = body.replace("acct_mine", "acct_theirs");
    let header = connected.standin.sign(unnamed.as_bytes());
    let heard = connected
        .stripe
        .verify(&[(HEADER, header.as_bytes())], unnamed.as_bytes(), now);
    assert_eq!(heard, Err(Rejected::Stranger));
}

#[test]
fn what_cannot_work_is_said_before_anything_is_sold() {
    let good = || settings("https://api.stripe.com");
    let wrong = |change: fn(&mut Settings)| {
        let mut settings = good();
        change(&mut settings);
        Stripe::new(&settings).map(|_| ()).unwrap_err().to_string()
    };
    assert!(Stripe::new(&good()).is_ok());
    for (said, change) in [
        (
            "api url: not https",
            (|all| all.api_url = "http://api.stripe.com".to_owned()) as fn(&mut Settings),
        ),
        ("page url", |all| all.page_url = "checkout".to_owned()),
        ("secret key: must begin with sk_test_", |all| {
            all.secret_key = Secret::new("sk_live_1")
        }),
        ("secret key: must begin with sk_live_", |all| all.live = true),
        ("secret key", |all| all.secret_key = Secret::new("pk_test_1")),
        ("webhook secrets", |all| all.webhook_secrets = Vec::new()),
        ("account", |all| all.account = Some("somebody".to_owned())),
    ] {
        let sentence = wrong(change);
        assert!(sentence.contains(said), "{sentence}");
        assert!(!sentence.contains(KEY));
    }
}
