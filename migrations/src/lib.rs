//! One linear history of the database, the same for SQLite and PostgreSQL. Each step is a file of
//! plain SQL in the types both understand; `uuid` becomes SQLite's 16-byte blob on the way.
//! A file's name carries the crate that owns its tables.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, DbBackend, Statement},
};

mod reference;

/// The history, for `tiwizi migrate`, `serve` and the tests.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(Sql("m0001_identity", include_str!("m0001_identity.sql"))),
            Box::new(Sql("m0002_catalogue", include_str!("m0002_catalogue.sql"))),
            Box::new(Sql("m0003_order", include_str!("m0003_order.sql"))),
            Box::new(Sql("m0004_payment", include_str!("m0004_payment.sql"))),
            Box::new(Sql("m0005_job", include_str!("m0005_job.sql"))),
            Box::new(reference::Reference),
            Box::new(Sql("m0007_catalogue", include_str!("m0007_catalogue.sql"))),
            Box::new(Sql("m0008_catalogue", include_str!("m0008_catalogue.sql"))),
            Box::new(Dialects {
                common: Sql("m0009_catalogue", include_str!("m0009_catalogue.sql")),
                sqlite: include_str!("m0009_catalogue.sqlite.sql"),
                postgres: "",
            }),
            Box::new(Dialects {
                common: Sql("m0010_ledger", include_str!("m0010_ledger.sql")),
                sqlite: include_str!("m0010_ledger.sqlite.sql"),
                postgres: include_str!("m0010_ledger.postgres.sql"),
            }),
            Box::new(Dialects {
                common: Sql("m0011_payment", include_str!("m0011_payment.sql")),
                sqlite: include_str!("m0011_payment.sqlite.sql"),
                postgres: include_str!("m0011_payment.postgres.sql"),
            }),
            Box::new(Sql("m0012_ledger", include_str!("m0012_ledger.sql"))),
            Box::new(Dialects {
                common: Sql("m0013_payment", include_str!("m0013_payment.sql")),
                sqlite: include_str!("m0013_payment.sqlite.sql"),
                postgres: include_str!("m0013_payment.postgres.sql"),
            }),
            Box::new(Sql("m0014_ledger", include_str!("m0014_ledger.sql"))),
            Box::new(Dialects {
                common: Sql("m0015_order", include_str!("m0015_order.sql")),
                sqlite: include_str!("m0015_order.sqlite.sql"),
                postgres: include_str!("m0015_order.postgres.sql"),
            }),
            Box::new(Dialects {
                common: Sql("m0016_order", include_str!("m0016_order.sql")),
                sqlite: include_str!("m0016_order.sqlite.sql"),
                postgres: include_str!("m0016_order.postgres.sql"),
            }),
            Box::new(Sql("m0017_payment", include_str!("m0017_payment.sql"))),
            Box::new(Sql("m0018_job", include_str!("m0018_job.sql"))),
            Box::new(Dialects {
                common: Sql("m0019_order", include_str!("m0019_order.sql")),
                sqlite: include_str!("m0019_order.sqlite.sql"),
                postgres: include_str!("m0019_order.postgres.sql"),
            }),
            Box::new(Sql("m0021_payment", include_str!("m0021_payment.sql"))),
            Box::new(Dialects {
                common: Sql("m0022_ledger", include_str!("m0022_ledger.sql")),
                sqlite: include_str!("m0022_ledger.sqlite.sql"),
                postgres: include_str!("m0022_ledger.postgres.sql"),
            }),
            Box::new(Dialects {
                common: Sql("m0023_order", include_str!("m0023_order.sql")),
                sqlite: include_str!("m0023_order.sqlite.sql"),
                postgres: include_str!("m0023_order.postgres.sql"),
            }),
        ]
    }
}

/// A step that is a file of SQL.
struct Sql(&'static str, &'static str);

impl MigrationName for Sql {
    fn name(&self) -> &str {
        self.0
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Sql {
    /// One transaction on both databases: a crash leaves the old schema or the new one.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, self.1).await
    }
}

/// A step of plain SQL, followed by what one of the databases alone understands or needs: it takes that
/// file whole, so a trigger may hold `;`.
struct Dialects {
    common: Sql,
    sqlite: &'static str,
    postgres: &'static str,
}

impl MigrationName for Dialects {
    fn name(&self) -> &str {
        self.common.name()
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Dialects {
    fn use_transaction(&self) -> Option<bool> {
        self.common.use_transaction()
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        self.common.up(manager).await?;
        let connection = manager.get_connection();
        let own = match connection.get_database_backend() {
            DbBackend::Sqlite => self.sqlite,
            _ => self.postgres,
        };
        match own {
            "" => Ok(()),
            own => connection.execute_unprepared(own).await.map(drop),
        }
    }
}

/// Runs the statements of a file one after the other.
async fn run(manager: &SchemaManager<'_>, file: &str) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let backend = connection.get_database_backend();
    for statement in statements(file) {
        let sql = match backend {
            DbBackend::Sqlite => statement.replace(" uuid", " uuid_text"),
            _ => statement,
        };
        connection.execute_raw(Statement::from_string(backend, sql)).await?;
    }
    Ok(())
}

/// The statements of a file without their comments. No text in our files holds `;` or `--`.
fn statements(file: &str) -> Vec<String> {
    let code: String = file
        .lines()
        .map(|line| line.split("--").next().unwrap_or(line))
        .collect::<Vec<_>>()
        .join("\n");
    code.split(';')
        .map(|s| s.trim().to_owned())
        .filter(|s| !s.is_empty())
        .collect()
}
