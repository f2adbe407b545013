//! Cash that is given up: what a buyer did not pay of a part, or what whoever has it does not hand over. Somebody asks
//! with a reason, somebody else decides, and what turns up later is written to it.

use crate::{Error, entity::loss, status::Holder};
use kernel::{
    Limit, Micros, Mint, Money, Read, Tx,
    ids::{CooperativeId, LossId, PersonId, SellerOrderId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};

kernel::text_enum! {
    /// What does not come.
    Kind {
        /// What the buyer did not pay.
        Short = "short",
        /// What whoever has it does not hand over.
        Missing = "missing",
    }
}

kernel::text_enum! {
    /// How far it is.
    State {
        /// Somebody asked.
        Asked = "asked",
        /// It is given up.
        Done = "done",
        /// It is not.
        Declined = "declined",
    }
}

/// Cash that is given up, or is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// The id.
    pub id: LossId,
    /// Of which part.
    pub part: SellerOrderId,
    /// Whose it is.
    pub cooperative: CooperativeId,
    /// What does not come.
    pub kind: Kind,
    /// Who has it, where it is missing.
    pub holder: Option<Holder>,
    /// How much.
    pub amount: Money,
    /// How far it is.
    pub state: State,
    /// Why.
    pub reason: String,
    /// Who asked.
    pub asked_by: PersonId,
    /// When.
    pub asked_at: Micros,
    /// Who decided.
    pub decided_by: Option<PersonId>,
    /// What of it turned up later, in centimes.
    pub recovered_minor: i64,
}

impl Loss {
    /// What of it never came, in centimes.
    pub const fn left_minor(&self) -> i64 {
        self.amount.minor.saturating_sub(self.recovered_minor)
    }
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct New {
    /// Of which part.
    pub part: SellerOrderId,
    /// Whose it is.
    pub cooperative: CooperativeId,
    /// What does not come.
    pub kind: Kind,
    /// Who has it, where it is missing.
    pub holder: Option<Holder>,
    /// How much.
    pub amount: Money,
    /// Why.
    pub reason: String,
    /// Who asks.
    pub by: PersonId,
}

/// What is asked or was decided, the latest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn list(db: &impl Read, limit: Limit) -> Result<Vec<Loss>, Error> {
    let rows = loss::Entity::find()
        .order_by_desc(loss::Column::AskedAt)
        .order_by_desc(loss::Column::Id)
        .limit(limit.and_one().saturating_sub(1))
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(Loss::from).collect())
}

/// One of them.
///
/// # Errors
/// When the database cannot answer.
pub async fn find(db: &impl Read, id: LossId) -> Result<Option<Loss>, Error> {
    let row = loss::Entity::find_by_id(id).one(db.reader()).await?;
    Ok(row.map(Loss::from))
}

/// What was given up of some parts.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_done(db: &impl Read, parts: &[SellerOrderId]) -> Result<Vec<Loss>, Error> {
    let rows = loss::Entity::find()
        .filter(loss::Column::SellerOrderId.is_in(parts.iter().copied()))
        .filter(loss::Column::State.eq(State::Done))
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(Loss::from).collect())
}

/// Asks for it. Of two who ask for the same, one does.
///
/// # Errors
/// [`Error::Amount`] for nothing; [`Error::Waiting`] where it was asked or done before; when the database refuses.
pub async fn ask(tx: &Tx, mint: &Mint, new: &New) -> Result<LossId, Error> {
    if new.amount.minor <= 0 {
        return Err(Error::Amount);
    }
    let id = mint.id();
    let row = loss::ActiveModel {
        id: Set(id),
        seller_order_id: Set(new.part),
        cooperative_id: Set(new.cooperative),
        kind: Set(new.kind),
        holder: Set(new.holder),
        amount_minor: Set(new.amount.minor),
        state: Set(State::Asked),
        reason: Set(new.reason.clone()),
        asked_by: Set(new.by),
        asked_at: Set(mint.now),
        decided_by: Set(None),
        decided_at: Set(None),
        recovered_minor: Set(0),
    };
    let written = loss::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx.writer())
        .await?;
    if written == 1 { Ok(id) } else { Err(Error::Waiting) }
}

/// Decides it, once: says whether it was decided now. The same decision before is no error.
///
/// # Errors
/// [`Error::NotNow`] where it was decided otherwise; [`Error::NoPayment`]; when the database refuses.
pub async fn decide(tx: &Tx, mint: &Mint, id: LossId, by: PersonId, to: State) -> Result<bool, Error> {
    let decided = loss::Entity::update_many()
        .col_expr(loss::Column::State, Expr::value(to))
        .col_expr(loss::Column::DecidedBy, Expr::value(Some(by)))
        .col_expr(loss::Column::DecidedAt, Expr::value(Some(mint.now)))
        .filter(loss::Column::Id.eq(id))
        .filter(loss::Column::State.eq(State::Asked))
        .exec(tx.writer())
        .await?;
    if decided.rows_affected == 1 {
        return Ok(true);
    }
    let found = find(tx, id).await?.ok_or(Error::NoPayment)?;
    if found.state == to {
        return Ok(false);
    }
    Err(Error::NotNow {
        from: found.state.code(),
        event: to.code(),
    })
}

/// Writes down that so much of what was given up came after all; says how much that makes in all.
///
/// # Errors
/// [`Error::Amount`] for nothing, or more than is left of it; [`Error::NoPayment`]; when the database refuses.
pub async fn recover(tx: &Tx, id: LossId, minor: i64) -> Result<Loss, Error> {
    use loss::Column as C;
    if minor <= 0 {
        return Err(Error::Amount);
    }
    let recovered = Expr::col(C::RecoveredMinor).add(minor);
    let rows = loss::Entity::update_many()
        .col_expr(C::RecoveredMinor, recovered)
        .filter(C::Id.eq(id))
        .filter(C::State.eq(State::Done))
        // A difference, because a sum may not fit.
        .filter(Expr::col(C::AmountMinor).sub(Expr::col(C::RecoveredMinor)).gte(minor))
        .exec_with_returning(tx.writer())
        .await?;
    match rows.into_iter().next() {
        Some(row) => Ok(row.into()),
        None => {
            find(tx, id).await?.ok_or(Error::NoPayment)?;
            Err(Error::Amount)
        }
    }
}

impl From<loss::Model> for Loss {
    fn from(row: loss::Model) -> Self {
        Self {
            id: row.id,
            part: row.seller_order_id,
            cooperative: row.cooperative_id,
            kind: row.kind,
            holder: row.holder,
            amount: Money::mad(row.amount_minor),
            state: row.state,
            reason: row.reason,
            asked_by: row.asked_by,
            asked_at: row.asked_at,
            decided_by: row.decided_by,
            recovered_minor: row.recovered_minor,
        }
    }
}
