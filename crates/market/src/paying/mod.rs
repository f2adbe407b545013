//! Paying before anything is sent. By card: an order is placed unpaid, its goods are kept for a while, and the buyer goes to a provider's page.
//!
//! * [`start_payment`] asks the provider, under an id that was written down before.
//! * [`receive_message`] keeps what a provider tells us; a job looks at it. A message is a hint: what is done follows
//!   from what the provider answers when it is asked. [`check_due`] asks without a hint, every few minutes, so that
//!   the same is reached when no message ever comes.
//! * [`answer()`] is for a provider whose call-back waits for our word: it takes the money, or lets it go.
//! * `settle` is the one place where the answer takes effect.
//! * [`lapse_due`] gives up what nobody paid, [`pay_in_cash`] lets the buyer pay on delivery instead; both end the
//!   payment with the provider first.
//! * By transfer: `transfer` says what a bank's statement, or a person, confirms.
//! * Money goes back by `give_back`: a part that is cancelled or given back, a payment that no order can take any more. What
//!   was not done, or came back, is seen to by `fail`, and what had failed and was done after all by `late`; both know what
//!   else was put in its place. What a buyer's bank takes back is followed by `disputed`.

mod answer;
mod by_hand;
mod choose;
mod disputed;
mod expire;
mod fail;
mod fake;
mod give_back;
mod late;
mod look;
mod receive;
mod settle;
mod start;
mod transfer;
mod ways;

pub use answer::{Word, answer, waits_for_word, word_given};
pub use by_hand::settle_by_hand;
pub use choose::{take_cards, take_cards_for, who_refuses};
pub use expire::{give_up, lapse_due, pay_in_cash};
pub use fake::{fake_page, press, send_messages};
pub use look::{check_due, come_back};
pub use psp::{
    MESSAGE_MOST, Start,
    fake::{Button, Page, Pressed},
};
pub use receive::receive_message;
pub use start::{Going, start_payment};
pub use transfer::{ToPay, confirm_transfer, list_to_pay};
pub use ways::{BANK, BankAccount, Card, Transfer, Ways};

pub(crate) use fail::{fails, repay_of};
pub(crate) use give_back::{again, give_part_back, owe, send_refund};
pub(crate) use late::settle as done_after_all;
pub(crate) use look::{ask as look_up, look_at};
pub(crate) use receive::apply_message;
pub(crate) use transfer::{Taken, Whence, arrived, await_transfer, is_awaited, keep_for_transfer, take_transfer};
pub(crate) use ways::{is_by_hand, psp as psp_of};

use kernel::time::MINUTE;
use payment::Attempt;

/// How long after it was asked a provider is asked again about what is not decided, in microseconds.
const SOON: i64 = 3 * MINUTE;

/// The names of an attempt, as its provider knows them.
fn names(attempt: &Attempt) -> psp::Name {
    psp::Name {
        attempt: attempt.id.to_string(),
        session: attempt.session.clone(),
        payment: attempt.reference.clone(),
    }
}
