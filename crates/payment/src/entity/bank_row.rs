//! The table `bank_row`.

use kernel::ids::{BankFileId, BankLineId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "bank_row")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub file_id: BankFileId,
    pub row_number: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    pub line_id: BankLineId,
    pub known: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
