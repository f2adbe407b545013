//! The table `bank_line`.

use crate::{
    bank::{Reason, State},
    reference::About,
};
use kernel::{
    Micros,
    ids::{BankFileId, BankLineId, PersonId},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "bank_line")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BankLineId,
    #[sea_orm(column_type = "Text")]
    pub fingerprint: String,
    pub file_id: BankFileId,
    #[sea_orm(column_type = "Text")]
    pub booked_on: String,
    pub amount_minor: i64,
    #[sea_orm(column_type = "Text")]
    pub currency: String,
    #[sea_orm(column_type = "Text")]
    pub wording: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub party: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub party_account: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub bank_id: Option<String>,
    pub state: State,
    pub reason: Option<Reason>,
    pub about: Option<About>,
    pub subject: Option<Uuid>,
    pub decided_by: Option<PersonId>,
    pub created_at: Micros,
    pub updated_at: Micros,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
