//! Who is there: the office, the cooperatives and their people.

use super::{
    Stage,
    story::{Applicant, Decided, Member, Owner, Seller as SellerOfStory},
};
use crate::{Error, actor::Seller, people::factor};
use catalogue::cooperative::{self, Application, Contact as Reach};
use identity::{Contact, Role, person, role};
use kernel::{
    Locale, Mint, Phone, Tx,
    ids::{CooperativeId, PersonId, PhotoId, VariantId},
    registration::{Ice, Rib},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// When the oldest cooperative applied, in hours before the end of the story.
const FOUNDED: i64 = 1_700;
/// When members joined.
const JOINED: i64 = 1_000;

/// Everybody and everything that later scenes need, by the names of the story. It is kept until the
/// story is told, so that a loader that was killed can go on.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Cast {
    /// The administrator.
    pub(super) administrator: PersonId,
    /// Who acts for each verified cooperative.
    pub(super) sellers: BTreeMap<String, Acting>,
    /// The sizes of each product on sale.
    pub(super) variants: BTreeMap<String, Vec<VariantId>>,
    /// Photos, each with the drawing it is made of.
    pub(super) photos: Vec<(PhotoId, String)>,
}

/// Who acts for a cooperative.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) struct Acting {
    person: PersonId,
    cooperative: CooperativeId,
}

impl Cast {
    /// Who acts for a cooperative: its owner.
    pub(super) fn seller(&self, name: &str) -> Result<Seller, Error> {
        let Acting { person, cooperative } = *self.sellers.get(name).ok_or_else(|| missing(name))?;
        Ok(Seller {
            person,
            cooperative,
            role: Role::Owner,
        })
    }
}

/// The story names something that it does not have.
pub(super) fn missing(name: &str) -> Error {
    Error::Unreadable(format!("the demo has no {name}"))
}

/// Brings everybody in.
pub(super) async fn enter(tx: &Tx, stage: &Stage) -> Result<Cast, Error> {
    let administrator = open_office(tx, stage).await?;
    let mut cast = Cast {
        administrator,
        sellers: BTreeMap::new(),
        variants: BTreeMap::new(),
        photos: Vec::new(),
    };
    for (turn, seller) in (0..).zip(&stage.story.catalogue.cooperatives) {
        let owner = stage
            .story
            .script
            .owners
            .get(&seller.id)
            .ok_or_else(|| missing(&seller.id))?;
        let actor = found(tx, stage, administrator, FOUNDED - 8 * turn, (seller, owner)).await?;
        cast.sellers.insert(seller.id.clone(), actor);
    }
    for member in &stage.story.script.members {
        join(tx, stage, &cast, member).await?;
    }
    for applicant in &stage.story.script.applicants {
        apply(tx, stage, administrator, applicant).await?;
    }
    Ok(cast)
}

async fn open_office(tx: &Tx, stage: &Stage) -> Result<PersonId, Error> {
    let office = &stage.story.script.administrator;
    let mint = stage.mint(FOUNDED + 24);
    let id = meet(tx, &mint, &office.phone, &office.name, office.locale).await?;
    person::reach(tx, id, &Contact::parse(&office.email, true)?).await?;
    person::promote(tx, id).await?;
    factor::install(tx, &mint, &stage.market.key, id, super::SECRET).await?;
    Ok(id)
}

async fn meet(tx: &Tx, mint: &Mint, phone: &str, name: &str, locale: Locale) -> Result<PersonId, Error> {
    let id = person::meet(tx, mint, &Contact::parse(phone, true)?, locale).await?.id;
    person::rename(tx, id, name).await?;
    Ok(id)
}

/// A verified cooperative, its owner, and what it says about itself.
async fn found(
    tx: &Tx,
    stage: &Stage,
    administrator: PersonId,
    hours_ago: i64,
    (seller, owner): (&SellerOfStory, &Owner),
) -> Result<Acting, Error> {
    let mint = stage.mint(hours_ago);
    let phone = &seller.demo_identifiers.phone_e164;
    let person = meet(tx, &mint, phone, &owner.name, owner.locale).await?;
    let cooperative = cooperative::apply(tx, &mint, Some(person), application(seller, owner)?).await?;
    role::join(tx, person, cooperative, Role::Owner, mint.now).await?;
    let later = stage.mint(hours_ago - 20);
    cooperative::verify(tx, &later, administrator, cooperative, 1).await?;
    let own = stage.mint(hours_ago - 22);
    cooperative::tell_story(tx, &own, person, cooperative, 2, seller.story.clone()).await?;
    if !owner.collects {
        cooperative::change_contact(tx, &own, person, cooperative, 3, reach(seller, owner)?).await?;
    }
    Ok(Acting { person, cooperative })
}

fn application(seller: &SellerOfStory, owner: &Owner) -> Result<Application, Error> {
    let known = &seller.demo_identifiers;
    Ok(Application {
        name: seller.name.clone(),
        region_iso: seller.region_iso.clone(),
        province_iso: seller.province_iso.clone(),
        town: seller.town.text(Locale::Fr).to_owned(),
        address: Some(owner.address.clone()),
        register_number: known.local_register.number.clone(),
        register_place: known.local_register.court_fr.clone(),
        ice: Some(ice(&known.ice)?),
        onssa: known.onssa.clone(),
        rib: rib(&known.rib)?,
        phone: telephone(&known.phone_e164)?,
        email: Some(known.email.clone()),
        contact_name: owner.name.clone(),
        founded: Some(seller.founded),
        member_count: Some(seller.members),
        women_count: Some(seller.women_members),
    })
}

fn reach(seller: &SellerOfStory, owner: &Owner) -> Result<Reach, Error> {
    Ok(Reach {
        phone: telephone(&seller.demo_identifiers.phone_e164)?,
        email: Some(seller.demo_identifiers.email.clone()),
        contact_name: owner.name.clone(),
        address: Some(owner.address.clone()),
        collects: owner.collects,
    })
}

async fn join(tx: &Tx, stage: &Stage, cast: &Cast, member: &Member) -> Result<(), Error> {
    let mint = stage.mint(JOINED);
    let id = meet(tx, &mint, &member.phone, &member.name, member.locale).await?;
    for name in &member.cooperatives {
        role::join(tx, id, cast.seller(name)?.cooperative, Role::Member, mint.now).await?;
    }
    Ok(())
}

async fn apply(tx: &Tx, stage: &Stage, administrator: PersonId, applicant: &Applicant) -> Result<(), Error> {
    let mint = stage.mint(applicant.hours_ago);
    let person = meet(tx, &mint, &applicant.phone, &applicant.contact, applicant.locale).await?;
    let id = cooperative::apply(tx, &mint, Some(person), papers(applicant)?).await?;
    role::join(tx, person, id, Role::Owner, mint.now).await?;
    decide(tx, stage, administrator, id, applicant).await
}

fn papers(applicant: &Applicant) -> Result<Application, Error> {
    Ok(Application {
        name: applicant.name.clone(),
        region_iso: applicant.region_iso.clone(),
        province_iso: applicant.province_iso.clone(),
        town: applicant.town.clone(),
        address: None,
        register_number: applicant.register_number.clone(),
        register_place: applicant.register_place.clone(),
        ice: applicant.ice.as_deref().map(ice).transpose()?,
        onssa: applicant.onssa.clone(),
        rib: rib(&applicant.rib)?,
        phone: telephone(&applicant.phone)?,
        email: None,
        contact_name: applicant.contact.clone(),
        founded: None,
        member_count: None,
        women_count: None,
    })
}

async fn decide(
    tx: &Tx,
    stage: &Stage,
    administrator: PersonId,
    id: CooperativeId,
    applicant: &Applicant,
) -> Result<(), Error> {
    let reason = applicant.reason.clone().unwrap_or_default();
    let next = stage.mint(applicant.hours_ago - 7);
    match applicant.state {
        Decided::Applied => {}
        Decided::Refused => cooperative::refuse(tx, &next, administrator, id, 1, reason).await?,
        Decided::Suspended => {
            cooperative::verify(tx, &next, administrator, id, 1).await?;
            let later = stage.mint(applicant.hours_ago / 2);
            cooperative::suspend(tx, &later, administrator, id, 2, reason).await?;
        }
    }
    Ok(())
}

fn rib(digits: &str) -> Result<Rib, Error> {
    Rib::parse(digits).map_err(|error| Error::Unreadable(error.to_string()))
}

fn ice(digits: &str) -> Result<Ice, Error> {
    Ice::parse(digits).map_err(|error| Error::Unreadable(error.to_string()))
}

fn telephone(typed: &str) -> Result<Phone, Error> {
    Phone::parse(typed, true).map_err(|error| Error::Unreadable(error.to_string()))
}
