//! The table `payment_event`.

use crate::status::{Event, Holder};
use kernel::{
    Micros,
    ids::{EventId, PaymentId, PersonId},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payment_event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventId,
    pub payment_id: PaymentId,
    pub event: Event,
    pub amount_minor: Option<i64>,
    pub holder: Option<Holder>,
    pub person_id: Option<PersonId>,
    pub at: Micros,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
