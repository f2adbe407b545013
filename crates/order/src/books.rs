//! Parts of orders as the books ask for them: what they cost line by line and where they stand, page by
//! page, and what people call them.

use crate::{
    Error,
    entity::{order, order_line, seller_order, shipment},
    status::State,
    totals::Totals,
};
use kernel::{
    Read,
    ids::{CooperativeId, LineId, OrderId, SellerOrderId},
};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};
use std::collections::BTreeMap;

/// A part, as far as money asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sold {
    /// The part.
    pub id: SellerOrderId,
    /// Its order.
    pub order: OrderId,
    /// Its cooperative.
    pub cooperative: CooperativeId,
    /// Where it stands.
    pub state: State,
    /// What it costs.
    pub totals: Totals,
    /// Its lines and what each costs, in centimes.
    pub lines: Vec<(LineId, i64)>,
}

/// All parts by their ids, from `after` on; at most `most`.
///
/// # Errors
/// When the database cannot answer.
pub async fn list(db: &impl Read, after: Option<SellerOrderId>, most: u64) -> Result<Vec<Sold>, Error> {
    let mut query = seller_order::Entity::find().order_by_asc(seller_order::Column::Id);
    if let Some(after) = after {
        query = query.filter(seller_order::Column::Id.gt(after));
    }
    let rows = query.limit(most).all(db.reader()).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let lines: Vec<(SellerOrderId, LineId, i64)> = order_line::Entity::find()
        .select_only()
        .column(order_line::Column::SellerOrderId)
        .column(order_line::Column::Id)
        .column(order_line::Column::TotalMinor)
        .filter(order_line::Column::SellerOrderId.is_in(rows.iter().map(|row| row.id)))
        .into_tuple()
        .all(db.reader())
        .await?;
    let mut of_part: BTreeMap<SellerOrderId, Vec<(LineId, i64)>> = BTreeMap::new();
    for (part, line, minor) in lines {
        of_part.entry(part).or_default().push((line, minor));
    }
    let sold = |row: seller_order::Model| Sold {
        id: row.id,
        order: row.order_id,
        cooperative: row.cooperative_id,
        state: row.state,
        totals: Totals {
            goods_minor: row.goods_minor,
            delivery_minor: row.delivery_minor,
            total_minor: row.total_minor,
        },
        lines: of_part.remove(&row.id).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(sold).collect())
}

/// Who carried parts, the last carrier of each.
///
/// # Errors
/// When the database cannot answer.
pub async fn carriers(db: &impl Read, parts: &[SellerOrderId]) -> Result<BTreeMap<SellerOrderId, String>, Error> {
    if parts.is_empty() {
        return Ok(BTreeMap::new());
    }
    let found: Vec<(SellerOrderId, String)> = shipment::Entity::find()
        .select_only()
        .column(shipment::Column::SellerOrderId)
        .column(shipment::Column::Carrier)
        .filter(shipment::Column::SellerOrderId.is_in(parts.iter().copied()))
        .order_by_asc(shipment::Column::ShippedAt)
        .into_tuple()
        .all(db.reader())
        .await?;
    Ok(found.into_iter().collect())
}

/// The numbers of the orders that parts belong to.
///
/// # Errors
/// When the database cannot answer.
pub async fn numbers(db: &impl Read, parts: &[SellerOrderId]) -> Result<BTreeMap<SellerOrderId, String>, Error> {
    if parts.is_empty() {
        return Ok(BTreeMap::new());
    }
    let to_order = seller_order::Entity::belongs_to(order::Entity)
        .from(seller_order::Column::OrderId)
        .to(order::Column::Id)
        .into();
    let found: Vec<(SellerOrderId, String)> = seller_order::Entity::find()
        .select_only()
        .column(seller_order::Column::Id)
        .column(order::Column::Number)
        .join(JoinType::InnerJoin, to_order)
        .filter(seller_order::Column::Id.is_in(parts.iter().copied()))
        .into_tuple()
        .all(db.reader())
        .await?;
    Ok(found.into_iter().collect())
}
