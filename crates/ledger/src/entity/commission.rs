//! The table `commission`.

use kernel::ids::{LineId, RuleId, SellerOrderId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "commission")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub order_line_id: LineId,
    pub seller_order_id: SellerOrderId,
    pub rule_id: Option<RuleId>,
    pub bps: i32,
    pub fixed_minor: i64,
    pub vat_bps: i32,
    pub total_minor: i64,
    pub commission_minor: i64,
    pub vat_minor: i64,
    pub refunded_minor: i64,
    pub commission_reversed_minor: i64,
    pub vat_reversed_minor: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
