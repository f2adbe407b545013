//! Money that buyers owe, and who holds it.
//!
//! * Each cooperative's part of an order has one **payment**; in this house every part is paid for
//!   itself, because every cooperative is the seller of its own goods.
//! * It is paid in **cash on delivery**, **by card**, or by **bank transfer**. Who **holds** the money (carrier, cooperative,
//!   market, provider) is always known once there is some.
//! * A payment moves through [`status`] alone, and every move is a row of its history.
//! * A whole order is paid by card in **attempts** ([`attempt`]), of which one at most is open. What a
//!   provider says of them comes into the [`inbox`] first. No news, however late or often it comes,
//!   takes a captured attempt back ([`standing`]).
//! * What people write on a transfer ([`mod@reference`]) says what it is for, and shows its own mistakes.
//! * What the **bank** says came and went ([`bank`]) is kept line by line, each once however often it is told.
//! * **Refunds** ([`refund`]) never exceed what was captured or collected, whoever asks at the same time. What no provider
//!   can give back is a task, open until a person or the bank's statement says that it is done. What a provider does after
//!   all when it had failed pays what is still owed, or is with its buyer twice ([`late`]).
//! * A **dispute** ([`dispute`]) is opened once, and won or lost once, in whatever order that is heard.
//! * A cooperative need not take every way to pay ([`untaken`]).
//! * After a restore, **strays** ([`stray`]) are payments that a provider knows and nobody here does.
//! * Cash goes from one to another by **remittances** ([`remittance`]): documents with a line for each part, confirmed by
//!   who received. What does not come is a **loss** ([`loss`]), which two people decide above an amount.
//!
//! It knows orders by id only, and nothing of parcels: whether something was delivered is the
//! business of `order`, and `market` tells both.

pub mod attempt;
pub mod bank;
pub mod dispute;
mod entity;
pub mod error;
pub mod inbox;
pub mod late;
pub mod loss;
pub mod payment;
pub mod reference;
pub mod refund;
pub mod remittance;
pub mod report;
pub mod standing;
pub mod status;
pub mod stray;
pub mod untaken;

pub use attempt::Attempt;
pub use dispute::Dispute;
pub use error::Error;
pub use payment::{Due, Payment};
pub use reference::{About, Reference};
pub use refund::Refund;
pub use standing::{News, Standing};
pub use status::{Holder, Method, State};
