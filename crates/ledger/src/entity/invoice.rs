//! The table `invoice`.

use kernel::{
    Micros,
    ids::{CooperativeId, InvoiceId},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invoice")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InvoiceId,
    pub year: i32,
    pub position: i32,
    pub cooperative_id: CooperativeId,
    #[sea_orm(column_type = "Text")]
    pub month: String,
    #[sea_orm(column_type = "Text")]
    pub reference: String,
    pub commission_minor: i64,
    pub vat_minor: i64,
    pub total_minor: i64,
    pub settled_minor: i64,
    #[sea_orm(column_type = "Text")]
    pub currency: String,
    #[sea_orm(column_type = "Text")]
    pub issuer: String,
    #[sea_orm(column_type = "Text")]
    pub customer: String,
    pub issued_at: Micros,
    pub due_at: Micros,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
