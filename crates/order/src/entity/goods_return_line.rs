//! The table `goods_return_line`.

use kernel::ids::{LineId, ReturnId, VariantId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "goods_return_line")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub goods_return_id: ReturnId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub order_line_id: LineId,
    pub variant_id: VariantId,
    pub unit_price_minor: i64,
    pub quantity: i64,
    pub refunded: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
