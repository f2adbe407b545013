//! The table `commission_rule`.

use crate::rule::Scope;
use kernel::{
    Micros,
    ids::{PersonId, RuleId},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "commission_rule")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RuleId,
    pub scope: Scope,
    #[sea_orm(column_type = "Text")]
    pub subject: String,
    pub bps: i32,
    pub fixed_minor: i64,
    pub vat_bps: i32,
    pub valid_from: Micros,
    pub valid_until: Option<Micros>,
    pub created_by: Option<PersonId>,
    pub created_at: Micros,
    pub ended_by: Option<PersonId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
