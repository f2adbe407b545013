//! The one function that moves a part on, and the parcels that leave.

use crate::{
    Error,
    entity::{order, seller_order, shipment},
    goods_return,
    history::{self, By},
    order::{ANSWER, KEPT, UNCONFIRMED_DAYS, WITHDRAWAL_DAYS},
    status::{CancelledBy, Event, Method, State, Step, Way},
};
use kernel::{
    Micros, Mint, Read, Tx,
    ids::{OrderId, SellerOrderId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect, sea_query::Expr};

/// What became of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    /// The part moved now: what follows from it must be done.
    Now,
    /// It had moved before: nothing follows.
    Before,
}

/// Moves a part by an event, if it stands where the event can happen: one conditional statement
/// decides, and the loser of a race looks again once. The event is recorded with who did it.
///
/// # Errors
/// [`Error::NotNow`], [`Error::NoOrder`], or when the database refuses.
pub async fn advance(tx: &Tx, mint: &Mint, id: SellerOrderId, event: Event, by: &By) -> Result<Moved, Error> {
    for _ in 0..2 {
        let (state, way): (State, Way) = seller_order::Entity::find_by_id(id)
            .select_only()
            .column(seller_order::Column::State)
            .column(seller_order::Column::Delivery)
            .into_tuple()
            .one(tx.reader())
            .await?
            .ok_or(Error::NoOrder)?;
        let next = match state.after(event, way) {
            Step::To(next) => next,
            Step::Already => return Ok(Moved::Before),
            Step::Never => return Err(not_now(state, event)),
        };
        if step(tx, mint, id, (state, next), event, by).await? {
            history::record(tx, mint, &[id], event, by).await?;
            return Ok(Moved::Now);
        }
    }
    Err(Error::Edited)
}

fn not_now(from: State, event: Event) -> Error {
    Error::NotNow {
        from: from.code(),
        event: event.code(),
    }
}

async fn step(
    tx: &Tx,
    mint: &Mint,
    id: SellerOrderId,
    (from, to): (State, State),
    event: Event,
    by: &By,
) -> Result<bool, Error> {
    let mut update = seller_order::Entity::update_many()
        .col_expr(seller_order::Column::State, Expr::value(to))
        .col_expr(seller_order::Column::UpdatedAt, Expr::value(mint.now))
        .col_expr(
            seller_order::Column::Version,
            Expr::col(seller_order::Column::Version).add(1),
        )
        .filter(seller_order::Column::Id.eq(id))
        .filter(seller_order::Column::State.eq(from));
    if let Some(who) = event.cancelled_by() {
        update = update.col_expr(seller_order::Column::CancelledBy, Expr::value(Some(who)));
    }
    if matches!(event, Event::Pay | Event::Switch | Event::Revive) {
        update = update.col_expr(seller_order::Column::AnswerBy, Expr::value(mint.now.plus(ANSWER)));
    }
    if matches!(event, Event::Deliver | Event::HandOver) {
        let ends = mint.now.day_begins(WITHDRAWAL_DAYS.saturating_add(1));
        update = update.col_expr(seller_order::Column::WithdrawUntil, Expr::value(Some(ends)));
    }
    if event == Event::Revive {
        update = update
            .col_expr(seller_order::Column::CancelledBy, Expr::value(None::<CancelledBy>))
            .filter(seller_order::Column::CancelledBy.eq(CancelledBy::Unpaid));
    }
    if by.note.is_some() {
        update = update.col_expr(seller_order::Column::Reason, Expr::value(by.note.clone()));
    }
    Ok(update.exec(tx.writer()).await?.rows_affected == 1)
}

/// Gives the buyer of a delivered part the longer time to withdraw: the order was never confirmed to them. Says
/// whether it was shorter until now.
///
/// # Errors
/// When the database refuses.
pub async fn extend(tx: &Tx, part: SellerOrderId, delivered_at: Micros) -> Result<bool, Error> {
    let ends = delivered_at.day_begins(UNCONFIRMED_DAYS.saturating_add(1));
    let done = seller_order::Entity::update_many()
        .col_expr(seller_order::Column::WithdrawUntil, Expr::value(Some(ends)))
        .filter(seller_order::Column::Id.eq(part))
        .filter(seller_order::Column::State.eq(State::Delivered))
        .filter(seller_order::Column::WithdrawUntil.lt(ends))
        .exec(tx.writer())
        .await?;
    Ok(done.rows_affected == 1)
}

/// Locks a delivered part whose time for withdrawal is over until the transaction ends. Says whether it is one, and
/// nothing of it is on its way back.
///
/// # Errors
/// When the database refuses.
pub async fn lock_over(tx: &Tx, now: Micros, part: SellerOrderId) -> Result<bool, Error> {
    let locked = seller_order::Entity::update_many()
        .col_expr(
            seller_order::Column::Version,
            Expr::col(seller_order::Column::Version).add(1),
        )
        .filter(seller_order::Column::Id.eq(part))
        .filter(seller_order::Column::State.eq(State::Delivered))
        .filter(seller_order::Column::WithdrawUntil.lte(now))
        .exec(tx.writer())
        .await?;
    Ok(locked.rows_affected == 1 && !goods_return::is_any_open(tx, part).await?)
}

/// Writes down until when an accepted part waits for the transfer to its cooperative.
///
/// # Errors
/// When the database refuses.
pub async fn await_payment(tx: &Tx, part: SellerOrderId, until: Micros) -> Result<(), Error> {
    seller_order::Entity::update_many()
        .col_expr(seller_order::Column::PayBy, Expr::value(Some(until)))
        .filter(seller_order::Column::Id.eq(part))
        .filter(seller_order::Column::State.eq(State::Accepted))
        .exec(tx.writer())
        .await?;
    Ok(())
}

/// Writes down that a part waits for no transfer any more. It is locked until the transaction ends: whoever accepts it,
/// or gives it up, in the same moment comes before or after.
///
/// # Errors
/// When the database refuses.
pub async fn was_paid(tx: &Tx, part: SellerOrderId) -> Result<(), Error> {
    seller_order::Entity::update_many()
        .col_expr(seller_order::Column::PayBy, Expr::value(None::<Micros>))
        .filter(seller_order::Column::Id.eq(part))
        .exec(tx.writer())
        .await?;
    Ok(())
}

/// Locks an accepted part, whose time to be paid is over, until the transaction ends. Says whether it is one.
///
/// # Errors
/// When the database refuses.
pub async fn lock_overdue(tx: &Tx, now: Micros, part: SellerOrderId) -> Result<bool, Error> {
    let locked = seller_order::Entity::update_many()
        .col_expr(
            seller_order::Column::Version,
            Expr::col(seller_order::Column::Version).add(1),
        )
        .filter(seller_order::Column::Id.eq(part))
        .filter(seller_order::Column::State.is_in(KEPT))
        .filter(seller_order::Column::PayBy.lte(now))
        .exec(tx.writer())
        .await?;
    Ok(locked.rows_affected == 1)
}

/// Writes down that an order is paid on delivery after all.
///
/// # Errors
/// When the database refuses.
pub async fn switch_to_cash(tx: &Tx, id: OrderId) -> Result<(), Error> {
    order::Entity::update_many()
        .col_expr(order::Column::PaymentMethod, Expr::value(Method::Cash))
        .filter(order::Column::Id.eq(id))
        .exec(tx.writer())
        .await?;
    Ok(())
}

/// Gives every part that is not answered, and every one that waits for a transfer, at least until then. Says how many had
/// less.
///
/// # Errors
/// When the database refuses.
pub async fn give_time(tx: &Tx, until: Micros) -> Result<u64, Error> {
    let given = seller_order::Entity::update_many()
        .col_expr(seller_order::Column::AnswerBy, Expr::value(until))
        .filter(seller_order::Column::State.eq(State::New))
        .filter(seller_order::Column::AnswerBy.lt(until))
        .exec(tx.writer())
        .await?;
    let paying = seller_order::Entity::update_many()
        .col_expr(seller_order::Column::PayBy, Expr::value(Some(until)))
        .filter(seller_order::Column::State.is_in(KEPT))
        .filter(seller_order::Column::PayBy.lt(until))
        .exec(tx.writer())
        .await?;
    Ok(given.rows_affected.saturating_add(paying.rows_affected))
}

/// Writes down a parcel that left.
///
/// # Errors
/// When the database refuses.
pub async fn add_shipment(
    tx: &Tx,
    mint: &Mint,
    part: SellerOrderId,
    carrier: &str,
    tracking: Option<&str>,
) -> Result<(), Error> {
    let row = shipment::ActiveModel {
        id: Set(mint.id()),
        seller_order_id: Set(part),
        carrier: Set(carrier.to_owned()),
        tracking: Set(tracking.map(str::to_owned)),
        shipped_at: Set(mint.now),
    };
    shipment::Entity::insert(row)
        .exec_without_returning(tx.writer())
        .await?;
    Ok(())
}
