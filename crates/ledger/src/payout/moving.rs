//! What happens to a payout: each step is one conditional statement, and what it moves in the ledger is posted in the
//! same transaction, under the payout's own id. Said twice, it happens once.

use super::{Event, Happened, Payout, Step, find, free_lines, history};
use crate::{
    Error, MarketEvent,
    entity::{payout, payout_event},
    post_event,
};
use kernel::{
    Micros, Mint, Money, Tx,
    ids::{PayoutFileId, PayoutId, PersonId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, sea_query::Expr};

/// Somebody says that a payout may go: the money leaves what the cooperative can be paid. Above `alone_minor` it must
/// be another person than the one who drafted it; what the schedule drafted is nobody's.
///
/// # Errors
/// [`Error::SecondPerson`]; [`Error::NotCovered`] when money went back to buyers since it was drafted;
/// [`Error::NotNow`]; [`Error::Unknown`]; when the database refuses.
pub async fn approve(tx: &Tx, mint: &Mint, by: PersonId, id: PayoutId, alone_minor: i64) -> Result<bool, Error> {
    let other = Condition::any()
        .add(payout::Column::AmountMinor.lte(alone_minor))
        .add(payout::Column::DraftedBy.is_null())
        .add(payout::Column::DraftedBy.ne(by));
    let set = [(payout::Column::ApprovedBy, Expr::value(Some(by)))];
    let Some(before) = step(tx, mint, id, Event::Approve, other, &set).await? else {
        return Ok(false);
    };
    record(tx, mint, id, Event::Approve.code(), Some(by), None).await?;
    let moved = MarketEvent::PayoutApproved {
        payout: id,
        cooperative: before.cooperative,
        minor: before.amount.minor,
    };
    post(tx, mint, Some(by), before.amount, &moved).await?;
    Ok(true)
}

/// Somebody gives a draft up: its lines are free.
///
/// # Errors
/// [`Error::NotNow`]; [`Error::Unknown`]; when the database refuses.
pub async fn cancel(tx: &Tx, mint: &Mint, by: PersonId, id: PayoutId) -> Result<bool, Error> {
    if step(tx, mint, id, Event::Cancel, Condition::all(), &[])
        .await?
        .is_none()
    {
        return Ok(false);
    }
    free_lines(tx, id, mint.now).await?;
    record(tx, mint, id, Event::Cancel.code(), Some(by), None).await?;
    Ok(true)
}

/// A payout is written into a file for the bank; false for one that stands in a file already.
///
/// # Errors
/// [`Error::NotNow`]; [`Error::Unknown`]; when the database refuses.
pub async fn submit(tx: &Tx, mint: &Mint, by: PersonId, id: PayoutId, file: PayoutFileId) -> Result<bool, Error> {
    let set = [(payout::Column::FileId, Expr::value(Some(file)))];
    if step(tx, mint, id, Event::Submit, Condition::all(), &set)
        .await?
        .is_none()
    {
        return Ok(false);
    }
    record(tx, mint, id, Event::Submit.code(), Some(by), None).await?;
    Ok(true)
}

/// Nobody knows what the bank did with a payout, as somebody says, or nobody for too long: its lines stay its own until
/// its statement shows.
///
/// # Errors
/// [`Error::NotNow`]; [`Error::Unknown`]; when the database refuses.
pub async fn doubt(tx: &Tx, mint: &Mint, by: Option<PersonId>, id: PayoutId) -> Result<bool, Error> {
    if step(tx, mint, id, Event::Doubt, Condition::all(), &[]).await?.is_none() {
        return Ok(false);
    }
    record(tx, mint, id, Event::Doubt.code(), by, None).await?;
    Ok(true)
}

/// The bank did it: what its statement says, or somebody who looked. The amount is the payout's own, or it is refused.
///
/// # Errors
/// [`Error::Amount`]; [`Error::NotNow`], also for one that failed or came back: its lines may be in another one;
/// [`Error::Unknown`]; when the database refuses.
pub async fn pay(tx: &Tx, mint: &Mint, by: Option<PersonId>, id: PayoutId, paid: Money) -> Result<bool, Error> {
    let found = find(tx, id).await?.ok_or(Error::Unknown)?;
    if found.amount != paid {
        return Err(Error::Amount);
    }
    // Whoever said that it failed was wrong, and is not the first of two who say that it came back.
    let set = [(payout::Column::DoomedBy, Expr::value(None::<PersonId>))];
    let Some(before) = step(tx, mint, id, Event::Pay, Condition::all(), &set).await? else {
        return Ok(false);
    };
    record(tx, mint, id, Event::Pay.code(), by, None).await?;
    let moved = MarketEvent::PayoutPaid {
        payout: id,
        cooperative: before.cooperative,
        minor: before.amount.minor,
    };
    post(tx, mint, by, before.amount, &moved).await?;
    Ok(true)
}

/// The bank's statement shows a payout that somebody said was paid; false where a statement showed it before.
///
/// # Errors
/// When the database refuses.
pub async fn confirm(tx: &Tx, mint: &Mint, id: PayoutId) -> Result<bool, Error> {
    shown(tx, mint, id, Event::Pay, "confirm").await
}

/// The bank's statement shows that a payout came back, as somebody said; false where a statement showed it before.
///
/// # Errors
/// When the database refuses.
pub async fn confirm_return(tx: &Tx, mint: &Mint, id: PayoutId) -> Result<bool, Error> {
    shown(tx, mint, id, Event::Return, "confirm_return").await
}

async fn shown(tx: &Tx, mint: &Mint, id: PayoutId, event: Event, name: &str) -> Result<bool, Error> {
    // One statement after the other: the row is held until the transaction ends.
    payout::Entity::update_many()
        .col_expr(payout::Column::UpdatedAt, Expr::value(mint.now))
        .filter(payout::Column::Id.eq(id))
        .exec(tx.writer())
        .await?;
    let by_bank = |one: &Happened| one.person.is_none() && [event.code(), name].contains(&one.event.as_str());
    if history(tx, id).await?.iter().any(by_bank) {
        return Ok(false);
    }
    record(tx, mint, id, name, None, None).await?;
    Ok(true)
}

/// What came of saying that a payout failed, or came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failing {
    /// It did so now: its lines are free.
    Now,
    /// It had done so before.
    Before,
    /// A second person has to say so too.
    Asked,
}

/// The bank did not do it: what its statement says, where nobody says it; or a person, with a reason. Above
/// `alone_minor` a second person must say so too.
///
/// # Errors
/// [`Error::NotNow`]; [`Error::Unknown`]; when the database refuses.
pub async fn fail(
    tx: &Tx,
    mint: &Mint,
    by: Option<PersonId>,
    id: PayoutId,
    reason: &str,
    alone_minor: i64,
) -> Result<Failing, Error> {
    undo(tx, mint, by, id, (Event::Fail, "doom"), reason, alone_minor).await
}

/// What the bank had done came back: what its statement says, where nobody says it; or a person, with a reason. Above
/// `alone_minor` a second person must say so too, because the same money goes out again.
///
/// # Errors
/// [`Error::NotNow`] for one that was not paid; [`Error::Unknown`]; when the database refuses.
pub async fn come_back(
    tx: &Tx,
    mint: &Mint,
    by: Option<PersonId>,
    id: PayoutId,
    reason: &str,
    alone_minor: i64,
) -> Result<Failing, Error> {
    undo(tx, mint, by, id, (Event::Return, "doom_return"), reason, alone_minor).await
}

/// Puts the money back to what the cooperative can be paid, and frees the lines.
async fn undo(
    tx: &Tx,
    mint: &Mint,
    by: Option<PersonId>,
    id: PayoutId,
    (event, first): (Event, &str),
    reason: &str,
    alone_minor: i64,
) -> Result<Failing, Error> {
    if let Some(person) = by
        && is_first(tx, mint, person, id, event, alone_minor).await?
    {
        record(tx, mint, id, first, by, Some(reason)).await?;
        return Ok(Failing::Asked);
    }
    let alone = match by {
        None => Condition::all(),
        Some(person) => Condition::any().add(payout::Column::AmountMinor.lte(alone_minor)).add(
            Condition::all()
                .add(payout::Column::DoomedBy.is_not_null())
                .add(payout::Column::DoomedBy.ne(person)),
        ),
    };
    let before = match step(tx, mint, id, event, alone, &[]).await {
        Ok(Some(before)) => before,
        Ok(None) => return Ok(Failing::Before),
        // The same person again.
        Err(Error::SecondPerson) => return Ok(Failing::Asked),
        Err(error) => return Err(error),
    };
    record(tx, mint, id, event.code(), by, Some(reason)).await?;
    let (payout, cooperative, minor) = (id, before.cooperative, before.amount.minor);
    let moved = if event == Event::Return {
        MarketEvent::PayoutReturned {
            payout,
            cooperative,
            minor,
        }
    } else {
        MarketEvent::PayoutFailed {
            payout,
            cooperative,
            minor,
        }
    };
    post(tx, mint, by, before.amount, &moved).await?;
    free_lines(tx, id, mint.now).await?;
    Ok(Failing::Now)
}

/// Whether this person is the first of two who must say that it failed, or came back.
async fn is_first(
    tx: &Tx,
    mint: &Mint,
    by: PersonId,
    id: PayoutId,
    event: Event,
    alone_minor: i64,
) -> Result<bool, Error> {
    let found = find(tx, id).await?.ok_or(Error::Unknown)?;
    if !matches!(found.state.after(event), Step::To(_)) {
        return Ok(false);
    }
    let done = payout::Entity::update_many()
        .col_expr(payout::Column::DoomedBy, Expr::value(Some(by)))
        .col_expr(payout::Column::UpdatedAt, Expr::value(mint.now))
        .filter(payout::Column::Id.eq(id))
        .filter(payout::Column::State.eq(found.state))
        .filter(payout::Column::AmountMinor.gt(alone_minor))
        .filter(payout::Column::DoomedBy.is_null())
        .exec(tx.writer())
        .await?;
    Ok(done.rows_affected == 1)
}

/// Moves a payout where `only` holds, and gives it as it was; nothing where that happened before.
async fn step(
    tx: &Tx,
    mint: &Mint,
    id: PayoutId,
    event: Event,
    only: Condition,
    set: &[(payout::Column, Expr)],
) -> Result<Option<Payout>, Error> {
    // Somebody may be moving it: then it is read once more.
    for _ in 0..2 {
        let found = find(tx, id).await?.ok_or(Error::Unknown)?;
        let next = match found.state.after(event) {
            Step::To(next) => next,
            Step::Already => return Ok(None),
            Step::Never => return Err(Error::NotNow(found.state.code())),
        };
        let mut update = payout::Entity::update_many()
            .col_expr(payout::Column::State, Expr::value(next))
            .col_expr(payout::Column::UpdatedAt, Expr::value(mint.now))
            .col_expr(payout::Column::Version, Expr::col(payout::Column::Version).add(1))
            .filter(payout::Column::Id.eq(id))
            .filter(payout::Column::State.eq(found.state))
            .filter(only.clone());
        for (column, value) in set {
            update = update.col_expr(*column, value.clone());
        }
        if update.exec(tx.writer()).await?.rows_affected == 1 {
            return Ok(Some(found));
        }
    }
    Err(Error::SecondPerson)
}

async fn post(tx: &Tx, mint: &Mint, by: Option<PersonId>, amount: Money, moved: &MarketEvent) -> Result<(), Error> {
    post_event(tx, mint, by, amount.currency, moved).await?;
    Ok(())
}

pub(super) async fn record(
    tx: &Tx,
    mint: &Mint,
    id: PayoutId,
    event: &str,
    by: Option<PersonId>,
    note: Option<&str>,
) -> Result<(), Error> {
    let row = payout_event::ActiveModel {
        id: Set(mint.id()),
        payout_id: Set(id),
        event: Set(event.to_owned()),
        person_id: Set(by),
        note: Set(note.map(str::to_owned)),
        at: Set(Micros(mint.now.0)),
    };
    payout_event::Entity::insert(row)
        .exec_without_returning(tx.writer())
        .await?;
    Ok(())
}
