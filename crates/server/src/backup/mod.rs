//! Backups: sets in a directory, each of which gets its name once it is whole and was restored in a test.
//!
//! ```text
//! DIR/20261128T162000Z/      one set: database, fake provider's books, key, list of pictures, manifest, SHA256SUMS
//! DIR/pictures/aa/bb/…       the pictures of all sets: they never change, so each lies here once
//! DIR/.unfinished-…/         a set that is being made, or was cut: nobody takes it for one
//! ```

mod disk;
mod make;
mod manifest;
mod pictures;
mod postgres;
mod prove;
mod prune;
mod restore;
mod round;
mod sqlite;

pub(crate) use disk::refuse_half_restored;
pub(crate) use make::make;
pub(crate) use restore::{check, release, restore};
pub(crate) use round::go_round;

/// What a set's files are called.
mod name {
    pub(super) const SQLITE: &str = "market.sqlite";
    pub(super) const POSTGRES: &str = "market.pgdump";
    pub(super) const BOOKS: &str = "fake-provider.jsonl";
    pub(super) const KEY: &str = "secret.key";
    pub(super) const PICTURES: &str = "pictures.txt";
    pub(super) const MANIFEST: &str = "manifest.json";
    pub(super) const SUMS: &str = "SHA256SUMS";
    /// The pictures of all sets.
    pub(super) const POOL: &str = "pictures";
    /// What a set is called while it is being made.
    pub(super) const UNFINISHED: &str = ".unfinished-";
}
