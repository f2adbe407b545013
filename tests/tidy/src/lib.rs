//! What the tidy tests read: the files of the house as text, without comments and tests where that
//! matters, and the words of the market. Nothing here compiles or runs the product.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot read the house must stop there and say why"
)]

pub mod rust;
pub mod template;
pub mod words;

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The root of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .expect("the workspace exists")
}

/// A file of the house.
#[derive(Clone, Debug)]
pub struct File {
    /// Its path below the root.
    pub path: String,
    /// What it says.
    pub text: String,
}

/// Every file below `folder` (a path below the root) with one of these endings, in the order of the
/// paths. What is built is left out.
pub fn files(folder: &str, endings: &[&str]) -> Vec<File> {
    let root = root();
    let mut found = Vec::new();
    walk(&root.join(folder), &mut |path| {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        if endings.contains(&ending)
            && let Ok(text) = fs::read_to_string(path)
        {
            let path = path
                .strip_prefix(&root)
                .expect("below the root")
                .to_string_lossy()
                .into_owned();
            found.push(File { path, text });
        }
    });
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn walk(folder: &Path, visit: &mut impl FnMut(&Path)) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name();
        if path.is_dir() {
            // `.git`, `.cargo` and the like, what cargo built, and what a run of the market left.
            if !name.to_string_lossy().starts_with('.') && name != "target" && name != "data" {
                walk(&path, visit);
            }
        } else {
            visit(&path);
        }
    }
}

/// The Rust files of the product: `crates/*/src` without those of the tools for tests.
pub fn product() -> Vec<File> {
    let tools = ["crates/testkit/", "crates/xtask/"];
    let mut files = files("crates", &["rs"]);
    files.retain(|file| file.path.contains("/src/") && !tools.iter().any(|tool| file.path.starts_with(tool)));
    files
}

/// The number of the line that holds byte `at`.
pub fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// Fails with every finding on a line of its own.
pub fn none(findings: &[String], rule: &str) {
    assert!(findings.is_empty(), "{rule}:\n  {}\n", findings.join("\n  "));
}
