//! One file per table, without behaviour.

#![allow(unreachable_pub, reason = "the derive of an entity makes its parts public")]

pub(crate) mod attempt;
pub(crate) mod attempt_event;
pub(crate) mod bank_reference;
pub(crate) mod dispute;
pub(crate) mod inbox;
pub(crate) mod payment;
pub(crate) mod payment_event;
pub(crate) mod refund;
pub(crate) mod stray_payment;
pub(crate) mod untaken_method;
