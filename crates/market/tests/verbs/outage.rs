//! The mail server is away for hours: people order all the same, and when it is back everybody is told,
//! once. The hours pass on a clock that the test moves.

use crate::stall::{Stall, stall};
use kernel::{
    Micros, Read,
    time::{HOUR, MINUTE},
};
use mail::{EmailAddress, EmailTransport, Mailer, Sender, Settings, SmsTransport, Smtp, Tls};
use market::{Market, buying};
use order::cart::Buyer;
use sea_orm::{ConnectionTrait, Statement};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};
use testkit::{TestDb, on_both};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// A mail server that hangs up on everybody, or takes what they bring.
#[derive(Clone, Default)]
struct Relay {
    is_up: Arc<AtomicBool>,
    refused: Arc<AtomicUsize>,
    mails: Arc<Mutex<Vec<String>>>,
}

impl Relay {
    async fn start() -> (Self, u16) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let relay = Self::default();
        let this = relay.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                if this.is_up.load(Ordering::SeqCst) {
                    tokio::spawn(talk(stream, this.clone()));
                } else {
                    this.refused.fetch_add(1, Ordering::SeqCst);
                }
            }
        });
        (relay, port)
    }

    /// The ids and readers of what it took.
    fn taken(&self) -> Vec<(String, String)> {
        let header = |mail: &str, name: &str| {
            let line = mail.lines().find_map(|line| line.strip_prefix(name));
            line.unwrap_or_default().trim().to_owned()
        };
        let mails = self.mails.lock().unwrap();
        mails
            .iter()
            .map(|mail| (header(mail, "Message-ID:"), header(mail, "To:")))
            .collect()
    }
}

async fn talk(stream: TcpStream, relay: Relay) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 relay\r\n").await?;
    let mut line = String::new();
    while stream.read_line(&mut line).await? > 0 {
        let answer = match line.split_whitespace().next().unwrap_or_default() {
            "EHLO" => "250-relay\r\n250 8BITMIME\r\n",
            "DATA" => "354 go on\r\n",
            "QUIT" => "221 bye\r\n",
            _ => "250 ok\r\n",
        };
        stream.write_all(answer.as_bytes()).await?;
        if answer.starts_with("354") {
            let mut mail = String::new();
            while !mail.ends_with("\r\n.\r\n") && stream.read_line(&mut mail).await? > 0 {}
            relay.mails.lock().unwrap().push(mail);
            stream.write_all(b"250 ok\r\n").await?;
        }
        line.clear();
    }
    Ok(())
}

/// The stall's market with its e-mail through this port; SMS goes where it went.
fn through(stall: &Stall, port: u16) -> Arc<Market> {
    let settings = Settings {
        email: EmailTransport::Smtp(Smtp {
            host: "127.0.0.1".to_owned(),
            port,
            tls: Tls::None,
            user: None,
            password: mail::Secret::new(""),
            timeout: Duration::from_secs(10),
        }),
        sms: SmsTransport::Memory(stall.market.outbox.clone()),
        from: Sender {
            address: EmailAddress::parse("market@tiwizi.example").unwrap(),
            name: None,
        },
    };
    let mailer = Arc::new(Mailer::new(&settings).unwrap());
    stall.market.altered(|market| market.mailer = mailer)
}

/// Messages that wait for another attempt: their id, attempts so far, and when the next one is.
async fn waiting(stall: &Stall) -> Vec<(String, i32, Micros)> {
    let sql = "select dedupe as id, attempts, locked_until from job \
               where kind = 'message' and done_at is null and failed_at is null \
               and attempts > 0 and locked_by is null";
    let statement = Statement::from_string(stall.market.db.backend(), sql);
    let rows = stall.market.db.reader().query_all_raw(statement).await.unwrap();
    let read = |row: &sea_orm::QueryResult| {
        let at: i64 = row.try_get("", "locked_until").unwrap();
        (
            row.try_get("", "id").unwrap(),
            row.try_get("", "attempts").unwrap(),
            Micros(at),
        )
    };
    rows.iter().map(read).collect()
}

/// Somebody with an address orders one piece.
async fn order(stall: &Stall, number: u32) {
    let buyer = Buyer {
        email: Some(format!("buyer{number}@example.org")),
        ..crate::stall::buyer(number)
    };
    let cart = stall.cart(number, &[(stall.variants[0][0], 1)]).await;
    let details = (buyer, None);
    buying::complete(
        &stall.market,
        cart,
        details,
        crate::stall::casablanca(),
        BTreeMap::new(),
    )
    .await
    .unwrap();
    let quote = buying::quote(&stall.market, cart).await.unwrap();
    stall.place(&format!("key-{number}"), &quote).await.unwrap();
}

on_both! {
    async fn c14_while_the_mail_server_is_away_orders_go_on_and_everybody_is_told_once_afterwards(db: TestDb) {
        const ORDERS: u32 = 6;
        let stall = stall(db, 1, 1, 50).await;
        let (relay, port) = Relay::start().await;
        let runner = market::jobs::runner(through(&stall, port));
        let clock = &stall.market.clock;
        let now = || kernel::time::Clock::now(clock);
        let begun = now();

        // Six hours away, with an order every hour.
        let (mut pauses, mut attempts, mut seen) = (BTreeSet::new(), BTreeMap::new(), BTreeMap::new());
        let mut ordered = 0;
        while now().since(begun) < 6 * HOUR {
            if now().since(begun) >= i64::from(ordered) * HOUR && ordered < ORDERS {
                ordered += 1;
                order(&stall, ordered).await;
            }
            runner.run_due().await.unwrap();
            for (id, tried, next) in waiting(&stall).await {
                if seen.insert(id.clone(), tried) != Some(tried) {
                    let pause = next.since(now());
                    assert!((1..=15 * MINUTE).contains(&pause), "{pause}");
                    pauses.insert(pause);
                }
                attempts.insert(id, tried);
            }
            clock.advance(2 * MINUTE);
        }
        assert_eq!((ordered, stall.count("\"order\"").await), (ORDERS, i64::from(ORDERS)), "orders go on");
        assert_eq!(stall.market.outbox.all().len(), 2 * ORDERS as usize, "who has a telephone is told meanwhile");
        assert!(relay.taken().is_empty() && relay.refused.load(Ordering::SeqCst) > 0);
        assert_eq!(attempts.len(), ORDERS as usize, "every e-mail waits");
        let most = attempts.values().max().unwrap();
        assert!((20..120).contains(most), "{most} attempts in six hours");
        assert!(pauses.len() > 60, "no two pauses are alike: {}", pauses.len());
        assert!(pauses.iter().any(|pause| *pause > 10 * MINUTE), "they grow to a quarter of an hour");

        relay.is_up.store(true, Ordering::SeqCst);
        for _ in 0..30 {
            runner.run_due().await.unwrap();
            clock.advance(2 * MINUTE);
        }
        let taken = relay.taken();
        let ids: BTreeSet<&String> = taken.iter().map(|(id, _)| id).collect();
        let readers: BTreeSet<&String> = taken.iter().map(|(_, to)| to).collect();
        assert_eq!((taken.len(), ids.len()), (ORDERS as usize, ORDERS as usize), "each is sent once");
        assert_eq!(readers.len(), ORDERS as usize, "and everybody has one: {readers:?}");
        assert!(waiting(&stall).await.is_empty());
        assert_eq!(stall.market.outbox.all().len(), 2 * ORDERS as usize, "nobody is told twice");
    }
}
