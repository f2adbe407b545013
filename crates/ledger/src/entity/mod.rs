//! One file per table, without behaviour.

#![allow(unreachable_pub, reason = "the derive of an entity makes its parts public")]

pub(crate) mod account;
pub(crate) mod commission;
pub(crate) mod commission_reversal;
pub(crate) mod commission_rule;
pub(crate) mod invoice;
pub(crate) mod invoice_line;
pub(crate) mod invoice_number;
pub(crate) mod invoice_settlement;
pub(crate) mod payout;
pub(crate) mod payout_event;
pub(crate) mod payout_file;
pub(crate) mod payout_line;
pub(crate) mod posting;
pub(crate) mod sale;
pub(crate) mod transfer;
