//! Secrets that are shown to one person once: cookies, links, tokens.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use kernel::Mint;
use sha2::{Digest, Sha256};
use std::fmt;

/// A text that must reach one person and nobody else. It does not show itself when debugged.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// 32 random bytes as 43 letters of an address, behind `prefix`.
    pub(crate) fn random(mint: &Mint, prefix: &str) -> Self {
        let bytes: [u8; 32] = mint.bytes();
        Self(format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// Wraps a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, for the one place it is meant for.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The hash under which it is stored. A fast one is right: nobody guesses 256 random bits.
    pub(crate) fn hash(&self) -> String {
        hash(&self.0)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// SHA-256 in hexadecimal.
pub(crate) fn hash(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

/// Whether a text can be a secret of ours at all: spares the database the question.
pub(crate) fn plausible(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix).is_some_and(|rest| {
        rest.len() == 43
            && rest
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    })
}
