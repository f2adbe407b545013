//! Whose money is where: what selling tells the ledger.

mod book;

pub(crate) use book::{freeze, till};
