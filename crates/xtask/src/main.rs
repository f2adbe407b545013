//! The house's own chores, with nothing but the standard library: `cargo xtask test`, `bench`, `simulate`,
//! `postgres`.
#![allow(clippy::print_stdout, reason = "a console program: what it prints is what it is for")]

mod cluster;
mod count;
mod shell;
mod stages;
mod tools;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask test                    everything: format, clippy, doc links, all tests on both databases
cargo xtask test --only STAGE       one stage of it: fmt, clippy, doc, rust or planted
cargo xtask bench [ARGUMENTS…]      the load test, in release
cargo xtask simulate [ARGUMENTS…]   seeded runs of the whole market under faults, in release: --seeds N --from S,
                                    --bug NAME plants a mistake, --bugs all of them in turn, --trace says every step
cargo xtask postgres -- COMMAND…    COMMAND with a private PostgreSQL up, for example:
                                    cargo xtask postgres -- cargo test --package order";

/// What went wrong, in a sentence for the person at the console.
type Outcome<T = ()> = Result<T, String>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(sentence) => {
            eprintln!("xtask: {sentence}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Outcome<bool> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["test"] => stages::run(&stages::Stage::ALL),
        ["test", "--only", name] => match stages::Stage::named(name) {
            Some(stage) => stages::run(&[stage]),
            None => Err(format!("there is no stage {name}: fmt, clippy, doc, rust or planted")),
        },
        ["bench", rest @ ..] => bench(rest),
        ["simulate", rest @ ..] => simulate(rest),
        ["postgres", "--", command, rest @ ..] => with_postgres(command, rest),
        [] | ["help" | "--help" | "-h"] => {
            println!("{HELP}");
            Ok(true)
        }
        _ => Err(format!("not a chore of this house\n\n{HELP}")),
    }
}

/// The load test; on PostgreSQL too, where one can be had.
fn bench(arguments: &[&str]) -> Outcome<bool> {
    let cluster = tools::install(&[tools::Tool::Postgres]).and_then(|()| cluster::Cluster::start_durable());
    let mut bench = shell::cargo(["run", "--release", "--locked", "--package", "bench", "--"]);
    match &cluster {
        Ok(cluster) => {
            bench.env("TIWIZI_TEST_POSTGRES", cluster.url());
        }
        Err(sentence) => eprintln!("xtask: without PostgreSQL: {sentence}"),
    }
    Ok(bench.args(arguments).status().is_ok_and(|status| status.success()))
}

/// The simulation, with its mistakes built in only where one is asked for.
fn simulate(arguments: &[&str]) -> Outcome<bool> {
    let mut command = shell::cargo(["run", "--release", "--locked", "--quiet", "--package", "simulation"]);
    if arguments.iter().any(|word| word.starts_with("--bug")) {
        command.args(["--features", "planted-bugs"]);
    }
    let status = command.arg("--").args(arguments).status();
    Ok(status.is_ok_and(|status| status.success()))
}

fn with_postgres(command: &str, arguments: &[&str]) -> Outcome<bool> {
    tools::install(&[tools::Tool::Postgres])?;
    let cluster = cluster::Cluster::start()?;
    let status = shell::command(command)
        .args(arguments)
        .env("TIWIZI_TEST_POSTGRES", cluster.url())
        .status()
        .map_err(|error| format!("{command}: {error}"))?;
    Ok(status.success())
}
