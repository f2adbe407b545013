//! The table `backup`.

use kernel::{Micros, ids::EventId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "backup")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventId,
    pub begun_at: Micros,
    pub ended_at: Micros,
    #[sea_orm(column_type = "Text", nullable)]
    pub name: Option<String>,
    pub bytes: i64,
    #[sea_orm(column_type = "Text", nullable)]
    pub failure: Option<String>,
    pub next_by: Micros,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
