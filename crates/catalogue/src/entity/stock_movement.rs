//! The table `stock_movement`.

use crate::stock::Cause;
use kernel::{
    Micros,
    ids::{EventId, PersonId, SellerOrderId, VariantId},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stock_movement")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventId,
    pub variant_id: VariantId,
    pub cause: Cause,
    pub on_hand_by: i64,
    pub reserved_by: i64,
    pub seller_order_id: Option<SellerOrderId>,
    pub person_id: Option<PersonId>,
    pub at: Micros,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
