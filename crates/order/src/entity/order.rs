//! The table `order`.

use crate::status::Method;
use kernel::{
    Micros,
    ids::{CartId, OrderId, QuoteId},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "order")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrderId,
    #[sea_orm(column_type = "Text", unique)]
    pub number: String,
    #[sea_orm(unique)]
    pub quote_id: QuoteId,
    pub cart_id: CartId,
    #[sea_orm(column_type = "Text")]
    pub locale: String,
    #[sea_orm(column_type = "Text")]
    pub buyer_name: String,
    #[sea_orm(column_type = "Text")]
    pub buyer_phone: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub buyer_email: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub recipient_name: String,
    #[sea_orm(column_type = "Text")]
    pub recipient_phone: String,
    #[sea_orm(column_type = "Text")]
    pub region_iso: String,
    #[sea_orm(column_type = "Text")]
    pub province_iso: String,
    #[sea_orm(column_type = "Text")]
    pub town: String,
    #[sea_orm(column_type = "Text")]
    pub address: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub landmark: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub postcode: Option<String>,
    pub goods_minor: i64,
    pub delivery_minor: i64,
    pub total_minor: i64,
    #[sea_orm(column_type = "Text")]
    pub currency: String,
    pub terms_version: i32,
    pub terms_accepted_at: Micros,
    pub payment_method: Method,
    pub placed_at: Micros,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
