//! Money that goes back the way it came. What is asked for is taken out of what was captured by one conditional
//! statement, so that all refunds together never exceed it; a refund that fails gives its amount free again.

use crate::{
    Error,
    entity::{attempt, refund},
    standing::Standing,
    text_enum::text_enum,
};
use kernel::{
    Currency, Micros, Mint, Money, Read, Tx,
    ids::{AttemptId, OrderId, RefundId, SellerOrderId},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};

/// Refunds that are read in one go.
const AT_ONCE: u64 = 200;

text_enum! {
    /// How far a refund is.
    State {
        /// Decided; nobody has been asked.
        Requested = "requested",
        /// The provider is being asked, or has not done it yet.
        Submitted = "submitted",
        /// The buyer has it, as far as the provider knows.
        Succeeded = "succeeded",
        /// The provider did not do it, or it came back.
        Failed = "failed",
        /// The provider did not answer: it may have happened.
        Unknown = "unknown",
    }
}

text_enum! {
    /// What happens to a refund.
    Event {
        /// The provider is asked from now on.
        Submit = "submit",
        /// The provider did not answer.
        Doubt = "doubt",
        /// The buyer has it.
        Succeed = "succeed",
        /// It was refused, or came back.
        Fail = "fail",
    }
}

/// What an event does to a refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It moves.
    To(State),
    /// It was known before.
    Already,
    /// It cannot be from here.
    Never,
}

impl State {
    /// What `event` does to a refund that stands here.
    #[must_use]
    pub const fn after(self, event: Event) -> Step {
        use State as S;
        match (self, event) {
            (S::Requested, Event::Submit) => Step::To(S::Submitted),
            (S::Submitted, Event::Doubt) => Step::To(S::Unknown),
            (S::Submitted | S::Unknown, Event::Succeed) => Step::To(S::Succeeded),
            // It may come back long after it was done.
            (S::Submitted | S::Unknown | S::Succeeded, Event::Fail) => Step::To(S::Failed),
            (S::Requested, _) => Step::Never,
            // Its amount is free again: somebody may have asked for it since.
            (S::Failed, Event::Succeed) => Step::Never,
            _ => Step::Already,
        }
    }

    /// Whether the provider has still to be asked, or has not decided.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Requested | Self::Submitted | Self::Unknown)
    }
}

/// Money that goes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    /// The id, which is the key under which the provider is asked.
    pub id: RefundId,
    /// The order.
    pub order: OrderId,
    /// The part; `None` for a payment that no order could take.
    pub part: Option<SellerOrderId>,
    /// The attempt that was paid.
    pub attempt: AttemptId,
    /// How far it is.
    pub state: State,
    /// How much.
    pub amount: Money,
    /// When it last moved.
    pub updated_at: Micros,
}

/// What is to go back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct New {
    /// The order.
    pub order: OrderId,
    /// The part, where it is one's.
    pub part: Option<SellerOrderId>,
    /// Of which attempt.
    pub attempt: AttemptId,
    /// How much.
    pub amount: Money,
}

/// A refund.
///
/// # Errors
/// When the database cannot answer.
pub async fn find(db: &impl Read, id: RefundId) -> Result<Option<Refund>, Error> {
    let row = refund::Entity::find_by_id(id).one(db.reader()).await?;
    Ok(row.map(Refund::from))
}

/// The refunds of an order, the earliest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_of_order(db: &impl Read, order: OrderId) -> Result<Vec<Refund>, Error> {
    let rows = refund::Entity::find()
        .filter(refund::Column::OrderId.eq(order))
        .order_by_asc(refund::Column::CreatedAt)
        .order_by_asc(refund::Column::Id)
        .limit(AT_ONCE)
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(Refund::from).collect())
}

/// The refunds of an attempt, the earliest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_of_attempt(db: &impl Read, attempt: AttemptId) -> Result<Vec<Refund>, Error> {
    let rows = refund::Entity::find()
        .filter(refund::Column::AttemptId.eq(attempt))
        .order_by_asc(refund::Column::CreatedAt)
        .order_by_asc(refund::Column::Id)
        .limit(AT_ONCE)
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(Refund::from).collect())
}

/// Decides that money goes back. Two who ask at once for more than is left do not both get it.
///
/// # Errors
/// [`Error::Amount`] for nothing, or for more than is left of what was captured; when the database refuses.
pub async fn request(tx: &Tx, mint: &Mint, new: &New) -> Result<RefundId, Error> {
    use attempt::Column as C;
    if new.amount.minor <= 0 {
        return Err(Error::Amount);
    }
    let after = || Expr::col(C::RefundedMinor).add(new.amount.minor);
    let taken = attempt::Entity::update_many()
        .col_expr(C::RefundedMinor, after())
        .col_expr(C::CheckAt, Expr::value(Some(mint.now)))
        .filter(C::Id.eq(new.attempt))
        .filter(C::State.eq(Standing::Captured))
        .filter(C::Currency.eq(new.amount.currency.code()))
        .filter(after().lte(Expr::col(C::AmountMinor)))
        .exec(tx.writer())
        .await?;
    if taken.rows_affected != 1 {
        return Err(Error::Amount);
    }
    let id = mint.id();
    let row = refund::ActiveModel {
        id: Set(id),
        order_id: Set(new.order),
        seller_order_id: Set(new.part),
        attempt_id: Set(new.attempt),
        reference: Set(None),
        state: Set(State::Requested),
        amount_minor: Set(new.amount.minor),
        currency: Set(new.amount.currency.code().to_owned()),
        created_at: Set(mint.now),
        updated_at: Set(mint.now),
        version: Set(1),
    };
    refund::Entity::insert(row).exec_without_returning(tx.writer()).await?;
    Ok(id)
}

/// Moves a refund; gives the state it had, where it moved now, and `None` where that was known before. A refund that
/// fails gives its amount free.
///
/// # Errors
/// [`Error::NotNow`], [`Error::NoPayment`], or when the database refuses.
pub async fn advance(tx: &Tx, mint: &Mint, id: RefundId, event: Event) -> Result<Option<State>, Error> {
    for _ in 0..2 {
        let found = find(tx, id).await?.ok_or(Error::NoPayment)?;
        let next = match found.state.after(event) {
            Step::To(next) => next,
            Step::Already => return Ok(None),
            Step::Never => {
                return Err(Error::NotNow {
                    from: found.state.code(),
                    event: event.code(),
                });
            }
        };
        let moved = refund::Entity::update_many()
            .col_expr(refund::Column::State, Expr::value(next))
            .col_expr(refund::Column::UpdatedAt, Expr::value(mint.now))
            .col_expr(refund::Column::Version, Expr::col(refund::Column::Version).add(1))
            .filter(refund::Column::Id.eq(id))
            .filter(refund::Column::State.eq(found.state))
            .exec(tx.writer())
            .await?;
        if moved.rows_affected == 1 {
            if next == State::Failed {
                free(tx, &found).await?;
            }
            return Ok(Some(found.state));
        }
    }
    Err(Error::Edited)
}

/// Keeps the provider's id of a refund.
///
/// # Errors
/// When the database refuses.
pub async fn name(tx: &Tx, id: RefundId, reference: &str) -> Result<(), Error> {
    refund::Entity::update_many()
        .col_expr(refund::Column::Reference, Expr::value(reference))
        .filter(refund::Column::Id.eq(id))
        .exec(tx.writer())
        .await?;
    Ok(())
}

async fn free(tx: &Tx, refund: &Refund) -> Result<(), Error> {
    use attempt::Column as C;
    attempt::Entity::update_many()
        .col_expr(C::RefundedMinor, Expr::col(C::RefundedMinor).sub(refund.amount.minor))
        .filter(C::Id.eq(refund.attempt))
        .exec(tx.writer())
        .await?;
    Ok(())
}

impl From<refund::Model> for Refund {
    fn from(row: refund::Model) -> Self {
        Self {
            id: row.id,
            order: row.order_id,
            part: row.seller_order_id,
            attempt: row.attempt_id,
            state: row.state,
            amount: Money {
                minor: row.amount_minor,
                currency: row.currency.parse().unwrap_or(Currency::Mad),
            },
            updated_at: row.updated_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write;

    #[test]
    fn the_whole_table_is_as_agreed() {
        let mut table = String::new();
        for state in State::ALL {
            for event in Event::ALL {
                match state.after(*event) {
                    Step::To(next) => writeln!(table, "{} {} -> {}", state.code(), event.code(), next.code()).unwrap(),
                    Step::Already => writeln!(table, "{} {} = already", state.code(), event.code()).unwrap(),
                    Step::Never => writeln!(table, "{} {} never", state.code(), event.code()).unwrap(),
                }
            }
        }
        insta::assert_snapshot!(table);
    }
}
