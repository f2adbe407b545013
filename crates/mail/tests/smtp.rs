//! E-mail through a relay that behaves well, badly or not at all.
#![cfg(test)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop"
)]

mod support;

use mail::{EmailTransport, MailError, Mailer, Secret, SetupError, Smtp, Tls};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};
use support::{AT, email, memory};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// What the relay answers to a command that starts like this; `None` hangs up.
type Script = fn(&str) -> Option<&'static str>;

/// A relay that keeps every e-mail whose last line it has read.
struct Relay {
    port: u16,
    mails: Arc<Mutex<Vec<String>>>,
    commands: Arc<Mutex<Vec<String>>>,
}

impl Relay {
    async fn start(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let relay = Self {
            port: listener.local_addr().unwrap().port(),
            mails: Arc::default(),
            commands: Arc::default(),
        };
        let (mails, commands) = (relay.mails.clone(), relay.commands.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, script, mails.clone(), commands.clone()));
            }
        });
        relay
    }

    fn mailer(&self) -> Mailer {
        mailer(self.port, Duration::from_secs(10))
    }
}

async fn talk(
    stream: TcpStream,
    script: Script,
    mails: Arc<Mutex<Vec<String>>>,
    commands: Arc<Mutex<Vec<String>>>,
) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut said = "CONNECT".to_owned();
    loop {
        let Some(answer) = script(&said) else { return Ok(()) };
        stream.write_all(answer.as_bytes()).await?;
        if answer.starts_with("354") {
            let mut mail = String::new();
            while !mail.ends_with("\r\n.\r\n") {
                if stream.read_line(&mut mail).await? == 0 {
                    return Ok(());
                }
            }
            mails.lock().unwrap().push(mail);
            said = ".".to_owned();
            continue;
        }
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        said = line.trim().to_owned();
        commands.lock().unwrap().push(said.clone());
    }
}

fn polite(said: &str) -> Option<&'static str> {
    Some(match said.split(' ').next()? {
        "CONNECT" => "220 relay\r\n",
        "EHLO" => "250-relay\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME\r\n",
        "DATA" => "354 go on\r\n",
        "AUTH" => "235 welcome\r\n",
        "QUIT" => "221 bye\r\n",
        _ => "250 ok\r\n",
    })
}

fn mailer(port: u16, timeout: Duration) -> Mailer {
    Mailer::new(&settings("127.0.0.1", port, Tls::None, timeout)).unwrap()
}

fn settings(host: &str, port: u16, tls: Tls, timeout: Duration) -> mail::Settings {
    let mut settings = memory();
    settings.email = EmailTransport::Smtp(Smtp {
        host: host.into(),
        port,
        tls,
        user: Some("souk".into()),
        password: Secret::new("hunter2"),
        timeout,
    });
    settings
}

fn message_id(mail: &str) -> &str {
    mail.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap()
}

#[tokio::test]
async fn a_relay_that_accepts_gets_the_email() {
    let relay = Relay::start(polite).await;
    let mailer = relay.mailer();
    for _ in 0..3 {
        mailer.send(&email(), AT).await.unwrap();
    }
    let mails = relay.mails.lock().unwrap();
    assert_eq!(mails.len(), 3);
    assert_eq!(
        message_id(&mails[0]),
        "<018cc251f4007000800000000000abcd@tiwizi.example>"
    );
    let commands = relay.commands.lock().unwrap();
    assert_eq!(commands[0], "EHLO tiwizi.example");
    assert!(
        commands.iter().any(|c| c == "MAIL FROM:<souk@tiwizi.example>"),
        "{commands:?}"
    );
    assert!(
        commands.iter().any(|c| c == "RCPT TO:<fatima@example.ma>"),
        "{commands:?}"
    );
}

#[tokio::test]
async fn c15_an_email_that_was_perhaps_accepted_is_sent_again_under_the_same_id() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    fn drops_once(said: &str) -> Option<&'static str> {
        let mut hang_up = false;
        if said == "." {
            ONCE.call_once(|| hang_up = true);
        }
        if hang_up { None } else { polite(said) }
    }
    let relay = Relay::start(drops_once).await;
    let mailer = relay.mailer();
    let error = mailer.send(&email(), AT).await.unwrap_err();
    assert!(matches!(error, MailError::Temporary(_)), "{error:?}");
    mailer.send(&email(), AT.plus(60_000_000)).await.unwrap();
    let mails = relay.mails.lock().unwrap();
    assert_eq!(mails.len(), 2);
    assert_eq!(message_id(&mails[0]), message_id(&mails[1]));
}

#[tokio::test]
async fn only_a_refusal_of_this_email_is_final() {
    let cases: [(Script, bool); 7] = [
        (
            |s| {
                if s.starts_with("RCPT") {
                    Some("550 5.1.1 no such mailbox <fatima@example.ma>\r\n")
                } else {
                    polite(s)
                }
            },
            true,
        ),
        (
            |s| {
                if s == "." {
                    Some("554 5.7.1 this is spam\r\n")
                } else {
                    polite(s)
                }
            },
            true,
        ),
        (
            |s| {
                if s.starts_with("RCPT") {
                    Some("451 4.7.1 come back later\r\n")
                } else {
                    polite(s)
                }
            },
            false,
        ),
        (
            |s| {
                if s.starts_with("AUTH") {
                    Some("535 5.7.8 who are you\r\n")
                } else {
                    polite(s)
                }
            },
            false,
        ),
        (
            |s| {
                if s.starts_with("MAIL") {
                    Some("530 5.7.0 authentication required\r\n")
                } else {
                    polite(s)
                }
            },
            false,
        ),
        (
            |s| {
                if s == "CONNECT" {
                    Some("421 too busy\r\n")
                } else {
                    polite(s)
                }
            },
            false,
        ),
        (|s| if s == "DATA" { Some("nonsense\r\n") } else { polite(s) }, false),
    ];
    for (n, (script, is_final)) in cases.into_iter().enumerate() {
        let relay = Relay::start(script).await;
        let error = relay.mailer().send(&email(), AT).await.unwrap_err();
        assert_eq!(matches!(error, MailError::Permanent(_)), is_final, "{n}: {error:?}");
        let told = error.to_string();
        assert!(!told.contains("fatima") && !told.contains("hunter2"), "{told}");
    }
}

#[tokio::test]
async fn a_relay_that_is_away_is_a_matter_of_time() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let error = mailer(port, Duration::from_secs(5))
        .send(&email(), AT)
        .await
        .unwrap_err();
    assert!(matches!(error, MailError::Temporary(_)), "{error:?}");
}

#[tokio::test]
async fn a_relay_that_says_nothing_is_left_after_a_while() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let error = mailer(port, Duration::from_millis(200))
        .send(&email(), AT)
        .await
        .unwrap_err();
    assert_eq!(error, MailError::Temporary("the relay took too long".into()));
}

#[tokio::test]
async fn a_relay_without_tls_is_refused_when_it_was_to_have_it() {
    let relay = Relay::start(polite).await;
    for tls in [Tls::Starttls, Tls::Implicit] {
        let settings = settings("127.0.0.1", relay.port, tls, Duration::from_secs(5));
        let error = Mailer::new(&settings).unwrap().send(&email(), AT).await.unwrap_err();
        assert!(matches!(error, MailError::Temporary(_)), "{error:?}");
    }
    assert!(relay.mails.lock().unwrap().is_empty());
    let said = relay.commands.lock().unwrap().join("\n");
    assert!(
        !said.contains("AUTH") && !said.contains("MAIL"),
        "nothing was said in the clear: {said}"
    );
}

#[tokio::test]
async fn a_relay_elsewhere_needs_tls() {
    let clear = settings("relay.example", 25, Tls::None, Duration::from_secs(5));
    assert_eq!(
        Mailer::new(&clear).err(),
        Some(SetupError::Clear("relay.example".into()))
    );
    assert!(!format!("{clear:?}").contains("hunter2"));
    for tls in [Tls::Starttls, Tls::Implicit] {
        assert!(Mailer::new(&settings("relay.example", 587, tls, Duration::from_secs(5))).is_ok());
    }
}
