//! Photos: a row for each picture a cooperative sent, whatever product shows it. The files are
//! elsewhere, under the row's key; a row is `ready` only once they are all there.

pub use crate::status::PhotoState;

use crate::{Error, change, entity, status::PhotoEvent, version};
use kernel::{
    Micros, Mint, Read, Tx,
    ids::{CooperativeId, PersonId, PhotoId, RevisionId},
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, QueryOrder, QuerySelect, Statement, entity::prelude::*};
use std::collections::HashSet;

use entity::photo::{ActiveModel, Column as C, Entity, Model};

/// A photo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    /// Its id.
    pub id: PhotoId,
    /// Whose it is.
    pub cooperative: CooperativeId,
    /// The content address of its files.
    pub key: String,
    /// Where it stands.
    pub state: PhotoState,
    /// Why it was refused: the code of a sentence such as `media.broken`.
    pub refusal: Option<String>,
    /// Width in pixels, once it is ready.
    pub width: Option<i32>,
    /// Height in pixels, once it is ready.
    pub height: Option<i32>,
    /// What stands in its place while it loads.
    pub placeholder: Option<String>,
    /// The widths in which it exists, smallest first.
    pub sizes: Vec<u32>,
    /// When it was sent.
    pub created_at: Micros,
}

/// What is known of a photo once its files are there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Developed {
    /// Width in pixels.
    pub width: i32,
    /// Height in pixels.
    pub height: i32,
    /// What stands in its place while it loads.
    pub placeholder: String,
    /// The widths in which it exists, smallest first.
    pub sizes: Vec<u32>,
}

/// A cooperative's own photo.
///
/// # Errors
/// When the database refuses.
pub async fn find_for_cooperative(
    db: &impl Read,
    cooperative: CooperativeId,
    id: PhotoId,
) -> Result<Option<Photo>, Error> {
    let query = Entity::find_by_id(id).filter(C::CooperativeId.eq(cooperative));
    Ok(query.one(db.reader()).await?.map(Photo::from))
}

/// A photo that is being developed, for the job that does it.
///
/// # Errors
/// When the database refuses.
pub async fn find_developing(db: &impl Read, id: PhotoId) -> Result<Option<Photo>, Error> {
    let query = Entity::find_by_id(id).filter(C::State.eq(PhotoState::Developing));
    Ok(query.one(db.reader()).await?.map(Photo::from))
}

/// The photos of a revision in their order, whatever their state.
///
/// # Errors
/// When the database refuses.
pub async fn list_for_revision(db: &impl Read, revision: RevisionId) -> Result<Vec<Photo>, Error> {
    let pairs = list_for_revisions(db, &[revision]).await?;
    Ok(pairs.into_iter().map(|(_, photo)| photo).collect())
}

/// The photos of several revisions in their order, each with its revision.
///
/// # Errors
/// When the database refuses.
pub async fn list_for_revisions(db: &impl Read, revisions: &[RevisionId]) -> Result<Vec<(RevisionId, Photo)>, Error> {
    use entity::revision_photo as link;
    if revisions.is_empty() {
        return Ok(Vec::new());
    }
    let links = link::Entity::find()
        .filter(link::Column::RevisionId.is_in(revisions.iter().copied()))
        .order_by_asc(link::Column::Position)
        .all(db.reader())
        .await?;
    let ids: HashSet<PhotoId> = links.iter().map(|link| link.photo_id).collect();
    let photos = Entity::find().filter(C::Id.is_in(ids)).all(db.reader()).await?;
    let find = |id| photos.iter().find(|photo| photo.id == id).cloned().map(Photo::from);
    Ok(links
        .into_iter()
        .filter_map(|link| find(link.photo_id).map(|photo| (link.revision_id, photo)))
        .collect())
}

/// Those of the given keys that some photo still needs, for the sweep of the files.
///
/// # Errors
/// When the database refuses.
pub async fn list_live_keys(db: &impl Read, keys: &[String]) -> Result<HashSet<String>, Error> {
    if keys.is_empty() {
        return Ok(HashSet::new());
    }
    let rows: Vec<String> = Entity::find()
        .select_only()
        .column(C::Key)
        .distinct()
        .filter(C::Key.is_in(keys.iter().cloned()))
        .filter(C::State.ne(PhotoState::Refused))
        .into_tuple()
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().collect())
}

/// A cooperative sent a photo; its original waits under `key`.
///
/// # Errors
/// When the database refuses.
pub async fn register(
    tx: &Tx,
    mint: &Mint,
    cooperative: CooperativeId,
    person: Option<PersonId>,
    key: &str,
) -> Result<PhotoId, Error> {
    let id = mint.id();
    let row = ActiveModel {
        id: Set(id),
        cooperative_id: Set(cooperative),
        key: Set(key.to_owned()),
        state: Set(PhotoState::Developing),
        refusal: Set(None),
        width: Set(None),
        height: Set(None),
        placeholder: Set(None),
        sizes: Set(String::new()),
        created_by: Set(person),
        created_at: Set(mint.now),
    };
    Entity::insert(row).exec_without_returning(tx.writer()).await?;
    Ok(id)
}

/// The files of a photo are all there: it can be shown.
///
/// # Errors
/// [`Error::Refused`] when it was not being developed; when the database refuses.
pub async fn develop(tx: &Tx, id: PhotoId, developed: &Developed) -> Result<(), Error> {
    let sizes: Vec<String> = developed.sizes.iter().map(ToString::to_string).collect();
    let row = ActiveModel {
        width: Set(Some(developed.width)),
        height: Set(Some(developed.height)),
        placeholder: Set(Some(developed.placeholder.clone())),
        sizes: Set(sizes.join(",")),
        ..Default::default()
    };
    pass(tx, id, PhotoEvent::Develop, row).await?;
    if is_on_sale(tx, id).await? {
        change::touch(tx).await
    } else {
        Ok(())
    }
}

/// The files of a photo are made anew: until they are there, nothing is shown in its place.
///
/// # Errors
/// [`Error::Refused`] when it was not ready; when the database refuses.
pub async fn renew(tx: &Tx, id: PhotoId) -> Result<(), Error> {
    let row = ActiveModel {
        sizes: Set(String::new()),
        ..Default::default()
    };
    pass(tx, id, PhotoEvent::Renew, row).await?;
    if is_on_sale(tx, id).await? {
        change::touch(tx).await
    } else {
        Ok(())
    }
}

/// A photo cannot be used, for a reason that has this code.
///
/// # Errors
/// [`Error::Refused`] when it was not being developed; when the database refuses.
pub async fn refuse(tx: &Tx, id: PhotoId, code: &str) -> Result<(), Error> {
    let row = ActiveModel {
        refusal: Set(Some(code.to_owned())),
        ..Default::default()
    };
    pass(tx, id, PhotoEvent::Refuse, row).await
}

/// Forgets some photos that were sent before a moment and stand in no revision, and says how many;
/// call it until it says none. Their files are then nobody's, and the sweep takes them.
///
/// # Errors
/// When the database refuses.
pub async fn forget_unused(tx: &Tx, before: Micros) -> Result<u64, Error> {
    let sql = "delete from photo where id in (select p.id from photo p where p.created_at < $1 and not exists \
               (select 1 from revision_photo rp where rp.photo_id = p.id) order by p.created_at limit 500)";
    let backend = tx.writer().get_database_backend();
    let statement = Statement::from_sql_and_values(backend, sql, [before.into()]);
    Ok(tx.writer().execute_raw(statement).await?.rows_affected())
}

/// Whether buyers are shown a revision with this photo.
async fn is_on_sale(tx: &Tx, id: PhotoId) -> Result<bool, Error> {
    // From the photo's few revisions to their product, each by its key: a plain join would begin with
    // all listed products.
    let sql = "select 1 from revision_photo rp where rp.photo_id = $1 and exists (select 1 from revision r \
               join product p on p.id = r.product_id where r.id = rp.revision_id and p.listed \
               and p.approved_revision_id = r.id) limit 1";
    let backend = tx.writer().get_database_backend();
    let statement = Statement::from_sql_and_values(backend, sql, [id.into()]);
    Ok(tx.writer().query_one_raw(statement).await?.is_some())
}

async fn pass(tx: &Tx, id: PhotoId, event: PhotoEvent, mut row: ActiveModel) -> Result<(), Error> {
    let before = Entity::find_by_id(id).one(tx.reader()).await?;
    let before = before.ok_or(Error::NotFound("photo"))?;
    row.state = Set(before.state.after(event)?);
    let update = Entity::update_many()
        .set(row)
        .filter(C::Id.eq(id))
        .filter(C::State.eq(before.state));
    version::store(tx, update, "photo").await
}

impl From<Model> for Photo {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            cooperative: row.cooperative_id,
            key: row.key,
            state: row.state,
            refusal: row.refusal,
            width: row.width,
            height: row.height,
            placeholder: row.placeholder,
            sizes: row.sizes.split(',').filter_map(|size| size.parse().ok()).collect(),
            created_at: row.created_at,
        }
    }
}
