//! Orders put together from their rows.

use crate::{
    Error,
    cart::{Address, Buyer, Recipient},
    entity::{order, order_line, seller_order, shipment},
    history,
    order::{ForCooperative, Head, Line, Order, SellerOrder, Shipment},
    totals::Totals,
};
use kernel::{Read, Texts, ids::SellerOrderId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

/// Parts with their order's head.
pub(crate) async fn with_heads(db: &impl Read, parts: Vec<seller_order::Model>) -> Result<Vec<ForCooperative>, Error> {
    let heads = order::Entity::find()
        .filter(order::Column::Id.is_in(parts.iter().map(|part| part.order_id)))
        .all(db.reader())
        .await?;
    let parts = whole_parts(db, parts).await?;
    Ok(parts
        .into_iter()
        .filter_map(|part| {
            let head = heads.iter().find(|head| head.id == part.order)?.clone().into();
            Some(ForCooperative { head, part })
        })
        .collect())
}

/// Orders with their parts.
pub(crate) async fn whole(db: &impl Read, orders: Vec<order::Model>) -> Result<Vec<Order>, Error> {
    let parts = seller_order::Entity::find()
        .filter(seller_order::Column::OrderId.is_in(orders.iter().map(|row| row.id)))
        .order_by_asc(seller_order::Column::Position)
        .all(db.reader())
        .await?;
    let parts = whole_parts(db, parts).await?;
    let order = |row: order::Model| Order {
        parts: parts.iter().filter(|part| part.order == row.id).cloned().collect(),
        cart: row.cart_id,
        totals: totals(row.goods_minor, row.delivery_minor, row.total_minor),
        head: row.into(),
    };
    Ok(orders.into_iter().map(order).collect())
}

/// Parts with their lines, parcels and history: three statements for any number of parts.
async fn whole_parts(db: &impl Read, parts: Vec<seller_order::Model>) -> Result<Vec<SellerOrder>, Error> {
    let ids: Vec<SellerOrderId> = parts.iter().map(|part| part.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let lines = order_line::Entity::find()
        .filter(order_line::Column::SellerOrderId.is_in(ids.iter().copied()))
        .order_by_asc(order_line::Column::SellerOrderId)
        .order_by_asc(order_line::Column::Position)
        .all(db.reader())
        .await?;
    let shipments = shipment::Entity::find()
        .filter(shipment::Column::SellerOrderId.is_in(ids.iter().copied()))
        .order_by_asc(shipment::Column::ShippedAt)
        .all(db.reader())
        .await?;
    let history = history::list(db, &ids).await?;
    parts
        .into_iter()
        .map(|row| {
            let mut part = part_of(row)?;
            part.lines = lines
                .iter()
                .filter(|line| line.seller_order_id == part.id)
                .map(line_of)
                .collect();
            part.shipments = shipments
                .iter()
                .filter(|shipment| shipment.seller_order_id == part.id)
                .map(|shipment| Shipment {
                    carrier: shipment.carrier.clone(),
                    tracking: shipment.tracking.clone(),
                    shipped_at: shipment.shipped_at,
                })
                .collect();
            part.history = history
                .iter()
                .filter(|remark| remark.seller_order == part.id)
                .cloned()
                .collect();
            Ok(part)
        })
        .collect()
}

fn part_of(row: seller_order::Model) -> Result<SellerOrder, Error> {
    Ok(SellerOrder {
        id: row.id,
        order: row.order_id,
        cooperative: row.cooperative_id,
        state: row.state,
        way: row.delivery,
        totals: totals(row.goods_minor, row.delivery_minor, row.total_minor),
        weight_g: row.weight_g,
        days_min: row.days_min,
        days_max: row.days_max,
        seller: serde_json::from_str(&row.seller)?,
        placed_at: row.placed_at,
        answer_by: row.answer_by,
        cancelled_by: row.cancelled_by,
        pay_by: row.pay_by,
        reason: row.reason,
        ends_at: row.withdraw_until,
        updated_at: row.updated_at,
        version: row.version,
        lines: Vec::new(),
        shipments: Vec::new(),
        history: Vec::new(),
    })
}

fn line_of(row: &order_line::Model) -> Line {
    Line {
        variant: row.variant_id,
        product: row.product_id,
        name: texts(&row.name_ar, &row.name_fr, &row.name_en),
        variant_name: texts(&row.variant_ar, &row.variant_fr, &row.variant_en),
        amount: row.amount,
        unit: row.unit.clone(),
        photo_key: row.photo_key.clone(),
        unit_price_minor: row.unit_price_minor,
        quantity: row.quantity,
        total_minor: row.total_minor,
        withdrawal: row.withdrawal.clone(),
        returned: row.returned,
    }
}

fn texts(ar: &Option<String>, fr: &Option<String>, en: &Option<String>) -> Texts {
    Texts {
        ar: ar.clone(),
        fr: fr.clone(),
        en: en.clone(),
    }
}

fn totals(goods_minor: i64, delivery_minor: i64, total_minor: i64) -> Totals {
    Totals {
        goods_minor,
        delivery_minor,
        total_minor,
    }
}

impl From<order::Model> for Head {
    fn from(row: order::Model) -> Self {
        Self {
            id: row.id,
            number: row.number,
            locale: row.locale.parse().unwrap_or_default(),
            buyer: Buyer {
                name: row.buyer_name,
                phone: row.buyer_phone,
                email: row.buyer_email,
            },
            recipient: Recipient {
                name: row.recipient_name,
                phone: row.recipient_phone,
            },
            address: Address {
                region_iso: row.region_iso,
                province_iso: row.province_iso,
                town: row.town,
                address: row.address,
                landmark: row.landmark,
                postcode: row.postcode,
            },
            terms_version: row.terms_version,
            terms_accepted_at: row.terms_accepted_at,
            method: row.payment_method,
            placed_at: row.placed_at,
        }
    }
}

impl From<&crate::quote::Line> for Line {
    fn from(line: &crate::quote::Line) -> Self {
        Self {
            variant: line.variant,
            product: line.product,
            name: line.name.clone(),
            variant_name: line.variant_name.clone(),
            amount: line.amount,
            unit: line.unit.clone(),
            photo_key: line.photo_key.clone(),
            unit_price_minor: line.unit_price_minor,
            quantity: line.quantity,
            total_minor: line.total_minor,
            withdrawal: line.withdrawal.clone(),
            returned: 0,
        }
    }
}
