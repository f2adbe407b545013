//! The pictures of a market: content-addressed files that never change, so that each is copied once for all sets.

use super::{
    disk::{self, Sum},
    manifest::Pictures,
    name,
};
use anyhow::{Context, bail, ensure};
use kernel::{Db, Read};
use sea_orm::{ConnectionTrait, Statement};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// The folders of the store that hold pictures: finished ones, and originals that wait to be developed.
const FOLDERS: [&str; 2] = ["photo", "incoming"];
/// Folders in folders: `photo/aa/bb/name`.
const DEEPEST: usize = 3;

/// A list of pictures: the path of each, and what it reads like. Stored as `sha256sum` writes it, with the size first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct List(pub(super) BTreeMap<String, Sum>);

impl List {
    /// Reads the list of a set.
    pub(super) fn read(set: &Path) -> anyhow::Result<Self> {
        let path = set.join(name::PICTURES);
        let text = fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        let mut list = BTreeMap::new();
        for line in text.lines() {
            let mut words = line.splitn(3, ' ');
            let (Some(bytes), Some(sha256), Some(file)) = (words.next(), words.next(), words.next()) else {
                bail!("{} holds a line that is none: {line}", path.display());
            };
            ensure!(is_inside(file), "{} names {file}, which is no picture", path.display());
            let bytes = bytes.parse().with_context(|| format!("{line} has no size"))?;
            let sha256 = sha256.to_owned();
            list.insert(file.to_owned(), Sum { bytes, sha256 });
        }
        Ok(Self(list))
    }

    /// Writes it into a set.
    pub(super) fn write(&self, set: &Path) -> anyhow::Result<()> {
        let mut text = String::new();
        for (file, sum) in &self.0 {
            text.push_str(&format!("{} {} {file}\n", sum.bytes, sum.sha256));
        }
        disk::write(&set.join(name::PICTURES), text.as_bytes())
    }

    pub(super) fn totals(&self) -> Pictures {
        Pictures {
            files: self.0.len() as u64,
            bytes: self.0.values().map(|sum| sum.bytes).sum(),
            lost: 0,
        }
    }
}

/// Whether a path stays where pictures are.
fn is_inside(path: &str) -> bool {
    let mut parts = path.split('/');
    let first = parts.next().is_some_and(|first| FOLDERS.contains(&first));
    first && parts.all(|part| !part.is_empty() && part != "." && part != ".." && !part.contains('\\'))
}

/// Copies what the pool does not have; what it has is believed by its size where an earlier set lists it, else read.
/// Gives the list, and how many bytes the pool grew by.
pub(super) fn copy(photos: &Path, pool: &Path, known: &List) -> anyhow::Result<(List, u64)> {
    let (mut list, mut grown) = (BTreeMap::new(), 0_u64);
    let mut touched = BTreeSet::new();
    for file in walk(photos)? {
        let (from, to) = (photos.join(&file), pool.join(&file));
        let sum = match fs::metadata(&to) {
            Ok(there) => match known.0.get(&file).filter(|sum| sum.bytes == there.len()) {
                Some(sum) => sum.clone(),
                None => match (disk::sum(&to)?, disk::sum(&from)) {
                    (there, Ok(here)) if there != here => renew(&from, &to)?,
                    (there, _) => there,
                },
            },
            Err(_) => {
                if let Some(folder) = to.parent()
                    && touched.insert(folder.to_owned())
                {
                    disk::make_directory(folder)?;
                }
                match disk::copy(&from, &to) {
                    Ok(sum) => {
                        grown = grown.saturating_add(sum.bytes);
                        sum
                    }
                    // It was developed, or thrown away, since we looked: then nobody needs it.
                    Err(_) if !from.exists() => continue,
                    Err(error) => return Err(error),
                }
            }
        };
        list.insert(file, sum);
    }
    for folder in touched {
        disk::flush(&folder)?;
    }
    Ok((List(list), grown))
}

/// A file of the pool that is not what the market has: it was damaged, or written by somebody else.
fn renew(from: &Path, to: &Path) -> anyhow::Result<Sum> {
    tracing::warn!("{} was damaged and is copied again", to.display());
    fs::remove_file(to)?;
    disk::copy(from, to)
}

/// Every picture below a store, as paths from it. Unfinished writes (`name#1`, `name.half`) are none.
fn walk(photos: &Path) -> anyhow::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut folders: Vec<(String, usize)> = FOLDERS.iter().map(|folder| ((*folder).to_owned(), 1)).collect();
    while let Some((folder, depth)) = folders.pop() {
        for (name, path) in disk::list(&photos.join(&folder))? {
            let inside = format!("{folder}/{name}");
            if path.is_dir() {
                if depth < DEEPEST {
                    folders.push((inside, depth.saturating_add(1)));
                }
            } else if !name.contains('#')
                && !name.contains(char::is_whitespace)
                && path.extension().is_none_or(|end| end != "half")
            {
                found.push(inside);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Holds every picture of a list to its sum; the first that is missing or altered is named.
pub(super) fn verify(pool: &Path, list: &List) -> anyhow::Result<()> {
    for (file, sum) in &list.0 {
        let path = pool.join(file);
        ensure!(path.exists(), "the picture {} is missing", path.display());
        ensure!(disk::sum(&path)? == *sum, "the picture {} was altered", path.display());
    }
    Ok(())
}

/// Whether every picture of a list is there in its size.
pub(super) fn verify_sizes(pool: &Path, list: &List) -> anyhow::Result<()> {
    for (file, sum) in &list.0 {
        let path = pool.join(file);
        let there = fs::metadata(&path).is_ok_and(|about| about.len() == sum.bytes);
        ensure!(there, "the picture {} is missing or cut", path.display());
    }
    Ok(())
}

/// Brings the pictures of a list into a store, each held to its sum.
pub(super) fn restore(pool: &Path, list: &List, photos: &Path) -> anyhow::Result<()> {
    let mut touched: BTreeSet<PathBuf> = BTreeSet::new();
    for (file, sum) in &list.0 {
        let (from, to) = (pool.join(file), photos.join(file));
        if let Some(folder) = to.parent()
            && touched.insert(folder.to_owned())
        {
            disk::make_directory(folder)?;
        }
        ensure!(
            disk::copy(&from, &to)? == *sum,
            "the picture {} was altered",
            from.display()
        );
    }
    for folder in touched {
        disk::flush(&folder)?;
    }
    Ok(())
}

/// How many finished pictures the database names whose files are not all on the list.
pub(super) async fn lost(db: &Db, list: &List) -> anyhow::Result<u64> {
    let sql = "select distinct key, sizes from photo where state = 'ready'";
    let rows = db
        .reader()
        .query_all_raw(Statement::from_string(db.backend(), sql))
        .await?;
    let mut lost = 0_u64;
    for row in rows {
        let (key, sizes): (String, String) = (row.try_get("", "key")?, row.try_get("", "sizes")?);
        let folder = format!("photo/{}/{}", key.get(..2).unwrap_or(""), key.get(2..4).unwrap_or(""));
        let mut names: Vec<String> = sizes
            .split(',')
            .map(|size| format!("{folder}/{key}-{size}.webp"))
            .collect();
        names.push(format!("{folder}/{key}.json"));
        lost = lost.saturating_add(u64::from(names.iter().any(|name| !list.0.contains_key(name))));
    }
    Ok(lost)
}

/// Removes from the pool what no list names. Says how many files that were.
pub(super) fn prune(pool: &Path, lists: &[List]) -> anyhow::Result<u64> {
    let mut removed = 0_u64;
    for file in walk(pool)? {
        if !lists.iter().any(|list| list.0.contains_key(&file)) {
            fs::remove_file(pool.join(&file))?;
            removed = removed.saturating_add(1);
        }
    }
    Ok(removed)
}
