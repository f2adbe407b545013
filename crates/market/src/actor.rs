//! Who acts. These are made by the sign-in check alone, so a verb that takes one needs no other proof.

use identity::Role;
use kernel::ids::{CooperativeId, PersonId};

/// A person acting for a cooperative they belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seller {
    /// The person.
    pub person: PersonId,
    /// The cooperative they act for.
    pub cooperative: CooperativeId,
    /// What they may do in it.
    pub role: Role,
}

/// A person of the office that runs the market, signed in with a second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Administrator {
    /// The person.
    pub person: PersonId,
}
