//! The HTTP door. It translates: addresses and forms into verbs, results into pages and JSON,
//! errors into statuses. It decides nothing.
//!
//! Every route stands in one table with who may use it ([`routes`]); a guard in front of each
//! handler holds to that table. [`serve`] is the listener with its time-outs, [`router`] the whole
//! door without a socket, for tests.

mod api;
mod cache;
mod edge;
mod error;
mod extract;
mod kept;
mod layers;
mod openapi;
pub mod page;
mod pages;
pub mod routes;
mod state;

pub use cache::watch_changes;
pub use edge::{Limits, serve};
pub use error::{Failure, Outcome};
pub use routes::router;
pub use state::{App, Config};
