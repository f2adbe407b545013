//! The market through its door, as people and programs send requests. One program, because each costs a link of the
//! whole house and two fresh databases: `cargo test -p http-tests --test door payouts::` runs a file.
#![cfg(test)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it is wrong"
)]

// What tests need in order to begin.
mod buyer;
mod town;
mod words;

mod account;
mod bad_input;
mod bank;
mod cash;
mod cmi;
mod custody;
mod faults;
mod hostile;
mod listing;
mod matrix;
mod money;
mod office;
mod papers;
mod paying;
mod payouts;
mod purchase;
mod returns;
mod shop;
mod slow;
