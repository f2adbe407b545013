//! The table `remittance_line`.

use kernel::ids::{CooperativeId, RemittanceId, SellerOrderId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "remittance_line")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub remittance_id: RemittanceId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub seller_order_id: SellerOrderId,
    pub cooperative_id: CooperativeId,
    pub position: i32,
    pub expected_minor: i64,
    pub counted_minor: Option<i64>,
    pub waits: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
