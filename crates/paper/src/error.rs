//! Why there is no paper.

use kernel::{Fault, Kind};

/// A refusal of the press.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// More rows than a paper may have.
    #[error("too many rows for one paper")]
    TooLong,
    /// Others are being set.
    #[error("too many papers at once")]
    Busy,
    /// The template or its data.
    #[error("it cannot be set: {0}")]
    Press(String),
    /// The sheet.
    #[error(transparent)]
    Sheet(#[from] rust_xlsxwriter::XlsxError),
}

impl Fault for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::TooLong => Kind::Invalid,
            Self::Busy => Kind::Unavailable,
            Self::Press(_) | Self::Sheet(_) => Kind::Broken,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::TooLong => "paper.too_long",
            Self::Busy => "paper.busy",
            Self::Press(_) => "paper.press",
            Self::Sheet(_) => "paper.sheet",
        }
    }
}
