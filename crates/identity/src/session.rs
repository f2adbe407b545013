//! One sign-in on one device. The cookie holds 32 random bytes; the row holds their hash.
//!
//! A member stays signed in for ninety days. An administrator's session ends twelve hours after it
//! began or after thirty minutes of silence, and opens nothing before the second factor was given.
//! Whenever somebody proves more about themselves, a new session takes the place of the old one,
//! so that a cookie planted or seen before is worth nothing after.

use crate::{Contact, Email, Error, Role, Secret, entity::session as table, secret};
use kernel::{
    Locale, Micros, Mint, Phone, Read, Tx,
    ids::{CooperativeId, PersonId, SessionId},
    time::{DAY, HOUR, MINUTE},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, Statement,
};

/// How long a member stays signed in.
pub const MEMBER: i64 = 90 * DAY;
/// How long an administrator stays signed in at most.
pub const ADMINISTRATOR: i64 = 12 * HOUR;
/// After how long a silence an administrator's session ends.
pub const IDLE: i64 = 30 * MINUTE;
/// How long after a code sensitive changes need no new one.
pub const FRESH: i64 = 15 * MINUTE;
/// How often at most it is written down that a session is alive.
pub const TOUCH: i64 = 5 * MINUTE;
/// Most sessions of one person; the oldest make room.
const MOST: u64 = 20;
/// Longest name of a device, in characters.
const DEVICE: usize = 80;

/// Which rules a session lives by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Ninety days.
    Member,
    /// Twelve hours, thirty minutes of silence, a second factor.
    Administrator,
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Administrator => "administrator",
        }
    }
}

/// A session that is good now, and everything a request needs to know about its person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The session.
    pub id: SessionId,
    /// Whose it is.
    pub person: PersonId,
    /// Their name; empty until they have said it.
    pub name: String,
    /// Their telephone.
    pub phone: Option<Phone>,
    /// Their e-mail address.
    pub email: Option<Email>,
    /// The language they read.
    pub locale: Locale,
    /// Whether they run the market.
    pub is_administrator: bool,
    /// Whether they set up a second factor.
    pub has_factor: bool,
    /// Which rules it lives by.
    pub kind: Kind,
    /// Whether the second factor was given.
    pub totp_passed: bool,
    /// Until when sensitive changes need no new code.
    pub fresh_until: Micros,
    /// When it ends.
    pub expires_at: Micros,
    /// When it was last written down that it is alive.
    pub seen_at: Micros,
    /// The cooperatives the person belongs to, the oldest first.
    pub memberships: Vec<(CooperativeId, Role)>,
}

impl Session {
    /// Whether it opens the administrators' pages.
    pub fn is_administrators(&self) -> bool {
        self.is_administrator && self.kind == Kind::Administrator && self.totp_passed
    }

    /// Whether everything that this person must prove is proven: an administrator's session before
    /// the second factor may do nothing but give it.
    pub fn is_settled(&self) -> bool {
        !self.is_administrator || self.is_administrators()
    }

    /// Whether a sensitive change needs no new code.
    pub fn is_fresh(&self, now: Micros) -> bool {
        self.fresh_until > now
    }

    /// What the person may do in a cooperative.
    pub fn role_in(&self, cooperative: CooperativeId) -> Option<Role> {
        self.memberships
            .iter()
            .find(|(id, _)| *id == cooperative)
            .map(|(_, role)| *role)
    }

    /// Whether it is time to write down that it is alive.
    pub fn wants_touch(&self, now: Micros) -> bool {
        now.since(self.seen_at) >= TOUCH
    }

    /// Where codes are sent: to the telephone if there is one.
    pub fn contact(&self) -> Option<Contact> {
        let phone = self.phone.clone().map(Contact::Phone);
        phone.or_else(|| self.email.clone().map(Contact::Email))
    }
}

/// A session that was just opened; its secret goes into the cookie and nowhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The cookie's value.
    pub secret: Secret,
    /// The session.
    pub id: SessionId,
    /// Whose it is.
    pub person: PersonId,
    /// Which rules it lives by.
    pub kind: Kind,
    /// Whether a second factor must still be given (or set up).
    pub wants_factor: bool,
    /// When it ends.
    pub expires_at: Micros,
}

/// What the person of a new session has just proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proof {
    /// A code reached them: sensitive changes are open for [`FRESH`].
    pub code: bool,
    /// They gave the second factor.
    pub factor: bool,
}

/// A session as its person sees it in the list of their devices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// The session.
    pub id: SessionId,
    /// The device.
    pub device: String,
    /// Since when.
    pub created_at: Micros,
    /// When it was last seen, give or take [`TOUCH`].
    pub seen_at: Micros,
}

#[derive(FromQueryResult)]
struct Row {
    id: SessionId,
    person_id: PersonId,
    kind: String,
    totp_passed: bool,
    fresh_until: Micros,
    expires_at: Micros,
    seen_at: Micros,
    name: String,
    phone: Option<String>,
    email: Option<String>,
    locale: String,
    is_administrator: bool,
    totp_confirmed_at: Option<Micros>,
    cooperative_id: Option<CooperativeId>,
    role: Option<Role>,
}

/// The session of a cookie, with its person and their cooperatives, in one query. `None` when it
/// ended, was silent for too long, never existed, or its person is shut out.
///
/// # Errors
/// When the database refuses.
pub async fn find_by_token(db: &impl Read, cookie: &str, now: Micros) -> Result<Option<Session>, Error> {
    if !secret::plausible(cookie, "") {
        return Ok(None);
    }
    let sql = "select s.id, s.person_id, s.kind, s.totp_passed, s.fresh_until, s.expires_at, s.seen_at, \
               p.name, p.phone, p.email, p.locale, p.is_administrator, p.totp_confirmed_at, m.cooperative_id, m.role \
               from session s join person p on p.id = s.person_id left join membership m on m.person_id = p.id \
               where s.token_hash = $1 and s.expires_at > $2 and p.suspended_at is null \
               and (s.kind = 'member' or s.seen_at > $3) order by m.created_at, m.cooperative_id limit 100";
    let backend = db.reader().get_database_backend();
    let values = [secret::hash(cookie).into(), now.into(), now.plus(-IDLE).into()];
    let rows = Row::find_by_statement(Statement::from_sql_and_values(backend, sql, values))
        .all(db.reader())
        .await?;
    let memberships = rows
        .iter()
        .filter_map(|row| Some((row.cooperative_id?, row.role?)))
        .collect();
    Ok(rows.into_iter().next().map(|row| session(row, memberships)))
}

fn session(row: Row, memberships: Vec<(CooperativeId, Role)>) -> Session {
    Session {
        id: row.id,
        person: row.person_id,
        name: row.name,
        phone: row.phone.map(Phone::stored),
        email: row.email.map(Email::stored),
        locale: row.locale.parse().unwrap_or_default(),
        is_administrator: row.is_administrator,
        has_factor: row.totp_confirmed_at.is_some(),
        kind: if row.kind == "administrator" {
            Kind::Administrator
        } else {
            Kind::Member
        },
        totp_passed: row.totp_passed,
        fresh_until: row.fresh_until,
        expires_at: row.expires_at,
        seen_at: row.seen_at,
        memberships,
    }
}

/// The devices on which a person is signed in, the last seen first.
///
/// # Errors
/// When the database refuses.
pub async fn list_for_person(db: &impl Read, person: PersonId, now: Micros) -> Result<Vec<Device>, Error> {
    let rows = table::Entity::find()
        .filter(table::Column::PersonId.eq(person))
        .filter(table::Column::ExpiresAt.gt(now))
        .filter(
            table::Column::Kind
                .eq("member")
                .or(table::Column::SeenAt.gt(now.plus(-IDLE))),
        )
        .order_by_desc(table::Column::SeenAt)
        .order_by_desc(table::Column::Id)
        .limit(MOST)
        .all(db.reader())
        .await?;
    let device = |row: table::Model| Device {
        id: row.id,
        device: row.device,
        created_at: row.created_at,
        seen_at: row.seen_at,
    };
    Ok(rows.into_iter().map(device).collect())
}

/// Signs a person in. `old` is the session of the same browser, which ends: nothing that was known
/// before the proof is worth anything after it.
///
/// # Errors
/// [`Error::Unknown`] when there is no such person or they are shut out.
pub async fn open(
    tx: &Tx,
    mint: &Mint,
    person: PersonId,
    proof: Proof,
    device: &str,
    old: Option<SessionId>,
) -> Result<Opened, Error> {
    let person = crate::person::get(tx, person).await?;
    if person.suspended_at.is_some() {
        return Err(Error::Unknown);
    }
    if let Some(old) = old {
        table::Entity::delete_by_id(old).exec(tx.writer()).await?;
    }
    make_room(tx, person.id).await?;
    let (kind, lasts) = if person.is_administrator {
        (Kind::Administrator, ADMINISTRATOR)
    } else {
        (Kind::Member, MEMBER)
    };
    let secret = Secret::random(mint, "");
    let id = mint.id();
    let expires_at = mint.now.plus(lasts);
    let row = table::ActiveModel {
        id: Set(id),
        token_hash: Set(secret.hash()),
        person_id: Set(person.id),
        kind: Set(kind.word().to_owned()),
        totp_passed: Set(proof.factor),
        created_at: Set(mint.now),
        seen_at: Set(mint.now),
        expires_at: Set(expires_at),
        fresh_until: Set(if proof.code { mint.now.plus(FRESH) } else { mint.now }),
        device: Set(device.chars().filter(|c| !c.is_control()).take(DEVICE).collect()),
    };
    table::Entity::insert(row).exec_without_returning(tx.writer()).await?;
    let wants_factor = kind == Kind::Administrator && !proof.factor;
    Ok(Opened {
        secret,
        id,
        person: person.id,
        kind,
        wants_factor,
        expires_at,
    })
}

/// Ends the oldest sessions of a person so that one more fits.
async fn make_room(tx: &Tx, person: PersonId) -> Result<(), Error> {
    let old: Vec<SessionId> = table::Entity::find()
        .select_only()
        .column(table::Column::Id)
        .filter(table::Column::PersonId.eq(person))
        .order_by_desc(table::Column::SeenAt)
        .order_by_desc(table::Column::Id)
        .offset(MOST - 1)
        .limit(100)
        .into_tuple()
        .all(tx.writer())
        .await?;
    if !old.is_empty() {
        table::Entity::delete_many()
            .filter(table::Column::Id.is_in(old))
            .exec(tx.writer())
            .await?;
    }
    Ok(())
}

/// Writes down that a session is alive, at most every [`TOUCH`].
///
/// # Errors
/// When the database refuses.
pub async fn touch(tx: &Tx, id: SessionId, now: Micros) -> Result<(), Error> {
    table::Entity::update_many()
        .set(table::ActiveModel {
            seen_at: Set(now),
            ..Default::default()
        })
        .filter(table::Column::Id.eq(id))
        .filter(table::Column::SeenAt.lte(now.plus(-TOUCH)))
        .exec(tx.writer())
        .await?;
    Ok(())
}

/// Ends one session of a person; says whether there was one.
///
/// # Errors
/// When the database refuses.
pub async fn end(tx: &Tx, person: PersonId, id: SessionId) -> Result<bool, Error> {
    let done = table::Entity::delete_many()
        .filter(table::Column::Id.eq(id))
        .filter(table::Column::PersonId.eq(person))
        .exec(tx.writer())
        .await?;
    Ok(done.rows_affected == 1)
}

/// Ends every session of a person but, where given, one; says how many.
///
/// # Errors
/// When the database refuses.
pub async fn end_all(tx: &Tx, person: PersonId, but: Option<SessionId>) -> Result<u64, Error> {
    let mut query = table::Entity::delete_many().filter(table::Column::PersonId.eq(person));
    if let Some(but) = but {
        query = query.filter(table::Column::Id.ne(but));
    }
    Ok(query.exec(tx.writer()).await?.rows_affected)
}

/// Forgets sessions that are over, at most a thousand.
pub(crate) async fn forget(tx: &Tx, now: Micros) -> Result<u64, Error> {
    let over: Vec<SessionId> = table::Entity::find()
        .select_only()
        .column(table::Column::Id)
        .filter(table::Column::ExpiresAt.lte(now))
        .limit(1000)
        .into_tuple()
        .all(tx.writer())
        .await?;
    if over.is_empty() {
        return Ok(0);
    }
    Ok(table::Entity::delete_many()
        .filter(table::Column::Id.is_in(over))
        .exec(tx.writer())
        .await?
        .rows_affected)
}
