//! Refunds in each other's place are a chain: each follows one that had failed. A provider or a bank may do one after all,
//! and undo it, at any time. Of a chain one counts at most: what was done beside it the buyer has twice, which stands in the
//! books and somebody looks at; and when the one that counts comes back, what they had twice is what they were owed. Only
//! where none is left are they owed again, by the last of the chain.

use crate::{
    Error,
    entity::refund,
    refund::{
        Event, LONGEST, Refund, State, advance, first_of_chain, free_attempt, lock_row, take_of_attempt, take_of_part,
    },
};
use kernel::{
    Mint, Read, Tx,
    ids::{PersonId, RefundId},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, Statement, sea_query::Expr};

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

/// What a failure leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Left {
    /// The buyer is owed it, and something has to come in the place of this refund, which is the last of its chain.
    Owed(Refund),
    /// The buyer has it by this one, which they had twice before.
    Has(Refund),
    /// The buyer has it, as before: what came back they had twice.
    Once,
}

/// Writes down that what had failed was done after all, and says what that was. Nobody puts anything in its place
/// meanwhile.
///
/// # Errors
/// [`Error::NoRefund`]; [`Error::NotNow`] for one that had not failed; when the database refuses.
pub async fn settle(tx: &Tx, mint: &Mint, id: RefundId) -> Result<Late, Error> {
    let chain = lock_chain(tx, id).await?;
    let (found, last) = ends(&chain, id)?;
    let over = |one: &Refund| matches!(one.state, State::Failed | State::CalledOff);
    let elsewhere = |one: &Refund| one.id != id && !over(one) && one.state != State::Requested;
    if over(found) && !chain.iter().any(elsewhere) {
        if last.id != id && last.state == State::Requested {
            // What it had taken is free now.
            advance(tx, mint, last.id, Event::CallOff).await?;
        }
        if take(tx, mint, found).await? {
            if last.id != id && last.state == State::Failed {
                advance(tx, mint, last.id, Event::CallOff).await?;
            }
            let moved = advance(tx, mint, id, Event::Late).await?;
            return Ok(moved.map_or(Late::Known, |_| Late::Owed));
        }
    }
    if advance(tx, mint, id, Event::Double).await?.is_none() {
        return Ok(Late::Known);
    }
    // Whoever did it had nothing to say about its being there twice.
    refund::Entity::update_many()
        .col_expr(refund::Column::ApprovedBy, Expr::value(None::<PersonId>))
        .col_expr(refund::Column::DoneBy, Expr::value(None::<PersonId>))
        .filter(refund::Column::Id.eq(id))
        .exec(tx.writer())
        .await?;
    Ok(Late::Twice)
}

/// Writes down that a refund was not done, or came back: gives the state it had and what is left, and `None` where that was
/// known before.
///
/// # Errors
/// [`Error::NoRefund`]; [`Error::NotNow`] for one that nobody was asked for; when the database refuses.
pub async fn fail(tx: &Tx, mint: &Mint, id: RefundId) -> Result<Option<(State, Left)>, Error> {
    let chain = lock_chain(tx, id).await?;
    let (_, last) = ends(&chain, id)?;
    let Some(before) = advance(tx, mint, id, Event::Fail).await? else {
        return Ok(None);
    };
    if before == State::Twice {
        return Ok(Some((before, Left::Once)));
    }
    let twice = chain.iter().find(|one| one.state == State::Twice);
    let Some(twice) = twice.filter(|_| !kernel::planted("twice-stays")) else {
        if last.id != id {
            advance(tx, mint, last.id, Event::Owe).await?;
        }
        return Ok(Some((before, Left::Owed(last.clone()))));
    };
    if !take(tx, mint, twice).await? {
        return Err(Error::Amount);
    }
    advance(tx, mint, twice.id, Event::Count).await?;
    advance(tx, mint, id, Event::CallOff).await?;
    Ok(Some((before, Left::Has(twice.clone()))))
}

/// The first refund of a chain of which more than one counts, or of which one is there twice and another is owed.
///
/// # Errors
/// When the database cannot answer.
pub async fn find_broken(db: &impl Read) -> Result<Option<RefundId>, Error> {
    let sql = "with recursive chain(first, id) as (select id, id from refund where follows is null \
               union all select c.first, r.id from refund r join chain c on r.follows = c.id) \
               select c.first as id from chain c join refund r on r.id = c.id \
               group by c.first having count(*) > 1 and (\
               sum(case when r.state in ('requested', 'submitted', 'unknown', 'succeeded') then 1 else 0 end) > 1 \
               or (sum(case when r.state = 'twice' then 1 else 0 end) > 0 and sum(case when r.state = 'failed' \
               and not exists (select 1 from refund f where f.follows = r.id) then 1 else 0 end) > 0)) \
               order by c.first limit 1";
    let statement = Statement::from_string(db.reader().get_database_backend(), sql);
    let row = db.reader().query_one_raw(statement).await?;
    Ok(row.map(|row| row.try_get("", "id")).transpose()?)
}

/// The one of a chain that is spoken of, and the last.
fn ends(chain: &[Refund], id: RefundId) -> Result<(&Refund, &Refund), Error> {
    let found = chain.iter().find(|one| one.id == id);
    found.zip(chain.last()).ok_or(Error::NoRefund)
}

/// A refund, those in whose place it is, and those in its own, from the first on; each locked before it is asked what came
/// in its place.
async fn lock_chain(tx: &Tx, id: RefundId) -> Result<Vec<Refund>, Error> {
    let mut chain: Vec<Refund> = Vec::new();
    let mut next = Some(first_of_chain(tx, id).await?);
    while let Some(id) = next.filter(|_| chain.len() < LONGEST) {
        chain.extend(lock_row(tx, id).await?);
        let follower = refund::Entity::find()
            .filter(refund::Column::Follows.eq(id))
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
