//! What a buyer gives back of a delivered part, and what the cooperative answers. Goods go back on sale or are written off,
//! and money goes back, in the transaction in which it is decided; what nobody answers, time does ([`do_due`]);
//! what never comes, the office ends or lets wait again.

mod accept;
mod ask;
mod by_time;
mod missing;
mod receive;
mod refund;
mod refuse;
mod step;
mod withdraw;

pub use accept::accept_return;
pub use ask::{Asking, ask_return};
pub use by_time::do_due;
pub use missing::{end_return, reopen_return};
pub use receive::receive_return;
pub use refund::{Deciding, refund_return};
pub use refuse::refuse_return;
pub use withdraw::withdraw_return;
