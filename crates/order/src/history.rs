//! What happened to each part of an order: rows that are only ever added.

use crate::{
    Error,
    entity::order_event,
    status::{Actor, Event},
};
use kernel::{
    Micros, Mint, Read, Tx,
    ids::{PersonId, SellerOrderId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Query, SelectStatement},
};

/// Events of one part that are shown; a part that goes the longest way has eight.
const SHOWN: u64 = 40;

/// Something that happened to a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// To which part.
    pub seller_order: SellerOrderId,
    /// What.
    pub event: Event,
    /// Who did it.
    pub actor: Actor,
    /// Which person, where one did it.
    pub person: Option<PersonId>,
    /// In their words: a reason.
    pub note: Option<String>,
    /// When.
    pub at: Micros,
}

/// Who does something, and what they say about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct By {
    /// In which part.
    pub actor: Actor,
    /// Which person, where it is known.
    pub person: Option<PersonId>,
    /// Their words.
    pub note: Option<String>,
}

impl By {
    /// A member of the cooperative.
    pub const fn cooperative(person: PersonId) -> Self {
        Self {
            actor: Actor::Cooperative,
            person: Some(person),
            note: None,
        }
    }

    /// The buyer, who needs no identity here.
    pub const fn buyer() -> Self {
        Self {
            actor: Actor::Buyer,
            person: None,
            note: None,
        }
    }

    /// Time.
    pub const fn system() -> Self {
        Self {
            actor: Actor::System,
            person: None,
            note: None,
        }
    }

    /// An administrator.
    pub const fn administrator(person: PersonId) -> Self {
        Self {
            actor: Actor::Administrator,
            person: Some(person),
            note: None,
        }
    }

    /// The same, with words.
    #[must_use]
    pub fn saying(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

/// The history of some parts, the earliest first.
pub(crate) async fn list(db: &impl Read, parts: &[SellerOrderId]) -> Result<Vec<Remark>, Error> {
    let rows = order_event::Entity::find()
        .filter(order_event::Column::SellerOrderId.is_in(parts.iter().copied()))
        .order_by_asc(order_event::Column::At)
        .order_by_asc(order_event::Column::Id)
        .limit(SHOWN.saturating_mul(parts.len() as u64))
        .all(db.reader())
        .await?;
    let remark = |row: order_event::Model| Remark {
        seller_order: row.seller_order_id,
        event: row.event,
        actor: row.actor,
        person: row.person_id,
        note: row.note,
        at: row.at,
    };
    let mut all: Vec<Remark> = rows.into_iter().map(remark).collect();
    // Of one moment, in the order in which they can happen.
    all.sort_by_key(|one| (one.at, one.event));
    Ok(all)
}

/// The parts whose cooperative, or whose buyer, was reminded.
pub(crate) fn reminded(event: Event) -> SelectStatement {
    Query::select()
        .column(order_event::Column::SellerOrderId)
        .from(order_event::Entity)
        .and_where(order_event::Column::Event.eq(event))
        .to_owned()
}

/// Adds one event to each of some parts.
///
/// # Errors
/// When the database refuses.
pub async fn record(tx: &Tx, mint: &Mint, parts: &[SellerOrderId], event: Event, by: &By) -> Result<(), Error> {
    let rows = parts.iter().map(|part| order_event::ActiveModel {
        id: Set(mint.id()),
        seller_order_id: Set(*part),
        event: Set(event),
        actor: Set(by.actor),
        person_id: Set(by.person),
        note: Set(by.note.clone()),
        at: Set(mint.now),
    });
    order_event::Entity::insert_many(rows)
        .exec_without_returning(tx.writer())
        .await?;
    Ok(())
}
