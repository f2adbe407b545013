//! Stripe's signed events. The two digests were made with `openssl dgst -sha256 -hmac` over `TIME.BODY`; shapes of
//! events follow Stripe's published fixtures.
#![cfg(test)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod support;

use hmac::{Hmac, KeyInit, Mac};
use kernel::{Micros, Money, time::SECOND};
use proptest::prelude::*;
use psp::{Amount, Happened, Message, Rejected, Secret, stripe::Webhook};
use serde_json::{Value, json};
use sha2::Sha256;
use support::NOW;

const OLD: &str = "whsec_0123456789abcdef";
const NEW: &str = "whsec_fedcba9876543210";
const BODY: &[u8] = br#"{"id":"evt_1","object":"event","type":"checkout.session.completed","livemode":false,"created":1795435200,"data":{"object":{"id":"cs_1","object":"checkout.session","client_reference_id":"A1","payment_intent":"pi_1","payment_status":"paid","amount_total":24950,"currency":"mad"}}}"#;
const BY_OLD: &str = "aae36ece22d36e5c0b25c095bfbae40cb2ee65f669f40d423533dbc49c98b1f4";
const BY_NEW: &str = "ac1bed70370d02eee8ba32669ccd8ff65f822c338c5ac239f6a50923138a4530";

fn webhook(secrets: &[&str]) -> Webhook {
    Webhook::new(secrets.iter().map(|secret| Secret::new(*secret)).collect()).unwrap()
}

fn verify(header: &str, body: &[u8], now: Micros) -> Result<Message, Rejected> {
    webhook(&[OLD]).verify(&[("stripe-signature", header.as_bytes())], body, now)
}

fn good() -> String {
    format!("t=1795435200,v1={BY_OLD}")
}

fn sign(stamp: &str, body: &[u8]) -> String {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(OLD.as_bytes()).unwrap();
    mac.update(format!("{stamp}.").as_bytes());
    mac.update(body);
    format!("t={stamp},v1={}", hex::encode(mac.finalize().into_bytes()))
}

fn event(kind: &str, object: &Value) -> Result<Message, Rejected> {
    let body = json!({
        "id": "evt_2", "object": "event", "api_version": "2026-09-30.endive", "type": kind, "livemode": true,
        "created": 1_795_435_100, "pending_webhooks": 1, "request": {"id": null}, "data": {"object": object},
    });
    let body = serde_json::to_vec(&body).unwrap();
    verify(&sign("1795435200", &body), &body, NOW)
}

fn happened(kind: &str, object: &Value) -> Happened {
    event(kind, object).unwrap().happened
}

fn mad(minor: i64) -> Amount {
    Amount::from(Money::mad(minor))
}

#[test]
fn a_signed_event_says_what_was_paid_for_which_attempt() {
    let message = verify(&good(), BODY, NOW).unwrap();
    let expected = Message {
        event: "evt_1".to_owned(),
        attempt: Some("A1".to_owned()),
        session: Some("cs_1".to_owned()),
        payment: Some("pi_1".to_owned()),
        account: None,
        live: false,
        at: Some(NOW),
        happened: Happened::Captured(mad(24_950)),
    };
    assert_eq!(message, expected);
}

#[test]
fn p8_one_right_signature_of_two_is_enough_whichever_secret_we_hold() {
    let header = format!("t=1795435200,v1={BY_NEW},v1={BY_OLD},v0=6ffbb59b");
    for secrets in [&[OLD][..], &[NEW], &[OLD, NEW], &[NEW, OLD]] {
        let headers = [("stripe-signature", header.as_bytes())];
        assert!(webhook(secrets).verify(&headers, BODY, NOW).is_ok(), "{secrets:?}");
    }
    // While a secret is changed, either signs alone.
    for by in [BY_OLD, BY_NEW] {
        let header = format!("t=1795435200,v1={by}");
        let headers = [("stripe-signature", header.as_bytes())];
        assert!(webhook(&[OLD, NEW]).verify(&headers, BODY, NOW).is_ok());
        let stranger = webhook(&["whsec_of_somebody_else"]);
        assert_eq!(stranger.verify(&headers, BODY, NOW).err(), Some(Rejected::Forged));
    }
    // A wrong signature beside does not spoil the right one.
    let header = format!("t=1795435200,v1=zz,v1={},v1={BY_OLD}", "0".repeat(64));
    assert!(verify(&header, BODY, NOW).is_ok());
}

#[test]
fn p8_the_name_of_the_header_may_be_written_in_any_case_and_stand_there_once() {
    for name in ["Stripe-Signature", "STRIPE-SIGNATURE", "stripe-signature"] {
        let header = good();
        let headers = [("content-type", b"x".as_slice()), (name, header.as_bytes())];
        assert!(webhook(&[OLD]).verify(&headers, BODY, NOW).is_ok(), "{name}");
    }
    let header = good();
    let twice = [
        ("Stripe-Signature", header.as_bytes()),
        ("stripe-signature", header.as_bytes()),
    ];
    assert_eq!(
        webhook(&[OLD]).verify(&twice, BODY, NOW).err(),
        Some(Rejected::Unsigned)
    );
    assert_eq!(webhook(&[OLD]).verify(&[], BODY, NOW).err(), Some(Rejected::Unsigned));
    let other = [("x-stripe-signature", header.as_bytes())];
    assert_eq!(
        webhook(&[OLD]).verify(&other, BODY, NOW).err(),
        Some(Rejected::Unsigned)
    );
}

#[test]
fn p8_a_signature_is_good_for_five_minutes_either_way() {
    for seconds in [-300, -1, 0, 1, 300] {
        assert!(verify(&good(), BODY, NOW.plus(seconds * SECOND)).is_ok(), "{seconds}");
    }
    for seconds in [-86_400, -301, 301, 86_400, 30 * 86_400] {
        let late = verify(&good(), BODY, NOW.plus(seconds * SECOND));
        assert_eq!(late.err(), Some(Rejected::Stale(seconds)));
    }
    for now in [Micros(i64::MIN), Micros(i64::MAX)] {
        assert!(matches!(verify(&good(), BODY, now), Err(Rejected::Stale(_))));
    }
    // A newer time on an old signature is not what was signed.
    let renewed = good().replace("1795435200", "1795435201");
    assert_eq!(verify(&renewed, BODY, NOW).err(), Some(Rejected::Forged));
}

#[test]
fn p8_a_body_with_one_other_byte_is_forged() {
    for at in 0..BODY.len() {
        let mut altered = BODY.to_vec();
        altered[at] ^= 1;
        assert_eq!(verify(&good(), &altered, NOW).err(), Some(Rejected::Forged), "{at}");
    }
    for altered in [
        [BODY, b" "].concat(),
        [BODY, b"\n"].concat(),
        BODY[1..].to_vec(),
        Vec::new(),
    ] {
        assert_eq!(verify(&good(), &altered, NOW).err(), Some(Rejected::Forged));
    }
}

#[test]
fn p8_garbage_in_place_of_a_signature_signs_nothing() {
    let long = format!("{}{}", good(), " ".repeat(5000));
    let many = format!("t=1795435200{}", format!(",v1={BY_OLD}").repeat(17));
    for (header, expected) in [
        ("", Rejected::Unsigned),
        ("t=,v1=", Rejected::Unsigned),
        ("t=1795435200", Rejected::Unsigned),
        ("t=1795435200,v1=", Rejected::Unsigned),
        ("t=1795435200,v1=abc", Rejected::Unsigned),
        ("t=abc,v1=00", Rejected::Unsigned),
        (&format!("v1={BY_OLD}"), Rejected::Unsigned),
        (&format!("t=-1795435200,v1={BY_OLD}"), Rejected::Unsigned),
        (&format!("t=99999999999999999999,v1={BY_OLD}"), Rejected::Unsigned),
        (&format!("t=1795435200,t=1795435200,v1={BY_OLD}"), Rejected::Unsigned),
        (&format!("t=1795435200,v0={BY_OLD}"), Rejected::Unsigned),
        (&format!("t=1795435200;v1={BY_OLD}"), Rejected::Unsigned),
        (&many, Rejected::Unsigned),
        (&long, Rejected::TooLarge),
        (&format!("t=1795435200,v1={}", "0".repeat(64)), Rejected::Forged),
        (&format!("t=01795435200,v1={BY_OLD}"), Rejected::Forged),
    ] {
        assert_eq!(verify(header, BODY, NOW).err(), Some(expected), "{header:.80}");
    }
    let bytes = [("stripe-signature", b"\xff\xfe".as_slice())];
    assert_eq!(
        webhook(&[OLD]).verify(&bytes, BODY, NOW).err(),
        Some(Rejected::Unsigned)
    );
}

#[test]
fn p8_a_message_beyond_the_bound_is_not_even_hashed() {
    let large = vec![b' '; 256 * 1024 + 1];
    assert_eq!(
        verify(&sign("1795435200", &large), &large, NOW).err(),
        Some(Rejected::TooLarge)
    );
}

#[test]
fn secrets_that_everybody_could_guess_are_refused() {
    assert!(Webhook::new(vec![]).is_err());
    assert!(Webhook::new(vec![Secret::new("")]).is_err());
    assert!(Webhook::new(vec![Secret::new(OLD), Secret::new("")]).is_err());
    assert!(Webhook::new(vec![Secret::new(OLD); 5]).is_err());
    assert!(!format!("{:?}", webhook(&[OLD])).contains("0123456789"));
}

#[test]
fn a_session_is_paid_only_when_it_says_so() {
    let session = |status: &str| json!({"id": "cs_1", "object": "checkout.session", "client_reference_id": "A1", "payment_status": status, "amount_total": 24_950, "currency": "mad"});
    let completed = "checkout.session.completed";
    assert_eq!(happened(completed, &session("paid")), Happened::Captured(mad(24_950)));
    assert_eq!(happened(completed, &session("unpaid")), Happened::Processing);
    for status in ["no_payment_required", "PAID", "", "settled"] {
        assert_eq!(
            happened(completed, &session(status)),
            Happened::Other(completed.to_owned()),
            "{status}"
        );
    }
    let later = "checkout.session.async_payment_succeeded";
    assert_eq!(happened(later, &session("paid")), Happened::Captured(mad(24_950)));
    assert_eq!(
        event(later, &session("unpaid")).err(),
        Some(Rejected::Malformed("payment_status"))
    );
    let failed = happened("checkout.session.async_payment_failed", &session("unpaid"));
    assert!(matches!(failed, Happened::Failed { .. }));
    assert_eq!(
        happened("checkout.session.expired", &session("unpaid")),
        Happened::Expired
    );
}

#[test]
fn a_payment_intent_says_what_happened_to_it() {
    let intent = json!({
        "id": "pi_1", "object": "payment_intent", "amount": 24_950, "amount_received": 24_950,
        "amount_capturable": 20_000, "currency": "mad", "metadata": {"attempt": "A1"},
        "last_payment_error": {"code": "card_declined", "decline_code": "insufficient_funds"},
    });
    let message = event("payment_intent.succeeded", &intent).unwrap();
    assert_eq!(message.happened, Happened::Captured(mad(24_950)));
    assert_eq!(
        (message.attempt.as_deref(), message.payment.as_deref()),
        (Some("A1"), Some("pi_1"))
    );
    assert!(message.live && message.session.is_none());
    assert_eq!(
        happened("payment_intent.amount_capturable_updated", &intent),
        Happened::Authorised(mad(20_000))
    );
    assert_eq!(happened("payment_intent.processing", &intent), Happened::Processing);
    assert_eq!(happened("payment_intent.canceled", &intent), Happened::Expired);
    let declined = Happened::Failed {
        code: "insufficient_funds".to_owned(),
    };
    assert_eq!(happened("payment_intent.payment_failed", &intent), declined);
    for other in [
        "payment_intent.created",
        "payment_intent.requires_action",
        "payment_intent.brand_new",
    ] {
        assert_eq!(happened(other, &intent), Happened::Other(other.to_owned()));
    }
}

#[test]
fn what_was_refunded_is_said_altogether_and_what_failed_is_said_apart() {
    let charge = json!({"id": "ch_1", "object": "charge", "amount": 24_950, "amount_refunded": 6_000, "currency": "mad", "payment_intent": "pi_1", "metadata": {"attempt": "A1"}});
    let message = event("charge.refunded", &charge).unwrap();
    assert_eq!(message.happened, Happened::RefundedSoFar(mad(6_000)));
    assert_eq!(
        (message.attempt.as_deref(), message.payment.as_deref()),
        (Some("A1"), Some("pi_1"))
    );
    let refund = |status: &str| json!({"id": "re_1", "object": "refund", "amount": 6_000, "currency": "mad", "status": status, "payment_intent": {"id": "pi_1"}, "metadata": {"refund": "R1"}});
    for kind in ["refund.failed", "refund.updated", "charge.refund.updated"] {
        let message = event(kind, &refund("failed")).unwrap();
        let failed = Happened::RefundFailed {
            refund: Some("R1".to_owned()),
            reference: "re_1".to_owned(),
            amount: mad(6_000),
        };
        assert_eq!((message.happened, message.payment.as_deref()), (failed, Some("pi_1")));
        assert_eq!(happened(kind, &refund("succeeded")), Happened::Other(kind.to_owned()));
    }
}

#[test]
fn a_dispute_takes_money_when_it_opens_and_says_how_it_ended() {
    let dispute = |status: &str| json!({"id": "dp_1", "object": "dispute", "amount": 24_950, "currency": "mad", "status": status, "charge": "ch_1", "payment_intent": "pi_1", "metadata": {}});
    let (id, amount) = (|| "dp_1".to_owned(), || mad(24_950));
    let opened = Happened::DisputeOpened {
        dispute: id(),
        amount: amount(),
    };
    for kind in ["charge.dispute.created", "charge.dispute.funds_withdrawn"] {
        assert_eq!(happened(kind, &dispute("needs_response")), opened);
        // An inquiry takes nothing yet.
        assert_eq!(
            happened(kind, &dispute("warning_needs_response")),
            Happened::Other(kind.to_owned())
        );
    }
    let closed = "charge.dispute.closed";
    assert_eq!(
        happened(closed, &dispute("won")),
        Happened::DisputeWon {
            dispute: id(),
            amount: amount()
        }
    );
    assert_eq!(
        happened(closed, &dispute("lost")),
        Happened::DisputeLost {
            dispute: id(),
            amount: amount()
        }
    );
    for status in ["warning_closed", "prevented", "", "new_word"] {
        assert_eq!(
            happened(closed, &dispute(status)),
            Happened::Other(closed.to_owned()),
            "{status}"
        );
    }
    let message = event("charge.dispute.created", &dispute("needs_response")).unwrap();
    assert_eq!((message.attempt, message.payment.as_deref()), (None, Some("pi_1")));
}

#[test]
fn p7_an_event_that_moves_money_and_does_not_say_how_much_is_not_understood() {
    let intent = |amount: Value, currency: Value| json!({"id": "pi_1", "object": "payment_intent", "amount_received": amount, "currency": currency});
    for (amount, currency) in [
        (Value::Null, json!("mad")),
        (json!("24950"), json!("mad")),
        (json!(249.5), json!("mad")),
        (json!(-1), json!("mad")),
        (json!(1e30), json!("mad")),
        (json!(24_950), Value::Null),
        (json!(24_950), json!("dirham")),
        (json!(24_950), json!("")),
    ] {
        let read = event("payment_intent.succeeded", &intent(amount, currency));
        assert!(matches!(read, Err(Rejected::Malformed(_))), "{read:?}");
    }
    let Happened::Captured(said) = happened("payment_intent.succeeded", &intent(json!(24_950), json!("vnd"))) else {
        panic!("captured");
    };
    assert!(!said.is(Money::mad(24_950)));
}

#[test]
fn a_signed_body_that_is_no_event_is_not_understood() {
    for body in [
        "",
        "{}",
        "[]",
        "null",
        "<html>",
        "{\"id\":\"evt_1\"}",
        "{\"id\":\"\",\"type\":\"x\",\"livemode\":true,\"data\":{\"object\":{}}}",
    ] {
        let read = verify(&sign("1795435200", body.as_bytes()), body.as_bytes(), NOW);
        assert!(matches!(read, Err(Rejected::Malformed(_))), "{body}");
    }
    let deep = "[".repeat(100_000);
    assert!(verify(&sign("1795435200", deep.as_bytes()), deep.as_bytes(), NOW).is_err());
    assert_eq!(
        happened("customer.created", &json!("anything")),
        Happened::Other("customer.created".to_owned())
    );
}

#[test]
fn a_message_of_a_connected_account_says_whose_it_is() {
    let body = br#"{"id":"evt_3","type":"charge.refunded","livemode":true,"account":"acct_9","data":{"object":{"amount_refunded":1,"currency":"eur"}}}"#;
    let message = verify(&sign("1795435200", body), body, NOW).unwrap();
    assert_eq!(message.account.as_deref(), Some("acct_9"));
    assert_eq!(message.attempt, None);
}

proptest! {
    #[test]
    fn no_header_and_no_body_make_the_reader_stumble(header in ".{0,120}", body in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(verify(&header, &body, NOW).is_err());
        let signed = verify(&sign("1795435200", &body), &body, NOW);
        prop_assert!(signed.is_err());
    }
}
