//! Running other programs.

use crate::Outcome;
use std::{ffi::OsStr, io, path::PathBuf, process::Command};

/// The root of the workspace: two up from this package, whose place `cargo run` tells us now; where it
/// was when we were compiled may be another clone that shares the target directory.
pub(crate) fn root() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let package = PathBuf::from(package);
    package.ancestors().nth(2).map_or(package.clone(), PathBuf::from)
}

/// A program started at the root of the workspace, without what `cargo run` tells its program about
/// the package xtask: build scripts that look at these variables would run again at every turn
/// between `cargo test` and `cargo xtask test`.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}

/// The cargo that runs us.
pub(crate) fn cargo<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let mut cargo = command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(arguments);
    if std::env::var_os("CI").is_some_and(|ci| ci == "true") {
        // A clean machine builds once: what incremental builds keep would only fill its disk.
        cargo.env("CARGO_INCREMENTAL", "0");
    }
    cargo
}

/// What a program prints, when it succeeds.
pub(crate) fn output(command: &mut Command) -> io::Result<String> {
    let output = command.output()?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()))
    }
}

/// Runs a program that must succeed.
pub(crate) fn must(command: &mut Command) -> Outcome<String> {
    output(command).map_err(|error| format!("{command:?}: {error}"))
}

/// Where a program is, if it is installed.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

/// Whether we are the superuser, whom PostgreSQL refuses to serve.
pub(crate) fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}
