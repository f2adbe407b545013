//! What administrators do with submitted revisions: look at the queue, claim one, and approve it,
//! ask for changes or reject it. Nobody decides on a listing of a cooperative they belong to.

use crate::{
    Error, entity,
    event::of_listing,
    photo::{self, Photo, PhotoState},
    product::{self, Product},
    revision::{self, Remark, Revision},
    slug,
    status::{RevisionEvent, RevisionState},
    variant::{self, Variant},
};
use kernel::{
    Limit, Locale, Micros, Mint, Page, Read, Texts, Tx,
    ids::{CooperativeId, PersonId, RevisionId},
    time::MINUTE,
};
use sea_orm::{
    ActiveValue::Set, IntoActiveModel, PaginatorTrait, QueryOrder, QuerySelect, entity::prelude::*,
    sea_query::ExprTrait,
};

use entity::revision::{ActiveModel, Column as C, Entity};

/// How long a claim lasts, in microseconds.
pub const CLAIM: i64 = 15 * MINUTE;
/// Most remarks of one decision.
pub const MOST_REMARKS: usize = 20;

/// The fields a remark can be tied to, each with the codes of its ready-made reasons.
pub const REASONS: &[(&str, &[&str])] = &[
    ("photo", &["dark", "blurred", "other", "text"]),
    ("category", &["wrong"]),
    ("variant", &["price", "amount", "parcel"]),
    ("name", &["unclear", "mistakes"]),
    ("description", &["short", "mistakes", "health"]),
    ("origin", &["unclear"]),
    ("ingredients", &["missing"]),
    ("allergens", &["doubt"]),
    ("label", &["unproven"]),
    ("withdrawal", &["wrong"]),
    ("listing", &["not_local", "forbidden", "duplicate"]),
];

/// An administrator who decides, and the cooperatives they belong to themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moderator {
    /// Who.
    pub person: PersonId,
    /// Where they are a member.
    pub cooperatives: Vec<CooperativeId>,
}

/// A revision in the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The revision.
    pub revision: Revision,
    /// Whose it is.
    pub cooperative: CooperativeId,
    /// That cooperative's name.
    pub cooperative_name: Texts,
    /// Its first photo.
    pub photo: Option<Photo>,
    /// Whether an older revision is on sale meanwhile.
    pub is_update: bool,
}

/// Everything an administrator looks at to decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The revision.
    pub revision: Revision,
    /// Its photos, in order.
    pub photos: Vec<Photo>,
    /// What buyers see now, if anything.
    pub approved: Option<Revision>,
    /// The photos of that.
    pub approved_photos: Vec<Photo>,
    /// The product.
    pub product: Product,
    /// Its variants.
    pub variants: Vec<Variant>,
    /// What administrators said about this revision before.
    pub remarks: Vec<Remark>,
}

/// A remark to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRemark {
    /// The field it is about; one of [`REASONS`].
    pub field: String,
    /// The code of a ready-made reason of that field.
    pub reason: Option<String>,
    /// Words of the administrator's own.
    pub note: Option<String>,
}

/// The queue, the longest waiting first; `after` is what the page before ended with.
///
/// # Errors
/// [`Error::Invalid`] for an `after` that no page ended with; when the database refuses.
pub async fn list_queue(db: &impl Read, after: Option<&str>, limit: Limit) -> Result<Page<Waiting>, Error> {
    let mut query = Entity::find().filter(C::State.eq(RevisionState::Submitted));
    if let Some(after) = after {
        let (at, id) = read_key(after).ok_or(Error::Invalid("after"))?;
        let later = C::SubmittedAt.gt(at).or(C::SubmittedAt.eq(at).and(C::Id.gt(id)));
        query = query.filter(later);
    }
    let rows = query
        .order_by_asc(C::SubmittedAt)
        .order_by_asc(C::Id)
        .limit(limit.and_one())
        .all(db.reader())
        .await?;
    let page = Page::cut(rows, limit, |row| {
        format!("{}-{}", row.submitted_at.unwrap_or_default().0, row.id)
    });
    waiting(db, page.map(Revision::from)).await
}

/// How many revisions wait, and since when the oldest does.
///
/// # Errors
/// When the database refuses.
pub async fn count_queue(db: &impl Read) -> Result<(u64, Option<Micros>), Error> {
    let query = Entity::find().filter(C::State.eq(RevisionState::Submitted));
    let count = query.clone().count(db.reader()).await?;
    let oldest = query.order_by_asc(C::SubmittedAt).one(db.reader()).await?;
    Ok((count, oldest.and_then(|row| row.submitted_at)))
}

/// A revision with everything that is needed to decide, whatever its state.
///
/// # Errors
/// When the database refuses.
pub async fn find_case(db: &impl Read, id: RevisionId) -> Result<Option<Case>, Error> {
    let Some(revision) = revision::find(db, id).await? else {
        return Ok(None);
    };
    let product = product::get(db, revision.product).await?;
    let approved = match product.approved_revision.filter(|approved| *approved != id) {
        Some(approved) => revision::find(db, approved).await?,
        None => None,
    };
    let approved_photos = match &approved {
        Some(approved) => photo::list_for_revision(db, approved.id).await?,
        None => Vec::new(),
    };
    Ok(Some(Case {
        photos: photo::list_for_revision(db, id).await?,
        approved,
        approved_photos,
        variants: variant::list_for_product(db, product.id).await?,
        remarks: revision::list_remarks(db, id).await?,
        product,
        revision,
    }))
}

/// Says that an administrator is looking at a revision, for [`CLAIM`].
///
/// # Errors
/// [`Error::Claimed`] when another one is, [`Error::Refused`] when it does not wait,
/// [`Error::NotFound`]; when the database refuses.
pub async fn claim(tx: &Tx, mint: &Mint, moderator: &Moderator, id: RevisionId) -> Result<(), Error> {
    let revision = submitted(tx, mint, moderator, id, RevisionEvent::Approve).await?;
    let free = C::ClaimedBy
        .is_null()
        .or(C::ClaimedBy.eq(moderator.person))
        .or(C::ClaimedUntil.lte(mint.now));
    let row = ActiveModel {
        claimed_by: Set(Some(moderator.person)),
        claimed_until: Set(Some(mint.now.plus(CLAIM))),
        ..Default::default()
    };
    let done = Entity::update_many()
        .set(row)
        .filter(C::Id.eq(id))
        .filter(C::State.eq(RevisionState::Submitted))
        .filter(free)
        .exec(tx.writer())
        .await?;
    match (done.rows_affected, revision.claimed_by) {
        (1, _) => Ok(()),
        (_, Some(other)) => Err(Error::Claimed(other)),
        (_, None) => Err(Error::Stale("revision")),
    }
}

/// Gives a claim back.
///
/// # Errors
/// When the database refuses.
pub async fn unclaim(tx: &Tx, moderator: &Moderator, id: RevisionId) -> Result<(), Error> {
    let row = ActiveModel {
        claimed_by: Set(None),
        claimed_until: Set(None),
        ..Default::default()
    };
    Entity::update_many()
        .set(row)
        .filter(C::Id.eq(id))
        .filter(C::ClaimedBy.eq(moderator.person))
        .exec(tx.writer())
        .await?;
    Ok(())
}

/// Accepts a revision: buyers see it from now on, under addresses made from its names; the one they
/// saw before is superseded, and its addresses redirect.
///
/// # Errors
/// [`Error::OwnListing`], [`Error::Claimed`] by another one, [`Error::Refused`] when it does not wait,
/// [`Error::Stale`] when it is not the version that was looked at, [`Error::Incomplete`] without a photo
/// to show, [`Error::NotFound`]; when the database refuses.
pub async fn approve(tx: &Tx, mint: &Mint, moderator: &Moderator, id: RevisionId, version: i32) -> Result<(), Error> {
    let revision = submitted(tx, mint, moderator, id, RevisionEvent::Approve).await?;
    let photos = photo::list_for_revision(tx, id).await?;
    if photos.iter().all(|photo| photo.state != PhotoState::Ready) {
        return Err(Error::Incomplete(vec![crate::Gap::Photo]));
    }
    let product = product::get(tx, revision.product).await?;
    if let Some(before) = product.approved_revision {
        supersede(tx, mint, before).await?;
    }
    decide(tx, mint, moderator, &revision, version, RevisionEvent::Approve, None).await?;
    let slugs = addresses(tx, &revision).await?;
    product::take_up(tx, mint, revision.product, id, slugs).await
}

/// Asks for changes, each tied to a field.
///
/// # Errors
/// [`Error::Invalid`] without a remark or with an unknown field or reason, [`Error::TooMany`]; else as
/// [`approve`].
pub async fn request_changes(
    tx: &Tx,
    mint: &Mint,
    moderator: &Moderator,
    id: RevisionId,
    version: i32,
    remarks: &[NewRemark],
) -> Result<(), Error> {
    let revision = submitted(tx, mint, moderator, id, RevisionEvent::RequestChanges).await?;
    decide(
        tx,
        mint,
        moderator,
        &revision,
        version,
        RevisionEvent::RequestChanges,
        None,
    )
    .await?;
    remark(tx, mint, moderator, id, remarks).await
}

/// Says no. The cooperative may begin a new revision with what it wrote.
///
/// # Errors
/// [`Error::Invalid`] without a remark or with an unknown field or reason, [`Error::TooMany`]; else as
/// [`approve`].
pub async fn reject(
    tx: &Tx,
    mint: &Mint,
    moderator: &Moderator,
    id: RevisionId,
    version: i32,
    remarks: &[NewRemark],
    note: Option<String>,
) -> Result<(), Error> {
    let revision = submitted(tx, mint, moderator, id, RevisionEvent::Reject).await?;
    decide(tx, mint, moderator, &revision, version, RevisionEvent::Reject, note).await?;
    remark(tx, mint, moderator, id, remarks).await
}

async fn waiting(db: &impl Read, page: Page<Revision>) -> Result<Page<Waiting>, Error> {
    use entity::{cooperative as seller, product as goods};
    let ids: Vec<RevisionId> = page.items.iter().map(|revision| revision.id).collect();
    let photos = photo::list_for_revisions(db, &ids).await?;
    let products = goods::Entity::find()
        .filter(goods::Column::Id.is_in(page.items.iter().map(|revision| revision.product)))
        .all(db.reader())
        .await?;
    let sellers = seller::Entity::find()
        .filter(seller::Column::Id.is_in(products.iter().map(|product| product.cooperative_id)))
        .all(db.reader())
        .await?;
    let mut items = Vec::new();
    for revision in page.items {
        let product = products.iter().find(|product| product.id == revision.product);
        let product = product.ok_or(Error::NotFound("product"))?;
        let owner = sellers.iter().find(|seller| seller.id == product.cooperative_id);
        items.push(Waiting {
            cooperative: product.cooperative_id,
            cooperative_name: owner
                .map(|owner| Texts {
                    ar: Some(owner.name_ar.clone()),
                    fr: Some(owner.name_fr.clone()),
                    en: owner.name_en.clone(),
                })
                .unwrap_or_default(),
            photo: photos
                .iter()
                .find(|(of, _)| *of == revision.id)
                .map(|(_, photo)| photo.clone()),
            is_update: product.approved_revision_id.is_some(),
            revision,
        });
    }
    Ok(Page { items, next: page.next })
}

fn read_key(after: &str) -> Option<(Micros, RevisionId)> {
    let (at, id) = after.split_once('-')?;
    Some((Micros(at.parse().ok()?), id.parse().ok()?))
}

/// The revision, if this moderator may decide on it and the event fits.
async fn submitted(
    tx: &Tx,
    mint: &Mint,
    moderator: &Moderator,
    id: RevisionId,
    event: RevisionEvent,
) -> Result<Revision, Error> {
    let revision = revision::find(tx, id).await?.ok_or(Error::NotFound("revision"))?;
    let product = product::get(tx, revision.product).await?;
    if moderator.cooperatives.contains(&product.cooperative) {
        return Err(Error::OwnListing);
    }
    revision.state.after(event)?;
    let still = revision.claimed_until.is_some_and(|until| until > mint.now);
    match revision.claimed_by {
        Some(other) if still && other != moderator.person => Err(Error::Claimed(other)),
        _ => Ok(revision),
    }
}

async fn decide(
    tx: &Tx,
    mint: &Mint,
    moderator: &Moderator,
    revision: &Revision,
    version: i32,
    event: RevisionEvent,
    note: Option<String>,
) -> Result<(), Error> {
    let row = ActiveModel {
        state: Set(revision.state.after(event)?),
        decided_at: Set(Some(mint.now)),
        decided_by: Set(Some(moderator.person)),
        decision_note: Set(note.clone()),
        claimed_by: Set(None),
        claimed_until: Set(None),
        ..Default::default()
    };
    revision::store(tx, mint, revision.id, version, row).await?;
    let person = Some(moderator.person);
    of_listing(tx, mint, revision.subject(), event.code(), person, note.as_deref()).await
}

async fn supersede(tx: &Tx, mint: &Mint, id: RevisionId) -> Result<(), Error> {
    let before = Entity::find_by_id(id).one(tx.reader()).await?;
    let before = before.ok_or(Error::NotFound("revision"))?;
    let version = before.version;
    let state = before.state.after(RevisionEvent::Supersede)?;
    let mut row = before.into_active_model();
    row.state = Set(state);
    revision::store(tx, mint, id, version, row).await.map(|_| ())
}

async fn addresses(tx: &Tx, revision: &Revision) -> Result<Texts, Error> {
    let mut slugs = Texts::default();
    for locale in Locale::COMPLETE {
        if let Some(name) = revision.content.name.get(locale) {
            let address = slug::settle(tx, slug::SlugKind::Product, revision.product.0, name).await?;
            slugs.put(locale, Some(address));
        }
    }
    Ok(slugs)
}

/// Replaces what was said about a revision before.
async fn remark(
    tx: &Tx,
    mint: &Mint,
    moderator: &Moderator,
    id: RevisionId,
    remarks: &[NewRemark],
) -> Result<(), Error> {
    use entity::remark as row;
    let max = MOST_REMARKS;
    if remarks.is_empty() {
        return Err(Error::Invalid("remark"));
    }
    if remarks.len() > max {
        return Err(Error::TooMany { what: "remarks", max });
    }
    if !remarks.iter().all(is_known) {
        return Err(Error::Invalid("remark"));
    }
    row::Entity::delete_many()
        .filter(row::Column::RevisionId.eq(id))
        .exec(tx.writer())
        .await?;
    let rows = remarks.iter().map(|remark| row::ActiveModel {
        id: Set(mint.id()),
        revision_id: Set(id),
        field: Set(remark.field.clone()),
        reason: Set(remark.reason.clone()),
        note: Set(remark.note.clone()),
        created_by: Set(Some(moderator.person)),
        created_at: Set(mint.now),
    });
    row::Entity::insert_many(rows)
        .exec_without_returning(tx.writer())
        .await?;
    Ok(())
}

/// A remark says something, about a field that exists, with a reason of that field.
fn is_known(remark: &NewRemark) -> bool {
    let reasons = REASONS.iter().find(|(field, _)| *field == remark.field);
    reasons.is_some_and(|(_, reasons)| match &remark.reason {
        Some(reason) => reasons.contains(&reason.as_str()),
        None => remark.note.is_some(),
    })
}
