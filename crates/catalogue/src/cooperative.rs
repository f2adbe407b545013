//! Cooperatives: they apply, an administrator verifies or refuses them, and can suspend them later.
//! Everything about one is here, private parts too; what the public sees of it is in [`crate::shelf`].

pub use crate::application::{Application, apply, reapply};
pub use crate::event::Event;
pub use crate::status::CooperativeState;

use crate::{Error, change, entity, event::of_cooperative, product, status::CooperativeEvent, version};
use kernel::{
    Limit, Micros, Mint, Page, Phone, Read, Texts, Tx,
    ids::{CooperativeId, PersonId},
    registration::{Ice, Rib},
};
use sea_orm::{ActiveValue::Set, IntoActiveModel, PaginatorTrait, QueryOrder, QuerySelect, entity::prelude::*};

use entity::cooperative::{ActiveModel, Column as C, Entity, Model};

/// Most events of a history that are read.
const EVENTS: u64 = 100;

/// A cooperative with everything that is known about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cooperative {
    /// Its id.
    pub id: CooperativeId,
    /// Its address in words.
    pub slug: String,
    /// Where it stands.
    pub state: CooperativeState,
    /// Its name: Arabic and French always, English perhaps.
    pub name: Texts,
    /// What it tells about itself.
    pub story: Texts,
    /// Its region (ISO 3166-2).
    pub region_iso: String,
    /// Its province (ISO 3166-2).
    pub province_iso: String,
    /// Its town, as written.
    pub town: String,
    /// Street and house, or how to find it.
    pub address: Option<String>,
    /// Number in the local register of cooperatives.
    pub register_number: String,
    /// Place of that register.
    pub register_place: String,
    /// Common identifier of enterprises.
    pub ice: Option<Ice>,
    /// Food authorisation.
    pub onssa: Option<String>,
    /// Bank account.
    pub rib: Rib,
    /// Telephone that is printed on orders.
    pub phone: Phone,
    /// E-mail.
    pub email: Option<String>,
    /// Who answers for it.
    pub contact_name: String,
    /// Year of foundation.
    pub founded: Option<i32>,
    /// Members.
    pub member_count: Option<i32>,
    /// Women among them.
    pub women_count: Option<i32>,
    /// Whether buyers may collect at the cooperative.
    pub collects: bool,
    /// When it applied last.
    pub applied_at: Micros,
    /// When an administrator decided last.
    pub decided_at: Option<Micros>,
    /// Who that was.
    pub decided_by: Option<PersonId>,
    /// The reason of a refusal or suspension.
    pub decision_reason: Option<String>,
    /// When anything of it changed last.
    pub updated_at: Micros,
    /// Counts its changes; a writer names the one that was read.
    pub version: i32,
}

/// How a cooperative is reached; it may change this itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Telephone.
    pub phone: Phone,
    /// E-mail.
    pub email: Option<String>,
    /// Who answers for it.
    pub contact_name: String,
    /// Street and house.
    pub address: Option<String>,
    /// Whether buyers may collect there.
    pub collects: bool,
}

/// A cooperative, or `None`.
///
/// # Errors
/// When the database refuses.
pub async fn find(db: &impl Read, id: CooperativeId) -> Result<Option<Cooperative>, Error> {
    Ok(Entity::find_by_id(id).one(db.reader()).await?.map(Cooperative::from))
}

/// Whether it may sell: the check in front of every seller's page.
///
/// # Errors
/// When the database refuses.
pub async fn is_verified(db: &impl Read, id: CooperativeId) -> Result<bool, Error> {
    Ok(find(db, id)
        .await?
        .is_some_and(|c| c.state == CooperativeState::Verified))
}

/// Its name, for the head of its own pages; empty when there is none.
///
/// # Errors
/// When the database refuses.
pub async fn name(db: &impl Read, id: CooperativeId) -> Result<Texts, Error> {
    Ok(find(db, id).await?.map(|c| c.name).unwrap_or_default())
}

/// A cooperative.
///
/// # Errors
/// [`Error::NotFound`]; when the database refuses.
pub async fn get(db: &impl Read, id: CooperativeId) -> Result<Cooperative, Error> {
    find(db, id).await?.ok_or(Error::NotFound("cooperative"))
}

/// Some cooperatives, in no particular order; unknown ids are left out.
///
/// # Errors
/// When the database refuses.
pub async fn list_by_ids(db: &impl Read, ids: &[CooperativeId]) -> Result<Vec<Cooperative>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = Entity::find()
        .filter(C::Id.is_in(ids.iter().copied()))
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(Cooperative::from).collect())
}

/// The cooperatives in one state, the oldest application first; `after` is the id that the page
/// before ended with.
///
/// # Errors
/// When the database refuses.
pub async fn list_in_state(
    db: &impl Read,
    state: CooperativeState,
    after: Option<CooperativeId>,
    limit: Limit,
) -> Result<Page<Cooperative>, Error> {
    let mut query = Entity::find().filter(C::State.eq(state));
    if let Some(after) = after {
        query = query.filter(C::Id.gt(after));
    }
    let rows = query
        .order_by_asc(C::Id)
        .limit(limit.and_one())
        .all(db.reader())
        .await?;
    Ok(Page::cut(rows, limit, |row| row.id.to_string()).map(Cooperative::from))
}

/// How many cooperatives are in a state.
///
/// # Errors
/// When the database refuses.
pub async fn count_in_state(db: &impl Read, state: CooperativeState) -> Result<u64, Error> {
    Ok(Entity::find().filter(C::State.eq(state)).count(db.reader()).await?)
}

/// What happened to a cooperative, the latest first.
///
/// # Errors
/// When the database refuses.
pub async fn list_events(db: &impl Read, id: CooperativeId) -> Result<Vec<Event>, Error> {
    use entity::cooperative_event as row;
    let rows = row::Entity::find()
        .filter(row::Column::CooperativeId.eq(id))
        .order_by_desc(row::Column::At)
        .order_by_desc(row::Column::Id)
        .limit(EVENTS)
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(Event::from).collect())
}

/// An administrator found the papers in order: the cooperative may sell.
///
/// # Errors
/// [`Error::Refused`] when it did not apply, [`Error::Stale`], [`Error::NotFound`]; when the
/// database refuses.
pub async fn verify(
    tx: &Tx,
    mint: &Mint,
    administrator: PersonId,
    id: CooperativeId,
    version: i32,
) -> Result<(), Error> {
    decide(tx, mint, administrator, id, version, CooperativeEvent::Verify, None).await
}

/// An administrator says no, with a reason that the cooperative reads.
///
/// # Errors
/// As [`verify`].
pub async fn refuse(
    tx: &Tx,
    mint: &Mint,
    administrator: PersonId,
    id: CooperativeId,
    version: i32,
    reason: String,
) -> Result<(), Error> {
    decide(
        tx,
        mint,
        administrator,
        id,
        version,
        CooperativeEvent::Refuse,
        Some(reason),
    )
    .await
}

/// An administrator stops a cooperative: nothing of it is shown or sold until it is reinstated.
///
/// # Errors
/// [`Error::Refused`] when it is not verified, [`Error::Stale`], [`Error::NotFound`]; when the
/// database refuses.
pub async fn suspend(
    tx: &Tx,
    mint: &Mint,
    administrator: PersonId,
    id: CooperativeId,
    version: i32,
    reason: String,
) -> Result<(), Error> {
    decide(
        tx,
        mint,
        administrator,
        id,
        version,
        CooperativeEvent::Suspend,
        Some(reason),
    )
    .await
}

/// An administrator lets a suspended cooperative go on.
///
/// # Errors
/// [`Error::Refused`] when it is not suspended, [`Error::Stale`], [`Error::NotFound`]; when the
/// database refuses.
pub async fn reinstate(
    tx: &Tx,
    mint: &Mint,
    administrator: PersonId,
    id: CooperativeId,
    version: i32,
) -> Result<(), Error> {
    decide(tx, mint, administrator, id, version, CooperativeEvent::Reinstate, None).await
}

/// The cooperative says who it is, in its own words.
///
/// # Errors
/// [`Error::Stale`], [`Error::NotFound`]; when the database refuses.
pub async fn tell_story(
    tx: &Tx,
    mint: &Mint,
    person: PersonId,
    id: CooperativeId,
    version: i32,
    story: Texts,
) -> Result<(), Error> {
    let edit = Change::of_facts(tx, id, version).await?;
    let mut row = edit.row(mint);
    row.story_ar = Set(story.ar);
    row.story_fr = Set(story.fr);
    row.story_en = Set(story.en);
    edit.store(tx, row).await?;
    of_cooperative(tx, mint, id, "story", Some(person), None).await?;
    change::touch(tx).await
}

/// The cooperative says how it is reached.
///
/// # Errors
/// [`Error::Stale`], [`Error::NotFound`]; when the database refuses.
pub async fn change_contact(
    tx: &Tx,
    mint: &Mint,
    person: PersonId,
    id: CooperativeId,
    version: i32,
    contact: Contact,
) -> Result<(), Error> {
    let edit = Change::of_facts(tx, id, version).await?;
    let mut row = edit.row(mint);
    row.phone = Set(contact.phone.as_str().to_owned());
    row.email = Set(contact.email);
    row.contact_name = Set(contact.contact_name);
    row.address = Set(contact.address);
    row.collects = Set(contact.collects);
    edit.store(tx, row).await?;
    of_cooperative(tx, mint, id, "contact", Some(person), None).await?;
    change::touch(tx).await
}

/// The cooperative is paid to another bank account. The public sees nothing of it.
///
/// # Errors
/// [`Error::Stale`], [`Error::NotFound`]; when the database refuses.
pub async fn change_rib(
    tx: &Tx,
    mint: &Mint,
    person: PersonId,
    id: CooperativeId,
    version: i32,
    rib: Rib,
) -> Result<(), Error> {
    let edit = Change::of_facts(tx, id, version).await?;
    let mut row = edit.row(mint);
    row.rib = Set(rib.as_str().to_owned());
    edit.store(tx, row).await?;
    of_cooperative(tx, mint, id, "rib", Some(person), None).await
}

async fn decide(
    tx: &Tx,
    mint: &Mint,
    administrator: PersonId,
    id: CooperativeId,
    version: i32,
    event: CooperativeEvent,
    reason: Option<String>,
) -> Result<(), Error> {
    let change = Change::begin(tx, id, version, event).await?;
    let mut row = change.row(mint);
    row.decided_at = Set(Some(mint.now));
    row.decided_by = Set(Some(administrator));
    row.decision_reason = Set(reason.clone());
    change.store(tx, row).await?;
    of_cooperative(tx, mint, id, event.code(), Some(administrator), reason.as_deref()).await?;
    product::project_cooperative(tx, mint, id).await
}

/// A change that names the version it is based on.
pub(crate) struct Change {
    before: Model,
    state: CooperativeState,
}

impl Change {
    pub(crate) async fn begin(
        tx: &Tx,
        id: CooperativeId,
        version: i32,
        event: CooperativeEvent,
    ) -> Result<Self, Error> {
        let mut change = Self::of_facts(tx, id, version).await?;
        change.state = change.before.state.after(event)?;
        Ok(change)
    }

    async fn of_facts(tx: &Tx, id: CooperativeId, version: i32) -> Result<Self, Error> {
        let found = Entity::find_by_id(id).one(tx.reader()).await?;
        let before = found.ok_or(Error::NotFound("cooperative"))?;
        if before.version != version {
            return Err(Error::Stale("cooperative"));
        }
        Ok(Self {
            state: before.state,
            before,
        })
    }

    pub(crate) fn row(&self, mint: &Mint) -> ActiveModel {
        let mut row = self.before.clone().into_active_model();
        row.state = Set(self.state);
        row.updated_at = Set(mint.now);
        row.version = Set(self.before.version.saturating_add(1));
        row
    }

    pub(crate) async fn store(&self, tx: &Tx, row: ActiveModel) -> Result<(), Error> {
        let update = Entity::update_many()
            .set(row)
            .filter(C::Id.eq(self.before.id))
            .filter(C::Version.eq(self.before.version));
        version::store(tx, update, "cooperative").await
    }
}

impl From<Model> for Cooperative {
    fn from(row: Model) -> Self {
        let texts = |ar, fr, en| Texts { ar, fr, en };
        Self {
            id: row.id,
            slug: row.slug,
            state: row.state,
            name: texts(Some(row.name_ar), Some(row.name_fr), row.name_en),
            story: texts(row.story_ar, row.story_fr, row.story_en),
            region_iso: row.region_iso,
            province_iso: row.province_iso,
            town: row.town,
            address: row.address,
            register_number: row.register_number,
            register_place: row.register_place,
            ice: row.ice.map(Ice::stored),
            onssa: row.onssa,
            rib: Rib::stored(row.rib),
            phone: Phone::stored(row.phone),
            email: row.email,
            contact_name: row.contact_name,
            founded: row.founded,
            member_count: row.member_count,
            women_count: row.women_count,
            collects: row.collects,
            applied_at: row.applied_at,
            decided_at: row.decided_at,
            decided_by: row.decided_by,
            decision_reason: row.decision_reason,
            updated_at: row.updated_at,
            version: row.version,
        }
    }
}
