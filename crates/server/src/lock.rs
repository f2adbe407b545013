//! One process for one SQLite file: its writer task is the only writer.

use anyhow::{Context, bail};
use std::{
    fs::{File, TryLockError},
    path::Path,
};

/// Held while the market is open; the operating system lets go when the process ends, however it ends.
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of a data directory.
    ///
    /// # Errors
    /// When another process has it.
    pub(crate) fn take(data: &Path) -> anyhow::Result<Self> {
        let path = data.join("lock");
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .with_context(|| format!("{} cannot be opened", path.display()))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => bail!(
                "another tiwizi is using the data in {}: stop it first, or choose another directory with --data",
                data.display()
            ),
            Err(TryLockError::Error(error)) => Err(error).context("the lock cannot be taken"),
        }
    }
}
