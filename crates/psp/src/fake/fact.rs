//! What the books consist of: facts, one a line, in the order in which they were written.

use super::{Behaviour, Outcome};
use crate::Attempt;
use kernel::{Micros, Money};
use serde::{Deserialize, Serialize};

/// A fact and when it was written down.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Entry {
    pub at: Micros,
    pub fact: Fact,
}

/// What a caller wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Call {
    Start,
    LookUp,
    Refund,
    Expire,
}

/// Something that happened. Moments may lie ahead: it is then already certain.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Fact {
    /// How an attempt is to be treated; it need not be there yet.
    Told {
        attempt: String,
        behaviour: Behaviour,
    },
    /// A call that was not answered as it should have been.
    Failed {
        attempt: String,
        call: Call,
    },
    Opened {
        session: String,
        payment: String,
        attempt: Attempt,
    },
    Tried {
        attempt: String,
        pressed_at: Micros,
        decided_at: Micros,
        outcome: Outcome,
    },
    Ended {
        attempt: String,
        at: Micros,
    },
    Refunded {
        attempt: String,
        refund: RefundRow,
    },
    Disputed {
        attempt: String,
        dispute: DisputeRow,
    },
    Decided {
        dispute: String,
        won: bool,
        at: Micros,
    },
    /// A message left.
    Sent {
        event: String,
        copy: u32,
        at: Micros,
        heard: bool,
    },
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct RefundRow {
    pub refund: String,
    pub reference: String,
    pub amount: Money,
    pub done_at: Micros,
    pub fails_at: Option<Micros>,
    /// When it is done again after it failed, fails again, and so on.
    #[serde(default)]
    pub turns: Vec<Micros>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct DisputeRow {
    pub dispute: String,
    pub amount: Money,
    pub at: Micros,
    pub decided: Option<(bool, Micros)>,
}
