//! The table `remittance`.

use crate::remittance::{Giver, Receiver, State};
use kernel::{
    Micros,
    ids::{BankLineId, CooperativeId, PersonId, RemittanceId},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "remittance")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RemittanceId,
    pub cooperative_id: Option<CooperativeId>,
    pub giver: Giver,
    pub receiver: Receiver,
    pub state: State,
    #[sea_orm(column_type = "Text", nullable)]
    pub brought_by: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub reference: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    pub expected_minor: i64,
    pub counted_minor: Option<i64>,
    pub surplus_minor: i64,
    pub created_by: PersonId,
    pub created_at: Micros,
    pub decided_by: Option<PersonId>,
    pub decided_at: Option<Micros>,
    pub version: i32,
    pub bank_line_id: Option<BankLineId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
