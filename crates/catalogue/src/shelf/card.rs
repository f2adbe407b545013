//! Products in lists: one statement for a page of them, whatever is filtered, sorted or searched.

use crate::{
    Error,
    variant::{Amount, Unit},
};
use kernel::{
    Limit, Micros, Page, Read, Texts,
    ids::{CooperativeId, ProductId},
    text::fold,
};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use std::fmt::Write as _;

/// Words of a search that count; the rest is ignored.
const WORDS: usize = 8;

/// What a list is to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Of this category or one below it.
    pub category: Option<String>,
    /// From this region.
    pub region: Option<String>,
    /// With this label.
    pub label: Option<String>,
    /// Of this cooperative.
    pub cooperative: Option<CooperativeId>,
    /// From this price on, in centimes.
    pub min: Option<i64>,
    /// Up to this price, in centimes.
    pub max: Option<i64>,
    /// Holding each of these words.
    pub text: Option<String>,
    /// In which order.
    pub sort: Sort,
    /// Where the page before ended.
    pub after: Option<String>,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The newest first.
    #[default]
    Newest,
    /// The cheapest first.
    Cheapest,
    /// The dearest first.
    Dearest,
}

impl Sort {
    /// Every order.
    pub const ALL: [Self; 3] = [Self::Newest, Self::Cheapest, Self::Dearest];

    /// The code in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Newest => "new",
            Self::Cheapest => "price",
            Self::Dearest => "price-desc",
        }
    }

    /// The order with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.code() == code)
    }

    const fn column(self) -> &'static str {
        match self {
            Self::Newest => "listed_at",
            Self::Cheapest | Self::Dearest => "price_minor",
        }
    }

    const fn direction(self) -> &'static str {
        match self {
            Self::Cheapest => "asc",
            Self::Newest | Self::Dearest => "desc",
        }
    }

    fn cursor(self, card: &Card) -> String {
        let value = match self {
            Self::Newest => card.listed_at.0,
            Self::Cheapest | Self::Dearest => card.price_minor,
        };
        format!("{}.{value}.{}", self.code(), card.id)
    }

    /// Where a cursor of this very order stands.
    fn read(self, cursor: &str) -> Option<(i64, ProductId)> {
        let (value, id) = cursor.strip_prefix(self.code())?.strip_prefix('.')?.split_once('.')?;
        Some((value.parse().ok()?, id.parse().ok()?))
    }
}

/// A picture and the widths it exists in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shot {
    /// The content address of its files.
    pub key: String,
    /// Width of the original, in pixels.
    pub width: u32,
    /// Height of the original, in pixels.
    pub height: u32,
    /// What stands in its place while it loads.
    pub placeholder: Option<String>,
    /// The widths in which it exists, smallest first.
    pub sizes: Vec<u32>,
}

impl Shot {
    pub(super) fn new(
        key: String,
        (width, height): (Option<i32>, Option<i32>),
        placeholder: Option<String>,
        sizes: &str,
    ) -> Self {
        let pixels = |pixels: Option<i32>| pixels.and_then(|p| u32::try_from(p).ok()).unwrap_or_default();
        Self {
            key,
            width: pixels(width),
            height: pixels(height),
            placeholder,
            sizes: sizes.split(',').filter_map(|size| size.trim().parse().ok()).collect(),
        }
    }
}

/// A product as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The product.
    pub id: ProductId,
    /// Its current addresses.
    pub slugs: Texts,
    /// Its name.
    pub name: Texts,
    /// Its category.
    pub category_code: Option<String>,
    /// The region it comes from.
    pub region_iso: Option<String>,
    /// Its label.
    pub label_code: Option<String>,
    /// Since when it is on the shelf.
    pub listed_at: Micros,
    /// The price of its cheapest variant, in centimes.
    pub price_minor: i64,
    /// The price of its dearest variant, in centimes.
    pub dearest_minor: i64,
    /// How much the cheapest variant is.
    pub amount: Option<Amount>,
    /// How many pieces of all variants can still be sold.
    pub left: i64,
    /// Its first picture.
    pub shot: Option<Shot>,
    /// Who makes it.
    pub cooperative: CooperativeId,
    /// The maker's name.
    pub cooperative_name: Texts,
    /// The maker's address in words.
    pub cooperative_slug: String,
    /// The maker's town.
    pub town: String,
}

/// The products of a list.
///
/// # Errors
/// [`Error::Invalid`] for an `after` that no page of this order ended with; when the database refuses.
pub async fn list(db: &impl Read, query: &Query, limit: Limit) -> Result<Page<Card>, Error> {
    let mut question = Question::of(query);
    if let Some(after) = &query.after {
        question.after(query.sort, after)?;
    }
    let order = |table: &str| {
        let (column, direction) = (query.sort.column(), query.sort.direction());
        format!("{table}.{column} {direction}, {table}.id {direction}")
    };
    // The shelf is cut first, so that only what is shown is looked up elsewhere.
    let sql = format!(
        "with shelf as (select {SHELF} from product p where {} order by {} limit {}) {CARD} order by {}",
        question.conditions,
        order("p"),
        limit.and_one(),
        order("s"),
    );
    let statement = Statement::from_sql_and_values(db.reader().get_database_backend(), sql, question.values);
    let rows = Row::find_by_statement(statement).all(db.reader()).await?;
    let cards: Vec<Card> = rows.into_iter().map(Card::from).collect();
    Ok(Page::cut(cards, limit, |card| query.sort.cursor(card)))
}

/// How many products the whole list holds; `after` does not matter.
///
/// # Errors
/// When the database refuses.
pub async fn count(db: &impl Read, query: &Query) -> Result<i64, Error> {
    let question = Question::of(query);
    let sql = format!("select count(*) as n from product p where {}", question.conditions);
    let statement = Statement::from_sql_and_values(db.reader().get_database_backend(), sql, question.values);
    let row = db.reader().query_one_raw(statement).await?;
    Ok(row.map_or(Ok(0), |row| row.try_get("", "n"))?)
}

/// How many products each category holds, those of categories below it left out.
///
/// # Errors
/// When the database refuses.
pub async fn tallies(db: &impl Read) -> Result<Vec<(String, i64)>, Error> {
    let sql = "select category_code as code, count(*) as n from product where listed and category_code is not null \
               group by category_code";
    let backend = db.reader().get_database_backend();
    let rows = db.reader().query_all_raw(Statement::from_string(backend, sql)).await?;
    let tally = |row: sea_orm::QueryResult| Ok((row.try_get("", "code")?, row.try_get("", "n")?));
    rows.into_iter().map(tally).collect()
}

/// Where a product stands, for the map that search engines read.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Address {
    /// The product.
    pub id: ProductId,
    /// Its address in Arabic.
    pub slug_ar: Option<String>,
    /// Its address in French.
    pub slug_fr: Option<String>,
    /// Its address in English.
    pub slug_en: Option<String>,
    /// When it changed last.
    pub updated_at: Micros,
}

impl Address {
    /// Its addresses by language.
    pub fn slugs(&self) -> Texts {
        Texts {
            ar: self.slug_ar.clone(),
            fr: self.slug_fr.clone(),
            en: self.slug_en.clone(),
        }
    }
}

/// The addresses of `most` products, in the order of their ids, behind `after`.
///
/// # Errors
/// When the database refuses.
pub async fn addresses(db: &impl Read, after: Option<ProductId>, most: u64) -> Result<Vec<Address>, Error> {
    let mut values: Vec<Value> = Vec::new();
    let behind = after.map_or("", |after| {
        values.push(after.into());
        "and id > $1"
    });
    let sql = format!(
        "select id, slug_ar, slug_fr, slug_en, updated_at from product where listed {behind} order by id limit {most}"
    );
    let statement = Statement::from_sql_and_values(db.reader().get_database_backend(), sql, values);
    Ok(Address::find_by_statement(statement).all(db.reader()).await?)
}

/// What stands behind `where`, and its values.
struct Question {
    conditions: String,
    values: Vec<Value>,
}

impl Question {
    fn of(query: &Query) -> Self {
        let mut question = Self {
            conditions: "p.listed".to_owned(),
            values: Vec::new(),
        };
        if let Some(code) = &query.category {
            let under = "p.category_code in (select code from category where code = {} or parent_code = {})";
            question.add(under, code.as_str());
        }
        if let Some(iso) = &query.region {
            question.add("p.region_iso = {}", iso.as_str());
        }
        if let Some(code) = &query.label {
            question.add("p.label_code = {}", code.as_str());
        }
        if let Some(cooperative) = query.cooperative {
            question.add("p.cooperative_id = {}", cooperative);
        }
        if let Some(min) = query.min {
            question.add("p.price_minor >= {}", min);
        }
        if let Some(max) = query.max {
            question.add("p.price_minor <= {}", max);
        }
        for word in fold(query.text.as_deref().unwrap_or_default())
            .split(' ')
            .filter(|w| !w.is_empty())
            .take(WORDS)
        {
            // Folded words are letters and digits: nothing in them is a wildcard.
            question.add("p.search_text like {}", format!("%{word}%"));
        }
        question
    }

    fn after(&mut self, sort: Sort, cursor: &str) -> Result<(), Error> {
        let (value, id) = sort.read(cursor).ok_or(Error::Invalid("after"))?;
        let sign = if sort == Sort::Cheapest { '>' } else { '<' };
        let (value_place, id_place) = (self.values.len() + 1, self.values.len() + 2);
        write!(
            self.conditions,
            " and (p.{}, p.id) {sign} (${value_place}, ${id_place})",
            sort.column()
        )
        .ok();
        self.values.push(value.into());
        self.values.push(id.into());
        Ok(())
    }

    fn add(&mut self, condition: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        let place = format!("${}", self.values.len());
        self.conditions.push_str(" and ");
        self.conditions.push_str(&condition.replace("{}", &place));
    }
}

/// What is sorted before the rest is looked up: without the long text that is searched.
const SHELF: &str = "p.id, p.slug_ar, p.slug_fr, p.slug_en, p.category_code, p.region_iso, p.label_code, p.listed_at, \
    p.price_minor, p.approved_revision_id, p.cooperative_id";

const CARD: &str = "select s.id, s.slug_ar, s.slug_fr, s.slug_en, s.category_code, s.region_iso, s.label_code, \
    s.listed_at, s.price_minor, r.name_ar, r.name_fr, r.name_en, v.amount, v.unit, \
    (select max(w.price_minor) from variant w where w.product_id = s.id and w.retired_at is null) as dearest_minor, \
    (select cast(sum(w.on_hand - w.reserved) as bigint) from variant w \
     where w.product_id = s.id and w.retired_at is null) as pieces, \
    ph.key as photo_key, ph.width, ph.height, ph.placeholder, ph.sizes, \
    c.id as cooperative, c.name_ar as cooperative_ar, c.name_fr as cooperative_fr, c.name_en as cooperative_en, \
    c.slug as cooperative_slug, c.town \
    from shelf s join revision r on r.id = s.approved_revision_id join cooperative c on c.id = s.cooperative_id \
    left join variant v on v.id = (select w.id from variant w where w.product_id = s.id and w.retired_at is null \
     order by w.price_minor, w.position limit 1) \
    left join photo ph on ph.id = (select rp.photo_id from revision_photo rp join photo x on x.id = rp.photo_id \
     where rp.revision_id = r.id and x.state = 'ready' and x.sizes <> '' order by rp.position limit 1)";

#[derive(FromQueryResult)]
struct Row {
    id: ProductId,
    slug_ar: Option<String>,
    slug_fr: Option<String>,
    slug_en: Option<String>,
    category_code: Option<String>,
    region_iso: Option<String>,
    label_code: Option<String>,
    listed_at: Option<Micros>,
    price_minor: Option<i64>,
    name_ar: Option<String>,
    name_fr: Option<String>,
    name_en: Option<String>,
    amount: Option<i64>,
    unit: Option<Unit>,
    dearest_minor: Option<i64>,
    pieces: Option<i64>,
    photo_key: Option<String>,
    width: Option<i32>,
    height: Option<i32>,
    placeholder: Option<String>,
    sizes: Option<String>,
    cooperative: CooperativeId,
    cooperative_ar: String,
    cooperative_fr: String,
    cooperative_en: Option<String>,
    cooperative_slug: String,
    town: String,
}

impl From<Row> for Card {
    fn from(row: Row) -> Self {
        let texts = |ar, fr, en| Texts { ar, fr, en };
        let price_minor = row.price_minor.unwrap_or_default();
        let size = (row.width, row.height);
        let sizes = row.sizes.unwrap_or_default();
        Self {
            id: row.id,
            slugs: texts(row.slug_ar, row.slug_fr, row.slug_en),
            name: texts(row.name_ar, row.name_fr, row.name_en),
            category_code: row.category_code,
            region_iso: row.region_iso,
            label_code: row.label_code,
            listed_at: row.listed_at.unwrap_or_default(),
            price_minor,
            dearest_minor: row.dearest_minor.unwrap_or(price_minor),
            amount: row
                .amount
                .zip(row.unit)
                .map(|(thousandths, unit)| Amount { thousandths, unit }),
            left: row.pieces.unwrap_or_default().max(0),
            shot: row.photo_key.map(|key| Shot::new(key, size, row.placeholder, &sizes)),
            cooperative: row.cooperative,
            cooperative_name: texts(Some(row.cooperative_ar), Some(row.cooperative_fr), row.cooperative_en),
            cooperative_slug: row.cooperative_slug,
            town: row.town,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_good_in_its_own_order_only() {
        let id = "018f0000-0000-7000-8000-000000000001".parse().unwrap();
        let cursor = format!("price.8500.{id}");
        assert_eq!(Sort::Cheapest.read(&cursor), Some((8500, id)));
        assert_eq!(Sort::Dearest.read(&cursor), None);
        assert_eq!(Sort::Newest.read(&cursor), None);
        for bad in ["", "price", "price.x.y", "price.1.2", "price.8500", "' or 1=1 --"] {
            assert_eq!(Sort::Cheapest.read(bad), None, "{bad}");
        }
    }
}
