//! What a message looks like when it has left, and what is refused before it does.
#![cfg(test)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop"
)]

mod support;

use kernel::{Fault, Kind, Phone};
use mail::{EmailTransport, MailError, Mailer, Message, Outbox, Recipient, SMS_MOST, SmsTransport};
use support::{AT, email, in_directory, memory, sms};

async fn written(message: &Message) -> Result<String, MailError> {
    let directory = tempfile::tempdir().unwrap();
    in_directory(directory.path()).send(message, AT).await?;
    let path = directory.path().join("mail").join(format!("{}.eml", message.id));
    Ok(std::fs::read_to_string(path).unwrap())
}

/// The headers of an e-mail, unfolded.
fn headers(raw: &str) -> Vec<String> {
    let (head, _) = raw.split_once("\r\n\r\n").unwrap();
    head.replace("\r\n ", " ").split("\r\n").map(str::to_owned).collect()
}

fn header(raw: &str, name: &str) -> String {
    let start = format!("{name}: ");
    let found: Vec<String> = headers(raw)
        .into_iter()
        .filter_map(|h| h.strip_prefix(&start).map(str::to_owned))
        .collect();
    assert_eq!(found.len(), 1, "{name} in {raw}");
    found[0].clone()
}

fn named(name: &str) -> Message {
    let mut message = email();
    if let Recipient::Email { name: kept, .. } = &mut message.to {
        *kept = Some(name.to_owned());
    }
    message
}

#[tokio::test]
async fn an_email_bears_its_own_id_its_date_and_says_that_a_machine_sent_it() {
    let raw = written(&email()).await.unwrap();
    assert_eq!(
        header(&raw, "Message-ID"),
        "<018cc251f4007000800000000000abcd@tiwizi.example>"
    );
    assert_eq!(header(&raw, "Date"), "Fri, 15 Jan 2027 08:00:00 +0000");
    assert_eq!(header(&raw, "Auto-Submitted"), "auto-generated");
    assert_eq!(header(&raw, "Content-Language"), "ar");
    assert!(header(&raw, "From").ends_with(" <souk@tiwizi.example>"));
    assert!(header(&raw, "To").ends_with(" <fatima@example.ma>"));
}

#[tokio::test]
async fn arabic_names_and_subjects_are_encoded_and_the_whole_is_ascii() {
    let raw = written(&email()).await.unwrap();
    assert!(raw.is_ascii());
    for name in ["Subject", "From", "To"] {
        assert!(header(&raw, name).contains("=?utf-8?b?"), "{name}");
    }
    assert!(raw.lines().all(|line| line.len() <= 998));
}

#[tokio::test]
async fn an_email_with_a_page_also_has_the_text() {
    let mut message = email();
    message.text = "Bonjour".into();
    message.html = Some("<p>Bonjour</p>".into());
    let raw = written(&message).await.unwrap();
    assert!(header(&raw, "Content-Type").starts_with("multipart/alternative"));
    let (text, html) = (
        raw.find("Content-Type: text/plain").unwrap(),
        raw.find("Content-Type: text/html").unwrap(),
    );
    assert!(text < html, "the page comes last: it is the better form");
    assert!(raw.contains("\r\nBonjour\r\n") && raw.contains("\r\n<p>Bonjour</p>\r\n"));
}

#[tokio::test]
async fn a23_a_line_break_in_a_header_is_refused() {
    for evil in [
        "x\r\nBcc: b@example.ma",
        "x\nBcc: b@example.ma",
        "x\rBcc: b@example.ma",
        "x\u{0}",
        "x\u{85}y",
        "x\u{2028}y",
    ] {
        let mut message = email();
        message.subject = evil.into();
        for message in [message, named(evil)] {
            let error = written(&message).await.unwrap_err();
            assert!(matches!(error, MailError::Permanent(_)), "{error:?}");
            assert_eq!((error.kind(), error.code()), (Kind::Invalid, "mail.refused"));
        }
    }
    let mut settings = memory();
    settings.from.name = Some("Souk\r\nBcc: b@example.ma".into());
    assert!(Mailer::new(&settings).is_err());
}

#[tokio::test]
async fn a23_signs_with_a_meaning_in_headers_stay_inside_their_header() {
    for name in [
        "\"",
        "a\" <b@example.ma>, \"c",
        "a, b",
        "a <b@example.ma>",
        "(a",
        "a\\",
        "=?utf-8?q?=0D=0ABcc:?=",
        "فاطمة\", <b@example.ma>",
    ] {
        let raw = written(&named(name)).await.unwrap();
        assert!(header(&raw, "To").ends_with(" <fatima@example.ma>"), "{raw}");
        let names: Vec<String> = headers(&raw)
            .iter()
            .map(|h| h.split(':').next().unwrap().to_owned())
            .collect();
        assert!(!names.iter().any(|n| n.eq_ignore_ascii_case("bcc")), "{names:?}");
        assert_eq!(names.len(), 10, "{names:?}");
    }
    let long = "كلمة ".repeat(40);
    let mut message = email();
    message.subject = long.trim().into();
    assert!(written(&message).await.unwrap().is_ascii());
}

#[tokio::test]
async fn a23_an_id_cannot_leave_its_directory() {
    for evil in [
        "../x",
        "a/b",
        "",
        ".hidden",
        "a\\b",
        "a>b",
        "a b",
        "a\r\nb",
        "é",
        &"a".repeat(65),
    ] {
        let mut message = email();
        message.id = evil.into();
        let mut text = sms("x");
        text.id = evil.into();
        let directory = tempfile::tempdir().unwrap();
        for message in [message, text] {
            assert!(
                in_directory(directory.path()).send(&message, AT).await.is_err(),
                "{evil:?}"
            );
        }
        assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 0);
    }
}

#[tokio::test]
async fn a_directory_holds_one_whole_file_per_message_however_often_it_is_sent() {
    let directory = tempfile::tempdir().unwrap();
    let mailer = in_directory(directory.path());
    for _ in 0..3 {
        mailer.send(&email(), AT).await.unwrap();
        mailer.send(&sms("الرمز: 123456"), AT).await.unwrap();
    }
    let files = |name: &str| {
        let entries = std::fs::read_dir(directory.path().join(name)).unwrap();
        entries
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(files("mail"), ["018cc251f4007000800000000000abcd.eml"]);
    assert_eq!(files("sms"), ["sms-1.txt"]);
    let text = std::fs::read_to_string(directory.path().join("sms/sms-1.txt")).unwrap();
    assert_eq!(text, "To: +212685000001\n\nالرمز: 123456\n");
}

#[tokio::test]
async fn a_directory_that_cannot_be_written_is_a_matter_of_time() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("mail"), "a file").unwrap();
    let error = in_directory(directory.path()).send(&email(), AT).await.unwrap_err();
    assert!(matches!(error, MailError::Temporary(_)), "{error:?}");
    assert_eq!((error.kind(), error.code()), (Kind::Unavailable, "mail.unavailable"));
}

#[tokio::test]
async fn an_sms_that_is_too_long_or_empty_is_refused() {
    let outbox = Outbox::new();
    let mut settings = memory();
    settings.sms = SmsTransport::Memory(outbox.clone());
    let mailer = Mailer::new(&settings).unwrap();
    for bad in ["", "  \n", "a\u{7}b", &"ن".repeat(SMS_MOST + 1)] {
        assert!(matches!(mailer.send(&sms(bad), AT).await, Err(MailError::Permanent(_))));
    }
    mailer.send(&sms(&"ن".repeat(SMS_MOST)), AT).await.unwrap();
    mailer.send(&sms("two\nlines"), AT).await.unwrap();
    assert_eq!(outbox.all().len(), 2);
}

#[tokio::test]
async fn memory_holds_messages_and_only_a_demo_remembers_them() {
    let outbox = Outbox::new();
    let mut settings = memory();
    settings.email = EmailTransport::Memory(outbox.clone());
    let (plain, demo) = (Mailer::new(&settings).unwrap(), Mailer::with_recent(&settings).unwrap());
    plain.send(&email(), AT).await.unwrap();
    demo.send(&email(), AT).await.unwrap();
    demo.send(&sms("one"), AT).await.unwrap();
    demo.send(&sms(""), AT).await.unwrap_err();
    assert!(plain.recent().is_empty());
    let recent: Vec<String> = demo.recent().into_iter().map(|d| d.message.text).collect();
    assert_eq!(
        recent,
        ["one".to_owned(), email().text],
        "newest first, and only what left"
    );
    assert_eq!(outbox.take().len(), 2);
}

#[test]
fn a_message_survives_the_payload_of_a_job() {
    for message in [email(), sms("x")] {
        let json = serde_json::to_value(&message).unwrap();
        assert_eq!(serde_json::from_value::<Message>(json).unwrap(), message);
    }
    let phone = Recipient::Phone(Phone::stored("+212685000001".into()));
    assert_eq!(serde_json::to_string(&phone).unwrap(), r#"{"phone":"+212685000001"}"#);
}
