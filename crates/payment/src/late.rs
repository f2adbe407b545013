//! A provider did a refund after all that had failed here. Where the money is still owed it is paid by that, and whatever was
//! put in its place and not begun is called off. Where it was paid otherwise meanwhile, or is being paid, the buyer has it
//! twice: that stands in the books, and somebody looks.

use crate::{
    Error,
    entity::refund,
    refund::{Event, Refund, State, advance, free_attempt, take_of_attempt, take_of_part},
};
use kernel::{
    Mint, Read, Tx,
    ids::{PersonId, RefundId},
};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, sea_query::Expr};

/// Refunds in each other's place that are followed.
const LONGEST: usize = 100;

/// What a late success was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Late {
    /// It was owed, and is paid.
    Owed,
    /// It was paid otherwise: the buyer has it twice.
    Twice,
    /// That was known.
    Known,
}

/// Writes down that a provider did after all what had failed, and says what that was. Nobody puts anything in its place
/// meanwhile.
///
/// # Errors
/// [`Error::NoRefund`]; [`Error::NotNow`] for one that had not failed; when the database refuses.
pub async fn settle(tx: &Tx, mint: &Mint, id: RefundId) -> Result<Late, Error> {
    let chain = lock_chain(tx, id).await?;
    let (Some(found), Some(last)) = (chain.first(), chain.last()) else {
        return Err(Error::NoRefund);
    };
    let after = chain.get(1..).unwrap_or_default();
    let elsewhere = |one: &Refund| !matches!(one.state, State::Requested | State::Failed | State::CalledOff);
    if found.state == State::Failed && !after.iter().any(elsewhere) {
        if last.id != found.id && last.state == State::Requested {
            // What it had taken is free now.
            advance(tx, mint, last.id, Event::CallOff).await?;
        }
        if take(tx, mint, found).await? {
            if last.id != found.id && last.state == State::Failed {
                advance(tx, mint, last.id, Event::CallOff).await?;
            }
            let moved = advance(tx, mint, id, Event::Late).await?;
            return Ok(moved.map_or(Late::Known, |_| Late::Owed));
        }
    }
    let moved = advance(tx, mint, id, Event::Double).await?;
    Ok(moved.map_or(Late::Known, |_| Late::Twice))
}

/// A refund and what came in its place, one after the other, each locked before it is asked what came in its own.
async fn lock_chain(tx: &Tx, id: RefundId) -> Result<Vec<Refund>, Error> {
    use refund::Column as C;
    let mut chain: Vec<Refund> = Vec::new();
    let mut next = Some(id);
    while let Some(id) = next.filter(|_| chain.len() < LONGEST) {
        let locked = refund::Entity::update_many()
            .col_expr(C::Version, Expr::col(C::Version).add(1))
            .filter(C::Id.eq(id))
            .exec_with_returning(tx.writer())
            .await?;
        chain.extend(locked.into_iter().map(Refund::from));
        let follower = refund::Entity::find()
            .filter(C::Follows.eq(id))
            .one(tx.reader())
            .await?;
        next = follower.map(|row| row.id);
    }
    Ok(chain)
}

/// Takes the amount again of what was captured and collected; says whether so much is left.
async fn take(tx: &Tx, mint: &Mint, found: &Refund) -> Result<bool, Error> {
    if let Some(attempt) = found.attempt {
        match take_of_attempt(tx, mint, attempt, found.amount).await {
            Err(Error::Amount) => return Ok(false),
            other => other?,
        }
    }
    let Some(part) = found.part else { return Ok(true) };
    match take_of_part(tx, part, found.amount).await {
        Err(Error::Amount) => {
            if let Some(attempt) = found.attempt {
                free_attempt(tx, attempt, found.amount).await?;
            }
            Ok(false)
        }
        other => other.map(|()| true),
    }
}

/// Lets it be that a buyer has something twice: one person says so, and another agrees, with which it ends. Says whether it
/// has ended; the same person again changes nothing.
///
/// # Errors
/// [`Error::NoRefund`]; [`Error::NotNow`] for one that is not twice with its buyer; when the database refuses.
pub async fn let_be(tx: &Tx, id: RefundId, person: PersonId) -> Result<bool, Error> {
    use refund::Column as C;
    let said = refund::Entity::update_many()
        .col_expr(C::ApprovedBy, Expr::col(C::ApprovedBy).if_null(person))
        .filter(C::Id.eq(id))
        .filter(C::State.eq(State::Twice))
        .exec(tx.writer())
        .await?;
    if said.rows_affected == 0 {
        let found = crate::refund::find(tx, id).await?.ok_or(Error::NoRefund)?;
        return Err(Error::NotNow {
            from: found.state.code(),
            event: "let_be",
        });
    }
    refund::Entity::update_many()
        .col_expr(C::DoneBy, Expr::value(Some(person)))
        .filter(C::Id.eq(id))
        .filter(C::ApprovedBy.ne(person))
        .filter(C::DoneBy.is_null())
        .exec(tx.writer())
        .await?;
    let found = crate::refund::find(tx, id).await?.ok_or(Error::NoRefund)?;
    Ok(found.done_by.is_some())
}
