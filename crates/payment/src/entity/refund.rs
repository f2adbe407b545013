//! The table `refund`.

use crate::refund::{Payer, State, Way};
use kernel::{
    Micros,
    ids::{AttemptId, OrderId, PersonId, RefundId, SellerOrderId},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "refund")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RefundId,
    pub order_id: OrderId,
    pub seller_order_id: Option<SellerOrderId>,
    pub attempt_id: Option<AttemptId>,
    #[sea_orm(column_type = "Text", nullable)]
    pub reference: Option<String>,
    pub state: State,
    pub amount_minor: i64,
    #[sea_orm(column_type = "Text")]
    pub currency: String,
    pub way: Way,
    pub payer: Option<Payer>,
    #[sea_orm(column_type = "Text", nullable)]
    pub account: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub account_tail: Option<String>,
    #[sea_orm(unique)]
    pub follows: Option<RefundId>,
    pub approved_by: Option<PersonId>,
    pub done_by: Option<PersonId>,
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    pub created_at: Micros,
    pub updated_at: Micros,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
