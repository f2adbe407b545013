//! Who does something: people with a purpose, and companies with their own books.

mod account;
mod buyer;
mod carrier;
mod cooperative;
mod office;
mod payouts;
mod returns;

pub(crate) use account::{Account, Odd, Subject, Task};
pub(crate) use buyer::{Buyer, Known};
pub(crate) use carrier::{Carrier, Said};
pub(crate) use payouts::{Payout, Transfers};
pub(crate) use returns::Return;
