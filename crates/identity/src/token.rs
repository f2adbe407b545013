//! Bearer tokens of the API: `tzw_…`, shown once, stored as a hash. A token acts for one cooperative,
//! or as an administrator, and only for as long as its person may.

use crate::{Error, Role, Secret, entity::api_token as table, secret};
use kernel::{
    Locale, Micros, Mint, Read, Tx,
    ids::{CooperativeId, PersonId, TokenId},
    time::HOUR,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, Statement,
};

/// What every token begins with, so that scanners of published code know it.
const PREFIX: &str = "tzw_";
/// Most tokens of one person.
const MOST: u64 = 20;

/// For whom a token acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// One cooperative: its products, stock, orders.
    Cooperative(CooperativeId),
    /// The office: the queue and its decisions.
    Administrator,
}

/// A token as the request that carries it shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bearer {
    /// The token.
    pub id: TokenId,
    /// Whose it is.
    pub person: PersonId,
    /// The language they read.
    pub locale: Locale,
    /// The cooperative it acts for; `None` for an administrator's token.
    pub cooperative: Option<CooperativeId>,
    /// What its person may do in that cooperative.
    pub role: Option<Role>,
    /// When it was last used, give or take an hour.
    pub last_used_at: Option<Micros>,
}

impl Bearer {
    /// Whether it is time to write down that it was used.
    pub fn wants_touch(&self, now: Micros) -> bool {
        self.last_used_at.is_none_or(|used| now.since(used) >= HOUR)
    }
}

/// A token as its person sees it in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The token.
    pub id: TokenId,
    /// What its person calls it.
    pub name: String,
    /// For whom it acts.
    pub scope: Scope,
    /// Since when.
    pub created_at: Micros,
    /// When it was last used.
    pub last_used_at: Option<Micros>,
}

#[derive(FromQueryResult)]
struct Row {
    id: TokenId,
    person_id: PersonId,
    cooperative_id: Option<CooperativeId>,
    last_used_at: Option<Micros>,
    locale: String,
    is_administrator: bool,
    role: Option<Role>,
}

/// Whose token this is, in one query. `None` when it was revoked or never existed, its person is shut
/// out, left the cooperative, or is an administrator no more.
///
/// # Errors
/// When the database refuses.
pub async fn find_by_secret(db: &impl Read, bearer: &str) -> Result<Option<Bearer>, Error> {
    if !secret::plausible(bearer, PREFIX) {
        return Ok(None);
    }
    let sql = "select t.id, t.person_id, t.cooperative_id, t.last_used_at, p.locale, p.is_administrator, m.role \
               from api_token t join person p on p.id = t.person_id \
               left join membership m on m.person_id = t.person_id and m.cooperative_id = t.cooperative_id \
               where t.token_hash = $1 and t.revoked_at is null and p.suspended_at is null";
    let backend = db.reader().get_database_backend();
    let statement = Statement::from_sql_and_values(backend, sql, [secret::hash(bearer).into()]);
    let Some(row) = Row::find_by_statement(statement).one(db.reader()).await? else {
        return Ok(None);
    };
    let allowed = match row.cooperative_id {
        Some(_) => row.role.is_some(),
        None => row.is_administrator,
    };
    if !allowed {
        return Ok(None);
    }
    Ok(Some(Bearer {
        id: row.id,
        person: row.person_id,
        locale: row.locale.parse().unwrap_or_default(),
        cooperative: row.cooperative_id,
        role: row.role,
        last_used_at: row.last_used_at,
    }))
}

/// The tokens of a person, the newest first.
///
/// # Errors
/// When the database refuses.
pub async fn list_for_person(db: &impl Read, person: PersonId) -> Result<Vec<Token>, Error> {
    let rows = table::Entity::find()
        .filter(table::Column::PersonId.eq(person))
        .filter(table::Column::RevokedAt.is_null())
        .order_by_desc(table::Column::Id)
        .limit(MOST)
        .all(db.reader())
        .await?;
    let token = |row: table::Model| Token {
        id: row.id,
        name: row.name,
        scope: row.cooperative_id.map_or(Scope::Administrator, Scope::Cooperative),
        created_at: row.created_at,
        last_used_at: row.last_used_at,
    };
    Ok(rows.into_iter().map(token).collect())
}

/// Makes a token. The caller has checked that the person may act for that scope; each use checks again.
///
/// # Errors
/// [`Error::TooMany`] when the person has twenty already.
pub async fn make(
    tx: &Tx,
    mint: &Mint,
    person: PersonId,
    scope: Scope,
    name: &str,
) -> Result<(TokenId, Secret), Error> {
    if u64::try_from(list_for_person(tx, person).await?.len()).unwrap_or(MOST) >= MOST {
        return Err(Error::TooMany { max: MOST });
    }
    let secret = Secret::random(mint, PREFIX);
    let id = mint.id();
    let row = table::ActiveModel {
        id: Set(id),
        person_id: Set(person),
        cooperative_id: Set(match scope {
            Scope::Cooperative(cooperative) => Some(cooperative),
            Scope::Administrator => None,
        }),
        name: Set(name.to_owned()),
        token_hash: Set(secret.hash()),
        created_at: Set(mint.now),
        last_used_at: Set(None),
        revoked_at: Set(None),
    };
    table::Entity::insert(row).exec_without_returning(tx.writer()).await?;
    Ok((id, secret))
}

/// Writes down that a token was used, at most every hour.
///
/// # Errors
/// When the database refuses.
pub async fn touch(tx: &Tx, id: TokenId, now: Micros) -> Result<(), Error> {
    use table::Column as C;
    table::Entity::update_many()
        .set(table::ActiveModel {
            last_used_at: Set(Some(now)),
            ..Default::default()
        })
        .filter(C::Id.eq(id))
        .filter(C::LastUsedAt.is_null().or(C::LastUsedAt.lte(now.plus(-HOUR))))
        .exec(tx.writer())
        .await?;
    Ok(())
}

/// Revokes one token of a person; says whether there was one.
///
/// # Errors
/// When the database refuses.
pub async fn revoke(tx: &Tx, person: PersonId, id: TokenId, now: Micros) -> Result<bool, Error> {
    use table::Column as C;
    let done = table::Entity::update_many()
        .set(table::ActiveModel {
            revoked_at: Set(Some(now)),
            ..Default::default()
        })
        .filter(C::Id.eq(id))
        .filter(C::PersonId.eq(person))
        .filter(C::RevokedAt.is_null())
        .exec(tx.writer())
        .await?;
    Ok(done.rows_affected == 1)
}
