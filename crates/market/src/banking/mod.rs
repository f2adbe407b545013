//! The market's bank account: statements are imported, and each line finds what it was sent for.
//!
//! * [`import_file`] keeps a statement and those of its lines that are new, in one transaction or not at all.
//! * [`match_new`] looks at each new line in a transaction of its own: what came and fits exactly pays an order, anything
//!   else goes into suspense. A job of the import does it too, so that no line is forgotten.
//! * `apply` is where lines about other things than orders are handed to whoever waits for them.
//! * [`assign`], [`send_back`], [`explain_return`], [`explain_fee`], [`paid_in()`] and [`provider_paid()`] are what an
//!   administrator decides about a line.

mod apply;
mod decide;
mod import;
mod matching;
mod paid_in;
mod provider_paid;
mod suspense;

pub use bankfile::read;
pub use decide::{assign, explain_fee, explain_return, send_back};
pub use import::{Imported, Upload, import_file};
pub use matching::match_new;
pub use paid_in::paid_in;
pub use provider_paid::provider_paid;

pub(crate) use suspense::{lock_waiting, same_money};
