//! `kill -9` while buyers buy: after each restart every order that was acknowledged is there, whole,
//! and every request that was not can be repeated with its key and takes effect once.
#![cfg(test)]

mod support;

use reqwest::{Client, StatusCode};
use sea_orm::DbBackend;
use serde_json::{Value, json};
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use support::{Place, Running, books::number};
use testkit::database::Backend;

/// Rounds of killing; each is a restart on the same data.
const ROUNDS: u64 = 8;
/// Buyers at once.
const BUYERS: usize = 6;

/// A request to order, and what came back if anything did.
#[derive(Clone, Debug)]
struct Attempt {
    key: String,
    quote: String,
    answer: Option<Value>,
}

#[test]
fn c1_every_acknowledged_order_survives_kill_9_and_every_other_can_be_repeated() {
    survives(Backend::Sqlite);
}

#[test]
fn c1_they_survive_on_postgresql_too() {
    survives(Backend::Postgres);
}

fn survives(backend: Backend) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let place = Place::on(backend).await;
        rustls::crypto::ring::default_provider().install_default().ok();
        let mut all: Vec<Attempt> = Vec::new();
        let first = place.serve(&[]);
        let variants = variants(&first.url).await;
        drop(first);
        for round in 0..ROUNDS {
            let market = place.serve(&["--no-demo"]);
            let attempts = Arc::new(Mutex::new(Vec::new()));
            let counter = Arc::new(AtomicUsize::new(0));
            let mut buyers = Vec::new();
            for buyer in 0..BUYERS {
                let (url, variants) = (market.url.clone(), variants.clone());
                let (attempts, counter) = (Arc::clone(&attempts), Arc::clone(&counter));
                buyers.push(tokio::spawn(async move {
                    while buy(&url, &variants, round, buyer, &counter, &attempts).await.is_some() {}
                }));
            }
            tokio::time::sleep(Duration::from_millis(250 + 137 * round)).await;
            some_were_answered(&attempts).await;
            market.signal("KILL");
            for buyer in buyers {
                buyer.await.expect("a buyer");
            }
            drop(market);
            all.extend(attempts.lock().expect("attempts").clone());
        }
        let market = place.serve(&["--no-demo"]);
        let acknowledged = all.iter().filter(|a| a.answer.is_some()).count();
        assert!(
            acknowledged >= 20,
            "only {acknowledged} orders were acknowledged: the test tells nothing"
        );
        let client = Client::new();
        for attempt in &all {
            let (status, again) = order(&client, &market.url, attempt).await.expect("an answer");
            match &attempt.answer {
                Some(first) => {
                    assert_eq!(status, StatusCode::CREATED, "{again}");
                    assert_eq!(&again, first, "a repeat answers the same");
                    assert_whole(&client, &market, first).await;
                }
                // It was cut: whether it took effect then or takes it now, there is one order.
                None => assert!(
                    status == StatusCode::CREATED || status == StatusCode::CONFLICT,
                    "{status} {again}"
                ),
            }
        }
        drop(market);
        assert_books(&place, &all).await;
        let checked = place.run(&["check", "money"]);
        assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
    });
}

/// A busy machine is given time to answer some: a round without an order tells nothing.
async fn some_were_answered(attempts: &Mutex<Vec<Attempt>>) {
    for _ in 0..1000 {
        let answered = |all: &Vec<Attempt>| all.iter().filter(|one| one.answer.is_some()).count();
        if attempts.lock().is_ok_and(|all| answered(&all) >= 3) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Variants with plenty of stock, from two cooperatives where there are.
async fn variants(url: &str) -> Vec<String> {
    let client = Client::new();
    for _ in 0..200 {
        let list: Value = get(&client, &format!("{url}/api/v1/products?limit=100")).await;
        let mut found = Vec::new();
        for item in list["items"].as_array().into_iter().flatten().take(12) {
            let slug = item["slug"].as_str().expect("a slug");
            let product: Value = get(&client, &format!("{url}/api/v1/products/{slug}")).await;
            found.extend(
                product["variants"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(|v| v["id"].as_str())
                    .map(str::to_owned),
            );
        }
        if found.len() >= 8 {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the demo did not load");
}

async fn get(client: &Client, url: &str) -> Value {
    match client.get(url).send().await {
        Ok(reply) => reply.json().await.unwrap_or(Value::Null),
        Err(_) => Value::Null,
    }
}

/// One buyer's way to one order; `None` once the market is gone.
async fn buy(
    url: &str,
    variants: &[String],
    round: u64,
    buyer: usize,
    counter: &AtomicUsize,
    attempts: &Mutex<Vec<Attempt>>,
) -> Option<()> {
    let client = Client::new();
    let turn = counter.fetch_add(1, Ordering::Relaxed);
    let cart: Value = client
        .post(format!("{url}/api/v1/carts"))
        .send()
        .await
        .ok()?
        .json()
        .await
        .ok()?;
    let cart = cart["cart"].as_str()?.to_owned();
    for step in 0..2 {
        let variant = &variants[(turn * 2 + step) % variants.len()];
        let put = client
            .put(format!("{url}/api/v1/carts/{cart}/lines/{variant}"))
            .json(&json!({ "quantity": 1 }));
        put.send().await.ok()?;
    }
    let asked = json!({
        // A telephone of its own for each order: one telephone may order only so often.
        "buyer": { "name": format!("Buyer {buyer}"), "phone": format!("+21266{:07}", round * 10_000 + turn as u64) },
        "address": { "town": "Casablanca", "address": "12, rue des Tests" },
    });
    let quote = client
        .post(format!("{url}/api/v1/carts/{cart}/quote"))
        .json(&asked)
        .send()
        .await
        .ok()?;
    if quote.status() != StatusCode::OK {
        return Some(()); // sold out meanwhile
    }
    let quote: Value = quote.json().await.ok()?;
    let mut attempt = Attempt {
        key: format!("key-{round}-{turn}"),
        quote: quote["quote"].as_str()?.to_owned(),
        answer: None,
    };
    let answer = order(&client, url, &attempt).await;
    match answer {
        Some((StatusCode::CREATED, body)) => attempt.answer = Some(body),
        Some((StatusCode::CONFLICT, _)) => return Some(()),
        Some((status, body)) => panic!("{status}: {body}"),
        None => {}
    }
    let goes_on = attempt.answer.is_some();
    attempts.lock().expect("attempts").push(attempt);
    goes_on.then_some(())
}

async fn order(client: &Client, url: &str, attempt: &Attempt) -> Option<(StatusCode, Value)> {
    let reply = client
        .post(format!("{url}/api/v1/orders"))
        .header("idempotency-key", &attempt.key)
        .json(&json!({ "quote": attempt.quote, "terms_accepted": true }))
        .send()
        .await
        .ok()?;
    let status = reply.status();
    Some((status, reply.json().await.ok()?))
}

/// The order can be read with its token, and its sums agree.
async fn assert_whole(client: &Client, market: &Running, placed: &Value) {
    let (number, token) = (
        placed["number"].as_str().expect("a number"),
        placed["token"].as_str().expect("a token"),
    );
    let order = client
        .get(format!("{}/api/v1/orders/{number}", market.url))
        .bearer_auth(token)
        .send()
        .await
        .expect("an answer");
    assert_eq!(order.status(), StatusCode::OK);
    let order: Value = order.json().await.expect("JSON");
    let parts = order["parts"].as_array().expect("parts");
    assert!(!parts.is_empty());
    let total: i64 = parts
        .iter()
        .map(|part| part["sum"]["total_minor"].as_i64().expect("a total"))
        .sum();
    assert_eq!(Some(total), placed["total_minor"].as_i64());
}

/// What the database must say whatever happened.
async fn assert_books(place: &Place, all: &[Attempt]) {
    let db = place.database().connect().await.expect("the database");
    let number = async |sql: &str| number(&db, sql).await;
    if db.get_database_backend() == DbBackend::Sqlite {
        assert_eq!(number("select count(*) from pragma_foreign_key_check").await, 0);
    }
    let reserved_twice = "select count(*) from variant v where v.reserved <> (
        select coalesce(sum(l.quantity), 0) from order_line l join seller_order s on s.id = l.seller_order_id
        where l.variant_id = v.id and s.state in ('new', 'accepted', 'packed'))";
    assert_eq!(number(reserved_twice).await, 0, "reserved is the sum of live lines");
    let torn = "select count(*) from \"order\" o where
        not exists (select 1 from seller_order s where s.order_id = o.id)
        or o.total_minor <> (select sum(s.total_minor) from seller_order s where s.order_id = o.id)
        or exists (select 1 from seller_order s where s.order_id = o.id and not exists
            (select 1 from payment p where p.seller_order_id = s.id))
        or exists (select 1 from seller_order s where s.order_id = o.id and not exists
            (select 1 from order_line l where l.seller_order_id = s.id))";
    assert_eq!(number(torn).await, 0, "an order is whole or not there");
    let unanswered = "select count(*) from idempotency where result = ''";
    assert_eq!(number(unanswered).await, 0, "a key is stored with its answer");
    let quotes: std::collections::BTreeSet<_> = all.iter().filter(|a| a.answer.is_some()).map(|a| &a.quote).collect();
    let acknowledged = all.iter().filter(|a| a.answer.is_some()).count();
    assert_eq!(quotes.len(), acknowledged, "one order for one quote");
    db.close().await.expect("closed");
}
