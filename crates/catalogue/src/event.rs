//! The histories of cooperatives and products: one row for each change of a state.

use crate::{Error, entity};
use kernel::{
    Micros, Mint, Tx,
    ids::{CooperativeId, PersonId, ProductId, RevisionId},
};
use sea_orm::{ActiveValue::Set, EntityTrait};

/// Something that happened to a cooperative or a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What: the code of an event of [`crate::status`], or a word of the noun's own.
    pub event: String,
    /// Who did it, when it was a person.
    pub person: Option<PersonId>,
    /// The revision it was about, for products.
    pub revision: Option<RevisionId>,
    /// The reason that was given.
    pub note: Option<String>,
    /// When.
    pub at: Micros,
}

impl From<entity::cooperative_event::Model> for Event {
    fn from(row: entity::cooperative_event::Model) -> Self {
        Self {
            event: row.event,
            person: row.person_id,
            revision: None,
            note: row.note,
            at: row.at,
        }
    }
}

impl From<entity::listing_event::Model> for Event {
    fn from(row: entity::listing_event::Model) -> Self {
        Self {
            event: row.event,
            person: row.person_id,
            revision: row.revision_id,
            note: row.note,
            at: row.at,
        }
    }
}

pub(crate) async fn of_cooperative(
    tx: &Tx,
    mint: &Mint,
    cooperative: CooperativeId,
    event: &str,
    person: Option<PersonId>,
    note: Option<&str>,
) -> Result<(), Error> {
    let row = entity::cooperative_event::ActiveModel {
        id: Set(mint.id()),
        cooperative_id: Set(cooperative),
        event: Set(event.to_owned()),
        person_id: Set(person),
        note: Set(note.map(str::to_owned)),
        at: Set(mint.now),
    };
    entity::cooperative_event::Entity::insert(row)
        .exec_without_returning(tx.writer())
        .await?;
    Ok(())
}

/// Where in a product's history an event belongs.
#[derive(Clone, Copy)]
pub(crate) struct Subject {
    pub(crate) product: ProductId,
    pub(crate) revision: Option<RevisionId>,
}

pub(crate) async fn of_listing(
    tx: &Tx,
    mint: &Mint,
    subject: Subject,
    event: &str,
    person: Option<PersonId>,
    note: Option<&str>,
) -> Result<(), Error> {
    let row = entity::listing_event::ActiveModel {
        id: Set(mint.id()),
        product_id: Set(subject.product),
        revision_id: Set(subject.revision),
        event: Set(event.to_owned()),
        person_id: Set(person),
        note: Set(note.map(str::to_owned)),
        at: Set(mint.now),
    };
    entity::listing_event::Entity::insert(row)
        .exec_without_returning(tx.writer())
        .await?;
    Ok(())
}
