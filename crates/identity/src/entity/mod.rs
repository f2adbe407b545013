//! The tables of identity, one file each, without behaviour.
#![allow(unreachable_pub, reason = "sea-orm's derives make public items")]

pub(crate) mod api_token;
pub(crate) mod invite;
pub(crate) mod membership;
pub(crate) mod person;
pub(crate) mod recovery_code;
pub(crate) mod session;
pub(crate) mod sign_in_code;
