//! Where new ids, secrets and timestamps come from. Rules never look at a clock or a generator:
//! a verb is handed one [`Mint`], and a test hands over one that repeats itself.

use crate::{ids::Id, time::Micros};
use std::sync::Arc;
use uuid::Builder;

/// A source of random bytes.
pub trait Chance: Send + Sync + 'static {
    /// Fills the buffer with bytes that nobody can guess (or, in a test, that repeat).
    fn fill(&self, buffer: &mut [u8]);
}

/// The moment and the chance of one verb.
#[derive(Clone)]
pub struct Mint {
    /// The moment the verb was called.
    pub now: Micros,
    chance: Arc<dyn Chance>,
}

impl Mint {
    /// A mint for one moment.
    pub fn new(now: Micros, chance: Arc<dyn Chance>) -> Self {
        Self { now, chance }
    }

    /// A new id, ordered by time (UUID version 7): for rows. Not a secret.
    pub fn id<T: Id>(&self) -> T {
        let millis = u64::try_from(self.now.0 / 1000).unwrap_or_default();
        T::from_uuid(Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid())
    }

    /// A new id that nobody can guess (UUID version 4, 122 random bits): for carts and quotes.
    pub fn unguessable<T: Id>(&self) -> T {
        T::from_uuid(Builder::from_random_bytes(self.bytes()).into_uuid())
    }

    /// Random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut buffer = [0; N];
        self.chance.fill(&mut buffer);
        buffer
    }

    /// `N` capital letters and digits that are hard to mistake for one another (no 0 O 1 I L U),
    /// nearly five random bits each: for order numbers, which people read out on the telephone.
    pub fn letters<const N: usize>(&self) -> String {
        const ALPHABET: &[u8; 30] = b"ABCDEFGHJKMNPQRSTVWXYZ23456789";
        let bytes: [u8; N] = self.bytes();
        bytes
            .iter()
            .filter_map(|byte| ALPHABET.get(usize::from(byte % 30)))
            .map(|letter| char::from(*letter))
            .collect()
    }

    /// A code of six decimal digits, for an SMS.
    pub fn six_digits(&self) -> String {
        let number = u64::from_be_bytes(self.bytes()) % 1_000_000;
        format!("{number:06}")
    }
}
