//! The table `photo`.

use crate::status::PhotoState;
use kernel::{
    Micros,
    ids::{CooperativeId, PersonId, PhotoId},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "photo")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PhotoId,
    pub cooperative_id: CooperativeId,
    #[sea_orm(column_type = "Text")]
    pub key: String,
    pub state: PhotoState,
    #[sea_orm(column_type = "Text", nullable)]
    pub refusal: Option<String>,
    pub width: Option<i32>,
    pub height: Option<i32>,
    #[sea_orm(column_type = "Text", nullable)]
    pub placeholder: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub sizes: String,
    pub created_by: Option<PersonId>,
    pub created_at: Micros,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
