//! `kill -9` while cooperatives send photos: whatever the moment, no photo has a row without its file,
//! nothing that was acknowledged is lost, and what nobody owns goes with the sweep.
#![cfg(test)]

mod support;

use media::{Key, Name, Store};
use reqwest::{Client, StatusCode};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use std::{
    collections::HashSet,
    fs::{self, File},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use support::{Place, buying::send};

/// Rounds of killing; each is a restart on the same data.
const ROUNDS: u32 = 7;
/// Cooperatives' telephones that send at once.
const SENDERS: usize = 4;
/// Photos of one draft, at most.
const OF_ONE: usize = 8;

/// A photo's row.
struct Row {
    key: Key,
    state: String,
    sizes: Vec<u32>,
}

#[test]
fn c5_no_photo_has_a_row_without_its_file_whenever_the_market_is_killed() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let place = Place::new();
    runtime.block_on(async {
        let token = place.furnish().await.token;
        forget_sample(&place).await;
        let acknowledged = Arc::new(Mutex::new(HashSet::new()));
        let turn = Arc::new(AtomicUsize::new(0));
        for round in 0..ROUNDS {
            let market = place.serve(&["--no-demo"]);
            let mut senders = Vec::new();
            for _ in 0..SENDERS {
                let (url, token) = (market.url.clone(), token.clone());
                let (acknowledged, turn) = (Arc::clone(&acknowledged), Arc::clone(&turn));
                senders.push(tokio::spawn(async move {
                    while sends(&url, &token, &turn, &acknowledged).await.is_some() {}
                }));
            }
            tokio::time::sleep(Duration::from_millis(200 + 130 * u64::from(round))).await;
            market.signal("KILL");
            for sender in senders {
                sender.await.expect("a sender");
            }
            drop(market);
            let keys = acknowledged.lock().expect("keys").clone();
            assert_sound(&place, &keys).await;
        }
        let keys = acknowledged.lock().expect("keys").clone();
        let sent = keys.len();
        assert!(
            sent >= 30,
            "only {sent} photos were acknowledged: the test tells nothing"
        );

        // What such a moment leaves behind, for sure: an original without a row, and half a write.
        let incoming = place.data().join("data/photos/incoming");
        fs::create_dir_all(&incoming).expect("a folder");
        fs::write(incoming.join(Key::of(b"nobody's").as_str()), b"nobody's").expect("an original");
        fs::write(incoming.join(format!("{}#1", Key::of(b"half"))), b"ha").expect("half an original");
        assert!(orphans(&place).await.len() >= 2);
        is_developed_and_swept(&place).await;
        assert_sound(&place, &keys).await;
    });
}

/// Sends photos to a draft until it is full; `None` once the market is gone.
async fn sends(url: &str, token: &str, turn: &AtomicUsize, acknowledged: &Mutex<HashSet<Key>>) -> Option<()> {
    let client = Client::new();
    let products = format!("{url}/api/v1/seller/products");
    let draft = client.post(&products).bearer_auth(token).send().await.ok()?;
    let draft: serde_json::Value = draft.json().await.ok()?;
    let product = draft["id"].as_str()?.to_owned();
    for _ in 0..OF_ONE {
        // Another size and shade for each, so that none is another's twin.
        let turn = turn.fetch_add(1, Ordering::Relaxed);
        let width = u16::try_from(200 + turn / 200).expect("a small number");
        let photo = testkit::png(width, 200, u8::try_from(turn % 200).expect("a byte"));
        let key = Key::of(&photo);
        let request = client.post(format!("{products}/{product}/photos")).bearer_auth(token);
        let reply = request.body(photo).send().await.ok()?;
        assert_eq!(reply.status(), StatusCode::ACCEPTED);
        acknowledged.lock().expect("keys").insert(key);
    }
    Some(())
}

/// The sample product's photo never had files.
async fn forget_sample(place: &Place) {
    let db = place.database().connect().await.expect("the database opens");
    for sql in ["delete from revision_photo", "delete from photo"] {
        db.execute_unprepared(sql).await.expect("rows");
    }
    db.close().await.expect("closed");
}

async fn rows(db: &DatabaseConnection) -> Vec<Row> {
    let sql = "select key, state, sizes from photo";
    let rows = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, sql)).await;
    let read = |row: sea_orm::QueryResult| {
        let text = |name: &str| row.try_get::<String>("", name).expect("a text");
        Row {
            key: Key::parse(&text("key")).expect("a key"),
            state: text("state"),
            sizes: text("sizes").split(',').filter_map(|size| size.parse().ok()).collect(),
        }
    };
    rows.expect("photos").into_iter().map(read).collect()
}

/// While nothing runs: every row has its files, and everything acknowledged has a row.
async fn assert_sound(place: &Place, acknowledged: &HashSet<Key>) {
    let db = place.database().connect().await.expect("the database opens");
    let store = Store::directory(place.data().join("data/photos")).expect("the store");
    let rows = rows(&db).await;
    for row in &rows {
        if row.state == "developing" {
            // Its job finds the original, or what an earlier run made of it.
            let original = store.get_incoming(&row.key).await.expect("a read");
            let facts = store.facts(&row.key).await.expect("a read");
            assert!(original.is_some_and(|bytes| Key::of(&bytes) == row.key) || facts.is_some());
        } else {
            assert_eq!(row.state, "ready", "every photo is a good one");
        }
        let names = row.sizes.iter().map(|width| Name::webp(&row.key, *width));
        let whole = (!row.sizes.is_empty()).then(|| Name::jpeg(&row.key));
        for name in names.chain(whole) {
            let file = store.get(&name).await.expect("a read");
            assert!(file.is_some_and(|bytes| !bytes.is_empty()), "{name} is missing");
        }
    }
    let there: HashSet<&Key> = rows.iter().map(|row| &row.key).collect();
    assert!(
        acknowledged.iter().all(|key| there.contains(key)),
        "what was acknowledged is there"
    );
    db.close().await.expect("closed");
}

fn files_under(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .flat_map(|entry| match entry.path() {
            path if path.is_dir() => files_under(&path),
            path => vec![path],
        })
        .collect()
}

/// Files that belong to no photo.
async fn orphans(place: &Place) -> Vec<PathBuf> {
    let db = place.database().connect().await.expect("the database opens");
    let alive: HashSet<Key> = rows(&db).await.into_iter().map(|row| row.key).collect();
    db.close().await.expect("closed");
    let mut files = files_under(&place.data().join("data/photos"));
    files.retain(|file| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let key = name.get(..32).and_then(Key::parse);
        name.contains('#') || key.is_none_or(|key| !alive.contains(&key))
    });
    files
}

/// Two days later: the market develops what waits and sweeps what is nobody's.
async fn is_developed_and_swept(place: &Place) {
    for file in files_under(&place.data().join("data/photos")) {
        let file = File::options().write(true).open(file).expect("a file");
        let written = file.metadata().and_then(|about| about.modified()).expect("its age");
        let older = file.set_modified(written - Duration::from_hours(48));
        older.expect("an older file");
    }
    let db = place.database().connect().await.expect("the database opens");
    // The sweep comes round every six hours, and the first round was when the market opened.
    let again = "delete from job where kind = 'photo.sweep'";
    db.execute_unprepared(again).await.expect("rows");
    // A photo whose job was killed three times waits for the end of its lease; here it ended.
    let ended = "update job set locked_until = 0 where locked_by is not null and attempts > 2";
    db.execute_unprepared(ended).await.expect("rows");
    db.close().await.expect("closed");
    let market = place.serve(&["--no-demo"]);
    let begun = Instant::now();
    loop {
        let db = place.database().connect().await.expect("the database opens");
        let rows = rows(&db).await;
        db.close().await.expect("closed");
        let waiting = rows.iter().filter(|row| row.state == "developing").count();
        let left = orphans(place).await;
        if waiting == 0 && left.is_empty() {
            let sample = rows.first().expect("a photo");
            let name = Name::webp(&sample.key, sample.sizes[0]);
            let shown = send(Client::new().get(format!("{}/media/{name}", market.url))).await;
            assert_eq!(shown.status, StatusCode::OK);
            return;
        }
        assert!(
            begun.elapsed() < Duration::from_secs(60),
            "{waiting} wait, {left:?} are left"
        );
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
}
