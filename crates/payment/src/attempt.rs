//! Tries to pay an order by card. One of an order is open at most, which an index of the database holds to; what
//! happened to each is a history that only grows.

use crate::{
    Error,
    entity::{attempt, attempt_event},
    standing::{News, Standing, Step},
};
use kernel::{
    Currency, Micros, Mint, Money, Read, Tx,
    ids::{AttemptId, OrderId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};

/// Attempts that are looked at in one go.
const AT_ONCE: u64 = 200;

/// A try to pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The id, which is the key under which the provider is asked.
    pub id: AttemptId,
    /// The order.
    pub order: OrderId,
    /// With which provider.
    pub provider: String,
    /// The provider's id of its session.
    pub session: Option<String>,
    /// The provider's id of the payment.
    pub reference: Option<String>,
    /// How the browser gets to the provider, as it was stored.
    pub go: Option<String>,
    /// Where it stands.
    pub state: Standing,
    /// What is to be paid.
    pub amount: Money,
    /// What was given back or is on its way, in centimes.
    pub refunded_minor: i64,
    /// Until when it can be paid.
    pub open_until: Micros,
    /// When the provider is to be asked next.
    pub check_at: Option<Micros>,
    /// Since when it exists.
    pub created_at: Micros,
    /// When it last moved.
    pub updated_at: Micros,
}

/// Something that happened to an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What.
    pub news: News,
    /// A word about it, for those who look into it.
    pub note: Option<String>,
    /// When.
    pub at: Micros,
}

/// What is to be paid, with whom, until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct New<'a> {
    /// The order.
    pub order: OrderId,
    /// The provider.
    pub provider: &'a str,
    /// How much.
    pub amount: Money,
    /// Until when.
    pub open_until: Micros,
}

/// What became of news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    /// The attempt moved now: what follows from it must be done.
    Now,
    /// That, or something newer, was known before.
    Before,
}

/// An attempt.
///
/// # Errors
/// When the database cannot answer.
pub async fn find(db: &impl Read, id: AttemptId) -> Result<Option<Attempt>, Error> {
    let row = attempt::Entity::find_by_id(id).one(db.reader()).await?;
    Ok(row.map(Attempt::from))
}

/// The attempt whose payment the provider calls so.
///
/// # Errors
/// When the database cannot answer.
pub async fn find_by_reference(db: &impl Read, provider: &str, reference: &str) -> Result<Option<Attempt>, Error> {
    let row = attempt::Entity::find()
        .filter(attempt::Column::Provider.eq(provider))
        .filter(attempt::Column::Reference.eq(reference))
        .one(db.reader())
        .await?;
    Ok(row.map(Attempt::from))
}

/// The attempts of an order, the latest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_of_order(db: &impl Read, order: OrderId) -> Result<Vec<Attempt>, Error> {
    let rows = attempt::Entity::find()
        .filter(attempt::Column::OrderId.eq(order))
        .order_by_desc(attempt::Column::CreatedAt)
        .order_by_desc(attempt::Column::Id)
        .limit(AT_ONCE)
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(Attempt::from).collect())
}

/// The attempts whose provider is to be asked by now, those that wait longest first: at most 200.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_to_check(db: &impl Read, now: Micros) -> Result<Vec<Attempt>, Error> {
    let rows = attempt::Entity::find()
        .filter(attempt::Column::CheckAt.lte(now))
        .order_by_asc(attempt::Column::CheckAt)
        .limit(AT_ONCE)
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(Attempt::from).collect())
}

/// The attempts that are not what was agreed, the oldest first: at most 200.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_odd(db: &impl Read) -> Result<Vec<Attempt>, Error> {
    let rows = attempt::Entity::find()
        .filter(attempt::Column::State.eq(Standing::IntegrityFailure))
        .order_by_asc(attempt::Column::UpdatedAt)
        .limit(AT_ONCE)
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(Attempt::from).collect())
}

/// The attempts that moved since a moment, the latest first: at most `most`.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_moved(db: &impl Read, since: Micros, most: u64) -> Result<Vec<Attempt>, Error> {
    let rows = attempt::Entity::find()
        .filter(attempt::Column::UpdatedAt.gte(since))
        .order_by_desc(attempt::Column::UpdatedAt)
        .order_by_desc(attempt::Column::Id)
        .limit(most)
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(Attempt::from).collect())
}

/// Captured attempts of a provider that has given them no name, those that wait longest first: what a person said, and no
/// statement has shown.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_unnamed(db: &impl Read, provider: &str) -> Result<Vec<Attempt>, Error> {
    let rows = attempt::Entity::find()
        .filter(attempt::Column::Provider.eq(provider))
        .filter(attempt::Column::State.eq(Standing::Captured))
        .filter(attempt::Column::Reference.is_null())
        .order_by_asc(attempt::Column::UpdatedAt)
        .limit(AT_ONCE)
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(Attempt::from).collect())
}

/// The history of an attempt, the earliest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_events(db: &impl Read, id: AttemptId) -> Result<Vec<Remark>, Error> {
    let rows = attempt_event::Entity::find()
        .filter(attempt_event::Column::AttemptId.eq(id))
        .order_by_asc(attempt_event::Column::At)
        .order_by_asc(attempt_event::Column::Id)
        .limit(AT_ONCE)
        .all(db.reader())
        .await?;
    let remark = |row: attempt_event::Model| Remark {
        news: row.event,
        note: row.note,
        at: row.at,
    };
    Ok(rows.into_iter().map(remark).collect())
}

/// Writes down that an order is going to be paid; gives the open attempt where there is one already.
///
/// # Errors
/// When the database refuses.
pub async fn open(tx: &Tx, mint: &Mint, new: &New<'_>) -> Result<Attempt, Error> {
    let id: AttemptId = mint.id();
    let row = attempt::ActiveModel {
        id: Set(id),
        order_id: Set(new.order),
        provider: Set(new.provider.to_owned()),
        session: Set(None),
        reference: Set(None),
        go: Set(None),
        state: Set(Standing::Created),
        amount_minor: Set(new.amount.minor),
        currency: Set(new.amount.currency.code().to_owned()),
        refunded_minor: Set(0),
        open_until: Set(new.open_until),
        check_at: Set(None),
        created_at: Set(mint.now),
        updated_at: Set(mint.now),
        version: Set(1),
    };
    let inserted = attempt::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx.writer())
        .await?;
    if inserted == 1 {
        record(tx, mint, id, News::Create, None).await?;
        return find(tx, id).await?.ok_or(Error::NoPayment);
    }
    let live = attempt::Entity::find()
        .filter(attempt::Column::OrderId.eq(new.order))
        .filter(attempt::Column::State.is_in(Standing::LIVE))
        .one(tx.reader())
        .await?;
    live.map(Attempt::from).ok_or(Error::Edited)
}

/// Locks an attempt until the transaction ends, and reads it as it is then.
///
/// # Errors
/// [`Error::NoPayment`], or when the database refuses.
pub async fn lock(tx: &Tx, id: AttemptId) -> Result<Attempt, Error> {
    let rows = attempt::Entity::update_many()
        .col_expr(attempt::Column::Version, Expr::col(attempt::Column::Version).add(1))
        .filter(attempt::Column::Id.eq(id))
        .exec_with_returning(tx.writer())
        .await?;
    rows.into_iter().next().map(Attempt::from).ok_or(Error::NoPayment)
}

/// Moves an attempt by news, if it is news: one conditional statement, whose loser looks again once.
///
/// # Errors
/// [`Error::NotNow`], [`Error::NoPayment`], or when the database refuses.
pub async fn advance(tx: &Tx, mint: &Mint, id: AttemptId, news: News, note: Option<&str>) -> Result<Moved, Error> {
    for _ in 0..2 {
        let found = find(tx, id).await?.ok_or(Error::NoPayment)?;
        let next = match found.state.after(news) {
            Step::To(next) => next,
            Step::Already if news == News::Open && kernel::planted("stale-overwrites") => Standing::RequiresAction,
            Step::Already => return Ok(Moved::Before),
            Step::Never => {
                return Err(Error::NotNow {
                    from: found.state.code(),
                    event: news.code(),
                });
            }
        };
        let moved = attempt::Entity::update_many()
            .col_expr(attempt::Column::State, Expr::value(next))
            .col_expr(attempt::Column::UpdatedAt, Expr::value(mint.now))
            .col_expr(attempt::Column::Version, Expr::col(attempt::Column::Version).add(1))
            .filter(attempt::Column::Id.eq(id))
            .filter(attempt::Column::State.eq(found.state))
            .exec(tx.writer())
            .await?;
        if moved.rows_affected == 1 {
            record(tx, mint, id, news, note).await?;
            return Ok(Moved::Now);
        }
    }
    Err(Error::Edited)
}

/// Keeps the provider's names of an attempt, where they were not known yet.
///
/// # Errors
/// When the database refuses: the names are another attempt's.
pub async fn name(tx: &Tx, id: AttemptId, session: Option<&str>, reference: Option<&str>) -> Result<(), Error> {
    for (column, value) in [
        (attempt::Column::Session, session),
        (attempt::Column::Reference, reference),
    ] {
        let Some(value) = value else { continue };
        attempt::Entity::update_many()
            .col_expr(column, Expr::value(value))
            .filter(attempt::Column::Id.eq(id))
            .filter(column.is_null())
            .exec(tx.writer())
            .await?;
    }
    Ok(())
}

/// Keeps how the browser gets to the provider, where it is not kept yet.
///
/// # Errors
/// When the database refuses.
pub async fn keep_way(tx: &Tx, id: AttemptId, go: &str) -> Result<(), Error> {
    attempt::Entity::update_many()
        .col_expr(attempt::Column::Go, Expr::value(go))
        .filter(attempt::Column::Id.eq(id))
        .filter(attempt::Column::Go.is_null())
        .exec(tx.writer())
        .await?;
    Ok(())
}

/// Says when the provider is to be asked next, if ever.
///
/// # Errors
/// When the database refuses.
pub async fn check_at(tx: &Tx, id: AttemptId, at: Option<Micros>) -> Result<(), Error> {
    attempt::Entity::update_many()
        .col_expr(attempt::Column::CheckAt, Expr::value(at))
        .filter(attempt::Column::Id.eq(id))
        .exec(tx.writer())
        .await?;
    Ok(())
}

/// Has the provider asked now about every attempt that may have moved since a moment: those that are not decided, and
/// those that moved later. Says how many that are.
///
/// # Errors
/// When the database refuses.
pub async fn recheck(tx: &Tx, since: Micros, now: Micros) -> Result<u64, Error> {
    let live = attempt::Column::State.is_in(Standing::LIVE);
    let waits = attempt::Column::CheckAt.is_not_null();
    let done = attempt::Entity::update_many()
        .col_expr(attempt::Column::CheckAt, Expr::value(now))
        .filter(live.or(waits).or(attempt::Column::UpdatedAt.gte(since)))
        .exec(tx.writer())
        .await?;
    Ok(done.rows_affected)
}

async fn record(tx: &Tx, mint: &Mint, id: AttemptId, news: News, note: Option<&str>) -> Result<(), Error> {
    let row = attempt_event::ActiveModel {
        id: Set(mint.id()),
        attempt_id: Set(id),
        event: Set(news),
        note: Set(note.map(str::to_owned)),
        at: Set(mint.now),
    };
    attempt_event::Entity::insert(row)
        .exec_without_returning(tx.writer())
        .await?;
    Ok(())
}

impl From<attempt::Model> for Attempt {
    fn from(row: attempt::Model) -> Self {
        Self {
            id: row.id,
            order: row.order_id,
            provider: row.provider,
            session: row.session,
            reference: row.reference,
            go: row.go,
            state: row.state,
            amount: Money {
                minor: row.amount_minor,
                currency: row.currency.parse().unwrap_or(Currency::Mad),
            },
            refunded_minor: row.refunded_minor,
            open_until: row.open_until,
            check_at: row.check_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}
