//! A database per test: the history runs once, then every test gets a copy of what it left.
//!
//! On SQLite the copy is a file written from memory (a few milliseconds); on PostgreSQL the server clones a
//! template (some fifty) that every test process finds by the fingerprint of the history in its name.

use kernel::{Db, Read, db::Options};
use migrations::Migrator;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use sea_orm_migration::MigratorTrait;
use std::{ops::Deref, path::Path, thread};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use uuid::Uuid;

/// Any number that nothing else in the cluster locks: only one process makes the template.
const TEMPLATE_LOCK: i64 = 0x7469_7769_7a69;

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// A file in a directory of its own.
    Sqlite,
    /// A database of its own in the cluster that `cargo xtask` starts.
    Postgres,
}

impl Backend {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Sqlite, Self::Postgres];
}

/// A fresh, migrated database with its reference data and nothing else, gone when it is dropped. It
/// is a [`Db`] wherever one is wanted.
pub struct TestDb {
    db: Db,
    options: Options,
    backend: Backend,
    // After `db`: the connections go before what they are connected to.
    _home: Home,
}

impl TestDb {
    /// Another handle on the same database, for a market or a task.
    pub fn db(&self) -> Db {
        self.db.clone()
    }

    /// How to open it a second time, as another process would.
    pub fn options(&self) -> Options {
        self.options.clone()
    }

    /// Which kind it is.
    pub fn backend(&self) -> Backend {
        self.backend
    }
}

impl Deref for TestDb {
    type Target = Db;
    fn deref(&self) -> &Db {
        &self.db
    }
}

impl Read for TestDb {
    type Connection = DatabaseConnection;
    fn reader(&self) -> &DatabaseConnection {
        self.db.reader()
    }
}

/// A fresh database for one test.
///
/// # Panics
/// When there is none to be had, with a sentence that says what to do.
pub async fn fresh(backend: Backend) -> TestDb {
    fresh_with(backend, |_| {}).await
}

/// As [`fresh`], opened with other options: less patience, more connections.
///
/// # Panics
/// As [`fresh`].
pub async fn fresh_with(backend: Backend, change: impl FnOnce(&mut Options)) -> TestDb {
    crate::init();
    let (mut options, home) = match backend {
        Backend::Sqlite => sqlite().await,
        Backend::Postgres => postgres().await,
    };
    change(&mut options);
    let db = options.clone().open().await.expect("a migrated database opens");
    TestDb {
        db,
        options,
        backend,
        _home: home,
    }
}

/// Where a database lives, to be removed with it.
enum Home {
    Folder(#[allow(dead_code, reason = "kept for its end")] TempDir),
    Server { administration: String, name: String },
}

impl Drop for Home {
    fn drop(&mut self) {
        if let Self::Server { administration, name } = self {
            let (url, name) = (administration.clone(), name.clone());
            // Dropping is not async and may happen inside a runtime, so: a thread with its own. What
            // fails here goes with the cluster.
            thread::spawn(move || remove(url, &name)).join().ok();
        }
    }
}

async fn migrate(options: &Options) {
    let connection = options.connect().await.expect("the database opens");
    Migrator::up(&connection, None).await.expect("the history runs");
    connection.close().await.expect("the database closes");
}

async fn sqlite() -> (Options, Home) {
    static TEMPLATE: OnceCell<Vec<u8>> = OnceCell::const_new();
    let template = TEMPLATE.get_or_init(|| async {
        let folder = TempDir::new().expect("a temporary directory");
        migrate(&file(folder.path())).await;
        std::fs::read(folder.path().join(FILE)).expect("the migrated file")
    });
    let folder = TempDir::new().expect("a temporary directory");
    std::fs::write(folder.path().join(FILE), template.await).expect("a copy of the migrated file");
    (file(folder.path()), Home::Folder(folder))
}

const FILE: &str = "market.sqlite";

fn file(folder: &Path) -> Options {
    Options::new(format!("sqlite://{}", folder.join(FILE).display()))
}

async fn postgres() -> (Options, Home) {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    let url = std::env::var("TIWIZI_TEST_POSTGRES").expect(
        "TIWIZI_TEST_POSTGRES is not set: run `cargo xtask test`, or `cargo xtask postgres -- cargo test …` for some tests",
    );
    let template = TEMPLATE.get_or_init(|| template(&url)).await;
    let name = format!("tiwizi_test_{}", Uuid::new_v4().simple());
    let administration = one_connection(&url).await;
    execute(&administration, &format!("create database {name} template {template}")).await;
    administration.close().await.ok();
    let options = Options::new(sibling(&url, &name));
    let administration = url;
    (options, Home::Server { administration, name })
}

/// The template for this history, made by whoever comes first.
async fn template(url: &str) -> String {
    let name = format!("tiwizi_template_{}", env!("TIWIZI_HISTORY"));
    let administration = one_connection(url).await;
    execute(&administration, &format!("select pg_advisory_lock({TEMPLATE_LOCK})")).await;
    let exists = format!("select 1 from pg_database where datname = '{name}'");
    let exists = administration.query_one_raw(statement(&exists)).await;
    if exists.expect("the cluster answers").is_none() {
        // Under another name until it is whole: whoever is stopped here leaves no half template.
        let raw = format!("{name}_raw");
        execute(&administration, &format!("drop database if exists {raw} with (force)")).await;
        execute(&administration, &format!("create database {raw}")).await;
        migrate(&Options::new(sibling(url, &raw))).await;
        execute(&administration, &format!("alter database {raw} rename to {name}")).await;
    }
    // The lock goes with the connection.
    administration.close().await.ok();
    name
}

/// The same server, another database.
fn sibling(url: &str, name: &str) -> String {
    let (server, _) = url.rsplit_once('/').expect("an address postgres://…/database");
    format!("{server}/{name}")
}

/// A connection for administration: exactly one, since a lock belongs to the connection that took it.
async fn one_connection(url: &str) -> DatabaseConnection {
    let mut options = Options::new(url);
    options.connections = 1;
    // Cloning waits for others who clone.
    options.patience = std::time::Duration::from_secs(60);
    options
        .connect()
        .await
        .expect("the PostgreSQL of TIWIZI_TEST_POSTGRES answers")
}

fn statement(sql: &str) -> Statement {
    Statement::from_string(DbBackend::Postgres, sql)
}

async fn execute(connection: &DatabaseConnection, sql: &str) {
    let done = connection.execute_raw(statement(sql)).await;
    done.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

fn remove(url: String, name: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    if let Ok(runtime) = runtime {
        runtime.block_on(async {
            let administration = one_connection(&url).await;
            execute(&administration, &format!("drop database if exists {name} with (force)")).await;
            administration.close().await.ok();
        });
    }
}
