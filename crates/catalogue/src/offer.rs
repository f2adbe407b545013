//! What a basket and a quote show of variants, all of them in one question: price, stock, who sells
//! it and from where.

use crate::{
    Error,
    revision::Withdrawal,
    variant::{Amount, Unit},
};
use kernel::{
    Read, Texts,
    ids::{CooperativeId, ProductId, VariantId},
};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};

/// A variant as a buyer is offered it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The variant.
    pub variant: VariantId,
    /// Its product.
    pub product: ProductId,
    /// Who sells it.
    pub cooperative: CooperativeId,
    /// The name of the product.
    pub product_name: Texts,
    /// What tells the variant apart besides its amount.
    pub variant_name: Texts,
    /// How much it is.
    pub amount: Amount,
    /// Its price, in centimes.
    pub price_minor: i64,
    /// What a parcel with one piece weighs, in grams.
    pub parcel_g: i64,
    /// Whether it may be sent back.
    pub withdrawal: Withdrawal,
    /// The key of its first photo.
    pub photo_key: Option<String>,
    /// The product's addresses.
    pub slugs: Texts,
    /// How many can still be sold.
    pub available: i64,
    /// Whether it can be bought at all: on sale, not retired, of a verified cooperative.
    pub on_sale: bool,
    /// The name of the cooperative.
    pub cooperative_name: Texts,
    /// The cooperative's region.
    pub region_iso: String,
    /// The cooperative's province: where parcels start.
    pub province_iso: String,
    /// The cooperative's town.
    pub town: String,
    /// Whether it may be collected there.
    pub collects: bool,
}

#[derive(FromQueryResult)]
struct Row {
    variant: VariantId,
    product: ProductId,
    cooperative: CooperativeId,
    name_ar: Option<String>,
    name_fr: Option<String>,
    name_en: Option<String>,
    variant_ar: Option<String>,
    variant_fr: Option<String>,
    variant_en: Option<String>,
    amount: i64,
    unit: Unit,
    price_minor: i64,
    parcel_g: i64,
    withdrawal: Option<Withdrawal>,
    photo_key: Option<String>,
    slug_ar: Option<String>,
    slug_fr: Option<String>,
    slug_en: Option<String>,
    available: i64,
    live: bool,
    listed: bool,
    cooperative_ar: String,
    cooperative_fr: String,
    cooperative_en: Option<String>,
    region_iso: String,
    province_iso: String,
    town: String,
    collects: bool,
}

const QUESTION: &str = "select v.id as variant, p.id as product, c.id as cooperative, \
    r.name_ar, r.name_fr, r.name_en, v.name_ar as variant_ar, v.name_fr as variant_fr, v.name_en as variant_en, \
    v.amount, v.unit, v.price_minor, v.parcel_g, r.withdrawal, \
    (select ph.key from revision_photo rp join photo ph on ph.id = rp.photo_id \
     where rp.revision_id = r.id and ph.state = 'ready' order by rp.position limit 1) as photo_key, \
    p.slug_ar, p.slug_fr, p.slug_en, v.on_hand - v.reserved as available, v.retired_at is null as live, p.listed, \
    c.name_ar as cooperative_ar, c.name_fr as cooperative_fr, c.name_en as cooperative_en, \
    c.region_iso, c.province_iso, c.town, c.collects \
    from variant v join product p on p.id = v.product_id join cooperative c on c.id = p.cooperative_id \
    left join revision r on r.id = p.approved_revision_id where v.id in ";

/// The offers for some variants, in the given order; unknown ids are left out.
///
/// # Errors
/// When the database refuses.
pub async fn list(db: &impl Read, variants: &[VariantId]) -> Result<Vec<Offer>, Error> {
    if variants.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (1..=variants.len()).map(|place| format!("${place}")).collect();
    let values: Vec<Value> = variants.iter().map(|id| (*id).into()).collect();
    let sql = format!("{QUESTION}({})", places.join(", "));
    let statement = Statement::from_sql_and_values(db.reader().get_database_backend(), sql, values);
    let mut offers: Vec<Offer> = Row::find_by_statement(statement)
        .all(db.reader())
        .await?
        .into_iter()
        .map(Offer::from)
        .collect();
    offers.sort_by_key(|offer| variants.iter().position(|id| *id == offer.variant));
    Ok(offers)
}

impl From<Row> for Offer {
    fn from(row: Row) -> Self {
        let texts = |ar, fr, en| Texts { ar, fr, en };
        Self {
            variant: row.variant,
            product: row.product,
            cooperative: row.cooperative,
            product_name: texts(row.name_ar, row.name_fr, row.name_en),
            variant_name: texts(row.variant_ar, row.variant_fr, row.variant_en),
            amount: Amount {
                thousandths: row.amount,
                unit: row.unit,
            },
            price_minor: row.price_minor,
            parcel_g: row.parcel_g,
            withdrawal: row.withdrawal.unwrap_or(Withdrawal::Standard),
            photo_key: row.photo_key,
            slugs: texts(row.slug_ar, row.slug_fr, row.slug_en),
            available: row.available.max(0),
            on_sale: row.live && row.listed,
            cooperative_name: texts(Some(row.cooperative_ar), Some(row.cooperative_fr), row.cooperative_en),
            region_iso: row.region_iso,
            province_iso: row.province_iso,
            town: row.town,
            collects: row.collects,
        }
    }
}
