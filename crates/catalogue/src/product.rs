//! Products: what a cooperative sells. The content is in revisions, the prices and stocks in
//! variants; a product ties them together and says whether buyers see it. It also carries the
//! projection that lists are read from, which [`project`] alone writes.

pub use crate::event::Event;
pub use crate::projection::{project, project_cooperative};
pub use crate::status::ProductState;

use crate::{
    Error, entity,
    event::{Subject, of_listing},
    photo::{self, Photo},
    revision,
    status::{ProductEvent, RevisionState},
    variant, version,
};
use kernel::{
    Limit, Micros, Mint, Page, Read, Texts, Tx,
    ids::{CooperativeId, PersonId, ProductId, RevisionId},
};
use sea_orm::{ActiveValue::Set, IntoActiveModel, PaginatorTrait, QueryOrder, QuerySelect, entity::prelude::*};

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
    Ok(rows.into_iter().map(Event::from).collect())
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

/// The product, whoever's it is.
pub(crate) async fn any(tx: &Tx, id: ProductId) -> Result<Model, Error> {
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
    let update = Entity::update_many()
        .set(row)
        .filter(C::Id.eq(id))
        .filter(C::Version.eq(version));
    version::store(tx, update, "product").await
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
