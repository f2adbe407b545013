//! Cash that is given up: what a buyer did not pay of a part, or what whoever has it does not hand over. Somebody asks
//! with a reason; above an amount somebody else decides.

use crate::{Error, entity::loss, status::Holder, text_enum::text_enum};
use kernel::{
    Limit, Micros, Mint, Money, Read, Tx,
    ids::{CooperativeId, LossId, PersonId, SellerOrderId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};

text_enum! {
    /// What does not come.
    Kind {
        /// What the buyer did not pay.
        Short = "short",
        /// What whoever has it does not hand over.
        Missing = "missing",
    }
}

text_enum! {
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
    };
    let written = loss::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx.writer())
        .await?;
    if written == 1 { Ok(id) } else { Err(Error::Waiting) }
}

/// Decides it, once: says whether it was decided now.
///
/// # Errors
/// When the database refuses.
pub async fn decide(tx: &Tx, mint: &Mint, id: LossId, by: PersonId, to: State) -> Result<bool, Error> {
    let decided = loss::Entity::update_many()
        .col_expr(loss::Column::State, Expr::value(to))
        .col_expr(loss::Column::DecidedBy, Expr::value(Some(by)))
        .col_expr(loss::Column::DecidedAt, Expr::value(Some(mint.now)))
        .filter(loss::Column::Id.eq(id))
        .filter(loss::Column::State.eq(State::Asked))
        .exec(tx.writer())
        .await?;
    Ok(decided.rows_affected == 1)
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
        }
    }
}
