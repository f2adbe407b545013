//! Whether the stand-in for Stripe is one: Stripe's own library talks to it, and checks what it signs. Python's rather than
//! Node's, because Debian's python3 with it is a tenth of Debian's nodejs and npm. `cargo xtask test` installs it and says
//! where it is.
#![cfg(test)]

use serde_json::{Value, json};
use standin::stripe::{KEY, SECRET, Stripe, signature};
use std::{
    process::Stdio,
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};
use tokio::{io::AsyncWriteExt, process::Command};

/// Stripe's library looks at the clock of this machine, so the stand-in does.
#[allow(
    clippy::disallowed_methods,
    reason = "another program compares it with its own clock"
)]
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(since.as_secs()).unwrap()
}

async fn python(arguments: &[&str], input: &str) -> String {
    let program = std::env::var("TIWIZI_TEST_STRIPE_PYTHON")
        .expect("TIWIZI_TEST_STRIPE_PYTHON names a python3 with Stripe's library: cargo xtask test installs one");
    let mut running = Command::new(program)
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sdk.py"))
        .args(arguments)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    running.stdin.take().unwrap().write_all(input.as_bytes()).await.unwrap();
    let output = running.wait_with_output().await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn stripes_own_library_takes_the_stand_in_for_stripe() {
    let standin = Stripe::serve(Arc::new(now)).await;
    let said: Value = serde_json::from_str(&python(&["story", &standin.url, KEY], "").await).unwrap();
    let session = said["session"].as_str().unwrap();
    let dispute = standin.dispute(session, 24_950);
    standin.close_dispute(&dispute, true);
    let mut lines = Vec::new();
    for event in standin.events() {
        let (body, at) = (event.body.as_bytes(), now());
        let altered = event.body.replacen("24950", "24951", 1);
        lines.push(json!({"body": event.body, "header": standin.sign(body), "good": true}));
        lines.push(json!({"body": event.body, "header": signature("whsec_other", at, body), "good": false}));
        lines.push(json!({"body": event.body, "header": signature(SECRET, at - 600, body), "good": false}));
        if altered != event.body {
            lines.push(json!({"body": altered, "header": standin.sign(body), "good": false}));
        }
    }
    let lines: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let kinds: Vec<String> = serde_json::from_str(&python(&["verify", SECRET], &lines).await).unwrap();
    let ours: Vec<String> = standin.events().into_iter().map(|event| event.kind).collect();
    assert_eq!(kinds, ours);
    for kind in [
        "checkout.session.completed",
        "checkout.session.expired",
        "payment_intent.succeeded",
        "charge.refunded",
        "charge.dispute.closed",
    ] {
        assert!(ours.iter().any(|known| known == kind), "{kind}");
    }
}

/// An address that fails twice and then hears.
#[tokio::test]
async fn what_is_not_heard_is_told_again_until_it_is() {
    use axum::{Router, http::StatusCode, routing::post};
    use std::sync::atomic::{AtomicUsize, Ordering};
    let (count, seen) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (counted, saw) = (Arc::clone(&count), Arc::clone(&seen));
    let hear = move |headers: axum::http::HeaderMap| async move {
        saw.fetch_add(usize::from(headers.contains_key("stripe-signature")), Ordering::SeqCst);
        match counted.fetch_add(1, Ordering::SeqCst) {
            0 | 1 => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::OK,
        }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move {
        axum::serve(listener, Router::new().route("/", post(hear)))
            .await
            .unwrap()
    });
    let standin = Stripe::serve(Arc::new(|| 1_795_435_200)).await;
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let body = "mode=payment&success_url=https%3A%2F%2Fshop.example&line_items[0][price_data][currency]=mad&line_items[0][price_data][unit_amount]=5000&line_items[0][price_data][product_data][name]=x";
    let made = client
        .post(format!("{}/v1/checkout/sessions", standin.url))
        .bearer_auth(KEY)
        .body(body)
        .send()
        .await
        .unwrap();
    let made: Value = serde_json::from_str(&made.text().await.unwrap()).unwrap();
    assert!(standin.pay(made["id"].as_str().unwrap()));
    assert_eq!(standin.deliver(&address).await, 0);
    assert_eq!(standin.deliver(&address).await, 2);
    assert_eq!(standin.deliver(&address).await, 0, "and not once more");
    assert_eq!((count.load(Ordering::SeqCst), seen.load(Ordering::SeqCst)), (4, 4));
}
