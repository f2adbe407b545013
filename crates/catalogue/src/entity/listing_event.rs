//! The table `listing_event`.

use kernel::{
    Micros,
    ids::{EventId, PersonId, ProductId, RevisionId},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "listing_event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventId,
    pub product_id: ProductId,
    pub revision_id: Option<RevisionId>,
    #[sea_orm(column_type = "Text")]
    pub event: String,
    pub person_id: Option<PersonId>,
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    pub at: Micros,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
