//! The sweep: what a crash, a deleted listing or a refused photo left behind goes after a while.
//!
//! It works folder by folder, so that its memory does not grow with the market, and asks the caller which keys are
//! alive only after it has listed them: a row that appears meanwhile is seen. Rows of photos that are still being
//! developed count as alive.

use std::{
    collections::{BTreeMap, HashSet},
    future::Future,
    path::{Path as Directory, PathBuf},
    time::{Duration, UNIX_EPOCH},
};

use futures_util::{TryStreamExt as _, stream::BoxStream};
use kernel::Micros;
use object_store::{ObjectMeta, path::Path};

use crate::{
    error::Error,
    rendition::Key,
    store::{Store, incoming},
};

/// How many keys are asked about at once.
const BATCH: usize = 500;

/// What a sweep took away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Finished sets that no row owned.
    pub sets: usize,
    /// Originals that no job will develop.
    pub originals: usize,
    /// Temporary files of writes that never ended.
    pub unfinished: usize,
}

impl Store {
    /// Deletes sets and originals that were last written before `before` (a day ago, say) and that `living` does not
    /// name. `living` gets up to some hundreds of keys and answers with those that a row owns.
    ///
    /// # Errors
    /// When the store fails, or whatever `living` fails with; what is left then waits for the next sweep.
    pub async fn sweep<F, A, E>(&self, before: Micros, mut living: F) -> Result<Swept, E>
    where
        F: FnMut(Vec<Key>) -> A,
        A: Future<Output = Result<HashSet<Key>, E>>,
        E: From<Error>,
    {
        let mut swept = Swept::default();
        for shard in 0..=u8::MAX {
            let files = self.objects.list(Some(&Path::from(format!("photo/{shard:02x}"))));
            let stale = stale(files, before).await?;
            for batch in stale.chunks(BATCH) {
                let alive = living(batch.to_vec()).await?;
                for key in batch.iter().filter(|key| !alive.contains(key)) {
                    self.delete(key).await?;
                    swept.sets += 1;
                }
            }
        }
        let waiting = stale(self.objects.list(Some(&Path::from("incoming"))), before).await?;
        for batch in waiting.chunks(BATCH) {
            let alive = living(batch.to_vec()).await?;
            for key in batch.iter().filter(|key| !alive.contains(key)) {
                self.remove(&incoming(key)).await?;
                swept.originals += 1;
            }
        }
        swept.unfinished = self.remove_unfinished(before).await?;
        Ok(swept)
    }

    /// A write that was cut by a crash leaves a file such as `name#1`, which listings hide.
    async fn remove_unfinished(&self, before: Micros) -> Result<usize, Error> {
        let Some(directory) = self.directory.clone() else {
            return Ok(0);
        };
        let before = UNIX_EPOCH + Duration::from_micros(u64::try_from(before.0).unwrap_or(0));
        let walk = tokio::task::spawn_blocking(move || {
            let mut removed = 0;
            let mut folders = vec![directory.join("photo"), directory.join("incoming")];
            while let Some(folder) = folders.pop() {
                removed += clean(&folder, before, &mut folders)?;
            }
            Ok(removed)
        });
        let done: std::io::Result<usize> = walk.await.map_err(|error| Error::Directory(error.into()))?;
        done.map_err(Error::Directory)
    }
}

/// The keys whose files were all written before the moment: a set that is just being written again is not stale.
async fn stale(
    mut files: BoxStream<'static, object_store::Result<ObjectMeta>>,
    before: Micros,
) -> Result<Vec<Key>, Error> {
    let mut newest: BTreeMap<Key, i64> = BTreeMap::new();
    while let Some(file) = files.try_next().await? {
        let written = file.last_modified.timestamp_micros();
        let name = file.location.filename().unwrap_or_default();
        if let Some(key) = name.get(..32).and_then(Key::parse) {
            let last = newest.entry(key).or_insert(written);
            *last = written.max(*last);
        }
    }
    Ok(newest
        .into_iter()
        .filter(|(_, last)| *last < before.0)
        .map(|(key, _)| key)
        .collect())
}

/// Removes old temporary files of one folder and adds the folders within to `folders`.
fn clean(folder: &Directory, before: std::time::SystemTime, folders: &mut Vec<PathBuf>) -> std::io::Result<usize> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(error),
    };
    let mut removed = 0;
    for entry in entries {
        let entry = entry?;
        // A file may be renamed to its final name, or removed, while we look.
        let Ok(about) = entry.metadata() else { continue };
        if about.is_dir() {
            folders.push(entry.path());
        } else if entry.file_name().to_string_lossy().contains('#') && about.modified()? < before {
            removed += usize::from(std::fs::remove_file(entry.path()).is_ok());
        }
    }
    Ok(removed)
}
