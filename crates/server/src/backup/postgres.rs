//! PostgreSQL: dumped and restored by its own programs, which are found on the path.

use anyhow::{Context, bail, ensure};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, RuntimeErr, Statement};
use std::{path::Path, process::Stdio, time::Duration};
use tokio::process::Command;
use url::Url;

/// What of an address the programs understand as we do.
const KNOWN: [&str; 5] = ["host", "port", "sslmode", "sslrootcert", "application_name"];
/// The longest message of a program that is passed on, in characters.
const LONGEST: usize = 600;

/// The address of a database, with the password kept apart: what stands on a command line is read by others.
pub(super) struct Address {
    url: Url,
}

impl Address {
    pub(super) fn parse(url: &str) -> anyhow::Result<Self> {
        // The parser's own words would repeat the address, and the password in it.
        let url = Url::parse(url).map_err(|_| anyhow::anyhow!("database.url cannot be understood"))?;
        Ok(Self { url })
    }

    /// The same server, another database.
    pub(super) fn sibling(&self, name: &str) -> String {
        let mut url = self.url.clone();
        url.set_path(name);
        url.into()
    }

    pub(super) fn url(&self) -> &str {
        self.url.as_str()
    }

    /// The address without the password and without what only we understand.
    fn plain(&self) -> String {
        let mut url = self.url.clone();
        url.set_password(None).ok();
        let kept: Vec<(String, String)> = url
            .query_pairs()
            .filter(|(key, _)| KNOWN.contains(&key.as_ref()))
            .map(|(key, value)| (key.into_owned(), value.into_owned()))
            .collect();
        url.set_query(None);
        if !kept.is_empty() {
            url.query_pairs_mut().extend_pairs(kept);
        }
        url.into()
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .env("PGCONNECT_TIMEOUT", "10");
        if let Some(password) = self.url.password() {
            let password = percent_encoding::percent_decode_str(password).decode_utf8_lossy();
            command.env("PGPASSWORD", password.as_ref());
        }
        command
    }

    async fn connect(&self) -> anyhow::Result<DatabaseConnection> {
        let mut options = ConnectOptions::new(self.url());
        options
            .max_connections(1)
            .acquire_timeout(Duration::from_secs(10))
            .sqlx_logging(false);
        Database::connect(options)
            .await
            .context("the database cannot be reached")
    }

    async fn ask(&self, sql: &str) -> anyhow::Result<String> {
        let connection = self.connect().await?;
        let row = connection.query_one_raw(statement(sql)).await;
        connection.close().await.ok();
        let row = row?.context("the database gave no answer")?;
        Ok(row.try_get_by_index(0)?)
    }
}

fn statement(sql: &str) -> Statement {
    Statement::from_string(DbBackend::Postgres, sql)
}

/// Runs a program to its end.
async fn run(mut command: Command, program: &str) -> anyhow::Result<String> {
    let done = match command.output().await {
        Ok(done) => done,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => bail!(
            "{program} is not on the path: install PostgreSQL's client programs of the server's version \
             (Debian: postgresql-client)"
        ),
        Err(error) => return Err(error).with_context(|| format!("{program} cannot be started")),
    };
    let said: String = String::from_utf8_lossy(&done.stderr)
        .trim()
        .chars()
        .take(LONGEST)
        .collect();
    ensure!(done.status.success(), "{program} failed: {said}");
    Ok(String::from_utf8_lossy(&done.stdout).into_owned())
}

/// Refuses a program that is older than the server: it could not read everything.
async fn require(address: &Address, program: &str) -> anyhow::Result<()> {
    let mut asked = address.command(program);
    asked.arg("--version");
    let said = run(asked, program).await?;
    let own = major(&said).with_context(|| format!("{program} does not say its version: {said}"))?;
    let server = address.ask("select current_setting('server_version')").await?;
    let server = major(&server).with_context(|| format!("the server does not say its version: {server}"))?;
    ensure!(
        own >= server,
        "{program} is of version {own} and the server of version {server}: install the client programs of version \
         {server} (Debian: postgresql-client-{server})"
    );
    Ok(())
}

/// The first number in `pg_dump (PostgreSQL) 15.6 (Debian 15.6-0)`.
fn major(said: &str) -> Option<u32> {
    said.split(|c: char| !c.is_ascii_digit())
        .find_map(|number| number.parse().ok())
}

/// Dumps the database as it is at one moment.
pub(super) async fn dump(address: &Address, to: &Path) -> anyhow::Result<()> {
    require(address, "pg_dump").await?;
    let mut command = address.command("pg_dump");
    command
        .args([
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            "--no-password",
            "--file",
        ])
        .arg(to)
        .arg("--dbname")
        .arg(address.plain());
    run(command, "pg_dump").await?;
    super::disk::flush(to)
}

/// Brings a dump into an empty database, in one transaction.
pub(super) async fn restore(address: &Address, from: &Path) -> anyhow::Result<()> {
    require(address, "pg_restore").await?;
    let tables = "select count(*)::text from pg_class c join pg_namespace n on n.oid = c.relnamespace \
                  where n.nspname = 'public' and c.relkind in ('r', 'p', 'v', 'S')";
    ensure!(
        address.ask(tables).await? == "0",
        "the database is not empty: make a new one, and name it in database.url"
    );
    // One transaction: everything is there afterwards, or nothing.
    let mut command = address.command("pg_restore");
    command
        .args([
            "--single-transaction",
            "--exit-on-error",
            "--no-owner",
            "--no-privileges",
            "--no-password",
        ])
        .arg("--dbname")
        .arg(address.plain())
        .arg(from);
    run(command, "pg_restore").await.map(drop)
}

/// Reads a dump to its end without a database.
pub(super) async fn read(address: &Address, dump: &Path) -> anyhow::Result<()> {
    let mut command = address.command("pg_restore");
    command.args(["--file", "/dev/null"]).arg(dump);
    run(command, "pg_restore").await.map(drop)
}

/// A database beside the market's, for a test; gone when [`Beside::remove`] was called.
pub(super) struct Beside {
    address: Address,
    name: String,
}

impl Beside {
    /// Makes one; `None` where the server does not allow it.
    pub(super) async fn make(address: &Address, name: &str) -> anyhow::Result<Option<Self>> {
        let connection = address.connect().await?;
        let made = connection
            .execute_raw(statement(&format!("create database {name} template template0")))
            .await;
        connection.close().await.ok();
        match made {
            Ok(_) => Ok(Some(Self {
                address: Address::parse(address.url())?,
                name: name.to_owned(),
            })),
            Err(error) if is_forbidden(&error) => Ok(None),
            Err(error) => Err(error).context("a database for the test cannot be made"),
        }
    }

    pub(super) fn url(&self) -> String {
        self.address.sibling(&self.name)
    }

    pub(super) async fn remove(self) {
        let removed = async {
            let connection = self.address.connect().await?;
            let sql = format!("drop database if exists {} with (force)", self.name);
            let removed = connection.execute_raw(statement(&sql)).await;
            connection.close().await.ok();
            removed.map(drop).map_err(anyhow::Error::from)
        };
        if let Err(error) = removed.await {
            tracing::warn!(%error, database = self.name, "a database of a test is left behind");
        }
    }
}

/// Whether the server does not allow it (42501).
fn is_forbidden(error: &DbErr) -> bool {
    let (DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error))) = error else {
        return false;
    };
    error
        .as_database_error()
        .and_then(|error| error.code())
        .is_some_and(|code| code == "42501")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_password_stands_on_a_command_line() {
        let address =
            Address::parse("postgres://souk:hush%40hush@db:5433/souk?sslmode=require&statement-cache-capacity=9")
                .expect("an address");
        assert_eq!(address.plain(), "postgres://souk@db:5433/souk?sslmode=require");
        assert_eq!(
            address.sibling("other").split('?').next(),
            Some("postgres://souk:hush%40hush@db:5433/other")
        );
        let command = address.command("pg_dump");
        let password = command.as_std().get_envs().find(|(name, _)| *name == "PGPASSWORD");
        assert_eq!(password.and_then(|(_, value)| value), Some("hush@hush".as_ref()));
    }

    #[test]
    fn versions_are_read_as_the_programs_say_them() {
        assert_eq!(major("pg_dump (PostgreSQL) 15.6 (Debian 15.6-0+deb12u1)"), Some(15));
        assert_eq!(major("17.2"), Some(17));
        assert_eq!(major("none"), None);
    }
}
