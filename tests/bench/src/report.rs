//! How the figures are printed.

use crate::load::Cell;
use std::{fs, process::Command, time::Duration};

/// What it runs on.
pub(crate) fn machine() {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .unwrap_or("")
        .trim_matches([' ', '\t', ':'])
        .to_owned();
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split_whitespace().next().unwrap_or("?").to_owned();
    let commit = Command::new("git").args(["rev-parse", "--short", "HEAD"]).output();
    let commit = commit
        .map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
        .unwrap_or_default();
    println!("{cores} cores ({model}), load {load} before; commit {commit}");
    println!(
        "The load comes from one thread on the same machine, so what it takes is missing on both sides of a ratio."
    );
}

/// A heading.
pub(crate) fn title(text: &str) {
    println!("\n{text}\n{}", "─".repeat(text.chars().count()));
}

/// The head of a table of cells.
pub(crate) fn head(what: &str) {
    println!(
        "{what:<34} {:>3} {:>9} {:>8} {:>8} {:>8} {:>8}  ratio",
        "at", "per s", "p50 ms", "p99 ms", "cpu ms", "bytes"
    );
}

/// A cell, with what it is to be compared with.
pub(crate) fn row(name: &str, at_once: usize, cell: &Cell, processor: Duration, limit: Option<(f64, &str)>) {
    let count = cell.micros.len().max(1) as f64;
    let ratio = limit.map_or(String::new(), |(rate, note)| {
        format!("{:.2} {note}", cell.rate() / rate.max(1e-9))
    });
    println!(
        "{name:<34} {at_once:>3} {:>9.0} {:>8.2} {:>8.2} {:>8.3} {:>8}  {ratio}",
        cell.rate(),
        cell.millis_at(500),
        cell.millis_at(990),
        processor.as_secs_f64() * 1000.0 / count,
        cell.size(),
    );
    if cell.refused > 0 {
        let first = cell.first_refusal.as_deref().unwrap_or_default();
        let status = first.lines().next().unwrap_or_default();
        let body = first.split("\r\n\r\n").nth(1).unwrap_or_default();
        let body: String = body.chars().take(300).collect();
        println!("    {} of them were refused, the first: {status} {body}", cell.refused);
    }
}
