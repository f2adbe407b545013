//! Revisions: the proposed and the approved contents of a product. The approved one stays on sale
//! while a newer one is written and waits. At most one is open, and every write names the version
//! that was read, so that two people who edit at once do not overwrite each other.

pub use crate::content::{Content, Withdrawal};
pub use crate::status::RevisionState;

use crate::{
    Error, Gap, entity,
    event::{Subject, of_listing},
    moderation::REASONS,
    photo::{self, PhotoState},
    product,
    status::{CooperativeState, RevisionEvent},
    variant, version,
};
use kernel::{
    Micros, Mint, Read, Tx,
    ids::{CooperativeId, PersonId, PhotoId, ProductId, RevisionId},
};
use sea_orm::{ActiveValue::Set, IntoActiveModel, QueryOrder, entity::prelude::*};

use entity::revision::{ActiveModel, Column as C, Entity, Model};

/// Most photos of a revision.
pub const MOST_PHOTOS: usize = 8;

/// A revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Its id.
    pub id: RevisionId,
    /// Of which product.
    pub product: ProductId,
    /// 1 for the first.
    pub number: i32,
    /// Where it stands.
    pub state: RevisionState,
    /// What it says.
    pub content: Content,
    /// Who wrote it.
    pub created_by: Option<PersonId>,
    /// When it was begun.
    pub created_at: Micros,
    /// When it was changed last.
    pub updated_at: Micros,
    /// When it was sent in.
    pub submitted_at: Option<Micros>,
    /// When an administrator decided.
    pub decided_at: Option<Micros>,
    /// Who that was.
    pub decided_by: Option<PersonId>,
    /// What they said about all of it.
    pub decision_note: Option<String>,
    /// Which administrator is looking at it.
    pub claimed_by: Option<PersonId>,
    /// Until when.
    pub claimed_until: Option<Micros>,
    /// Counts its changes; a writer names the one that was read.
    pub version: i32,
}

/// What an administrator wants changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The field it is about.
    pub field: String,
    /// The code of a ready-made sentence.
    pub reason: Option<String>,
    /// Words of the administrator's own.
    pub note: Option<String>,
    /// When.
    pub at: Micros,
}

/// A cooperative's own revision.
///
/// # Errors
/// When the database refuses.
pub async fn find_for_cooperative(
    db: &impl Read,
    cooperative: CooperativeId,
    id: RevisionId,
) -> Result<Option<Revision>, Error> {
    let Some(revision) = find(db, id).await? else {
        return Ok(None);
    };
    let own = product::find_for_cooperative(db, cooperative, revision.product).await?;
    Ok(own.map(|_| revision))
}

/// The newest revision of a cooperative's own product: the open one, if there is one.
///
/// # Errors
/// [`Error::NotFound`] when the product is not the cooperative's; when the database refuses.
pub async fn get_newest_for_cooperative(
    db: &impl Read,
    cooperative: CooperativeId,
    product: ProductId,
) -> Result<Revision, Error> {
    product::get_for_cooperative(db, cooperative, product).await?;
    let newest = list_newest(db, &[product]).await?.pop();
    newest.ok_or(Error::NotFound("revision"))
}

/// What administrators said about a revision, in the order of its fields.
///
/// # Errors
/// When the database refuses.
pub async fn list_remarks(db: &impl Read, id: RevisionId) -> Result<Vec<Remark>, Error> {
    use entity::remark as row;
    let rows = row::Entity::find()
        .filter(row::Column::RevisionId.eq(id))
        .order_by_asc(row::Column::Id)
        .all(db.reader())
        .await?;
    let remark = |row: row::Model| Remark {
        field: row.field,
        reason: row.reason,
        note: row.note,
        at: row.created_at,
    };
    let place = |remark: &Remark| REASONS.iter().position(|(field, _)| *field == remark.field);
    let mut remarks: Vec<Remark> = rows.into_iter().map(remark).collect();
    remarks.sort_by_key(place);
    Ok(remarks)
}

pub(crate) async fn find(db: &impl Read, id: RevisionId) -> Result<Option<Revision>, Error> {
    Ok(Entity::find_by_id(id).one(db.reader()).await?.map(Revision::from))
}

/// The newest revision of each product: the one with the highest number.
pub(crate) async fn list_newest(db: &impl Read, products: &[ProductId]) -> Result<Vec<Revision>, Error> {
    if products.is_empty() {
        return Ok(Vec::new());
    }
    let newest = "revision.number = (select max(o.number) from revision o where o.product_id = revision.product_id)";
    let rows = Entity::find()
        .filter(C::ProductId.is_in(products.iter().copied()))
        .filter(Expr::cust(newest))
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(Revision::from).collect())
}

/// The first, empty revision of a product.
pub(crate) async fn begin(tx: &Tx, mint: &Mint, product: ProductId, person: PersonId) -> Result<RevisionId, Error> {
    insert(tx, mint, product, 1, Content::default(), person).await
}

/// The open revision of a product; if there is none, a new one that begins with what was approved,
/// or rejected, last.
///
/// # Errors
/// [`Error::NotFound`] when the product is not the cooperative's or archived; when the database refuses.
pub async fn open(
    tx: &Tx,
    mint: &Mint,
    cooperative: CooperativeId,
    person: PersonId,
    product: ProductId,
) -> Result<Revision, Error> {
    let parent = product::own_for_change(tx, cooperative, product).await?;
    let newest = list_newest(tx, &[product]).await?.pop();
    let newest = newest.ok_or(Error::NotFound("revision"))?;
    if newest.state.is_open() {
        return Ok(newest);
    }
    let source = match parent.approved_revision_id {
        Some(approved) => find(tx, approved).await?.ok_or(Error::NotFound("revision"))?,
        None => newest.clone(),
    };
    let photos: Vec<PhotoId> = photo::list_for_revision(tx, source.id)
        .await?
        .into_iter()
        .map(|photo| photo.id)
        .collect();
    let number = newest.number.saturating_add(1);
    let id = insert(tx, mint, product, number, source.content, person).await?;
    link(tx, id, &photos).await?;
    find(tx, id).await?.ok_or(Error::NotFound("revision"))
}

/// Puts other words and claims into an open revision; returns its next version.
///
/// # Errors
/// [`Error::NotFound`] when it is not the cooperative's, [`Error::Refused`] when it is not being
/// written, [`Error::Stale`], [`Error::Invalid`] for a code that does not exist; when the database refuses.
pub async fn save(
    tx: &Tx,
    mint: &Mint,
    cooperative: CooperativeId,
    id: RevisionId,
    version: i32,
    content: Content,
) -> Result<i32, Error> {
    let before = own(tx, cooperative, id).await?;
    before.state.after(RevisionEvent::Edit)?;
    content.check_codes(tx).await?;
    let mut row = before.into_active_model();
    content.write(&mut row);
    store(tx, mint, id, version, row).await
}

/// Adds photos at the end of an open revision.
///
/// # Errors
/// [`Error::NotFound`] when the revision or a photo is not the cooperative's, [`Error::Refused`] when
/// it is not being written, [`Error::TooMany`] beyond [`MOST_PHOTOS`]; when the database refuses.
pub async fn add_photos(
    tx: &Tx,
    mint: &Mint,
    cooperative: CooperativeId,
    id: RevisionId,
    photos: &[PhotoId],
) -> Result<(), Error> {
    let before = own(tx, cooperative, id).await?;
    before.state.after(RevisionEvent::Edit)?;
    for photo in photos {
        let own = photo::find_for_cooperative(tx, cooperative, *photo).await?;
        own.ok_or(Error::NotFound("photo"))?;
    }
    let mut all: Vec<PhotoId> = usable(tx, id).await?;
    all.extend(
        photos
            .iter()
            .filter(|photo| !all.contains(photo))
            .copied()
            .collect::<Vec<_>>(),
    );
    relink(tx, mint, before, &all).await
}

/// Keeps exactly these of an open revision's photos, in this order.
///
/// # Errors
/// [`Error::NotFound`] when the revision is not the cooperative's or does not show a photo,
/// [`Error::Refused`] when it is not being written; when the database refuses.
pub async fn arrange_photos(
    tx: &Tx,
    mint: &Mint,
    cooperative: CooperativeId,
    id: RevisionId,
    photos: &[PhotoId],
) -> Result<(), Error> {
    let before = own(tx, cooperative, id).await?;
    before.state.after(RevisionEvent::Edit)?;
    let shown = photo::list_for_revision(tx, id).await?;
    if !photos.iter().all(|photo| shown.iter().any(|known| known.id == *photo)) {
        return Err(Error::NotFound("photo"));
    }
    relink(tx, mint, before, photos).await
}

/// What an open revision still lacks; empty when it can be submitted.
///
/// # Errors
/// When the database refuses.
pub async fn list_gaps(db: &impl Read, revision: &Revision) -> Result<Vec<Gap>, Error> {
    let content = &revision.content;
    let photos = photo::list_for_revision(db, revision.id).await?;
    let variants = variant::list_for_product(db, revision.product).await?;
    let category = match &content.category_code {
        Some(code) => {
            entity::category::Entity::find_by_id(code.clone())
                .one(db.reader())
                .await?
        }
        None => None,
    };
    let is_food = category.as_ref().is_some_and(|category| category.is_food);
    let gaps = [
        (photos.iter().all(|photo| photo.state != PhotoState::Ready), Gap::Photo),
        (category.is_none(), Gap::Category),
        (variants.is_empty(), Gap::Variant),
        (content.name.is_empty(), Gap::Name),
        (is_food && content.allergens.is_none(), Gap::Allergens),
    ];
    Ok(gaps
        .into_iter()
        .filter_map(|(lacking, gap)| lacking.then_some(gap))
        .collect())
}

/// Sends an open revision in.
///
/// # Errors
/// [`Error::NotFound`], [`Error::NotVerified`] while the cooperative is not, [`Error::Refused`] when it
/// is not being written, [`Error::Incomplete`] with everything that lacks, [`Error::Stale`]; when the
/// database refuses.
pub async fn submit(
    tx: &Tx,
    mint: &Mint,
    cooperative: CooperativeId,
    person: PersonId,
    id: RevisionId,
) -> Result<(), Error> {
    let before = own(tx, cooperative, id).await?;
    let state = before.state.after(RevisionEvent::Submit)?;
    let seller = crate::cooperative::get(tx, cooperative).await?;
    if seller.state != CooperativeState::Verified {
        return Err(Error::NotVerified);
    }
    let revision = Revision::from(before.clone());
    let gaps = list_gaps(tx, &revision).await?;
    if !gaps.is_empty() {
        return Err(Error::Incomplete(gaps));
    }
    let mut row = before.into_active_model();
    row.state = Set(state);
    row.submitted_at = Set(Some(mint.now));
    row.claimed_by = Set(None);
    row.claimed_until = Set(None);
    store(tx, mint, id, revision.version, row).await?;
    let event = RevisionEvent::Submit.code();
    of_listing(tx, mint, revision.subject(), event, Some(person), None).await
}

/// Takes a submitted revision back to change it.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Refused`] when it does not wait, [`Error::Stale`]; when the database
/// refuses.
pub async fn withdraw(
    tx: &Tx,
    mint: &Mint,
    cooperative: CooperativeId,
    person: PersonId,
    id: RevisionId,
) -> Result<(), Error> {
    let before = own(tx, cooperative, id).await?;
    let revision = Revision::from(before.clone());
    take_back(tx, mint, before).await?;
    let event = RevisionEvent::Withdraw.code();
    of_listing(tx, mint, revision.subject(), event, Some(person), None).await
}

/// The product is given up: what waits for an administrator waits no longer.
pub(crate) async fn put_away(tx: &Tx, mint: &Mint, product: ProductId) -> Result<(), Error> {
    let waiting = Entity::find()
        .filter(C::ProductId.eq(product))
        .filter(C::State.eq(RevisionState::Submitted))
        .one(tx.reader())
        .await?;
    match waiting {
        Some(before) => take_back(tx, mint, before).await,
        None => Ok(()),
    }
}

async fn take_back(tx: &Tx, mint: &Mint, before: Model) -> Result<(), Error> {
    let (id, version) = (before.id, before.version);
    let state = before.state.after(RevisionEvent::Withdraw)?;
    let mut row = before.into_active_model();
    row.state = Set(state);
    row.submitted_at = Set(None);
    row.claimed_by = Set(None);
    row.claimed_until = Set(None);
    store(tx, mint, id, version, row).await.map(|_| ())
}

/// The revision, if its product is the cooperative's own and not archived.
async fn own(tx: &Tx, cooperative: CooperativeId, id: RevisionId) -> Result<Model, Error> {
    let found = Entity::find_by_id(id).one(tx.reader()).await?;
    let row = found.ok_or(Error::NotFound("revision"))?;
    let parent = product::own_for_change(tx, cooperative, row.product_id).await;
    parent.map(|_| row).map_err(|error| error.of("revision"))
}

pub(crate) async fn store(
    tx: &Tx,
    mint: &Mint,
    id: RevisionId,
    version: i32,
    mut row: ActiveModel,
) -> Result<i32, Error> {
    let next = version.saturating_add(1);
    row.updated_at = Set(mint.now);
    row.version = Set(next);
    let update = Entity::update_many()
        .set(row)
        .filter(C::Id.eq(id))
        .filter(C::Version.eq(version));
    version::store(tx, update, "revision").await.map(|()| next)
}

async fn insert(
    tx: &Tx,
    mint: &Mint,
    product: ProductId,
    number: i32,
    content: Content,
    person: PersonId,
) -> Result<RevisionId, Error> {
    let id = mint.id();
    let mut row = ActiveModel {
        id: Set(id),
        product_id: Set(product),
        number: Set(number),
        state: Set(RevisionState::Draft),
        created_by: Set(Some(person)),
        created_at: Set(mint.now),
        updated_at: Set(mint.now),
        submitted_at: Set(None),
        decided_at: Set(None),
        decided_by: Set(None),
        decision_note: Set(None),
        claimed_by: Set(None),
        claimed_until: Set(None),
        version: Set(1),
        ..Default::default()
    };
    content.write(&mut row);
    Entity::insert(row).exec_without_returning(tx.writer()).await?;
    Ok(id)
}

/// The photos of a revision that were not refused.
async fn usable(tx: &Tx, id: RevisionId) -> Result<Vec<PhotoId>, Error> {
    let photos = photo::list_for_revision(tx, id).await?;
    let usable = photos.into_iter().filter(|photo| photo.state != PhotoState::Refused);
    Ok(usable.map(|photo| photo.id).collect())
}

async fn relink(tx: &Tx, mint: &Mint, before: Model, photos: &[PhotoId]) -> Result<(), Error> {
    use entity::revision_photo as row;
    let max = MOST_PHOTOS;
    if photos.len() > max {
        return Err(Error::TooMany { what: "photos", max });
    }
    let (id, version) = (before.id, before.version);
    store(tx, mint, id, version, <ActiveModel as Default>::default()).await?;
    row::Entity::delete_many()
        .filter(row::Column::RevisionId.eq(id))
        .exec(tx.writer())
        .await?;
    link(tx, id, photos).await
}

async fn link(tx: &Tx, id: RevisionId, photos: &[PhotoId]) -> Result<(), Error> {
    use entity::revision_photo as row;
    if photos.is_empty() {
        return Ok(());
    }
    let rows = (1..).zip(photos).map(|(position, photo)| row::ActiveModel {
        revision_id: Set(id),
        photo_id: Set(*photo),
        position: Set(position),
    });
    row::Entity::insert_many(rows)
        .exec_without_returning(tx.writer())
        .await?;
    Ok(())
}

impl Revision {
    pub(crate) const fn subject(&self) -> Subject {
        Subject {
            product: self.product,
            revision: Some(self.id),
        }
    }
}

impl From<Model> for Revision {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            product: row.product_id,
            number: row.number,
            state: row.state,
            created_by: row.created_by,
            created_at: row.created_at,
            updated_at: row.updated_at,
            submitted_at: row.submitted_at,
            decided_at: row.decided_at,
            decided_by: row.decided_by,
            decision_note: row.decision_note.clone(),
            claimed_by: row.claimed_by,
            claimed_until: row.claimed_until,
            version: row.version,
            content: Content::from(row),
        }
    }
}
