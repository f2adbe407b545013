//! What settles invoices: a transfer that names one, and what was kept back from collected earnings, which settles the
//! oldest first. What is settled of an invoice never exceeds it.

use super::{Invoice, find};
use crate::{
    Error, MarketEvent,
    account::Account,
    balance::{hold, query},
    entity::{invoice, invoice_settlement, posting as posting_table},
    event, posting,
};
use kernel::{
    Currency, Mint, Money, Read, Tx,
    ids::{CooperativeId, EventId, InvoiceId, PersonId},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};

/// Invoices, and what settles them, that are matched in one go.
const AT_ONCE: u64 = 500;

/// A transfer for an invoice arrived on the market's account: all that is open of it, or some. The event's id makes it
/// happen once; false where it happened before.
///
/// # Errors
/// [`Error::Amount`] for nothing, for more than is open, or another currency; [`Error::Differs`] for an id that settled
/// something else; [`Error::Unknown`]; when the database refuses.
pub async fn settle(
    tx: &Tx,
    mint: &Mint,
    by: Option<PersonId>,
    id: InvoiceId,
    event: EventId,
    paid: Money,
) -> Result<bool, Error> {
    let found = find(tx, id).await?.ok_or(Error::Unknown)?;
    hold(tx, Account::CommissionDue(found.cooperative), found.currency).await?;
    let moved = MarketEvent::CommissionSettled {
        id: event,
        cooperative: found.cooperative,
        minor: paid.minor,
    };
    if paid.minor <= 0 || paid.currency != found.currency {
        return Err(Error::Amount);
    }
    let posting = event::of_market(paid.currency, &moved)?.ok_or(Error::Amount)?;
    if posting::post(tx, mint, by, &posting).await? == posting::Posted::Before {
        return Ok(false);
    }
    match_up(tx, mint, posting.id(), &found, paid.minor).await?;
    Ok(true)
}

/// How often somebody said that so much of an invoice was paid, without a statement: a line of it that comes later is the
/// same money. Nobody settles anything of the cooperative's meanwhile.
///
/// # Errors
/// [`Error::Unknown`]; when the database refuses.
pub async fn count_said(tx: &Tx, id: InvoiceId, paid: Money) -> Result<usize, Error> {
    let found = find(tx, id).await?.ok_or(Error::Unknown)?;
    hold(tx, Account::CommissionDue(found.cooperative), found.currency).await?;
    let settled = invoice_settlement::Entity::find()
        .filter(invoice_settlement::Column::InvoiceId.eq(id))
        .filter(invoice_settlement::Column::AmountMinor.eq(paid.minor))
        .all(tx.reader())
        .await?;
    let said = posting_table::Entity::find()
        .filter(posting_table::Column::Id.is_in(settled.into_iter().map(|row| row.posting_id)))
        .filter(posting_table::Column::Kind.eq("commission_settled"))
        .filter(posting_table::Column::PersonId.is_not_null())
        .count(tx.reader())
        .await?;
    Ok(usize::try_from(said).unwrap_or(usize::MAX))
}

/// Whether a transfer was counted as one for an invoice under this event.
///
/// # Errors
/// When the database cannot answer.
pub async fn is_settled_by(db: &impl Read, event: EventId) -> Result<bool, Error> {
    posting::is_posted(db, &format!("commission_settled:{event}")).await
}

/// Matches what was kept back, or written off, and has settled nothing yet with the invoices that are open, the oldest
/// first. The account is held by the caller's posting.
pub(crate) async fn allocate(
    tx: &Tx,
    mint: &Mint,
    cooperative: CooperativeId,
    currency: Currency,
) -> Result<(), Error> {
    use invoice::Column as C;
    let mut open: Vec<Invoice> = Vec::new();
    let rows = invoice::Entity::find()
        .filter(C::CooperativeId.eq(cooperative))
        .filter(C::Currency.eq(currency.code()))
        .filter(Expr::col(C::SettledMinor).lt(Expr::col(C::TotalMinor)))
        .order_by_asc(C::Year)
        .order_by_asc(C::Position)
        .limit(AT_ONCE)
        .all(tx.reader())
        .await?;
    for row in rows {
        open.push(Invoice::try_from(row)?);
    }
    let mut open = open.into_iter();
    let Some(mut invoice) = open.next() else { return Ok(()) };
    for (posting, mut left) in unmatched(tx, cooperative, currency).await? {
        while left > 0 {
            let minor = std::cmp::min(left, invoice.open_minor());
            match_up(tx, mint, &posting, &invoice, minor).await?;
            left = left.saturating_sub(minor);
            invoice.settled_minor = invoice.settled_minor.saturating_add(minor);
            if invoice.open_minor() == 0 {
                let Some(next) = open.next() else { return Ok(()) };
                invoice = next;
            }
        }
    }
    Ok(())
}

/// What reduced a cooperative's debt and has settled no invoice yet, the oldest first.
async fn unmatched(tx: &Tx, cooperative: CooperativeId, currency: Currency) -> Result<Vec<(String, i64)>, Error> {
    let sql = "select posting, minor from ( \
               select p.id as posting, p.at as at, cast(t.amount_minor - coalesce((select sum(m.amount_minor) from invoice_settlement m \
               where m.posting_id = p.id), 0) as bigint) as minor \
               from account a join transfer t on t.credit_account = a.id join posting p on p.id = t.posting_id \
               where a.kind = 'commission_due' and a.owner = $1 and a.currency = $2 \
               and p.kind in ('commission_settled', 'commission_netted', 'written_off')) u \
               where minor > 0 order by at, posting limit $3";
    let most = i64::try_from(AT_ONCE).unwrap_or(i64::MAX);
    let owner = Account::CommissionDue(cooperative).owner();
    let rows = query(tx, sql, vec![owner.into(), currency.code().into(), most.into()]).await?;
    let found = rows
        .iter()
        .map(|row| Ok((row.try_get("", "posting")?, row.try_get("", "minor")?)));
    found.collect()
}

async fn match_up(tx: &Tx, mint: &Mint, posting: &str, invoice: &Invoice, minor: i64) -> Result<(), Error> {
    use invoice::Column as C;
    let after = || Expr::col(C::SettledMinor).add(minor);
    let done = invoice::Entity::update_many()
        .col_expr(C::SettledMinor, after())
        .filter(C::Id.eq(invoice.id))
        .filter(after().lte(Expr::col(C::TotalMinor)))
        .exec(tx.writer())
        .await?;
    if done.rows_affected != 1 {
        return Err(Error::Amount);
    }
    let row = invoice_settlement::ActiveModel {
        posting_id: Set(posting.to_owned()),
        invoice_id: Set(invoice.id),
        amount_minor: Set(minor),
        at: Set(mint.now),
    };
    invoice_settlement::Entity::insert(row)
        .exec_without_returning(tx.writer())
        .await?;
    Ok(())
}
