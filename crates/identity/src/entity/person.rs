//! The table `person`.

use kernel::{Micros, ids::*};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PersonId,
    pub name: String,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub locale: String,
    pub is_administrator: bool,
    pub password_hash: Option<String>,
    pub totp_secret: Option<String>,
    pub totp_confirmed_at: Option<Micros>,
    pub totp_step: Option<i64>,
    pub created_at: Micros,
    pub suspended_at: Option<Micros>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
