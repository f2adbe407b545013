//! Refunds that people carry out: what a provider cannot give back is a task, open until somebody has paid it. The buyer
//! says how they want it ([`choose_way`]): to a bank account, or in cash against a code that only they are shown. The
//! cooperative pays where it was paid itself, the office where the market was.

mod approve;
mod arrive;
mod choose;
mod come_back;
mod hands;
mod retry;
mod statement;
mod suspense;
mod twice;

pub use approve::approve_refund;
pub use arrive::{can_have_arrived, refund_arrived};
pub use choose::{Wish, choose_way, read_account};
pub use come_back::refund_came_back;
pub use hands::{Paying, confirm_refund, hand_out_cash, is_disputed, refund_code, send_transfer, send_transfer_to};
pub use retry::{ask_again, retry_refund};
pub use suspense::{Aside, list_aside, return_suspense};
pub use twice::let_twice_be;

pub(crate) use statement::{paid_by_bank, returned_by_bank};
