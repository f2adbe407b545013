//! Whose money is where: double entry that only grows.
//!
//! * Every holder of money, and everybody who is owed some, is an [`Account`].
//! * Each business event is one balanced [`Posting`], named by the event, so that what is told twice is
//!   posted once. What each event does in both [`Flow`]s of money is decided in [`event`] alone; the
//!   README has it as a table.
//! * What a sale costs its seller is frozen when it is sold ([`commission`], [`rule`]); the cooperative
//!   has the remainder, so that the parts are the whole to the centime.
//! * Balances are kept and can be reckoned again; [`check()`] does, and names the first wrong row. Triggers
//!   refuse to change or delete what was posted.
//!
//! Verbs speak through [`sale`], [`refund`] and [`repay`], and through [`event::of_market`] with [`posting::post`]
//! for what is about no part. It knows orders, people and products by id only; whether something was
//! delivered or paid is the business of others.

pub mod account;
pub mod balance;
pub mod check;
pub mod commission;
mod entity;
pub mod error;
pub mod event;
pub mod invoice;
pub mod movement;
mod outside;
pub mod payout;
pub mod posting;
pub mod refund;
pub mod repay;
pub mod report;
pub mod rule;
pub mod sale;
mod shares;
pub mod statement;
mod till;

pub use account::{Account, Psp};
pub use check::{Broken, check};
pub use error::Error;
pub use event::{Flow, MarketEvent, Part, PartEvent, Till};
pub use outside::{post_another, post_event};
pub use posting::{Posted, Posting, post};
pub use sale::{NewLine, NewSale, Sale};
