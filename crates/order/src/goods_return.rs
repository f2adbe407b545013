//! Goods that a buyer gives back: asked for by one conditional statement for each line, so that no piece is in two
//! returns that stand, and moved by conditional statements, with a history that only grows.

use crate::{
    Error,
    entity::{goods_return, goods_return_event, goods_return_line, order_line, seller_order},
    history::By,
    moving::Moved,
    returning::{ANSWER, Move, PAY_BACK, REMINDER, Refusal, Stage, Turn},
    status::State,
};
use kernel::{
    Limit, Micros, Mint, Page, Read, Tx,
    ids::{CooperativeId, LineId, OrderId, RefundId, ReturnId, SellerOrderId, VariantId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, Query, SelectStatement},
};
use std::collections::BTreeMap;

/// Returns that are read in one go.
const AT_ONCE: u64 = 200;

/// What a buyer gives back of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Return {
    /// The id.
    pub id: ReturnId,
    /// The order.
    pub order: OrderId,
    /// The part.
    pub part: SellerOrderId,
    /// Whose part it is.
    pub cooperative: CooperativeId,
    /// Where it stands.
    pub stage: Stage,
    /// The buyer's reason, where one was given.
    pub reason: Option<String>,
    /// Why it was refused.
    pub refusal: Option<Refusal>,
    /// The words of whoever refused, ended or decided it, to the buyer.
    pub words: Option<String>,
    /// What the pieces cost, in centimes.
    pub goods_minor: i64,
    /// What is paid back, delivery included, once it was decided.
    pub refunded_minor: Option<i64>,
    /// The refund, once it was decided; none where nothing is left of what was paid.
    pub refund: Option<RefundId>,
    /// When time does something about it.
    pub due_at: Option<Micros>,
    /// Whether the cooperative was reminded.
    pub reminded: bool,
    /// Since when.
    pub requested_at: Micros,
    /// When it last moved.
    pub updated_at: Micros,
    /// Its lines.
    pub lines: Vec<Piece>,
}

/// So many pieces of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The line.
    pub line: LineId,
    /// Its variant, of which a part has one line.
    pub variant: VariantId,
    /// What one piece cost, in centimes.
    pub unit_price_minor: i64,
    /// Pieces.
    pub quantity: i64,
    /// How many of them are paid back, once it was decided.
    pub refunded: Option<i64>,
}

/// What a buyer asks to give back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct New {
    /// Of which part.
    pub part: SellerOrderId,
    /// Variants and pieces of each.
    pub pieces: BTreeMap<VariantId, i64>,
    /// Why, if they like to say.
    pub reason: Option<String>,
}

/// A return, for notices and jobs.
///
/// # Errors
/// [`Error::NoReturn`], or when the database cannot answer.
pub async fn get(db: &impl Read, id: ReturnId) -> Result<Return, Error> {
    let row = goods_return::Entity::find_by_id(id)
        .one(db.reader())
        .await?
        .ok_or(Error::NoReturn)?;
    whole(db, vec![row]).await?.pop().ok_or(Error::NoReturn)
}

/// A return of a cooperative's part.
///
/// # Errors
/// When the database cannot answer.
pub async fn find_for_cooperative(
    db: &impl Read,
    cooperative: CooperativeId,
    id: ReturnId,
) -> Result<Option<Return>, Error> {
    let row = goods_return::Entity::find_by_id(id)
        .filter(goods_return::Column::CooperativeId.eq(cooperative))
        .one(db.reader())
        .await?;
    Ok(whole(db, row.into_iter().collect()).await?.pop())
}

/// The return that a refund is for.
///
/// # Errors
/// When the database cannot answer.
pub async fn find_of_refund(db: &impl Read, refund: RefundId) -> Result<Option<Return>, Error> {
    let row = goods_return::Entity::find()
        .filter(goods_return::Column::RefundId.eq(refund))
        .one(db.reader())
        .await?;
    Ok(whole(db, row.into_iter().collect()).await?.pop())
}

/// The returns of an order, the earliest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_of_order(db: &impl Read, order: OrderId) -> Result<Vec<Return>, Error> {
    list(db, Condition::all().add(goods_return::Column::OrderId.eq(order))).await
}

/// The returns of a part, the earliest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_of_part(db: &impl Read, part: SellerOrderId) -> Result<Vec<Return>, Error> {
    list(db, Condition::all().add(goods_return::Column::SellerOrderId.eq(part))).await
}

/// Those of some parts of which every piece came back and was decided about: nothing is due for them any more.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_all_back(db: &impl Read, parts: &[SellerOrderId]) -> Result<Vec<SellerOrderId>, Error> {
    let sold = order_line::Entity::find()
        .filter(order_line::Column::SellerOrderId.is_in(parts.iter().copied()))
        .all(db.reader())
        .await?;
    let of = goods_return::Column::SellerOrderId.is_in(parts.iter().copied());
    let returns = list(db, Condition::all().add(of)).await?;
    let is_back = |part: &SellerOrderId| {
        let sold = sold.iter().filter(|line| line.seller_order_id == *part);
        let sold = sold.fold(0_i64, |sum, line| sum.saturating_add(line.quantity));
        let back = returns.iter().filter(|one| one.part == *part);
        let back = back.flat_map(|one| &one.lines).filter_map(|piece| piece.refunded);
        sold > 0 && back.fold(0_i64, i64::saturating_add) >= sold
    };
    Ok(parts.iter().copied().filter(is_back).collect())
}

/// Returns whose goods did not come in time, the oldest first: for administrators.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_not_received(db: &impl Read) -> Result<Vec<Return>, Error> {
    let missed = Condition::all().add(goods_return::Column::State.eq(Stage::NotReceived));
    list(db, missed).await
}

async fn list(db: &impl Read, which: Condition) -> Result<Vec<Return>, Error> {
    let rows = goods_return::Entity::find()
        .filter(which)
        .order_by_asc(goods_return::Column::RequestedAt)
        .order_by_asc(goods_return::Column::Id)
        .limit(AT_ONCE)
        .all(db.reader())
        .await?;
    whole(db, rows).await
}

/// A cooperative's returns: the open ones, the oldest first, or all others, the newest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_for_cooperative(
    db: &impl Read,
    cooperative: CooperativeId,
    open: bool,
    after: Option<ReturnId>,
    limit: Limit,
) -> Result<Page<Return>, Error> {
    use goods_return::Column as C;
    // The ids go by time.
    let mut query = goods_return::Entity::find().filter(C::CooperativeId.eq(cooperative));
    query = if open {
        query.filter(C::State.is_in(Stage::OPEN)).order_by_asc(C::Id)
    } else {
        query.filter(C::State.is_not_in(Stage::OPEN)).order_by_desc(C::Id)
    };
    if let Some(after) = after {
        query = query.filter(if open { C::Id.gt(after) } else { C::Id.lt(after) });
    }
    let rows = query.limit(limit.and_one()).all(db.reader()).await?;
    let page = Page::cut(rows, limit, |row| row.id.to_string());
    Ok(Page {
        items: whole(db, page.items).await?,
        next: page.next,
    })
}

/// How many returns wait for something a cooperative has to do.
///
/// # Errors
/// When the database cannot answer.
pub async fn count_waiting(db: &impl Read, cooperative: CooperativeId) -> Result<u64, Error> {
    Ok(goods_return::Entity::find()
        .filter(goods_return::Column::CooperativeId.eq(cooperative))
        .filter(goods_return::Column::State.is_in([Stage::Requested, Stage::Received]))
        .count(db.reader())
        .await?)
}

/// Returns about which time does something by now, the oldest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_due(db: &impl Read, now: Micros) -> Result<Vec<ReturnId>, Error> {
    Ok(goods_return::Entity::find()
        .select_only()
        .column(goods_return::Column::Id)
        .filter(goods_return::Column::DueAt.lte(now))
        .order_by_asc(goods_return::Column::DueAt)
        .limit(AT_ONCE)
        .into_tuple()
        .all(db.reader())
        .await?)
}

/// The parts of which something is on its way back.
pub(crate) fn open_parts() -> SelectStatement {
    Query::select()
        .column(goods_return::Column::SellerOrderId)
        .from(goods_return::Entity)
        .and_where(goods_return::Column::State.is_in(Stage::OPEN))
        .to_owned()
}

/// Whether something of a part is on its way back.
pub(crate) async fn is_any_open(db: &impl Read, part: SellerOrderId) -> Result<bool, Error> {
    let open = goods_return::Entity::find()
        .filter(goods_return::Column::SellerOrderId.eq(part))
        .filter(goods_return::Column::State.is_in(Stage::OPEN))
        .count(db.reader())
        .await?;
    Ok(open > 0)
}

/// Writes down that a buyer gives pieces back, if the part is with them and the time is not over. Two who ask at once for
/// more pieces than there are do not both get it.
///
/// # Errors
/// [`Error::NotNow`] for a part that is not delivered, [`Error::ReturnTooLate`], [`Error::NotReturnable`],
/// [`Error::ReturnPieces`], [`Error::NoOrder`]; when the database refuses.
pub async fn request(tx: &Tx, mint: &Mint, new: &New) -> Result<ReturnId, Error> {
    let part = lock_part(tx, mint.now, new.part).await?;
    let id: ReturnId = mint.id();
    let (mut lines, mut goods) = (Vec::new(), 0_i64);
    for (variant, quantity) in new.pieces.iter().filter(|(_, quantity)| **quantity != 0) {
        let line = take(tx, new.part, *variant, *quantity).await?;
        let minor = line.unit_price_minor.checked_mul(*quantity).ok_or(Error::Amount)?;
        goods = goods.checked_add(minor).ok_or(Error::Amount)?;
        lines.push(goods_return_line::ActiveModel {
            goods_return_id: Set(id),
            order_line_id: Set(line.id),
            variant_id: Set(*variant),
            unit_price_minor: Set(line.unit_price_minor),
            quantity: Set(*quantity),
            refunded: Set(None),
        });
    }
    if lines.is_empty() {
        return Err(Error::ReturnPieces);
    }
    let row = goods_return::ActiveModel {
        id: Set(id),
        order_id: Set(part.order_id),
        seller_order_id: Set(part.id),
        cooperative_id: Set(part.cooperative_id),
        state: Set(Stage::Requested),
        reason: Set(new.reason.clone()),
        refusal: Set(None),
        words: Set(None),
        goods_minor: Set(goods),
        refunded_minor: Set(None),
        refund_id: Set(None),
        due_at: Set(Some(mint.now.plus(REMINDER))),
        reminded: Set(false),
        requested_at: Set(mint.now),
        updated_at: Set(mint.now),
        version: Set(1),
    };
    goods_return::Entity::insert(row)
        .exec_without_returning(tx.writer())
        .await?;
    goods_return_line::Entity::insert_many(lines)
        .exec_without_returning(tx.writer())
        .await?;
    record(tx, mint, id, Move::Request, &By::buyer()).await?;
    Ok(id)
}

/// Locks a part until the transaction ends, wherever it stands: of two who decide about its returns at once, one sees what
/// the other decided.
///
/// # Errors
/// When the database refuses.
pub async fn hold_part(tx: &Tx, part: SellerOrderId) -> Result<(), Error> {
    use seller_order::Column as C;
    seller_order::Entity::update_many()
        .col_expr(C::Version, Expr::col(C::Version).add(1))
        .filter(C::Id.eq(part))
        .exec(tx.writer())
        .await?;
    Ok(())
}

/// Locks a part of which something may be given back: it is not closed meanwhile.
async fn lock_part(tx: &Tx, now: Micros, id: SellerOrderId) -> Result<seller_order::Model, Error> {
    use seller_order::Column as C;
    let locked = seller_order::Entity::update_many()
        .col_expr(C::Version, Expr::col(C::Version).add(1))
        .filter(C::Id.eq(id))
        .filter(C::State.eq(State::Delivered))
        .filter(C::WithdrawUntil.gt(now))
        .exec_with_returning(tx.writer())
        .await?;
    if let Some(part) = locked.into_iter().next() {
        return Ok(part);
    }
    let found = seller_order::Entity::find_by_id(id).one(tx.reader()).await?;
    match found.ok_or(Error::NoOrder)?.state {
        State::Delivered | State::Closed => Err(Error::ReturnTooLate),
        other => Err(Error::NotNow {
            from: other.code(),
            event: "give_back",
        }),
    }
}

async fn take(tx: &Tx, part: SellerOrderId, variant: VariantId, quantity: i64) -> Result<order_line::Model, Error> {
    use order_line::Column as C;
    let of = Condition::all()
        .add(C::SellerOrderId.eq(part))
        .add(C::VariantId.eq(variant));
    if quantity > 0 {
        let after = || Expr::col(C::Returned).add(quantity);
        let taken = order_line::Entity::update_many()
            .col_expr(C::Returned, after())
            .filter(of.clone())
            .filter(C::Withdrawal.eq("standard"))
            .filter(after().lte(Expr::col(C::Quantity)))
            .exec_with_returning(tx.writer())
            .await?;
        if let Some(line) = taken.into_iter().next() {
            return Ok(line);
        }
    }
    let found = order_line::Entity::find().filter(of).one(tx.reader()).await?;
    match found {
        Some(line) if line.withdrawal != "standard" => Err(Error::NotReturnable),
        _ => Err(Error::ReturnPieces),
    }
}

/// Writes down that the cooperative was reminded, once.
///
/// # Errors
/// When the database refuses.
pub async fn remind(tx: &Tx, mint: &Mint, found: &Return) -> Result<bool, Error> {
    use goods_return::Column as C;
    let done = goods_return::Entity::update_many()
        .col_expr(C::Reminded, Expr::value(true))
        .col_expr(C::DueAt, Expr::value(Some(found.requested_at.plus(ANSWER))))
        .filter(C::Id.eq(found.id))
        .filter(C::State.eq(Stage::Requested))
        .filter(C::Reminded.eq(false))
        .exec(tx.writer())
        .await?;
    if done.rows_affected == 1 {
        record(tx, mint, found.id, Move::Remind, &By::system()).await?;
    }
    Ok(done.rows_affected == 1)
}

/// What is said with a step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Until when the goods should come, of what is accepted or waits again.
    pub due_at: Option<Micros>,
    /// Why it is refused.
    pub refusal: Option<Refusal>,
    /// How much is paid back, and the refund, unless it is nothing.
    pub paid_back: Option<(i64, Option<RefundId>)>,
}

/// Moves a return by an event, if it stands where the event can happen: one conditional statement decides, and the loser
/// of a race looks again once. Pieces that stay with the buyer may be given back again.
///
/// # Errors
/// [`Error::NotNow`], [`Error::ReturnWords`] for a refusal without reason or words, or an end without words,
/// [`Error::NoReturn`], or when the database refuses.
pub async fn advance(tx: &Tx, mint: &Mint, id: ReturnId, event: Move, by: &By, said: Said) -> Result<Moved, Error> {
    use goods_return::Column as C;
    let speechless = by.note.is_none() && matches!(event, Move::Refuse | Move::End);
    if speechless || (event == Move::Refuse && said.refusal.is_none()) {
        return Err(Error::ReturnWords);
    }
    for _ in 0..2 {
        let found = get(tx, id).await?;
        let next = match found.stage.after(event) {
            Turn::To(next) => next,
            Turn::Already => return Ok(Moved::Before),
            Turn::Never => {
                return Err(Error::NotNow {
                    from: found.stage.code(),
                    event: event.code(),
                });
            }
        };
        let due = match next {
            Stage::Accepted => said.due_at,
            Stage::Received => Some(mint.now.plus(PAY_BACK)),
            _ => None,
        };
        let mut update = goods_return::Entity::update_many()
            .col_expr(C::State, Expr::value(next))
            .col_expr(C::DueAt, Expr::value(due))
            .col_expr(C::UpdatedAt, Expr::value(mint.now))
            .col_expr(C::Version, Expr::col(C::Version).add(1))
            .filter(C::Id.eq(id))
            .filter(C::State.eq(found.stage));
        if let Some(refusal) = said.refusal {
            update = update.col_expr(C::Refusal, Expr::value(Some(refusal)));
        }
        if let Some((minor, refund)) = said.paid_back {
            update = update
                .col_expr(C::RefundId, Expr::value(refund))
                .col_expr(C::RefundedMinor, Expr::value(Some(minor)));
        }
        if by.note.is_some() {
            update = update.col_expr(C::Words, Expr::value(by.note.clone()));
        }
        if update.exec(tx.writer()).await?.rows_affected == 1 {
            if matches!(next, Stage::Refused | Stage::Withdrawn | Stage::Ended) {
                stay(tx, &found).await?;
            }
            record(tx, mint, id, event, by).await?;
            return Ok(Moved::Now);
        }
    }
    Err(Error::Edited)
}

/// Writes down how many pieces of each line are paid back.
///
/// # Errors
/// [`Error::ReturnPieces`] for more than came back; when the database refuses.
pub async fn settle(tx: &Tx, id: ReturnId, pieces: &[(LineId, i64)]) -> Result<(), Error> {
    use goods_return_line::Column as C;
    for (line, refunded) in pieces {
        let done = goods_return_line::Entity::update_many()
            .col_expr(C::Refunded, Expr::value(Some(*refunded)))
            .filter(C::GoodsReturnId.eq(id))
            .filter(C::OrderLineId.eq(*line))
            .filter(C::Quantity.gte(*refunded))
            .exec(tx.writer())
            .await?;
        if done.rows_affected != 1 || *refunded < 0 {
            return Err(Error::ReturnPieces);
        }
    }
    Ok(())
}

/// The pieces stay with the buyer.
async fn stay(tx: &Tx, found: &Return) -> Result<(), Error> {
    for piece in &found.lines {
        order_line::Entity::update_many()
            .col_expr(
                order_line::Column::Returned,
                Expr::col(order_line::Column::Returned).sub(piece.quantity),
            )
            .filter(order_line::Column::Id.eq(piece.line))
            .exec(tx.writer())
            .await?;
    }
    Ok(())
}

async fn record(tx: &Tx, mint: &Mint, id: ReturnId, event: Move, by: &By) -> Result<(), Error> {
    let row = goods_return_event::ActiveModel {
        id: Set(mint.id()),
        goods_return_id: Set(id),
        event: Set(event),
        actor: Set(by.actor),
        person_id: Set(by.person),
        note: Set(by.note.clone()),
        at: Set(mint.now),
    };
    goods_return_event::Entity::insert(row)
        .exec_without_returning(tx.writer())
        .await?;
    Ok(())
}

/// Returns with their lines: two statements for any number of them.
async fn whole(db: &impl Read, rows: Vec<goods_return::Model>) -> Result<Vec<Return>, Error> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let lines = goods_return_line::Entity::find()
        .filter(goods_return_line::Column::GoodsReturnId.is_in(rows.iter().map(|row| row.id)))
        .order_by_asc(goods_return_line::Column::OrderLineId)
        .all(db.reader())
        .await?;
    let piece = |row: &goods_return_line::Model| Piece {
        line: row.order_line_id,
        variant: row.variant_id,
        unit_price_minor: row.unit_price_minor,
        quantity: row.quantity,
        refunded: row.refunded,
    };
    let one = |row: goods_return::Model| Return {
        lines: lines
            .iter()
            .filter(|line| line.goods_return_id == row.id)
            .map(piece)
            .collect(),
        id: row.id,
        order: row.order_id,
        part: row.seller_order_id,
        cooperative: row.cooperative_id,
        stage: row.state,
        reason: row.reason,
        refusal: row.refusal,
        words: row.words,
        goods_minor: row.goods_minor,
        refunded_minor: row.refunded_minor,
        refund: row.refund_id,
        due_at: row.due_at,
        reminded: row.reminded,
        requested_at: row.requested_at,
        updated_at: row.updated_at,
    };
    Ok(rows.into_iter().map(one).collect())
}
