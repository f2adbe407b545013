//! The table `province`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "province")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub iso: String,
    #[sea_orm(column_type = "Text")]
    pub region_iso: String,
    #[sea_orm(column_type = "Text")]
    pub ar: String,
    #[sea_orm(column_type = "Text")]
    pub fr: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
