//! What a cooperative does with its part of an order, and what time does when it does nothing. Each
//! step goes through the state machine by one conditional statement; stock, money and notices follow
//! in the same transaction.

mod accept;
mod by_time;
mod confirm_transfer;
mod decline;
mod deliver;
mod edit_tariff;
mod lose;
mod overdue;
mod pack;
mod publish_text;
mod refuse_at_door;
mod remit;
mod ship;
pub(crate) mod step;
mod stop;
mod take_back;
mod vouch;

pub use accept::accept;
pub use by_time::{cancel_silent, close_due, remind_due};
pub use confirm_transfer::confirm_transfer;
pub use decline::decline;
pub use deliver::{Arrival, deliver, deliver_with, hand_over, hand_over_with};
pub use edit_tariff::{assign_provinces, open_zone, revise_zone};
pub use lose::lose;
pub use overdue::{give_up_unpaid, remind_unpaid};
pub use pack::pack;
pub use publish_text::publish_text;
pub use refuse_at_door::refuse_at_door;
pub use remit::remit;
pub use ship::ship;
pub use stop::stop_unanswered;
pub(crate) use stop::{Stop, leave_stop};
pub use take_back::take_back;
pub use vouch::vouch;
