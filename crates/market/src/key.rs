//! The market's secret: 32 bytes that links, short codes and stored secrets are derived from.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use chacha20poly1305::{ChaCha20Poly1305, KeyInit, aead::Aead};
use hmac::{Hmac, Mac};
use kernel::Mint;
use sha2::Sha256;
use std::fmt;

/// The secret key. It never shows itself in a log.
#[derive(Clone)]
pub struct Key([u8; 32]);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

impl Key {
    /// Wraps the bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// 32 bytes that only the holder of the key can compute for this purpose and data.
    pub fn derive(&self, purpose: &str, data: &[u8]) -> [u8; 32] {
        // A key of any length is accepted; the error is for other constructions.
        let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.0) else {
            return [0; 32];
        };
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(data);
        mac.finalize().into_bytes().into()
    }

    /// [`Key::derive`] as 22 letters for a link: 128 bits.
    pub fn token(&self, purpose: &str, data: &[u8]) -> String {
        let mut token = BASE64.encode(self.derive(purpose, data));
        token.truncate(22);
        token
    }

    /// Locks a secret so that it can lie in the database; only [`Key::open`] with the same purpose reads it.
    pub fn seal(&self, mint: &Mint, purpose: &str, secret: &[u8]) -> Option<String> {
        let nonce: [u8; 12] = mint.bytes();
        let sealed = self.cipher(purpose).encrypt(&nonce.into(), secret).ok()?;
        Some(BASE64.encode([nonce.as_slice(), &sealed].concat()))
    }

    /// Reads what [`Key::seal`] locked; `None` when it was altered or locked for something else.
    pub fn open(&self, purpose: &str, sealed: &str) -> Option<Vec<u8>> {
        let bytes = BASE64.decode(sealed).ok()?;
        let (nonce, sealed) = bytes.split_first_chunk::<12>()?;
        self.cipher(purpose).decrypt(&(*nonce).into(), sealed).ok()
    }

    fn cipher(&self, purpose: &str) -> ChaCha20Poly1305 {
        ChaCha20Poly1305::new(&self.derive("seal", purpose.as_bytes()).into())
    }
}
