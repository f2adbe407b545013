//! Every planted mistake whose seed is known is found by it, or by one of the next where other changes have moved the seeds.
#![cfg(test)]
#![allow(clippy::panic, reason = "a mistake that is not found is a failed test")]

use simulation::bugs::BUGS;

/// Seeds that are tried from the known one on.
const TRIED: u64 = 40;

#[test]
fn every_planted_mistake_is_found() {
    let mut missed = Vec::new();
    for (bug, seed) in BUGS.iter().filter_map(|bug| Some((bug, bug.seed?))) {
        let mut found = false;
        simulation::many(seed, TRIED, 2, bug.name, |report| {
            found |= report.broken.is_some();
            !found
        });
        if !found {
            missed.push(format!("{}: not from seed {seed} on", bug.name));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}
