//! The table `town`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "town")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    #[sea_orm(column_type = "Text")]
    pub province_iso: String,
    #[sea_orm(column_type = "Text")]
    pub ar: String,
    #[sea_orm(column_type = "Text")]
    pub fr: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub postcode: Option<String>,
    pub population: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
