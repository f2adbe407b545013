//! Placing an order: the order, its parts and their lines, from an offer that was agreed.

use crate::{
    Error,
    entity::{order, order_line, seller_order},
    history::{self, By},
    order::ANSWER,
    quote::Quote,
    status::{Event, Method, State},
};
use kernel::{
    Mint, Tx,
    ids::{LineId, OrderId, SellerOrderId},
    time::MINUTE,
};
use sea_orm::{ActiveValue::Set, EntityTrait, sea_query::OnConflict};

/// Numbers that are tried before giving up; with a million orders one in seven hundred is taken.
const TRIES: u32 = 5;

/// What placing needs beside the quote.
#[derive(Clone, Debug)]
pub struct Placing<'a> {
    /// The offer that was accepted.
    pub quote: &'a Quote,
    /// One id for each of its parts, in their order: the stock was reserved under them.
    pub parts: &'a [SellerOrderId],
    /// How it is paid.
    pub method: Method,
    /// How long its goods are kept until it is paid, in microseconds; `None` where it is paid later.
    pub unpaid_for: Option<i64>,
}

/// How long the goods of an order are kept that is to be paid by card, in microseconds.
pub const PAY: i64 = 35 * MINUTE;

/// An order that was placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Its id.
    pub id: OrderId,
    /// Its number.
    pub number: String,
    /// The ids of the lines of each part, in the order of the offer.
    pub lines: Vec<Vec<LineId>>,
}

/// Writes an order, its parts, lines and first events: four statements, however large it is.
///
/// # Errors
/// When the database refuses: the quote was ordered before, or no number was free.
pub async fn place(tx: &Tx, mint: &Mint, placing: &Placing<'_>) -> Result<Placed, Error> {
    let id: OrderId = mint.id();
    let number = insert_order(tx, mint, id, placing).await?;
    let parts = placing.parts.iter().zip(&placing.quote.offer.parts).zip(0..);
    let (state, time) = match placing.unpaid_for {
        None => (State::New, ANSWER),
        Some(time) => (State::Unpaid, time),
    };
    let mut rows = Vec::with_capacity(placing.parts.len());
    let (mut lines, mut line_ids) = (Vec::new(), Vec::with_capacity(placing.parts.len()));
    for ((part_id, part), position) in parts {
        rows.push(seller_order::ActiveModel {
            id: Set(*part_id),
            order_id: Set(id),
            cooperative_id: Set(part.cooperative),
            position: Set(position),
            state: Set(state),
            delivery: Set(part.way),
            goods_minor: Set(part.totals.goods_minor),
            delivery_minor: Set(part.totals.delivery_minor),
            total_minor: Set(part.totals.total_minor),
            weight_g: Set(part.weight_g),
            days_min: Set(part.days_min),
            days_max: Set(part.days_max),
            seller: Set(serde_json::to_string(&part.seller)?),
            placed_at: Set(mint.now),
            answer_by: Set(mint.now.plus(time)),
            pay_by: Set(None),
            cancelled_by: Set(None),
            reason: Set(None),
            withdraw_until: Set(None),
            updated_at: Set(mint.now),
            version: Set(1),
        });
        let ids: Vec<LineId> = part.lines.iter().map(|_| mint.id()).collect();
        let of_part = ids.iter().zip(&part.lines).zip(0..);
        lines.extend(of_part.map(|((line_id, line), position)| line_row(*line_id, (id, *part_id), position, line)));
        line_ids.push(ids);
    }
    seller_order::Entity::insert_many(rows)
        .exec_without_returning(tx.writer())
        .await?;
    order_line::Entity::insert_many(lines)
        .exec_without_returning(tx.writer())
        .await?;
    history::record(tx, mint, placing.parts, Event::Place, &By::buyer()).await?;
    Ok(Placed {
        id,
        number,
        lines: line_ids,
    })
}

async fn insert_order(tx: &Tx, mint: &Mint, id: OrderId, placing: &Placing<'_>) -> Result<String, Error> {
    let quote = placing.quote;
    let offer = &quote.offer;
    for _ in 0..TRIES {
        let number = format!("TZ-{}", mint.letters::<6>());
        let row = order::ActiveModel {
            id: Set(id),
            number: Set(number.clone()),
            quote_id: Set(quote.id),
            cart_id: Set(quote.cart),
            locale: Set(offer.locale.code().to_owned()),
            buyer_name: Set(offer.buyer.name.clone()),
            buyer_phone: Set(offer.buyer.phone.clone()),
            buyer_email: Set(offer.buyer.email.clone()),
            recipient_name: Set(offer.recipient.name.clone()),
            recipient_phone: Set(offer.recipient.phone.clone()),
            region_iso: Set(offer.address.region_iso.clone()),
            province_iso: Set(offer.address.province_iso.clone()),
            town: Set(offer.address.town.clone()),
            address: Set(offer.address.address.clone()),
            landmark: Set(offer.address.landmark.clone()),
            postcode: Set(offer.address.postcode.clone()),
            goods_minor: Set(offer.totals.goods_minor),
            delivery_minor: Set(offer.totals.delivery_minor),
            total_minor: Set(offer.totals.total_minor),
            currency: Set(kernel::Currency::Mad.code().to_owned()),
            terms_version: Set(offer.terms_version),
            terms_accepted_at: Set(mint.now),
            payment_method: Set(placing.method),
            placed_at: Set(mint.now),
        };
        let free = OnConflict::column(order::Column::Number).do_nothing().to_owned();
        let inserted = order::Entity::insert(row)
            .on_conflict(free)
            .exec_without_returning(tx.writer())
            .await?;
        if inserted == 1 {
            return Ok(number);
        }
    }
    Err(Error::Stored("no order number is free".to_owned()))
}

fn line_row(
    id: LineId,
    (order, part): (OrderId, SellerOrderId),
    position: i32,
    line: &crate::quote::Line,
) -> order_line::ActiveModel {
    order_line::ActiveModel {
        id: Set(id),
        order_id: Set(order),
        seller_order_id: Set(part),
        position: Set(position),
        variant_id: Set(line.variant),
        product_id: Set(line.product),
        name_ar: Set(line.name.ar.clone()),
        name_fr: Set(line.name.fr.clone()),
        name_en: Set(line.name.en.clone()),
        variant_ar: Set(line.variant_name.ar.clone()),
        variant_fr: Set(line.variant_name.fr.clone()),
        variant_en: Set(line.variant_name.en.clone()),
        amount: Set(line.amount),
        unit: Set(line.unit.clone()),
        photo_key: Set(line.photo_key.clone()),
        unit_price_minor: Set(line.unit_price_minor),
        quantity: Set(line.quantity),
        total_minor: Set(line.total_minor),
        withdrawal: Set(line.withdrawal.clone()),
        returned: Set(0),
    }
}
