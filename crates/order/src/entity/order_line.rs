//! The table `order_line`.

use kernel::ids::{LineId, OrderId, ProductId, SellerOrderId, VariantId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "order_line")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LineId,
    pub order_id: OrderId,
    pub seller_order_id: SellerOrderId,
    pub position: i32,
    pub variant_id: VariantId,
    pub product_id: ProductId,
    #[sea_orm(column_type = "Text", nullable)]
    pub name_ar: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub name_fr: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub name_en: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub variant_ar: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub variant_fr: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub variant_en: Option<String>,
    pub amount: i64,
    #[sea_orm(column_type = "Text")]
    pub unit: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub photo_key: Option<String>,
    pub unit_price_minor: i64,
    pub quantity: i64,
    pub total_minor: i64,
    #[sea_orm(column_type = "Text")]
    pub withdrawal: String,
    pub returned: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
