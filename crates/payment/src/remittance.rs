//! Cash that went from one to another: a document with a line for each part. It is announced by who gives and
//! confirmed, line by line, by who received; whoever receives at once does both. Nothing of it moves before it is
//! confirmed, and a part waits in one of them at most.

use crate::{
    Error,
    entity::{remittance, remittance_line},
};
use kernel::{
    Limit, Micros, Mint, Money, Read, Tx,
    ids::{BankLineId, CooperativeId, PersonId, RemittanceId, SellerOrderId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};

/// Lines of one remittance.
pub const LINES: usize = 200;

kernel::text_enum! {
    /// Who gives.
    Giver {
        /// A carrier.
        Carrier = "carrier",
        /// The cooperative.
        Cooperative = "cooperative",
        /// The market's office.
        Platform = "platform",
    }
}

kernel::text_enum! {
    /// Who receives.
    Receiver {
        /// The cooperative.
        Cooperative = "cooperative",
        /// The market's office.
        Platform = "platform",
        /// The market's bank account.
        Bank = "bank",
    }
}

kernel::text_enum! {
    /// How far a remittance is.
    State {
        /// Given, as the giver says.
        Announced = "announced",
        /// Counted by the receiver.
        Confirmed = "confirmed",
        /// It never came.
        Withdrawn = "withdrawn",
    }
}

/// A remittance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remittance {
    /// The id.
    pub id: RemittanceId,
    /// Whose parts; `None` for those of several.
    pub cooperative: Option<CooperativeId>,
    /// Who gives.
    pub giver: Giver,
    /// Who receives.
    pub receiver: Receiver,
    /// How far it is.
    pub state: State,
    /// Who brought it.
    pub brought_by: Option<String>,
    /// A slip, a receipt.
    pub reference: Option<String>,
    /// In somebody's words.
    pub note: Option<String>,
    /// What should have been in it.
    pub expected: Money,
    /// What was in it.
    pub counted: Option<Money>,
    /// What of that belongs to no part.
    pub surplus: Money,
    /// Who wrote it down.
    pub created_by: PersonId,
    /// When.
    pub created_at: Micros,
    /// Who confirmed it, or took it back.
    pub decided_by: Option<PersonId>,
    /// When.
    pub decided_at: Option<Micros>,
}

/// A part in a remittance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The part.
    pub part: SellerOrderId,
    /// Whose it is.
    pub cooperative: CooperativeId,
    /// What should have come.
    pub expected_minor: i64,
    /// What came.
    pub counted_minor: Option<i64>,
}

/// What is written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct New {
    /// Whose parts; `None` for those of several.
    pub cooperative: Option<CooperativeId>,
    /// Who gives.
    pub giver: Giver,
    /// Who receives.
    pub receiver: Receiver,
    /// Who brought it.
    pub brought_by: Option<String>,
    /// A slip, a receipt.
    pub reference: Option<String>,
    /// In somebody's words.
    pub note: Option<String>,
    /// Who writes it down.
    pub by: PersonId,
    /// Each part with its cooperative and what should come, in centimes.
    pub lines: Vec<(SellerOrderId, CooperativeId, i64)>,
}

/// A remittance.
///
/// # Errors
/// When the database cannot answer.
pub async fn find(db: &impl Read, id: RemittanceId) -> Result<Option<Remittance>, Error> {
    let row = remittance::Entity::find_by_id(id).one(db.reader()).await?;
    Ok(row.map(Remittance::from))
}

/// The lines of a remittance.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_lines(db: &impl Read, id: RemittanceId) -> Result<Vec<Line>, Error> {
    let rows = remittance_line::Entity::find()
        .filter(remittance_line::Column::RemittanceId.eq(id))
        .order_by_asc(remittance_line::Column::Position)
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(Line::from).collect())
}

/// The remittances of a cooperative, or all of them, the latest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn list(db: &impl Read, of: Option<CooperativeId>, limit: Limit) -> Result<Vec<Remittance>, Error> {
    let which = of.map_or_else(Condition::all, |id| {
        Condition::all().add(remittance::Column::CooperativeId.eq(id))
    });
    let rows = remittance::Entity::find()
        .filter(which)
        .order_by_desc(remittance::Column::CreatedAt)
        .order_by_desc(remittance::Column::Id)
        .limit(limit.and_one().saturating_sub(1))
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(Remittance::from).collect())
}

/// The confirmed lines of some parts, with who gave and who received.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_moved(
    db: &impl Read,
    parts: &[SellerOrderId],
) -> Result<Vec<(SellerOrderId, Giver, Receiver, i64)>, Error> {
    let lines = remittance_line::Entity::find()
        .filter(remittance_line::Column::SellerOrderId.is_in(parts.iter().copied()))
        .filter(remittance_line::Column::CountedMinor.is_not_null())
        .all(db.reader())
        .await?;
    let ids = lines.iter().map(|line| line.remittance_id);
    let documents = remittance::Entity::find()
        .filter(remittance::Column::Id.is_in(ids))
        .filter(remittance::Column::State.eq(State::Confirmed))
        .all(db.reader())
        .await?;
    let moved = lines.into_iter().filter_map(|line| {
        let of = documents.iter().find(|document| document.id == line.remittance_id)?;
        Some((line.seller_order_id, of.giver, of.receiver, line.counted_minor?))
    });
    Ok(moved.collect())
}

/// Which of some parts wait in a remittance that nobody confirmed.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_waiting(db: &impl Read, parts: &[SellerOrderId]) -> Result<Vec<SellerOrderId>, Error> {
    Ok(remittance_line::Entity::find()
        .select_only()
        .column(remittance_line::Column::SellerOrderId)
        .filter(remittance_line::Column::SellerOrderId.is_in(parts.iter().copied()))
        .filter(remittance_line::Column::Waits.eq(true))
        .into_tuple()
        .all(db.reader())
        .await?)
}

/// Writes down that cash was given. Of two who name the same part at once, one does.
///
/// # Errors
/// [`Error::Amount`] for nothing, or too many lines; [`Error::Waiting`] for a part that waits in another one; when the
/// database refuses.
pub async fn announce(tx: &Tx, mint: &Mint, new: &New) -> Result<RemittanceId, Error> {
    let sum = new.lines.iter().try_fold(0_i64, |sum, line| sum.checked_add(line.2));
    let expected = sum
        .filter(|sum| *sum > 0 && new.lines.len() <= LINES)
        .ok_or(Error::Amount)?;
    let id = mint.id();
    let row = remittance::ActiveModel {
        id: Set(id),
        cooperative_id: Set(new.cooperative),
        giver: Set(new.giver),
        receiver: Set(new.receiver),
        state: Set(State::Announced),
        brought_by: Set(new.brought_by.clone()),
        reference: Set(new.reference.clone()),
        note: Set(new.note.clone()),
        expected_minor: Set(expected),
        counted_minor: Set(None),
        surplus_minor: Set(0),
        created_by: Set(new.by),
        created_at: Set(mint.now),
        decided_by: Set(None),
        decided_at: Set(None),
        version: Set(1),
        bank_line_id: Set(None),
    };
    remittance::Entity::insert(row)
        .exec_without_returning(tx.writer())
        .await?;
    let lines = new
        .lines
        .iter()
        .zip(0..)
        .map(|((part, cooperative, minor), position)| remittance_line::ActiveModel {
            remittance_id: Set(id),
            seller_order_id: Set(*part),
            cooperative_id: Set(*cooperative),
            position: Set(position),
            expected_minor: Set(*minor),
            counted_minor: Set(None),
            waits: Set(true),
        });
    let written = remittance_line::Entity::insert_many(lines)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx.writer())
        .await?;
    if usize::try_from(written).ok() != Some(new.lines.len()) {
        return Err(Error::Waiting);
    }
    Ok(id)
}

/// Writes down what was counted of each part, and what was in it beside. Says whether it was confirmed now; it was not
/// where it had been confirmed before.
///
/// # Errors
/// [`Error::NotNow`] for one that was taken back; [`Error::Amount`] for a line that is not in it; when the database refuses.
pub async fn confirm(
    tx: &Tx,
    mint: &Mint,
    id: RemittanceId,
    by: PersonId,
    counts: &[(SellerOrderId, i64)],
    surplus_minor: i64,
) -> Result<bool, Error> {
    let sum = counts
        .iter()
        .try_fold(surplus_minor, |sum, (_, minor)| sum.checked_add(*minor));
    let counted = sum.filter(|sum| *sum >= 0).ok_or(Error::Amount)?;
    if !decide(tx, mint, id, by, State::Confirmed, Some((counted, surplus_minor))).await? {
        return Ok(false);
    }
    for (part, minor) in counts {
        let done = remittance_line::Entity::update_many()
            .col_expr(remittance_line::Column::CountedMinor, Expr::value(Some(*minor)))
            .col_expr(remittance_line::Column::Waits, Expr::value(false))
            .filter(remittance_line::Column::RemittanceId.eq(id))
            .filter(remittance_line::Column::SellerOrderId.eq(*part))
            .filter(remittance_line::Column::Waits.eq(true))
            .exec(tx.writer())
            .await?;
        if done.rows_affected != 1 {
            return Err(Error::Amount);
        }
    }
    Ok(true)
}

/// Takes a remittance back that was not confirmed: it never came.
///
/// # Errors
/// [`Error::NotNow`] for one that was confirmed; when the database refuses.
pub async fn withdraw(tx: &Tx, mint: &Mint, id: RemittanceId, by: PersonId) -> Result<(), Error> {
    if decide(tx, mint, id, by, State::Withdrawn, None).await? {
        remittance_line::Entity::update_many()
            .col_expr(remittance_line::Column::Waits, Expr::value(false))
            .filter(remittance_line::Column::RemittanceId.eq(id))
            .exec(tx.writer())
            .await?;
    }
    Ok(())
}

/// One conditional statement decides; what was decided so before is no error.
async fn decide(
    tx: &Tx,
    mint: &Mint,
    id: RemittanceId,
    by: PersonId,
    to: State,
    counted: Option<(i64, i64)>,
) -> Result<bool, Error> {
    use remittance::Column as C;
    let (counted_minor, surplus_minor) = counted.map_or((None, 0), |(all, surplus)| (Some(all), surplus));
    let moved = remittance::Entity::update_many()
        .col_expr(C::State, Expr::value(to))
        .col_expr(C::CountedMinor, Expr::value(counted_minor))
        .col_expr(C::SurplusMinor, Expr::value(surplus_minor))
        .col_expr(C::DecidedBy, Expr::value(Some(by)))
        .col_expr(C::DecidedAt, Expr::value(Some(mint.now)))
        .col_expr(C::Version, Expr::col(C::Version).add(1))
        .filter(C::Id.eq(id))
        .filter(C::State.eq(State::Announced))
        .exec(tx.writer())
        .await?;
    if moved.rows_affected == 1 {
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

/// Says which line of a statement is cash that was paid into the bank: of two lines or two people, one.
///
/// # Errors
/// [`Error::Amount`] for another amount; [`Error::Waiting`] for one that has its line, or did not go to the bank;
/// [`Error::NoPayment`]; when the database refuses.
pub async fn stands_in(tx: &Tx, id: RemittanceId, line: BankLineId, minor: i64) -> Result<(), Error> {
    use remittance::Column as C;
    let named = remittance::Entity::update_many()
        .col_expr(C::BankLineId, Expr::value(Some(line)))
        .col_expr(C::Version, Expr::col(C::Version).add(1))
        .filter(C::Id.eq(id))
        .filter(C::State.eq(State::Confirmed))
        .filter(C::Receiver.eq(Receiver::Bank))
        .filter(C::CountedMinor.eq(minor))
        .filter(C::BankLineId.is_null())
        .exec(tx.writer())
        .await?;
    if named.rows_affected == 1 {
        return Ok(());
    }
    let found = find(tx, id).await?.ok_or(Error::NoPayment)?;
    let other = found.counted.is_some_and(|counted| counted.minor != minor);
    Err(if other { Error::Amount } else { Error::Waiting })
}

/// Cash that was paid into the bank and stands in no statement yet, the oldest first; at most five hundred.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_unnamed(db: &impl Read) -> Result<Vec<Remittance>, Error> {
    let rows = remittance::Entity::find()
        .filter(remittance::Column::State.eq(State::Confirmed))
        .filter(remittance::Column::Receiver.eq(Receiver::Bank))
        .filter(remittance::Column::CountedMinor.gt(0))
        .filter(remittance::Column::BankLineId.is_null())
        .order_by_asc(remittance::Column::CreatedAt)
        .order_by_asc(remittance::Column::Id)
        .limit(500)
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(Remittance::from).collect())
}

/// Cash that was announced before a moment and that nobody confirmed, the oldest first; at most a hundred.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_unconfirmed(db: &impl Read, before: Micros) -> Result<Vec<Remittance>, Error> {
    let rows = remittance::Entity::find()
        .filter(remittance::Column::State.eq(State::Announced))
        .filter(remittance::Column::CreatedAt.lt(before))
        .order_by_asc(remittance::Column::CreatedAt)
        .order_by_asc(remittance::Column::Id)
        .limit(100)
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(Remittance::from).collect())
}

/// A remittance whose sums are not those of its lines, if there is one.
///
/// # Errors
/// When the database cannot answer.
pub async fn find_broken(db: &impl Read) -> Result<Option<RemittanceId>, Error> {
    use sea_orm::{ConnectionTrait, Statement};
    const SQL: &str = "select r.id as id from remittance r left join (select remittance_id, \
        sum(expected_minor) as expected, sum(coalesce(counted_minor, 0)) as counted, \
        sum(case when waits then 1 else 0 end) as waiting from remittance_line group by remittance_id) l \
        on l.remittance_id = r.id where r.expected_minor <> coalesce(l.expected, -1) \
        or (r.state = 'confirmed' and (r.counted_minor <> l.counted + r.surplus_minor or l.waiting > 0)) \
        or (r.state = 'withdrawn' and (l.counted <> 0 or l.waiting > 0)) order by r.id limit 1";
    let statement = Statement::from_string(db.reader().get_database_backend(), SQL);
    let row = db.reader().query_one_raw(statement).await?;
    Ok(row.map(|row| row.try_get("", "id")).transpose()?)
}

impl From<remittance::Model> for Remittance {
    fn from(row: remittance::Model) -> Self {
        Self {
            id: row.id,
            cooperative: row.cooperative_id,
            giver: row.giver,
            receiver: row.receiver,
            state: row.state,
            brought_by: row.brought_by,
            reference: row.reference,
            note: row.note,
            expected: Money::mad(row.expected_minor),
            counted: row.counted_minor.map(Money::mad),
            surplus: Money::mad(row.surplus_minor),
            created_by: row.created_by,
            created_at: row.created_at,
            decided_by: row.decided_by,
            decided_at: row.decided_at,
        }
    }
}

impl From<remittance_line::Model> for Line {
    fn from(row: remittance_line::Model) -> Self {
        Self {
            part: row.seller_order_id,
            cooperative: row.cooperative_id,
            expected_minor: row.expected_minor,
            counted_minor: row.counted_minor,
        }
    }
}
