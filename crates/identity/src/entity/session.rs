//! The table `session`.

use kernel::{Micros, ids::*};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SessionId,
    pub token_hash: String,
    pub person_id: PersonId,
    pub kind: String,
    pub totp_passed: bool,
    pub created_at: Micros,
    pub seen_at: Micros,
    pub expires_at: Micros,
    pub fresh_until: Micros,
    pub device: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
