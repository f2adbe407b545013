//! How many there are of each variant and how many of them are promised.
//!
//! An order **reserves**; a parcel that leaves **ships** what was reserved; an order that is
//! cancelled **releases** it; a parcel that comes back and can be sold again is **taken back**.
//! `0 ≤ reserved ≤ on_hand` holds throughout, whoever asks at the same time, and every change is a
//! movement row, so that the sums of the movements are the stock.

use crate::{
    Error, change, entity, product, projection,
    variant::{self, COUNT},
};
use kernel::{
    Micros, Mint, Read, Tx,
    ids::{CooperativeId, PersonId, ProductId, SellerOrderId, VariantId},
};
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DbBackend, FromQueryResult, QueryOrder, QuerySelect, Statement, Value,
    entity::prelude::*,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Most movements that are read.
const MOVEMENTS: u64 = 100;
/// Up to so many left, pages say how many; above, that there are enough.
pub const FEW: i64 = 3;

/// Why a stock changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The first count.
    #[sea_orm(string_value = "opening")]
    Opening,
    /// The cooperative counted.
    #[sea_orm(string_value = "counted")]
    Counted,
    /// An order was placed.
    #[sea_orm(string_value = "reserved")]
    Reserved,
    /// An order was cancelled before it left.
    #[sea_orm(string_value = "released")]
    Released,
    /// An order left.
    #[sea_orm(string_value = "shipped")]
    Shipped,
    /// A parcel came back and can be sold again.
    #[sea_orm(string_value = "returned")]
    Returned,
}

impl Cause {
    /// The name in message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Counted => "counted",
            Self::Reserved => "reserved",
            Self::Released => "released",
            Self::Shipped => "shipped",
            Self::Returned => "returned",
        }
    }
}

/// So many of a variant, for one seller order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Portion {
    /// Of what.
    pub variant: VariantId,
    /// How many; positive.
    pub quantity: i64,
    /// For whom.
    pub seller_order: SellerOrderId,
}

/// A variant as it stood at the moment it was reserved; the order is compared with this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reserved {
    /// The variant.
    pub variant: VariantId,
    /// Its product.
    pub product: ProductId,
    /// Its cooperative.
    pub cooperative: CooperativeId,
    /// Its category and the wider one that holds it, its own first.
    pub categories: Vec<String>,
    /// Its price, in centimes.
    pub price_minor: i64,
    /// What a parcel with one piece weighs, in grams.
    pub parcel_g: i64,
    /// Whether buyers see its product at this moment.
    pub listed: bool,
}

/// A change of a stock that was written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Of which variant.
    pub variant: VariantId,
    /// Why.
    pub cause: Cause,
    /// By how much the number on hand changed.
    pub on_hand_by: i64,
    /// By how much the promised number changed.
    pub reserved_by: i64,
    /// For which seller order.
    pub seller_order: Option<SellerOrderId>,
    /// By whom, when it was a person.
    pub person: Option<PersonId>,
    /// When.
    pub at: Micros,
}

pub(crate) struct Movement {
    pub(crate) variant: VariantId,
    pub(crate) on_hand_by: i64,
    pub(crate) reserved_by: i64,
    pub(crate) seller_order: Option<SellerOrderId>,
}

/// What became of a variant's stock, the latest first.
///
/// # Errors
/// When the database refuses.
pub async fn list_movements(db: &impl Read, variant: VariantId) -> Result<Vec<Moved>, Error> {
    use entity::stock_movement as row;
    let rows = row::Entity::find()
        .filter(row::Column::VariantId.eq(variant))
        .order_by_desc(row::Column::At)
        .order_by_desc(row::Column::Id)
        .limit(MOVEMENTS)
        .all(db.reader())
        .await?;
    let moved = |row: row::Model| Moved {
        variant: row.variant_id,
        cause: row.cause,
        on_hand_by: row.on_hand_by,
        reserved_by: row.reserved_by,
        seller_order: row.seller_order_id,
        person: row.person_id,
        at: row.at,
    };
    Ok(rows.into_iter().map(moved).collect())
}

/// The cooperative counted what it has, promised pieces included. `seen` is the number it was shown:
/// if a parcel left meanwhile, it has to look again.
///
/// # Errors
/// [`Error::NotFound`] when the variant is not the cooperative's, [`Error::BelowReserved`] when buyers
/// have been promised more, [`Error::Stale`], [`Error::Invalid`] out of [`COUNT`]; when the database
/// refuses.
pub async fn count(
    tx: &Tx,
    mint: &Mint,
    cooperative: CooperativeId,
    person: PersonId,
    id: VariantId,
    on_hand: i64,
    seen: Option<i64>,
) -> Result<(), Error> {
    variant::within(&COUNT, on_hand, "on_hand")?;
    let before = lock(tx, &[id]).await?.pop().ok_or(Error::NotFound("variant"))?;
    if before.cooperative_id != cooperative || before.retired_at.is_some() {
        return Err(Error::NotFound("variant"));
    }
    if seen.is_some_and(|seen| seen != before.on_hand) {
        return Err(Error::Stale("stock"));
    }
    use entity::variant::{ActiveModel, Column as C, Entity};
    let row = ActiveModel {
        on_hand: Set(on_hand),
        ..Default::default()
    };
    let done = Entity::update_many()
        .set(row)
        .filter(C::Id.eq(id))
        .filter(C::OnHand.eq(before.on_hand))
        .filter(C::Reserved.lte(on_hand))
        .exec(tx.writer())
        .await?;
    if done.rows_affected != 1 {
        let reserved = before.reserved;
        return Err(Error::BelowReserved { variant: id, reserved });
    }
    let movement = Movement {
        variant: id,
        on_hand_by: on_hand.saturating_sub(before.on_hand),
        reserved_by: 0,
        seller_order: None,
    };
    write_down(tx, mint, Cause::Counted, Some(person), &[movement]).await?;
    product::project(tx, mint, before.product_id).await
}

/// Promises pieces to an order: all of them or none. Three statements, however many lines.
///
/// # Errors
/// [`Error::OutOfStock`] with the first variant of which too few are left, [`Error::Invalid`] for a
/// quantity that is not positive; when the database refuses.
pub async fn reserve(tx: &Tx, mint: &Mint, portions: &[Portion]) -> Result<Vec<Reserved>, Error> {
    let wanted = merge(portions)?;
    let before = lock(tx, &ids(&wanted)).await?;
    for portion in &wanted {
        let enough = before
            .iter()
            .any(|row| row.id == portion.variant && row.retired_at.is_none() && row.left() >= portion.quantity);
        if !enough {
            if kernel::planted("oversell") {
                return Ok(before.iter().map(Row::reserved).collect());
            }
            let variant = portion.variant;
            return Err(Error::OutOfStock { variant });
        }
    }
    let sql = "set reserved = reserved + w.quantity from w where variant.id = w.id \
               and variant.retired_at is null and variant.on_hand - variant.reserved >= w.quantity";
    settle(tx, mint, Cause::Reserved, &wanted, &before, sql, (0, 1)).await?;
    Ok(before.iter().map(Row::reserved).collect())
}

/// Gives promised pieces back: the order is cancelled before it left.
///
/// # Errors
/// [`Error::StockMismatch`] when fewer were promised; when the database refuses.
pub async fn release(tx: &Tx, mint: &Mint, portions: &[Portion]) -> Result<(), Error> {
    let wanted = merge(portions)?;
    let before = lock(tx, &ids(&wanted)).await?;
    let sql = "set reserved = reserved - w.quantity from w where variant.id = w.id \
               and variant.reserved >= w.quantity";
    settle(tx, mint, Cause::Released, &wanted, &before, sql, (0, -1)).await
}

/// Takes promised pieces out of the stock: the parcel left.
///
/// # Errors
/// [`Error::StockMismatch`] when fewer were promised; when the database refuses.
pub async fn ship(tx: &Tx, mint: &Mint, portions: &[Portion]) -> Result<(), Error> {
    let wanted = merge(portions)?;
    let before = lock(tx, &ids(&wanted)).await?;
    let sql = "set reserved = reserved - w.quantity, on_hand = on_hand - w.quantity from w \
               where variant.id = w.id and variant.reserved >= w.quantity and variant.on_hand >= w.quantity";
    settle(tx, mint, Cause::Shipped, &wanted, &before, sql, (-1, -1)).await
}

/// Puts pieces back that came home and can be sold again.
///
/// # Errors
/// When the database refuses.
pub async fn take_back(tx: &Tx, mint: &Mint, portions: &[Portion]) -> Result<(), Error> {
    let wanted = merge(portions)?;
    let before = lock(tx, &ids(&wanted)).await?;
    let sql = "set on_hand = on_hand + w.quantity from w where variant.id = w.id";
    settle(tx, mint, Cause::Returned, &wanted, &before, sql, (1, 0)).await
}

/// The same variant twice becomes one; sorted, so that two orders take their locks in one order.
fn merge(portions: &[Portion]) -> Result<Vec<Portion>, Error> {
    let mut merged: BTreeMap<VariantId, Portion> = BTreeMap::new();
    for portion in portions {
        if !(1..=*COUNT.end()).contains(&portion.quantity) {
            return Err(Error::Invalid("quantity"));
        }
        merged
            .entry(portion.variant)
            .and_modify(|known| known.quantity = known.quantity.saturating_add(portion.quantity))
            .or_insert(*portion);
    }
    Ok(merged.into_values().collect())
}

fn ids(portions: &[Portion]) -> Vec<VariantId> {
    portions.iter().map(|portion| portion.variant).collect()
}

#[derive(FromQueryResult)]
struct Row {
    id: VariantId,
    product_id: ProductId,
    cooperative_id: CooperativeId,
    category: Option<String>,
    wider_category: Option<String>,
    price_minor: i64,
    parcel_g: i64,
    on_hand: i64,
    reserved: i64,
    retired_at: Option<Micros>,
    listed: bool,
}

impl Row {
    const fn left(&self) -> i64 {
        self.on_hand.saturating_sub(self.reserved)
    }

    fn reserved(&self) -> Reserved {
        let categories = [&self.category, &self.wider_category];
        Reserved {
            variant: self.id,
            product: self.product_id,
            cooperative: self.cooperative_id,
            categories: categories.into_iter().flatten().cloned().collect(),
            price_minor: self.price_minor,
            parcel_g: self.parcel_g,
            listed: self.listed,
        }
    }
}

/// Reads variants in the order of their ids and, on PostgreSQL, holds them until the end.
async fn lock(tx: &Tx, ids: &[VariantId]) -> Result<Vec<Row>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let backend = tx.writer().get_database_backend();
    let places: Vec<String> = (1..=ids.len()).map(|place| format!("${place}")).collect();
    let hold = match backend {
        DbBackend::Postgres => "for update of v",
        _ => "",
    };
    let sql = format!(
        "select v.id, v.product_id, p.cooperative_id, p.category_code as category, \
         c.parent_code as wider_category, v.price_minor, v.parcel_g, v.on_hand, v.reserved, \
         v.retired_at, p.listed from variant v join product p on p.id = v.product_id \
         left join category c on c.code = p.category_code \
         where v.id in ({}) order by v.id {hold}",
        places.join(", ")
    );
    let values: Vec<Value> = ids.iter().map(|id| (*id).into()).collect();
    let statement = Statement::from_sql_and_values(backend, sql, values);
    Ok(Row::find_by_statement(statement).all(tx.writer()).await?)
}

/// Changes all the variants in one guarded statement, writes the movements down in another, and
/// tells the lists and pages where their words about the stock change.
async fn settle(
    tx: &Tx,
    mint: &Mint,
    cause: Cause,
    portions: &[Portion],
    before: &[Row],
    change: &str,
    (on_hand_by, reserved_by): (i64, i64),
) -> Result<(), Error> {
    let Some(first) = portions.first() else {
        return Ok(());
    };
    let backend = tx.writer().get_database_backend();
    let mut values: Vec<Value> = Vec::new();
    let mut rows = Vec::new();
    for portion in portions {
        rows.push(format!("(${}, ${})", values.len() + 1, values.len() + 2));
        values.push(portion.variant.into());
        values.push(portion.quantity.into());
    }
    let sql = format!(
        "with w (id, quantity) as (values {}) update variant {change}",
        rows.join(", ")
    );
    let done = tx
        .writer()
        .execute_raw(Statement::from_sql_and_values(backend, sql, values))
        .await?;
    if done.rows_affected() != u64::try_from(portions.len()).unwrap_or(u64::MAX) {
        return Err(Error::StockMismatch(first.variant));
    }
    let movements: Vec<Movement> = portions
        .iter()
        .map(|portion| Movement {
            variant: portion.variant,
            on_hand_by: on_hand_by * portion.quantity,
            reserved_by: reserved_by * portion.quantity,
            seller_order: Some(portion.seller_order),
        })
        .collect();
    write_down(tx, mint, cause, None, &movements).await?;
    announce(tx, before, &movements).await
}

/// One insert for all the movements.
pub(crate) async fn write_down(
    tx: &Tx,
    mint: &Mint,
    cause: Cause,
    person: Option<PersonId>,
    movements: &[Movement],
) -> Result<(), Error> {
    use entity::stock_movement::{ActiveModel, Entity};
    let rows = movements.iter().map(|movement| ActiveModel {
        id: Set(mint.id()),
        variant_id: Set(movement.variant),
        cause: Set(cause),
        on_hand_by: Set(movement.on_hand_by),
        reserved_by: Set(movement.reserved_by),
        seller_order_id: Set(movement.seller_order),
        person_id: Set(person),
        at: Set(mint.now),
    });
    Entity::insert_many(rows).exec_without_returning(tx.writer()).await?;
    Ok(())
}

/// What pages say about a stock depends on this: none, each of the last few, or enough.
fn words(left: i64) -> i64 {
    left.clamp(0, FEW + 1)
}

/// Only where the words change: one row counts the changes of the whole market, and orders for
/// plentiful things must not wait for one another there.
async fn announce(tx: &Tx, before: &[Row], movements: &[Movement]) -> Result<(), Error> {
    let mut other_words = false;
    let mut sold_out_or_back = BTreeSet::new();
    for movement in movements {
        let Some(row) = before.iter().find(|row| row.id == movement.variant) else {
            continue;
        };
        let left = row.left() + movement.on_hand_by - movement.reserved_by;
        other_words |= words(row.left()) != words(left);
        if (row.left() > 0) != (left > 0) {
            sold_out_or_back.insert(row.product_id);
        }
    }
    if !sold_out_or_back.is_empty() {
        projection::refresh_availability(tx, &sold_out_or_back).await?;
    }
    if other_words { change::touch(tx).await } else { Ok(()) }
}
