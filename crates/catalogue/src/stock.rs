//! How many there are of each variant and how many are promised.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Why a stock changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The first count.
    #[sea_orm(string_value = "opening")]
    Opening,
    /// The cooperative counted.
    #[sea_orm(string_value = "counted")]
    Counted,
    /// An order was placed.
    #[sea_orm(string_value = "reserved")]
    Reserved,
    /// An order was cancelled before it left.
    #[sea_orm(string_value = "released")]
    Released,
    /// An order left.
    #[sea_orm(string_value = "shipped")]
    Shipped,
    /// A parcel came back and can be sold again.
    #[sea_orm(string_value = "returned")]
    Returned,
}
