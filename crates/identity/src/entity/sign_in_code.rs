//! The table `sign_in_code`.

use kernel::{Micros, ids::*};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_code")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CodeId,
    pub target: String,
    pub purpose: String,
    pub code_hash: String,
    pub created_at: Micros,
    pub expires_at: Micros,
    pub tries: i32,
    pub used_at: Option<Micros>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
