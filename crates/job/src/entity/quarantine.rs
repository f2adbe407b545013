//! The table `quarantine`.

use kernel::{
    Micros,
    ids::{EventId, PersonId},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quarantine")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventId,
    pub data_at: Micros,
    pub begun_at: Micros,
    pub compared_at: Option<Micros>,
    pub released_at: Option<Micros>,
    pub released_by: Option<PersonId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
