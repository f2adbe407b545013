//! What a payment is started with, and how it goes on.

use kernel::{Locale, Micros, Money, Phone};
use serde::{Deserialize, Serialize};

/// One try to pay one amount. Its id is ours, and is the idempotency key: an order that is tried again has another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Our id as text: letters, digits, `-` and `_`, at most 64.
    pub attempt: String,
    /// What is to be paid.
    pub amount: Money,
    /// The language of the provider's page.
    pub locale: Locale,
    /// What it is for, in the buyer's language: one line.
    pub description: String,
    /// Where the buyer's browser goes after paying. What it brings along is not believed.
    pub return_url: String,
    /// Where it goes when the buyer leaves without paying.
    pub cancel_url: String,
    /// Where the provider's messages go.
    pub callback_url: String,
    /// Until when it may be paid.
    pub open_until: Micros,
    /// Who pays, as far as the provider must know.
    pub buyer: Buyer,
}

/// Who pays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Buyer {
    /// The name.
    pub name: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The telephone.
    pub phone: Option<Phone>,
}

/// A payment that was started.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Started {
    /// The provider's id of its session, where it gave one already.
    pub session: Option<String>,
    /// How the buyer's browser gets there.
    pub go: Start,
}

/// How the buyer's browser gets to the provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Start {
    /// By a redirect.
    Redirect(String),
    /// By a form that posts itself.
    Form {
        /// Where to.
        action: String,
        /// The hidden fields, in the order in which they are written.
        fields: Vec<(String, String)>,
    },
}

/// The names of one payment: ours, and those the provider gave it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// Our attempt's id.
    pub attempt: String,
    /// The provider's id of its session, if we know it.
    pub session: Option<String>,
    /// The provider's id of the payment, if we know it.
    pub payment: Option<String>,
}

impl Name {
    /// When nothing but our own id is known.
    pub fn ours(attempt: impl Into<String>) -> Self {
        Self {
            attempt: attempt.into(),
            session: None,
            payment: None,
        }
    }
}

/// Money to give back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// Our id of the refund as text, which is the idempotency key.
    pub refund: String,
    /// The payment.
    pub of: Name,
    /// How much of it.
    pub amount: Money,
}

/// Whether an id of ours may be written into forms, headers and file lines.
pub(crate) fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}
