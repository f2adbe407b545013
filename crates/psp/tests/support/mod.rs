//! What the tests of this crate share: a moment, chance that repeats itself, an attempt.
#![allow(dead_code, reason = "each test file uses its part")]

use kernel::{Chance, Locale, Micros, Mint, Money, Phone, time::HOUR};
use psp::{Attempt, Buyer};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

/// 2026-11-23 12:00 UTC.
pub(crate) const NOW: Micros = Micros(1_795_435_200_000_000);

struct Repeating(AtomicU64);

impl Chance for Repeating {
    fn fill(&self, buffer: &mut [u8]) {
        for byte in buffer {
            let n = self
                .0
                .fetch_add(1, Ordering::Relaxed)
                .wrapping_mul(0x9e37_79b9_7f4a_7c15);
            *byte = n.to_be_bytes()[0];
        }
    }
}

/// A moment with chance that repeats itself.
pub(crate) fn mint_at(now: Micros) -> Mint {
    mint_of(now, now.0.unsigned_abs())
}

/// A moment with the chance of a seed.
pub(crate) fn mint_of(now: Micros, seed: u64) -> Mint {
    Mint::new(now, Arc::new(Repeating(AtomicU64::new(seed.wrapping_mul(1000)))))
}

/// [`mint_at`] noon.
pub(crate) fn mint() -> Mint {
    mint_at(NOW)
}

/// An attempt over 249.50 dirhams.
pub(crate) fn attempt(id: &str) -> Attempt {
    Attempt {
        attempt: id.to_owned(),
        amount: Money::mad(24_950),
        locale: Locale::Fr,
        description: "Huile d'argan".to_owned(),
        return_url: "https://shop.example/pay/ok".to_owned(),
        cancel_url: "https://shop.example/cart".to_owned(),
        callback_url: "https://shop.example/pay/callback".to_owned(),
        open_until: NOW.plus(HOUR),
        buyer: Buyer {
            name: Some("Fatima Zahra El Idrissi".to_owned()),
            email: Some("client@example.com".to_owned()),
            phone: Some(Phone::stored("+212612345678".to_owned())),
        },
    }
}
