//! Raising an invoice: the cooperative's account is held, what is in no invoice becomes its lines, and it takes the next
//! number of the year in the same transaction, so that a number that is not used does not exist.

use super::{Line, MOST_LINES, Party, allocate, row};
use crate::{
    Error,
    account::Account,
    balance::{hold, query},
    entity::{invoice, invoice_line, invoice_number},
};
use kernel::{
    Currency, Micros, Mint, Read, Tx,
    ids::{CooperativeId, InvoiceId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, ExprTrait, QueryFilter,
    sea_query::{Expr, OnConflict},
};

/// Lines that are written by one statement.
const AT_ONCE: usize = 1_000;

/// An invoice that is to be raised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct New {
    /// The id.
    pub id: InvoiceId,
    /// Who owes it.
    pub cooperative: CooperativeId,
    /// In which currency.
    pub currency: Currency,
    /// The month: `2026-10`.
    pub month: String,
    /// The first moment after that month.
    pub until: Micros,
    /// The year of its number.
    pub year: i32,
    /// The market's operator.
    pub issuer: Party,
    /// The cooperative.
    pub customer: Party,
    /// Until when it is to be paid.
    pub due_at: Micros,
}

/// Raises an invoice for what is in none yet; false where there is nothing to ask for: what refunds took off is then
/// left for the next one. Two who raise at once raise one.
///
/// # Errors
/// [`Error::Amount`] when a sum does not fit; when the database refuses.
pub async fn raise(tx: &Tx, mint: &Mint, new: &New) -> Result<bool, Error> {
    if !hold(tx, Account::CommissionDue(new.cooperative), new.currency).await? {
        return Ok(false);
    }
    let lines = open_lines(tx, new).await?;
    let sum = |of: fn(&Line) -> i64| {
        let add = |sum: i64, line: &Line| sum.checked_add(of(line)).ok_or(Error::Amount);
        lines.iter().try_fold(0, add)
    };
    let (commission, vat) = (sum(|line| line.commission_minor)?, sum(|line| line.vat_minor)?);
    let total = commission.checked_add(vat).ok_or(Error::Amount)?;
    if total <= 0 {
        return Ok(false);
    }
    let party = |party: &Party| serde_json::to_string(party).map_err(|error| Error::Stored(error.to_string()));
    let issued = invoice::ActiveModel {
        id: Set(new.id),
        year: Set(new.year),
        position: Set(number(tx, new.year).await?),
        cooperative_id: Set(new.cooperative),
        month: Set(new.month.clone()),
        // Until it is given one: see [`refer`].
        reference: Set(new.id.to_string()),
        commission_minor: Set(commission),
        vat_minor: Set(vat),
        total_minor: Set(total),
        settled_minor: Set(0),
        currency: Set(new.currency.code().to_owned()),
        issuer: Set(party(&new.issuer)?),
        customer: Set(party(&new.customer)?),
        issued_at: Set(mint.now),
        due_at: Set(new.due_at),
    };
    invoice::Entity::insert(issued)
        .exec_without_returning(tx.writer())
        .await?;
    for some in lines.chunks(AT_ONCE) {
        invoice_line::Entity::insert_many(some.iter().map(|line| row(new.id, line)))
            .exec_without_returning(tx.writer())
            .await?;
    }
    // What was kept back, or paid, before it was asked for.
    allocate(tx, mint, new.cooperative, new.currency).await?;
    Ok(true)
}

/// Writes down what a transfer for a new invoice is to name.
///
/// # Errors
/// [`Error::Unknown`]; when the database refuses.
pub async fn refer(tx: &Tx, id: InvoiceId, reference: &str) -> Result<(), Error> {
    let done = invoice::Entity::update_many()
        .col_expr(invoice::Column::Reference, Expr::value(reference))
        .filter(invoice::Column::Id.eq(id))
        .exec(tx.writer())
        .await?;
    if done.rows_affected == 1 {
        Ok(())
    } else {
        Err(Error::Unknown)
    }
}

/// The next number of a year.
async fn number(tx: &Tx, year: i32) -> Result<i32, Error> {
    let first = invoice_number::ActiveModel {
        year: Set(year),
        last: Set(1),
    };
    let last = invoice_number::Column::Last;
    let next = OnConflict::column(invoice_number::Column::Year)
        .value(last, Expr::col((invoice_number::Entity, last)).add(1))
        .to_owned();
    let row = invoice_number::Entity::insert(first)
        .on_conflict(next)
        .exec_with_returning(tx.writer())
        .await?;
    Ok(row.last)
}

/// What is in no invoice: what was earned, and what refunds took off, part by part and rate by rate.
async fn open_lines(db: &impl Read, new: &New) -> Result<Vec<Line>, Error> {
    let sql = "select posting, part, vat_bps, commission, vat, at from ( \
         select p.id as posting, p.seller_order_id as part, c.vat_bps as vat_bps, p.at as at, \
         cast(sum(c.commission_minor) as bigint) as commission, cast(sum(c.vat_minor) as bigint) as vat \
         from posting p join sale s on s.seller_order_id = p.seller_order_id join commission c on c.seller_order_id = s.seller_order_id \
         where p.kind = 'earned' and s.flow = 'direct' and s.cooperative_id = $1 and s.currency = $2 and p.at < $3 \
         and not exists (select 1 from invoice_line l where l.posting_id = p.id) \
         group by p.id, p.seller_order_id, c.vat_bps, p.at \
         union all \
         select p.id as posting, p.seller_order_id as part, c.vat_bps as vat_bps, p.at as at, \
         cast(-sum(r.commission_minor) as bigint) as commission, cast(-sum(r.vat_minor) as bigint) as vat \
         from commission_reversal r join posting p on p.id = r.posting_id join commission c on c.order_line_id = r.order_line_id \
         join sale s on s.seller_order_id = p.seller_order_id \
         where s.flow = 'direct' and s.cooperative_id = $1 and s.currency = $2 and p.at < $3 \
         and not exists (select 1 from invoice_line l where l.posting_id = p.id) \
         group by p.id, p.seller_order_id, c.vat_bps, p.at) o \
         where commission <> 0 or vat <> 0 order by at, posting, vat_bps limit $4";
    let most = i64::try_from(MOST_LINES).unwrap_or(i64::MAX);
    let values = vec![
        new.cooperative.0.into(),
        new.currency.code().into(),
        new.until.0.into(),
        most.into(),
    ];
    let rows = query(db, sql, values).await?;
    let mut lines = Vec::with_capacity(rows.len());
    for row in &rows {
        lines.push(Line {
            posting: row.try_get("", "posting")?,
            part: row.try_get("", "part")?,
            vat_bps: row.try_get("", "vat_bps")?,
            commission_minor: row.try_get("", "commission")?,
            vat_minor: row.try_get("", "vat")?,
            at: row.try_get("", "at")?,
        });
    }
    Ok(whole(lines))
}

/// The last event may be cut off between two rates: it is left for the next invoice then.
fn whole(mut lines: Vec<Line>) -> Vec<Line> {
    if u64::try_from(lines.len()).is_ok_and(|count| count >= MOST_LINES)
        && let Some(last) = lines.last().map(|line| line.posting.clone())
    {
        lines.retain(|line| line.posting != last);
    }
    lines
}
