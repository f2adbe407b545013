//! What the hosted page shows and does. Its words and its look are the host's.

use crate::Standing;
use kernel::{Locale, Money};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The session.
    pub session: String,
    /// What is paid for.
    pub description: String,
    /// How much.
    pub amount: Money,
    /// The language that was asked for.
    pub locale: Locale,
    /// Where the payment stands.
    pub standing: Standing,
    /// Whether the last try was refused.
    pub refused: bool,
    /// What can be pressed; nothing when it is over.
    pub buttons: &'static [Button],
    /// Where paying leads.
    pub return_url: String,
    /// Where leaving leads.
    pub cancel_url: String,
}

/// What can be pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Button {
    /// Pay, as the attempt's behaviour has it.
    Pay,
    /// A card that is refused.
    Refuse,
    /// Pay, and be decided upon two minutes later.
    Slow,
    /// Pay, and be told of twice.
    Twice,
    /// Pay, and be told of ten minutes later.
    Late,
    /// Pay, and be told of in the wrong order.
    OutOfOrder,
    /// Pay, and never be told of.
    Never,
    /// Go back without paying.
    Leave,
}

impl Button {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Pay,
        Self::Refuse,
        Self::Slow,
        Self::Twice,
        Self::Late,
        Self::OutOfOrder,
        Self::Never,
        Self::Leave,
    ];

    /// The name in forms and in keys of words.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pay => "pay",
            Self::Refuse => "refuse",
            Self::Slow => "slow",
            Self::Twice => "twice",
            Self::Late => "late",
            Self::OutOfOrder => "out_of_order",
            Self::Never => "never",
            Self::Leave => "leave",
        }
    }

    /// The button of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|button| button.code() == code)
    }
}

/// Where a button leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// To this address of the shop.
    Go(String),
    /// Nowhere: the card was refused, and may be tried again.
    Stay,
    /// Nowhere: there is no such session, or it is over.
    Over,
}
