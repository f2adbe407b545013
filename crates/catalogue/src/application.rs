//! How a cooperative asks to join, and asks again after it was refused.

use crate::{
    Error,
    cooperative::Change,
    entity,
    event::of_cooperative,
    slug,
    status::{CooperativeEvent, CooperativeState},
};
use kernel::{
    Mint, Phone, Texts, Tx,
    ids::{CooperativeId, PersonId},
    registration::{Ice, Rib},
};
use sea_orm::{ActiveValue::Set, EntityTrait};

use entity::cooperative::{ActiveModel, Entity};

/// What a cooperative says when it applies; every text is clean already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// Name, in Arabic and French at least.
    pub name: Texts,
    /// Region.
    pub region_iso: String,
    /// Province.
    pub province_iso: String,
    /// Town.
    pub town: String,
    /// Street and house.
    pub address: Option<String>,
    /// Number in the local register.
    pub register_number: String,
    /// Place of the register.
    pub register_place: String,
    /// Common identifier of enterprises.
    pub ice: Option<Ice>,
    /// Food authorisation.
    pub onssa: Option<String>,
    /// Bank account.
    pub rib: Rib,
    /// Telephone.
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
}

/// A new cooperative asks to join.
///
/// # Errors
/// [`Error::Invalid`] when the Arabic or French name is missing; when the database refuses.
pub async fn apply(
    tx: &Tx,
    mint: &Mint,
    person: Option<PersonId>,
    application: Application,
) -> Result<CooperativeId, Error> {
    let id: CooperativeId = mint.id();
    let address = slug::settle(tx, slug::SlugKind::Cooperative, id.0, application.french()?).await?;
    let mut row = ActiveModel {
        id: Set(id),
        slug: Set(address),
        state: Set(CooperativeState::Applied),
        story_ar: Set(None),
        story_fr: Set(None),
        story_en: Set(None),
        collects: Set(true),
        applied_at: Set(mint.now),
        decided_at: Set(None),
        decided_by: Set(None),
        decision_reason: Set(None),
        updated_at: Set(mint.now),
        version: Set(1),
        ..Default::default()
    };
    application.write(&mut row)?;
    Entity::insert(row).exec_without_returning(tx.writer()).await?;
    of_cooperative(tx, mint, id, "apply", person, None).await?;
    Ok(id)
}

/// A refused cooperative corrects its application and asks again.
///
/// # Errors
/// [`Error::Refused`] when it was not refused, [`Error::Stale`], [`Error::NotFound`]; when the
/// database refuses.
pub async fn reapply(
    tx: &Tx,
    mint: &Mint,
    person: PersonId,
    id: CooperativeId,
    version: i32,
    application: Application,
) -> Result<(), Error> {
    let change = Change::begin(tx, id, version, CooperativeEvent::Reapply).await?;
    let mut row = change.row(mint);
    application.write(&mut row)?;
    row.slug = Set(slug::settle(tx, slug::SlugKind::Cooperative, id.0, application.french()?).await?);
    row.applied_at = Set(mint.now);
    row.decision_reason = Set(None);
    change.store(tx, row).await?;
    of_cooperative(tx, mint, id, CooperativeEvent::Reapply.code(), Some(person), None).await
}

impl Application {
    fn french(&self) -> Result<&str, Error> {
        self.name.fr.as_deref().ok_or(Error::Invalid("name_fr"))
    }

    fn write(&self, row: &mut ActiveModel) -> Result<(), Error> {
        row.name_ar = Set(self.name.ar.clone().ok_or(Error::Invalid("name_ar"))?);
        row.name_fr = Set(self.french()?.to_owned());
        row.name_en = Set(self.name.en.clone());
        row.region_iso = Set(self.region_iso.clone());
        row.province_iso = Set(self.province_iso.clone());
        row.town = Set(self.town.clone());
        row.address = Set(self.address.clone());
        row.register_number = Set(self.register_number.clone());
        row.register_place = Set(self.register_place.clone());
        row.ice = Set(self.ice.as_ref().map(|ice| ice.as_str().to_owned()));
        row.onssa = Set(self.onssa.clone());
        row.rib = Set(self.rib.as_str().to_owned());
        row.phone = Set(self.phone.as_str().to_owned());
        row.email = Set(self.email.clone());
        row.contact_name = Set(self.contact_name.clone());
        row.founded = Set(self.founded);
        row.member_count = Set(self.member_count);
        row.women_count = Set(self.women_count);
        Ok(())
    }
}
