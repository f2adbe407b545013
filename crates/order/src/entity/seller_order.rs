//! The table `seller_order`.

use crate::status::{CancelledBy, State, Way};
use kernel::{
    Micros,
    ids::{CooperativeId, OrderId, SellerOrderId},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "seller_order")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SellerOrderId,
    pub order_id: OrderId,
    pub cooperative_id: CooperativeId,
    pub position: i32,
    pub state: State,
    pub delivery: Way,
    pub goods_minor: i64,
    pub delivery_minor: i64,
    pub total_minor: i64,
    pub weight_g: i64,
    pub days_min: i32,
    pub days_max: i32,
    #[sea_orm(column_type = "Text")]
    pub seller: String,
    pub placed_at: Micros,
    pub answer_by: Micros,
    pub cancelled_by: Option<CancelledBy>,
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    pub withdraw_until: Option<Micros>,
    pub pay_by: Option<Micros>,
    pub updated_at: Micros,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
