//! Every entity matches the migrated schema, on both databases, and every table has one.
#![cfg(test)]

use kernel::{Db, Read};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use std::collections::{BTreeMap, BTreeSet};
use testkit::{TestDb, on_both};
use tidy_tests::{none, product};

/// Tables that no entity describes, and why.
const WITHOUT_ENTITY: &[(&str, &str)] = &[
    ("seaql_migrations", "the history's own"),
    (
        "catalogue_change",
        "one row with one number, moved and read by one statement each",
    ),
    ("throttle", "one statement counts and decides; nothing reads a row"),
    (
        "idempotency",
        "an insert that may find its row there, and one read beside it",
    ),
];

/// A column as an entity or a database has it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Column {
    kind: Kind,
    nullable: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Uuid,
    /// Sixty-four bits.
    Big,
    /// Thirty-two bits.
    Small,
    Bool,
    Text,
    Other,
}

type Tables = BTreeMap<String, BTreeMap<String, Column>>;

/// The tables as the entities say, and where each stands.
fn entities() -> (Tables, BTreeMap<String, String>) {
    let (mut tables, mut places) = (Tables::new(), BTreeMap::new());
    for file in product()
        .into_iter()
        .filter(|file| file.path.contains("/entity") && file.text.contains("table_name"))
    {
        // A file may hold several: each begins with its table's name.
        for part in file.text.split("table_name = \"").skip(1) {
            let name = part.split('"').next().unwrap().to_owned();
            let body = part.split("struct Model {").nth(1).unwrap_or_default();
            let body = body.split("\n}").next().unwrap_or_default();
            places.insert(name.clone(), file.path.clone());
            tables.insert(name, columns(body));
        }
    }
    (tables, places)
}

fn columns(body: &str) -> BTreeMap<String, Column> {
    let mut found = BTreeMap::new();
    let mut renamed = None;
    for line in body.lines().map(str::trim) {
        if let Some(name) = line
            .split("column_name = \"")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
        {
            renamed = Some(name.to_owned());
        }
        let Some((name, kind)) = line.strip_prefix("pub ").and_then(|field| field.split_once(':')) else {
            continue;
        };
        let kind = kind.trim().trim_end_matches(',');
        let inner = kind.strip_prefix("Option<").and_then(|kind| kind.strip_suffix('>'));
        let column = Column {
            kind: of_rust(inner.unwrap_or(kind)),
            nullable: inner.is_some(),
        };
        let name = renamed
            .take()
            .unwrap_or_else(|| name.trim().trim_start_matches("r#").to_owned());
        found.insert(name, column);
    }
    found
}

fn of_rust(kind: &str) -> Kind {
    match kind {
        "i64" | "Micros" => Kind::Big,
        "i32" => Kind::Small,
        "bool" => Kind::Bool,
        "Uuid" => Kind::Uuid,
        id if id.ends_with("Id") => Kind::Uuid,
        // Texts and the enums that are stored as texts.
        _ => Kind::Text,
    }
}

fn of_database(kind: &str) -> Kind {
    match kind.to_ascii_lowercase().as_str() {
        "uuid" | "uuid_text" => Kind::Uuid,
        "bigint" => Kind::Big,
        "integer" => Kind::Small,
        "boolean" => Kind::Bool,
        "text" | "character varying" | "varchar" => Kind::Text,
        _ => Kind::Other,
    }
}

/// The tables as the database has them.
async fn tables(db: &Db) -> Tables {
    let sql = match db.backend() {
        DbBackend::Sqlite => {
            "select m.name, c.name, c.type, c.\"notnull\" = 0 and c.pk = 0 from sqlite_master m, pragma_table_info(m.name) c \
             where m.type = 'table' and m.name not like 'sqlite_%'"
        }
        _ => {
            "select table_name::text, column_name::text, data_type::text, is_nullable = 'YES' \
             from information_schema.columns where table_schema = 'public'"
        }
    };
    let rows = db
        .reader()
        .query_all_raw(Statement::from_string(db.backend(), sql))
        .await
        .unwrap();
    let mut tables = Tables::new();
    for row in rows {
        let text = |at: usize| row.try_get_by_index::<String>(at).unwrap();
        let column = Column {
            kind: of_database(&text(2)),
            nullable: row.try_get_by_index::<bool>(3).unwrap(),
        };
        tables.entry(text(0)).or_default().insert(text(1), column);
    }
    tables
}

#[test]
fn the_exceptions_are_exceptions() {
    let (entities, _) = entities();
    let found: Vec<String> = WITHOUT_ENTITY
        .iter()
        .filter(|(table, _)| entities.contains_key(*table))
        .map(|(table, _)| (*table).to_owned())
        .collect();
    none(&found, "tables that have an entity after all");
}

on_both! {
    async fn every_entity_has_exactly_the_columns_of_its_table(db: TestDb) {
        let tables = tables(&db).await;
        let (entities, places) = entities();
        assert!(entities.len() > 30, "the entities are found: {:?}", entities.keys());
        let mut found = Vec::new();
        for (name, entity) in &entities {
            let place = &places[name];
            let Some(table) = tables.get(name) else {
                found.push(format!("{place}: there is no table {name}"));
                continue;
            };
            let names: BTreeSet<&String> = entity.keys().chain(table.keys()).collect();
            for column in names {
                match (entity.get(column), table.get(column)) {
                    (Some(_), None) => found.push(format!("{place}: the table has no {column}")),
                    (None, Some(_)) => found.push(format!("{place}: {column} is missing")),
                    (Some(said), Some(is)) if said != is => found.push(format!("{place}: {column} is {is:?}, not {said:?}")),
                    _ => {}
                }
            }
        }
        none(&found, "entities that the schema does not match");
    }

    async fn every_table_has_an_entity_or_a_reason(db: TestDb) {
        let (entities, _) = entities();
        let known: BTreeSet<&str> =
            entities.keys().map(String::as_str).chain(WITHOUT_ENTITY.iter().map(|(table, _)| *table)).collect();
        let found: Vec<String> = tables(&db).await.into_keys().filter(|table| !known.contains(table.as_str())).collect();
        none(&found, "tables that nobody describes");
    }
}
