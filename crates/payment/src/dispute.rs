//! What a buyer's bank took back until it is decided: opened once, won or lost once. What is heard late, twice or in the
//! wrong order moves nothing any more: each says whether it was news.

use crate::{Error, entity::dispute};
use kernel::{
    Currency, Micros, Mint, Money, Read, Tx,
    ids::{AttemptId, DisputeId, OrderId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, Statement,
    sea_query::{Expr, OnConflict},
};

/// Disputes that are read in one go.
const AT_ONCE: u64 = 200;

kernel::text_enum! {
    /// Where a dispute stands.
    State {
        /// The money is with the buyer's bank.
        Open = "open",
        /// It came back.
        Won = "won",
        /// It is gone.
        Lost = "lost",
    }
}

/// A dispute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// The id.
    pub id: DisputeId,
    /// What was paid.
    pub attempt: AttemptId,
    /// The order.
    pub order: OrderId,
    /// With whom.
    pub provider: String,
    /// The provider's id of it.
    pub reference: String,
    /// Where it stands.
    pub state: State,
    /// How much.
    pub amount: Money,
    /// Of a lost one: how much was laid on parts of the order, in centimes.
    pub settled_minor: i64,
    /// Since when.
    pub opened_at: Micros,
    /// When it last moved.
    pub updated_at: Micros,
}

impl Dispute {
    /// Whether it pays, or may come to pay, some of what is owed of its payment.
    pub const fn may_pay(&self) -> bool {
        match self.state {
            State::Open => true,
            State::Lost => self.settled_minor < self.amount.minor,
            State::Won => false,
        }
    }
}

/// A dispute that a provider speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct New<'a> {
    /// What was paid.
    pub attempt: AttemptId,
    /// The order.
    pub order: OrderId,
    /// With whom.
    pub provider: &'a str,
    /// The provider's id of it.
    pub reference: &'a str,
    /// How much.
    pub amount: Money,
}

/// The disputes about an attempt, the earliest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_of_attempt(db: &impl Read, attempt: AttemptId) -> Result<Vec<Dispute>, Error> {
    list(db, Condition::all().add(dispute::Column::AttemptId.eq(attempt))).await
}

/// What somebody has to look at: the open ones, and the lost ones that are not laid on parts yet; the oldest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_undone(db: &impl Read) -> Result<Vec<Dispute>, Error> {
    let lost = dispute::Column::State
        .eq(State::Lost)
        .and(Expr::col(dispute::Column::SettledMinor).lt(Expr::col(dispute::Column::AmountMinor)));
    let open = dispute::Column::State.eq(State::Open);
    list(db, Condition::any().add(open).add(lost)).await
}

/// What providers hold back: of open disputes all, of lost ones what is not laid on parts, in centimes.
///
/// # Errors
/// When the database cannot answer.
pub async fn sum_held(db: &impl Read) -> Result<i64, Error> {
    let sql = "select cast(coalesce(sum(amount_minor - settled_minor), 0) as bigint) as minor from dispute where state <> 'won'";
    let statement = Statement::from_string(db.reader().get_database_backend(), sql);
    let row = db.reader().query_one_raw(statement).await?;
    Ok(row.map(|row| row.try_get("", "minor")).transpose()?.unwrap_or(0))
}

async fn list(db: &impl Read, which: Condition) -> Result<Vec<Dispute>, Error> {
    let rows = dispute::Entity::find()
        .filter(which)
        .order_by_asc(dispute::Column::OpenedAt)
        .order_by_asc(dispute::Column::Id)
        .limit(AT_ONCE)
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(Dispute::from).collect())
}

/// Writes a dispute down, if it is not known; gives it, and whether it is new.
///
/// # Errors
/// [`Error::Amount`] for nothing; when the database refuses.
pub async fn open(tx: &Tx, mint: &Mint, new: &New<'_>) -> Result<(Dispute, bool), Error> {
    if new.amount.minor <= 0 {
        return Err(Error::Amount);
    }
    let row = dispute::ActiveModel {
        id: Set(mint.id()),
        attempt_id: Set(new.attempt),
        order_id: Set(new.order),
        provider: Set(new.provider.to_owned()),
        reference: Set(new.reference.to_owned()),
        state: Set(State::Open),
        amount_minor: Set(new.amount.minor),
        currency: Set(new.amount.currency.code().to_owned()),
        settled_minor: Set(0),
        opened_at: Set(mint.now),
        updated_at: Set(mint.now),
        version: Set(1),
    };
    let once = OnConflict::columns([dispute::Column::Provider, dispute::Column::Reference])
        .do_nothing()
        .to_owned();
    let inserted = dispute::Entity::insert(row)
        .on_conflict(once)
        .exec_without_returning(tx.writer())
        .await?;
    let found = dispute::Entity::find()
        .filter(dispute::Column::Provider.eq(new.provider))
        .filter(dispute::Column::Reference.eq(new.reference))
        .one(tx.reader())
        .await?;
    let found = found.map(Dispute::from).ok_or(Error::Edited)?;
    Ok((found, inserted == 1))
}

/// Writes down how an open dispute ended; says whether that is news.
///
/// # Errors
/// When the database refuses.
pub async fn end(tx: &Tx, mint: &Mint, id: DisputeId, state: State) -> Result<bool, Error> {
    use dispute::Column as C;
    let done = dispute::Entity::update_many()
        .col_expr(C::State, Expr::value(state))
        .col_expr(C::UpdatedAt, Expr::value(mint.now))
        .col_expr(C::Version, Expr::col(C::Version).add(1))
        .filter(C::Id.eq(id))
        .filter(C::State.eq(State::Open))
        .exec(tx.writer())
        .await?;
    Ok(done.rows_affected == 1)
}

/// Writes down that some of a lost dispute was laid on a part.
///
/// # Errors
/// [`Error::Amount`] for more than is left of it; when the database refuses.
pub async fn settle(tx: &Tx, mint: &Mint, id: DisputeId, minor: i64) -> Result<(), Error> {
    use dispute::Column as C;
    let after = || Expr::col(C::SettledMinor).add(minor);
    let done = dispute::Entity::update_many()
        .col_expr(C::SettledMinor, after())
        .col_expr(C::UpdatedAt, Expr::value(mint.now))
        .filter(C::Id.eq(id))
        .filter(C::State.eq(State::Lost))
        .filter(after().lte(Expr::col(C::AmountMinor)))
        .exec(tx.writer())
        .await?;
    if done.rows_affected == 1 {
        Ok(())
    } else {
        Err(Error::Amount)
    }
}

impl From<dispute::Model> for Dispute {
    fn from(row: dispute::Model) -> Self {
        Self {
            id: row.id,
            attempt: row.attempt_id,
            order: row.order_id,
            provider: row.provider,
            reference: row.reference,
            state: row.state,
            amount: Money {
                minor: row.amount_minor,
                currency: row.currency.parse().unwrap_or(Currency::Mad),
            },
            settled_minor: row.settled_minor,
            opened_at: row.opened_at,
            updated_at: row.updated_at,
        }
    }
}
