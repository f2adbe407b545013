//! Carts: what somebody would like to buy, behind an id that nobody can guess. A cart knows variants
//! and quantities; prices and stock are looked up each time it is shown.

use crate::{
    Error,
    entity::{cart, cart_line, phone_proof, quote},
    status::Way,
};
use kernel::{
    Locale, Micros, Mint, Read, Tx,
    ids::{CartId, CooperativeId, VariantId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict, Query},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Lines in a cart.
pub const LINES: u64 = 50;
/// Pieces of one variant in a cart.
pub const PIECES: i64 = 99;

/// A cart with its lines, the earliest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cart {
    /// Its unguessable id: whoever knows it owns the cart.
    pub id: CartId,
    /// The language it was opened in.
    pub locale: Locale,
    /// What the buyer has said so far.
    pub details: Details,
    /// Moves with every change of lines or details.
    pub version: i32,
    /// The lines.
    pub lines: Vec<CartLine>,
}

/// So many pieces of a variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CartLine {
    /// The variant.
    pub variant: VariantId,
    /// 1 to [`PIECES`].
    pub quantity: i64,
}

/// Who buys, who receives and how, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    /// Who buys.
    pub buyer: Option<Buyer>,
    /// Who receives, where that is somebody else.
    pub recipient: Option<Recipient>,
    /// Where it goes.
    pub address: Option<Address>,
    /// How each cooperative's part goes; to the door where nothing is said.
    pub ways: BTreeMap<CooperativeId, Way>,
}

/// Who buys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Buyer {
    /// The name.
    pub name: String,
    /// The telephone, in the international form.
    pub phone: String,
    /// The e-mail, where one was given.
    pub email: Option<String>,
}

/// Who receives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// The name.
    pub name: String,
    /// The telephone, in the international form.
    pub phone: String,
}

/// A place in Morocco.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// The region.
    pub region_iso: String,
    /// The province, which decides what delivery costs.
    pub province_iso: String,
    /// The town as the buyer wrote it.
    pub town: String,
    /// Street, quarter, village.
    pub address: String,
    /// What stands nearby.
    pub landmark: Option<String>,
    /// Five digits, where known.
    pub postcode: Option<String>,
}

impl Details {
    /// Who receives: the buyer, where nobody else is named.
    pub fn receiver(&self) -> Option<Recipient> {
        self.recipient.clone().or_else(|| {
            self.buyer.as_ref().map(|buyer| Recipient {
                name: buyer.name.clone(),
                phone: buyer.phone.clone(),
            })
        })
    }

    /// How the part of this cooperative goes.
    pub fn way(&self, cooperative: CooperativeId) -> Way {
        self.ways.get(&cooperative).copied().unwrap_or(Way::Door)
    }
}

/// A cart by its id.
///
/// # Errors
/// When the database cannot answer.
pub async fn find_cart(db: &impl Read, id: CartId) -> Result<Option<Cart>, Error> {
    let Some(row) = cart::Entity::find_by_id(id).one(db.reader()).await? else {
        return Ok(None);
    };
    let lines = cart_line::Entity::find()
        .filter(cart_line::Column::CartId.eq(id))
        .order_by_asc(cart_line::Column::AddedAt)
        .order_by_asc(cart_line::Column::VariantId)
        .limit(LINES)
        .all(db.reader())
        .await?;
    Ok(Some(Cart {
        id,
        locale: row.locale.parse().unwrap_or_default(),
        details: row
            .details
            .as_deref()
            .map(serde_json::from_str)
            .transpose()?
            .unwrap_or_default(),
        version: row.version,
        lines: lines
            .into_iter()
            .map(|line| CartLine {
                variant: line.variant_id,
                quantity: line.quantity,
            })
            .collect(),
    }))
}

/// A cart by its id.
///
/// # Errors
/// [`Error::NoCart`], or when the database cannot answer.
pub async fn get_cart(db: &impl Read, id: CartId) -> Result<Cart, Error> {
    find_cart(db, id).await?.ok_or(Error::NoCart)
}

/// How many pieces lie in a cart, for the badge beside its name; nothing in an unknown cart.
///
/// # Errors
/// When the database cannot answer.
pub async fn count_pieces(db: &impl Read, id: CartId) -> Result<i64, Error> {
    let lines = cart_line::Entity::find()
        .filter(cart_line::Column::CartId.eq(id))
        .limit(LINES)
        .all(db.reader())
        .await?;
    Ok(lines.iter().map(|line| line.quantity).sum())
}

/// Opens an empty cart.
///
/// # Errors
/// When the database refuses.
pub async fn open_cart(tx: &Tx, mint: &Mint, locale: Locale) -> Result<CartId, Error> {
    let id = mint.unguessable();
    let row = cart::ActiveModel {
        id: Set(id),
        locale: Set(locale.code().to_owned()),
        details: Set(None),
        created_at: Set(mint.now),
        touched_at: Set(mint.now),
        version: Set(1),
    };
    cart::Entity::insert(row).exec_without_returning(tx.writer()).await?;
    Ok(id)
}

/// What a quantity means for a line that exists already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// So many in all.
    Exactly(i64),
    /// So many more, up to [`PIECES`].
    More(i64),
}

/// Puts a variant into a cart, or changes its quantity.
///
/// # Errors
/// [`Error::Quantity`] outside 1 to [`PIECES`], [`Error::CartFull`], [`Error::NoCart`], or when the
/// database refuses.
pub async fn put_line(tx: &Tx, mint: &Mint, id: CartId, variant: VariantId, quantity: Quantity) -> Result<(), Error> {
    let (Quantity::Exactly(pieces) | Quantity::More(pieces)) = quantity;
    if !(1..=PIECES).contains(&pieces) {
        return Err(Error::Quantity);
    }
    // First the cart itself: on PostgreSQL this row is the lock that two tabs share.
    touch(tx, mint, id).await?;
    let others = cart_line::Entity::find()
        .filter(cart_line::Column::CartId.eq(id))
        .filter(cart_line::Column::VariantId.ne(variant))
        .count(tx.reader())
        .await?;
    if others >= LINES {
        return Err(Error::CartFull);
    }
    let row = cart_line::ActiveModel {
        cart_id: Set(id),
        variant_id: Set(variant),
        quantity: Set(pieces),
        added_at: Set(mint.now),
    };
    let sum = Expr::col((cart_line::Entity, cart_line::Column::Quantity)).add(pieces);
    let value = match quantity {
        Quantity::Exactly(_) => Expr::value(pieces),
        Quantity::More(_) => Expr::case(sum.clone().gt(PIECES), PIECES).finally(sum).into(),
    };
    let again = OnConflict::columns([cart_line::Column::CartId, cart_line::Column::VariantId])
        .value(cart_line::Column::Quantity, value)
        .to_owned();
    cart_line::Entity::insert(row)
        .on_conflict(again)
        .exec_without_returning(tx.writer())
        .await?;
    Ok(())
}

/// Takes a variant out of a cart; one that is not there is no error.
///
/// # Errors
/// [`Error::NoCart`], or when the database refuses.
pub async fn remove_line(tx: &Tx, mint: &Mint, id: CartId, variant: VariantId) -> Result<(), Error> {
    touch(tx, mint, id).await?;
    cart_line::Entity::delete_many()
        .filter(cart_line::Column::CartId.eq(id))
        .filter(cart_line::Column::VariantId.eq(variant))
        .exec(tx.writer())
        .await?;
    Ok(())
}

/// Keeps what the buyer said about the purchase.
///
/// # Errors
/// [`Error::NoCart`], or when the database refuses.
pub async fn keep_details(tx: &Tx, mint: &Mint, id: CartId, details: &Details) -> Result<(), Error> {
    let text = serde_json::to_string(details)?;
    let kept = cart::Entity::update_many()
        .col_expr(cart::Column::Details, Expr::value(Some(text)))
        .col_expr(cart::Column::TouchedAt, Expr::value(mint.now))
        .col_expr(cart::Column::Version, Expr::col(cart::Column::Version).add(1))
        .filter(cart::Column::Id.eq(id))
        .exec(tx.writer())
        .await?;
    found(kept.rows_affected)
}

/// Empties a cart that still is as it was when `version` was read: the one moment at which it
/// becomes an order. Who buys stays known, for the next time.
///
/// # Errors
/// [`Error::CartChanged`], or when the database refuses.
pub async fn spend(tx: &Tx, mint: &Mint, id: CartId, version: i32) -> Result<(), Error> {
    let mut spend = cart::Entity::update_many()
        .col_expr(cart::Column::TouchedAt, Expr::value(mint.now))
        .col_expr(cart::Column::Version, Expr::col(cart::Column::Version).add(1))
        .filter(cart::Column::Id.eq(id));
    if !kernel::planted("cart-unlocked") {
        spend = spend.filter(cart::Column::Version.eq(version));
    }
    let spent = spend.exec(tx.writer()).await?;
    if spent.rows_affected == 0 {
        return Err(Error::CartChanged);
    }
    cart_line::Entity::delete_many()
        .filter(cart_line::Column::CartId.eq(id))
        .exec(tx.writer())
        .await?;
    Ok(())
}

/// Deletes carts that nobody touched since a moment, with their offers, and returns how many: names
/// and telephones of people who bought nothing are not kept. Carts that became orders stay.
///
/// # Errors
/// When the database refuses.
pub async fn forget_carts(tx: &Tx, untouched_since: Micros, most: u64) -> Result<u64, Error> {
    let ordered = Query::select()
        .column(crate::entity::order::Column::CartId)
        .from(crate::entity::order::Entity)
        .to_owned();
    let stale: Vec<CartId> = cart::Entity::find()
        .select_only()
        .column(cart::Column::Id)
        .filter(cart::Column::TouchedAt.lt(untouched_since))
        .filter(cart::Column::Id.not_in_subquery(ordered))
        .limit(most)
        .into_tuple()
        .all(tx.reader())
        .await?;
    if stale.is_empty() {
        return Ok(0);
    }
    cart_line::Entity::delete_many()
        .filter(cart_line::Column::CartId.is_in(stale.clone()))
        .exec(tx.writer())
        .await?;
    quote::Entity::delete_many()
        .filter(quote::Column::CartId.is_in(stale.clone()))
        .exec(tx.writer())
        .await?;
    phone_proof::Entity::delete_many()
        .filter(phone_proof::Column::CartId.is_in(stale.clone()))
        .exec(tx.writer())
        .await?;
    let gone = cart::Entity::delete_many()
        .filter(cart::Column::Id.is_in(stale))
        .exec(tx.writer())
        .await?;
    Ok(gone.rows_affected)
}

async fn touch(tx: &Tx, mint: &Mint, id: CartId) -> Result<(), Error> {
    let touched = cart::Entity::update_many()
        .col_expr(cart::Column::TouchedAt, Expr::value(mint.now))
        .col_expr(cart::Column::Version, Expr::col(cart::Column::Version).add(1))
        .filter(cart::Column::Id.eq(id))
        .exec(tx.writer())
        .await?;
    found(touched.rows_affected)
}

fn found(rows: u64) -> Result<(), Error> {
    if rows == 0 { Err(Error::NoCart) } else { Ok(()) }
}
