//! Payments: one for each cooperative's part of an order, moved by conditional statements, with a
//! history that only grows.

use crate::{
    Error,
    entity::{payment, payment_event},
    status::{Event, Holder, Method, State, Step},
};
use kernel::{
    Currency, Micros, Mint, Money, Read, Tx,
    ids::{OrderId, PaymentId, PersonId, SellerOrderId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, sea_query::Expr};

/// What a buyer owes for one part of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// The id.
    pub id: PaymentId,
    /// The order.
    pub order: OrderId,
    /// The part.
    pub seller_order: SellerOrderId,
    /// How it is paid.
    pub method: Method,
    /// Where it stands.
    pub state: State,
    /// What is due.
    pub amount: Money,
    /// What was paid.
    pub collected: Money,
    /// What was given back of it or is on its way, in centimes.
    pub refunded_minor: i64,
    /// Who has the cash, once there is some.
    pub holder: Option<Holder>,
    /// When it last moved.
    pub updated_at: Micros,
}

/// Something that happened to a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What.
    pub event: Event,
    /// How much, where money moved.
    pub amount: Option<Money>,
    /// Who has the cash since then.
    pub holder: Option<Holder>,
    /// Who wrote it down.
    pub person: Option<PersonId>,
    /// When.
    pub at: Micros,
}

/// The payment of one part.
///
/// # Errors
/// When the database cannot answer.
pub async fn find_for_seller_order(db: &impl Read, part: SellerOrderId) -> Result<Option<Payment>, Error> {
    let row = payment::Entity::find()
        .filter(payment::Column::SellerOrderId.eq(part))
        .one(db.reader())
        .await?;
    Ok(row.map(Payment::from))
}

/// The payments of some parts.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_for_seller_orders(db: &impl Read, parts: &[SellerOrderId]) -> Result<Vec<Payment>, Error> {
    let rows = payment::Entity::find()
        .filter(payment::Column::SellerOrderId.is_in(parts.iter().copied()))
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(Payment::from).collect())
}

/// The history of the payment of one part, the earliest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_events(db: &impl Read, payment: PaymentId) -> Result<Vec<Remark>, Error> {
    let rows = payment_event::Entity::find()
        .filter(payment_event::Column::PaymentId.eq(payment))
        .order_by_asc(payment_event::Column::At)
        .order_by_asc(payment_event::Column::Id)
        .all(db.reader())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Remark {
            event: row.event,
            amount: row.amount_minor.map(Money::mad),
            holder: row.holder,
            person: row.person_id,
            at: row.at,
        })
        .collect())
}

/// What is due for one part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The part.
    pub seller_order: SellerOrderId,
    /// How much.
    pub amount: Money,
}

/// Writes down what a buyer will owe, and how it will be paid: two statements for any number of parts.
///
/// # Errors
/// When the database refuses.
pub async fn expect(tx: &Tx, mint: &Mint, order: OrderId, method: Method, due: &[Due]) -> Result<(), Error> {
    let ids: Vec<PaymentId> = due.iter().map(|_| mint.id()).collect();
    let rows = ids.iter().zip(due).map(|(id, due)| payment::ActiveModel {
        id: Set(*id),
        order_id: Set(order),
        seller_order_id: Set(due.seller_order),
        method: Set(method),
        state: Set(State::Expected),
        amount_minor: Set(due.amount.minor),
        currency: Set(due.amount.currency.code().to_owned()),
        collected_minor: Set(0),
        refunded_minor: Set(0),
        holder: Set(None),
        created_at: Set(mint.now),
        updated_at: Set(mint.now),
        version: Set(1),
    });
    payment::Entity::insert_many(rows)
        .exec_without_returning(tx.writer())
        .await?;
    let events = ids.iter().zip(due).map(|(id, due)| {
        event_row(
            mint,
            *id,
            Change {
                event: Event::Expect,
                amount: Some(due.amount),
                holder: None,
                person: None,
            },
        )
    });
    payment_event::Entity::insert_many(events)
        .exec_without_returning(tx.writer())
        .await?;
    Ok(())
}

/// Writes down cash that the buyer paid, and who has it. Less than is due is a short payment, which
/// may be made up later by collecting the whole.
///
/// # Errors
/// [`Error::Amount`] for more than is due or less than nothing, [`Error::NotNow`], [`Error::NoPayment`],
/// or when the database refuses.
pub async fn collect(
    tx: &Tx,
    mint: &Mint,
    part: SellerOrderId,
    amount: Money,
    holder: Holder,
    person: Option<PersonId>,
) -> Result<(), Error> {
    let due = find_for_seller_order(tx, part).await?.ok_or(Error::NoPayment)?.amount;
    if amount.currency != due.currency || amount.minor < 0 || amount.minor > due.minor {
        return Err(Error::Amount);
    }
    let event = if amount == due {
        Event::Collect
    } else {
        Event::FallShort
    };
    let change = Change {
        event,
        amount: Some(amount),
        holder: Some(holder),
        person,
    };
    advance(tx, mint, part, change).await
}

/// Writes down that the cooperative has the cash that somebody else collected.
///
/// # Errors
/// [`Error::NotNow`], also for what is no cash, [`Error::NoPayment`], or when the database refuses.
pub async fn remit(tx: &Tx, mint: &Mint, part: SellerOrderId, person: Option<PersonId>) -> Result<(), Error> {
    let found = find_for_seller_order(tx, part).await?.ok_or(Error::NoPayment)?;
    if found.method != Method::Cash {
        return Err(Error::NotNow {
            from: found.state.code(),
            event: Event::Remit.code(),
        });
    }
    let change = Change {
        event: Event::Remit,
        amount: None,
        holder: Some(Holder::Cooperative),
        person,
    };
    advance(tx, mint, part, change).await
}

/// Writes down that the cash went on to somebody else: on its way to the market, or through its office.
///
/// # Errors
/// [`Error::NotNow`], [`Error::NoPayment`], or when the database refuses.
pub async fn hand_on(
    tx: &Tx,
    mint: &Mint,
    part: SellerOrderId,
    to: Holder,
    person: Option<PersonId>,
) -> Result<(), Error> {
    let change = Change {
        event: Event::HandOn,
        amount: None,
        holder: Some(to),
        person,
    };
    advance(tx, mint, part, change).await
}

/// Writes down that so much more was paid, in centimes, of what had been forgiven: it can be given back as the rest can.
///
/// # Errors
/// [`Error::Amount`] for more than the part costs; when the database refuses.
pub async fn pay_after_all(tx: &Tx, mint: &Mint, part: SellerOrderId, minor: i64) -> Result<(), Error> {
    use payment::Column as C;
    let after = || Expr::col(C::CollectedMinor).add(minor);
    let done = payment::Entity::update_many()
        .col_expr(C::CollectedMinor, after())
        .col_expr(C::UpdatedAt, Expr::value(mint.now))
        .col_expr(C::Version, Expr::col(C::Version).add(1))
        .filter(C::SellerOrderId.eq(part))
        .filter(after().lte(Expr::col(C::AmountMinor)))
        .exec(tx.writer())
        .await?;
    if done.rows_affected == 1 {
        Ok(())
    } else {
        Err(Error::Amount)
    }
}

/// Writes down that the buyer did not pay.
///
/// # Errors
/// [`Error::NotNow`], [`Error::NoPayment`], or when the database refuses.
pub async fn refuse(tx: &Tx, mint: &Mint, part: SellerOrderId, person: Option<PersonId>) -> Result<(), Error> {
    advance(tx, mint, part, Change::bare(Event::Refuse, person)).await
}

/// Writes down that nothing is due any more.
///
/// # Errors
/// [`Error::NotNow`], [`Error::NoPayment`], or when the database refuses.
pub async fn void(tx: &Tx, mint: &Mint, part: SellerOrderId, person: Option<PersonId>) -> Result<(), Error> {
    advance(tx, mint, part, Change::bare(Event::Void, person)).await
}

/// Makes a part due again that was given up too early.
///
/// # Errors
/// [`Error::NotNow`], [`Error::NoPayment`], or when the database refuses.
pub async fn revive(tx: &Tx, mint: &Mint, part: SellerOrderId) -> Result<(), Error> {
    advance(tx, mint, part, Change::bare(Event::Revive, None)).await
}

/// Writes down that what was paid for a part goes back to its buyer.
///
/// # Errors
/// [`Error::NotNow`], [`Error::NoPayment`], or when the database refuses.
pub async fn give_back(tx: &Tx, mint: &Mint, part: SellerOrderId, person: Option<PersonId>) -> Result<(), Error> {
    advance(tx, mint, part, Change::bare(Event::Refund, person)).await
}

/// Writes down that the buyer pays a part on delivery instead, as long as nothing was paid.
///
/// # Errors
/// [`Error::NotNow`], [`Error::NoPayment`], or when the database refuses.
pub async fn switch_to_cash(tx: &Tx, mint: &Mint, part: SellerOrderId) -> Result<(), Error> {
    advance(tx, mint, part, Change::bare(Event::Switch, None)).await?;
    payment::Entity::update_many()
        .col_expr(payment::Column::Method, Expr::value(Method::Cash))
        .filter(payment::Column::SellerOrderId.eq(part))
        .exec(tx.writer())
        .await?;
    Ok(())
}

#[derive(Clone, Copy)]
struct Change {
    event: Event,
    amount: Option<Money>,
    holder: Option<Holder>,
    person: Option<PersonId>,
}

impl Change {
    const fn bare(event: Event, person: Option<PersonId>) -> Self {
        Self {
            event,
            amount: None,
            holder: None,
            person,
        }
    }
}

/// Moves a payment by one conditional statement and writes its event. The loser of a race looks
/// again once; what was done before is no error.
async fn advance(tx: &Tx, mint: &Mint, part: SellerOrderId, change: Change) -> Result<(), Error> {
    for _ in 0..2 {
        let found = find_for_seller_order(tx, part).await?.ok_or(Error::NoPayment)?;
        let next = match found.state.after(change.event) {
            Step::To(next) => next,
            Step::Already => return Ok(()),
            Step::Never => {
                return Err(Error::NotNow {
                    from: found.state.code(),
                    event: change.event.code(),
                });
            }
        };
        let mut update = payment::Entity::update_many()
            .col_expr(payment::Column::State, Expr::value(next))
            .col_expr(payment::Column::UpdatedAt, Expr::value(mint.now))
            .col_expr(payment::Column::Version, Expr::col(payment::Column::Version).add(1))
            .filter(payment::Column::Id.eq(found.id))
            .filter(payment::Column::State.eq(found.state));
        if let Some(amount) = change.amount {
            update = update.col_expr(payment::Column::CollectedMinor, Expr::value(amount.minor));
        }
        if let Some(holder) = change.holder {
            update = update.col_expr(payment::Column::Holder, Expr::value(Some(holder)));
        }
        if update.exec(tx.writer()).await?.rows_affected == 1 {
            let row = event_row(mint, found.id, change);
            payment_event::Entity::insert(row)
                .exec_without_returning(tx.writer())
                .await?;
            return Ok(());
        }
    }
    Err(Error::Edited)
}

fn event_row(mint: &Mint, payment: PaymentId, change: Change) -> payment_event::ActiveModel {
    payment_event::ActiveModel {
        id: Set(mint.id()),
        payment_id: Set(payment),
        event: Set(change.event),
        amount_minor: Set(change.amount.map(|amount| amount.minor)),
        holder: Set(change.holder),
        person_id: Set(change.person),
        at: Set(mint.now),
    }
}

impl Payment {
    /// What of it can still be given back, in centimes.
    pub const fn left_minor(&self) -> i64 {
        self.collected.minor.saturating_sub(self.refunded_minor)
    }
}

impl From<payment::Model> for Payment {
    fn from(row: payment::Model) -> Self {
        let currency = row.currency.parse().unwrap_or(Currency::Mad);
        let money = |minor| Money { minor, currency };
        Self {
            id: row.id,
            order: row.order_id,
            seller_order: row.seller_order_id,
            method: row.method,
            state: row.state,
            amount: money(row.amount_minor),
            collected: money(row.collected_minor),
            refunded_minor: row.refunded_minor,
            holder: row.holder,
            updated_at: row.updated_at,
        }
    }
}
