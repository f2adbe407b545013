//! Mistakes that are planted for the simulation are in no program that anybody runs.
#![cfg(test)]

use std::process::Command;
use tidy_tests::{files, none, root};

const FEATURE: &str = concat!("planted", "-bugs");

#[test]
fn nobody_but_the_simulation_turns_the_mistakes_on() {
    let mut found = Vec::new();
    for manifest in files("", &["toml"])
        .into_iter()
        .filter(|file| file.path.ends_with("Cargo.toml"))
    {
        let allowed: &[&str] = match manifest.path.as_str() {
            "crates/kernel/Cargo.toml" => &["planted-bugs = []"],
            "tests/simulation/Cargo.toml" => &[
                "planted-bugs = [\"kernel/planted-bugs\"]",
                "required-features = [\"planted-bugs\"]",
            ],
            _ => &[],
        };
        let lines = manifest.text.lines().filter(|line| line.contains(FEATURE));
        found.extend(
            lines
                .filter(|line| !allowed.contains(line))
                .map(|line| format!("{}: {line}", manifest.path)),
        );
        // Neither of the two has it on by itself.
        if !allowed.is_empty() && manifest.text.lines().any(|line| line.starts_with("default =")) {
            found.push(format!("{}: a default feature", manifest.path));
        }
    }
    none(&found, "manifests that turn planted mistakes on");
}

#[test]
fn the_program_that_people_run_has_no_mistakes_planted() {
    let tree = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--offline",
            "--package",
            "server",
            "--edges",
            "features,normal,build",
        ])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let tree = String::from_utf8_lossy(&tree.stdout);
    assert!(tree.contains("kernel"), "the tree is that of the server");
    let found: Vec<&str> = tree.lines().filter(|line| line.contains(FEATURE)).collect();
    assert!(found.is_empty(), "{found:?}");
}
