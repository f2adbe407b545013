//! What an order costs and weighs: sums in whole centimes and grams that refuse to overflow.

use kernel::{Money, money::MoneyError};
use serde::{Deserialize, Serialize};

/// What goods and their delivery cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// The goods, in centimes.
    pub goods_minor: i64,
    /// Their delivery, in centimes.
    pub delivery_minor: i64,
    /// Both, in centimes.
    pub total_minor: i64,
}

impl Totals {
    /// Nothing.
    pub const ZERO: Self = Self {
        goods_minor: 0,
        delivery_minor: 0,
        total_minor: 0,
    };

    /// What lines of such totals cost with this delivery.
    ///
    /// # Errors
    /// When the sum does not fit.
    pub fn of(lines: impl IntoIterator<Item = i64>, delivery: Money) -> Result<Self, MoneyError> {
        let goods = Money::sum(lines.into_iter().map(Money::mad))?;
        Ok(Self {
            goods_minor: goods.minor,
            delivery_minor: delivery.minor,
            total_minor: goods.plus(delivery)?.minor,
        })
    }

    /// What several parts cost together.
    ///
    /// # Errors
    /// When a sum does not fit.
    pub fn sum(parts: impl IntoIterator<Item = Self>) -> Result<Self, MoneyError> {
        parts.into_iter().try_fold(Self::ZERO, |sum, part| {
            let add = |a: i64, b: i64| a.checked_add(b).ok_or(MoneyError::Overflow);
            Ok(Self {
                goods_minor: add(sum.goods_minor, part.goods_minor)?,
                delivery_minor: add(sum.delivery_minor, part.delivery_minor)?,
                total_minor: add(sum.total_minor, part.total_minor)?,
            })
        })
    }
}

/// What `quantity` pieces of one variant cost, in centimes.
///
/// # Errors
/// When it does not fit.
pub fn line(unit_price_minor: i64, quantity: i64) -> Result<i64, MoneyError> {
    Ok(Money::mad(unit_price_minor).times(quantity)?.minor)
}

/// What lines of (grams a piece, pieces) weigh together.
///
/// # Errors
/// When it does not fit.
pub fn weight(lines: impl IntoIterator<Item = (i64, i64)>) -> Result<i64, MoneyError> {
    lines.into_iter().try_fold(0_i64, |sum, (grams, quantity)| {
        grams
            .checked_mul(quantity)
            .and_then(|grams| sum.checked_add(grams))
            .ok_or(MoneyError::Overflow)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn p19_the_total_of_an_order_is_the_sum_of_its_lines_and_deliveries(
            parts in prop::collection::vec((prop::collection::vec((1i64..10_000_000, 1i64..=99), 1..20), 0i64..100_000), 1..8)
        ) {
            let mut expected = 0i128;
            let mut totals = Vec::new();
            for (lines, delivery) in &parts {
                let amounts: Vec<i64> = lines.iter().map(|(price, quantity)| line(*price, *quantity).unwrap()).collect();
                expected += lines.iter().map(|(p, q)| i128::from(*p) * i128::from(*q)).sum::<i128>() + i128::from(*delivery);
                let part = Totals::of(amounts, Money::mad(*delivery)).unwrap();
                prop_assert_eq!(part.goods_minor + part.delivery_minor, part.total_minor);
                totals.push(part);
            }
            let sum = Totals::sum(totals).unwrap();
            prop_assert_eq!(i128::from(sum.total_minor), expected);
            prop_assert_eq!(sum.goods_minor + sum.delivery_minor, sum.total_minor);
        }

        #[test]
        fn p19_what_does_not_fit_is_refused_and_never_wraps(price in any::<i64>(), quantity in any::<i64>(), more in any::<i64>()) {
            let exact = i128::from(price) * i128::from(quantity);
            match line(price, quantity) {
                Ok(total) => prop_assert_eq!(i128::from(total), exact),
                Err(_) => prop_assert!(i64::try_from(exact).is_err()),
            }
            match Totals::of([price, more], Money::mad(quantity)) {
                Ok(totals) => prop_assert_eq!(i128::from(totals.total_minor), i128::from(price) + i128::from(more) + i128::from(quantity)),
                Err(error) => prop_assert_eq!(error, MoneyError::Overflow),
            }
            prop_assert_eq!(weight([(price, quantity)]).ok().map(i128::from), i64::try_from(exact).ok().map(i128::from));
        }
    }
}
