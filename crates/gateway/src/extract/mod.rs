//! What handlers ask for in their arguments. A permission is an argument type: a handler that takes
//! a [`market::actor::Seller`] cannot be reached by anybody else.

mod cookies;
mod fields;
mod json;
mod lang;
mod params;
mod path;
mod session;

pub(crate) use cookies::cookie;
pub(crate) use fields::{Fields, Prefilled, local_path, pairs};
pub(crate) use json::Body;
pub(crate) use lang::Lang;
pub(crate) use params::{Params, unknown};
pub(crate) use path::in_path;
pub(crate) use session::{Actor, Admin, Bearer, Selling, Signed, Visitor, find_bearer, find_session};
