//! Restoring a set: as a test that touches nothing, or for real into an empty place, after which the market is in
//! quarantine.

use super::{
    disk::{self, Scratch},
    manifest::{self, Manifest},
    name,
    pictures::{self, List},
    prove::{self, Found, Kind},
};
use crate::{assemble, commands::say, config::Config, lock::Lock};
use anyhow::{Context, bail, ensure};
use kernel::Micros;
use market::quarantine::{self, Waiting};
use migrations::Migrator;
use sea_orm_migration::MigratorTrait;
use std::{fs, path::Path};

/// Proves a backup and touches nothing else.
///
/// # Errors
/// The first thing that is wrong with it.
pub(crate) async fn check(config: &Config, directory: &Path) -> anyhow::Result<()> {
    let set = manifest::choose(directory)?;
    let (manifest, list) = open(&set)?;
    let kind = Kind::of_set(&manifest)?;
    let pool = pool(&set)?;
    pictures::verify(&pool, &list)?;
    ensure!(
        kind == Kind::Sqlite || Kind::of(config) == Kind::Postgres,
        "the backup is of a PostgreSQL database: name a server in database.url on which it can be tried"
    );
    let place = std::env::temp_dir().join(format!("tiwizi-check-{}", std::process::id()));
    let scratch = Scratch::make(place)?;
    let Some(found) = prove::prove(config, kind, &set, &list, scratch.path()).await? else {
        bail!(
            "the backup is whole as far as it can be read, but was not restored: the server allows no second database. \
             Name another server in database.url, or allow the user to make databases."
        );
    };
    agree(&manifest, &found, manifest.has(name::KEY))?;
    say(&format!(
        "The backup {} is good: data of {}, {} parts of orders, every centime accounted for, {} files of pictures.",
        set.display(),
        manifest.made_at,
        found.parts,
        manifest.pictures.files
    ));
    if manifest.pictures.lost > 0 {
        say(&format!(
            "Mind: {} pictures were lost before it was made.",
            manifest.pictures.lost
        ));
    }
    if !manifest.has(name::KEY) {
        say("Mind: the secret key is not in it. Without the key, second factors and links in messages are lost.");
    }
    Ok(())
}

/// Restores a backup into an empty data directory (and an empty database), and puts the market into quarantine.
///
/// # Errors
/// A sentence that says what is in the way. Nothing is left behind, unless the process is killed; then the directory says
/// so.
pub(crate) async fn restore(config: &Config, directory: &Path) -> anyhow::Result<()> {
    disk::refuse_half_restored(&config.data)?;
    let set = manifest::choose(directory)?;
    let (manifest, list) = open(&set)?;
    let kind = Kind::of_set(&manifest)?;
    ensure!(
        kind == Kind::of(config),
        "the backup holds a {kind:?} database, and database.url names another kind"
    );
    let pool = pool(&set)?;
    pictures::verify_sizes(&pool, &list)?;
    assemble::private(&config.data)?;
    let _lock = Lock::take(&config.data)?;
    let has_key = refuse_full(&config.data, &manifest)?;
    disk::mark(&config.data)?;
    let filled = fill(config, kind, &set, (&manifest, &list, &pool)).await;
    if let Err(error) = filled {
        empty(&config.data, has_key);
        return Err(error.context("the backup was not restored"));
    }
    disk::unmark(&config.data)?;
    say(&format!(
        "Restored from {}. Whatever was done after {} is not here.",
        set.display(),
        manifest.made_at
    ));
    say(&format!(
        "The market is in quarantine: start it, look at {}/fr/admin/backups, and release it there (or with `tiwizi restore \
         --release`). Until then it sends no message, takes no order and moves no money.",
        config.market.public_url
    ));
    Ok(())
}

/// Ends the quarantine from the command line.
///
/// # Errors
/// When there is none, or the market cannot be opened.
pub(crate) async fn release(config: &Config, messages: Waiting) -> anyhow::Result<()> {
    let market = assemble::market(config).await?;
    let released = quarantine::release(&market, None, messages).await;
    market.db.close().await;
    ensure!(released?, "the market is not in quarantine");
    say("The market is released: it sells, pays and writes again.");
    Ok(())
}

/// Reads what a set says of itself and holds its files to it.
fn open(set: &Path) -> anyhow::Result<(Manifest, List)> {
    let manifest = Manifest::read(set)?;
    manifest.verify(set)?;
    let known = Migrator::migrations().iter().any(|step| step.name() == manifest.schema);
    ensure!(
        known || manifest.schema.is_empty(),
        "the backup was made by a newer program (its database has {}): use that program, version {}",
        manifest.schema,
        manifest.program
    );
    Ok((manifest, List::read(set)?))
}

/// Where the pictures of a set lie.
fn pool(set: &Path) -> anyhow::Result<std::path::PathBuf> {
    let set = set.canonicalize()?;
    let above = set.parent().context("the backup lies nowhere")?;
    Ok(above.join(name::POOL))
}

/// Refuses a directory in which something lies. Says whether the key was put there, which must be so where the backup has
/// none.
fn refuse_full(data: &Path, manifest: &Manifest) -> anyhow::Result<bool> {
    let mut has_key = false;
    for (name, path) in disk::list(data)? {
        match name.as_str() {
            "lock" => {}
            "secret.key" if !manifest.has(name::KEY) => has_key = true,
            _ => bail!(
                "{} is not empty (there is {name}): a backup is restored into an empty directory, so that nothing is \
                 overwritten. Move it away, or name another one with --data.",
                path.parent().unwrap_or(data).display()
            ),
        }
    }
    ensure!(
        has_key || manifest.has(name::KEY) || manifest.key.is_none(),
        "the secret key is not in the backup: put yours at {} first",
        data.join("secret.key").display()
    );
    Ok(has_key)
}

/// Takes back what was written before it failed.
fn empty(data: &Path, has_key: bool) {
    for (name, path) in disk::list(data).unwrap_or_default() {
        if name == "lock" || (has_key && name == "secret.key") {
            continue;
        }
        let removed = match path.is_dir() {
            true => fs::remove_dir_all(&path),
            false => fs::remove_file(&path),
        };
        if let Err(error) = removed {
            tracing::warn!(%error, "{} is left behind", path.display());
        }
    }
}

async fn fill(config: &Config, kind: Kind, set: &Path, held: (&Manifest, &List, &Path)) -> anyhow::Result<()> {
    let (manifest, list, pool) = held;
    pictures::restore(pool, list, &config.data.join("photos"))?;
    prove::fill(config, kind, set).await?;
    let found = prove::look(config, kind, list).await?;
    agree(manifest, &found, true)?;
    let market = assemble::market(config).await?;
    let begun = quarantine::begin(&market, Micros(manifest.made_at_micros)).await;
    market.db.close().await;
    Ok(begun?)
}

/// What was found is what was backed up; the key too, where the test had one.
fn agree(manifest: &Manifest, found: &Found, with_key: bool) -> anyhow::Result<()> {
    if manifest.proven {
        ensure!(
            found.schema == manifest.schema,
            "the database is of another history ({}) than the backup says ({})",
            found.schema,
            manifest.schema
        );
        for (table, rows) in &manifest.rows {
            let there = found.rows.get(table).copied().unwrap_or_default();
            ensure!(
                there == *rows,
                "the table {table} has {there} rows, and {rows} were backed up"
            );
        }
        ensure!(
            found.lost <= manifest.pictures.lost,
            "{} pictures are missing that were backed up",
            found.lost.saturating_sub(manifest.pictures.lost)
        );
    }
    ensure!(
        !with_key || manifest.key.as_ref().is_none_or(|key| *key == found.key),
        "the secret key is another one than that of the backup"
    );
    Ok(())
}
