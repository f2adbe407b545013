//! What can go wrong with a message.

use kernel::{Fault, Kind};

/// Why a message did not leave. The text names no person: it is logged and stored with the job.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// It may leave later: the other side is away, busy, or does not accept us.
    #[error("not now: {0}")]
    Temporary(String),
    /// It never will: the other side knows nobody there, or the message is none.
    #[error("refused: {0}")]
    Permanent(String),
}

impl Fault for MailError {
    fn kind(&self) -> Kind {
        match self {
            Self::Temporary(_) => Kind::Unavailable,
            Self::Permanent(_) => Kind::Invalid,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Temporary(_) => "mail.unavailable",
            Self::Permanent(_) => "mail.refused",
        }
    }
}

impl From<std::io::Error> for MailError {
    fn from(error: std::io::Error) -> Self {
        Self::Temporary(error.to_string())
    }
}

/// Why a transport cannot be set up: a sentence for whoever configures the market.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetupError {
    /// Only a relay or gateway on this machine may be spoken to in the clear.
    #[error("{0} is not on this machine, so it needs TLS")]
    Clear(String),
    /// A value that cannot be used.
    #[error("{name}: {reason}")]
    Value {
        /// Which one.
        name: &'static str,
        /// What is wrong with it.
        reason: String,
    },
}

impl SetupError {
    pub(crate) fn value(name: &'static str, reason: impl ToString) -> Self {
        Self::Value {
            name,
            reason: reason.to_string(),
        }
    }
}
