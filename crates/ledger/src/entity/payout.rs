//! The table `payout`.

use crate::payout::State;
use kernel::{
    Micros,
    ids::{CooperativeId, PayoutFileId, PayoutId, PersonId},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payout")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PayoutId,
    pub cooperative_id: CooperativeId,
    #[sea_orm(column_type = "Text")]
    pub reference: String,
    pub state: State,
    pub lines_minor: i64,
    pub netted_minor: i64,
    pub amount_minor: i64,
    #[sea_orm(column_type = "Text")]
    pub currency: String,
    #[sea_orm(column_type = "Text")]
    pub holder: String,
    #[sea_orm(column_type = "Text")]
    pub rib: String,
    pub drafted_by: Option<PersonId>,
    pub approved_by: Option<PersonId>,
    pub file_id: Option<PayoutFileId>,
    pub doomed_by: Option<PersonId>,
    pub created_at: Micros,
    pub updated_at: Micros,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
