//! The table `product`.

use crate::status::ProductState;
use kernel::{
    Micros,
    ids::{CooperativeId, PersonId, ProductId, RevisionId},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "product")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProductId,
    pub cooperative_id: CooperativeId,
    pub state: ProductState,
    pub approved_revision_id: Option<RevisionId>,
    #[sea_orm(column_type = "Text", nullable)]
    pub slug_ar: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub slug_fr: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub slug_en: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub suspended_reason: Option<String>,
    pub created_by: Option<PersonId>,
    pub created_at: Micros,
    pub updated_at: Micros,
    pub version: i32,
    pub listed: bool,
    pub listed_at: Option<Micros>,
    #[sea_orm(column_type = "Text", nullable)]
    pub category_code: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub region_iso: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub label_code: Option<String>,
    pub price_minor: Option<i64>,
    pub available: bool,
    #[sea_orm(column_type = "Text", nullable)]
    pub search_text: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::revision::Entity",
        from = "Column::ApprovedRevisionId",
        to = "super::revision::Column::Id"
    )]
    Approved,
    #[sea_orm(
        belongs_to = "super::cooperative::Entity",
        from = "Column::CooperativeId",
        to = "super::cooperative::Column::Id"
    )]
    Cooperative,
}

impl Related<super::revision::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Approved.def()
    }
}

impl Related<super::cooperative::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Cooperative.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
