//! One file per table, without behaviour.

#![allow(unreachable_pub, reason = "the derive of an entity makes its parts public")]

pub(crate) mod account;
pub(crate) mod commission;
pub(crate) mod commission_reversal;
pub(crate) mod commission_rule;
pub(crate) mod posting;
pub(crate) mod sale;
pub(crate) mod transfer;
