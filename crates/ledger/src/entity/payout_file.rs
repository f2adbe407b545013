//! The table `payout_file`.

use kernel::{
    Micros,
    ids::{PayoutFileId, PersonId},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payout_file")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PayoutFileId,
    #[sea_orm(column_type = "Text")]
    pub debtor_name: String,
    #[sea_orm(column_type = "Text")]
    pub debtor_rib: String,
    pub payouts: i64,
    pub total_minor: i64,
    #[sea_orm(column_type = "Text")]
    pub currency: String,
    pub made_by: Option<PersonId>,
    pub made_at: Micros,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
