//! Money that buyers owe, and who holds it.
//!
//! * Each cooperative's part of an order has one **payment**; in this house every part is paid for
//!   itself, because every cooperative is the seller of its own goods.
//! * The only way to pay, so far, is **cash on delivery**. Who **holds** the cash (carrier,
//!   cooperative, market) is always known once there is some.
//! * A payment moves through [`status`] alone, and every move is a row of its history.
//!
//! It knows orders by id only, and nothing of parcels: whether something was delivered is the
//! business of `order`, and `market` tells both.

mod entity;
pub mod error;
pub mod payment;
pub mod status;

pub use error::Error;
pub use payment::{Due, Payment};
pub use status::{Holder, State};
