//! The table `cart_line`.

use kernel::{
    Micros,
    ids::{CartId, VariantId},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cart_line")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub cart_id: CartId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub variant_id: VariantId,
    pub quantity: i64,
    pub added_at: Micros,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
