//! Making a set: database, provider's books, key and pictures; then it is restored in a test; then it gets its name.

use super::{
    disk::{self, Scratch},
    manifest::{self, Manifest},
    name,
    pictures::{self, List},
    postgres,
    prove::{self, Kind},
    prune::{self, Keep},
    sqlite,
};
use crate::config::Config;
use anyhow::{Context, ensure};
use jiff::{Timestamp, ToSpan};
use kernel::time::Clock;
use std::{
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
};

/// A set that was made.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    pub(crate) name: String,
    pub(crate) path: PathBuf,
    /// What it takes, pictures that were there before not counted.
    pub(crate) bytes: u64,
    pub(crate) pictures: u64,
    /// Pictures that the market had lost already.
    pub(crate) lost: u64,
    /// Whether it was restored in a test.
    pub(crate) proven: bool,
    /// Whether the key is in it.
    pub(crate) with_key: bool,
    /// Older sets that were removed after it.
    pub(crate) removed: usize,
}

/// Somebody else makes one at this moment.
#[derive(Debug, thiserror::Error)]
#[error("another backup into {0} is under way")]
pub(crate) struct Busy(String);

/// Backs the market up while it serves. Nothing is changed in its data; nothing gets the name of a set before it is whole
/// and was restored in a test. Older sets are removed only when `prunes`.
///
/// # Errors
/// A sentence that says what is in the way. Nothing is left behind then.
pub(crate) async fn make(config: &Config, directory: &Path, prunes: bool) -> anyhow::Result<Made> {
    ensure!(
        directory != config.data,
        "a backup beside its own data is lost with it: name another directory"
    );
    disk::make_directory(directory)?;
    let _lock = lock(directory)?;
    for (name, path) in disk::list(directory)? {
        // Of a backup that was cut: whoever made it is gone, since we have the lock.
        if name.starts_with(name::UNFINISHED) {
            fs::remove_dir_all(&path).with_context(|| format!("{} cannot be removed", path.display()))?;
        }
    }
    let mut at = Timestamp::from_microsecond(market::SystemClock.now().0)?;
    while directory.join(manifest::stamp(at)).exists() {
        at = at.checked_add(1.second())?;
    }
    let name = manifest::stamp(at);
    let half = Scratch::make(directory.join(format!("{}{name}", name::UNFINISHED)))?;
    let (manifest, grown) = fill(config, directory, half.path(), at).await?;
    let path = directory.join(&name);
    fs::rename(half.path(), &path).with_context(|| format!("{} cannot be named", path.display()))?;
    disk::flush(directory)?;
    let removed = match prunes {
        true => prune::prune(directory, Keep::from(&config.backup))?,
        false => 0,
    };
    let own: u64 = manifest.files.values().map(|file| file.bytes).sum();
    Ok(Made {
        name,
        path,
        bytes: own.saturating_add(grown),
        pictures: manifest.pictures.files,
        lost: manifest.pictures.lost,
        proven: manifest.proven,
        with_key: manifest.has(name::KEY),
        removed,
    })
}

fn lock(directory: &Path) -> anyhow::Result<File> {
    let path = directory.join("lock");
    let mut options = File::options();
    let file = options.create(true).truncate(false).write(true).open(&path);
    let file = file.with_context(|| format!("{} cannot be written", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Busy(directory.display().to_string()).into()),
        Err(TryLockError::Error(error)) => Err(error).context("the backups cannot be locked"),
    }
}

/// Writes everything of a set into a directory, and proves it.
async fn fill(config: &Config, directory: &Path, half: &Path, at: Timestamp) -> anyhow::Result<(Manifest, u64)> {
    let mut manifest = Manifest::new(at);
    let kind = Kind::of(config);
    let database = match kind {
        Kind::Sqlite => {
            sqlite::dump(&config.sqlite_file(), &half.join(name::SQLITE)).await?;
            name::SQLITE
        }
        Kind::Postgres => {
            let address = postgres::Address::parse(&config.database_url())?;
            postgres::dump(&address, &half.join(name::POSTGRES)).await?;
            name::POSTGRES
        }
    };
    close(&half.join(database))?;
    manifest.add(half, database)?;
    // After the database: they know what it knows, and perhaps more.
    let books = config.data.join("fake-provider/journal.jsonl");
    if books.exists() {
        copy_books(&books, &half.join(name::BOOKS))?;
        manifest.add(half, name::BOOKS)?;
    }
    let key = config.data.join("secret.key");
    if config.backup.with_key && key.exists() {
        disk::copy(&key, &half.join(name::KEY))?;
        manifest.add(half, name::KEY)?;
    }
    let (list, grown) = copy_pictures(config, directory).await?;
    list.write(half)?;
    manifest.add(half, name::PICTURES)?;
    manifest.pictures = list.totals();
    manifest.key = key_shown(&key)?;
    prove(config, kind, half, &list, &mut manifest).await?;
    pictures::verify_sizes(&directory.join(name::POOL), &list)?;
    manifest.write(half)?;
    Ok((manifest, grown))
}

/// The databases' own programs leave a file open to the group, if the mask allows.
fn close(path: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600))
        .with_context(|| format!("{} cannot be closed to others", path.display()))
}

/// The provider writes its books under a lock.
fn copy_books(from: &Path, to: &Path) -> anyhow::Result<()> {
    let file = File::open(from).with_context(|| format!("{} cannot be read", from.display()))?;
    file.lock_shared()?;
    let copied = disk::copy(from, to);
    file.unlock()?;
    copied.map(drop)
}

fn key_shown(path: &Path) -> anyhow::Result<Option<String>> {
    if !path.exists() {
        return Ok(None);
    }
    let bytes: [u8; 32] = fs::read(path)?
        .try_into()
        .map_err(|_| anyhow::anyhow!("{} is not 32 bytes", path.display()))?;
    Ok(Some(prove::shown(&market::Key::new(bytes))))
}

async fn copy_pictures(config: &Config, directory: &Path) -> anyhow::Result<(List, u64)> {
    let (photos, pool) = (config.data.join("photos"), directory.join(name::POOL));
    let newest = manifest::sets(directory)?.pop();
    let work = move || {
        let known = newest.and_then(|(_, path)| List::read(&path).ok()).unwrap_or_default();
        disk::make_directory(&pool)?;
        pictures::copy(&photos, &pool, &known)
    };
    tokio::task::spawn_blocking(work).await?
}

/// Restores the set beside everything, and writes down what was found in it.
async fn prove(config: &Config, kind: Kind, half: &Path, list: &List, manifest: &mut Manifest) -> anyhow::Result<()> {
    manifest.verify(half)?;
    let scratch = Scratch::make(half.join("proof"))?;
    let found = prove::prove(config, kind, half, list, scratch.path()).await;
    let found = found.context("the backup was restored in a test, and did not pass")?;
    let Some(found) = found else {
        tracing::warn!("the server allows no second database: the backup was read, and not restored in a test");
        return Ok(());
    };
    manifest.schema = found.schema;
    manifest.rows = found.rows;
    manifest.pictures.lost = found.lost;
    manifest.proven = true;
    Ok(())
}
