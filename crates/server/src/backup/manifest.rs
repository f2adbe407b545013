//! What a set says of itself.

use super::{
    disk::{self, Sum},
    name,
};
use anyhow::{Context, bail, ensure};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// The only kind of manifest there is yet.
const FORMAT: u32 = 1;
/// The longest manifest that is read, in bytes.
const LONGEST: u64 = 1 << 20;

/// What a set holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    format: u32,
    /// The moment of its data, for people.
    pub(super) made_at: String,
    /// The same, in microseconds since 1970.
    pub(super) made_at_micros: i64,
    /// The version of the program that made it.
    pub(super) program: String,
    /// The last step of the database's history.
    pub(super) schema: String,
    /// Whether it was restored in a test and everything in it agreed. Not where PostgreSQL allows no second database.
    pub(super) proven: bool,
    /// Each file, by name.
    pub(super) files: BTreeMap<String, File>,
    pub(super) pictures: Pictures,
    /// What the secret key shows of itself; the key that belongs to the database shows the same.
    pub(super) key: Option<String>,
    /// How many rows the great tables have.
    pub(super) rows: BTreeMap<String, i64>,
}

/// A file of the set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct File {
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

/// The pictures that belong to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pictures {
    pub(super) files: u64,
    pub(super) bytes: u64,
    /// Pictures that the database names and the market had lost already.
    pub(super) lost: u64,
}

impl Manifest {
    pub(super) fn new(at: Timestamp) -> Self {
        Self {
            format: FORMAT,
            made_at: at.to_string(),
            made_at_micros: at.as_microsecond(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            schema: String::new(),
            proven: false,
            files: BTreeMap::new(),
            pictures: Pictures::default(),
            key: None,
            rows: BTreeMap::new(),
        }
    }

    /// Reads a file of the set and adds it.
    pub(super) fn add(&mut self, set: &Path, name: &str) -> anyhow::Result<u64> {
        let Sum { bytes, sha256 } = disk::sum(&set.join(name))?;
        self.files.insert(name.to_owned(), File { bytes, sha256 });
        Ok(bytes)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.files.contains_key(name)
    }

    /// Writes it, and the sums that `sha256sum -c` understands, which are the last word of a set.
    pub(super) fn write(&self, set: &Path) -> anyhow::Result<()> {
        let path = set.join(name::MANIFEST);
        disk::write(&path, &serde_json::to_vec_pretty(self)?)?;
        let sums = self.sums(&disk::sum(&path)?);
        disk::write(&set.join(name::SUMS), sums.as_bytes())?;
        disk::flush(set)
    }

    fn sums(&self, own: &Sum) -> String {
        let files = self
            .files
            .iter()
            .map(|(name, file)| format!("{}  {name}\n", file.sha256));
        files.chain([format!("{}  {}\n", own.sha256, name::MANIFEST)]).collect()
    }

    /// Reads it, and holds it to its sum.
    pub(super) fn read(set: &Path) -> anyhow::Result<Self> {
        let path = set.join(name::MANIFEST);
        let about =
            fs::metadata(&path).with_context(|| format!("{} is no backup: it has no manifest", set.display()))?;
        ensure!(
            about.len() <= LONGEST,
            "{} is too long to be a manifest",
            path.display()
        );
        let sums = fs::read_to_string(set.join(name::SUMS))
            .with_context(|| format!("{} is not whole: it has no {}", set.display(), name::SUMS))?;
        let manifest: Self = serde_json::from_slice(&fs::read(&path)?)
            .with_context(|| format!("{} was altered: it cannot be understood", path.display()))?;
        ensure!(
            sums == manifest.sums(&disk::sum(&path)?),
            "{} was altered: it and {} disagree",
            path.display(),
            name::SUMS
        );
        ensure!(
            manifest.format == FORMAT,
            "{} is of another kind than this program knows: use the newer program",
            path.display()
        );
        Ok(manifest)
    }

    /// Holds every file of the set to its sum.
    pub(super) fn verify(&self, set: &Path) -> anyhow::Result<()> {
        for (name, file) in &self.files {
            ensure!(!name.contains('/'), "{name} is no name of a file in a set");
            let path = set.join(name);
            let found = disk::sum(&path)?;
            ensure!(
                found.bytes == file.bytes && found.sha256 == file.sha256,
                "{} was altered: its content is not what was backed up",
                path.display()
            );
        }
        Ok(())
    }
}

/// The name of a set.
pub(super) fn stamp(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// The moment in the name of a set.
pub(super) fn moment(name: &str) -> Option<Timestamp> {
    let time = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", name).ok()?;
    let at = jiff::tz::TimeZone::UTC.to_timestamp(time).ok()?;
    (stamp(at) == name).then_some(at)
}

/// The good sets of a directory, the oldest first.
pub(super) fn sets(directory: &Path) -> anyhow::Result<Vec<(Timestamp, PathBuf)>> {
    let named = disk::list(directory)?;
    let mut sets: Vec<(Timestamp, PathBuf)> = named
        .into_iter()
        .filter_map(|(name, path)| Some((moment(&name)?, path)))
        .filter(|(_, path)| path.join(name::SUMS).is_file())
        .collect();
    sets.sort();
    Ok(sets)
}

/// The set that is meant: the directory itself, or the newest in it.
pub(super) fn choose(directory: &Path) -> anyhow::Result<PathBuf> {
    if directory.join(name::MANIFEST).is_file() {
        return Ok(directory.to_owned());
    }
    match sets(directory)?.pop() {
        Some((_, path)) => Ok(path),
        None => bail!("there is no whole backup in {}", directory.display()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_is_named_by_its_moment_and_nothing_else_is_a_set() {
        let at: Timestamp = "2026-11-28T16:20:05Z".parse().expect("a moment");
        assert_eq!(stamp(at), "20261128T162005Z");
        assert_eq!(moment("20261128T162005Z"), Some(at));
        for other in [
            "",
            "pictures",
            ".unfinished-20261128T162005Z",
            "20261128T162005",
            "20261328T162005Z",
            "20261128T162005Z~",
        ] {
            assert_eq!(moment(other), None, "{other}");
        }
    }
}
