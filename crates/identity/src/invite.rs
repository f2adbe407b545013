//! One-time invitations: to run the market, or to join a cooperative. Opening the link only shows
//! it, because mail scanners open links; accepting is one conditional statement.

use crate::{Error, Secret, entity::invite as table, secret};
use kernel::{
    Micros, Mint, Read, Tx,
    ids::{CooperativeId, InviteId, PersonId},
    time::DAY,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DeriveActiveEnum, EntityTrait, EnumIter, QueryFilter, QueryOrder, QuerySelect,
};

/// How long an invitation to run the market is good.
pub const ADMINISTRATOR: i64 = 2 * DAY;
/// How long an invitation to a cooperative is good.
pub const MEMBER: i64 = 7 * DAY;
/// Most invitations of a cooperative that wait at once.
const MOST: u64 = 20;

/// What an invitation is to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Kind {
    /// Running the market.
    #[sea_orm(string_value = "administrator")]
    Administrator,
    /// Working in a cooperative.
    #[sea_orm(string_value = "member")]
    Member,
}

/// What an invitation opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    /// The office.
    Office,
    /// A cooperative.
    Cooperative(CooperativeId),
}

/// An invitation that can be accepted now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invite {
    /// The invitation.
    pub id: InviteId,
    /// What it opens.
    pub to: To,
    /// Who sent it; `None` for one made on the command line.
    pub invited_by: Option<PersonId>,
    /// When it ends.
    pub expires_at: Micros,
}

/// Makes an invitation; the secret is the end of its link.
///
/// # Errors
/// [`Error::TooMany`] when twenty of the cooperative wait already.
pub async fn issue(tx: &Tx, mint: &Mint, to: To, invited_by: Option<PersonId>) -> Result<Secret, Error> {
    let (kind, cooperative, lasts) = match to {
        To::Office => (Kind::Administrator, None, ADMINISTRATOR),
        To::Cooperative(cooperative) => {
            if list_open(tx, cooperative, mint.now).await?.len() >= usize::try_from(MOST).unwrap_or(usize::MAX) {
                return Err(Error::TooMany { max: MOST });
            }
            (Kind::Member, Some(cooperative), MEMBER)
        }
    };
    let secret = Secret::random(mint, "");
    let row = table::ActiveModel {
        id: Set(mint.id()),
        token_hash: Set(secret.hash()),
        kind: Set(kind),
        cooperative_id: Set(cooperative),
        invited_by: Set(invited_by),
        created_at: Set(mint.now),
        expires_at: Set(mint.now.plus(lasts)),
        used_at: Set(None),
        used_by: Set(None),
    };
    table::Entity::insert(row).exec_without_returning(tx.writer()).await?;
    Ok(secret)
}

/// The invitation of a link, while it is good. Looking changes nothing.
///
/// # Errors
/// When the database refuses.
pub async fn find_by_token(db: &impl Read, token: &str, now: Micros) -> Result<Option<Invite>, Error> {
    if !secret::plausible(token, "") {
        return Ok(None);
    }
    let row = table::Entity::find()
        .filter(table::Column::TokenHash.eq(secret::hash(token)))
        .filter(table::Column::UsedAt.is_null())
        .filter(table::Column::ExpiresAt.gt(now))
        .one(db.reader())
        .await?;
    Ok(row.and_then(invite))
}

fn invite(row: table::Model) -> Option<Invite> {
    let to = match (row.kind, row.cooperative_id) {
        (Kind::Administrator, _) => To::Office,
        (Kind::Member, Some(cooperative)) => To::Cooperative(cooperative),
        (Kind::Member, None) => return None,
    };
    Some(Invite {
        id: row.id,
        to,
        invited_by: row.invited_by,
        expires_at: row.expires_at,
    })
}

/// The invitations of a cooperative that nobody has accepted yet.
///
/// # Errors
/// When the database refuses.
pub async fn list_open(db: &impl Read, cooperative: CooperativeId, now: Micros) -> Result<Vec<Invite>, Error> {
    let rows = table::Entity::find()
        .filter(table::Column::CooperativeId.eq(cooperative))
        .filter(table::Column::UsedAt.is_null())
        .filter(table::Column::ExpiresAt.gt(now))
        .order_by_desc(table::Column::Id)
        .limit(MOST)
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().filter_map(invite).collect())
}

/// Uses up an invitation for a person; what it opens is then the caller's to open.
///
/// # Errors
/// [`Error::SpentInvite`] when it was used, is too old or never was.
pub async fn accept(tx: &Tx, token: &str, person: PersonId, now: Micros) -> Result<Invite, Error> {
    let invite = find_by_token(tx, token, now).await?.ok_or(Error::SpentInvite)?;
    spend(tx, invite.id, Some(person), now).await?;
    Ok(invite)
}

/// Takes an invitation of a cooperative back.
///
/// # Errors
/// [`Error::Unknown`] when it has none with this id that waits.
pub async fn withdraw(tx: &Tx, cooperative: CooperativeId, id: InviteId, now: Micros) -> Result<(), Error> {
    let open = list_open(tx, cooperative, now).await?;
    if !open.iter().any(|invite| invite.id == id) {
        return Err(Error::Unknown);
    }
    spend(tx, id, None, now).await
}

async fn spend(tx: &Tx, id: InviteId, person: Option<PersonId>, now: Micros) -> Result<(), Error> {
    let done = table::Entity::update_many()
        .set(table::ActiveModel {
            used_at: Set(Some(now)),
            used_by: Set(person),
            ..Default::default()
        })
        .filter(table::Column::Id.eq(id))
        .filter(table::Column::UsedAt.is_null())
        .filter(table::Column::ExpiresAt.gt(now))
        .exec(tx.writer())
        .await?;
    if done.rows_affected == 1 {
        Ok(())
    } else {
        Err(Error::SpentInvite)
    }
}
