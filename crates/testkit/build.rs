//! Tells the test kit which history of the database it was built with, so that a template made from
//! another one is never taken for it.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    io,
    path::Path,
};

const HISTORY: &str = "../../migrations";

fn main() -> io::Result<()> {
    let mut hasher = DefaultHasher::new();
    read(Path::new(HISTORY), &mut hasher)?;
    println!("cargo::rerun-if-changed={HISTORY}");
    println!("cargo::rustc-env=TIWIZI_HISTORY={:016x}", hasher.finish());
    Ok(())
}

fn read(folder: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        paths.push(entry?.path());
    }
    paths.sort();
    for path in paths {
        if path.is_dir() {
            read(&path, hasher)?;
        } else {
            path.hash(hasher);
            fs::read(&path)?.hash(hasher);
        }
    }
    Ok(())
}
