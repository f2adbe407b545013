//! Stand-ins for the providers of card payments, for tests alone: they keep their own books, and know nothing of our
//! clients, so that these are not only tested against our own idea of a provider.
//!
//! * [`stripe`] answers as Stripe's interface does, with whole objects shaped like Stripe's published fixtures,
//!   idempotency keys that hold, and signed events; Stripe's own library is a test of it.
//! * [`cmi`] takes CMI's form, checks its hash by itself, and calls back in every way the protocol knows.
//!
//! Time is the host's ([`Clock`]); everything else is theirs.
#![recursion_limit = "512"]
// A helper of tests panics as a test does.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout
)]

pub mod cmi;
pub mod stripe;

use std::sync::Arc;

/// What time it is, in whole seconds since 1970.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;
