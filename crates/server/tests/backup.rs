//! Backups of the real binary: made while buyers buy, killed in the middle, altered afterwards, restored and compared row by
//! row; on SQLite, and on PostgreSQL.
#![cfg(test)]

mod support;

use reqwest::{Client, StatusCode};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use std::{
    collections::BTreeMap,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use support::{
    Place,
    buying::{Asked, ask, order},
    furnish::{Furnished, furnish},
};
use testkit::Backend;

fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

fn good(output: &Output) -> String {
    assert!(output.status.success(), "{}", said(output));
    said(output)
}

fn bad(output: &Output, because: &str) {
    assert!(!output.status.success(), "{}", said(output));
    assert!(said(output).contains(because), "{}", said(output));
}

/// Where the backups of a place lie.
fn backups(place: &Place) -> PathBuf {
    place.data().join("backups")
}

fn back_up(place: &Place) -> Output {
    place.run(&["backup", &backups(place).display().to_string()])
}

fn check(place: &Place, set: &Path) -> Output {
    place.run(&["restore", &set.display().to_string(), "--check"])
}

/// The names in the directory of the backups that look like sets.
fn sets(place: &Place) -> Vec<PathBuf> {
    let entries = fs::read_dir(backups(place)).expect("the backups");
    let mut sets: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| {
            path.file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with("20"))
        })
        .collect();
    sets.sort();
    sets
}

/// Buyers who buy until they are told to stop; what was acknowledged.
struct Buyers {
    stop: Arc<AtomicBool>,
    sold: Arc<Mutex<Vec<Asked>>>,
    tasks: Vec<tokio::task::JoinHandle<()>>,
}

impl Buyers {
    fn send(url: &str, variant: &str, from: usize) -> Self {
        let (stop, sold) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Vec::new())));
        let mut tasks = Vec::new();
        for buyer in 0..3 {
            let (stop, sold) = (Arc::clone(&stop), Arc::clone(&sold));
            let (url, variant) = (url.to_owned(), variant.to_owned());
            tasks.push(tokio::spawn(async move {
                let client = Client::new();
                let mut turn = from + buyer * 1000;
                while !stop.load(Ordering::Relaxed) {
                    turn += 1;
                    let Ok(asked) = ask(&client, &url, &variant, turn).await else {
                        continue;
                    };
                    if order(&client, &url, &asked).await.status == StatusCode::CREATED {
                        sold.lock().expect("sold").push(asked);
                    }
                }
            }));
        }
        Self { stop, sold, tasks }
    }

    fn so_far(&self) -> usize {
        self.sold.lock().expect("sold").len()
    }

    async fn end(self) -> Vec<Asked> {
        self.stop.store(true, Ordering::Relaxed);
        for task in self.tasks {
            task.await.expect("a buyer");
        }
        self.sold.lock().expect("sold").clone()
    }
}

/// Every row of every table, as text.
async fn rows(url: &str) -> BTreeMap<String, Vec<String>> {
    let db = kernel::db::Options::new(url)
        .connect()
        .await
        .expect("the database opens");
    let backend = db.get_database_backend();
    let tables = match backend {
        DbBackend::Sqlite => {
            "select m.name, (select group_concat('quote(\"' || c.name || '\")', ' || \",\" || ') from pragma_table_info(m.name) c) \
             from sqlite_schema m where m.type = 'table' and m.name not like 'sqlite_%' and m.name not like '%_fts%' and m.sql not like '%virtual%'"
        }
        _ => "select table_name::text, 't::text' from information_schema.tables where table_schema = 'public'",
    };
    let mut found = BTreeMap::new();
    let listed = db.query_all_raw(Statement::from_string(backend, tables)).await;
    for row in listed.expect("tables") {
        let (table, row): (String, String) = (
            row.try_get_by_index(0).expect("a name"),
            row.try_get_by_index::<String>(1)
                .expect("columns")
                .replace("\",\"", "','"),
        );
        let sql = format!("select {row} from \"{table}\" t");
        let all = db
            .query_all_raw(Statement::from_string(backend, sql))
            .await
            .expect("rows");
        let mut all: Vec<String> = all.iter().map(|row| row.try_get_by_index(0).expect("a row")).collect();
        all.sort();
        found.insert(table, all);
    }
    db.close().await.expect("closed");
    found
}

/// What a restore adds by itself.
const ADDED: [&str; 3] = ["quarantine", "job", "catalogue_change"];

fn assert_same(before: &BTreeMap<String, Vec<String>>, after: &BTreeMap<String, Vec<String>>) {
    assert!(before.len() > 30, "the tables are found");
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    for (table, rows) in before.iter().filter(|(table, _)| !ADDED.contains(&table.as_str())) {
        assert_eq!(rows, &after[table], "{table}");
    }
    assert_eq!(after["quarantine"].len(), before["quarantine"].len() + 1);
}

fn sqlite(file: &Path) -> String {
    format!("sqlite://{}", file.display())
}

/// Uploads a picture and waits until it is developed.
async fn upload(url: &str, furnished: &Furnished) {
    let client = Client::new();
    let own = client
        .post(format!("{url}/api/v1/seller/products"))
        .bearer_auth(&furnished.token);
    let product = support::buying::send(own).await.body["id"]
        .as_str()
        .expect("a product")
        .to_owned();
    let photo = client
        .post(format!("{url}/api/v1/seller/products/{product}/photos"))
        .bearer_auth(&furnished.token)
        .body(testkit::png(200, 150, 1));
    assert!(support::buying::send(photo).await.status.is_success());
}

/// Everything about a backup that can be seen from outside, on either database. `environment` names the database to be
/// backed up, `other` an empty one.
async fn walk(
    place: &Place,
    furnished: &Furnished,
    environment: &[(&str, OsString)],
    other: &[(&str, OsString)],
) -> PathBuf {
    let run = |environment: &[(&str, OsString)], arguments: &[&str]| {
        let mut command = place.command(arguments);
        command.envs(environment.iter().map(|(name, value)| (name, value)));
        command.output().expect("the binary starts")
    };
    let market = place.serve_with(&["--no-demo"], environment);
    upload(&market.url, furnished).await;
    let buyers = Buyers::send(&market.url, &furnished.variant, 0);
    while buyers.so_far() < 10 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let before = buyers.sold.lock().expect("sold").clone();
    let directory = backups(place).display().to_string();
    let made = good(&run(environment, &["backup", &directory]));
    assert!(made.contains("restored in a test, everything in order"), "{made}");
    let sold = buyers.end().await;
    assert!(sold.len() > before.len(), "buyers bought while it was made");
    drop(market);
    let checked = good(&run(environment, &["restore", &directory, "--check"]));
    assert!(checked.contains("is good"), "{checked}");

    // Into a data directory of its own: what is there already is never overwritten.
    bad(&run(other, &["restore", &directory]), "is not empty");
    fs::rename(place.data().join("data"), place.data().join("lost")).expect("the data is lost");
    let restored = good(&run(other, &["restore", &directory]));
    assert!(restored.contains("in quarantine"), "{restored}");

    let market = place.serve_with(&["--no-demo"], other);
    let (client, url) = (Client::new(), market.url.clone());
    for asked in &before {
        let again = order(&client, &url, asked).await;
        assert_eq!(
            again.status,
            StatusCode::CREATED,
            "what was acknowledged before the backup is in it: {again:?}"
        );
    }
    let page = client
        .get(format!("{url}/fr/products"))
        .send()
        .await
        .expect("an answer");
    assert_eq!(page.status(), StatusCode::OK, "it shows itself");
    let quoted = ask(&client, &url, &furnished.variant, 77_777).await.expect("a quote");
    let refused = order(&client, &url, &quoted).await;
    assert!(refused.is_clean_refusal(), "{refused:?}");
    assert!(refused.body.to_string().contains("market.quarantined"), "{refused:?}");
    tokio::time::sleep(Duration::from_millis(1500)).await;
    let banner = market.read("/fr");
    assert!(banner.contains("vient d’être rétabli"), "every page says so");
    assert!(!place.data().join("data/outbox").exists(), "no message left");
    good(&run(other, &["restore", "--release", "--discard-messages"]));
    assert_eq!(order(&client, &url, &quoted).await.status, StatusCode::CREATED);
    bad(&run(other, &["restore", "--release"]), "not in quarantine");
    good(&run(other, &["check", "money"]));
    drop(market);
    sets(place).pop().expect("a set")
}

#[test]
fn c7_a_backup_taken_while_buyers_order_comes_back_row_by_row_and_waits_for_its_release() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let place = Place::new();
    runtime.block_on(async {
        let furnished = place.furnish().await;
        let set = walk(&place, &furnished, &[], &[]).await;
        // The same set again, compared before anything else happens there.
        fs::remove_dir_all(place.data().join("data")).expect("gone");
        good(&place.run(&["restore", &set.display().to_string()]));
        let before = rows(&sqlite(&set.join("market.sqlite"))).await;
        let after = rows(&sqlite(&place.data().join("data/market.sqlite"))).await;
        assert_same(&before, &after);
        let (lost, back) = (
            files(&place.data().join("lost/photos")),
            files(&place.data().join("data/photos")),
        );
        assert!(!back.is_empty());
        for (name, bytes) in &back {
            assert!(lost.get(name).is_none_or(|was| was == bytes), "{name}");
        }
    });
}

/// The files below a directory.
fn files(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![directory.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(directory).expect("below").display().to_string();
                found.insert(name, fs::read(&path).expect("a file"));
            }
        }
    }
    found
}

#[test]
fn c7_on_postgresql_a_backup_taken_while_buyers_order_comes_back_row_by_row() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let place = Place::new();
    runtime.block_on(async {
        let database = testkit::database::fresh(Backend::Postgres).await;
        let furnished = furnish(&database.db()).await;
        let (first, second) = (emptied().await, emptied().await);
        let named = |db: &testkit::TestDb| [("TIWIZI__DATABASE__URL", OsString::from(db.options().url))];
        let set = walk(&place, &furnished, &named(&database), &named(&first)).await;
        fs::remove_dir_all(place.data().join("data")).expect("gone");
        let mut command = place.command(&["restore", &set.display().to_string()]);
        good(&command.envs(named(&second)).output().expect("it runs"));
        // What was dumped, brought back by PostgreSQL's own program alone.
        let third = emptied().await;
        let own = Command::new("pg_restore")
            .args([
                "--no-owner",
                "--no-privileges",
                "--exit-on-error",
                "--dbname",
                &third.options().url,
            ])
            .arg(set.join("market.pgdump"))
            .output();
        good(&own.expect("pg_restore"));
        assert_same(&rows(&third.options().url).await, &rows(&second.options().url).await);
        // A database that is not empty is never written into.
        fs::remove_dir_all(place.data().join("data")).expect("gone");
        let mut command = place.command(&["restore", &set.display().to_string()]);
        bad(
            &command.envs(named(&second)).output().expect("it runs"),
            "the database is not empty",
        );
        assert!(!place.data().join("data/photos").exists(), "nothing is left behind");
    });
}

/// A database in which nothing is.
async fn emptied() -> testkit::TestDb {
    let database = testkit::database::fresh(Backend::Postgres).await;
    let connection = database.options().connect().await.expect("it opens");
    for sql in ["drop schema public cascade", "create schema public"] {
        connection.execute_unprepared(sql).await.expect("an empty database");
    }
    connection.close().await.expect("closed");
    database
}

#[test]
fn c7_a_backup_that_is_killed_at_any_moment_names_nothing_that_is_not_good() {
    let place = Place::new();
    good(&place.run(&["demo", "load"]));
    let market = place.serve(&["--no-demo"]);
    let mut killed = 0;
    for pause in [0, 15, 30, 45, 60, 80, 100, 130, 160, 200, 250, 320, 400, 500] {
        let mut child = place
            .command(&["backup", &backups(&place).display().to_string()])
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .expect("it starts");
        std::thread::sleep(Duration::from_millis(pause));
        killed += u32::from(child.try_wait().expect("it is asked").is_none());
        child.kill().ok();
        child.wait().expect("it is gone");
    }
    assert!(
        killed >= 5,
        "only {killed} were killed in the middle: the test tells nothing"
    );
    drop(market);
    good(&back_up(&place));
    let all = sets(&place);
    for set in &all {
        good(&check(&place, set));
    }
    let names = fs::read_dir(backups(&place)).expect("the backups");
    let half = names.filter(|entry| {
        entry
            .as_ref()
            .is_ok_and(|e| e.file_name().to_string_lossy().starts_with('.'))
    });
    assert_eq!(half.count(), 0, "what was cut is cleared away by the next");
}

#[test]
fn whatever_is_altered_in_a_backup_is_found() {
    let place = Place::new();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let furnished = place.furnish().await;
        let market = place.serve(&["--no-demo"]);
        upload(&market.url, &furnished).await;
        tokio::time::sleep(Duration::from_millis(500)).await;
    });
    good(&back_up(&place));
    let set = sets(&place).pop().expect("a set");
    good(&check(&place, &set));
    let picture = files(&backups(&place).join("pictures"))
        .into_keys()
        .next()
        .expect("a picture");
    for name in [
        "market.sqlite",
        "secret.key",
        "pictures.txt",
        "manifest.json",
        "SHA256SUMS",
    ]
    .map(|name| set.join(name))
    .into_iter()
    .chain([backups(&place).join("pictures").join(picture)])
    {
        let whole = fs::read(&name).expect("a file");
        let mut altered = whole.clone();
        let middle = altered.len() / 2;
        altered[middle] ^= 1;
        fs::write(&name, &altered).expect("altered");
        let checked = check(&place, &set);
        assert!(
            !checked.status.success(),
            "{} was altered, and nobody saw it",
            name.display()
        );
        fs::remove_file(&name).expect("removed");
        assert!(!check(&place, &set).status.success(), "{} is missing", name.display());
        fs::write(&name, &whole).expect("mended");
    }
    good(&check(&place, &set));
    let nothing = place.run(&[
        "restore",
        &place.data().join("nowhere").display().to_string(),
        "--check",
    ]);
    bad(&nothing, "there is no whole backup in");
}

#[test]
fn a_backup_of_a_newer_program_is_not_restored_and_one_without_its_key_says_so() {
    let place = Place::new();
    assert!(place.run(&["migrate"]).status.success());
    good(&place.run(&["check"]));
    let directory = backups(&place).display().to_string();
    let made = good(&place.run(&["backup", &directory, "--without-key"]));
    assert!(made.contains("The secret key is not in it"), "{made}");
    let checked = good(&place.run(&["restore", &directory, "--check"]));
    assert!(checked.contains("second factors"), "{checked}");
    let key = fs::read(place.data().join("data/secret.key")).expect("the key");
    fs::remove_dir_all(place.data().join("data")).expect("lost");
    bad(&place.run(&["restore", &directory]), "put yours at");
    fs::write(place.data().join("data/secret.key"), [9; 32]).expect("another key");
    bad(&place.run(&["restore", &directory]), "the secret key is another one");
    assert!(
        !place.data().join("data/market.sqlite").exists(),
        "nothing is left behind"
    );
    fs::write(place.data().join("data/secret.key"), key).expect("the key");
    good(&place.run(&["restore", &directory]));

    let set = sets(&place).pop().expect("a set");
    let manifest = fs::read_to_string(set.join("manifest.json")).expect("a manifest");
    fs::write(set.join("manifest.json"), manifest.replace("\"m0", "\"m9")).expect("newer");
    let sum = Command::new("sh")
        .current_dir(&set)
        .args([
            "-c",
            "sha256sum fake-provider.jsonl market.sqlite pictures.txt manifest.json > SHA256SUMS",
        ])
        .status();
    assert!(sum.expect("sha256sum").success());
    bad(
        &place.run(&["restore", &directory, "--check"]),
        "made by a newer program",
    );
}

#[test]
fn c12_a_backup_that_finds_the_disk_full_says_so_and_leaves_nothing() {
    let place = Place::new();
    good(&place.run(&["demo", "load"]));
    good(&back_up(&place));
    let disk = support::disk::Disk::new(&place);
    let market = place.serve_with(&["--no-demo"], &disk.environment());
    disk.fill();
    let mut command = place.command(&["backup", &backups(&place).display().to_string()]);
    let full = command.envs(disk.environment()).output().expect("it runs");
    bad(&full, "full");
    assert_eq!(sets(&place).len(), 1, "the one before is untouched");
    disk.empty();
    drop(market);
    good(&back_up(&place));
    assert_eq!(sets(&place).len(), 2);
}

#[test]
fn backups_come_round_by_themselves_and_old_ones_go_but_never_the_newest() {
    let place = Place::new();
    assert!(place.run(&["migrate"]).status.success());
    let directory = backups(&place);
    let old = directory.join("20200101T000000Z");
    good(&back_up(&place));
    fs::rename(sets(&place).pop().expect("a set"), &old).expect("aged");
    let older = directory.join("20190101T000000Z");
    Command::new("cp").arg("-r").arg(&old).arg(&older).status().expect("cp");
    let environment = [
        ("TIWIZI__BACKUP__DIRECTORY", OsString::from(&directory)),
        ("TIWIZI__BACKUP__HOURLY", "1".into()),
        ("TIWIZI__BACKUP__DAILY", "0".into()),
        ("TIWIZI__BACKUP__MONTHLY", "0".into()),
    ];
    let market = place.serve_with(&["--no-demo"], &environment);
    let mut tries = 0;
    while sets(&place).len() != 1 || old.exists() || !market.read("/readyz").contains("backup_age_seconds") {
        tries += 1;
        assert!(tries < 200, "{:?}", sets(&place));
        std::thread::sleep(Duration::from_millis(100));
    }
    assert!(market.read("/readyz").contains("ready\nbackup_age_seconds "));
    drop(market);
    let set = sets(&place).pop().expect("the newest");
    good(&check(&place, &set));
    assert!(!older.exists());
}
