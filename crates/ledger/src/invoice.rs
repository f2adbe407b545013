//! Invoices for the market's commission, where buyers pay the cooperative itself: one a month, for all that was earned
//! and is in no invoice yet. A refund after the invoice takes its commission off the next one. `raise` makes them,
//! `settle` follows what was paid of them: by transfer, or kept back from what the market collected.
//!
//! Numbers have no gaps within a year, and both sides are frozen as they were.

mod raise;
mod settle;

pub use raise::{New, raise, refer};
pub(crate) use settle::allocate;
pub use settle::{count_said, is_settled_by, settle};

use crate::{
    Error,
    balance::query,
    entity::{invoice, invoice_line, invoice_settlement, posting},
};
use kernel::{
    Currency, Limit, Micros, Page, Read, Texts,
    ids::{CooperativeId, InvoiceId, SellerOrderId},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Most lines of one invoice. What is beyond stands in the next one.
pub const MOST_LINES: u64 = 5_000;

/// Who issues an invoice, or gets it, as the law wants it printed. What is not known is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Party {
    /// Its name.
    pub name: Texts,
    /// Its seat, in one line.
    pub seat: String,
    /// Number in the register of cooperatives.
    pub register_number: Option<String>,
    /// Place of that register.
    pub register_place: Option<String>,
    /// Common identifier of enterprises (ICE).
    pub ice: Option<String>,
    /// Number with the tax office (IF).
    pub tax_number: Option<String>,
    /// Number of the professional tax (taxe professionnelle).
    pub licence_number: Option<String>,
    /// Number in the commercial register.
    pub trade_number: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// The bank account on which it is paid: 24 digits.
    pub rib: Option<String>,
}

/// An invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invoice {
    /// The id.
    pub id: InvoiceId,
    /// The year of its number.
    pub year: i32,
    /// Its place in that year.
    pub position: i32,
    /// Who owes it.
    pub cooperative: CooperativeId,
    /// The month until the end of which the commission was earned: `2026-10`.
    pub month: String,
    /// What a transfer names.
    pub reference: String,
    /// The commission, in centimes.
    pub commission_minor: i64,
    /// The tax on it, in centimes.
    pub vat_minor: i64,
    /// Both.
    pub total_minor: i64,
    /// What of it is settled: transferred, or kept back.
    pub settled_minor: i64,
    /// In which currency.
    pub currency: Currency,
    /// The market's operator, as it was.
    pub issuer: Party,
    /// The cooperative, as it was.
    pub customer: Party,
    /// When it was issued.
    pub issued_at: Micros,
    /// Until when it is to be paid.
    pub due_at: Micros,
}

impl Invoice {
    /// Its number as it is printed: `2026-00017`.
    pub fn number(&self) -> String {
        format!("{:04}-{:05}", self.year, self.position)
    }

    /// What is still to be paid, in centimes.
    pub const fn open_minor(&self) -> i64 {
        self.total_minor.saturating_sub(self.settled_minor)
    }

    /// Whether it should have been paid before this moment.
    pub const fn is_overdue(&self, now: Micros) -> bool {
        self.open_minor() > 0 && now.0 > self.due_at.0
    }
}

/// A line: what a part of an order adds at one rate of tax, or a refund of it takes off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The event: `earned:…`, `refund_approved:…`.
    pub posting: String,
    /// The part of an order.
    pub part: SellerOrderId,
    /// The rate of the tax, in basis points.
    pub vat_bps: i32,
    /// The commission, in centimes; below zero for a refund.
    pub commission_minor: i64,
    /// The tax on it.
    pub vat_minor: i64,
    /// When it was earned, or refunded.
    pub at: Micros,
}

impl Line {
    /// Whether it takes something off.
    pub const fn is_refund(&self) -> bool {
        self.commission_minor < 0 || self.vat_minor < 0
    }
}

/// The sums of the lines of an invoice at one rate of tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rated {
    /// The rate, in basis points.
    pub vat_bps: i32,
    /// The commission, in centimes.
    pub commission_minor: i64,
    /// The tax on it.
    pub vat_minor: i64,
}

/// The sums of lines by the rate of tax, the lowest first.
pub fn by_rate(lines: &[Line]) -> Vec<Rated> {
    let mut found: BTreeMap<i32, Rated> = BTreeMap::new();
    for line in lines {
        let sum = found.entry(line.vat_bps).or_insert(Rated {
            vat_bps: line.vat_bps,
            commission_minor: 0,
            vat_minor: 0,
        });
        sum.commission_minor = sum.commission_minor.saturating_add(line.commission_minor);
        sum.vat_minor = sum.vat_minor.saturating_add(line.vat_minor);
    }
    found.into_values().collect()
}

/// What settled some of an invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// The event: `commission_settled:…` for a transfer, `commission_netted:…` for what was kept back.
    pub posting: String,
    /// Its kind.
    pub kind: String,
    /// How much of it, in centimes.
    pub minor: i64,
    /// When.
    pub at: Micros,
}

/// An invoice, for the office.
///
/// # Errors
/// When the database cannot answer.
pub async fn find(db: &impl Read, id: InvoiceId) -> Result<Option<Invoice>, Error> {
    let row = invoice::Entity::find_by_id(id).one(db.reader()).await?;
    row.map(Invoice::try_from).transpose()
}

/// An invoice of a cooperative.
///
/// # Errors
/// When the database cannot answer.
pub async fn find_for_cooperative(
    db: &impl Read,
    cooperative: CooperativeId,
    id: InvoiceId,
) -> Result<Option<Invoice>, Error> {
    let own = find(db, id).await?;
    Ok(own.filter(|invoice| invoice.cooperative == cooperative))
}

/// Which invoices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Which {
    /// Those of one cooperative.
    pub cooperative: Option<CooperativeId>,
    /// Those that are not wholly settled.
    pub open: bool,
}

/// Invoices, the latest first. `after` is the `next` of the page before.
///
/// # Errors
/// When the database cannot answer.
pub async fn list(db: &impl Read, which: Which, after: Option<&str>, limit: Limit) -> Result<Page<Invoice>, Error> {
    use invoice::Column as C;
    let key = after.and_then(|after| {
        let (year, position) = after.split_once('-')?;
        Some((year.parse::<i32>().ok()?, position.parse::<i32>().ok()?))
    });
    let mut filter = Condition::all();
    if let Some((year, position)) = key {
        let same = Condition::all().add(C::Year.eq(year)).add(C::Position.lt(position));
        filter = filter.add(Condition::any().add(C::Year.lt(year)).add(same));
    }
    if let Some(cooperative) = which.cooperative {
        filter = filter.add(C::CooperativeId.eq(cooperative));
    }
    if which.open {
        filter = filter.add(Expr::col(C::SettledMinor).lt(Expr::col(C::TotalMinor)));
    }
    let rows = invoice::Entity::find()
        .filter(filter)
        .order_by_desc(C::Year)
        .order_by_desc(C::Position)
        .limit(limit.and_one())
        .all(db.reader())
        .await?;
    let cut = Page::cut(rows, limit, |row| format!("{}-{}", row.year, row.position));
    let items: Result<_, Error> = cut.items.into_iter().map(Invoice::try_from).collect();
    Ok(Page {
        items: items?,
        next: cut.next,
    })
}

/// The lines of an invoice, the oldest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_lines(db: &impl Read, id: InvoiceId) -> Result<Vec<Line>, Error> {
    let sql = "select l.posting_id as posting, l.seller_order_id as part, l.vat_bps as vat_bps, \
               l.commission_minor as commission, l.vat_minor as vat, p.at as at \
               from invoice_line l join posting p on p.id = l.posting_id where l.invoice_id = $1 \
               order by p.at, l.posting_id, l.vat_bps limit $2";
    let most = i64::try_from(MOST_LINES).unwrap_or(i64::MAX);
    let rows = query(db, sql, vec![id.0.into(), most.into()]).await?;
    rows.iter()
        .map(|row| {
            Ok(Line {
                posting: row.try_get("", "posting")?,
                part: row.try_get("", "part")?,
                vat_bps: row.try_get("", "vat_bps")?,
                commission_minor: row.try_get("", "commission")?,
                vat_minor: row.try_get("", "vat")?,
                at: row.try_get("", "at")?,
            })
        })
        .collect()
}

/// What settled an invoice, the earliest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_settled(db: &impl Read, id: InvoiceId) -> Result<Vec<Settled>, Error> {
    let rows = invoice_settlement::Entity::find()
        .filter(invoice_settlement::Column::InvoiceId.eq(id))
        .order_by_asc(invoice_settlement::Column::At)
        .order_by_asc(invoice_settlement::Column::PostingId)
        .limit(MOST_LINES)
        .all(db.reader())
        .await?;
    let names = rows.iter().map(|row| row.posting_id.clone());
    let postings = posting::Entity::find()
        .filter(posting::Column::Id.is_in(names))
        .all(db.reader())
        .await?;
    let settled = |row: invoice_settlement::Model| {
        let found = postings.iter().find(|posting| posting.id == row.posting_id);
        Settled {
            kind: found.map(|posting| posting.kind.clone()).unwrap_or_default(),
            at: found.map_or(row.at, |posting| posting.at),
            posting: row.posting_id,
            minor: row.amount_minor,
        }
    };
    Ok(rows.into_iter().map(settled).collect())
}

/// Cooperatives with commission that was earned before a moment and is in no invoice.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_uninvoiced(db: &impl Read, until: Micros) -> Result<Vec<CooperativeId>, Error> {
    let sql = "select distinct s.cooperative_id as cooperative from posting p join sale s on s.seller_order_id = p.seller_order_id \
               where s.flow = 'direct' and p.kind = 'earned' and p.at < $1 \
               and not exists (select 1 from invoice_line l where l.posting_id = p.id) order by s.cooperative_id limit 2000";
    let rows = query(db, sql, vec![until.0.into()]).await?;
    rows.iter().map(|row| Ok(row.try_get("", "cooperative")?)).collect()
}

impl TryFrom<invoice::Model> for Invoice {
    type Error = Error;
    fn try_from(row: invoice::Model) -> Result<Self, Error> {
        let party = |text: &str| serde_json::from_str(text).map_err(|error| Error::Stored(error.to_string()));
        Ok(Self {
            currency: row.currency.parse().map_err(|_| Error::Stored(row.currency.clone()))?,
            issuer: party(&row.issuer)?,
            customer: party(&row.customer)?,
            id: row.id,
            year: row.year,
            position: row.position,
            cooperative: row.cooperative_id,
            month: row.month,
            reference: row.reference,
            commission_minor: row.commission_minor,
            vat_minor: row.vat_minor,
            total_minor: row.total_minor,
            settled_minor: row.settled_minor,
            issued_at: row.issued_at,
            due_at: row.due_at,
        })
    }
}

/// Whether a posting stands in an invoice, for whoever writes lines.
pub(crate) fn row(id: InvoiceId, line: &Line) -> invoice_line::ActiveModel {
    use sea_orm::ActiveValue::Set;
    invoice_line::ActiveModel {
        posting_id: Set(line.posting.clone()),
        vat_bps: Set(line.vat_bps),
        invoice_id: Set(id),
        seller_order_id: Set(line.part),
        commission_minor: Set(line.commission_minor),
        vat_minor: Set(line.vat_minor),
    }
}
