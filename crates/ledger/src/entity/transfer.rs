//! The table `transfer`.

use kernel::ids::AccountId;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "transfer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub posting_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    pub debit_account: AccountId,
    pub credit_account: AccountId,
    pub amount_minor: i64,
    #[sea_orm(column_type = "Text")]
    pub currency: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
