//! What a cooperative sold, what came of it and what it owes: over all, and line by line for a time.

use crate::{
    Error, Sale,
    account::Account,
    balance::{self, query},
    commission::Fee,
    entity::{commission, sale},
    payout,
    sale::State,
};
use kernel::{
    Currency, Limit, Micros, Page, Read,
    ids::{CooperativeId, LineId, SellerOrderId},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// A part in a statement: what was sold, and what refunds took back of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What was sold.
    pub sale: Sale,
    /// What its buyer got back or is owed back, in centimes.
    pub refunded_minor: i64,
    /// What the market earns of it now, less what refunds took back.
    pub fee: Fee,
}

impl Entry {
    /// What the cooperative keeps of what was paid so far, in centimes.
    pub const fn net_minor(&self) -> i64 {
        self.sale
            .paid_minor
            .saturating_sub(self.refunded_minor)
            .saturating_sub(self.fee.commission)
            .saturating_sub(self.fee.vat)
    }

    /// What its buyer still owes, in centimes.
    pub const fn missing_minor(&self) -> i64 {
        self.sale.total_minor().saturating_sub(self.sale.paid_minor)
    }
}

/// The sums of entries, in centimes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// How many parts.
    pub parts: i64,
    /// Their goods.
    pub goods: i64,
    /// Their delivery.
    pub delivery: i64,
    /// What was paid for them.
    pub paid: i64,
    /// What of it went back.
    pub refunded: i64,
    /// The market's fee.
    pub fee: Fee,
}

impl Sums {
    /// What the cooperative keeps of what was paid.
    pub const fn net(&self) -> i64 {
        self.paid
            .saturating_sub(self.refunded)
            .saturating_sub(self.fee.commission)
            .saturating_sub(self.fee.vat)
    }
}

/// A stretch of time: from a moment on, and before another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first moment.
    pub from: Micros,
    /// The first one after it.
    pub until: Micros,
}

impl Period {
    /// All of time.
    pub const ALWAYS: Self = Self {
        from: Micros(i64::MIN),
        until: Micros(i64::MAX),
    };
}

/// Where the money of a cooperative is, in centimes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overview {
    /// Everything that was delivered so far.
    pub sums: Sums,
    /// Cash with its carriers.
    pub with_carriers: i64,
    /// Cash in the market's office.
    pub with_market: i64,
    /// What the market collected for it and has not paid out: the next three together.
    pub to_be_paid_out: i64,
    /// What of it buyers may still give back.
    pub not_final: i64,
    /// What of it can be paid out; below zero where more went back than came in.
    pub ready: i64,
    /// What of it is on its way to its bank.
    pub on_its_way: i64,
    /// What its bank has got.
    pub paid_out: i64,
    /// What it was paid itself, less what it gave back.
    pub direct: i64,
    /// Commission and its tax that it owes.
    pub owed: i64,
}

impl Overview {
    /// What reached the cooperative: paid to itself, or by the market to its bank.
    pub const fn reached(&self) -> i64 {
        self.direct
            .saturating_sub(self.with_carriers)
            .saturating_sub(self.with_market)
            .saturating_add(self.paid_out)
    }

    /// Commission that the market kept back from what it collected.
    pub const fn kept_back(&self) -> i64 {
        self.sums
            .paid
            .saturating_sub(self.sums.refunded)
            .saturating_sub(self.with_carriers)
            .saturating_sub(self.with_market)
            .saturating_sub(self.to_be_paid_out)
            .saturating_sub(self.reached())
    }

    /// What of the commission is settled: transferred, or kept back from something else.
    pub const fn settled(&self) -> i64 {
        let fee = self.sums.fee;
        fee.commission.saturating_add(fee.vat).saturating_sub(self.owed)
    }
}

/// Where the money of a cooperative is.
///
/// # Errors
/// When the database cannot answer.
pub async fn overview(db: &impl Read, id: CooperativeId) -> Result<Overview, Error> {
    let mut found = Overview {
        sums: sums(db, id, Period::ALWAYS).await?,
        with_market: in_the_office(db, id).await?,
        direct: direct(db, id).await?,
        paid_out: payout::sums(db, id).await?.0,
        ..Overview::default()
    };
    for balance in balance::list_of_cooperative(db, id).await? {
        let minor = balance.amount().minor;
        if balance.currency != Currency::Mad {
            continue;
        }
        match balance.account {
            Account::CashCarrier(_) => found.with_carriers = minor,
            Account::CommissionDue(_) => found.owed = minor,
            Account::Available(_) => found.ready = minor,
            Account::PayingOut(_) => found.on_its_way = minor,
            Account::Pending(_) | Account::Shipping(_) => found.not_final = found.not_final.saturating_add(minor),
            _ => {}
        }
    }
    let sum = found.not_final.saturating_add(found.ready);
    found.to_be_paid_out = sum.saturating_add(found.on_its_way);
    Ok(found)
}

/// What a cooperative was paid on its own account for what was delivered, less what it gave back.
async fn direct(db: &impl Read, id: CooperativeId) -> Result<i64, Error> {
    let sql = "select cast(coalesce(sum(s.paid_minor - s.delivery_refunded_minor - coalesce(c.refunded, 0)), 0) as bigint) as minor from sale s \
               left join (select seller_order_id, sum(refunded_minor) as refunded from commission group by seller_order_id) c \
               on c.seller_order_id = s.seller_order_id \
               where s.cooperative_id = $1 and s.flow = 'direct' and s.delivered_at is not null";
    let rows = query(db, sql, vec![id.0.into()]).await?;
    Ok(rows.first().map_or(Ok(0), |row| row.try_get("", "minor"))?)
}

/// Cash of a cooperative's parts in the market's office: that account has no owner, its postings do.
async fn in_the_office(db: &impl Read, id: CooperativeId) -> Result<i64, Error> {
    let sql = "select cast(coalesce(sum(case when t.debit_account = a.id then t.amount_minor else -t.amount_minor end), 0) as bigint) as minor \
                from account a join transfer t on (t.debit_account = a.id or t.credit_account = a.id) \
                join posting p on p.id = t.posting_id where a.kind = 'cash_platform' and p.cooperative_id = $1";
    let rows = query(db, sql, vec![id.0.into()]).await?;
    Ok(rows.first().map_or(Ok(0), |row| row.try_get("", "minor"))?)
}

/// The sums of what was delivered in a time.
///
/// # Errors
/// When the database cannot answer.
pub async fn sums(db: &impl Read, id: CooperativeId, period: Period) -> Result<Sums, Error> {
    let values = || vec![id.0.into(), period.from.0.into(), period.until.0.into()];
    let sold = "select count(*) as parts, cast(coalesce(sum(goods_minor), 0) as bigint) as goods, \
                cast(coalesce(sum(delivery_minor), 0) as bigint) as delivery, cast(coalesce(sum(paid_minor), 0) as bigint) as paid, \
                cast(coalesce(sum(delivery_refunded_minor), 0) as bigint) as refunded from sale \
                where cooperative_id = $1 and delivered_at >= $2 and delivered_at < $3";
    let taken = "select cast(coalesce(sum(c.refunded_minor), 0) as bigint) as refunded, \
                cast(coalesce(sum(c.commission_minor - c.commission_reversed_minor), 0) as bigint) as commission, \
                cast(coalesce(sum(c.vat_minor - c.vat_reversed_minor), 0) as bigint) as vat \
                from commission c join sale s on s.seller_order_id = c.seller_order_id \
                where s.cooperative_id = $1 and s.delivered_at >= $2 and s.delivered_at < $3";
    let (sold, taken) = (query(db, sold, values()).await?, query(db, taken, values()).await?);
    let (Some(sold), Some(taken)) = (sold.first(), taken.first()) else {
        return Ok(Sums::default());
    };
    let refunded: (i64, i64) = (sold.try_get("", "refunded")?, taken.try_get("", "refunded")?);
    Ok(Sums {
        parts: sold.try_get("", "parts")?,
        goods: sold.try_get("", "goods")?,
        delivery: sold.try_get("", "delivery")?,
        paid: sold.try_get("", "paid")?,
        refunded: refunded.0.saturating_add(refunded.1),
        fee: Fee {
            commission: taken.try_get("", "commission")?,
            vat: taken.try_get("", "vat")?,
        },
    })
}

/// What was delivered in a time, the latest first. `after` is the `next` of the page before.
///
/// # Errors
/// When the database cannot answer.
pub async fn list(
    db: &impl Read,
    id: CooperativeId,
    period: Period,
    after: Option<&str>,
    limit: Limit,
) -> Result<Page<Entry>, Error> {
    let (at, part) = (sale::Column::DeliveredAt, sale::Column::SellerOrderId);
    let key = after.and_then(read_key);
    let beyond = key.map(|(t, i)| {
        let same = Condition::all().add(at.eq(t)).add(part.lt(i));
        Condition::any().add(at.lt(t)).add(same)
    });
    let rows = sale::Entity::find()
        .filter(sale::Column::CooperativeId.eq(id))
        .filter(at.gte(period.from))
        .filter(at.lt(period.until))
        .filter(beyond.unwrap_or_else(Condition::all))
        .order_by_desc(at)
        .order_by_desc(part)
        .limit(limit.and_one())
        .all(db.reader())
        .await?;
    let page = Page::cut(rows, limit, |row| {
        let at = row.delivered_at.unwrap_or(Micros(0));
        format!("{}.{}", at.0, row.seller_order_id)
    });
    Ok(Page {
        items: entries(db, page.items).await?,
        next: page.next,
    })
}

/// When a cooperative's first part reached its buyer, and when the last one did.
///
/// # Errors
/// When the database cannot answer.
pub async fn deliveries(db: &impl Read, id: CooperativeId) -> Result<Option<(Micros, Micros)>, Error> {
    let sql = "select min(delivered_at) as first, max(delivered_at) as last from sale where cooperative_id = $1";
    let rows = query(db, sql, vec![id.0.into()]).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let first: Option<Micros> = row.try_get("", "first")?;
    Ok(first.zip(row.try_get("", "last")?))
}

/// One part as statements have it; nothing for one that the ledger does not know.
///
/// # Errors
/// When the database cannot answer.
pub async fn find(db: &impl Read, part: SellerOrderId) -> Result<Option<Entry>, Error> {
    let row = sale::Entity::find_by_id(part).one(db.reader()).await?;
    Ok(entries(db, row.into_iter().collect()).await?.pop())
}

fn read_key(after: &str) -> Option<(Micros, SellerOrderId)> {
    let (at, id) = after.split_once('.')?;
    Some((Micros(at.parse().ok()?), id.parse().ok()?))
}

async fn entries(db: &impl Read, rows: Vec<sale::Model>) -> Result<Vec<Entry>, Error> {
    let ids: Vec<SellerOrderId> = rows.iter().map(|row| row.seller_order_id).collect();
    let lines = lines(db, &ids).await?;
    rows.into_iter()
        .map(|row| {
            let id = row.seller_order_id;
            let mut entry = Entry {
                refunded_minor: row.delivery_refunded_minor,
                sale: Sale::try_from(row)?,
                fee: Fee::default(),
            };
            for line in lines.iter().filter(|line| line.seller_order_id == id) {
                let left = |whole: i64, back: i64| whole.saturating_sub(back);
                entry.refunded_minor = entry.refunded_minor.saturating_add(line.refunded_minor);
                let commission = left(line.commission_minor, line.commission_reversed_minor);
                entry.fee.commission = entry.fee.commission.saturating_add(commission);
                let vat = left(line.vat_minor, line.vat_reversed_minor);
                entry.fee.vat = entry.fee.vat.saturating_add(vat);
            }
            if entry.sale.state == State::Ended {
                entry.fee = Fee::default();
            }
            Ok(entry)
        })
        .collect()
}

async fn lines(db: &impl Read, parts: &[SellerOrderId]) -> Result<Vec<commission::Model>, Error> {
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let of = commission::Column::SellerOrderId.is_in(parts.iter().copied());
    Ok(commission::Entity::find().filter(of).all(db.reader()).await?)
}

/// A line as it was frozen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frozen {
    /// The line.
    pub line: LineId,
    /// Its part.
    pub part: SellerOrderId,
    /// What it cost, in centimes.
    pub total_minor: i64,
    /// What the market asks of it.
    pub fee: Fee,
}

/// The frozen lines of some parts.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_frozen(db: &impl Read, parts: &[SellerOrderId]) -> Result<Vec<Frozen>, Error> {
    let rows = lines(db, parts).await?;
    let frozen = |row: commission::Model| Frozen {
        line: row.order_line_id,
        part: row.seller_order_id,
        total_minor: row.total_minor,
        fee: Fee {
            commission: row.commission_minor,
            vat: row.vat_minor,
        },
    };
    Ok(rows.into_iter().map(frozen).collect())
}
