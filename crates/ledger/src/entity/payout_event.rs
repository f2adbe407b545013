//! The table `payout_event`.

use kernel::{
    Micros,
    ids::{EventId, PayoutId, PersonId},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payout_event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventId,
    pub payout_id: PayoutId,
    #[sea_orm(column_type = "Text")]
    pub event: String,
    pub person_id: Option<PersonId>,
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    pub at: Micros,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
