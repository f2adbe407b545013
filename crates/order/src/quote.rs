//! Quotes: an offer frozen for half an hour. What a quote says is what the order will cost; whether
//! the market still agrees is checked when it is ordered.

use crate::{
    Error,
    cart::{Address, Buyer, Recipient},
    entity::quote,
    status::Way,
    totals::Totals,
};
use kernel::{
    Locale, Micros, Mint, Read, Texts, Tx,
    ids::{CartId, CooperativeId, ProductId, QuoteId, VariantId},
    time::MINUTE,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};

/// How long an offer holds.
pub const LIFE: i64 = 30 * MINUTE;

/// An offer with its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// Its unguessable id.
    pub id: QuoteId,
    /// The cart it was made for.
    pub cart: CartId,
    /// What is offered.
    pub offer: Offer,
    /// When it was made.
    pub created_at: Micros,
    /// Until when it holds.
    pub expires_at: Micros,
}

/// Everything a buyer agrees to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The version of the cart it was made from.
    pub cart_version: i32,
    /// The buyer's language.
    pub locale: Locale,
    /// Who buys.
    pub buyer: Buyer,
    /// Who receives.
    pub recipient: Recipient,
    /// Where it goes.
    pub address: Address,
    /// One part for each cooperative.
    pub parts: Vec<Part>,
    /// The sums over all parts.
    pub totals: Totals,
    /// The sales conditions in force.
    pub terms_version: i32,
}

/// What one cooperative delivers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The cooperative.
    pub cooperative: CooperativeId,
    /// Who it is.
    pub seller: Seller,
    /// How it goes.
    pub way: Way,
    /// The lines.
    pub lines: Vec<Line>,
    /// The sums.
    pub totals: Totals,
    /// What the parcel weighs, in grams.
    pub weight_g: i64,
    /// The fewest days; 0 when collected.
    pub days_min: i32,
    /// The most days; 0 when collected.
    pub days_max: i32,
}

/// Who sells, as law 31-08 art. 29 and law 112-12 art. 11 want it said, at the time of sale.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seller {
    /// The name.
    pub name: Texts,
    /// Its page.
    pub slug: String,
    /// The seat: address and town.
    pub seat: String,
    /// Its region.
    pub region_iso: String,
    /// The number in the local register of cooperatives.
    pub register_number: String,
    /// The place of that register.
    pub register_place: String,
    /// The common identifier of enterprises, where it has one.
    pub ice: Option<String>,
    /// The food authorisation, where it sells food.
    pub onssa: Option<String>,
    /// The telephone.
    pub phone: String,
    /// The e-mail, where it has one.
    pub email: Option<String>,
    /// Who answers for it.
    pub contact_name: String,
}

/// So many pieces of one variant at one price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The variant.
    pub variant: VariantId,
    /// Its product.
    pub product: ProductId,
    /// The product's name.
    pub name: Texts,
    /// The variant's own name, where it has one.
    pub variant_name: Texts,
    /// Its size in thousandths of the unit.
    pub amount: i64,
    /// The unit: g, kg, ml, L, piece or pair.
    pub unit: String,
    /// The content address of its photo.
    pub photo_key: Option<String>,
    /// The price of one piece, in centimes.
    pub unit_price_minor: i64,
    /// Pieces.
    pub quantity: i64,
    /// The price of all, in centimes.
    pub total_minor: i64,
    /// What a piece weighs in the parcel, in grams.
    pub parcel_g: i64,
    /// standard, perishable or custom: only the first can be sent back within seven days.
    pub withdrawal: String,
}

impl Line {
    /// Whether the buyer may send it back within seven days.
    pub fn can_be_withdrawn(&self) -> bool {
        self.withdrawal == "standard"
    }
}

impl Offer {
    /// Every line, whatever its part.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.parts.iter().flat_map(|part| &part.lines)
    }

    /// How many pieces it has.
    pub fn pieces(&self) -> i64 {
        self.lines().fold(0_i64, |sum, line| sum.saturating_add(line.quantity))
    }
}

/// A quote by its id, expired or not.
///
/// # Errors
/// When the database cannot answer.
pub async fn find_quote(db: &impl Read, id: QuoteId) -> Result<Option<Quote>, Error> {
    let row = quote::Entity::find_by_id(id).one(db.reader()).await?;
    row.map(Quote::try_from).transpose()
}

/// The newest quote of a cart that holds beyond `now`.
///
/// # Errors
/// When the database cannot answer.
pub async fn find_latest(db: &impl Read, cart: CartId, now: Micros) -> Result<Option<Quote>, Error> {
    let row = quote::Entity::find()
        .filter(quote::Column::CartId.eq(cart))
        .filter(quote::Column::ExpiresAt.gt(now))
        .order_by_desc(quote::Column::CreatedAt)
        .order_by_desc(quote::Column::Id)
        .one(db.reader())
        .await?;
    row.map(Quote::try_from).transpose()
}

/// Freezes an offer. The same offer made twice within its life is the same quote, so that two tabs
/// of one checkout name the same one.
///
/// # Errors
/// When the database refuses.
pub async fn freeze(tx: &Tx, mint: &Mint, cart: CartId, offer: Offer) -> Result<Quote, Error> {
    let half = mint.now.plus(LIFE / 2);
    if let Some(quote) = find_latest(tx, cart, half).await?.filter(|quote| quote.offer == offer) {
        return Ok(quote);
    }
    let quote = Quote {
        id: mint.unguessable(),
        cart,
        offer,
        created_at: mint.now,
        expires_at: mint.now.plus(LIFE),
    };
    let row = quote::ActiveModel {
        id: Set(quote.id),
        cart_id: Set(cart),
        body: Set(serde_json::to_string(&quote.offer)?),
        total_minor: Set(quote.offer.totals.total_minor),
        created_at: Set(quote.created_at),
        expires_at: Set(quote.expires_at),
    };
    quote::Entity::insert(row).exec_without_returning(tx.writer()).await?;
    Ok(quote)
}

impl TryFrom<quote::Model> for Quote {
    type Error = Error;

    fn try_from(row: quote::Model) -> Result<Self, Error> {
        Ok(Self {
            id: row.id,
            cart: row.cart_id,
            offer: serde_json::from_str(&row.body)?,
            created_at: row.created_at,
            expires_at: row.expires_at,
        })
    }
}
