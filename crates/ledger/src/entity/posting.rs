//! The table `posting`.

use kernel::{
    Micros,
    ids::{CooperativeId, OrderId, PersonId, SellerOrderId},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "posting")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub id: String,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    pub order_id: Option<OrderId>,
    pub seller_order_id: Option<SellerOrderId>,
    pub cooperative_id: Option<CooperativeId>,
    pub person_id: Option<PersonId>,
    #[sea_orm(column_type = "Text")]
    pub digest: String,
    pub at: Micros,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
