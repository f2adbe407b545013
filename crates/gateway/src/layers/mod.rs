//! What happens around every handler, from the socket inwards: the cache of finished public pages,
//! the Host check, the security headers, compressing, keeping what may be kept, the face of refusals, panics,
//! cross-site requests, and the guard of the route table.

pub(crate) mod faces;
pub(crate) mod guard;
pub(crate) mod headers;
pub(crate) mod host;
pub(crate) mod panic;
pub(crate) mod squeeze;
