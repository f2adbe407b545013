//! `kill -9` while the office pays cooperatives out: two people of it draft, approve, export, mark and give up at once, and
//! import the bank's statement. What either was told stands afterwards, a repetition is answered as before, no line is in two
//! payouts, and no centime was paid twice. `TIWIZI_TEST_KILLS` says how often (10 unless it is set).
#![cfg(test)]

mod support;

use reqwest::{Client, StatusCode, redirect::Policy};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
    time::Duration,
};
use support::{
    Place, Running,
    books::number,
    buying::{ask, send},
    office::{Led, Office, Posted},
};
use testkit::database::Backend;

/// Orders that are delivered before anybody is paid.
const ORDERS: usize = 36;
/// How many of them become final before each start.
const FINAL: usize = 4;

/// What was acknowledged, and what was only tried.
#[derive(Clone, Default)]
struct Seen {
    turn: usize,
    /// Each form with what came back, if anything did.
    posted: Vec<(Posted, Option<Led>)>,
    /// Statements, likewise.
    imported: Vec<(Lines, Option<Led>)>,
}

/// The payouts that a statement shows, by their references, and how much of each, in centimes.
type Lines = Vec<(String, i64)>;

type Shared = Arc<Mutex<Seen>>;

/// Starts a market whose payouts leave from an account, whatever is in them.
fn serve(place: &Place) -> Running {
    let path = place.data().join("market.toml");
    let text = "[pay]\nrib = \"310810101402900442310133\"\naccount_name = \"Test office\"\n\
                [payout]\nminimum = 0\nsecond_person_above = 1000000\n";
    std::fs::write(&path, text).expect("a configuration");
    place.serve(&["--no-demo", "--config", path.to_str().expect("a path")])
}

fn browser() -> Client {
    let client = Client::builder()
        .redirect(Policy::none())
        .timeout(Duration::from_secs(20));
    client.build().expect("a client")
}

/// An order by card, paid.
async fn buy(client: &Client, url: &str, variant: &str, turn: usize) {
    let asked = ask(client, url, variant, turn).await.expect("a quote");
    let order = client
        .post(format!("{url}/api/v1/orders"))
        .header("idempotency-key", &asked.key)
        .json(&json!({ "quote": asked.quote, "terms_accepted": true, "payment": "card" }));
    let placed = send(order).await;
    assert_eq!(placed.status, StatusCode::CREATED, "{}", placed.body);
    let pay = client.get(placed.body["pay_url"].as_str().expect("an address"));
    let page = pay.send().await.expect("the provider's page").headers()["location"].clone();
    let page = page.to_str().expect("an address").to_owned();
    let pressed = client.post(page).form(&[("button", "pay")]).send().await;
    assert_eq!(pressed.expect("an answer").status(), StatusCode::SEE_OTHER);
}

/// The cooperative brings every order to its buyer.
async fn deliver_all(client: &Client, url: &str, token: &str) {
    let mut delivered = BTreeSet::new();
    for _ in 0..600 {
        let list = client.get(format!("{url}/api/v1/seller/orders?limit=100"));
        let list = send(list.bearer_auth(token)).await.body;
        for part in list["items"].as_array().into_iter().flatten() {
            let id = part["part"]["id"].as_str().expect("an id").to_owned();
            if part["part"]["state"] != "new" {
                continue;
            }
            for (step, body) in [
                ("accept", json!({})),
                ("pack", json!({})),
                ("ship", json!({ "carrier": "Amana" })),
                ("deliver", json!({ "holder": "cooperative" })),
            ] {
                let act = client.post(format!("{url}/api/v1/seller/orders/{id}/{step}"));
                let done = send(act.bearer_auth(token).json(&body)).await;
                assert_eq!(done.status, StatusCode::OK, "{step}: {}", done.body);
            }
            delivered.insert(id);
        }
        if delivered.len() == ORDERS {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{} of {ORDERS} parts could be delivered", delivered.len());
}

/// What is done to a payout that stands there: its id says which way it goes, for both people of the office.
fn next(payout: &Value, way: u8) -> Option<&'static str> {
    match (payout["state"].as_str()?, way) {
        ("draft", 0) => Some("cancel"),
        ("draft", _) => Some("approve"),
        ("approved", 1) | ("submitted", 3) => Some("fail"),
        ("approved", 2) | ("submitted", 5) => Some("paid"),
        ("approved", _) => Some("export"),
        ("submitted", 4) => Some("unknown"),
        _ => None,
    }
}

fn way(id: &str) -> u8 {
    id.bytes().last().map_or(0, |last| last % 8)
}

/// One round of one of the two; `None` once the market is gone.
async fn work(client: &Client, url: &str, office: &Office, seen: &Shared) -> Option<()> {
    let fresh = || {
        let mut seen = seen.lock().expect("seen");
        seen.turn += 1;
        format!("key-{}", seen.turn)
    };
    let all = office.payouts(client, url).await?;
    let mut lines = Vec::new();
    let mut to_post = vec![Posted {
        path: "/fr/admin/payouts/draft".to_owned(),
        fields: vec![("cooperative", String::new())],
    }];
    for payout in &all {
        let id = payout["id"].as_str()?;
        let way = way(id);
        match next(payout, way) {
            Some("export") => to_post.push(Posted {
                path: "/fr/admin/payouts/export".to_owned(),
                fields: vec![("key", fresh())],
            }),
            Some(step) => to_post.push(Posted {
                path: format!("/fr/admin/payouts/{id}/{step}"),
                fields: vec![("key", fresh()), ("reason", "the bank said so".to_owned())],
            }),
            None => {}
        }
        // The bank does what stands in a file, and what nobody said had failed.
        let has_left = matches!(payout["state"].as_str()?, "submitted" | "unknown" | "paid");
        if has_left && way >= 4 {
            lines.push((
                payout["reference"].as_str()?.to_owned(),
                payout["amount_minor"].as_i64()?,
            ));
        }
    }
    for posted in to_post {
        let index = {
            let mut seen = seen.lock().expect("seen");
            seen.posted.push((posted.clone(), None));
            seen.posted.len() - 1
        };
        let led = office.post(client, url, &posted).await?;
        assert!(
            led.0 == StatusCode::SEE_OTHER || led.0 == StatusCode::CONFLICT,
            "{posted:?}: {led:?}"
        );
        seen.lock().expect("seen").posted[index].1 = Some(led);
    }
    if !lines.is_empty() {
        let index = {
            let mut seen = seen.lock().expect("seen");
            seen.imported.push((lines.clone(), None));
            seen.imported.len() - 1
        };
        let led = office.import(client, url, &lines).await?;
        assert_eq!(led.0, StatusCode::SEE_OTHER, "{lines:?}");
        seen.lock().expect("seen").imported[index].1 = Some(led);
    }
    Some(())
}

/// The withdrawal period of some more parts is over when the market starts next.
async fn let_time_pass(place: &Place) {
    let db = place.database().connect().await.expect("the database");
    let over = format!(
        "update seller_order set withdraw_until = 1 where id in \
         (select id from seller_order where state = 'delivered' order by id limit {FINAL})"
    );
    db.execute_unprepared(&over).await.expect("time passes");
    let again = "update job set done_at = null, locked_until = null, run_at = 1 where kind = 'order.close'";
    db.execute_unprepared(again).await.expect("the job comes round");
    db.close().await.expect("closed");
}

#[test]
fn c7_whatever_was_acknowledged_of_payouts_survives_kill_9_and_nothing_is_paid_twice() {
    survives(Backend::Sqlite);
}

#[test]
fn c7_they_survive_on_postgresql_too() {
    survives(Backend::Postgres);
}

fn survives(backend: Backend) {
    let kills: u64 = std::env::var("TIWIZI_TEST_KILLS").map_or(10, |kills| kills.parse().expect("a number"));
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let place = Place::on(backend).await;
        rustls::crypto::ring::default_provider().install_default().ok();
        let furnished = place.furnish().await;
        let office = place.office().await;
        let mut market = serve(&place);
        let client = browser();
        for turn in 0..ORDERS {
            buy(&client, &market.url, &furnished.variant, turn).await;
        }
        deliver_all(&client, &market.url, &furnished.token).await;
        market.signal("TERM");
        assert!(market.wait());
        drop(market);
        let seen = Shared::default();
        let mut chance = 0x2545_f491_u64;
        for _ in 0..kills {
            chance = chance
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let_time_pass(&place).await;
            let market = serve(&place);
            let mut tasks = Vec::new();
            for _ in 0..2 {
                let (client, url, office, seen) = (browser(), market.url.clone(), office.clone(), seen.clone());
                tasks.push(tokio::spawn(async move {
                    while work(&client, &url, &office, &seen).await.is_some() {}
                }));
            }
            tokio::time::sleep(Duration::from_millis(200 + (chance >> 33) % 900)).await;
            market.signal("KILL");
            for task in tasks {
                task.await.expect("nobody was told anything wrong");
            }
        }
        let seen = seen.lock().expect("seen").clone();
        let market = serve(&place);
        repeat_all(&client, &market.url, &office, &seen).await;
        let states: BTreeMap<String, String> = all_states(&client, &market.url, &office).await;
        drop(market);
        assert_acknowledged(&seen, &states);
        assert_books(&place).await;
        let checked = place.run(&["check", "money"]);
        assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
    });
}

/// What was answered is answered so again; what was cut takes effect now, or did then.
async fn repeat_all(client: &Client, url: &str, office: &Office, seen: &Seen) {
    for (posted, answer) in seen
        .posted
        .iter()
        .filter(|(posted, _)| posted.fields.len() > 1 || posted.path.ends_with("export"))
    {
        let again = office.post(client, url, posted).await.expect("an answer");
        match answer {
            Some(first) if first.0 == StatusCode::SEE_OTHER => assert_eq!(&again, first, "{posted:?}"),
            _ => assert!(
                again.0 == StatusCode::SEE_OTHER || again.0 == StatusCode::CONFLICT,
                "{posted:?}: {again:?}"
            ),
        }
    }
    for (lines, answer) in &seen.imported {
        let again = office.import(client, url, lines).await.expect("an answer");
        match answer {
            Some(first) => assert_eq!(&again, first, "{lines:?}"),
            None => assert_eq!(again.0, StatusCode::SEE_OTHER, "{lines:?}"),
        }
    }
}

async fn all_states(client: &Client, url: &str, office: &Office) -> BTreeMap<String, String> {
    let all = office.payouts(client, url).await.expect("payouts");
    let state = |one: &Value| Some((one["id"].as_str()?.to_owned(), one["state"].as_str()?.to_owned()));
    all.iter().filter_map(state).collect()
}

/// Each step that somebody was told had happened, has.
fn assert_acknowledged(seen: &Seen, states: &BTreeMap<String, String>) {
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    for (posted, answer) in &seen.posted {
        let mut path = posted.path.rsplit('/');
        let (step, id) = (path.next().unwrap_or_default(), path.next().unwrap_or_default());
        if answer.as_ref().is_none_or(|led| led.0 != StatusCode::SEE_OTHER) || id == "payouts" {
            continue;
        }
        let state = states.get(id).map_or("lost", String::as_str);
        let holds = match step {
            "approve" => !["draft", "cancelled", "lost"].contains(&state),
            "cancel" => state == "cancelled",
            "fail" => state == "failed",
            "unknown" => ["unknown", "paid"].contains(&state),
            _ => state == step,
        };
        assert!(holds, "{id} was told {step} and is {state}");
        *told.entry(step).or_default() += 1;
    }
    let lines: BTreeSet<_> = seen.imported.iter().flat_map(|(lines, _)| lines).collect();
    println!(
        "{} payouts; told {told:?}; {} lines of the bank",
        states.len(),
        lines.len()
    );
    assert!(
        told.len() >= 3 && states.len() >= 8,
        "too little happened: the test tells nothing"
    );
}

/// No line is in two payouts, none was paid twice, and what was earned is paid, on its way or waits.
async fn assert_books(place: &Place) {
    let db = place.database().connect().await.expect("the database");
    let twice = |only: &str| {
        format!(
            "select count(*) from (select 1 from payout_line l join payout p on p.id = l.payout_id where {only} \
             group by l.posting_id, l.position having count(*) > 1) as twice"
        )
    };
    assert_eq!(
        number(&db, &twice("l.freed_at is null")).await,
        0,
        "no line is in two payouts"
    );
    assert_eq!(
        number(&db, &twice("p.state = 'paid'")).await,
        0,
        "no line was paid twice"
    );
    let balance = |kind: &str| {
        format!("select coalesce(sum(credits_minor - debits_minor), 0) from account where kind = '{kind}'")
    };
    let earned = "select coalesce(sum(t.amount_minor), 0) from transfer t join posting p on p.id = t.posting_id \
        join account a on a.id = t.credit_account where p.kind = 'closed' and a.kind = 'available'";
    let paid = "select coalesce(sum(amount_minor), 0) from payout where state = 'paid'";
    let (waits, goes) = (
        number(&db, &balance("available")).await,
        number(&db, &balance("paying_out")).await,
    );
    let (earned, paid) = (number(&db, earned).await, number(&db, paid).await);
    assert!(earned > 0 && paid > 0, "{earned} were earned, {paid} paid");
    assert_eq!(
        earned,
        waits + goes + paid,
        "{waits} wait, {goes} are on their way, {paid} were paid"
    );
    let odd = "select count(*) from bank_line where state <> 'applied'";
    assert_eq!(number(&db, odd).await, 0, "every line of the bank was waited for");
    db.close().await.expect("closed");
}
