//! The table `revision_photo`.

use kernel::ids::{PhotoId, RevisionId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "revision_photo")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub revision_id: RevisionId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub photo_id: PhotoId,
    pub position: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
