//! The sizes and weights of a product, each with a price and a stock.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

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
