//! Cash on delivery: who may order so, who has the cash, how it is handed over, and what becomes of it when it does
//! not come.
//!
//! * [`Cash`] is what the operator decides. `admit` is the one question every order in cash is asked, in its own
//!   transaction.
//! * [`request_code`] and [`prove`] have the buyer's telephone answer before an order that is asked for it.
//! * [`receive`], [`announce`] and [`confirm()`] hand cash of many parts over, line by line; [`list_outstanding`] says what
//!   has not arrived. What was short is [made up](make_up()), or two people of the office [give it up](give_up()); what
//!   comes all the same is [booked](recover()), and what is too much [goes back](return_surplus()).
//! * The **delivery code** ([`delivery_code()`]) is the buyer's word that the goods arrived.

mod admit;
mod confirm;
mod count;
mod delivery_code;
mod give_up;
mod hand;
mod hand_over;
mod make_up;
mod outstanding;
mod prove_phone;
mod recover;
mod settings;
mod surplus;

pub use admit::{Hindrance, hindrance};
pub(crate) use admit::{Wish, admit, admit_again, admit_transfer, admit_unpaid};
pub use confirm::{confirm, withdraw};
pub use delivery_code::delivery_code;
pub(crate) use delivery_code::is_right;
pub use give_up::{Asked, decide_loss, give_up};
pub use hand::{Hand, leads};
pub(crate) use hand::{goal, till};
pub use hand_over::{Handed, Handing, announce, receive};
pub use make_up::make_up;
pub use outstanding::{Outstanding, list_outstanding, remind};
pub use prove_phone::{prove, request_code};
pub use recover::recover;
pub use settings::{Asking, Cash};
pub use surplus::{is_surplus_returned, return_surplus};
