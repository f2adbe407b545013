//! How much one piece is: a number of grams, litres, pieces, as people write it.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// Amounts, in thousandths of their unit.
const THOUSANDTHS: RangeInclusive<i64> = 1..=1_000_000_000;

/// What an amount is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Unit {
    /// Gram.
    #[sea_orm(string_value = "g")]
    #[serde(rename = "g")]
    Gram,
    /// Kilogram.
    #[sea_orm(string_value = "kg")]
    #[serde(rename = "kg")]
    Kilogram,
    /// Millilitre.
    #[sea_orm(string_value = "ml")]
    #[serde(rename = "ml")]
    Millilitre,
    /// Litre.
    #[sea_orm(string_value = "L")]
    #[serde(rename = "L")]
    Litre,
    /// One piece.
    #[sea_orm(string_value = "piece")]
    #[serde(rename = "piece")]
    Piece,
    /// Two that belong together.
    #[sea_orm(string_value = "pair")]
    #[serde(rename = "pair")]
    Pair,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Self; 6] = [
        Self::Gram,
        Self::Kilogram,
        Self::Millilitre,
        Self::Litre,
        Self::Piece,
        Self::Pair,
    ];

    /// The code in forms and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Gram => "g",
            Self::Kilogram => "kg",
            Self::Millilitre => "ml",
            Self::Litre => "L",
            Self::Piece => "piece",
            Self::Pair => "pair",
        }
    }

    /// The unit with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.code() == code)
    }
}

/// How much one piece of a variant is: 250 g, 1.5 L, one pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Amount {
    /// Thousandths of the unit.
    pub thousandths: i64,
    /// The unit.
    pub unit: Unit,
}

impl Amount {
    /// An amount in thousandths of a unit; `None` when it is not positive or enormous.
    pub fn new(thousandths: i64, unit: Unit) -> Option<Self> {
        THOUSANDTHS.contains(&thousandths).then_some(Self { thousandths, unit })
    }

    /// Reads an amount as people write it: `250`, `1,5`, `0.75`, Eastern Arabic digits too.
    pub fn parse(typed: &str, unit: Unit) -> Option<Self> {
        let text = kernel::text::western_digits(typed.trim()).replace(['٫', ','], ".");
        let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 7 || part.len() > 3 || !digits(whole) || !digits(part) {
            return None;
        }
        Self::new(format!("{whole}{part:0<3}").parse().ok()?, unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_as_people_write_it() {
        for (typed, thousandths) in [
            ("250", 250_000),
            ("1,5", 1_500),
            ("0.75", 750),
            ("٢٥٠", 250_000),
            (" 1 ", 1_000),
        ] {
            assert_eq!(
                Amount::parse(typed, Unit::Gram).map(|a| a.thousandths),
                Some(thousandths),
                "{typed}"
            );
        }
        for typed in ["", "0", "-1", "1.2345", "1e3", "12345678", "a", "1.2.3", "."] {
            assert_eq!(Amount::parse(typed, Unit::Litre), None, "{typed}");
        }
    }
}
