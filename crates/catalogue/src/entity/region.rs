//! The table `region`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "region")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub iso: String,
    #[sea_orm(column_type = "Text")]
    pub ar: String,
    #[sea_orm(column_type = "Text")]
    pub fr: String,
    #[sea_orm(column_type = "Text")]
    pub en: String,
    pub position: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
