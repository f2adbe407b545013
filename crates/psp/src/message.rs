//! What a provider tells us without being asked.

use kernel::{Micros, Money};
use serde::{Deserialize, Serialize};

/// An amount as the provider says it, in a currency that we may not even know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// Minor units, never negative.
    pub minor: i64,
    /// Three capital letters (ISO 4217), or the provider's own code where it is none of ours.
    pub currency: String,
}

impl Amount {
    /// Whether it is this money, to the centime and in this currency.
    pub fn is(&self, money: Money) -> bool {
        self.minor == money.minor && self.currency == money.currency.code()
    }

    /// As money, if the currency is one of ours.
    pub fn money(&self) -> Option<Money> {
        let currency = self.currency.parse().ok()?;
        Some(Money {
            minor: self.minor,
            currency,
        })
    }
}

impl From<Money> for Amount {
    fn from(money: Money) -> Self {
        Self {
            minor: money.minor,
            currency: money.currency.code().to_owned(),
        }
    }
}

/// A message whose sender is proven. Providers repeat themselves, speak late and out of order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The same for every repetition of one message; unique together with the provider.
    pub event: String,
    /// Our attempt's id, where the provider says it back.
    pub attempt: Option<String>,
    /// The provider's id of its session.
    pub session: Option<String>,
    /// The provider's id of the payment.
    pub payment: Option<String>,
    /// The account of ours, or of a cooperative, that it speaks of, where there may be several.
    pub account: Option<String>,
    /// Whether it is about real money.
    pub live: bool,
    /// When the provider says that it happened.
    pub at: Option<Micros>,
    /// What happened.
    pub happened: Happened,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Happened {
    /// The buyer did their part, the bank has not.
    Processing,
    /// The amount is held for us, and has still to be captured.
    Authorised(Amount),
    /// The amount is ours.
    Captured(Amount),
    /// One try was refused; the buyer may try again, and succeed, under the same attempt.
    Failed {
        /// The provider's code of the reason.
        code: String,
    },
    /// It can no longer be paid.
    Expired,
    /// So much was given back altogether, this time included.
    RefundedSoFar(Amount),
    /// A refund did not arrive: the money is back with us.
    RefundFailed {
        /// Our id of the refund, where the provider says it back.
        refund: Option<String>,
        /// The provider's id of it.
        reference: String,
        /// How much.
        amount: Amount,
    },
    /// The buyer's bank took the money back, until it is decided.
    DisputeOpened {
        /// The provider's id of the dispute.
        dispute: String,
        /// How much.
        amount: Amount,
    },
    /// The money came back to us.
    DisputeWon {
        /// The provider's id of the dispute.
        dispute: String,
        /// How much.
        amount: Amount,
    },
    /// The money is gone.
    DisputeLost {
        /// The provider's id of the dispute.
        dispute: String,
        /// How much.
        amount: Amount,
    },
    /// Something else that moves no money, by the provider's name for it.
    Other(String),
}
