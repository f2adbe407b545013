//! The table `cooperative`.

use crate::status::CooperativeState;
use kernel::{
    Micros,
    ids::{CooperativeId, PersonId},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cooperative")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CooperativeId,
    #[sea_orm(column_type = "Text")]
    pub slug: String,
    pub state: CooperativeState,
    #[sea_orm(column_type = "Text")]
    pub name_ar: String,
    #[sea_orm(column_type = "Text")]
    pub name_fr: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub name_en: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub story_ar: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub story_fr: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub story_en: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub region_iso: String,
    #[sea_orm(column_type = "Text")]
    pub province_iso: String,
    #[sea_orm(column_type = "Text")]
    pub town: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub address: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub register_number: String,
    #[sea_orm(column_type = "Text")]
    pub register_place: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub ice: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub onssa: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub rib: String,
    #[sea_orm(column_type = "Text")]
    pub phone: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub email: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub contact_name: String,
    pub founded: Option<i32>,
    pub member_count: Option<i32>,
    pub women_count: Option<i32>,
    pub collects: bool,
    pub applied_at: Micros,
    pub decided_at: Option<Micros>,
    pub decided_by: Option<PersonId>,
    #[sea_orm(column_type = "Text", nullable)]
    pub decision_reason: Option<String>,
    pub updated_at: Micros,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
