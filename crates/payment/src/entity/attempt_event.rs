//! The table `attempt_event`.

use crate::standing::News;
use kernel::{
    Micros,
    ids::{AttemptId, EventId},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attempt_event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventId,
    pub attempt_id: AttemptId,
    pub event: News,
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    pub at: Micros,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
