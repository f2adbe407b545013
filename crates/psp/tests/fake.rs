//! The provider of our own: what it does when it is asked, pressed and told, and what its books say afterwards.
#![cfg(test)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop"
)]

mod support;

use kernel::{
    Micros, Money, Phone,
    time::{DAY, HOUR, MINUTE, SECOND},
};
use psp::{
    Amount, Attempt, Claim, Claimed, Failure, Happened, Name, Provider, Refund, Refunded, Rejected, Secret, Standing,
    Start, Truth,
    fake::{Behaviour, Button, Calls, Delivery, Due, Fake, HEADER, Outcome, Pressed, Refunds, Settings},
};
use support::{NOW, attempt, mint_at};

fn settings() -> Settings {
    Settings {
        page_url: "https://shop.example/fake/".to_owned(),
        secret: Secret::new("0123456789abcdef"),
        endings: false,
    }
}

fn fake() -> Fake {
    Fake::in_memory(settings()).unwrap()
}

async fn start(fake: &Fake, attempt: &Attempt, now: Micros) -> Result<String, Failure> {
    let started = fake.start(attempt, &mint_at(now)).await?;
    let session = started.session.unwrap();
    assert_eq!(
        started.go,
        Start::Redirect(format!("https://shop.example/fake/{session}"))
    );
    Ok(session)
}

async fn truth(fake: &Fake, id: &str, now: Micros) -> Truth {
    fake.look_up(&Name::ours(id), &mint_at(now)).await.unwrap().unwrap()
}

fn money_back(refund: &str, attempt: &str, minor: i64) -> Refund {
    Refund {
        refund: refund.to_owned(),
        of: Name::ours(attempt),
        amount: Money::mad(minor),
    }
}

async fn refund(fake: &Fake, refund: &str, minor: i64, now: Micros) -> Result<Refunded, Failure> {
    fake.refund(&money_back(refund, "A1", minor), &mint_at(now)).await
}

/// A session of `A1` that was paid at noon.
async fn paid(behaviour: Behaviour) -> (Fake, String) {
    let fake = fake();
    fake.tell("A1", behaviour, NOW).unwrap();
    let session = start(&fake, &attempt("A1"), NOW).await.unwrap();
    assert_eq!(fake.press(&session, Button::Pay, NOW).unwrap(), back());
    (fake, session)
}

fn back() -> Pressed {
    Pressed::Go("https://shop.example/pay/ok".to_owned())
}

fn mad(minor: i64) -> Amount {
    Amount::from(Money::mad(minor))
}

fn told(due: &[Due]) -> Vec<Happened> {
    due.iter().map(|one| one.message.happened.clone()).collect()
}

/// Sends what is due, all of it heard.
fn deliver(fake: &Fake, now: Micros) -> Vec<Happened> {
    let due = fake.due(now).unwrap();
    for one in &due {
        fake.sent(one, true, now).unwrap();
    }
    told(&due)
}

#[tokio::test]
async fn p9_an_attempt_that_is_started_again_is_the_same_session() {
    let fake = fake();
    let first = start(&fake, &attempt("A1"), NOW).await.unwrap();
    assert_ne!(start(&fake, &attempt("A2"), NOW.plus(1)).await.unwrap(), first);
    for later in [NOW, NOW.plus(SECOND), NOW.plus(2 * HOUR)] {
        assert_eq!(start(&fake, &attempt("A1"), later).await.unwrap(), first);
    }
    let dearer = Attempt {
        amount: Money::mad(24_951),
        ..attempt("A1")
    };
    assert!(matches!(start(&fake, &dearer, NOW).await, Err(Failure::Refused(_))));
    assert_eq!(fake.truths(NOW).unwrap().len(), 2);
}

#[tokio::test]
async fn what_cannot_be_paid_is_refused_at_the_start() {
    let fake = fake();
    let over = Attempt {
        open_until: NOW,
        ..attempt("A1")
    };
    let nothing = Attempt {
        amount: Money::mad(0),
        ..attempt("A1")
    };
    for attempt in [over, nothing, attempt(""), attempt("a b"), attempt("a\nb")] {
        assert!(matches!(start(&fake, &attempt, NOW).await, Err(Failure::Refused(_))));
    }
    assert!(fake.truths(NOW).unwrap().is_empty());
}

#[tokio::test]
async fn fifty_presses_pay_once() {
    let (fake, session) = paid(Behaviour::default()).await;
    for i in 0..50 {
        assert_eq!(fake.press(&session, Button::Pay, NOW.plus(i)).unwrap(), back());
    }
    let truth = truth(&fake, "A1", NOW.plus(SECOND)).await;
    assert_eq!((truth.standing, &truth.captured), (Standing::Captured, &mad(24_950)));
    assert_eq!(
        deliver(&fake, NOW.plus(SECOND)),
        [Happened::Processing, Happened::Captured(mad(24_950))]
    );
    assert!(deliver(&fake, NOW.plus(DAY)).is_empty());
}

#[tokio::test]
async fn p8_its_messages_are_signed_and_nobody_elses_are_believed() {
    let (fake, _) = paid(Behaviour::default()).await;
    let due = fake.due(NOW).unwrap();
    let body = due[1].body();
    let header = fake.sign(&body, NOW);
    let headers = [(HEADER, header.as_bytes())];
    assert_eq!(fake.verify(&headers, &body, NOW.plus(MINUTE)).unwrap(), due[1].message);
    assert_eq!(
        fake.verify(&headers, &body, NOW.plus(HOUR)).err(),
        Some(Rejected::Stale(3600))
    );
    let cheaper = String::from_utf8(body.clone()).unwrap().replace("24950", "24949");
    assert_eq!(
        fake.verify(&headers, cheaper.as_bytes(), NOW).err(),
        Some(Rejected::Forged)
    );
    let other = Fake::in_memory(Settings {
        secret: Secret::new("0123456789abcdeF"),
        ..settings()
    });
    assert_eq!(
        other.unwrap().verify(&headers, &body, NOW).err(),
        Some(Rejected::Forged)
    );
    assert_eq!(fake.verify(&[], &body, NOW).err(), Some(Rejected::Unsigned));
    let short = Settings {
        secret: Secret::new("short"),
        ..settings()
    };
    assert!(Fake::in_memory(short).is_err());
}

#[tokio::test]
async fn a_refused_card_may_be_tried_again_and_succeed() {
    let fake = fake();
    let session = start(&fake, &attempt("A1"), NOW).await.unwrap();
    assert_eq!(fake.press(&session, Button::Refuse, NOW).unwrap(), Pressed::Stay);
    let page = fake.page(&session, NOW).unwrap().unwrap();
    assert!(page.refused && page.standing == Standing::Open && page.buttons == Button::ALL);
    assert_eq!(fake.press(&session, Button::Pay, NOW.plus(MINUTE)).unwrap(), back());
    let declined = Happened::Failed {
        code: "card_declined".to_owned(),
    };
    let expected = [
        Happened::Processing,
        declined,
        Happened::Processing,
        Happened::Captured(mad(24_950)),
    ];
    assert_eq!(deliver(&fake, NOW.plus(HOUR)), expected);
    let page = fake.page(&session, NOW.plus(MINUTE)).unwrap().unwrap();
    assert!(!page.refused && page.buttons.is_empty());
}

#[tokio::test]
async fn a_slow_payment_is_decided_later_even_when_its_time_is_up_meanwhile() {
    let fake = fake();
    let session = start(&fake, &attempt("A1"), NOW).await.unwrap();
    let late = NOW.plus(HOUR - SECOND);
    assert_eq!(fake.press(&session, Button::Slow, late).unwrap(), back());
    assert_eq!(
        truth(&fake, "A1", late.plus(MINUTE)).await.standing,
        Standing::Processing
    );
    assert_eq!(deliver(&fake, late.plus(MINUTE)), [Happened::Processing]);
    assert_eq!(fake.press(&session, Button::Pay, late.plus(MINUTE)).unwrap(), back());
    // It cannot be ended while it is being decided.
    let expired = fake
        .expire(&Name::ours("A1"), &mint_at(late.plus(MINUTE)))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(expired.standing, Standing::Processing);
    assert_eq!(
        truth(&fake, "A1", late.plus(2 * MINUTE)).await.standing,
        Standing::Captured
    );
    assert_eq!(deliver(&fake, late.plus(DAY)), [Happened::Captured(mad(24_950))]);
}

#[tokio::test]
async fn messages_come_as_they_were_told_to() {
    let captured = || Happened::Captured(mad(24_950));
    let both = || vec![Happened::Processing, captured()];
    let (twice, _) = paid(Behaviour::by_ending(84).unwrap()).await;
    assert_eq!(deliver(&twice, NOW), both());
    assert_eq!(deliver(&twice, NOW.plus(2 * SECOND)), both());
    assert!(deliver(&twice, NOW.plus(DAY)).is_empty());

    let (late, _) = paid(Behaviour::by_ending(85).unwrap()).await;
    assert!(deliver(&late, NOW.plus(10 * MINUTE - 1)).is_empty());
    assert_eq!(deliver(&late, NOW.plus(10 * MINUTE)), both());

    let (disordered, _) = paid(Behaviour::by_ending(86).unwrap()).await;
    refund(&disordered, "R1", 100, NOW.plus(SECOND)).await.unwrap();
    let expected = vec![Happened::RefundedSoFar(mad(100)), captured(), Happened::Processing];
    assert_eq!(deliver(&disordered, NOW.plus(HOUR)), expected);

    let (never, _) = paid(Behaviour::by_ending(87).unwrap()).await;
    assert!(deliver(&never, NOW.plus(30 * DAY)).is_empty());
    assert_eq!(told(&never.messages(NOW).unwrap()), both());
    assert_eq!(truth(&never, "A1", NOW).await.captured, mad(24_950));
}

#[tokio::test]
async fn a_message_that_is_not_heard_is_repeated_for_three_days_under_the_same_id() {
    let (fake, _) = paid(Behaviour::default()).await;
    let (mut now, mut times, mut ids) = (NOW, 0, std::collections::BTreeSet::new());
    while now < NOW.plus(5 * DAY) {
        for one in fake.due(now).unwrap() {
            fake.sent(&one, false, now).unwrap();
            ids.insert(one.event);
            times += 1;
        }
        now = now.plus(5 * SECOND);
    }
    assert_eq!(ids.len(), 2);
    assert!((120..200).contains(&times), "{times}");
    assert!(fake.due(now.plus(DAY)).unwrap().is_empty());
}

#[tokio::test]
async fn c2_an_answer_that_is_lost_had_its_effect_once_and_a_request_that_is_lost_had_none() {
    let with_effect = fake();
    with_effect.tell("A1", Behaviour::by_ending(88).unwrap(), NOW).unwrap();
    assert!(matches!(
        start(&with_effect, &attempt("A1"), NOW).await,
        Err(Failure::Unknown(_))
    ));
    let known = with_effect.truths(NOW).unwrap();
    assert_eq!((known.len(), known[0].standing), (1, Standing::Open));
    let session = start(&with_effect, &attempt("A1"), NOW.plus(1)).await.unwrap();
    assert_eq!(with_effect.truths(NOW).unwrap()[0].session.as_ref(), Some(&session));

    let without = fake();
    without.tell("A1", Behaviour::by_ending(89).unwrap(), NOW).unwrap();
    assert!(matches!(
        start(&without, &attempt("A1"), NOW).await,
        Err(Failure::Unknown(_))
    ));
    assert!(without.truths(NOW).unwrap().is_empty());
    assert!(start(&without, &attempt("A1"), NOW).await.is_ok());

    let away = fake();
    away.tell("A1", Behaviour::by_ending(90).unwrap(), NOW).unwrap();
    assert!(matches!(
        start(&away, &attempt("A1"), NOW).await,
        Err(Failure::Unavailable(_))
    ));
    assert!(away.truths(NOW).unwrap().is_empty());
}

#[tokio::test]
async fn p11_a_refund_whose_answer_is_lost_is_given_once() {
    let (fake, _) = paid(Behaviour::default()).await;
    let lossy = Behaviour {
        calls: Calls::LoseAnswer(2),
        ..Behaviour::default()
    };
    fake.tell("A1", lossy, NOW).unwrap();
    for _ in 0..2 {
        assert!(matches!(
            refund(&fake, "R1", 6_000, NOW).await,
            Err(Failure::Unknown(_))
        ));
    }
    assert_eq!(refund(&fake, "R1", 6_000, NOW).await.unwrap().state, Claim::Done);
    assert_eq!(fake.truths(NOW).unwrap()[0].refunded, mad(6_000));
}

#[tokio::test]
async fn p11_refunds_never_exceed_what_was_captured_and_an_id_refunds_once() {
    let (fake, _) = paid(Behaviour::default()).await;
    assert_eq!(refund(&fake, "R1", 15_000, NOW).await.unwrap().state, Claim::Done);
    assert_eq!(refund(&fake, "R1", 15_000, NOW).await.unwrap().state, Claim::Done);
    for (id, minor) in [
        ("R2", 15_000),
        ("R2", 9_951),
        ("R1", 1),
        ("R3", 0),
        ("R3", -1),
        ("R3", i64::MIN),
        ("r 3", 1),
    ] {
        assert!(
            matches!(refund(&fake, id, minor, NOW).await, Err(Failure::Refused(_))),
            "{id} {minor}"
        );
    }
    assert!(refund(&fake, "R2", 9_950, NOW).await.is_ok());
    let unknown = fake.refund(&money_back("R9", "A9", 1), &mint_at(NOW)).await;
    assert!(matches!(unknown, Err(Failure::Refused(_))));
    let truth = truth(&fake, "A1", NOW).await;
    assert_eq!((truth.refunded, truth.refunds.len()), (mad(24_950), 2));
}

#[tokio::test]
async fn nothing_is_refunded_before_it_was_captured() {
    let fake = fake();
    let session = start(&fake, &attempt("A1"), NOW).await.unwrap();
    assert!(refund(&fake, "R1", 1, NOW).await.is_err());
    fake.press(&session, Button::Slow, NOW).unwrap();
    assert!(refund(&fake, "R1", 1, NOW.plus(MINUTE)).await.is_err());
    assert!(refund(&fake, "R1", 1, NOW.plus(2 * MINUTE)).await.is_ok());
}

#[tokio::test]
async fn p12_a_refund_that_fails_later_gives_its_amount_free_again() {
    let (fake, _) = paid(Behaviour::by_ending(92).unwrap()).await;
    assert_eq!(refund(&fake, "R1", 24_950, NOW).await.unwrap().state, Claim::Done);
    assert!(refund(&fake, "R2", 1, NOW.plus(MINUTE)).await.is_err());
    let after = NOW.plus(2 * MINUTE);
    assert_eq!(refund(&fake, "R1", 24_950, after).await.unwrap().state, Claim::Failed);
    assert_eq!(truth(&fake, "A1", after).await.refunded, mad(0));
    let failed = told(&fake.due(after).unwrap()).pop().unwrap();
    let Happened::RefundFailed { refund: id, amount, .. } = failed else {
        panic!("{failed:?}");
    };
    assert_eq!((id.as_deref(), amount), (Some("R1"), mad(24_950)));
    fake.tell("A1", Behaviour::default(), after).unwrap();
    assert!(refund(&fake, "R2", 24_950, after).await.is_ok());
}

#[tokio::test]
async fn p12_what_was_told_once_does_not_change_when_more_happens_at_the_same_moment() {
    let (fake, _) = paid(Behaviour::by_ending(91).unwrap()).await;
    refund(&fake, "R1", 1_000, NOW).await.unwrap();
    let then = NOW.plus(2 * MINUTE);
    let first = fake.messages(then).unwrap();
    fake.tell("A1", Behaviour::default(), then).unwrap();
    refund(&fake, "R2", 200, then).await.unwrap();
    let both = fake.messages(then).unwrap();
    assert_eq!(both[..3], first);
    let totals = [Happened::RefundedSoFar(mad(1_000)), Happened::RefundedSoFar(mad(1_200))];
    assert_eq!(told(&both)[2..], totals);
}

#[tokio::test]
async fn a_refund_may_be_on_its_way_or_refused() {
    let (later, _) = paid(Behaviour::by_ending(91).unwrap()).await;
    assert_eq!(refund(&later, "R1", 10_000, NOW).await.unwrap().state, Claim::Pending);
    assert_eq!(truth(&later, "A1", NOW).await.refunded, mad(0));
    // What is on its way is no longer there to be given.
    assert!(refund(&later, "R2", 15_000, NOW).await.is_err());
    let done = NOW.plus(2 * MINUTE);
    assert_eq!(truth(&later, "A1", done).await.refunded, mad(10_000));
    assert_eq!(
        told(&later.due(done).unwrap()).pop(),
        Some(Happened::RefundedSoFar(mad(10_000)))
    );
    let (never, _) = paid(Behaviour::by_ending(93).unwrap()).await;
    assert!(matches!(refund(&never, "R1", 1, NOW).await, Err(Failure::Refused(_))));
}

#[tokio::test]
async fn p13_a_dispute_takes_money_and_is_decided_once() {
    let (fake, _) = paid(Behaviour::default()).await;
    refund(&fake, "R1", 4_950, NOW).await.unwrap();
    assert!(fake.dispute("A1", 20_001, NOW).is_err());
    let dispute = fake.dispute("A1", 20_000, NOW).unwrap();
    assert!(refund(&fake, "R2", 1, NOW).await.is_err());
    assert_eq!(truth(&fake, "A1", NOW).await.disputes[0].state, Claimed::Open);
    fake.decide(&dispute, true, NOW.plus(DAY)).unwrap();
    fake.decide(&dispute, true, NOW.plus(DAY)).unwrap();
    assert!(fake.decide(&dispute, false, NOW.plus(DAY)).is_err());
    assert!(fake.decide("fd_other", true, NOW).is_err());
    let after = truth(&fake, "A1", NOW.plus(DAY)).await;
    assert_eq!((after.disputes[0].state, after.captured), (Claimed::Won, mad(24_950)));
    // What came back may be given back.
    assert!(refund(&fake, "R2", 20_000, NOW.plus(DAY + 1)).await.is_ok());
    let told = told(&fake.messages(NOW.plus(DAY)).unwrap());
    assert!(matches!(told[3], Happened::DisputeOpened { .. }) && matches!(told[4], Happened::DisputeWon { .. }));
}

#[tokio::test]
async fn p10_an_ended_session_cannot_be_paid_and_a_paid_one_cannot_be_ended() {
    let fake = fake();
    let session = start(&fake, &attempt("A1"), NOW).await.unwrap();
    let ended = fake.expire(&Name::ours("A1"), &mint_at(NOW)).await.unwrap().unwrap();
    assert_eq!(ended.standing, Standing::Expired);
    for button in Button::ALL {
        let expected = match button {
            Button::Leave => Pressed::Go("https://shop.example/cart".to_owned()),
            _ => Pressed::Over,
        };
        assert_eq!(fake.press(&session, *button, NOW.plus(SECOND)).unwrap(), expected);
    }
    assert_eq!(deliver(&fake, NOW.plus(DAY)), [Happened::Expired]);
    assert_eq!(fake.press("fs_nobody", Button::Pay, NOW).unwrap(), Pressed::Over);
    assert!(fake.page("fs_nobody", NOW).unwrap().is_none());
    assert!(fake.expire(&Name::ours("A9"), &mint_at(NOW)).await.unwrap().is_none());

    let (won, _) = paid(Behaviour::default()).await;
    let truth = won.expire(&Name::ours("A1"), &mint_at(NOW)).await.unwrap().unwrap();
    assert_eq!(truth.standing, Standing::Captured);
}

#[tokio::test]
async fn a_session_that_nobody_pays_is_over_by_itself() {
    let fake = fake();
    let session = start(&fake, &attempt("A1"), NOW).await.unwrap();
    let over = NOW.plus(HOUR);
    assert_eq!(truth(&fake, "A1", over.plus(-1)).await.standing, Standing::Open);
    assert_eq!(truth(&fake, "A1", over).await.standing, Standing::Expired);
    assert_eq!(fake.press(&session, Button::Pay, over).unwrap(), Pressed::Over);
    assert_eq!(deliver(&fake, over), [Happened::Expired]);
}

#[tokio::test]
async fn c18_its_clock_never_goes_back() {
    let (fake, _) = paid(Behaviour {
        after: DAY,
        ..Behaviour::default()
    })
    .await;
    assert_eq!(truth(&fake, "A1", NOW.plus(DAY)).await.standing, Standing::Captured);
    assert_eq!(
        truth(&fake, "A1", NOW.plus(-30 * DAY)).await.standing,
        Standing::Captured
    );
}

#[tokio::test]
async fn the_last_digits_of_telephone_and_amount_choose_only_where_the_host_allows_it() {
    let by_phone = |ending: u8| {
        let mut one = attempt("A1");
        one.buyer.phone = Some(Phone::stored(format!("+2126850000{ending:02}")));
        one
    };
    let by_amount = Attempt {
        amount: Money::mad(10_082),
        ..attempt("A1")
    };
    for (endings, expected) in [(true, Pressed::Stay), (false, back())] {
        for attempt in [by_phone(82), by_amount.clone()] {
            let fake = Fake::in_memory(Settings { endings, ..settings() }).unwrap();
            let session = start(&fake, &attempt, NOW).await.unwrap();
            assert_eq!(fake.press(&session, Button::Pay, NOW).unwrap(), expected);
        }
    }
    // What was told counts more, and a lost request is remembered although it left no session.
    let fake = Fake::in_memory(Settings {
        endings: true,
        ..settings()
    })
    .unwrap();
    assert!(matches!(
        start(&fake, &by_phone(89), NOW).await,
        Err(Failure::Unknown(_))
    ));
    assert!(start(&fake, &by_phone(89), NOW).await.is_ok());
    let chosen = (0..100).filter(|ending| Behaviour::by_ending(*ending).is_some());
    assert_eq!(chosen.collect::<Vec<u8>>(), (81..=94).collect::<Vec<u8>>());
}

#[test]
fn every_button_has_a_name_of_its_own() {
    for button in Button::ALL {
        assert_eq!(Button::from_code(button.code()), Some(*button));
    }
    assert_eq!(Button::from_code("all"), None);
}

#[tokio::test]
async fn every_button_but_two_pays() {
    for button in Button::ALL {
        let fake = fake();
        let session = start(&fake, &attempt("A1"), NOW).await.unwrap();
        fake.press(&session, *button, NOW).unwrap();
        let captured = truth(&fake, "A1", NOW.plus(2 * MINUTE)).await.standing == Standing::Captured;
        assert_eq!(
            captured,
            !matches!(button, Button::Refuse | Button::Leave),
            "{button:?}"
        );
    }
}

#[test]
fn behaviours_are_made_of_parts() {
    let all = Behaviour {
        outcome: Outcome::Refuse,
        after: 1,
        delivery: Delivery::Late(2),
        calls: Calls::Away(3),
        refunds: Refunds::Later(4),
    };
    let text = serde_json::to_string(&all).unwrap();
    assert_eq!(serde_json::from_str::<Behaviour>(&text).unwrap(), all);
    assert_eq!(serde_json::from_str::<Behaviour>("{}").unwrap(), Behaviour::default());
}
