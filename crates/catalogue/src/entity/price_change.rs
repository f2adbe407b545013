//! The table `price_change`.

use kernel::{
    Micros,
    ids::{EventId, PersonId, VariantId},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "price_change")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventId,
    pub variant_id: VariantId,
    pub old_minor: i64,
    pub new_minor: i64,
    pub person_id: Option<PersonId>,
    pub at: Micros,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
