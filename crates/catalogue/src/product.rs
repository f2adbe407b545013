//! Products: what a cooperative sells. The content is in revisions, the prices and stocks in
//! variants; a product ties them together and says whether buyers see it. It also carries the
//! projection that lists are read from, which [`project`] alone writes.

pub use crate::event::Event;
pub use crate::status::ProductState;

use crate::{
    Error, change, cooperative, entity,
    event::{Subject, of_listing},
    photo::{self, Photo},
    revision,
    status::{CooperativeState, ProductEvent, RevisionState},
    variant,
};
use kernel::{
    Limit, Micros, Mint, Page, Read, Texts, Tx,
    ids::{CooperativeId, PersonId, ProductId, RevisionId},
};
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DbBackend, IntoActiveModel, PaginatorTrait, QueryOrder, QuerySelect, Statement,
    Value, entity::prelude::*,
};
use std::collections::BTreeSet;

use entity::product::{ActiveModel, Column as C, Entity, Model};

/// Most events of a history that are read.
const EVENTS: u64 = 100;
/// Most products that a cooperative may have besides the archived ones.
pub const MOST: usize = 500;

/// A product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// Its id.
    pub id: ProductId,
    /// Whose it is.
    pub cooperative: CooperativeId,
    /// Where it stands.
    pub state: ProductState,
    /// The revision buyers see.
    pub approved_revision: Option<RevisionId>,
    /// Its addresses in words, one in each language it has a name in.
    pub slugs: Texts,
    /// Why an administrator suspended it.
    pub suspended_reason: Option<String>,
    /// When it was begun.
    pub created_at: Micros,
    /// When its state changed last.
    pub updated_at: Micros,
    /// Counts the changes of its state.
    pub version: i32,
    /// Whether buyers see it now.
    pub listed: bool,
    /// Whether some variant is in stock.
    pub available: bool,
    /// The price of its cheapest variant, in centimes.
    pub price_minor: Option<i64>,
}

/// A product in its cooperative's own list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The product.
    pub product: Product,
    /// The name in its newest revision.
    pub name: Texts,
    /// The first photo of its newest revision.
    pub photo: Option<Photo>,
    /// The newest revision and where it stands.
    pub revision: Option<(RevisionId, RevisionState)>,
    /// How many pieces of all its variants can still be sold.
    pub left: i64,
    /// How many variants it has.
    pub variants: usize,
}

/// A product, for administrators and jobs.
///
/// # Errors
/// [`Error::NotFound`]; when the database refuses.
pub async fn get(db: &impl Read, id: ProductId) -> Result<Product, Error> {
    let row = Entity::find_by_id(id).one(db.reader()).await?;
    row.map(Product::from).ok_or(Error::NotFound("product"))
}

/// A cooperative's own product.
///
/// # Errors
/// When the database refuses.
pub async fn find_for_cooperative(
    db: &impl Read,
    cooperative: CooperativeId,
    id: ProductId,
) -> Result<Option<Product>, Error> {
    let query = Entity::find_by_id(id).filter(C::CooperativeId.eq(cooperative));
    Ok(query.one(db.reader()).await?.map(Product::from))
}

/// A cooperative's own product.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it is another cooperative's; when the database refuses.
pub async fn get_for_cooperative(db: &impl Read, cooperative: CooperativeId, id: ProductId) -> Result<Product, Error> {
    let found = find_for_cooperative(db, cooperative, id).await?;
    found.ok_or(Error::NotFound("product"))
}

/// A cooperative's products save the archived ones, the newest first; `after` is the id that the
/// page before ended with.
///
/// # Errors
/// When the database refuses.
pub async fn list_for_cooperative(
    db: &impl Read,
    cooperative: CooperativeId,
    after: Option<ProductId>,
    limit: Limit,
) -> Result<Page<Row>, Error> {
    let mut query = Entity::find()
        .filter(C::CooperativeId.eq(cooperative))
        .filter(C::State.ne(ProductState::Archived));
    if let Some(after) = after {
        query = query.filter(C::Id.lt(after));
    }
    let rows = query
        .order_by_desc(C::Id)
        .limit(limit.and_one())
        .all(db.reader())
        .await?;
    let page = Page::cut(rows, limit, |row| row.id.to_string()).map(Product::from);
    let ids: Vec<ProductId> = page.items.iter().map(|product| product.id).collect();
    let revisions = revision::list_newest(db, &ids).await?;
    let shown: Vec<RevisionId> = revisions.iter().map(|revision| revision.id).collect();
    let photos = photo::list_for_revisions(db, &shown).await?;
    let variants = variant::list_for_products(db, &ids).await?;
    Ok(page.map(|product| {
        let newest = revisions.iter().find(|revision| revision.product == product.id);
        let own = variants.iter().filter(|variant| variant.product == product.id);
        let first = newest.and_then(|newest| photos.iter().find(|(revision, _)| *revision == newest.id));
        Row {
            name: newest.map(|newest| newest.content.name.clone()).unwrap_or_default(),
            photo: first.map(|(_, photo)| photo.clone()),
            revision: newest.map(|newest| (newest.id, newest.state)),
            left: own.clone().map(variant::Variant::left).sum(),
            variants: own.count(),
            product,
        }
    }))
}

/// What happened to a product, the latest first.
///
/// # Errors
/// When the database refuses.
pub async fn list_events(db: &impl Read, id: ProductId) -> Result<Vec<Event>, Error> {
    use entity::listing_event as row;
    let rows = row::Entity::find()
        .filter(row::Column::ProductId.eq(id))
        .order_by_desc(row::Column::At)
        .order_by_desc(row::Column::Id)
        .limit(EVENTS)
        .all(db.reader())
        .await?;
    let event = |row: row::Model| Event {
        event: row.event,
        person: row.person_id,
        revision: row.revision_id,
        note: row.note,
        at: row.at,
    };
    Ok(rows.into_iter().map(event).collect())
}

/// Begins a product with an empty first revision. A cooperative that is not verified yet may prepare
/// its products too.
///
/// # Errors
/// [`Error::TooMany`] beyond [`MOST`]; when the database refuses.
pub async fn draft(
    tx: &Tx,
    mint: &Mint,
    cooperative: CooperativeId,
    person: PersonId,
) -> Result<(ProductId, RevisionId), Error> {
    let others = Entity::find()
        .filter(C::CooperativeId.eq(cooperative))
        .filter(C::State.ne(ProductState::Archived))
        .count(tx.reader())
        .await?;
    if others >= u64::try_from(MOST).unwrap_or(u64::MAX) {
        return Err(Error::TooMany {
            what: "products",
            max: MOST,
        });
    }
    let id = mint.id();
    let row = ActiveModel {
        id: Set(id),
        cooperative_id: Set(cooperative),
        state: Set(ProductState::Draft),
        approved_revision_id: Set(None),
        slug_ar: Set(None),
        slug_fr: Set(None),
        slug_en: Set(None),
        suspended_reason: Set(None),
        created_by: Set(Some(person)),
        created_at: Set(mint.now),
        updated_at: Set(mint.now),
        version: Set(1),
        listed: Set(false),
        listed_at: Set(None),
        category_code: Set(None),
        region_iso: Set(None),
        label_code: Set(None),
        price_minor: Set(None),
        available: Set(false),
        search_text: Set(None),
    };
    Entity::insert(row).exec_without_returning(tx.writer()).await?;
    let revision = revision::begin(tx, mint, id, person).await?;
    let subject = Subject {
        product: id,
        revision: Some(revision),
    };
    of_listing(tx, mint, subject, "draft", Some(person), None).await?;
    Ok((id, revision))
}

/// Its cooperative takes it off for a while.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Refused`] when it is not on sale; when the database refuses.
pub async fn pause(
    tx: &Tx,
    mint: &Mint,
    cooperative: CooperativeId,
    person: PersonId,
    id: ProductId,
) -> Result<(), Error> {
    let before = own(tx, cooperative, id).await?;
    pass(tx, mint, before, ProductEvent::Pause, person, None).await
}

/// Its cooperative puts it back.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Refused`] when it is not paused; when the database refuses.
pub async fn resume(
    tx: &Tx,
    mint: &Mint,
    cooperative: CooperativeId,
    person: PersonId,
    id: ProductId,
) -> Result<(), Error> {
    let before = own(tx, cooperative, id).await?;
    pass(tx, mint, before, ProductEvent::Resume, person, None).await
}

/// Its cooperative gives it up for good. What waited for an administrator is taken back.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Refused`] when it is suspended or archived; when the database refuses.
pub async fn archive(
    tx: &Tx,
    mint: &Mint,
    cooperative: CooperativeId,
    person: PersonId,
    id: ProductId,
) -> Result<(), Error> {
    let before = own(tx, cooperative, id).await?;
    pass(tx, mint, before, ProductEvent::Archive, person, None).await?;
    revision::put_away(tx, mint, id).await
}

/// An administrator takes it off, with a reason that its cooperative reads.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Refused`] when it is neither on sale nor paused; when the database
/// refuses.
pub async fn suspend(
    tx: &Tx,
    mint: &Mint,
    administrator: PersonId,
    id: ProductId,
    reason: String,
) -> Result<(), Error> {
    let before = any(tx, id).await?;
    pass(tx, mint, before, ProductEvent::Suspend, administrator, Some(reason)).await
}

/// An administrator allows it again. It is paused until its cooperative puts it back.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Refused`] when it is not suspended; when the database refuses.
pub async fn lift(tx: &Tx, mint: &Mint, administrator: PersonId, id: ProductId) -> Result<(), Error> {
    let before = any(tx, id).await?;
    pass(tx, mint, before, ProductEvent::Lift, administrator, None).await
}

/// Shows another revision to buyers: the product's part of an approval.
pub(crate) async fn take_up(
    tx: &Tx,
    mint: &Mint,
    id: ProductId,
    revision: RevisionId,
    slugs: Texts,
) -> Result<(), Error> {
    let before = any(tx, id).await?;
    let state = before.state.after(ProductEvent::Approve)?;
    let version = before.version;
    let mut row = before.into_active_model();
    row.state = Set(state);
    row.approved_revision_id = Set(Some(revision));
    row.slug_ar = Set(slugs.ar);
    row.slug_fr = Set(slugs.fr);
    row.slug_en = Set(slugs.en);
    store(tx, mint, id, version, row).await?;
    project(tx, mint, id).await
}

/// Writes down what lists show of a product, and moves the change sequence when buyers see it or
/// just saw it. Call it after everything else that a verb does to the product.
///
/// # Errors
/// When the database refuses.
pub async fn project(tx: &Tx, mint: &Mint, id: ProductId) -> Result<(), Error> {
    hold(tx, &BTreeSet::from([id])).await?;
    let product = any(tx, id).await?;
    let cooperative = cooperative::get(tx, product.cooperative_id).await?;
    let shown = match product.approved_revision_id {
        Some(revision) => revision::find(tx, revision).await?,
        None => None,
    };
    let variants = variant::list_for_product(tx, id).await?;
    let listed = product.state == ProductState::OnSale
        && cooperative.state == CooperativeState::Verified
        && shown.is_some()
        && !variants.is_empty();
    let was_listed = product.listed;
    let listed_at = product.listed_at.or(listed.then_some(mint.now));
    let mut row = ActiveModel {
        listed: Set(listed),
        listed_at: Set(listed_at),
        price_minor: Set(variants.iter().map(|variant| variant.price_minor).min()),
        available: Set(variants.iter().any(|variant| variant.left() > 0)),
        ..Default::default()
    };
    if let Some(revision) = shown {
        let content = revision.content;
        row.search_text = Set(Some(search_text(tx, &content, &cooperative.name).await?));
        row.region_iso = Set(Some(content.origin_region_iso.unwrap_or(cooperative.region_iso)));
        row.category_code = Set(content.category_code);
        row.label_code = Set(content.label_code);
    }
    Entity::update_many()
        .set(row)
        .filter(C::Id.eq(id))
        .exec(tx.writer())
        .await?;
    if listed || was_listed {
        change::touch(tx).await
    } else {
        Ok(())
    }
}

/// [`project`] for all the products of a cooperative whose state changed: one statement decides
/// which of them buyers see.
///
/// # Errors
/// When the database refuses.
pub async fn project_cooperative(tx: &Tx, mint: &Mint, id: CooperativeId) -> Result<(), Error> {
    let sql = "update product set listed = (state = 'on_sale' and exists (select 1 from cooperative c \
               where c.id = product.cooperative_id and c.state = 'verified')), \
               listed_at = coalesce(listed_at, $2) \
               where cooperative_id = $1 and approved_revision_id is not null";
    let backend = tx.writer().get_database_backend();
    let statement = Statement::from_sql_and_values(backend, sql, [id.into(), mint.now.into()]);
    tx.writer().execute_raw(statement).await?;
    change::touch(tx).await
}

/// Says anew which of some products are in stock, after their stocks changed.
pub(crate) async fn refresh_availability(tx: &Tx, products: &BTreeSet<ProductId>) -> Result<(), Error> {
    hold(tx, products).await?;
    let places: Vec<String> = (1..=products.len()).map(|place| format!("${place}")).collect();
    let sql = format!(
        "update product set available = exists (select 1 from variant v where v.product_id = product.id \
         and v.retired_at is null and v.on_hand > v.reserved) where id in ({})",
        places.join(", ")
    );
    let values: Vec<Value> = products.iter().map(|id| (*id).into()).collect();
    let backend = tx.writer().get_database_backend();
    tx.writer()
        .execute_raw(Statement::from_sql_and_values(backend, sql, values))
        .await?;
    Ok(())
}

/// On PostgreSQL, holds products in the order of their ids, so that what is read of them and their
/// variants next is the latest. SQLite has one writer.
async fn hold(tx: &Tx, products: &BTreeSet<ProductId>) -> Result<(), Error> {
    if tx.writer().get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    Entity::find()
        .filter(C::Id.is_in(products.iter().copied()))
        .order_by_asc(C::Id)
        .lock_exclusive()
        .all(tx.writer())
        .await?;
    Ok(())
}

/// The product, if it is the cooperative's and not archived.
pub(crate) async fn own_for_change(tx: &Tx, cooperative: CooperativeId, id: ProductId) -> Result<Model, Error> {
    let row = own(tx, cooperative, id).await?;
    match row.state {
        ProductState::Archived => Err(Error::NotFound("product")),
        _ => Ok(row),
    }
}

async fn own(tx: &Tx, cooperative: CooperativeId, id: ProductId) -> Result<Model, Error> {
    let row = any(tx, id).await?;
    if row.cooperative_id == cooperative {
        Ok(row)
    } else {
        Err(Error::NotFound("product"))
    }
}

async fn any(tx: &Tx, id: ProductId) -> Result<Model, Error> {
    let row = Entity::find_by_id(id).one(tx.reader()).await?;
    row.ok_or(Error::NotFound("product"))
}

async fn pass(
    tx: &Tx,
    mint: &Mint,
    before: Model,
    event: ProductEvent,
    person: PersonId,
    reason: Option<String>,
) -> Result<(), Error> {
    let (id, version) = (before.id, before.version);
    let state = before.state.after(event)?;
    let mut row = before.into_active_model();
    row.state = Set(state);
    row.suspended_reason = Set(reason.clone());
    store(tx, mint, id, version, row).await?;
    let subject = Subject {
        product: id,
        revision: None,
    };
    of_listing(tx, mint, subject, event.code(), Some(person), reason.as_deref()).await?;
    project(tx, mint, id).await
}

async fn store(tx: &Tx, mint: &Mint, id: ProductId, version: i32, mut row: ActiveModel) -> Result<(), Error> {
    row.updated_at = Set(mint.now);
    row.version = Set(version.saturating_add(1));
    let done = Entity::update_many()
        .set(row)
        .filter(C::Id.eq(id))
        .filter(C::Version.eq(version))
        .exec(tx.writer())
        .await?;
    match done.rows_affected {
        1 => Ok(()),
        _ => Err(Error::Stale("product")),
    }
}

/// Everything a plain search may hit, folded.
async fn search_text(tx: &Tx, content: &revision::Content, cooperative: &Texts) -> Result<String, Error> {
    let category = match &content.category_code {
        Some(code) => {
            entity::category::Entity::find_by_id(code.clone())
                .one(tx.reader())
                .await?
        }
        None => None,
    };
    let mut words: Vec<String> = Vec::new();
    words.extend(content.name.iter().map(|(_, text)| text.to_owned()));
    words.extend(cooperative.iter().map(|(_, text)| text.to_owned()));
    words.extend(category.into_iter().flat_map(|row| [row.ar, row.fr, row.en]));
    words.extend(content.origin_place.clone());
    Ok(kernel::text::fold(&words.join(" ")))
}

impl From<Model> for Product {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            cooperative: row.cooperative_id,
            state: row.state,
            approved_revision: row.approved_revision_id,
            slugs: Texts {
                ar: row.slug_ar,
                fr: row.slug_fr,
                en: row.slug_en,
            },
            suspended_reason: row.suspended_reason,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.version,
            listed: row.listed,
            available: row.available,
            price_minor: row.price_minor,
        }
    }
}
