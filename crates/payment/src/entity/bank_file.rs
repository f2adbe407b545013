//! The table `bank_file`.

use crate::bank::Format;
use kernel::{
    Micros,
    ids::{BankFileId, PersonId},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "bank_file")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BankFileId,
    #[sea_orm(column_type = "Text")]
    pub digest: String,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    pub format: Format,
    #[sea_orm(column_type = "Text", nullable)]
    pub mapping: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub account: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub closing_on: Option<String>,
    pub closing_minor: Option<i64>,
    #[sea_orm(column_type = "Text")]
    pub currency: String,
    pub imported_by: PersonId,
    pub imported_at: Micros,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
