//! The sizes and weights of a product, each with a price and a stock. They change at once, without
//! an administrator; a change of price is logged.

pub use crate::amount::{Amount, Unit};

use crate::{
    Error, entity, product,
    stock::{self, Cause},
    version,
};
use kernel::{
    Micros, Mint, Read, Texts, Tx,
    ids::{CooperativeId, PersonId, ProductId, VariantId},
};
use sea_orm::{ActiveValue::Set, IntoActiveModel, QueryOrder, QuerySelect, entity::prelude::*};
use std::ops::RangeInclusive;

use entity::variant::{ActiveModel, Column as C, Entity, Model};

/// Most variants of a product.
pub const MOST: usize = 12;
/// Prices, in centimes: up to a hundred thousand dirhams.
pub const PRICE: RangeInclusive<i64> = 1..=10_000_000;
/// Weights of a parcel, in grams: up to a hundred kilograms.
pub const PARCEL: RangeInclusive<i64> = 1..=100_000;
/// Counts of a stock.
pub const COUNT: RangeInclusive<i64> = 0..=100_000;
/// Most price changes that are read.
const CHANGES: u64 = 50;

/// A variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Its id.
    pub id: VariantId,
    /// Of which product.
    pub product: ProductId,
    /// Its place among them.
    pub position: i32,
    /// How much it is.
    pub amount: Amount,
    /// What tells it apart besides the amount: a colour, a scent.
    pub name: Texts,
    /// Its price, in centimes of a dirham.
    pub price_minor: i64,
    /// How many there are.
    pub on_hand: i64,
    /// How many of them are promised to buyers.
    pub reserved: i64,
    /// What a parcel with one piece weighs, in grams.
    pub parcel_g: i64,
    /// When it was given up.
    pub retired_at: Option<Micros>,
    /// Counts its changes.
    pub version: i32,
}

impl Variant {
    /// How many can still be sold.
    pub const fn left(&self) -> i64 {
        self.on_hand.saturating_sub(self.reserved)
    }
}

/// A variant to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewVariant {
    /// How much it is.
    pub amount: Amount,
    /// What tells it apart besides the amount.
    pub name: Texts,
    /// Its price, in centimes of a dirham; within [`PRICE`].
    pub price_minor: i64,
    /// How many there are; within [`COUNT`].
    pub on_hand: i64,
    /// What a parcel with one piece weighs, in grams; within [`PARCEL`].
    pub parcel_g: i64,
}

/// What of a variant can be changed besides price and stock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// How much it is.
    pub amount: Amount,
    /// What tells it apart besides the amount.
    pub name: Texts,
    /// What a parcel with one piece weighs, in grams; within [`PARCEL`].
    pub parcel_g: i64,
}

/// A price that was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceChange {
    /// Before, in centimes.
    pub old_minor: i64,
    /// After, in centimes.
    pub new_minor: i64,
    /// By whom.
    pub person: Option<PersonId>,
    /// When.
    pub at: Micros,
}

/// The variants of a product that are not retired, in their order.
///
/// # Errors
/// When the database refuses.
pub async fn list_for_product(db: &impl Read, product: ProductId) -> Result<Vec<Variant>, Error> {
    list_for_products(db, &[product]).await
}

/// The variants of several products that are not retired, in their order.
///
/// # Errors
/// When the database refuses.
pub async fn list_for_products(db: &impl Read, products: &[ProductId]) -> Result<Vec<Variant>, Error> {
    if products.is_empty() {
        return Ok(Vec::new());
    }
    let rows = Entity::find()
        .filter(C::ProductId.is_in(products.iter().copied()))
        .filter(C::RetiredAt.is_null())
        .order_by_asc(C::Position)
        .order_by_asc(C::Id)
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(Variant::from).collect())
}

/// A cooperative's own variant.
///
/// # Errors
/// When the database refuses.
pub async fn find_for_cooperative(
    db: &impl Read,
    cooperative: CooperativeId,
    id: VariantId,
) -> Result<Option<Variant>, Error> {
    let Some(row) = Entity::find_by_id(id).one(db.reader()).await? else {
        return Ok(None);
    };
    let own = product::find_for_cooperative(db, cooperative, row.product_id).await?;
    Ok(own.map(|_| Variant::from(row)))
}

/// The changes of a variant's price, the latest first.
///
/// # Errors
/// When the database refuses.
pub async fn list_price_changes(db: &impl Read, id: VariantId) -> Result<Vec<PriceChange>, Error> {
    use entity::price_change as row;
    let rows = row::Entity::find()
        .filter(row::Column::VariantId.eq(id))
        .order_by_desc(row::Column::At)
        .order_by_desc(row::Column::Id)
        .limit(CHANGES)
        .all(db.reader())
        .await?;
    let change = |row: row::Model| PriceChange {
        old_minor: row.old_minor,
        new_minor: row.new_minor,
        person: row.person_id,
        at: row.at,
    };
    Ok(rows.into_iter().map(change).collect())
}

/// Adds a variant at the end, with its first stock.
///
/// # Errors
/// [`Error::NotFound`] when the product is not the cooperative's, [`Error::TooMany`] beyond [`MOST`],
/// [`Error::Invalid`] out of range; when the database refuses.
pub async fn add(
    tx: &Tx,
    mint: &Mint,
    cooperative: CooperativeId,
    person: PersonId,
    product: ProductId,
    new: NewVariant,
) -> Result<VariantId, Error> {
    product::own_for_change(tx, cooperative, product).await?;
    within(&PRICE, new.price_minor, "price")?;
    within(&PARCEL, new.parcel_g, "parcel")?;
    within(&COUNT, new.on_hand, "on_hand")?;
    let others = list_for_product(tx, product).await?;
    if others.len() >= MOST {
        return Err(Error::TooMany {
            what: "variants",
            max: MOST,
        });
    }
    let id = mint.id();
    let row = ActiveModel {
        id: Set(id),
        product_id: Set(product),
        position: Set(others.last().map_or(1, |last| last.position.saturating_add(1))),
        amount: Set(new.amount.thousandths),
        unit: Set(new.amount.unit),
        name_ar: Set(new.name.ar),
        name_fr: Set(new.name.fr),
        name_en: Set(new.name.en),
        price_minor: Set(new.price_minor),
        on_hand: Set(new.on_hand),
        reserved: Set(0),
        parcel_g: Set(new.parcel_g),
        retired_at: Set(None),
        created_at: Set(mint.now),
        version: Set(1),
    };
    Entity::insert(row).exec_without_returning(tx.writer()).await?;
    let movement = stock::Movement {
        variant: id,
        on_hand_by: new.on_hand,
        reserved_by: 0,
        seller_order: None,
    };
    stock::write_down(tx, mint, Cause::Opening, Some(person), &[movement]).await?;
    product::project(tx, mint, product).await?;
    Ok(id)
}

/// Changes amount, name or parcel weight.
///
/// # Errors
/// [`Error::NotFound`] when it is not the cooperative's, [`Error::Stale`], [`Error::Invalid`]; when
/// the database refuses.
pub async fn reshape(
    tx: &Tx,
    mint: &Mint,
    cooperative: CooperativeId,
    id: VariantId,
    version: i32,
    shape: Shape,
) -> Result<(), Error> {
    within(&PARCEL, shape.parcel_g, "parcel")?;
    let before = own(tx, cooperative, id).await?;
    let mut row = before.clone().into_active_model();
    row.amount = Set(shape.amount.thousandths);
    row.unit = Set(shape.amount.unit);
    row.name_ar = Set(shape.name.ar);
    row.name_fr = Set(shape.name.fr);
    row.name_en = Set(shape.name.en);
    row.parcel_g = Set(shape.parcel_g);
    store(tx, before.id, version, row).await?;
    product::project(tx, mint, before.product_id).await
}

/// Changes a price, at once and for everybody; quotes that froze the old one will differ.
///
/// # Errors
/// [`Error::NotFound`] when it is not the cooperative's, [`Error::Stale`], [`Error::Invalid`] out of
/// [`PRICE`]; when the database refuses.
pub async fn change_price(
    tx: &Tx,
    mint: &Mint,
    cooperative: CooperativeId,
    person: PersonId,
    id: VariantId,
    version: i32,
    price_minor: i64,
) -> Result<(), Error> {
    within(&PRICE, price_minor, "price")?;
    let before = own(tx, cooperative, id).await?;
    if before.price_minor == price_minor {
        return Ok(());
    }
    let mut row = before.clone().into_active_model();
    row.price_minor = Set(price_minor);
    store(tx, id, version, row).await?;
    let change = entity::price_change::ActiveModel {
        id: Set(mint.id()),
        variant_id: Set(id),
        old_minor: Set(before.price_minor),
        new_minor: Set(price_minor),
        person_id: Set(Some(person)),
        at: Set(mint.now),
    };
    entity::price_change::Entity::insert(change)
        .exec_without_returning(tx.writer())
        .await?;
    product::project(tx, mint, before.product_id).await
}

/// Gives a variant up: it is sold no more. What is promised already still ships.
///
/// # Errors
/// [`Error::NotFound`] when it is not the cooperative's, [`Error::LastVariant`] when its product
/// would be left without one, [`Error::Stale`]; when the database refuses.
pub async fn retire(
    tx: &Tx,
    mint: &Mint,
    cooperative: CooperativeId,
    id: VariantId,
    version: i32,
) -> Result<(), Error> {
    let before = own(tx, cooperative, id).await?;
    let product = product::own_for_change(tx, cooperative, before.product_id).await?;
    let left = list_for_product(tx, before.product_id).await?;
    if product.approved_revision_id.is_some() && left.iter().all(|variant| variant.id == id) {
        return Err(Error::LastVariant);
    }
    let mut row = before.clone().into_active_model();
    row.retired_at = Set(Some(mint.now));
    store(tx, id, version, row).await?;
    product::project(tx, mint, before.product_id).await
}

/// Puts the variants of a product in an order; those that are not named come after.
///
/// # Errors
/// [`Error::NotFound`] when the product is not the cooperative's; when the database refuses.
pub async fn reorder(
    tx: &Tx,
    mint: &Mint,
    cooperative: CooperativeId,
    product: ProductId,
    order: &[VariantId],
) -> Result<(), Error> {
    product::own_for_change(tx, cooperative, product).await?;
    let mut variants = list_for_product(tx, product).await?;
    variants.sort_by_key(|variant| order.iter().position(|id| *id == variant.id).unwrap_or(usize::MAX));
    for (position, variant) in (1..).zip(&variants) {
        let row = ActiveModel {
            position: Set(position),
            ..Default::default()
        };
        Entity::update_many()
            .set(row)
            .filter(C::Id.eq(variant.id))
            .exec(tx.writer())
            .await?;
    }
    product::project(tx, mint, product).await
}

/// A live variant of the cooperative, and the product still its own to change.
async fn own(tx: &Tx, cooperative: CooperativeId, id: VariantId) -> Result<Model, Error> {
    let found = Entity::find_by_id(id)
        .filter(C::RetiredAt.is_null())
        .one(tx.reader())
        .await?;
    let row = found.ok_or(Error::NotFound("variant"))?;
    let parent = product::own_for_change(tx, cooperative, row.product_id).await;
    parent.map(|_| row).map_err(|error| error.of("variant"))
}

async fn store(tx: &Tx, id: VariantId, version: i32, mut row: ActiveModel) -> Result<(), Error> {
    row.version = Set(version.saturating_add(1));
    let update = Entity::update_many()
        .set(row)
        .filter(C::Id.eq(id))
        .filter(C::Version.eq(version));
    version::store(tx, update, "variant").await
}

pub(crate) fn within(range: &RangeInclusive<i64>, value: i64, field: &'static str) -> Result<(), Error> {
    if range.contains(&value) {
        Ok(())
    } else {
        Err(Error::Invalid(field))
    }
}

impl From<Model> for Variant {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            product: row.product_id,
            position: row.position,
            amount: Amount {
                thousandths: row.amount,
                unit: row.unit,
            },
            name: Texts {
                ar: row.name_ar,
                fr: row.name_fr,
                en: row.name_en,
            },
            price_minor: row.price_minor,
            on_hand: row.on_hand,
            reserved: row.reserved,
            parcel_g: row.parcel_g,
            retired_at: row.retired_at,
            version: row.version,
        }
    }
}
