//! What CMI is answered. The reply decides about the money.

/// The body of our answer: status 200, `text/plain`, and not a byte more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Take the money now. Only for an amount that was agreed, after it is written down that we say so, and the same
    /// again whenever the call-back comes again.
    Capture,
    /// Heard. Money that is held is not taken; several refused tries may come before one that succeeds.
    Received,
    /// Not accepted: forged, not ours, another amount, or a fault of ours. Money that is held is let go.
    Failure,
}

impl Reply {
    /// The exact text.
    pub const fn body(self) -> &'static str {
        match self {
            Self::Capture => "ACTION=POSTAUTH",
            Self::Received => "APPROVED",
            Self::Failure => "FAILURE",
        }
    }
}
