//! Cash on delivery: who may order so, who has the cash, how it is handed over, and what becomes of it when it does
//! not come.
//!
//! * [`Cash`] is what the operator decides. `admit` is the one question every order in cash is asked, in its own
//!   transaction.
//! * [`request_code`] and [`prove`] have the buyer's telephone answer before an order that is asked for it.
//! * The **delivery code** ([`delivery_code()`]) is the buyer's word that the goods arrived.

mod admit;
mod delivery_code;
mod prove_phone;
mod settings;

pub use admit::{Hindrance, hindrance};
pub(crate) use admit::{Wish, admit, admit_again, admit_unpaid};
pub use delivery_code::delivery_code;
pub(crate) use delivery_code::is_right;
pub use prove_phone::{prove, request_code};
pub use settings::{Asking, Cash};
