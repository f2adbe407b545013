//! The table `commission_reversal`.

use kernel::ids::LineId;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "commission_reversal")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub posting_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub order_line_id: LineId,
    pub refunded_minor: i64,
    pub commission_minor: i64,
    pub vat_minor: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
