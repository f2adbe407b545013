//! The table `slug`.

use crate::slug::SlugKind;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "slug")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: SlugKind,
    #[sea_orm(primary_key, auto_increment = false)]
    pub slug: String,
    pub target: Uuid,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
