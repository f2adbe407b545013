//! The table `legal_text`.

use crate::terms::LegalKind;
use kernel::{
    Micros,
    ids::{LegalTextId, PersonId},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "legal_text")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LegalTextId,
    pub kind: LegalKind,
    pub version: i32,
    #[sea_orm(column_type = "Text")]
    pub ar: String,
    #[sea_orm(column_type = "Text")]
    pub fr: String,
    #[sea_orm(column_type = "Text")]
    pub en: String,
    pub reviewed: bool,
    pub published_at: Micros,
    pub published_by: Option<PersonId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
