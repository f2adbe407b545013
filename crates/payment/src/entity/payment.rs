//! The table `payment`.

use crate::status::{Holder, Method, State};
use kernel::{
    Micros,
    ids::{OrderId, PaymentId, SellerOrderId},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PaymentId,
    pub order_id: OrderId,
    #[sea_orm(unique)]
    pub seller_order_id: SellerOrderId,
    pub method: Method,
    pub state: State,
    pub amount_minor: i64,
    #[sea_orm(column_type = "Text")]
    pub currency: String,
    pub collected_minor: i64,
    pub refunded_minor: i64,
    pub holder: Option<Holder>,
    pub created_at: Micros,
    pub updated_at: Micros,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
