//! The table `payout_line`.

use kernel::{Micros, ids::PayoutId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payout_line")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub payout_id: PayoutId,
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub posting_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    pub amount_minor: i64,
    pub freed_at: Option<Micros>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
