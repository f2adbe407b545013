//! Files of banks. It knows no database and no ledger: bytes become lines, lines become bytes.
//!
//! * [`read`] reads what a bank says happened on an account: CSV, however the bank writes it, and CAMT.053.
//! * [`mod@write`] writes transfers for the bank: pain.001, and a table.

pub mod read;
pub mod write;
