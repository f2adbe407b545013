//! What can go wrong with a photo: the seller's file ([`Refusal`]) or our own means ([`Error`]).

use kernel::{Fault, Kind};

/// Why a file will never become a photo; sending the same file again changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// No bytes at all.
    #[error("the file is empty")]
    Empty,
    /// The format of recent iPhones, which browsers do not show; the sentence says what to set.
    #[error("HEIC is not accepted")]
    Heic,
    /// A drawing that can carry scripts.
    #[error("SVG is not accepted")]
    Svg,
    /// Another format, a document, a script or nothing known.
    #[error("not a JPEG, PNG or WebP picture")]
    NotAPicture,
    /// More than [`crate::LARGEST_FILE`] bytes.
    #[error("the file is too large")]
    TooLarge,
    /// More than [`crate::LARGEST_PIXELS`] pixels, by its own header.
    #[error("the picture has too many pixels")]
    TooManyPixels,
    /// A side shorter than [`crate::SMALLEST_SIDE`], or a strip too narrow to show.
    #[error("the picture is too small")]
    TooSmall,
    /// Cut short, damaged, or built to harm.
    #[error("the file is broken")]
    Broken,
    /// A moving picture.
    #[error("the picture is animated")]
    Animated,
    /// Developing it took longer than any honest photo takes.
    #[error("the picture took too long to develop")]
    Timeout,
}

impl Refusal {
    /// Every refusal, for tests that look for a sentence for each.
    pub const ALL: [Self; 10] = [
        Self::Empty,
        Self::Heic,
        Self::Svg,
        Self::NotAPicture,
        Self::TooLarge,
        Self::TooManyPixels,
        Self::TooSmall,
        Self::Broken,
        Self::Animated,
        Self::Timeout,
    ];

    /// The refusal with this code, as a row keeps it. An empty file and an unknown one share a code and a sentence.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().rev().find(|refusal| refusal.code() == code)
    }
}

impl Fault for Refusal {
    fn kind(&self) -> Kind {
        Kind::Invalid
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Heic => "media.heic",
            Self::Svg => "media.svg",
            Self::Empty | Self::NotAPicture => "media.not_a_picture",
            Self::TooLarge => "media.too_large",
            Self::TooManyPixels => "media.too_many_pixels",
            Self::TooSmall => "media.too_small",
            Self::Broken => "media.broken",
            Self::Animated => "media.animated",
            Self::Timeout => "media.timeout",
        }
    }

    fn field(&self) -> Option<&'static str> {
        Some("photo")
    }
}

/// What this crate's functions return.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file is at fault.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The child could not be started, or was ended from outside: the same photo may succeed later.
    #[error("the photo workshop is not available: {0}")]
    Workshop(#[source] std::io::Error),
    /// The disk or the bucket failed: the same request may succeed later.
    #[error("the photo store failed")]
    Store(#[from] object_store::Error),
    /// A directory of the store could not be made or walked.
    #[error("the photo directory failed")]
    Directory(#[source] std::io::Error),
}

impl Fault for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::Refused(refusal) => refusal.kind(),
            Self::Workshop(_) | Self::Store(_) | Self::Directory(_) => Kind::Unavailable,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.code(),
            Self::Workshop(_) | Self::Store(_) | Self::Directory(_) => "media.unavailable",
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Refused(refusal) => refusal.field(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_comes_back_from_its_code() {
        for refusal in Refusal::ALL {
            let back = Refusal::from_code(refusal.code()).unwrap();
            assert_eq!(back.code(), refusal.code());
        }
        assert_eq!(Refusal::from_code("media.not_a_picture"), Some(Refusal::NotAPicture));
        assert_eq!(Refusal::from_code("media.unavailable"), None);
    }
}
