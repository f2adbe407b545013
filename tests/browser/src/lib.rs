//! People with a browser. A real Chromium, driven through chromedriver, looks at a market that runs
//! in the test's own process: on a fresh, migrated database, behind the real listener on a loopback
//! port, with messages kept in memory.
//!
//! [`Site`] is the market, [`Driver`] starts browsers, a [`Person`] sits at one. Every page that a
//! person [`Person::look`]s at is examined ([`checks`]) and pictured under `target/shots`; what is
//! wrong is gathered, and [`Site::assert_sound`] fails with the whole list at the end of a journey.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test whose ground is missing must stop there and say why"
)]

pub mod checks;
mod driver;
mod neighbour;
mod payloads;
mod person;
pub mod pictures;
mod site;
mod steps;

pub use driver::Driver;
pub use neighbour::Neighbour;
pub use person::{Person, Screen};
pub use site::Site;
