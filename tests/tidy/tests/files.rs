//! Files that can be read in one go, say what they are, and know nothing outside of the house.
#![cfg(test)]

use std::collections::BTreeSet;
use tidy_tests::{File, files, line_of, none, root};

/// Lines of a Rust file. Beyond this it is two files.
const LONGEST: usize = 700;

fn rust() -> Vec<File> {
    let mut found = files("crates", &["rs"]);
    found.extend(files("migrations", &["rs"]));
    found.extend(files("tests", &["rs"]));
    found
}

#[test]
fn no_rust_file_is_longer_than_seven_hundred_lines() {
    let long = rust()
        .into_iter()
        .map(|file| (file.text.lines().count(), file.path))
        .filter(|(lines, _)| *lines > LONGEST);
    none(
        &long
            .map(|(lines, path)| format!("{path}: {lines} lines"))
            .collect::<Vec<_>>(),
        "files to be split",
    );
}

#[test]
fn every_rust_file_says_first_what_it_is() {
    let silent: Vec<String> = rust()
        .into_iter()
        .filter(|file| !file.text.starts_with("//!"))
        .map(|file| file.path)
        .collect();
    none(&silent, "files that do not begin with //!");
}

#[test]
fn nothing_is_left_to_be_done_later() {
    // Split, so that this list is not found by itself.
    let marks = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("XX", "X"),
        concat!("To be ", "written."),
    ];
    let mut found = Vec::new();
    for file in own_files() {
        for mark in marks {
            // As a word of its own, behind what begins a comment.
            let is_reminder = |at: usize| {
                let line = file.text[..at].rsplit('\n').next().unwrap_or_default();
                let before = line.chars().next_back();
                let after = file.text[at + mark.len()..].chars().next();
                let alone = [before, after].into_iter().flatten().all(|c| !c.is_alphanumeric());
                alone
                    && ["//", "#", "--", "/*", "{#"]
                        .iter()
                        .any(|comment| line.contains(comment))
            };
            let hits = file.text.match_indices(mark).filter(|(at, _)| is_reminder(*at));
            found.extend(hits.map(|(at, _)| format!("{}:{}: {mark}", file.path, line_of(&file.text, at))));
        }
    }
    none(&found, "reminders (do it, or write an issue)");
}

#[test]
fn no_file_names_a_place_outside_of_the_house() {
    let places = [
        concat!("/wo", "rk/"),
        concat!("/tmp/", "target"),
        concat!("/tmp/", "brief"),
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
    ];
    let mut found = Vec::new();
    for file in own_files() {
        for place in places {
            let hits = file.text.match_indices(place);
            found.extend(hits.map(|(at, _)| format!("{}:{}: {place}", file.path, line_of(&file.text, at))));
        }
    }
    none(&found, "places on somebody's machine");
}

#[test]
fn every_member_of_the_workspace_stands_where_its_name_says() {
    let folders = std::fs::read_dir(root().join("crates")).unwrap().flatten();
    let mut found = Vec::new();
    for folder in folders.filter(|folder| folder.path().is_dir()) {
        let name = folder.file_name().to_string_lossy().into_owned();
        let manifest = std::fs::read_to_string(folder.path().join("Cargo.toml")).unwrap_or_default();
        if !manifest.contains(&format!("name = \"{name}\"")) {
            found.push(format!("crates/{name} is another crate"));
        }
        for line in [
            "[lints]\nworkspace = true",
            "version.workspace = true",
            "publish.workspace = true",
        ] {
            if !manifest.contains(line) {
                found.push(format!("crates/{name}/Cargo.toml: {}", line.replace('\n', " ")));
            }
        }
    }
    none(&found, "crates that are not like the others");
}

#[test]
fn versions_of_dependencies_stand_in_the_root_alone() {
    let mut found = Vec::new();
    for manifest in files("", &["toml"])
        .into_iter()
        .filter(|file| file.path.ends_with("/Cargo.toml"))
    {
        let mut inside = false;
        for (number, line) in manifest.text.lines().enumerate() {
            if line.starts_with('[') {
                inside = line.contains("dependencies");
            }
            if inside && line.contains('=') && !line.contains("workspace = true") && !line.trim_start().starts_with('#')
            {
                found.push(format!("{}:{}: {line}", manifest.path, number + 1));
            }
        }
    }
    none(&found, "dependencies with a version of their own");
}

/// What people of the house wrote: everything but vendored files and data.
fn own_files() -> Vec<File> {
    let endings = [
        "rs", "toml", "md", "html", "css", "js", "ftl", "sql", "service", "yml", "json",
    ];
    let vendored: BTreeSet<&str> = ["tests/support/axe/"].into();
    let mut found = files("", &endings);
    found.retain(|file| {
        !vendored.iter().any(|start| file.path.starts_with(start))
            && !file.path.starts_with("tests/tidy/tests/files.rs")
    });
    found
}
