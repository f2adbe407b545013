//! What every test of the house uses: a fresh, migrated database in a few milliseconds, a clock that
//! stands still, and chance that repeats itself.
//!
//! ```no_run
//! use testkit::{TestDb, on_both};
//!
//! on_both! {
//!     /// A new market has no products.
//!     async fn a_new_market_is_empty(db: TestDb) {
//!         let mint = testkit::mint(1);
//!         // reads take `&db`; writes go through `db.write(…)`
//!     }
//! }
//! ```
//!
//! Tests on PostgreSQL fail where there is none: `cargo xtask test` starts one for all tests, and
//! `cargo xtask postgres -- cargo test --package order` for some.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test whose ground is missing must stop there and say why"
)]

mod chance;
mod clock;
pub mod database;
#[cfg(feature = "market")]
pub mod hostile;
#[cfg(feature = "market")]
mod market;
mod picture;
pub mod printed;

pub use chance::{SeededChance, mint, mint_at};
pub use clock::{FixedClock, NOON};
pub use database::{Backend, TestDb};
#[cfg(feature = "market")]
pub use market::{Ground, TestMarket, market};
pub use picture::png;

use std::sync::Once;

/// Readies the process as the binary's `main` does: one TLS provider. Calling it again does nothing.
/// No subscriber listens to `tracing`, so the product's own log does not drown a test's output.
pub fn init() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // It fails only where a provider is installed already, which is as good.
        rustls::crypto::ring::default_provider().install_default().ok();
    });
}

/// Runs each test twice, on a fresh SQLite and on a fresh PostgreSQL database: `name::sqlite` and
/// `name::postgres`. The file needs `tokio` as a (dev-)dependency and nothing else.
#[macro_export]
macro_rules! on_both {
    ($($(#[$attribute:meta])* async fn $name:ident($db:ident: $test_db:ty) $body:block)+) => {
        $(
            $(#[$attribute])*
            #[cfg(test)]
            mod $name {
                #[allow(unused_imports, reason = "a short test may need none of them")]
                use super::*;

                async fn run($db: $test_db) $body

                #[tokio::test(flavor = "multi_thread")]
                async fn sqlite() {
                    run($crate::database::fresh($crate::Backend::Sqlite).await).await;
                }

                #[tokio::test(flavor = "multi_thread")]
                async fn postgres() {
                    run($crate::database::fresh($crate::Backend::Postgres).await).await;
                }
            }
        )+
    };
}
