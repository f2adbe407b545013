//! Money: whole minor units (centimes) with a currency, checked arithmetic, and splitting that
//! never loses a centime. There are no floats.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// The currencies a price can be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    /// Moroccan dirham, 100 centimes.
    Mad,
    /// Euro, 100 cents.
    Eur,
}

impl Currency {
    /// The ISO 4217 code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Mad => "MAD",
            Self::Eur => "EUR",
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Currency {
    type Err = MoneyError;
    fn from_str(code: &str) -> Result<Self, MoneyError> {
        match code {
            "MAD" => Ok(Self::Mad),
            "EUR" => Ok(Self::Eur),
            _ => Err(MoneyError::Currency),
        }
    }
}

/// Why money refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The sum does not fit.
    #[error("the amount is too large")]
    Overflow,
    /// Two currencies were mixed, or one is unknown.
    #[error("the currencies differ")]
    Currency,
    /// What somebody typed is not an amount.
    #[error("not an amount of money")]
    Malformed,
}

/// An amount in minor units. It may be negative: a refund, a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Minor units: centimes.
    pub minor: i64,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// An amount in centimes of a dirham.
    pub const fn mad(minor: i64) -> Self {
        Self {
            minor,
            currency: Currency::Mad,
        }
    }

    /// Nothing, in dirhams.
    pub const ZERO: Self = Self::mad(0);

    /// The sum.
    ///
    /// # Errors
    /// When the currencies differ or the sum does not fit.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::Currency);
        }
        let minor = self.minor.checked_add(other.minor).ok_or(MoneyError::Overflow)?;
        Ok(Self { minor, ..self })
    }

    /// The price of `quantity` pieces.
    ///
    /// # Errors
    /// When the product does not fit.
    pub fn times(self, quantity: i64) -> Result<Self, MoneyError> {
        let minor = self.minor.checked_mul(quantity).ok_or(MoneyError::Overflow)?;
        Ok(Self { minor, ..self })
    }

    /// The sum of many amounts in dirhams.
    ///
    /// # Errors
    /// When a currency differs or the sum does not fit.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Result<Self, MoneyError> {
        amounts.into_iter().try_fold(Self::ZERO, Self::plus)
    }

    /// Splits the amount in proportion to `weights` by largest remainder, so that the parts sum to
    /// the whole to the centime; equal remainders go to the earlier part. Without weights, or when
    /// all are zero, the first part takes everything.
    pub fn split(self, weights: &[u32]) -> Vec<Self> {
        let total: i128 = weights.iter().map(|w| i128::from(*w)).sum();
        if total == 0 {
            return weights
                .iter()
                .enumerate()
                .map(|(i, _)| Self {
                    minor: if i == 0 { self.minor } else { 0 },
                    ..self
                })
                .collect();
        }
        let whole = i128::from(self.minor);
        let mut parts: Vec<(usize, i128, i128)> = weights
            .iter()
            .enumerate()
            .map(|(i, w)| {
                let share = whole * i128::from(*w);
                (i, share.div_euclid(total), share.rem_euclid(total))
            })
            .collect();
        let missing = whole - parts.iter().map(|p| p.1).sum::<i128>();
        parts.sort_by(|a, b| b.2.cmp(&a.2).then(a.0.cmp(&b.0)));
        for part in parts.iter_mut().take(usize::try_from(missing).unwrap_or(0)) {
            part.1 += 1;
        }
        parts.sort_by_key(|p| p.0);
        parts
            .into_iter()
            .map(|p| Self {
                minor: i64::try_from(p.1).unwrap_or(self.minor),
                ..self
            })
            .collect()
    }

    /// Reads what a person typed into a price field, in dirhams: `85`, `85,5`, `1 250,00`,
    /// `1.250,50`, Eastern Arabic digits too. A single separator followed by one or two digits is
    /// the decimal mark; three digits may follow a full stop, which then groups thousands.
    ///
    /// # Errors
    /// [`MoneyError::Malformed`] for anything else, negative amounts included.
    pub fn parse_mad(typed: &str) -> Result<Self, MoneyError> {
        let text = crate::text::western_digits(typed.trim());
        let text: String = text
            .chars()
            .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}'))
            .collect();
        let (whole, cents) = match text.rfind([',', '.', '٫']) {
            Some(at) => {
                let (head, tail) = text.split_at(at);
                let mark = tail.chars().next();
                let tail: String = tail.chars().skip(1).collect();
                if tail.len() <= 2 {
                    // One sign cannot group thousands and mark the decimals too.
                    if mark.is_some_and(|mark| head.contains(mark)) {
                        return Err(MoneyError::Malformed);
                    }
                    (head.to_owned(), tail)
                } else if mark == Some('.') {
                    (text.clone(), String::new())
                } else {
                    // In French and Arabic a comma marks the decimals, in English it groups thousands: three
                    // digits behind it may be a slip of either, and the prices differ by a thousand.
                    return Err(MoneyError::Malformed);
                }
            }
            None => (text.clone(), String::new()),
        };
        let groups: Vec<&str> = whole.split([',', '.', '٬']).collect();
        let longest = if groups.len() > 1 { 3 } else { 12 };
        let grouped = groups.iter().skip(1).all(|g| g.len() == 3)
            && groups.first().is_some_and(|g| (1..=longest).contains(&g.len()));
        let digits: String = groups.concat();
        if !grouped || digits.len() > 12 || !(digits + &cents).bytes().all(|b| b.is_ascii_digit()) {
            return Err(MoneyError::Malformed);
        }
        let dirhams: i64 = groups.concat().parse().map_err(|_| MoneyError::Malformed)?;
        let cents: i64 = match cents.len() {
            0 => 0,
            1 => cents.parse::<i64>().map_err(|_| MoneyError::Malformed)? * 10,
            _ => cents.parse().map_err(|_| MoneyError::Malformed)?,
        };
        dirhams
            .checked_mul(100)
            .and_then(|minor| minor.checked_add(cents))
            .map(Self::mad)
            .ok_or(MoneyError::Overflow)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_parts_always_sum_to_the_whole(minor in -1_000_000_000i64..1_000_000_000, weights in prop::collection::vec(0u32..1000, 1..20)) {
            let parts = Money::mad(minor).split(&weights);
            prop_assert_eq!(parts.len(), weights.len());
            prop_assert_eq!(Money::sum(parts).unwrap(), Money::mad(minor));
        }
    }

    #[test]
    fn a_price_is_read_as_people_write_it() {
        for (typed, minor) in [
            ("85", 8500),
            ("85,5", 8550),
            ("85.50", 8550),
            ("1 250,00", 125_000),
            ("1.250,50", 125_050),
            ("1.250", 125_000),
            ("٨٥٫٥", 8550),
            ("0", 0),
        ] {
            assert_eq!(Money::parse_mad(typed), Ok(Money::mad(minor)), "{typed}");
        }
        for typed in [
            "",
            "-5",
            "1e9",
            "12,345,6",
            "12,345",
            "1250,000",
            "12.34.56",
            "abc",
            "1,2,3",
            "99999999999999",
            ",5",
        ] {
            assert!(Money::parse_mad(typed).is_err(), "{typed}");
        }
    }
}
