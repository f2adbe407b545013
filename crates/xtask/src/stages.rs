//! `cargo xtask test`: one stage after the other, each to its end, then the counts.

use crate::{Outcome, cluster::Cluster, count::Count, shell, tools};
use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
    time::Instant,
};

/// Test threads on a large machine: each may hold a pool of eight connections, and the cluster takes 300.
const THREADS: usize = 16;

/// A part of the whole.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Fmt,
    Clippy,
    Doc,
    Rust,
    Planted,
}

impl Stage {
    /// What a whole run does. The planted mistakes are run by name alone, until it is known what they cost.
    pub(crate) const ALL: [Self; 4] = [Self::Fmt, Self::Clippy, Self::Doc, Self::Rust];

    pub(crate) fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter().chain([Self::Planted]);
        all.find(|stage| stage.name() == name)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Fmt => "fmt",
            Self::Clippy => "clippy",
            Self::Doc => "doc",
            Self::Rust => "rust",
            Self::Planted => "planted",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Fmt => "formatting",
            Self::Clippy => "clippy, warnings denied",
            Self::Doc => "links in the documentation",
            Self::Rust => "tests, on SQLite and PostgreSQL and in the browser",
            Self::Planted => "mistakes planted on purpose, each to be found by the simulation",
        }
    }

    /// Installs what the stage needs and the machine lacks.
    fn prepare(self) -> Outcome {
        match self {
            Self::Fmt => tools::component("rustfmt", "fmt"),
            Self::Clippy => tools::component("clippy", "clippy"),
            Self::Doc | Self::Planted => Ok(()),
            Self::Rust => tools::install(&tools::Tool::ALL).and_then(|()| tools::install_stripe()),
        }
    }

    fn run(self) -> Outcome<Count> {
        let check = |command: &mut Command| Ok(Count::one(command.status().is_ok_and(|s| s.success())));
        match self {
            Self::Fmt => check(&mut shell::cargo(["fmt", "--all", "--check"])),
            Self::Clippy => check(
                shell::cargo(["clippy", "--workspace", "--all-targets", "--locked"]).args(["--", "-D", "warnings"]),
            ),
            Self::Doc => check(
                shell::cargo([
                    "doc",
                    "--workspace",
                    "--no-deps",
                    "--document-private-items",
                    "--locked",
                ])
                .env("RUSTDOCFLAGS", "-D warnings"),
            ),
            Self::Rust => rust(),
            Self::Planted => counted(&mut planted()),
        }
    }
}

/// Runs the stages and closes with the counts. False when anything failed or was skipped.
pub(crate) fn run(stages: &[Stage]) -> Outcome<bool> {
    // First of all, so that nobody waits ten minutes to be told of a missing package.
    for stage in stages {
        stage.prepare()?;
    }
    let before = tree();
    let mut all = Count::default();
    let mut lines = Vec::new();
    for stage in stages {
        println!("\n== {}", stage.title());
        let start = Instant::now();
        let count = stage.run().unwrap_or_else(|sentence| {
            println!("{sentence}");
            Count::one(false)
        });
        lines.push(format!(
            "{:>6} s  {:<7} {count}",
            start.elapsed().as_secs(),
            stage.name()
        ));
        all.add(count);
    }
    if let (Some(before), Some(after)) = (before, tree()) {
        let untouched = before == after;
        if !untouched {
            println!("\n== the run changed the working tree; now:\n{}", after.status);
        }
        let count = Count::one(untouched);
        lines.push(format!("{:>8}  {:<7} {count}", "", "tree"));
        all.add(count);
    }
    println!("\n== counts\n{}\n{all}", lines.join("\n"));
    Ok(all.is_good())
}

fn rust() -> Outcome<Count> {
    let cluster = Cluster::start()?;
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let mut cargo = shell::cargo(["test", "--workspace", "--locked", "--no-fail-fast"]);
    cargo.env("TIWIZI_TEST_POSTGRES", cluster.url());
    if std::env::var_os("RUST_TEST_THREADS").is_none() {
        cargo.env("RUST_TEST_THREADS", cores.min(THREADS).to_string());
    }
    for (variable, tool) in [
        ("TIWIZI_TEST_CHROMIUM", tools::chromium()),
        ("TIWIZI_TEST_CHROMEDRIVER", tools::driver()),
        ("TIWIZI_TEST_STRIPE_PYTHON", tools::stripe_python()),
    ] {
        cargo.envs(tool.map(|path| (variable, path)));
    }
    counted(&mut cargo)
}

/// The features of the whole workspace, so that of what was built for its tests only our own crates are built anew.
fn planted() -> Command {
    let mut cargo = shell::cargo(["test", "--workspace", "--locked", "--no-fail-fast"]);
    cargo.args(["--features", "simulation/planted-bugs", "--test", "planted"]);
    cargo
}

/// Runs test programs, shows what they say, and counts it.
fn counted(cargo: &mut Command) -> Outcome<Count> {
    let mut running = cargo
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("cargo test: {error}"))?;
    let mut count = Count::default();
    if let Some(output) = running.stdout.take() {
        for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            count.add(Count::read(&line).unwrap_or_default());
        }
    }
    let ended = running.wait().map_err(|error| format!("cargo test: {error}"))?;
    if !ended.success() && count.failed == 0 {
        // It did not compile, or a test program died without a word.
        count.failed = 1;
    }
    Ok(count)
}

/// The working tree as git sees it; nothing where there is no git.
#[derive(PartialEq, Eq)]
struct Tree {
    status: String,
    difference: String,
}

fn tree() -> Option<Tree> {
    let git = |arguments: &[&str]| shell::output(shell::command("git").args(arguments)).ok();
    Some(Tree {
        status: git(&["status", "--porcelain"])?,
        difference: git(&["diff"])?,
    })
}
