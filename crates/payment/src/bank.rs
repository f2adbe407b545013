//! What the market's bank says came and went. A statement is kept once, by its bytes; a line once, by its **fingerprint**,
//! in whichever statements it stands.
//!
//! Where the bank names a line, the fingerprint is that name with the day, the amount and the account: some banks begin to
//! count anew. Where it does not, it is everything that the bank says, and the place of the line among the equal ones of
//! its day: two buyers may pay the same with the same words on one day, and tomorrow's statement that goes back to today
//! has both again. A statement that begins in the middle of a day would count them otherwise; banks book whole days.

use crate::{
    Error,
    entity::{bank_file, bank_line, bank_row},
    reference::About,
};
use kernel::{
    Currency, Limit, Micros, Mint, Money, Read, Tx,
    ids::{BankFileId, BankLineId, PersonId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Rows that are written or asked for by one statement.
const AT_ONCE: usize = 500;
/// The most lines of one file, which its reader bounds too.
const MOST: u64 = 5_000;

kernel::text_enum! {
    /// How a statement was written.
    Format {
        /// Values between delimiters.
        Csv = "csv",
        /// ISO 20022.
        Camt053 = "camt053",
    }
}

kernel::text_enum! {
    /// What became of a line.
    State {
        /// Nothing yet.
        New = "new",
        /// It paid an order.
        Settled = "settled",
        /// It was something else that was waited for.
        Applied = "applied",
        /// It came, and nobody knows what for.
        Suspense = "suspense",
        /// The same, and it is to go back to where it came from.
        ToReturn = "to_return",
        /// Somebody found out which order it pays.
        Assigned = "assigned",
        /// It went back.
        Returned = "returned",
        /// It went, and nobody knows why.
        Unexplained = "unexplained",
    }
}

kernel::text_enum! {
    /// Why a line did not do what it was sent for.
    Reason {
        /// There is no reference in its wording.
        NoReference = "no_reference",
        /// What looks like one was never given out.
        Unknown = "unknown",
        /// There are several.
        Several = "several",
        /// It is another amount.
        Amount = "amount",
        /// It is another currency.
        Currency = "currency",
        /// What it was for is over.
        Ended = "ended",
        /// It was paid before.
        Second = "second",
        /// It was to be paid to somebody else, or is not paid so.
        NotOurs = "not_ours",
    }
}

/// A statement that was imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The id.
    pub id: BankFileId,
    /// What it was called.
    pub name: String,
    /// How it was written.
    pub format: Format,
    /// JSON: how a CSV was read.
    pub mapping: Option<String>,
    /// What was on the account in the end, and at the end of which day.
    pub closing: Option<(String, Money)>,
    /// Who imported it.
    pub imported_by: PersonId,
    /// When.
    pub imported_at: Micros,
}

/// A statement that is to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// Of its bytes.
    pub digest: String,
    /// What it is called.
    pub name: String,
    /// How it is written.
    pub format: Format,
    /// JSON: how a CSV is read.
    pub mapping: Option<String>,
    /// Of which account: the market's, 24 digits.
    pub account: String,
    /// In which currency the account is.
    pub currency: Currency,
    /// What was on it in the end, in centimes, and at the end of which day.
    pub closing: Option<(String, i64)>,
}

/// A line as the bank writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLine {
    /// The line of the file, from 1.
    pub row: u32,
    /// The day: `2026-11-28`.
    pub booked_on: String,
    /// How much; below zero it went.
    pub minor: i64,
    /// Three letters.
    pub currency: String,
    /// The words.
    pub wording: String,
    /// Who sent it, or got it.
    pub party: Option<String>,
    /// From or to which account.
    pub party_account: Option<String>,
    /// The bank's own name of it.
    pub bank_id: Option<String>,
}

/// A line, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The id.
    pub id: BankLineId,
    /// The statement in which it stood first.
    pub file: BankFileId,
    /// The day: `2026-11-28`.
    pub booked_on: String,
    /// How much; below zero it went.
    pub minor: i64,
    /// Three letters: not only those of this market.
    pub currency: String,
    /// The words.
    pub wording: String,
    /// Who sent it, or got it.
    pub party: Option<String>,
    /// From or to which account.
    pub party_account: Option<String>,
    /// What became of it.
    pub state: State,
    /// Why it did not do what it was sent for.
    pub reason: Option<Reason>,
    /// What it was for.
    pub subject: Option<(About, Uuid)>,
    /// Who decided about it.
    pub decided_by: Option<PersonId>,
    /// Since when it is known.
    pub created_at: Micros,
    /// When something was decided.
    pub updated_at: Micros,
}

/// A line of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line of the file, from 1.
    pub row: i32,
    /// Whether an earlier statement, or an earlier line of this one, had it.
    pub known: bool,
    /// The line.
    pub line: Line,
}

/// What was decided about a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// Why it did not do what it was sent for.
    pub reason: Option<Reason>,
    /// What it was for.
    pub subject: Option<(About, Uuid)>,
    /// Who decided, where it was a person.
    pub person: Option<PersonId>,
}

impl Line {
    /// The amount, where the market knows the currency.
    pub fn money(&self) -> Option<Money> {
        let currency = self.currency.parse().ok()?;
        Some(Money {
            minor: self.minor,
            currency,
        })
    }
}

impl State {
    /// The states of money that came and is nobody's.
    pub const OPEN: [Self; 2] = [Self::Suspense, Self::ToReturn];
}

/// A statement.
///
/// # Errors
/// When the database cannot answer.
pub async fn find_file(db: &impl Read, id: BankFileId) -> Result<Option<File>, Error> {
    let row = bank_file::Entity::find_by_id(id).one(db.reader()).await?;
    Ok(row.map(File::from))
}

/// The statements, the latest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_files(db: &impl Read, limit: Limit) -> Result<Vec<File>, Error> {
    let rows = bank_file::Entity::find()
        .order_by_desc(bank_file::Column::ImportedAt)
        .order_by_desc(bank_file::Column::Id)
        .limit(limit.and_one().saturating_sub(1))
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(File::from).collect())
}

/// The statement with the latest closing balance.
///
/// # Errors
/// When the database cannot answer.
pub async fn find_closing(db: &impl Read) -> Result<Option<File>, Error> {
    let row = bank_file::Entity::find()
        .filter(bank_file::Column::ClosingMinor.is_not_null())
        .order_by_desc(bank_file::Column::ClosingOn)
        .order_by_desc(bank_file::Column::ImportedAt)
        .one(db.reader())
        .await?;
    Ok(row.map(File::from))
}

/// What stands in a statement.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_rows(db: &impl Read, file: BankFileId) -> Result<Vec<Row>, Error> {
    let rows = bank_row::Entity::find()
        .filter(bank_row::Column::FileId.eq(file))
        .order_by_asc(bank_row::Column::Position)
        .limit(MOST)
        .all(db.reader())
        .await?;
    let mut lines = BTreeMap::new();
    for some in rows.chunks(AT_ONCE) {
        let found = bank_line::Entity::find()
            .filter(bank_line::Column::Id.is_in(some.iter().map(|row| row.line_id)))
            .all(db.reader())
            .await?;
        lines.extend(found.into_iter().map(|line| (line.id, Line::from(line))));
    }
    let row = |row: bank_row::Model| {
        Some(Row {
            row: row.row_number,
            known: row.known,
            line: lines.get(&row.line_id)?.clone(),
        })
    };
    Ok(rows.into_iter().filter_map(row).collect())
}

/// A line.
///
/// # Errors
/// When the database cannot answer.
pub async fn find(db: &impl Read, id: BankLineId) -> Result<Option<Line>, Error> {
    let row = bank_line::Entity::find_by_id(id).one(db.reader()).await?;
    Ok(row.map(Line::from))
}

/// Lines that stand so, those that wait longest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_in(db: &impl Read, states: &[State], limit: u64) -> Result<Vec<Line>, Error> {
    let rows = bank_line::Entity::find()
        .filter(bank_line::Column::State.is_in(states.iter().copied()))
        .order_by_asc(bank_line::Column::CreatedAt)
        .order_by_asc(bank_line::Column::Id)
        .limit(Ord::min(limit, MOST))
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(Line::from).collect())
}

/// Lines in some states that are about one thing, the earliest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_about(db: &impl Read, (about, subject): (About, Uuid), states: &[State]) -> Result<Vec<Line>, Error> {
    let rows = bank_line::Entity::find()
        .filter(bank_line::Column::Subject.eq(subject))
        .filter(bank_line::Column::About.eq(about))
        .filter(bank_line::Column::State.is_in(states.iter().copied()))
        .order_by_asc(bank_line::Column::CreatedAt)
        .order_by_asc(bank_line::Column::Id)
        .limit(MOST)
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(Line::from).collect())
}

/// All lines by their ids, from `after` on; at most `most`.
///
/// # Errors
/// When the database cannot answer.
pub async fn list(db: &impl Read, after: Option<BankLineId>, most: u64) -> Result<Vec<Line>, Error> {
    let mut query = bank_line::Entity::find().order_by_asc(bank_line::Column::Id);
    if let Some(after) = after {
        query = query.filter(bank_line::Column::Id.gt(after));
    }
    let rows = query.limit(Ord::min(most, MOST)).all(db.reader()).await?;
    Ok(rows.into_iter().map(Line::from).collect())
}

/// The sum of the lines of a currency in some states, in centimes; with `until`, of those that were booked by that day.
///
/// # Errors
/// When the database cannot answer.
pub async fn sum(db: &impl Read, currency: Currency, states: &[State], until: Option<&str>) -> Result<i64, Error> {
    let mut query = bank_line::Entity::find()
        .select_only()
        .column_as(
            Expr::col(bank_line::Column::AmountMinor).sum().cast_as("bigint"),
            "minor",
        )
        .filter(bank_line::Column::Currency.eq(currency.code()))
        .filter(bank_line::Column::State.is_in(states.iter().copied()));
    if let Some(until) = until {
        query = query.filter(bank_line::Column::BookedOn.lte(until));
    }
    let sum: Option<Option<i64>> = query.into_tuple().one(db.reader()).await?;
    Ok(sum.flatten().unwrap_or(0))
}

/// The first statement that says what was on the account in the end.
///
/// # Errors
/// When the database cannot answer.
pub async fn find_first_closing(db: &impl Read) -> Result<Option<File>, Error> {
    let row = bank_file::Entity::find()
        .filter(bank_file::Column::ClosingMinor.is_not_null())
        .order_by_asc(bank_file::Column::ClosingOn)
        .order_by_asc(bank_file::Column::ImportedAt)
        .one(db.reader())
        .await?;
    Ok(row.map(File::from))
}

/// Keeps a statement and those of its lines that are new. `None` where this very file was kept before: nothing is
/// written then.
///
/// # Errors
/// When the database refuses.
pub async fn import(
    tx: &Tx,
    mint: &Mint,
    by: PersonId,
    file: &NewFile,
    lines: &[NewLine],
) -> Result<Option<BankFileId>, Error> {
    let id: BankFileId = mint.id();
    let row = bank_file::ActiveModel {
        id: Set(id),
        digest: Set(file.digest.clone()),
        name: Set(file.name.clone()),
        format: Set(file.format),
        mapping: Set(file.mapping.clone()),
        account: Set(file.account.clone()),
        closing_on: Set(file.closing.as_ref().map(|(on, _)| on.clone())),
        closing_minor: Set(file.closing.as_ref().map(|(_, minor)| *minor)),
        currency: Set(file.currency.code().to_owned()),
        imported_by: Set(by),
        imported_at: Set(mint.now),
    };
    let kept = bank_file::Entity::insert(row)
        .on_conflict(OnConflict::column(bank_file::Column::Digest).do_nothing().to_owned())
        .exec_without_returning(tx.writer())
        .await?;
    if kept == 0 {
        return Ok(None);
    }
    let mut seen = BTreeMap::new();
    let named: Vec<(String, &NewLine)> = lines
        .iter()
        .map(|line| (fingerprint(&file.account, line, &mut seen), line))
        .collect();
    let mut positions = 0_i32..;
    for some in named.chunks(AT_ONCE) {
        keep(tx, mint, id, some, &mut positions).await?;
    }
    Ok(Some(id))
}

/// The id of the statement with these bytes.
///
/// # Errors
/// When the database cannot answer.
pub async fn find_file_of(db: &impl Read, digest: &str) -> Result<Option<BankFileId>, Error> {
    let row = bank_file::Entity::find()
        .filter(bank_file::Column::Digest.eq(digest))
        .one(db.reader())
        .await?;
    Ok(row.map(|row| row.id))
}

/// Writes lines that are new, and a row for each.
async fn keep(
    tx: &Tx,
    mint: &Mint,
    file: BankFileId,
    named: &[(String, &NewLine)],
    positions: &mut impl Iterator<Item = i32>,
) -> Result<(), Error> {
    let ids: Vec<BankLineId> = named.iter().map(|_| mint.id()).collect();
    let rows = ids.iter().zip(named).map(|(id, (name, line))| bank_line::ActiveModel {
        id: Set(*id),
        fingerprint: Set(name.clone()),
        file_id: Set(file),
        booked_on: Set(line.booked_on.clone()),
        amount_minor: Set(line.minor),
        currency: Set(line.currency.clone()),
        wording: Set(line.wording.clone()),
        party: Set(line.party.clone()),
        party_account: Set(line.party_account.clone()),
        bank_id: Set(line.bank_id.clone()),
        state: Set(State::New),
        reason: Set(None),
        about: Set(None),
        subject: Set(None),
        decided_by: Set(None),
        created_at: Set(mint.now),
        updated_at: Set(mint.now),
        version: Set(1),
    });
    let once = OnConflict::column(bank_line::Column::Fingerprint)
        .do_nothing()
        .to_owned();
    bank_line::Entity::insert_many(rows)
        .on_conflict(once)
        .exec_without_returning(tx.writer())
        .await?;
    // Whoever wrote a line first, it is there now.
    let known: Vec<(String, BankLineId)> = bank_line::Entity::find()
        .select_only()
        .column(bank_line::Column::Fingerprint)
        .column(bank_line::Column::Id)
        .filter(bank_line::Column::Fingerprint.is_in(named.iter().map(|(name, _)| name.as_str())))
        .into_tuple()
        .all(tx.reader())
        .await?;
    let known: BTreeMap<String, BankLineId> = known.into_iter().collect();
    let of_file = ids
        .iter()
        .zip(named)
        .zip(positions)
        .filter_map(|((own, (name, line)), position)| {
            let id = known.get(name)?;
            Some(bank_row::ActiveModel {
                file_id: Set(file),
                row_number: Set(i32::try_from(line.row).unwrap_or(i32::MAX)),
                position: Set(position),
                line_id: Set(*id),
                known: Set(id != own),
            })
        });
    bank_row::Entity::insert_many(of_file)
        .exec_without_returning(tx.writer())
        .await?;
    Ok(())
}

/// Locks a line until the transaction ends, and reads it as it is then.
///
/// # Errors
/// [`Error::NoPayment`], or when the database refuses.
pub async fn lock(tx: &Tx, id: BankLineId) -> Result<Line, Error> {
    let rows = bank_line::Entity::update_many()
        .col_expr(bank_line::Column::Version, Expr::col(bank_line::Column::Version).add(1))
        .filter(bank_line::Column::Id.eq(id))
        .exec_with_returning(tx.writer())
        .await?;
    rows.into_iter().next().map(Line::from).ok_or(Error::NoPayment)
}

/// Decides about a line that still stands in one of `from`: of two who decide at once, one does.
///
/// # Errors
/// [`Error::NotNow`] when somebody decided before; [`Error::NoPayment`]; when the database refuses.
pub async fn decide(
    tx: &Tx,
    mint: &Mint,
    id: BankLineId,
    from: &[State],
    to: State,
    decision: Decision,
) -> Result<(), Error> {
    use bank_line::Column as C;
    let mut update = bank_line::Entity::update_many()
        .col_expr(C::State, Expr::value(to))
        .col_expr(C::UpdatedAt, Expr::value(mint.now))
        .col_expr(C::Version, Expr::col(C::Version).add(1))
        .filter(C::Id.eq(id))
        .filter(C::State.is_in(from.iter().copied()));
    if let Some(reason) = decision.reason {
        update = update.col_expr(C::Reason, Expr::value(Some(reason)));
    }
    if let Some((about, subject)) = decision.subject {
        update = update
            .col_expr(C::About, Expr::value(Some(about)))
            .col_expr(C::Subject, Expr::value(Some(subject)));
    }
    if let Some(person) = decision.person {
        update = update.col_expr(C::DecidedBy, Expr::value(Some(person)));
    }
    if update.exec(tx.writer()).await?.rows_affected == 1 {
        return Ok(());
    }
    let found = find(tx, id).await?.ok_or(Error::NoPayment)?;
    Err(Error::NotNow {
        from: found.state.code(),
        event: to.code(),
    })
}

/// Writes down that somebody says what money is that went and that nobody could explain; it takes a second person to decide.
///
/// # Errors
/// [`Error::NotNow`] when it was explained before; [`Error::NoPayment`]; when the database refuses.
pub async fn say(tx: &Tx, mint: &Mint, id: BankLineId, person: PersonId) -> Result<(), Error> {
    let said = Decision {
        person: Some(person),
        ..Decision::default()
    };
    decide(tx, mint, id, &[State::Unexplained], State::Unexplained, said).await
}

/// The name under which a line is kept once. `seen` counts the equal lines of this file.
fn fingerprint(account: &str, line: &NewLine, seen: &mut BTreeMap<String, u32>) -> String {
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut parts = vec![
        account.to_owned(),
        line.booked_on.clone(),
        line.minor.to_string(),
        line.currency.clone(),
    ];
    if let Some(name) = &line.bank_id {
        parts.extend(["name".to_owned(), name.clone()]);
    } else {
        // Banks change how many spaces there are, and what is capital.
        let words: Vec<String> = line.wording.split_whitespace().map(str::to_uppercase).collect();
        parts.extend([words.join(" "), said(&line.party), said(&line.party_account)]);
        let equal = seen.entry(parts.join("\u{1f}")).or_insert(0);
        parts.push(equal.to_string());
        *equal = equal.saturating_add(1);
    }
    hex::encode(Sha256::digest(parts.join("\u{1f}")))
}

impl From<bank_file::Model> for File {
    fn from(row: bank_file::Model) -> Self {
        let currency = row.currency.parse().unwrap_or(Currency::Mad);
        Self {
            id: row.id,
            name: row.name,
            format: row.format,
            mapping: row.mapping,
            closing: row
                .closing_on
                .zip(row.closing_minor.map(|minor| Money { minor, currency })),
            imported_by: row.imported_by,
            imported_at: row.imported_at,
        }
    }
}

impl From<bank_line::Model> for Line {
    fn from(row: bank_line::Model) -> Self {
        Self {
            id: row.id,
            file: row.file_id,
            booked_on: row.booked_on,
            minor: row.amount_minor,
            currency: row.currency,
            wording: row.wording,
            party: row.party,
            party_account: row.party_account,
            state: row.state,
            reason: row.reason,
            subject: row.about.zip(row.subject),
            decided_by: row.decided_by,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(bank_id: Option<&str>, wording: &str) -> NewLine {
        NewLine {
            row: 1,
            booked_on: "2026-11-28".to_owned(),
            minor: 100,
            currency: "MAD".to_owned(),
            wording: wording.to_owned(),
            party: None,
            party_account: None,
            bank_id: bank_id.map(str::to_owned),
        }
    }

    #[test]
    fn equal_lines_without_a_name_are_told_apart_by_their_place_and_named_ones_are_not() {
        let mut seen = BTreeMap::new();
        let mut name = |line: &NewLine| fingerprint("1", line, &mut seen);
        let (first, second) = (name(&line(None, "a  b")), name(&line(None, "A b")));
        assert_ne!(first, second);
        assert_eq!(name(&line(Some("x"), "a")), name(&line(Some("x"), "b")));
        let mut seen = BTreeMap::new();
        let again: Vec<String> = [line(None, "a b"), line(None, "a b")]
            .iter()
            .map(|line| fingerprint("1", line, &mut seen))
            .collect();
        assert_eq!(again, [first, second], "tomorrow's file has them again");
    }
}
