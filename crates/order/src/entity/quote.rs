//! The table `quote`.

use kernel::{
    Micros,
    ids::{CartId, QuoteId},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quote")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuoteId,
    pub cart_id: CartId,
    #[sea_orm(column_type = "Text")]
    pub body: String,
    pub total_minor: i64,
    pub created_at: Micros,
    pub expires_at: Micros,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
