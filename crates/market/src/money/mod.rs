//! Whose money is where: what selling tells the ledger, the rules of commission, what a cooperative may
//! see of it, and whether all of it is accounted for.

mod account;
mod book;
mod check;
mod end_rule;
mod find_invoice;
mod find_payout;
mod open_rule;
mod papers;
mod raise_invoices;
mod reconcile;
mod settle_invoice;
mod share;
mod slips;
mod statement;

pub use account::{Account, AccountLine, find_account_of_cooperative};
pub(crate) use book::{freeze, till};
pub use check::{Broken, Checked, check};
pub use end_rule::end_rule;
pub use find_invoice::{InvoiceFound, InvoiceLine, find_invoice, find_invoice_for_cooperative};
use find_payout::numbers;
pub use find_payout::{PayoutFound, PayoutLine, find_payout, find_payout_for_cooperative, list_next_payout};
pub use open_rule::open_rule;
pub(crate) use open_rule::rule_begins;
pub use papers::{Form, Printed, happened, print_statement, standing};
pub use raise_invoices::raise_invoices;
pub use reconcile::{Compared, Difference, Place, reconcile};
pub use settle_invoice::{settle_invoice, settled_by_bank};
pub use share::{Share, find_share_of_product, list_shares_of_parts};
pub use slips::{invoice_line, payout_line, print_invoice, print_payout};
pub use statement::{Line, Statement, find_statement};
