//! The table `zone`.

use kernel::{Micros, ids::ZoneId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "zone")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ZoneId,
    #[sea_orm(column_type = "Text")]
    pub ar: String,
    #[sea_orm(column_type = "Text")]
    pub fr: String,
    #[sea_orm(column_type = "Text")]
    pub en: String,
    pub days_min: i32,
    pub days_max: i32,
    pub per_kg_minor: i64,
    pub max_g: i64,
    pub position: i32,
    pub is_sample: bool,
    pub updated_at: Micros,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
