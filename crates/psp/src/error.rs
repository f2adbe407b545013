//! What can go wrong, and what may have happened nevertheless. Nothing here shows a buyer or a key: it is logged.

/// Why a provider did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// It said no, and nothing happened. Asking again changes nothing.
    #[error("refused: {0}")]
    Refused(String),
    /// Nobody knows: it may have happened. Ask again with the same id, or look it up; never start anew.
    #[error("it may have happened: {0}")]
    Unknown(String),
    /// It cannot be reached, and nothing happened.
    #[error("not now: {0}")]
    Unavailable(String),
}

/// Why a message is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejected {
    /// It is longer than any message of theirs.
    #[error("too large")]
    TooLarge,
    /// It bears no signature, or one that is not readable.
    #[error("unsigned")]
    Unsigned,
    /// The signature is not theirs, or the message was altered.
    #[error("forged")]
    Forged,
    /// It was signed too long ago, or lies in the future: an old message sent again, or a clock that is wrong.
    #[error("signed {0} seconds from now")]
    Stale(i64),
    /// It is about somebody else's account.
    #[error("for another account")]
    Stranger,
    /// It is signed, and cannot be understood.
    #[error("not understood: {0}")]
    Malformed(&'static str),
}

/// Why a provider cannot be set up: a sentence for whoever configures the market.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name}: {reason}")]
pub struct SetupError {
    /// Which value.
    pub name: &'static str,
    /// What is wrong with it.
    pub reason: String,
}

impl SetupError {
    pub(crate) fn new(name: &'static str, reason: impl ToString) -> Self {
        Self {
            name,
            reason: reason.to_string(),
        }
    }
}
