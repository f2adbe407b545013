//! The table `invoice_line`.

use kernel::ids::{InvoiceId, SellerOrderId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invoice_line")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub posting_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub vat_bps: i32,
    pub invoice_id: InvoiceId,
    pub seller_order_id: SellerOrderId,
    pub commission_minor: i64,
    pub vat_minor: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
