//! Verified cooperatives as the public sees them: what they tell, and who the law wants named as the
//! seller (law 31-08 art. 29, law 112-12 art. 11). Bank account and the like are not here.

use crate::{
    Error,
    entity::cooperative::{Column as C, Entity, Model},
    slug,
    status::CooperativeState,
};
use kernel::{Limit, Page, Read, Texts, ids::CooperativeId};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value, entity::prelude::*};

/// A cooperative with everything that may be printed about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Maker {
    /// Its id.
    pub id: CooperativeId,
    /// Its current address in words.
    pub slug: String,
    /// Its name.
    pub name: Texts,
    /// What it tells about itself.
    pub story: Texts,
    /// Its region.
    pub region_iso: String,
    /// Its province.
    pub province_iso: String,
    /// Its town.
    pub town: String,
    /// Street and house.
    pub address: Option<String>,
    /// Number in the local register of cooperatives.
    pub register_number: String,
    /// Place of that register.
    pub register_place: String,
    /// Common identifier of enterprises.
    pub ice: Option<String>,
    /// Food authorisation.
    pub onssa: Option<String>,
    /// Its telephone (E.164).
    pub phone: String,
    /// Its e-mail.
    pub email: Option<String>,
    /// Year of foundation.
    pub founded: Option<i32>,
    /// Members.
    pub member_count: Option<i32>,
    /// Women among them.
    pub women_count: Option<i32>,
    /// Whether buyers may collect there.
    pub collects: bool,
}

/// A cooperative as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CooperativeCard {
    /// Its id.
    pub id: CooperativeId,
    /// Its current address in words.
    pub slug: String,
    /// Its name.
    pub name: Texts,
    /// What it tells about itself.
    pub story: Texts,
    /// Its region.
    pub region_iso: String,
    /// Its town.
    pub town: String,
    /// Members.
    pub member_count: Option<i32>,
    /// How many products it has on the shelf.
    pub products: i64,
}

/// The verified cooperative that an address leads to or ever led to; its current address is in it.
///
/// # Errors
/// When the database refuses.
pub async fn find_cooperative(db: &impl Read, address: &str) -> Result<Option<Maker>, Error> {
    let Some(id) = slug::find_cooperative(db, address).await? else {
        return Ok(None);
    };
    let query = Entity::find_by_id(id).filter(C::State.eq(CooperativeState::Verified));
    Ok(query.one(db.reader()).await?.map(Maker::from))
}

/// The verified cooperatives in the order of their addresses, those of one region or all; `after` is the
/// address that the page before ended with.
///
/// # Errors
/// When the database refuses.
pub async fn list_cooperatives(
    db: &impl Read,
    region: Option<&str>,
    after: Option<&str>,
    limit: Limit,
) -> Result<Page<CooperativeCard>, Error> {
    let mut values: Vec<Value> = Vec::new();
    let mut conditions = "c.state = 'verified'".to_owned();
    for (condition, value) in [(" and c.region_iso = $", region), (" and c.slug > $", after)] {
        if let Some(value) = value {
            values.push(value.into());
            conditions.push_str(&format!("{condition}{}", values.len()));
        }
    }
    let sql = format!(
        "select c.id, c.slug, c.name_ar, c.name_fr, c.name_en, c.story_ar, c.story_fr, c.story_en, c.region_iso, c.town, \
         c.member_count, (select count(*) from product p where p.cooperative_id = c.id and p.listed) as products \
         from cooperative c where {conditions} order by c.slug limit {}",
        limit.and_one()
    );
    let statement = Statement::from_sql_and_values(db.reader().get_database_backend(), sql, values);
    let rows = Row::find_by_statement(statement).all(db.reader()).await?;
    Ok(Page::cut(rows, limit, |row| row.slug.clone()).map(CooperativeCard::from))
}

#[derive(FromQueryResult)]
struct Row {
    id: CooperativeId,
    slug: String,
    name_ar: String,
    name_fr: String,
    name_en: Option<String>,
    story_ar: Option<String>,
    story_fr: Option<String>,
    story_en: Option<String>,
    region_iso: String,
    town: String,
    member_count: Option<i32>,
    products: i64,
}

impl From<Row> for CooperativeCard {
    fn from(row: Row) -> Self {
        let texts = |ar, fr, en| Texts { ar, fr, en };
        Self {
            id: row.id,
            slug: row.slug,
            name: texts(Some(row.name_ar), Some(row.name_fr), row.name_en),
            story: texts(row.story_ar, row.story_fr, row.story_en),
            region_iso: row.region_iso,
            town: row.town,
            member_count: row.member_count,
            products: row.products,
        }
    }
}

impl From<Model> for Maker {
    fn from(row: Model) -> Self {
        let texts = |ar, fr, en| Texts { ar, fr, en };
        Self {
            id: row.id,
            slug: row.slug,
            name: texts(Some(row.name_ar), Some(row.name_fr), row.name_en),
            story: texts(row.story_ar, row.story_fr, row.story_en),
            region_iso: row.region_iso,
            province_iso: row.province_iso,
            town: row.town,
            address: row.address,
            register_number: row.register_number,
            register_place: row.register_place,
            ice: row.ice,
            onssa: row.onssa,
            phone: row.phone,
            email: row.email,
            founded: row.founded,
            member_count: row.member_count,
            women_count: row.women_count,
            collects: row.collects,
        }
    }
}
