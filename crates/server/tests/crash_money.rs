//! `kill -9` while money moves: at checkout, on the provider's page, while its messages come in, while money goes back. What
//! was acknowledged is there afterwards, a repeat is answered as before, the provider's books and ours agree, and every
//! centime is accounted for. `TIWIZI_TEST_KILLS` says how often (12 unless it is set).
#![cfg(test)]

mod support;

use reqwest::{Client, StatusCode, redirect::Policy};
use sea_orm::{ConnectionTrait, DbBackend};
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use support::{
    Place,
    books::number,
    buying::{Asked, ask},
};
use testkit::database::Backend;

/// Buyers at once.
const BUYERS: usize = 4;

/// What was acknowledged, and what was only tried.
#[derive(Clone, Default)]
struct Seen {
    /// Orders by card, with the answer where there was one.
    orders: Vec<(Asked, Option<Value>)>,
    /// Numbers of orders whose payment the provider acknowledged to the buyer.
    paid: BTreeSet<String>,
    /// Parts that the cooperative declined, and heard that it is so.
    declined: BTreeSet<String>,
    turn: usize,
}

type Shared = Arc<Mutex<Seen>>;

/// One buyer's way; `None` once the market is gone.
async fn buy(client: &Client, url: &str, variant: &str, seen: &Shared) -> Option<()> {
    let turn = {
        let mut seen = seen.lock().expect("seen");
        seen.turn += 1;
        seen.turn
    };
    let asked = ask_unless_gone(client, url, variant, turn).await?;
    let index = {
        let mut seen = seen.lock().expect("seen");
        seen.orders.push((asked.clone(), None));
        seen.orders.len() - 1
    };
    let (status, placed) = order(client, url, &asked).await?;
    assert_eq!(status, StatusCode::CREATED, "{placed}");
    seen.lock().expect("seen").orders[index].1 = Some(placed.clone());
    let number = placed["number"].as_str().expect("a number").to_owned();
    let pay = placed["pay_url"].as_str().expect("an address").to_owned();
    let sent = client.get(pay).send().await.ok()?;
    let session = sent.headers().get("location")?.to_str().ok()?.to_owned();
    let pressed = client.post(session).form(&[("button", "pay")]).send().await.ok()?;
    // Whoever is not led back to the order has not paid.
    let back = pressed.headers().get("location").and_then(|to| to.to_str().ok());
    if back.is_some_and(|to| to.contains("/orders/")) {
        seen.lock().expect("seen").paid.insert(number.clone());
    }
    Some(())
}

/// The steps before an order say "gone" by a panic of the shared helper: here they are walked with care.
async fn ask_unless_gone(client: &Client, url: &str, variant: &str, turn: usize) -> Option<Asked> {
    client.get(format!("{url}/livez")).send().await.ok()?;
    let (client, url, variant) = (client.clone(), url.to_owned(), variant.to_owned());
    let asked = tokio::spawn(async move { ask(&client, &url, &variant, turn).await });
    asked.await.ok()?.ok()
}

async fn order(client: &Client, url: &str, asked: &Asked) -> Option<(StatusCode, Value)> {
    let reply = client
        .post(format!("{url}/api/v1/orders"))
        .header("idempotency-key", &asked.key)
        .json(&json!({ "quote": asked.quote, "terms_accepted": true, "payment": "card" }))
        .send()
        .await
        .ok()?;
    let status = reply.status();
    Some((status, reply.json().await.ok()?))
}

/// A busy machine is given time: a round in which nobody ordered and nobody paid tells nothing.
async fn something_happens(seen: &Shared) {
    let so_far = || {
        let seen = seen.lock().expect("seen");
        let answered = seen.orders.iter().filter(|(_, answer)| answer.is_some()).count();
        (answered, seen.paid.len())
    };
    let before = so_far();
    for _ in 0..1000 {
        let now = so_far();
        if now.0 > before.0 && now.1 > before.1 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The cooperative declines every second order that it sees.
async fn sell(client: &Client, url: &str, token: &str, seen: &Shared) -> Option<()> {
    let list = client
        .get(format!("{url}/api/v1/seller/orders?limit=50"))
        .bearer_auth(token);
    let list: Value = list.send().await.ok()?.json().await.ok()?;
    for part in list["items"].as_array().into_iter().flatten() {
        let id = part["part"]["id"].as_str().expect("an id").to_owned();
        if part["part"]["state"] != "new" || id.bytes().last().is_some_and(|last| last % 2 == 0) {
            continue;
        }
        let decline = client
            .post(format!("{url}/api/v1/seller/orders/{id}/decline"))
            .bearer_auth(token)
            .json(&json!({ "reason": "sold at the market" }));
        if decline.send().await.ok()?.status() == StatusCode::OK {
            seen.lock().expect("seen").declined.insert(id);
        }
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    Some(())
}

/// A browser that goes nowhere by itself.
fn browser() -> Client {
    let client = Client::builder()
        .redirect(Policy::none())
        .timeout(Duration::from_secs(20));
    client.build().expect("a client")
}

async fn execute(place: &Place, sql: &str) {
    let db = place.database().connect().await.expect("the database");
    db.execute_unprepared(sql).await.expect("done");
    db.close().await.expect("closed");
}

/// Whatever the provider has decided is known, and what had to go back is back.
async fn settled(place: &Place, seen: &Seen) {
    let begun = Instant::now();
    let db = place.database().connect().await.expect("the database");
    let open = "select (select count(*) from inbox where state = 'new') \
        + (select count(*) from refund where state <> 'succeeded') \
        + (select count(*) from job where kind like 'payment.%' and kind not in ('payment.check', 'payment.lapse') \
           and done_at is null)";
    loop {
        let paid = number(&db, "select count(*) from attempt where state = 'captured'").await;
        let wanted = i64::try_from(seen.paid.len()).expect("a number");
        if number(&db, open).await == 0 && paid >= wanted {
            break;
        }
        assert!(
            begun.elapsed() < Duration::from_secs(60),
            "{paid} of {wanted} payments are known"
        );
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    db.close().await.expect("closed");
}

#[test]
fn c3_whatever_was_acknowledged_of_orders_payments_and_refunds_survives_kill_9() {
    survives(Backend::Sqlite);
}

#[test]
fn c3_it_survives_on_postgresql_too() {
    survives(Backend::Postgres);
}

fn survives(backend: Backend) {
    let kills: u64 = std::env::var("TIWIZI_TEST_KILLS").map_or(12, |kills| kills.parse().expect("a number"));
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let place = Place::on(backend).await;
        rustls::crypto::ring::default_provider().install_default().ok();
        let furnished = place.furnish().await;
        execute(&place, "update variant set on_hand = 1000000").await;
        let (seen, mut slowest) = (Shared::default(), Duration::ZERO);
        let mut chance = 0x2545_f491_u64;
        for _ in 0..kills {
            chance = chance
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let begun = Instant::now();
            let market = place.serve(&["--no-demo"]);
            slowest = slowest.max(begun.elapsed());
            let mut tasks = Vec::new();
            for _ in 0..BUYERS {
                let (client, url, variant, seen) =
                    (browser(), market.url.clone(), furnished.variant.clone(), seen.clone());
                tasks.push(tokio::spawn(async move {
                    while buy(&client, &url, &variant, &seen).await.is_some() {}
                }));
            }
            let (client, url, token, sees) = (browser(), market.url.clone(), furnished.token.clone(), seen.clone());
            tasks.push(tokio::spawn(async move {
                while sell(&client, &url, &token, &sees).await.is_some() {}
            }));
            something_happens(&seen).await;
            tokio::time::sleep(Duration::from_millis((chance >> 33) % 1700)).await;
            market.signal("KILL");
            for task in tasks {
                task.await.expect("nobody was told anything wrong");
            }
        }
        let seen = seen.lock().expect("seen").clone();
        let answered = seen.orders.iter().filter(|(_, answer)| answer.is_some()).count();
        println!(
            "{kills} kills, {answered} of {} orders acknowledged, {} payments, {} declined, slowest start {slowest:?}",
            seen.orders.len(),
            seen.paid.len(),
            seen.declined.len()
        );
        assert!(
            answered >= 10 && seen.paid.len() >= 5,
            "too little happened: the test tells nothing"
        );
        let mut market = place.serve(&["--no-demo"]);
        let client = browser();
        for (asked, answer) in &seen.orders {
            let (status, again) = order(&client, &market.url, asked).await.expect("an answer");
            match answer {
                Some(first) => assert_eq!((status, &again), (StatusCode::CREATED, first), "the same answer"),
                None => assert!(
                    status == StatusCode::CREATED || status == StatusCode::CONFLICT,
                    "{status} {again}"
                ),
            }
        }
        // As if the minutes had passed after which providers are asked again, and the leases of the dead are over.
        execute(&place, "update attempt set check_at = 1 where check_at is not null").await;
        execute(
            &place,
            "update job set locked_until = 1, run_at = 1 where done_at is null",
        )
        .await;
        settled(&place, &seen).await;
        market.signal("TERM");
        assert!(market.wait());
        drop(market);
        assert_books(&place, &seen).await;
        let checked = place.run(&["check", "money"]);
        assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
    });
}

/// What the database and the provider's books say.
async fn assert_books(place: &Place, seen: &Seen) {
    let db = place.database().connect().await.expect("the database");
    for paid in &seen.paid {
        let sql = format!(
            "select count(*) from attempt a join \"order\" o on o.id = a.order_id where o.number = '{paid}' and a.state = 'captured'"
        );
        assert_eq!(number(&db, &sql).await, 1, "{paid} was paid once");
    }
    for part in &seen.declined {
        let this = match db.get_database_backend() {
            DbBackend::Sqlite => format!("hex(s.id) = upper('{part}')"),
            _ => format!("s.id = '{part}'"),
        };
        let sql = format!(
            "select count(*) from refund r join seller_order s on s.id = r.seller_order_id \
             where {this} and s.state = 'cancelled' and r.state = 'succeeded' and r.amount_minor = s.total_minor"
        );
        assert_eq!(number(&db, &sql).await, 1, "{part} went back once");
    }
    let settings = psp::fake::Settings {
        page_url: String::new(),
        secret: psp::Secret::new("another secret: nothing is signed"),
        endings: false,
    };
    let books = psp::fake::Fake::open(settings, &place.data().join("data/fake-provider")).expect("the books");
    let now = kernel::time::Clock::now(&market::SystemClock);
    let (mut held, mut captured) = (0, 0);
    for truth in books.truths(now).expect("the books") {
        held += truth.captured.minor - truth.refunded.minor;
        captured += i64::from(truth.captured.minor > 0);
    }
    assert_eq!(
        number(&db, "select count(*) from attempt where state = 'captured'").await,
        captured
    );
    let ours = "select coalesce(sum(a.amount_minor - a.refunded_minor), 0) from attempt a where a.state = 'captured'";
    assert_eq!(
        number(&db, ours).await,
        held,
        "the provider holds what we think it holds"
    );
    db.close().await.expect("closed");
}
