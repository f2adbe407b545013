//! The table `job`.

use kernel::{Micros, ids::JobId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: JobId,
    pub kind: String,
    /// JSON; `null` once the job is done.
    #[sea_orm(column_type = "Text")]
    pub payload: String,
    pub dedupe: Option<String>,
    pub attempts: i32,
    pub run_at: Micros,
    pub locked_until: Option<Micros>,
    pub locked_by: Option<String>,
    pub done_at: Option<Micros>,
    pub failed_at: Option<Micros>,
    pub last_error: Option<String>,
    pub created_at: Micros,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
