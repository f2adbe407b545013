//! The table `shipment`.

use kernel::{
    Micros,
    ids::{SellerOrderId, ShipmentId},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "shipment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ShipmentId,
    pub seller_order_id: SellerOrderId,
    #[sea_orm(column_type = "Text")]
    pub carrier: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub tracking: Option<String>,
    pub shipped_at: Micros,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
