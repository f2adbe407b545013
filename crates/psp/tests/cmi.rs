//! CMI: the form that is posted and the call-back that is believed. The vectors in `cmi_vectors.json` are the market's
//! own, computed with the published PHP and Node clients of the protocol.
#![cfg(test)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop"
)]

mod support;

use kernel::{Locale, Money};
use psp::{
    Amount, Failure, Happened, Name, Provider, Rejected, Secret, Start,
    cmi::{Cmi, Reply, Settings, Side, ver3},
};
use std::collections::BTreeMap;
use support::{NOW, attempt, mint};

type Pairs = Vec<(String, String)>;

fn settings(key: &str) -> Settings {
    Settings {
        gateway_url: "https://testpayment.cmi.co.ma/fim/est3Dgate".to_owned(),
        client_id: "600001234".to_owned(),
        store_key: Secret::new(key),
        live: false,
    }
}

fn cmi() -> Cmi {
    Cmi::new(settings("TEST1234")).unwrap()
}

/// The fields of a vector, signed as the vector says.
fn vector(start: &str) -> Pairs {
    let all: serde_json::Value = serde_json::from_str(include_str!("cmi_vectors.json")).unwrap();
    let found = all
        .as_array()
        .unwrap()
        .iter()
        .find(|v| v["name"].as_str().unwrap().starts_with(start));
    let found = found.unwrap();
    let params = found["params"].as_object().unwrap();
    let mut pairs: Pairs = params
        .iter()
        .map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()))
        .collect();
    pairs.push(("HASH".to_owned(), found["hash"].as_str().unwrap().to_owned()));
    pairs
}

fn body(pairs: &Pairs) -> Vec<u8> {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(pairs);
    form.finish().into_bytes()
}

fn with(mut pairs: Pairs, name: &str, value: &str) -> Pairs {
    match pairs.iter_mut().find(|(known, _)| known == name) {
        Some(pair) => value.clone_into(&mut pair.1),
        None => pairs.push((name.to_owned(), value.to_owned())),
    }
    pairs
}

fn without(mut pairs: Pairs, name: &str) -> Pairs {
    pairs.retain(|(known, _)| known != name);
    pairs
}

/// Signed anew, as CMI would.
fn signed(pairs: Pairs) -> Vec<u8> {
    let pairs = without(pairs, "HASH");
    let hash = ver3(
        pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())),
        &Secret::new("TEST1234"),
        Side::Callback,
    );
    body(&with(pairs, "HASH", &hash))
}

#[test]
fn an_approved_callback_holds_the_amount_until_it_is_captured() {
    let callback = cmi().callback(&body(&vector("V4"))).unwrap();
    let message = &callback.message;
    let expected = Amount::from(Money::mad(24_950));
    assert_eq!(message.happened, Happened::Authorised(expected.clone()));
    assert_eq!(message.attempt.as_deref(), Some("SOUK-2026-000042"));
    assert_eq!(message.payment.as_deref(), Some("26042MKpJ10001"));
    assert_eq!(message.event, "600001234|SOUK-2026-000042|26042MKpJ10001|00");
    assert_eq!((callback.code.as_deref(), &callback.amount), (Some("00"), &expected));
    assert!(!message.live && !cmi().can().capture);
    // Whatever its headers say of it, and again and again.
    for headers in [&[][..], &[("content-type", b"application/octet-stream".as_slice())]] {
        assert_eq!(&cmi().verify(headers, &body(&vector("V4")), NOW).unwrap(), message);
    }
}

#[test]
fn a_declined_callback_with_an_entity_is_a_failed_try_that_may_be_followed_by_a_good_one() {
    let refused = cmi().callback(&body(&vector("V5"))).unwrap();
    assert_eq!(refused.message.happened, Happened::Failed { code: "05".to_owned() });
    assert_eq!(refused.message.attempt.as_deref(), Some("SOUK-2026-000042"));
    let approved = cmi().callback(&body(&vector("V4"))).unwrap();
    assert_ne!(refused.message.event, approved.message.event);
}

#[test]
fn a_callback_that_was_hashed_with_its_entities_is_theirs_too() {
    let pairs = without(vector("V5"), "HASH");
    let fields = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str()));
    let hash = ver3(fields, &Secret::new("TEST1234"), Side::CallbackAsWritten);
    assert!(cmi().callback(&body(&with(pairs, "HASH", &hash))).is_ok());
}

#[test]
fn p8_a_callback_that_was_altered_in_any_one_value_is_forged() {
    for name in vector("V4").into_iter().map(|(name, _)| name) {
        if name == "encoding" {
            continue;
        }
        let altered = with(vector("V4"), &name, "1");
        let expected = if vector("V4").contains(&(name.clone(), "1".to_owned())) {
            None
        } else {
            Some(Rejected::Forged)
        };
        assert_eq!(cmi().callback(&body(&altered)).err(), expected, "{name}");
    }
    let more = with(vector("V4"), "more", "1");
    assert_eq!(cmi().callback(&body(&more)).err(), Some(Rejected::Forged));
    let less = without(vector("V4"), "AuthCode");
    assert_eq!(cmi().callback(&body(&less)).err(), Some(Rejected::Forged));
    let unsigned = without(vector("V4"), "HASH");
    assert_eq!(cmi().callback(&body(&unsigned)).err(), Some(Rejected::Unsigned));
    for hash in ["", "AAAA", "true", "null"] {
        let empty = with(vector("V4"), "HASH", hash);
        assert_eq!(cmi().callback(&body(&empty)).err(), Some(Rejected::Forged), "{hash}");
    }
}

#[test]
fn p8_a_callback_with_another_key_or_for_another_account_is_refused() {
    let other = Cmi::new(settings("TEST1235")).unwrap();
    assert_eq!(other.callback(&body(&vector("V4"))).err(), Some(Rejected::Forged));
    let theirs = Cmi::new(Settings {
        client_id: "600009999".to_owned(),
        ..settings("TEST1234")
    });
    assert_eq!(
        theirs.unwrap().callback(&body(&vector("V4"))).err(),
        Some(Rejected::Stranger)
    );
}

#[test]
fn p8_a_name_that_comes_twice_is_refused_in_any_case() {
    for again in ["amount=1.00", "AMOUNT=249.50", "hash=x", "Encoding=x", "oid=OTHER"] {
        let mut bytes = body(&vector("V4"));
        bytes.extend_from_slice(b"&");
        bytes.extend_from_slice(again.as_bytes());
        assert_eq!(
            cmi().callback(&bytes).err(),
            Some(Rejected::Malformed("a field twice")),
            "{again}"
        );
    }
}

#[test]
fn p8_a_refused_callback_whose_fields_are_renamed_does_not_become_a_payment() {
    // The hash covers values in the order of their names, not the names: "00" from elsewhere, under another name.
    let pairs = with(vector("V5"), "BillToName", "00");
    let genuine = signed(pairs.clone());
    assert!(matches!(
        cmi().callback(&genuine).unwrap().message.happened,
        Happened::Failed { .. }
    ));
    // Everything from the name on moves behind "ProcReturnCode", keeping its order.
    let hash = url::form_urlencoded::parse(&genuine)
        .find(|(n, _)| n == "HASH")
        .unwrap()
        .1
        .into_owned();
    let mut sorted: Pairs = without(pairs, "encoding");
    sorted.sort_by_key(|(name, _)| name.to_ascii_uppercase());
    let at = sorted.iter().position(|(name, _)| name == "BillToName").unwrap();
    let renamed: Pairs = sorted
        .into_iter()
        .enumerate()
        .filter(|(_, (name, _))| name != "HASH")
        .map(|(i, (name, value))| match i.cmp(&at) {
            std::cmp::Ordering::Less => (name, value),
            std::cmp::Ordering::Equal => ("ProcReturnCode".to_owned(), value),
            std::cmp::Ordering::Greater => (format!("z{i}"), value),
        })
        .collect();
    let forged = body(&with(renamed, "HASH", &hash));
    // The hash is right; what we posted did not come back under its names.
    assert_eq!(cmi().callback(&forged).err(), Some(Rejected::Stranger));
}

#[test]
fn what_is_signed_and_makes_no_sense_is_no_payment() {
    for (name, value, expected) in [
        ("amount", "249,50", "amount"),
        ("amount", "-1.00", "amount"),
        ("amount", "", "amount"),
        ("currency", "MAD", "currency"),
        ("currency", "", "currency"),
        ("oid", "", "oid"),
        ("oid", "a b", "oid"),
        ("ReturnOid", "OTHER", "two oids"),
        ("Response", "Declined", "yes and no"),
        ("TransId", "", "no transaction"),
        ("TransId", "a|b", "a part of the id"),
        ("ProcReturnCode", "0 0", "a part of the id"),
        ("storetype", "3D", "not of our form"),
        ("TranType", "Auth", "not of our form"),
        ("hashAlgorithm", "ver2", "not of our form"),
    ] {
        let bytes = signed(with(vector("V4"), name, value));
        assert_eq!(
            cmi().callback(&bytes).err(),
            Some(Rejected::Malformed(expected)),
            "{name}={value}"
        );
    }
    // Neither yes nor no is not yes.
    for code in ["", "000", "0", "01", "99"] {
        let bytes = signed(with(vector("V4"), "ProcReturnCode", code));
        let callback = cmi().callback(&bytes).unwrap();
        assert_eq!(callback.message.happened, Happened::Failed { code: code.to_owned() });
    }
    let bytes = signed(without(vector("V4"), "ProcReturnCode"));
    assert!(matches!(
        cmi().callback(&bytes).unwrap().message.happened,
        Happened::Failed { .. }
    ));
}

#[test]
fn p7_another_amount_or_currency_is_said_as_it_is() {
    for (name, value, amount) in [
        ("amount", "249.49", (24_949, "MAD")),
        ("amount", "249.51", (24_951, "MAD")),
        ("currency", "978", (24_950, "EUR")),
        ("currency", "840", (24_950, "840")),
    ] {
        let message = cmi()
            .callback(&signed(with(vector("V4"), name, value)))
            .unwrap()
            .message;
        let Happened::Authorised(said) = message.happened else {
            panic!("{name}={value}");
        };
        assert_eq!((said.minor, said.currency.as_str()), amount);
        assert!(!said.is(Money::mad(24_950)));
    }
}

#[test]
fn a_body_beyond_the_bounds_is_not_read() {
    let long = vec![b'a'; 64 * 1024 + 1];
    assert_eq!(cmi().callback(&long).err(), Some(Rejected::TooLarge));
    let many: String = (0..201).map(|i| format!("a{i}=1&")).collect();
    assert_eq!(
        cmi().callback(many.as_bytes()).err(),
        Some(Rejected::Malformed("fields"))
    );
    let name = format!("{}=1", "a".repeat(65));
    assert_eq!(
        cmi().callback(name.as_bytes()).err(),
        Some(Rejected::Malformed("fields"))
    );
    assert_eq!(cmi().callback(b"=1").err(), Some(Rejected::Malformed("fields")));
    assert_eq!(cmi().callback(b"a=%ff").err(), Some(Rejected::Malformed("not UTF-8")));
    for empty in [&b""[..], b"&&&", b"{}", b"<html></html>"] {
        assert_eq!(cmi().callback(empty).err(), Some(Rejected::Unsigned));
    }
}

async fn form(attempt: &psp::Attempt) -> (String, Pairs) {
    let started = cmi().start(attempt, &mint()).await.unwrap();
    let Start::Form { action, fields } = started.go else {
        panic!("a form");
    };
    (action, fields)
}

#[tokio::test]
async fn the_form_is_signed_over_everything_but_its_encoding() {
    let (action, fields) = form(&attempt("0198f0a4c0de7000a000000000000001")).await;
    assert_eq!(action, "https://testpayment.cmi.co.ma/fim/est3Dgate");
    let by_name: BTreeMap<&str, &str> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    assert_eq!(by_name.len(), fields.len());
    for (name, value) in [
        ("clientid", "600001234"),
        ("storetype", "3D_PAY_HOSTING"),
        ("TranType", "PreAuth"),
        ("amount", "249.50"),
        ("currency", "504"),
        ("oid", "0198f0a4c0de7000a000000000000001"),
        ("okUrl", "https://shop.example/pay/ok"),
        ("failUrl", "https://shop.example/pay/ok"),
        ("callbackUrl", "https://shop.example/pay/callback"),
        ("shopurl", "https://shop.example/cart"),
        ("lang", "fr"),
        ("hashAlgorithm", "ver3"),
        ("encoding", "UTF-8"),
        ("BillToName", "Fatima Zahra El Idrissi"),
        ("email", "client@example.com"),
        ("tel", "+212612345678"),
        ("sessionTimeout", "2700"),
    ] {
        assert_eq!(by_name[name], value, "{name}");
    }
    assert_eq!(by_name["rnd"].len(), 32);
    let key = Secret::new("TEST1234");
    for side in [Side::Request, Side::Callback, Side::CallbackAsWritten] {
        assert_eq!(
            ver3(by_name.iter().map(|(n, v)| (*n, *v)), &key, side),
            by_name["HASH"],
            "{side:?}"
        );
    }
    // What CMI sends back of it, with its own fields added, is believed.
    let mut back = fields.clone();
    for (name, value) in [
        ("ProcReturnCode", "00"),
        ("TransId", "T1"),
        ("Response", "Approved"),
        ("ErrMsg", ""),
    ] {
        back = with(back, name, value);
    }
    let message = cmi().callback(&signed(back)).unwrap().message;
    assert_eq!(message.happened, Happened::Authorised(Amount::from(Money::mad(24_950))));
}

#[tokio::test]
async fn every_reading_of_the_protocol_hashes_our_form_alike() {
    for name in [
        "Coopérative | Test \\ SARL",
        "  تعاونية أركان  ",
        "A &amp; B &eacute; C",
        "two\nlines\r\n",
        "\u{a0}x\u{202f}",
        "00",
        "",
    ] {
        let mut attempt = attempt("A1");
        attempt.buyer.name = Some(name.to_owned());
        let (_, fields) = form(&attempt).await;
        let hash = &fields.iter().find(|(n, _)| n == "HASH").unwrap().1;
        for side in [Side::Request, Side::Callback, Side::CallbackAsWritten] {
            let fields = fields.iter().map(|(n, v)| (n.as_str(), v.as_str()));
            assert_eq!(&ver3(fields, &Secret::new("TEST1234"), side), hash, "{name} {side:?}");
        }
    }
}

#[tokio::test]
async fn an_attempt_that_cmi_could_not_keep_apart_or_pay_is_refused() {
    let mut wrong: Vec<psp::Attempt> = ["", "a b", "a|b", "a\n", &"a".repeat(65)].map(attempt).to_vec();
    for minor in [0, -1, i64::MIN] {
        wrong.push(psp::Attempt {
            amount: Money::mad(minor),
            ..attempt("A1")
        });
    }
    wrong.push(psp::Attempt {
        amount: Money {
            minor: 100,
            currency: kernel::Currency::Eur,
        },
        ..attempt("A1")
    });
    for url in [
        "",
        "javascript:alert(1)",
        "https://shop.example/a b",
        "https://x/?a=1&amp;b=2",
    ] {
        wrong.push(psp::Attempt {
            return_url: url.to_owned(),
            ..attempt("A1")
        });
    }
    wrong.push(psp::Attempt {
        open_until: NOW,
        ..attempt("A1")
    });
    for attempt in wrong {
        let failure = cmi().start(&attempt, &mint()).await.err();
        assert!(matches!(failure, Some(Failure::Refused(_))), "{attempt:?}");
    }
    for (locale, lang) in [(Locale::Ar, "ar"), (Locale::En, "en"), (Locale::Zgh, "fr")] {
        let (_, fields) = form(&psp::Attempt {
            locale,
            ..attempt("A1")
        })
        .await;
        assert!(fields.contains(&("lang".to_owned(), lang.to_owned())));
    }
}

#[tokio::test]
async fn what_cmi_cannot_do_by_itself_is_said_before_it_is_tried() {
    let can = cmi().can();
    assert!(!can.look_up && !can.refund && !can.expire && !can.capture);
    let failure = cmi().look_up(&Name::ours("A1"), &mint()).await.err();
    assert!(matches!(failure, Some(Failure::Refused(_))));
}

#[test]
fn the_replies_are_exactly_these_bytes() {
    assert_eq!(Reply::Capture.body(), "ACTION=POSTAUTH");
    assert_eq!(Reply::Received.body(), "APPROVED");
    assert_eq!(Reply::Failure.body(), "FAILURE");
}

#[test]
fn settings_that_cannot_be_safe_are_refused_and_the_key_stays_hidden() {
    for url in ["http://testpayment.cmi.co.ma/x", "ftp://x", "testpayment", ""] {
        let settings = Settings {
            gateway_url: url.to_owned(),
            ..settings("K")
        };
        assert!(Cmi::new(settings).is_err(), "{url}");
    }
    for url in [
        "http://127.0.0.1:9000/est3Dgate",
        "http://[::1]:1/",
        "http://localhost/",
    ] {
        let settings = Settings {
            gateway_url: url.to_owned(),
            ..settings("K")
        };
        assert!(Cmi::new(settings).is_ok(), "{url}");
    }
    assert!(Cmi::new(settings("")).is_err());
    let spaced = Settings {
        client_id: "6000 01234".to_owned(),
        ..settings("K")
    };
    assert!(Cmi::new(spaced).is_err());
    let shown = format!("{:?}", Cmi::new(settings("hunter2")).unwrap());
    assert!(!shown.contains("hunter2"), "{shown}");
    let callback = format!("{:?}", cmi().callback(&body(&vector("V4"))).unwrap());
    assert!(!callback.contains("Fatima") && !callback.contains("4000"), "{callback}");
}
