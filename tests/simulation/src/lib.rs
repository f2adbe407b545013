//! The simulation: the real verbs on a real database in memory, by people and companies that are not real, under faults
//! that a seed decides. The same seed is the same run, step by step. The README beside it says what is simulated, what
//! always holds, and how to add an actor.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a simulation whose ground is missing must stop there and say why"
)]

mod actors;
mod baton;
pub mod bugs;
mod chance;
mod clock;
mod ending;
mod faults;
mod ground;
mod invariants;
mod post;
mod provider;
pub mod run;
mod snapshot;
mod steps;
mod trace;
mod world;

pub use run::{Report, many, one};

/// Something that must never be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// What should hold.
    pub rule: &'static str,
    /// Where it does not.
    pub row: String,
}

impl Broken {
    pub(crate) fn new(rule: &'static str, row: impl Into<String>) -> Self {
        Self { rule, row: row.into() }
    }
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.rule, self.row)
    }
}
