//! `cargo xtask simulate`: runs seeds, says how fast, and for a seed that breaks something the line that replays it.
#![allow(clippy::print_stdout, reason = "a console program: what it prints is what it is for")]

use simulation::{Report, bugs};
use std::{process::ExitCode, time::Instant};

const HELP: &str = "\
cargo xtask simulate [--seeds N] [--from S] [--threads T] [--bug NAME] [--trace]
cargo xtask simulate --bugs       every planted mistake, the seed that finds it, and what breaks";

struct Wanted {
    seeds: u64,
    from: u64,
    threads: usize,
    bug: &'static str,
    bugs: bool,
    trace: bool,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let wanted = match read(&arguments) {
        Ok(wanted) => wanted,
        Err(sentence) => {
            eprintln!("{sentence}\n\n{HELP}");
            return ExitCode::FAILURE;
        }
    };
    let good = if wanted.bugs { all_bugs(&wanted) } else { seeds(&wanted) };
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn read(arguments: &[String]) -> Result<Wanted, String> {
    let mut wanted = Wanted {
        seeds: 1,
        from: 0,
        threads: std::thread::available_parallelism().map_or(2, usize::from),
        bug: "",
        bugs: false,
        trace: false,
    };
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let mut number = || -> Result<u64, String> {
            let next = words.next().ok_or_else(|| format!("{word} wants a number"))?;
            next.parse().map_err(|_| format!("{next} is no number"))
        };
        match word.as_str() {
            "--seeds" => wanted.seeds = number()?,
            "--from" => wanted.from = number()?,
            "--threads" => wanted.threads = usize::try_from(number()?).unwrap_or(1),
            "--bugs" => wanted.bugs = true,
            "--trace" => wanted.trace = true,
            "--bug" => {
                let name = words.next().map_or("", String::as_str);
                wanted.bug = bugs::named(name)
                    .ok_or_else(|| format!("no mistake is called {name}"))?
                    .name;
            }
            other => return Err(format!("{other}: not understood")),
        }
    }
    Ok(wanted)
}

fn replay(seed: u64, bug: &str) -> String {
    let bug = if bug.is_empty() {
        String::new()
    } else {
        format!(" --bug {bug}")
    };
    format!("cargo xtask simulate --seeds 1 --from {seed}{bug} --trace")
}

fn seeds(wanted: &Wanted) -> bool {
    if wanted.trace {
        return (0..wanted.seeds).fold(true, |good, number| {
            let report = simulation::one(wanted.from.wrapping_add(number), wanted.bug, true);
            for line in &report.trace {
                println!("{line}");
            }
            println!(
                "seed {}: {:016x}, {} steps, {} orders",
                report.seed, report.fingerprint, report.steps, report.orders
            );
            good && is_good(&report, wanted.bug)
        });
    }
    let start = Instant::now();
    let (mut done, mut steps, mut orders, mut failed) = (0_u64, 0_u64, 0_usize, 0_u64);
    simulation::many(wanted.from, wanted.seeds, wanted.threads, wanted.bug, |report| {
        done += 1;
        steps += u64::from(report.steps);
        orders += report.orders;
        failed += u64::from(!is_good(&report, wanted.bug));
        if done % 500 == 0 {
            println!("{done} seeds, {failed} broken, {} s", start.elapsed().as_secs());
        }
        failed < 20
    });
    let seconds = start.elapsed().as_secs().max(1);
    println!(
        "{done} seeds from {}, {steps} steps, {orders} orders in {seconds} s: {} seeds a minute, {failed} broken",
        wanted.from,
        done * 60 / seconds
    );
    failed == 0
}

fn is_good(report: &Report, bug: &str) -> bool {
    let Some(broken) = &report.broken else { return true };
    println!("seed {}: {broken}\n    {}", report.seed, replay(report.seed, bug));
    false
}

/// The table of mistakes. Each is searched for from the first seed on.
fn all_bugs(wanted: &Wanted) -> bool {
    let most = if wanted.seeds > 1 { wanted.seeds } else { 1000 };
    println!("| mistake | after | seed | what broke |\n|---|---|---|---|");
    let mut good = true;
    for bug in bugs::BUGS {
        let mut first: Option<Report> = None;
        simulation::many(wanted.from, most, wanted.threads, bug.name, |report| {
            if report.broken.is_some() && first.as_ref().is_none_or(|known| report.seed < known.seed) {
                first = Some(report);
            }
            first.is_none()
        });
        let found = first.and_then(|report| report.broken.map(|broken| (report.seed, broken)));
        good &= found.is_some();
        match found {
            Some((seed, broken)) => println!("| {} | {} | {seed} | {} |", bug.name, bug.after, broken.rule),
            None => println!("| {} | {} | not within {most} | |", bug.name, bug.after),
        }
    }
    good
}
