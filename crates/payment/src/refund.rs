//! Money that goes back: the way it came, where its provider can do that, and else by hand, which is a task until it is
//! done. What is asked for is taken out of what was captured and out of what was collected for the part by one conditional
//! statement each, so that all refunds together never exceed them; a refund that fails gives its amount free again.

mod chain;
mod state;

pub use chain::{speaker, standing};
pub use state::{Event, State, Step};

use crate::{
    Error, Payment,
    entity::{attempt, payment, refund},
    standing::Standing,
};
use kernel::{
    Currency, Micros, Mint, Money, Read, Tx,
    ids::{AttemptId, OrderId, PersonId, RefundId, SellerOrderId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, Statement,
    sea_query::{Expr, Query, SelectStatement},
};

/// Refunds that are read in one go.
const AT_ONCE: u64 = 200;
/// Refunds in each other's place that are followed.
pub(crate) const LONGEST: usize = 100;

kernel::text_enum! {
    /// How it goes back.
    Way {
        /// The way it came, by the provider.
        Provider = "provider",
        /// By hand; the buyer has not said how.
        Unsaid = "unsaid",
        /// By hand, to the buyer's bank account.
        Account = "account",
        /// By hand, in cash, against the buyer's code.
        Cash = "cash",
        /// The buyer's bank has taken it.
        Dispute = "dispute",
    }
}

kernel::text_enum! {
    /// Who pays a refund by hand.
    Payer {
        /// The cooperative, which was paid itself.
        Cooperative = "cooperative",
        /// The market's office.
        Office = "office",
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
    /// The attempt that was paid; `None` for what was paid without one.
    pub attempt: Option<AttemptId>,
    /// How far it is.
    pub state: State,
    /// How much.
    pub amount: Money,
    /// How it goes back.
    pub way: Way,
    /// Who pays it, where that is done by hand.
    pub payer: Option<Payer>,
    /// The buyer's bank account, sealed.
    pub account: Option<String>,
    /// Its last digits.
    pub account_tail: Option<String>,
    /// The refund that failed, in whose place it is.
    pub follows: Option<RefundId>,
    /// The second person, who agreed.
    pub approved_by: Option<PersonId>,
    /// Who carried it out.
    pub done_by: Option<PersonId>,
    /// What they wrote about it.
    pub note: Option<String>,
    /// Since when it is owed.
    pub created_at: Micros,
    /// When it last moved.
    pub updated_at: Micros,
}

impl Refund {
    /// Whether somebody has to do it by hand, and has not.
    pub const fn is_task(&self) -> bool {
        self.payer.is_some() && self.state.is_open()
    }
}

/// What is to go back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct New {
    /// The order.
    pub order: OrderId,
    /// The part, where it is one's.
    pub part: Option<SellerOrderId>,
    /// Of which attempt, where there was one.
    pub attempt: Option<AttemptId>,
    /// How much.
    pub amount: Money,
    /// How.
    pub way: Way,
    /// Who pays it by hand.
    pub payer: Option<Payer>,
    /// The refund that failed, in whose place it is.
    pub follows: Option<RefundId>,
}

/// A refund.
///
/// # Errors
/// When the database cannot answer.
pub async fn find(db: &impl Read, id: RefundId) -> Result<Option<Refund>, Error> {
    let row = refund::Entity::find_by_id(id).one(db.reader()).await?;
    Ok(row.map(Refund::from))
}

/// A refund that nobody else moves until this transaction ends, nor any in whose place it is or that came in its own. Its
/// attempt is locked first, or the first of them where there is none, as everybody does.
///
/// # Errors
/// When the database refuses.
pub async fn lock(tx: &Tx, id: RefundId) -> Result<Option<Refund>, Error> {
    let found = find(tx, id).await?;
    match found.and_then(|found| found.attempt) {
        Some(attempt) => drop(crate::attempt::lock(tx, attempt).await?),
        None => drop(lock_row(tx, first_of_chain(tx, id).await?).await?),
    }
    lock_row(tx, id).await
}

/// The refund that failed first, in whose place another is, in whose place this is.
pub(crate) async fn first_of_chain(db: &impl Read, id: RefundId) -> Result<RefundId, Error> {
    let mut first = id;
    for _ in 0..LONGEST {
        let found = find(db, first).await?;
        let Some(before) = found.and_then(|found| found.follows) else {
            break;
        };
        first = before;
    }
    Ok(first)
}

pub(crate) async fn lock_row(tx: &Tx, id: RefundId) -> Result<Option<Refund>, Error> {
    let rows = refund::Entity::update_many()
        .col_expr(refund::Column::Version, Expr::col(refund::Column::Version).add(1))
        .filter(refund::Column::Id.eq(id))
        .exec_with_returning(tx.writer())
        .await?;
    Ok(rows.into_iter().next().map(Refund::from))
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

/// What somebody has to look at: what waits for the provider or for somebody's hands, what failed and nothing came in its
/// place, and what a buyer has twice, until two people have let it be; the oldest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_undone(db: &impl Read) -> Result<Vec<Refund>, Error> {
    let twice = refund::Column::State
        .eq(State::Twice)
        .and(refund::Column::DoneBy.is_null());
    let rows = refund::Entity::find()
        .filter(undone().add(twice))
        .order_by_asc(refund::Column::CreatedAt)
        .order_by_asc(refund::Column::Id)
        .limit(AT_ONCE)
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(Refund::from).collect())
}

/// Transfers of the market's that came back, as somebody or the bank said until a moment, and those that were called off; the
/// latest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_came_back(db: &impl Read, until: Micros) -> Result<Vec<Refund>, Error> {
    let rows = refund::Entity::find()
        .filter(refund::Column::State.is_in([State::Failed, State::CalledOff]))
        .filter(refund::Column::Way.eq(Way::Account))
        .filter(refund::Column::Payer.eq(Payer::Office))
        .filter(refund::Column::UpdatedAt.lte(until))
        .order_by_desc(refund::Column::UpdatedAt)
        .order_by_desc(refund::Column::Id)
        .limit(AT_ONCE)
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(Refund::from).collect())
}

/// Owed and not with the buyer.
fn undone() -> Condition {
    let failed = refund::Column::State
        .eq(State::Failed)
        .and(refund::Column::Id.not_in_subquery(followed()));
    Condition::any()
        .add(refund::Column::State.is_in([State::Requested, State::Submitted, State::Unknown]))
        .add(failed)
}

fn followed() -> SelectStatement {
    Query::select()
        .column(refund::Column::Follows)
        .from(refund::Entity)
        .and_where(refund::Column::Follows.is_not_null())
        .to_owned()
}

/// What buyers are owed of parts, by order: decided, and not with them.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_owed(db: &impl Read) -> Result<Vec<(OrderId, i64)>, Error> {
    let rows = refund::Entity::find()
        .select_only()
        .column(refund::Column::OrderId)
        .column(refund::Column::AmountMinor)
        .filter(refund::Column::SellerOrderId.is_not_null())
        .filter(undone())
        .order_by_asc(refund::Column::OrderId)
        .into_tuple()
        .all(db.reader())
        .await?;
    Ok(rows)
}

/// The refunds of some parts.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_of_parts(db: &impl Read, parts: &[SellerOrderId]) -> Result<Vec<Refund>, Error> {
    let rows = refund::Entity::find()
        .filter(refund::Column::SellerOrderId.is_in(parts.iter().copied()))
        .order_by_asc(refund::Column::Id)
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(Refund::from).collect())
}

/// What of a part's payment can still be promised to its buyer, in centimes: what is left, without what failed and is owed
/// still, whose amount is free only for what comes in its place.
///
/// # Errors
/// When the database cannot answer.
pub async fn free_minor(db: &impl Read, paid: &Payment) -> Result<i64, Error> {
    let refunds = list_of_parts(db, &[paid.seller_order]).await?;
    let standing = standing(&refunds);
    let owed = standing.iter().filter(|one| one.state == State::Failed);
    let left = owed.fold(paid.left_minor(), |left, one| left.saturating_sub(one.amount.minor));
    Ok(Ord::max(left, 0))
}

/// The first attempt of which another sum is kept as given back than its refunds say, or more than was captured.
///
/// # Errors
/// When the database cannot answer.
pub async fn find_uneven(db: &impl Read) -> Result<Option<AttemptId>, Error> {
    let sql = "select a.id as id from attempt a left join (select attempt_id, sum(amount_minor) as minor from refund \
               where state not in ('failed', 'called_off', 'twice') group by attempt_id) r on r.attempt_id = a.id \
               where a.refunded_minor <> coalesce(r.minor, 0) or (a.refunded_minor > 0 and a.state <> 'captured') \
               or a.refunded_minor > a.amount_minor order by a.id limit 1";
    let statement = Statement::from_string(db.reader().get_database_backend(), sql);
    let row = db.reader().query_one_raw(statement).await?;
    Ok(row.map(|row| row.try_get("", "id")).transpose()?)
}

/// Decides that money goes back. Two who ask at once for more than is left do not both get it, and of two who put
/// something in the place of one that failed, one does.
///
/// # Errors
/// [`Error::Amount`] for nothing, or for more than is left of what was captured or collected; [`Error::Edited`] when
/// another came in its place; when the database refuses.
pub async fn request(tx: &Tx, mint: &Mint, new: &New) -> Result<RefundId, Error> {
    if new.amount.minor <= 0 || (new.attempt.is_none() && new.part.is_none()) {
        return Err(Error::Amount);
    }
    if let Some(attempt) = new.attempt {
        crate::attempt::lock(tx, attempt).await?;
    }
    if let Some(failed) = new.follows {
        // It may be said in this moment that it was done: one of the two waits for the other.
        let over = |found: &Refund| matches!(found.state, State::Failed | State::CalledOff);
        let found = lock_row(tx, failed).await?.filter(over);
        if found.is_none() || is_followed(tx, failed).await? {
            return Err(Error::Edited);
        }
    }
    if let Some(attempt) = new.attempt {
        take_of_attempt(tx, mint, attempt, new.amount).await?;
    }
    if let Some(part) = new.part {
        take_of_part(tx, part, new.amount).await?;
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
        way: Set(new.way),
        payer: Set(new.payer),
        account: Set(None),
        account_tail: Set(None),
        follows: Set(new.follows),
        approved_by: Set(None),
        done_by: Set(None),
        note: Set(None),
        created_at: Set(mint.now),
        updated_at: Set(mint.now),
        version: Set(1),
    };
    let once = sea_orm::sea_query::OnConflict::column(refund::Column::Follows)
        .do_nothing()
        .to_owned();
    let inserted = refund::Entity::insert(row)
        .on_conflict(once)
        .exec_without_returning(tx.writer())
        .await?;
    if inserted == 1 { Ok(id) } else { Err(Error::Edited) }
}

async fn is_followed(db: &impl Read, id: RefundId) -> Result<bool, Error> {
    let found = refund::Entity::find()
        .filter(refund::Column::Follows.eq(id))
        .one(db.reader())
        .await?;
    Ok(found.is_some())
}

pub(crate) async fn take_of_attempt(tx: &Tx, mint: &Mint, id: AttemptId, amount: Money) -> Result<(), Error> {
    use attempt::Column as C;
    let after = || Expr::col(C::RefundedMinor).add(amount.minor);
    let taken = attempt::Entity::update_many()
        .col_expr(C::RefundedMinor, after())
        .col_expr(C::CheckAt, Expr::value(Some(mint.now)))
        .filter(C::Id.eq(id))
        .filter(C::State.eq(Standing::Captured))
        .filter(C::Currency.eq(amount.currency.code()))
        .filter(after().lte(Expr::col(C::AmountMinor)))
        .exec(tx.writer())
        .await?;
    if taken.rows_affected == 1 {
        Ok(())
    } else {
        Err(Error::Amount)
    }
}

pub(crate) async fn take_of_part(tx: &Tx, part: SellerOrderId, amount: Money) -> Result<(), Error> {
    use payment::Column as C;
    let after = || Expr::col(C::RefundedMinor).add(amount.minor);
    let taken = payment::Entity::update_many()
        .col_expr(C::RefundedMinor, after())
        .filter(C::SellerOrderId.eq(part))
        .filter(C::Currency.eq(amount.currency.code()))
        .filter(after().lte(Expr::col(C::CollectedMinor)))
        .exec(tx.writer())
        .await?;
    if taken.rows_affected == 1 {
        Ok(())
    } else {
        Err(Error::Amount)
    }
}

/// Makes a refund that waits for its provider a task of somebody's: the provider cannot do it.
///
/// # Errors
/// [`Error::NotNow`] once the provider was asked; when the database refuses.
pub async fn by_hand(tx: &Tx, mint: &Mint, id: RefundId, payer: Payer) -> Result<(), Error> {
    use refund::Column as C;
    let done = refund::Entity::update_many()
        .col_expr(C::Way, Expr::value(Way::Unsaid))
        .col_expr(C::Payer, Expr::value(Some(payer)))
        .col_expr(C::UpdatedAt, Expr::value(mint.now))
        .filter(C::Id.eq(id))
        .filter(C::State.eq(State::Requested))
        .filter(C::Way.eq(Way::Provider))
        .exec(tx.writer())
        .await?;
    the_one(tx, id, done.rows_affected, "by_hand").await
}

/// Writes down how the buyer wants it, as long as nobody has paid: in cash, or to an account, which is sealed, with its
/// last digits.
///
/// # Errors
/// [`Error::NotNow`] once it was paid, or is the provider's to do; when the database refuses.
pub async fn choose(tx: &Tx, mint: &Mint, id: RefundId, account: Option<(&str, &str)>) -> Result<(), Error> {
    use refund::Column as C;
    let way = if account.is_some() { Way::Account } else { Way::Cash };
    let done = refund::Entity::update_many()
        .col_expr(C::Way, Expr::value(way))
        .col_expr(C::Account, Expr::value(account.map(|(sealed, _)| sealed.to_owned())))
        .col_expr(C::AccountTail, Expr::value(account.map(|(_, tail)| tail.to_owned())))
        .col_expr(C::UpdatedAt, Expr::value(mint.now))
        .filter(C::Id.eq(id))
        .filter(C::State.eq(State::Requested))
        .filter(C::Payer.is_not_null())
        .exec(tx.writer())
        .await?;
    the_one(tx, id, done.rows_affected, "choose").await
}

/// Writes down that a second person agrees; whoever agreed first stays the one.
///
/// # Errors
/// [`Error::NotNow`] once it was paid, or is the provider's to do; when the database refuses.
pub async fn approve(tx: &Tx, id: RefundId, by: PersonId) -> Result<(), Error> {
    use refund::Column as C;
    let done = refund::Entity::update_many()
        .col_expr(C::ApprovedBy, Expr::col(C::ApprovedBy).if_null(by))
        .filter(C::Id.eq(id))
        .filter(C::State.eq(State::Requested))
        .filter(C::Payer.is_not_null())
        .exec(tx.writer())
        .await?;
    the_one(tx, id, done.rows_affected, "approve").await
}

/// Who carries a refund out by hand, and what has to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hand<'a> {
    /// The person; `None` for the bank's statement.
    pub person: Option<PersonId>,
    /// For whom they act.
    pub payer: Payer,
    /// How the buyer wants it, as the person saw it.
    pub way: Way,
    /// Above how many centimes another person has to have agreed.
    pub second_above: i64,
    /// What they write about it.
    pub note: Option<&'a str>,
}

/// Writes down that a refund is carried out by hand: from now on it is on its way. Says whether it was not before.
///
/// # Errors
/// [`Error::OtherWay`] when the buyer wants it otherwise; [`Error::SecondPerson`] above the limit, where no other person
/// has agreed; [`Error::NotNow`]; [`Error::NoRefund`]; when the database refuses.
pub async fn carry_out(tx: &Tx, mint: &Mint, id: RefundId, hand: &Hand<'_>) -> Result<bool, Error> {
    use refund::Column as C;
    let agreed = Condition::any().add(C::AmountMinor.lte(hand.second_above)).add(
        hand.person
            .map_or_else(|| C::ApprovedBy.is_not_null(), |person| C::ApprovedBy.ne(person)),
    );
    let done = refund::Entity::update_many()
        .col_expr(C::State, Expr::value(State::Submitted))
        .col_expr(C::DoneBy, Expr::value(hand.person))
        .col_expr(C::Note, Expr::value(hand.note.map(str::to_owned)))
        .col_expr(C::UpdatedAt, Expr::value(mint.now))
        .col_expr(C::Version, Expr::col(C::Version).add(1))
        .filter(C::Id.eq(id))
        .filter(C::State.eq(State::Requested))
        .filter(C::Payer.eq(hand.payer))
        .filter(C::Way.eq(hand.way))
        .filter(agreed)
        .exec(tx.writer())
        .await?;
    if done.rows_affected == 1 {
        return Ok(true);
    }
    let found = find(tx, id).await?.filter(|found| found.payer == Some(hand.payer));
    let found = found.ok_or(Error::NoRefund)?;
    match found.state {
        State::Submitted | State::Succeeded => Ok(false),
        State::Requested if found.way != hand.way => Err(Error::OtherWay),
        State::Requested => Err(Error::SecondPerson),
        other => Err(not_now(other, "carry_out")),
    }
}

fn not_now(from: State, event: &'static str) -> Error {
    Error::NotNow {
        from: from.code(),
        event,
    }
}

/// One row was changed; or why none was.
async fn the_one(tx: &Tx, id: RefundId, changed: u64, event: &'static str) -> Result<(), Error> {
    if changed == 1 {
        return Ok(());
    }
    let found = find(tx, id).await?.ok_or(Error::NoRefund)?;
    Err(not_now(found.state, event))
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
            let is_free = found.state.counts() && !next.counts();
            if is_free && !kernel::planted("failed-refund-counts") {
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
    if let Some(attempt) = refund.attempt {
        free_attempt(tx, attempt, refund.amount).await?;
    }
    if let Some(part) = refund.part {
        use payment::Column as C;
        payment::Entity::update_many()
            .col_expr(C::RefundedMinor, Expr::col(C::RefundedMinor).sub(refund.amount.minor))
            .filter(C::SellerOrderId.eq(part))
            .exec(tx.writer())
            .await?;
    }
    Ok(())
}

pub(crate) async fn free_attempt(tx: &Tx, id: AttemptId, amount: Money) -> Result<(), Error> {
    use attempt::Column as C;
    attempt::Entity::update_many()
        .col_expr(C::RefundedMinor, Expr::col(C::RefundedMinor).sub(amount.minor))
        .filter(C::Id.eq(id))
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
            way: row.way,
            payer: row.payer,
            account: row.account,
            account_tail: row.account_tail,
            follows: row.follows,
            approved_by: row.approved_by,
            done_by: row.done_by,
            note: row.note,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}
