//! The table `invoice_settlement`.

use kernel::{Micros, ids::InvoiceId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invoice_settlement")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub posting_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub invoice_id: InvoiceId,
    pub amount_minor: i64,
    pub at: Micros,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
