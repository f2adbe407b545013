//! The vocabulary every other crate shares: typed ids, money, time, languages, clean text,
//! telephone and registration numbers, bounded pages, error kinds, and the one way to the database.
//!
//! It knows no noun of the market, no HTTP and no clock: time, ids and chance come in as arguments
//! ([`Mint`]), so that every rule above it can be run again with the same result.

pub mod db;
pub mod error;
pub mod ids;
pub mod locale;
pub mod mint;
pub mod money;
pub mod page;
pub mod phone;
mod planted;
pub mod registration;
pub mod text;
mod text_enum;
pub mod time;

pub use db::{Db, Read, StoreError, Tx, Work};
pub use error::{Fault, Kind};
pub use locale::{Locale, Texts};
pub use mint::{Chance, Mint};
pub use money::{Currency, Money};
pub use page::{Limit, Page};
pub use phone::Phone;
pub use planted::*;
pub use time::Micros;
