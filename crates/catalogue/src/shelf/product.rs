//! The page of a product: the approved texts, its pictures, its variants and who makes it.

use super::{
    card::{Card, Query, Shot, list},
    cooperative::{self, Maker},
};
use crate::{Error, entity, revision::Withdrawal, stock::FEW, variant::Amount};
use kernel::{
    Limit, Micros, Read, Texts,
    ids::{ProductId, VariantId},
};
use sea_orm::{ConnectionTrait, QueryOrder, Statement, entity::prelude::*};

/// A product with everything its page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductPage {
    /// The product.
    pub id: ProductId,
    /// Its current addresses.
    pub slugs: Texts,
    /// Its name.
    pub name: Texts,
    /// What it is.
    pub description: Texts,
    /// Its category.
    pub category_code: Option<String>,
    /// The region it comes from.
    pub origin_region_iso: Option<String>,
    /// The place it comes from.
    pub origin_place: Option<String>,
    /// What is in it.
    pub ingredients: Texts,
    /// The allergens in it: none where nobody answered, empty where there are none.
    pub allergens: Option<Vec<String>>,
    /// Its label.
    pub label_code: Option<String>,
    /// The number of the label's certificate.
    pub label_number: Option<String>,
    /// Whether it may be sent back.
    pub withdrawal: Withdrawal,
    /// When it changed last.
    pub updated_at: Micros,
    /// Its pictures in their order.
    pub shots: Vec<Shot>,
    /// Its variants in their order.
    pub sizes: Vec<Size>,
    /// Who makes it.
    pub maker: Maker,
}

/// A variant as a visitor sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Size {
    /// The variant.
    pub id: VariantId,
    /// How much it is.
    pub amount: Amount,
    /// What tells it apart besides the amount.
    pub name: Texts,
    /// Its price, in centimes.
    pub price_minor: i64,
    /// What a parcel with one piece weighs, in grams.
    pub parcel_g: i64,
    /// How much of it is there.
    pub stock: Stock,
}

/// A stock as pages put it into words; what buyers need not know is not said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stock {
    /// Nothing is left.
    SoldOut,
    /// So many are left.
    Last(i64),
    /// Enough.
    Many,
}

impl Stock {
    /// The words for so many pieces.
    pub const fn of(left: i64) -> Self {
        match left {
            ..=0 => Self::SoldOut,
            1..=FEW => Self::Last(left),
            _ => Self::Many,
        }
    }
}

impl ProductPage {
    /// The variant that is offered first: the first that can be bought, else the first.
    pub fn first_size(&self) -> Option<&Size> {
        self.sizes
            .iter()
            .find(|size| size.stock != Stock::SoldOut)
            .or_else(|| self.sizes.first())
    }
}

/// The listed product that an address leads to or ever led to; its current addresses are in it.
///
/// # Errors
/// When the database refuses.
pub async fn find_product(db: &impl Read, address: &str) -> Result<Option<ProductPage>, Error> {
    let backend = db.reader().get_database_backend();
    let sql = "select p.* from slug a join product p on p.id = a.target \
               where a.kind = 'product' and a.slug = $1 and p.listed";
    let statement = Statement::from_sql_and_values(backend, sql, [address.into()]);
    let Some(row) = entity::product::Entity::find()
        .from_raw_sql(statement)
        .one(db.reader())
        .await?
    else {
        return Ok(None);
    };
    let Some(approved) = row.approved_revision_id else {
        return Ok(None);
    };
    let revision = entity::revision::Entity::find_by_id(approved).one(db.reader()).await?;
    let maker = cooperative::find_by_id(db, row.cooperative_id).await?;
    let (Some(revision), Some(maker)) = (revision, maker) else {
        return Ok(None);
    };
    let sql = "select ph.* from revision_photo rp join photo ph on ph.id = rp.photo_id \
               where rp.revision_id = $1 and ph.state = 'ready' and ph.sizes <> '' order by rp.position";
    let statement = Statement::from_sql_and_values(backend, sql, [approved.into()]);
    let photos = entity::photo::Entity::find()
        .from_raw_sql(statement)
        .all(db.reader())
        .await?;
    use entity::variant::{Column as V, Entity as Variants};
    let variants = Variants::find()
        .filter(V::ProductId.eq(row.id))
        .filter(V::RetiredAt.is_null())
        .order_by_asc(V::Position)
        .all(db.reader())
        .await?;
    let shots = photos
        .into_iter()
        .map(|p| Shot::new(p.key, (p.width, p.height), p.placeholder, &p.sizes))
        .collect();
    Ok(Some(page(
        row,
        revision,
        maker,
        shots,
        variants.into_iter().map(Size::from).collect(),
    )))
}

/// Other products of the same widest category, the newest first.
///
/// # Errors
/// When the database refuses.
pub async fn related(
    db: &impl Read,
    product: ProductId,
    category: Option<&str>,
    most: u64,
) -> Result<Vec<Card>, Error> {
    let query = Query {
        category: category.map(str::to_owned),
        ..Query::default()
    };
    let page = list(db, &query, Limit::new(most.saturating_add(1))).await?;
    let others = page.items.into_iter().filter(|card| card.id != product);
    Ok(others.take(usize::try_from(most).unwrap_or_default()).collect())
}

fn page(
    row: entity::product::Model,
    revision: entity::revision::Model,
    maker: Maker,
    shots: Vec<Shot>,
    sizes: Vec<Size>,
) -> ProductPage {
    let texts = |ar, fr, en| Texts { ar, fr, en };
    let codes = |joined: String| joined.split(',').filter(|c| !c.is_empty()).map(str::to_owned).collect();
    ProductPage {
        id: row.id,
        slugs: texts(row.slug_ar, row.slug_fr, row.slug_en),
        name: texts(revision.name_ar, revision.name_fr, revision.name_en),
        description: texts(
            revision.description_ar,
            revision.description_fr,
            revision.description_en,
        ),
        category_code: revision.category_code,
        origin_region_iso: row.region_iso,
        origin_place: revision.origin_place,
        ingredients: texts(
            revision.ingredients_ar,
            revision.ingredients_fr,
            revision.ingredients_en,
        ),
        allergens: revision.allergens.map(codes),
        label_code: revision.label_code,
        label_number: revision.label_number,
        withdrawal: revision.withdrawal,
        updated_at: row.updated_at,
        shots,
        sizes,
        maker,
    }
}

impl From<entity::variant::Model> for Size {
    fn from(row: entity::variant::Model) -> Self {
        Self {
            id: row.id,
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
            parcel_g: row.parcel_g,
            stock: Stock::of(row.on_hand.saturating_sub(row.reserved)),
        }
    }
}
