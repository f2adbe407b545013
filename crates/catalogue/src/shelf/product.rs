//! The page of a product: the approved texts, its pictures, its variants and who makes it.

use super::{
    card::{self, Card, Shot, list},
    cooperative::Maker,
};
use crate::{
    Error, entity, revision::Withdrawal, slug::SlugKind, status::CooperativeState, stock::FEW, variant::Amount,
};
use kernel::{
    Limit, Micros, Read, Texts,
    ids::{ProductId, VariantId},
};
use sea_orm::{ConnectionTrait, QueryOrder, Statement, entity::prelude::*, sea_query::Query};

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

/// The listed product that an address leads to or ever led to; its current addresses are in it. Three
/// statements: the product with its texts and its maker, the photos, the variants.
///
/// # Errors
/// When the database refuses.
pub async fn find_product(db: &impl Read, address: &str) -> Result<Option<ProductPage>, Error> {
    use entity::{
        cooperative::Column as C,
        photo, product, revision,
        slug::Column as A,
        variant::{Column as V, Entity as Variants},
    };
    let named = Query::select()
        .column(A::Target)
        .from(entity::slug::Entity)
        .and_where(A::Kind.eq(SlugKind::Product))
        .and_where(A::Slug.eq(address))
        .to_owned();
    let found = product::Entity::find()
        .find_also_related(revision::Entity)
        .find_also_related(entity::cooperative::Entity)
        .filter(product::Column::Id.in_subquery(named))
        .filter(product::Column::Listed.eq(true))
        .filter(C::State.eq(CooperativeState::Verified))
        .one(db.reader())
        .await?;
    let Some((row, Some(revision), Some(maker))) = found else {
        return Ok(None);
    };
    let sql = "select ph.* from revision_photo rp join photo ph on ph.id = rp.photo_id \
               where rp.revision_id = $1 and ph.state = 'ready' and ph.sizes <> '' order by rp.position";
    let backend = db.reader().get_database_backend();
    let statement = Statement::from_sql_and_values(backend, sql, [revision.id.into()]);
    let photos = photo::Entity::find().from_raw_sql(statement).all(db.reader()).await?;
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
    let sizes = variants.into_iter().map(Size::from).collect();
    Ok(Some(page(row, revision, maker.into(), shots, sizes)))
}

/// The newest products of a category and those below it, or of all.
///
/// # Errors
/// When the database refuses.
pub async fn newest(db: &impl Read, category: Option<&str>, most: u64) -> Result<Vec<Card>, Error> {
    let query = card::Query {
        category: category.map(str::to_owned),
        ..card::Query::default()
    };
    Ok(list(db, &query, Limit::new(most)).await?.items)
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
