//! The test kit's own databases: fresh, migrated, apart from each other, and gone afterwards.
#![cfg(test)]

use kernel::Read;
use sea_orm::{ConnectionTrait, DbErr, Statement};
use testkit::{Backend, TestDb, database, on_both};

async fn number(db: &impl Read, sql: &str) -> Result<i64, DbErr> {
    let backend = db.reader().get_database_backend();
    let row = db.reader().query_one_raw(Statement::from_string(backend, sql)).await?;
    row.unwrap().try_get_by_index(0)
}

on_both! {
    async fn a_fresh_database_is_migrated_and_nobody_else_sees_what_is_written_to_it(db: TestDb) {
        let steps = "select count(*) from seaql_migrations";
        assert!(number(&db, steps).await.unwrap() > 0);
        db.write(|tx| Box::pin(async move {
            tx.writer().execute_unprepared("create table mine (id bigint)").await?;
            Ok::<_, kernel::StoreError>(())
        })).await.unwrap();
        assert_eq!(number(&db, "select count(*) from mine").await.unwrap(), 0);
        let other = database::fresh(db.backend()).await;
        assert!(number(&other, "select count(*) from mine").await.is_err());
        let again = db.options().open().await.unwrap();
        assert_eq!(number(&again, "select count(*) from mine").await.unwrap(), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_database_leaves_nothing() {
    let db = database::fresh(Backend::Sqlite).await;
    let file = db.options().url.replace("sqlite://", "");
    assert!(std::path::Path::new(&file).exists());
    drop(db);
    assert!(!std::path::Path::new(&file).exists());

    let db = database::fresh(Backend::Postgres).await;
    let url = db.options().url;
    let name = url.rsplit_once('/').unwrap().1;
    let find = format!("select count(*) from pg_database where datname = '{name}'");
    let other = database::fresh(Backend::Postgres).await;
    assert_eq!(number(&other, &find).await.unwrap(), 1);
    drop(db);
    assert_eq!(number(&other, &find).await.unwrap(), 0);
}
