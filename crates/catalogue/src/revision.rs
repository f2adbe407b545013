//! Proposed and approved contents of a product.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Whether a buyer may send it back within seven days (law 31-08).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Withdrawal {
    /// Yes.
    #[sea_orm(string_value = "standard")]
    Standard,
    /// No: it spoils quickly.
    #[sea_orm(string_value = "perishable")]
    Perishable,
    /// No: it is made for one buyer.
    #[sea_orm(string_value = "custom")]
    Custom,
}
