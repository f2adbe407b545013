//! A short run on every build: nothing breaks, and the same seed is the same run.
#![cfg(test)]
#![allow(clippy::panic, reason = "a seed that breaks something is a failed test")]

use std::sync::Mutex;

/// Seeds of a short run.
const SEEDS: u64 = 60;

#[test]
fn nothing_breaks_in_a_short_run() {
    let broken = Mutex::new(Vec::new());
    simulation::many(0, SEEDS, 2, "", |report| {
        if let Some(found) = report.broken {
            broken.lock().unwrap().push(format!("seed {}: {found}", report.seed));
        }
        true
    });
    let broken = broken.into_inner().unwrap();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_same_seed_is_the_same_run() {
    for seed in [3, 5, 8, 13] {
        let (one, other) = (simulation::one(seed, "", false), simulation::one(seed, "", false));
        assert_eq!(one.fingerprint, other.fingerprint, "seed {seed}");
        assert!(one.steps > 0);
    }
}
