//! SMS through a provider's interface.
#![cfg(test)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop"
)]

mod support;

use mail::{Body, Gateway, MailError, Mailer, Secret, SetupError, SmsTransport};
use std::sync::{Arc, Mutex};
use support::{AT, memory, sms};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

/// A provider that answers every request with one status; what was asked of it.
async fn provider(status: &'static str) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/send?token=hunter2", listener.local_addr().unwrap());
    let asked = Arc::<Mutex<Vec<String>>>::default();
    let kept = asked.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut bytes = vec![0; 16 * 1024];
            let mut length = 0;
            loop {
                length += stream.read(&mut bytes[length..]).await.unwrap();
                let text = String::from_utf8_lossy(&bytes[..length]).into_owned();
                let Some((head, body)) = text.split_once("\r\n\r\n") else {
                    continue;
                };
                let announced = head
                    .lines()
                    .find_map(|l| l.to_lowercase().strip_prefix("content-length: ").map(str::to_owned));
                if body.len() >= announced.unwrap().parse::<usize>().unwrap() {
                    kept.lock().unwrap().push(text);
                    break;
                }
            }
            let answer = format!(
                "HTTP/1.1 {status}\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            );
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    (url, asked)
}

fn gateway(url: &str, body: Body) -> Gateway {
    Gateway {
        url: url.into(),
        body,
        to_field: "to".into(),
        text_field: "message".into(),
        sender: Some(("from".into(), "TIWIZI".into())),
        reference_field: Some("reference".into()),
        key: Some(("X-Api-Key".into(), Secret::new("hunter2"))),
    }
}

fn open(gateway: Gateway) -> Result<Mailer, SetupError> {
    let mut settings = memory();
    settings.sms = SmsTransport::Gateway(gateway);
    Mailer::new(&settings)
}

#[tokio::test]
async fn the_fields_are_named_and_written_as_the_provider_wants_them() {
    let (url, asked) = provider("200 OK").await;
    for body in [Body::Json, Body::Form] {
        open(gateway(&url, body))
            .unwrap()
            .send(&sms("الرمز 12 & x=y"), AT)
            .await
            .unwrap();
    }
    let asked = asked.lock().unwrap();
    assert_eq!(asked.len(), 2);
    assert!(
        asked
            .iter()
            .all(|r| r.starts_with("POST /send") && r.to_lowercase().contains("x-api-key: hunter2"))
    );
    let (_, json) = asked[0].split_once("\r\n\r\n").unwrap();
    let json: serde_json::Value = serde_json::from_str(json).unwrap();
    let expected =
        serde_json::json!({"to": "+212685000001", "message": "الرمز 12 & x=y", "from": "TIWIZI", "reference": "sms-1"});
    assert_eq!(json, expected);
    let (_, form) = asked[1].split_once("\r\n\r\n").unwrap();
    assert!(
        form.contains("to=%2B212685000001") && form.contains("12+%26+x%3Dy"),
        "{form}"
    );
}

#[tokio::test]
async fn only_a_refusal_of_this_text_is_final() {
    for (status, is_final) in [
        ("400 Bad Request", true),
        ("422 Unprocessable Content", true),
        ("401 Unauthorized", false),
        ("402 Payment Required", false),
        ("403 Forbidden", false),
        ("429 Too Many Requests", false),
        ("500 Internal Server Error", false),
        ("503 Service Unavailable", false),
        ("302 Found", false),
    ] {
        let (url, asked) = provider(status).await;
        let error = open(gateway(&url, Body::Json))
            .unwrap()
            .send(&sms("x"), AT)
            .await
            .unwrap_err();
        assert_eq!(
            matches!(error, MailError::Permanent(_)),
            is_final,
            "{status}: {error:?}"
        );
        assert_eq!(asked.lock().unwrap().len(), 1, "no redirect is followed");
    }
}

#[tokio::test]
async fn a_provider_that_is_away_is_a_matter_of_time_and_no_key_is_told() {
    let mailer = open(gateway("http://127.0.0.1:1/send?token=hunter2", Body::Form)).unwrap();
    let error = mailer.send(&sms("x"), AT).await.unwrap_err();
    assert!(matches!(error, MailError::Temporary(_)), "{error:?}");
    assert!(!error.to_string().contains("hunter2"), "{error}");
}

#[tokio::test]
async fn a_provider_elsewhere_needs_tls_and_settings_must_be_usable() {
    assert!(open(gateway("https://sms.example/send", Body::Json)).is_ok());
    assert_eq!(
        open(gateway("http://sms.example/send", Body::Json)).err(),
        Some(SetupError::Clear("sms.example".into()))
    );
    assert!(open(gateway("ftp://127.0.0.1/send", Body::Json)).is_err());
    assert!(open(gateway("no address", Body::Json)).is_err());
    let mut bad = gateway("https://sms.example/send", Body::Json);
    bad.key = Some(("X-Api-Key".into(), Secret::new("a\r\nX-Other: b")));
    assert!(!format!("{bad:?}").contains("X-Other"));
    assert!(open(bad).is_err());
}
