//! What a provider answers when it is asked.

use crate::Amount;
use serde::{Deserialize, Serialize};

/// Everything a provider knows of one attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Truth {
    /// Our attempt's id.
    pub attempt: String,
    /// The provider's id of its session.
    pub session: Option<String>,
    /// The provider's id of the payment.
    pub payment: Option<String>,
    /// Whether it is about real money.
    pub live: bool,
    /// Where it stands.
    pub standing: Standing,
    /// What was asked for.
    pub asked: Amount,
    /// What was captured; refunds and disputes do not lessen it.
    pub captured: Amount,
    /// What was given back altogether. A refund that is on its way is not counted.
    pub refunded: Amount,
    /// Each refund.
    pub refunds: Vec<Refunded>,
    /// Each dispute.
    pub disputes: Vec<Dispute>,
}

/// Where an attempt stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It may still be paid.
    Open,
    /// The buyer did their part; it is not decided.
    Processing,
    /// The amount is held, and not captured.
    Authorised,
    /// It was paid.
    Captured,
    /// It was not paid, and never will be.
    Failed,
    /// It was not paid in time, or we ended it.
    Expired,
}

/// A refund.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refunded {
    /// Our id of it, where it came from us.
    pub refund: Option<String>,
    /// The provider's id of it.
    pub reference: String,
    /// How much.
    pub amount: Amount,
    /// Where it stands.
    pub state: Claim,
}

/// How far a refund is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Claim {
    /// On its way.
    Pending,
    /// Given back, as far as the provider knows today.
    Done,
    /// It did not arrive: the money is back with us.
    Failed,
}

/// A dispute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispute {
    /// The provider's id of it.
    pub dispute: String,
    /// How much.
    pub amount: Amount,
    /// Where it stands.
    pub state: Claimed,
}

/// How a dispute stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Claimed {
    /// The money is with the buyer's bank.
    Open,
    /// It came back to us.
    Won,
    /// It is gone.
    Lost,
}
