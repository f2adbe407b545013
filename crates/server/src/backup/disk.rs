//! Files that must be whole: copied, read back, flushed, and open to nobody else.

use anyhow::{Context, bail, ensure};
use sha2::{Digest, Sha256};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

/// Bytes that are read at once.
const PIECE: usize = 1 << 16;
/// A mark in a data directory into which a backup is being restored.
const MARK: &str = "restoring";

/// A file as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

/// Makes a directory that nobody else may enter, and those above it.
pub(super) fn make_directory(path: &Path) -> anyhow::Result<()> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .with_context(|| format!("{} cannot be made", path.display()))
}

/// Reads a file to its end.
pub(super) fn sum(path: &Path) -> anyhow::Result<Sum> {
    let mut file = File::open(path).with_context(|| format!("{} cannot be read", path.display()))?;
    pour(&mut file, &mut io::sink()).with_context(|| format!("{} cannot be read", path.display()))
}

fn pour(from: &mut File, to: &mut impl Write) -> io::Result<Sum> {
    let (mut hash, mut bytes, mut piece) = (Sha256::new(), 0_u64, vec![0; PIECE]);
    loop {
        let read = from.read(&mut piece)?;
        let Some(part) = piece.get(..read).filter(|part| !part.is_empty()) else {
            break;
        };
        hash.update(part);
        to.write_all(part)?;
        bytes = bytes.saturating_add(read as u64);
    }
    Ok(Sum {
        bytes,
        sha256: hex::encode(hash.finalize()),
    })
}

/// Copies a file to a name that is free: under another name first, flushed and read back before it gets its own.
pub(super) fn copy(from: &Path, to: &Path) -> anyhow::Result<Sum> {
    let half = to.with_extension("half");
    let copied = write_half(from, &half);
    if copied.is_err() {
        fs::remove_file(&half).ok();
    }
    let copied = copied.with_context(|| format!("{} cannot be copied to {}", from.display(), to.display()))?;
    ensure!(
        sum(&half)? == copied,
        "{} does not read as it was written: is the disk in order?",
        half.display()
    );
    fs::rename(&half, to).with_context(|| format!("{} cannot be named", to.display()))?;
    Ok(copied)
}

fn write_half(from: &Path, half: &Path) -> io::Result<Sum> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    let (mut source, mut target) = (File::open(from)?, options.open(half)?);
    let copied = pour(&mut source, &mut target)?;
    target.sync_all()?;
    Ok(copied)
}

/// Writes a small file, flushed.
pub(super) fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let write = || {
        let mut options = OpenOptions::new();
        let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().with_context(|| format!("{} cannot be written", path.display()))
}

/// Flushes the names in a directory, or the content of a file.
pub(super) fn flush(path: &Path) -> anyhow::Result<()> {
    File::open(path)
        .and_then(|file| file.sync_all())
        .with_context(|| format!("{} cannot be flushed", path.display()))
}

/// The entries of a directory by name; none where there is no such directory.
pub(super) fn list(directory: &Path) -> anyhow::Result<Vec<(String, PathBuf)>> {
    let entries = match fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error).with_context(|| format!("{} cannot be read", directory.display())),
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry?;
        found.push((entry.file_name().to_string_lossy().into_owned(), entry.path()));
    }
    found.sort();
    Ok(found)
}

/// A directory that goes away when it is dropped.
pub(super) struct Scratch(PathBuf);

impl Scratch {
    /// Makes one; it must not exist.
    pub(super) fn make(path: PathBuf) -> anyhow::Result<Self> {
        if let Some(above) = path.parent() {
            make_directory(above)?;
        }
        fs::DirBuilder::new()
            .mode(0o700)
            .create(&path)
            .with_context(|| format!("{} cannot be made", path.display()))?;
        Ok(Self(path))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "{} is left behind", self.0.display());
        }
    }
}

/// Marks a data directory as one into which a backup is being restored.
pub(super) fn mark(data: &Path) -> anyhow::Result<()> {
    write(&data.join(MARK), b"")?;
    flush(data)
}

/// Takes the mark away: the market in it is whole.
pub(super) fn unmark(data: &Path) -> anyhow::Result<()> {
    flush(data)?;
    fs::remove_file(data.join(MARK)).context("the mark of the restore cannot be taken away")?;
    flush(data)
}

/// Refuses a data directory in which a restore did not come to its end.
///
/// # Errors
/// A sentence that says what to do.
pub(crate) fn refuse_half_restored(data: &Path) -> anyhow::Result<()> {
    if data.join(MARK).exists() {
        bail!(
            "a restore into {0} did not come to its end, so what lies there is no market. Move {0} away (and, with \
             PostgreSQL, make its database anew), then restore again.",
            data.display()
        );
    }
    Ok(())
}
