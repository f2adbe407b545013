//! The table `sale`.

use crate::{event::Flow, sale::State};
use kernel::{
    Micros,
    ids::{CooperativeId, OrderId, SellerOrderId},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sale")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub seller_order_id: SellerOrderId,
    pub order_id: OrderId,
    pub cooperative_id: CooperativeId,
    pub flow: Flow,
    #[sea_orm(column_type = "Text")]
    pub currency: String,
    pub goods_minor: i64,
    pub delivery_minor: i64,
    pub commission_minor: i64,
    pub vat_minor: i64,
    pub paid_minor: i64,
    pub delivery_refunded_minor: i64,
    pub state: State,
    pub at: Micros,
    pub delivered_at: Option<Micros>,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
