//! The table `goods_return`.

use crate::returning::{Refusal, Stage};
use kernel::{
    Micros,
    ids::{CooperativeId, OrderId, RefundId, ReturnId, SellerOrderId},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "goods_return")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReturnId,
    pub order_id: OrderId,
    pub seller_order_id: SellerOrderId,
    pub cooperative_id: CooperativeId,
    pub state: Stage,
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    pub refusal: Option<Refusal>,
    #[sea_orm(column_type = "Text", nullable)]
    pub words: Option<String>,
    pub goods_minor: i64,
    pub refunded_minor: Option<i64>,
    pub refund_id: Option<RefundId>,
    pub due_at: Option<Micros>,
    pub reminded: bool,
    pub requested_at: Micros,
    pub updated_at: Micros,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
