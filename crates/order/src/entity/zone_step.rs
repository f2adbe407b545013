//! The table `zone_step`.

use kernel::ids::ZoneId;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "zone_step")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub zone_id: ZoneId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub up_to_g: i64,
    pub price_minor: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
