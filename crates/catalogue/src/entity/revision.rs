//! The table `revision`.

use crate::revision::Withdrawal;
use crate::status::RevisionState;
use kernel::{
    Micros,
    ids::{PersonId, ProductId, RevisionId},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "revision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RevisionId,
    pub product_id: ProductId,
    pub number: i32,
    pub state: RevisionState,
    #[sea_orm(column_type = "Text", nullable)]
    pub category_code: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub name_ar: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub name_fr: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub name_en: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub description_ar: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub description_fr: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub description_en: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub origin_region_iso: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub origin_place: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub ingredients_ar: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub ingredients_fr: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub ingredients_en: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub allergens: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub label_code: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub label_number: Option<String>,
    pub withdrawal: Withdrawal,
    pub created_by: Option<PersonId>,
    pub created_at: Micros,
    pub updated_at: Micros,
    pub submitted_at: Option<Micros>,
    pub decided_at: Option<Micros>,
    pub decided_by: Option<PersonId>,
    #[sea_orm(column_type = "Text", nullable)]
    pub decision_note: Option<String>,
    pub claimed_by: Option<PersonId>,
    pub claimed_until: Option<Micros>,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
