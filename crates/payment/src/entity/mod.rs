//! One file per table, without behaviour.

#![allow(unreachable_pub, reason = "the derive of an entity makes its parts public")]

pub(crate) mod attempt;
pub(crate) mod attempt_event;
pub(crate) mod bank_file;
pub(crate) mod bank_line;
pub(crate) mod bank_reference;
pub(crate) mod bank_row;
pub(crate) mod dispute;
pub(crate) mod inbox;
pub(crate) mod loss;
pub(crate) mod money_report;
pub(crate) mod payment;
pub(crate) mod payment_event;
pub(crate) mod refund;
pub(crate) mod remittance;
pub(crate) mod remittance_line;
pub(crate) mod stray_payment;
pub(crate) mod untaken_method;
