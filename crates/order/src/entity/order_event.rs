//! The table `order_event`.

use crate::status::{Actor, Event};
use kernel::{
    Micros,
    ids::{EventId, PersonId, SellerOrderId},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "order_event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventId,
    pub seller_order_id: SellerOrderId,
    pub event: Event,
    pub actor: Actor,
    pub person_id: Option<PersonId>,
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    pub at: Micros,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
