//! Whose money is where: what selling tells the ledger, the rules of commission, what a cooperative may
//! see of it, and whether all of it is accounted for.

mod account;
mod book;
mod check;
mod end_rule;
mod open_rule;
mod papers;
mod reconcile;
mod share;
mod statement;

pub use account::{Account, AccountLine, find_account_of_cooperative};
pub(crate) use book::{freeze, till};
pub use check::{Broken, Checked, check};
pub use end_rule::end_rule;
pub use open_rule::open_rule;
pub(crate) use open_rule::rule_begins;
pub use papers::{Form, Printed, happened, print_statement, standing};
pub use reconcile::{Compared, Difference, Place, reconcile};
pub use share::{Share, find_share_of_product, list_shares_of_parts};
pub use statement::{Line, Statement, find_statement};
