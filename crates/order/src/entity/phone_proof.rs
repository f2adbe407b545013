//! The table `phone_proof`.

use kernel::{
    Micros,
    ids::{CartId, CodeId},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "phone_proof")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub code_id: CodeId,
    pub cart_id: CartId,
    #[sea_orm(column_type = "Text")]
    pub phone: String,
    pub asked_at: Micros,
    pub good_until: Option<Micros>,
    pub used_at: Option<Micros>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
