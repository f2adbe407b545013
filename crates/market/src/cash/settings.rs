//! What the operator decides about cash on delivery. Amounts are in whole dirhams; below zero means never, or without
//! a limit.

use kernel::Money;
use ledger::Flow;
use serde::Deserialize;

/// Whether whoever hands a parcel over is asked for the buyer's code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asking {
    /// There is none.
    #[default]
    Off,
    /// It is asked for; what is delivered without it is marked so.
    Asked,
    /// Nothing is delivered without it, unless the office vouches.
    Required,
}

/// How cash on delivery is guarded. The default is a market that asks nothing.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cash {
    /// Whose account the buyer pays into.
    pub flow: Flow,
    /// Baskets above so many dirhams are confirmed by a code to the telephone.
    pub code_above: i64,
    /// The same for baskets of more pieces.
    pub code_above_pieces: i64,
    /// The same for telephones with so many refused parcels in a year.
    pub code_after_refusals: i64,
    /// The same once so many orders came from one address within an hour.
    pub code_after_orders: i64,
    /// The most dirhams one order paid in cash may cost.
    pub ceiling: i64,
    /// Orders one telephone may have under way.
    pub open_orders_per_phone: i64,
    /// Whether the buyer's code is asked for at the door.
    pub delivery_code: Asking,
    /// Days after which a cooperative is reminded of cash that has not arrived.
    pub remind_after_days: i64,
}

impl Default for Cash {
    fn default() -> Self {
        Self {
            flow: Flow::Direct,
            code_above: -1,
            code_above_pieces: -1,
            code_after_refusals: -1,
            code_after_orders: -1,
            ceiling: -1,
            open_orders_per_phone: -1,
            delivery_code: Asking::Off,
            remind_after_days: 7,
        }
    }
}

impl Cash {
    /// The most an order in cash may cost, where there is a limit.
    pub fn most(&self) -> Option<Money> {
        dirhams(self.ceiling)
    }

    /// Whether the basket itself asks for a code.
    pub(super) fn asks(&self, total: Money, pieces: i64) -> bool {
        dirhams(self.code_above).is_some_and(|above| total.minor > above.minor) || self.is_much(pieces)
    }

    /// Whether so many pieces are more than a telephone takes that has not answered.
    pub(super) fn is_much(&self, pieces: i64) -> bool {
        limit(self.code_above_pieces).is_some_and(|most| pieces > most)
    }

    /// Whether a telephone with so many refused parcels is asked for a code.
    pub(super) fn doubts(&self, refused: i64) -> bool {
        limit(self.code_after_refusals).is_some_and(|enough| refused >= enough)
    }
}

/// A number that means something from zero on.
pub(super) fn limit(number: i64) -> Option<i64> {
    Some(number).filter(|number| *number >= 0)
}

fn dirhams(number: i64) -> Option<Money> {
    limit(number).map(|dirhams| Money::mad(dirhams.saturating_mul(100)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_begins_above_its_number_and_below_zero_there_is_none() {
        let none = Cash::default();
        assert!(!none.asks(Money::mad(i64::MAX), i64::MAX) && none.most().is_none() && !none.doubts(99));
        let some = Cash {
            code_above: 500,
            code_above_pieces: 20,
            code_after_refusals: 1,
            ..none
        };
        assert!(!some.asks(Money::mad(50_000), 20));
        assert!(some.asks(Money::mad(50_001), 1) && some.asks(Money::mad(1), 21));
        assert!(!some.doubts(0) && some.doubts(1));
    }
}
