//! How writes become durable: shared flushes on SQLite, plain transactions on PostgreSQL; and what
//! happens when something in them breaks.
#![cfg(test)]

use futures_util::{future::join_all, poll};
use kernel::{Db, Read, StoreError, Tx, db::Options};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, Statement};
use std::{
    path::Path,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::Poll,
    time::{Duration, Instant},
};
use tokio::sync::oneshot;

/// Two tables made by hand: what is tested here knows no noun of the market.
const TABLES: [&str; 2] = [
    "create table parent (id bigint primary key)",
    "create table child (id bigint primary key, parent bigint not null references parent (id))",
];

async fn execute(connection: &impl ConnectionTrait, sql: impl Into<String>) -> Result<(), DbErr> {
    let statement = Statement::from_string(connection.get_database_backend(), sql.into());
    connection.execute_raw(statement).await.map(drop)
}

async fn number(connection: &impl ConnectionTrait, sql: &str) -> i64 {
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let row = connection.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

async fn stored(db: &Db) -> i64 {
    number(db.reader(), "select count(*) from parent").await
}

async fn insert(tx: &Tx, id: i64) -> Result<(), StoreError> {
    Ok(execute(tx.writer(), format!("insert into parent (id) values ({id})")).await?)
}

/// The verb that most tests use: one row, and its number as the answer.
async fn write(db: &Db, id: i64) -> Result<i64, StoreError> {
    db.write(move |tx| {
        Box::pin(async move {
            insert(tx, id).await?;
            Ok(id)
        })
    })
    .await
}

/// A SQLite file in a directory that lives as long as the test.
fn sqlite(folder: &Path) -> Options {
    Options::new(format!("sqlite://{}", folder.join("test.sqlite").display()))
}

async fn with_tables(options: Options) -> Db {
    let connection = options.connect().await.unwrap();
    for table in TABLES {
        execute(&connection, table).await.unwrap();
    }
    connection.close().await.unwrap();
    options.open().await.unwrap()
}

/// A new database in the PostgreSQL that `cargo xtask` starts; it is gone with that cluster.
async fn postgres() -> Options {
    let url = std::env::var("TIWIZI_TEST_POSTGRES")
        .expect("no PostgreSQL: run `cargo xtask test` or `cargo xtask postgres -- cargo test --package kernel`");
    let name = format!("kernel_{}", uuid::Uuid::now_v7().simple());
    let administration = Options::new(&url).connect().await.unwrap();
    execute(&administration, format!("create database {name}"))
        .await
        .unwrap();
    administration.close().await.unwrap();
    let (server, _) = url.rsplit_once('/').unwrap();
    Options::new(format!("{server}/{name}"))
}

/// Holds the writer with a first verb until the gate is opened, so that whatever is called meanwhile
/// waits together. Returns once that verb runs.
async fn hold(db: &Db, id: i64) -> (oneshot::Sender<()>, tokio::task::JoinHandle<Result<i64, StoreError>>) {
    let (gate, opened) = oneshot::channel::<()>();
    let (running, runs) = oneshot::channel::<()>();
    let db = db.clone();
    let holder = tokio::spawn(async move {
        db.write(move |tx| {
            Box::pin(async move {
                running.send(()).unwrap();
                opened.await.ok();
                insert(tx, id).await?;
                Ok(id)
            })
        })
        .await
    });
    runs.await.unwrap();
    (gate, holder)
}

#[tokio::test(flavor = "multi_thread")]
async fn in_one_batch_of_64_a_panic_a_broken_constraint_and_a_client_that_leaves_harm_nobody_else() {
    let folder = tempfile::tempdir().unwrap();
    let db = with_tables(sqlite(folder.path())).await;
    let (gate, holder) = hold(&db, 0).await;

    // A call stands in the queue once it has been polled, so these run in this order.
    let mut panics = pin!(db.write(|tx| {
        Box::pin(async move {
            insert(tx, 100).await?;
            if true {
                panic!("on purpose");
            }
            Ok::<i64, StoreError>(100)
        })
    }));
    assert!(poll!(&mut panics).is_pending());
    let mut breaks = pin!(write(&db, 0));
    assert!(poll!(&mut breaks).is_pending());
    let mut leaves = Box::pin(write(&db, 1));
    assert!(poll!(&mut leaves).is_pending());
    let mut others: Vec<_> = (2..61).map(|id| Box::pin(write(&db, id))).collect();
    for other in &mut others {
        assert!(poll!(other).is_pending());
    }
    // The 64th and the 65th look, through a connection that reads, at what is on the disk.
    let look = |id: i64| {
        let (db, eyes) = (db.clone(), db.clone());
        async move {
            db.write(move |tx| {
                Box::pin(async move {
                    insert(tx, id).await?;
                    Ok::<i64, StoreError>(stored(&eyes).await)
                })
            })
            .await
        }
    };
    let (mut last, mut next) = (pin!(look(61)), pin!(look(62)));
    assert!(poll!(&mut last).is_pending());
    assert!(poll!(&mut next).is_pending());
    drop(leaves);
    gate.send(()).unwrap();

    assert_eq!(holder.await.unwrap().unwrap(), 0);
    assert!(matches!(panics.await, Err(StoreError::Panicked(text)) if &*text == "on purpose"));
    assert!(matches!(breaks.await, Err(StoreError::Unique(_))));
    let answers: Vec<i64> = join_all(others).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(answers, (2..61).collect::<Vec<_>>());
    assert_eq!(
        last.await.unwrap(),
        0,
        "all 64 share one commit, so before the last nothing is visible"
    );
    // Of the 64, all but the panic and the broken constraint; the one who left is among them.
    assert_eq!(next.await.unwrap(), 62, "the 65th comes after the flush");
    assert_eq!(stored(&db).await, 63);
    assert_eq!(number(db.reader(), "select count(*) from parent where id = 1").await, 1);
    assert_eq!(
        number(db.reader(), "select count(*) from parent where id = 100").await,
        0
    );
}

/// A verb whose own work looks right and makes the commit of everybody fail.
async fn poison(db: &Db, id: i64) -> Result<i64, StoreError> {
    db.write(move |tx| {
        Box::pin(async move {
            execute(tx.writer(), "pragma defer_foreign_keys = on").await?;
            execute(tx.writer(), format!("insert into child (id, parent) values ({id}, -1)")).await?;
            Ok(id)
        })
    })
    .await
}

/// A verb that ends the shared transaction behind the writer's back, as SQLite itself does when the
/// disk is full.
async fn sever(db: &Db, id: i64) -> Result<i64, StoreError> {
    db.write(move |tx| {
        Box::pin(async move {
            execute(tx.writer(), "rollback").await?;
            Ok(id)
        })
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_flush_fails_nobody_is_told_stored_and_the_next_write_works() {
    let folder = tempfile::tempdir().unwrap();
    let db = with_tables(sqlite(folder.path())).await;
    for round in 0..3 {
        let (gate, holder) = hold(&db, 0).await;
        let effects = Arc::new(AtomicUsize::new(0));
        let mut calls: Vec<_> = (1..62).map(|id| Box::pin(tell(&db, id, &effects))).collect();
        for call in &mut calls {
            assert!(poll!(call).is_pending());
        }
        let mut refused = pin!(write(&db, 5));
        assert!(poll!(&mut refused).is_pending());
        let mut poison = pin!(poison(&db, 1000));
        assert!(poll!(&mut poison).is_pending());
        gate.send(()).unwrap();

        assert!(matches!(holder.await.unwrap(), Err(StoreError::Lost(_))));
        for answer in join_all(calls).await {
            assert!(matches!(answer, Err(StoreError::Lost(_))), "{answer:?}");
        }
        // It broke a constraint against a row that is not stored: it too may try again.
        assert!(matches!(refused.await, Err(StoreError::Lost(_))));
        assert!(matches!(poison.await, Err(StoreError::Lost(_))));
        assert_eq!(effects.load(Ordering::Relaxed), 0);
        assert_eq!(stored(&db).await, round);
        write(&db, 2000 + round).await.unwrap();
        assert_eq!(stored(&db).await, round + 1);
    }
    assert_eq!(number(db.reader(), "select count(*) from child").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_shared_transaction_ends_in_the_middle_nobody_is_told_stored_and_the_next_write_works() {
    let folder = tempfile::tempdir().unwrap();
    let db = with_tables(sqlite(folder.path())).await;
    for round in 0..3 {
        let (gate, holder) = hold(&db, 0).await;
        let mut before = pin!(write(&db, 1));
        assert!(poll!(&mut before).is_pending());
        let mut severs = pin!(sever(&db, 2));
        assert!(poll!(&mut severs).is_pending());
        let mut after = pin!(write(&db, 1000 + round));
        assert!(poll!(&mut after).is_pending());
        gate.send(()).unwrap();

        assert!(matches!(holder.await.unwrap(), Err(StoreError::Lost(_))));
        assert!(matches!(before.await, Err(StoreError::Lost(_))));
        assert!(matches!(severs.await, Err(StoreError::Lost(_))));
        after.await.unwrap();
        assert_eq!(stored(&db).await, round + 1);
        // The writer's transactions are whole again: one that fails leaves nothing.
        assert!(matches!(half(&db).await, Err(StoreError::Unique(_))));
        assert_eq!(stored(&db).await, round + 1);
    }
}

async fn tell(db: &Db, id: i64, told: &Arc<AtomicUsize>) -> Result<i64, StoreError> {
    let told = Arc::clone(told);
    db.write(move |tx| {
        Box::pin(async move {
            insert(tx, id).await?;
            tx.after_commit(move || {
                told.fetch_add(1, Ordering::Relaxed);
            });
            Ok(id)
        })
    })
    .await
}

/// Writes one row, then breaks a constraint.
async fn half(db: &Db) -> Result<(), StoreError> {
    db.write(|tx| {
        Box::pin(async move {
            insert(tx, 7777).await?;
            insert(tx, 7777).await
        })
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_lost_batch_the_new_connection_waits_for_the_disk_and_keeps_foreign_keys() {
    let folder = tempfile::tempdir().unwrap();
    let db = with_tables(sqlite(folder.path())).await;
    assert!(matches!(poison(&db, 1).await, Err(StoreError::Lost(_))));
    let (synchronous, dangling) = db
        .write(|tx| {
            Box::pin(async move {
                let synchronous = number(tx.reader(), "pragma synchronous").await;
                let dangling = execute(tx.writer(), "insert into child (id, parent) values (1, -1)").await;
                Ok::<_, StoreError>((synchronous, dangling.map_err(StoreError::from)))
            })
        })
        .await
        .unwrap();
    assert_eq!(synchronous, 2);
    assert!(matches!(dangling, Err(StoreError::Missing(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn statements_are_counted_before_and_after_a_lost_batch() {
    let folder = tempfile::tempdir().unwrap();
    let db = with_tables(sqlite(folder.path())).await;
    let before = db.statements();
    write(&db, 1).await.unwrap();
    let each = db.statements() - before;
    assert!(each >= 1);
    assert!(poison(&db, 1).await.is_err());
    let before = db.statements();
    write(&db, 2).await.unwrap();
    assert_eq!(db.statements() - before, each);
}

#[tokio::test(flavor = "multi_thread")]
async fn c10_a_write_waits_for_a_lock_at_most_its_patience_and_then_says_unavailable() {
    let folder = tempfile::tempdir().unwrap();
    let mut options = sqlite(folder.path());
    options.patience = Duration::from_millis(300);
    let db = with_tables(options.clone()).await;
    write(&db, 1).await.unwrap();

    let other = options.connect().await.unwrap();
    execute(&other, "begin exclusive").await.unwrap();
    let start = Instant::now();
    let (first, second, seen) = tokio::join!(write(&db, 2), write(&db, 3), async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        let seen = stored(&db).await;
        (seen, start.elapsed())
    });
    assert!(matches!(first, Err(StoreError::Unavailable(_))), "{first:?}");
    assert!(matches!(second, Err(StoreError::Unavailable(_))), "{second:?}");
    assert!(
        start.elapsed() >= Duration::from_millis(300),
        "it gave up before its time"
    );
    assert!(
        start.elapsed() < Duration::from_secs(5),
        "both waited together, not one after the other"
    );
    assert_eq!(seen.0, 1, "reads go on meanwhile");

    // A lock that is given back in time is not noticed.
    let waits = write(&db, 4);
    let release = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        execute(&other, "rollback").await.unwrap();
    };
    assert_eq!(tokio::join!(waits, release).0.unwrap(), 4);
    assert_eq!(stored(&db).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_writing_connection_waits_for_the_disk_unless_told_not_to() {
    let folder = tempfile::tempdir().unwrap();
    let options = sqlite(folder.path());
    let level = async |connection: &DatabaseConnection| number(connection, "pragma synchronous").await;
    let connection = options.connect().await.unwrap();
    assert_eq!(level(&connection).await, 2);
    let quick = Options {
        durable: false,
        ..options
    };
    assert_eq!(level(&quick.connect().await.unwrap()).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_connections_refuse_to_write() {
    let folder = tempfile::tempdir().unwrap();
    let db = with_tables(sqlite(folder.path())).await;
    assert_eq!(db.backend(), DbBackend::Sqlite);
    assert!(
        execute(db.reader(), "insert into parent (id) values (1)")
            .await
            .is_err()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_effect_that_panics_stops_neither_the_answer_nor_the_writer() {
    let folder = tempfile::tempdir().unwrap();
    an_effect_that_panics(&with_tables(sqlite(folder.path())).await).await;
    an_effect_that_panics(&with_tables(postgres().await).await).await;
}

async fn an_effect_that_panics(db: &Db) {
    let answer = db.write(|tx| {
        Box::pin(async move {
            insert(tx, 1).await?;
            tx.after_commit(|| panic!("on purpose"));
            Ok::<_, StoreError>(1)
        })
    });
    assert_eq!(answer.await.unwrap(), 1, "it is stored, so that is what is said");
    assert_eq!(write(db, 2).await.unwrap(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn effects_run_after_the_commit_and_only_then() {
    let folder = tempfile::tempdir().unwrap();
    effects(&with_tables(sqlite(folder.path())).await).await;
    effects(&with_tables(postgres().await).await).await;
}

async fn effects(db: &Db) {
    let told = Arc::new(AtomicUsize::new(0));
    let (inside, outside) = (Arc::clone(&told), Arc::clone(&told));
    db.write(move |tx| {
        Box::pin(async move {
            insert(tx, 1).await?;
            let effect = Arc::clone(&inside);
            tx.after_commit(move || {
                effect.fetch_add(1, Ordering::Relaxed);
            });
            assert_eq!(inside.load(Ordering::Relaxed), 0);
            Ok::<_, StoreError>(())
        })
    })
    .await
    .unwrap();
    assert_eq!(told.load(Ordering::Relaxed), 1);

    let refused: Result<(), StoreError> = db
        .write(move |tx| {
            Box::pin(async move {
                tx.after_commit(move || {
                    outside.fetch_add(1, Ordering::Relaxed);
                });
                insert(tx, 1).await
            })
        })
        .await;
    assert!(matches!(refused, Err(StoreError::Unique(_))));
    assert_eq!(told.load(Ordering::Relaxed), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_verb_that_fails_or_panics_leaves_nothing_and_a_caller_who_leaves_cancels_nothing() {
    let folder = tempfile::tempdir().unwrap();
    alone(&with_tables(sqlite(folder.path())).await).await;
    alone(&with_tables(postgres().await).await).await;
}

async fn alone(db: &Db) {
    assert!(matches!(half(db).await, Err(StoreError::Unique(_))));
    let panics: Result<(), StoreError> = db
        .write(|tx| {
            Box::pin(async move {
                insert(tx, 1).await?;
                panic!("on purpose")
            })
        })
        .await;
    assert!(matches!(panics, Err(StoreError::Panicked(_))));
    let dangling: Result<(), StoreError> = db
        .write(|tx| {
            Box::pin(async move {
                insert(tx, 2).await?;
                Ok(execute(tx.writer(), "insert into child (id, parent) values (1, -1)").await?)
            })
        })
        .await;
    assert!(matches!(dangling, Err(StoreError::Missing(_))));
    assert_eq!(stored(db).await, 0);

    let (gate, holder) = hold(db, 3).await;
    holder.abort();
    gate.send(()).unwrap();
    let stays = async {
        while stored(db).await == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), stays).await.unwrap();
    assert_eq!(write(db, 4).await.unwrap(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_writers_at_once_are_all_stored() {
    let folder = tempfile::tempdir().unwrap();
    many(&with_tables(sqlite(folder.path())).await).await;
    many(&with_tables(postgres().await).await).await;
}

async fn many(db: &Db) {
    let answers = join_all((0..200).map(|id| write(db, id))).await;
    for (id, answer) in (0..).zip(answers) {
        assert_eq!(answer.unwrap(), id);
    }
    assert_eq!(stored(db).await, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_4096_waiting_writes_are_told_to_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let db = with_tables(sqlite(folder.path())).await;
    let (gate, holder) = hold(&db, 0).await;
    let mut waiting: Vec<_> = (1..=4096).map(|id| Box::pin(write(&db, id))).collect();
    for call in &mut waiting {
        assert!(poll!(call).is_pending());
    }
    let one_more = poll!(Box::pin(write(&db, 5000)));
    assert!(matches!(one_more, Poll::Ready(Err(StoreError::Unavailable(_)))));
    gate.send(()).unwrap();
    holder.await.unwrap().unwrap();
    assert!(join_all(waiting).await.iter().all(Result::is_ok));
    assert_eq!(stored(&db).await, 4097);
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_answers_those_who_wait_first() {
    let folder = tempfile::tempdir().unwrap();
    let db = with_tables(sqlite(folder.path())).await;
    let (gate, holder) = hold(&db, 0).await;
    let other = db.clone();
    let mut waits = Box::pin(async move { write(&other, 1).await });
    assert!(poll!(&mut waits).is_pending());
    let start = Instant::now();
    let closing = tokio::spawn(db.close());
    gate.send(()).unwrap();
    assert_eq!(holder.await.unwrap().unwrap(), 0);
    assert_eq!(waits.await.unwrap(), 1);
    closing.await.unwrap();
    assert!(start.elapsed() < Duration::from_secs(4), "it waited for nobody");
    let left_behind = folder.path().join("test.sqlite-wal");
    assert!(!left_behind.exists(), "the last connection folds the log into the file");
    let again = sqlite(folder.path()).open().await.unwrap();
    assert_eq!(stored(&again).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_snapshot_is_the_database_as_it_was_when_it_was_first_read() {
    let folder = tempfile::tempdir().unwrap();
    for options in [sqlite(folder.path()), postgres().await] {
        let db = with_tables(options).await;
        write(&db, 1).await.unwrap();
        let snapshot = db.snapshot().await.unwrap();
        let rows = async || number(snapshot.reader(), "select count(*) from parent").await;
        assert_eq!(rows().await, 1);
        write(&db, 2).await.unwrap();
        assert_eq!((rows().await, stored(&db).await), (1, 2));
    }
}
