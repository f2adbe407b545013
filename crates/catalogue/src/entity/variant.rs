//! The table `variant`.

use crate::variant::Unit;
use kernel::{
    Micros,
    ids::{ProductId, VariantId},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "variant")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: VariantId,
    pub product_id: ProductId,
    pub position: i32,
    pub amount: i64,
    pub unit: Unit,
    #[sea_orm(column_type = "Text", nullable)]
    pub name_ar: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub name_fr: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub name_en: Option<String>,
    pub price_minor: i64,
    pub on_hand: i64,
    pub reserved: i64,
    pub parcel_g: i64,
    pub retired_at: Option<Micros>,
    pub created_at: Micros,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
