//! Baskets, offers and orders; what delivery costs; what people agreed to.
//!
//! * A **cart** is a list of variants and quantities behind an id that nobody can guess. It knows no
//!   prices and holds no stock.
//! * A **quote** freezes what a cart costs: prices, delivery, terms version. It lives half an hour.
//! * An **order** is a quote that was accepted; a **seller order** is the part of one cooperative in
//!   it. [`status`] is the only way a part moves; the state of the whole is derived.
//! * A **return** is what a buyer gives back of a delivered part, whole lines or some pieces: [`returning`] is the only
//!   way it moves. No piece is in two returns that stand, whoever asks at the same time.
//! * A **proof** says that a buyer's telephone answered, for one cart and one order ([`proof`]).
//! * **Totals** come from the database alone and are checked to the centime.
//!
//! It knows the catalogue, people and payments by id only. Which prices are in force, whether stock
//! is left, who may do what and who is told is the business of `market`.

pub mod books;
pub mod cart;
pub mod delivery;
mod entity;
pub mod error;
pub mod goods_return;
pub mod history;
mod moving;
pub mod order;
mod placing;
pub mod proof;
pub mod quote;
pub mod returning;
mod rows;
pub mod samples;
pub mod status;
pub mod terms;
pub mod totals;

pub use cart::{Cart, Details};
pub use delivery::Zone;
pub use error::Error;
pub use goods_return::Return;
pub use history::Remark;
pub use order::{ForCooperative, Head, Order, SellerOrder};
pub use quote::{Offer, Quote};
pub use status::{Event, Method, OrderState, State, Way};
pub use totals::Totals;
