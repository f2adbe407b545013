//! A backup that was not restored is none: its database is brought to life beside everything else, and everything that
//! must hold of a market is asked of it.

use super::{disk, manifest::Manifest, name, pictures, pictures::List, postgres, sqlite};
use crate::{assemble, config::Config};
use anyhow::{Context, bail, ensure};
use kernel::db::Options;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use std::{collections::BTreeMap, path::Path};

/// What was found in a database that was restored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// The last step of its history.
    pub(super) schema: String,
    /// The rows of every table.
    pub(super) rows: BTreeMap<String, i64>,
    /// Pictures that it names and the list does not have.
    pub(super) lost: u64,
    /// Parts of orders whose money was reckoned again.
    pub(super) parts: u64,
    /// What the key shows of itself.
    pub(super) key: String,
}

/// Which database a set holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Sqlite,
    Postgres,
}

impl Kind {
    pub(super) fn of(config: &Config) -> Self {
        match config.database_url().starts_with("sqlite:") {
            true => Self::Sqlite,
            false => Self::Postgres,
        }
    }

    pub(super) fn of_set(manifest: &Manifest) -> anyhow::Result<Self> {
        match (manifest.has(name::SQLITE), manifest.has(name::POSTGRES)) {
            (true, false) => Ok(Self::Sqlite),
            (false, true) => Ok(Self::Postgres),
            _ => bail!("the backup holds no database"),
        }
    }
}

/// Restores a set into a directory of its own and looks at it. `None` where the server allows no second database; the dump
/// was read to its end then.
pub(super) async fn prove(
    config: &Config,
    kind: Kind,
    set: &Path,
    list: &List,
    scratch: &Path,
) -> anyhow::Result<Option<Found>> {
    let mut beside = None;
    let mut own = config.clone();
    own.data = scratch.to_owned();
    match kind {
        Kind::Sqlite => own.database.url = String::new(),
        Kind::Postgres => {
            let address = postgres::Address::parse(&config.database_url())?;
            let name = format!("tiwizi_check_{}", std::process::id());
            let Some(made) = postgres::Beside::make(&address, &name).await? else {
                postgres::read(&address, &set.join(name::POSTGRES)).await?;
                return Ok(None);
            };
            own.database.url = made.url();
            beside = Some(made);
        }
    }
    let found = async {
        fill(&own, kind, set).await?;
        look(&own, kind, list).await
    };
    let found = found.await;
    if let Some(beside) = beside {
        beside.remove().await;
    }
    found.map(Some)
}

/// Brings database, books and key of a set to where a configuration says. Pictures are another matter.
pub(super) async fn fill(config: &Config, kind: Kind, set: &Path) -> anyhow::Result<()> {
    let data = &config.data;
    if set.join(name::KEY).exists() {
        disk::copy(&set.join(name::KEY), &data.join("secret.key"))?;
    }
    if set.join(name::BOOKS).exists() {
        disk::make_directory(&data.join("fake-provider"))?;
        disk::copy(&set.join(name::BOOKS), &data.join("fake-provider/journal.jsonl"))?;
    }
    match kind {
        Kind::Sqlite => {
            disk::copy(&set.join(name::SQLITE), &data.join("market.sqlite"))?;
            Ok(())
        }
        Kind::Postgres => {
            let address = postgres::Address::parse(&config.database_url())?;
            postgres::restore(&address, &set.join(name::POSTGRES)).await
        }
    }
}

/// Asks of a restored market everything that must hold of one. Its database is brought up to date on the way.
pub(super) async fn look(config: &Config, kind: Kind, list: &List) -> anyhow::Result<Found> {
    if kind == Kind::Sqlite {
        sqlite::check(&config.data.join("market.sqlite")).await?;
    }
    let connection = Options::new(config.database_url()).connect().await?;
    let (schema, rows) = (schema(&connection).await?, rows(&connection).await?);
    connection.close().await?;
    let market = assemble::market(config)
        .await
        .context("the restored market cannot be opened")?;
    let looked = async {
        let checked = market::money::check(&market).await?;
        if let Some(broken) = checked.broken {
            bail!("money is not accounted for: {broken}");
        }
        let lost = pictures::lost(&market.db, list).await?;
        Ok((checked.parts, lost))
    };
    let looked = looked.await;
    let key = shown(&market.key);
    market.db.close().await;
    let (parts, lost) = looked?;
    Ok(Found {
        schema,
        rows,
        lost,
        parts,
        key,
    })
}

/// What a key shows of itself, from which nobody can guess it.
pub(super) fn shown(key: &market::Key) -> String {
    key.token("backup", b"")
}

async fn schema(connection: &DatabaseConnection) -> anyhow::Result<String> {
    let sql = "select max(version) from seaql_migrations";
    let row = one(connection, sql).await.context("it holds no market")?;
    Ok(row)
}

async fn one(connection: &DatabaseConnection, sql: &str) -> anyhow::Result<String> {
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let row = connection.query_one_raw(statement).await?.context("no answer")?;
    Ok(row.try_get_by_index(0)?)
}

/// The number of rows of every table.
async fn rows(connection: &DatabaseConnection) -> anyhow::Result<BTreeMap<String, i64>> {
    let backend = connection.get_database_backend();
    let sql = match backend {
        DbBackend::Sqlite => "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'",
        _ => {
            "select table_name::text from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'"
        }
    };
    let mut rows = BTreeMap::new();
    for row in connection.query_all_raw(Statement::from_string(backend, sql)).await? {
        let table: String = row.try_get_by_index(0)?;
        ensure!(!table.contains('"'), "a table of the market has an odd name: {table}");
        let count = Statement::from_string(backend, format!("select count(*) from \"{table}\""));
        let count = connection.query_one_raw(count).await?.context("no answer")?;
        rows.insert(table, count.try_get_by_index(0)?);
    }
    Ok(rows)
}
