//! The table `loss`.

use crate::{
    loss::{Kind, State},
    status::Holder,
};
use kernel::{
    Micros,
    ids::{CooperativeId, LossId, PersonId, SellerOrderId},
};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "loss")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LossId,
    pub seller_order_id: SellerOrderId,
    pub cooperative_id: CooperativeId,
    pub kind: Kind,
    pub holder: Option<Holder>,
    pub amount_minor: i64,
    pub state: State,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    pub asked_by: PersonId,
    pub asked_at: Micros,
    pub decided_by: Option<PersonId>,
    pub decided_at: Option<Micros>,
    pub recovered_minor: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
