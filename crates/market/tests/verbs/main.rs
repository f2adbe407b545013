//! The verbs on both databases. One program, because each costs a link of the whole house and two fresh databases:
//! `cargo test -p market --test verbs refunds::` runs a file.
#![cfg(test)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it is wrong"
)]

// What tests need in order to begin.
mod card;
mod parcels;
mod payday;
mod stall;

mod bank;
mod buying;
mod cash;
mod change;
mod cmi;
mod come_back;
mod custody;
mod demo;
mod disputes;
mod ends;
mod invoices;
mod listing;
mod losses;
mod money;
mod outage;
mod paying;
mod payouts;
mod people;
mod quarantine;
mod refunds;
mod returns;
mod selling;
mod stripe;
mod twice;
mod ways;
mod went_back;
