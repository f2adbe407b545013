//! Whether invoices hold: each is the sum of its lines and settled by what settled it, numbers have no gaps, and what
//! cooperatives owe is what is open of their invoices and what is in none yet.

use super::Broken;
use crate::{
    Error,
    account::Kind,
    balance::query,
    entity::{invoice, invoice_number},
};
use kernel::{Read, ids::InvoiceId};
use sea_orm::EntityTrait;
use std::collections::BTreeMap;

/// Each question finds the first invoice that is wrong; what is wrong with it stands beside.
const QUESTIONS: [(&str, &str); 4] = [
    (
        "it is not the sum of its lines",
        "select i.id as id from invoice i left join (select invoice_id, sum(commission_minor) as commission, sum(vat_minor) as vat \
         from invoice_line group by invoice_id) l on l.invoice_id = i.id \
         where i.commission_minor <> coalesce(l.commission, 0) or i.vat_minor <> coalesce(l.vat, 0) order by i.id limit 1",
    ),
    (
        "it is settled by something else than what settled it",
        "select i.id as id from invoice i left join (select invoice_id, sum(amount_minor) as minor \
         from invoice_settlement group by invoice_id) s on s.invoice_id = i.id \
         where i.settled_minor <> coalesce(s.minor, 0) order by i.id limit 1",
    ),
    (
        "a line is another's",
        "select i.id as id from invoice_line l join invoice i on i.id = l.invoice_id join posting p on p.id = l.posting_id \
         where p.cooperative_id <> i.cooperative_id or p.seller_order_id <> l.seller_order_id order by i.id limit 1",
    ),
    (
        "what settled it settled more than it was",
        "select i.id as id from invoice i join invoice_settlement s on s.invoice_id = i.id join posting p on p.id = s.posting_id \
         where p.kind not in ('commission_settled', 'commission_netted', 'written_off') \
         or (select sum(m.amount_minor) from invoice_settlement m where m.posting_id = s.posting_id) > \
         (select sum(t.amount_minor) from transfer t where t.posting_id = s.posting_id) order by i.id limit 1",
    ),
];

pub(super) async fn invoices(db: &impl Read) -> Result<Option<Broken>, Error> {
    for (what, sql) in QUESTIONS {
        let rows = query(db, sql, Vec::new()).await?;
        let id: Option<InvoiceId> = rows.first().map(|row| row.try_get("", "id")).transpose()?;
        if let Some(id) = id {
            return Ok(Some(Broken::Invoice { id, what }));
        }
    }
    if let Some(broken) = numbers(db).await? {
        return Ok(Some(broken));
    }
    accounts(db).await
}

/// The last number of a year is how many invoices it has.
async fn numbers(db: &impl Read) -> Result<Option<Broken>, Error> {
    let sql = "select year, count(*) as count, max(position) as last from invoice group by year";
    let mut found = BTreeMap::new();
    for row in query(db, sql, Vec::new()).await? {
        let (year, count, last): (i32, i64, i32) = (
            row.try_get("", "year")?,
            row.try_get("", "count")?,
            row.try_get("", "last")?,
        );
        found.insert(year, (count, i64::from(last)));
    }
    for row in invoice_number::Entity::find().all(db.reader()).await? {
        let last = i64::from(row.last);
        if found.remove(&row.year) != Some((last, last)) {
            return Ok(Some(Broken::Numbers { year: row.year }));
        }
    }
    Ok(found.keys().next().map(|year| Broken::Numbers { year: *year }))
}

/// What every cooperative owes is what is open of its invoices and what is in none, less what settled nothing yet; and
/// nothing is open beside what could settle it.
async fn accounts(db: &impl Read) -> Result<Option<Broken>, Error> {
    let mut open: BTreeMap<(String, String), i64> = BTreeMap::new();
    for row in invoice::Entity::find().all(db.reader()).await? {
        let sum = open.entry((row.cooperative_id.to_string(), row.currency)).or_default();
        *sum = sum.saturating_add(row.total_minor.saturating_sub(row.settled_minor));
    }
    // What is on the account and in no invoice, and what reduced it and has settled none.
    let sql = "select a.kind as kind, a.owner as owner, a.currency as currency, a.debits_minor - a.credits_minor as minor, \
               cast(coalesce(sum(case when i.posting_id is null and p.kind not in ('commission_settled', 'commission_netted', 'written_off') \
               then case when t.debit_account = a.id then t.amount_minor else -t.amount_minor end else 0 end), 0) as bigint) as waiting, \
               cast(coalesce(sum(case when p.kind in ('commission_settled', 'commission_netted', 'written_off') \
               then t.amount_minor - coalesce(s.minor, 0) else 0 end), 0) as bigint) as unmatched \
               from account a join transfer t on (t.debit_account = a.id or t.credit_account = a.id) \
               join posting p on p.id = t.posting_id \
               left join (select distinct posting_id from invoice_line) i on i.posting_id = p.id \
               left join (select posting_id, sum(amount_minor) as minor from invoice_settlement group by posting_id) s on s.posting_id = p.id \
               where a.kind = 'commission_due' group by a.id, a.kind, a.owner, a.currency, a.debits_minor, a.credits_minor \
               order by a.owner, a.currency";
    for row in query(db, sql, Vec::new()).await? {
        let account = super::account_of(&row)?;
        debug_assert_eq!(account.kind(), Kind::CommissionDue);
        let invoiced = open
            .remove(&(account.owner(), row.try_get("", "currency")?))
            .unwrap_or(0);
        let (kept, waiting, unmatched): (i64, i64, i64) = (
            row.try_get("", "minor")?,
            row.try_get("", "waiting")?,
            row.try_get("", "unmatched")?,
        );
        let reckoned = invoiced.saturating_add(waiting).saturating_sub(unmatched);
        if kept != reckoned || (invoiced > 0 && unmatched > 0) {
            return Ok(Some(Broken::Owed {
                account,
                kept,
                reckoned,
            }));
        }
    }
    Ok(None)
}
