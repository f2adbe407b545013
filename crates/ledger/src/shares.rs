//! What of an amount belongs to whom.

use crate::Error;

/// What of an amount belongs to whom, in centimes; the cooperative has what is left of the goods.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shares {
    /// The cooperative's, of the goods. A small refund may take a centime back from the market alone,
    /// so that this is below zero.
    pub cooperative: i64,
    /// The market's.
    pub commission: i64,
    /// The state's, of the market's.
    pub vat: i64,
    /// For the delivery.
    pub delivery: i64,
}

impl Shares {
    /// All of them.
    ///
    /// # Errors
    /// [`Error::Amount`] when the sum does not fit.
    pub fn total(self) -> Result<i64, Error> {
        let add = |sum: i64, next: i64| sum.checked_add(next).ok_or(Error::Amount);
        add(add(add(self.cooperative, self.commission)?, self.vat)?, self.delivery)
    }
}
