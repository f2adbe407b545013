//! The account of a cooperative with the market, as its statement shows it: what stood on it when a time
//! began, every event that says something to the cooperative, and what stands on it when the time is over.
//!
//! What stands there is what the market has for the cooperative (earned, ready, on its way to the bank)
//! less the commission that the cooperative owes: above zero the market owes, below zero the cooperative.
//! Each movement is one posting, so that the lines of a statement are the ledger's own.

use crate::{Error, balance::query, commission::Fee, statement::Period};
use kernel::{
    Micros, Read,
    ids::{CooperativeId, OrderId, SellerOrderId},
};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Value};

kernel::text_enum! {
    /// What a movement is to the cooperative.
    Happened {
        /// A part reached its buyer: it is sold, and the market has earned its commission.
        Sold = "sold",
        /// A buyer gets back some of what was sold.
        GivenBack = "given_back",
        /// That refund came to nothing.
        KeptAfterAll = "kept_after_all",
        /// A part that was paid will not be delivered: its buyer gets all of it back.
        Cancelled = "cancelled",
        /// Cash went from a carrier or the market's office to the cooperative, or to the market.
        HandedOver = "handed_over",
        /// The market paid the cooperative out.
        PaidOut = "paid_out",
        /// What was paid out came back from the cooperative's bank.
        CameBack = "came_back",
        /// The cooperative paid commission that it owed.
        FeePaid = "fee_paid",
        /// Commission was kept back from what it was to be paid.
        FeeKept = "fee_kept",
        /// The market gave up commission.
        FeeWaived = "fee_waived",
        /// Something else that moved the account.
        Other = "other",
    }
}

/// One event on a cooperative's account. Amounts are in centimes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    /// The posting.
    pub id: String,
    /// When.
    pub at: Micros,
    /// What it was.
    pub what: Happened,
    /// The order it is about.
    pub order: Option<OrderId>,
    /// The part it is about.
    pub part: Option<SellerOrderId>,
    /// What was sold, handed over, paid, or came back; below zero what buyers get back and what was paid out.
    pub amount: i64,
    /// The market's fee on it; below zero where a refund takes it back.
    pub fee: Fee,
    /// How the account moved.
    pub change: i64,
    /// What stood on the account then.
    pub balance: i64,
}

impl Movement {
    /// What the cooperative keeps of what was sold, or loses by what is given back; nothing for what
    /// only moves money.
    pub const fn kept(&self) -> Option<i64> {
        match self.what {
            Happened::Sold | Happened::GivenBack | Happened::KeptAfterAll => Some(
                self.amount
                    .saturating_sub(self.fee.commission)
                    .saturating_sub(self.fee.vat),
            ),
            _ => None,
        }
    }
}

/// The sums of the movements of a time, in centimes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turnover {
    /// How many there were.
    pub movements: i64,
    /// How many parts were sold.
    pub parts: i64,
    /// For how much, with delivery.
    pub sold: i64,
    /// What of this time's and earlier sales goes back to buyers.
    pub given_back: i64,
    /// The market's fee, less what refunds took back of it.
    pub fee: Fee,
    /// Cash that was handed over.
    pub handed_over: i64,
    /// What was paid out, less what came back of it.
    pub paid_out: i64,
    /// Commission that was paid, kept back or given up.
    pub settled: i64,
    /// How the account moved in all.
    pub change: i64,
}

impl Turnover {
    /// What the cooperative keeps of what was sold and not given back.
    pub const fn kept(&self) -> i64 {
        self.sold
            .saturating_sub(self.given_back)
            .saturating_sub(self.fee.commission)
            .saturating_sub(self.fee.vat)
    }
}

/// The account of a cooperative in a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// What stood on it before.
    pub opening: i64,
    /// What happened.
    pub turnover: Turnover,
    /// Cash of its sales that carriers had at the end.
    pub with_carriers: i64,
    /// Cash of its sales in the market's office at the end.
    pub with_market: i64,
}

impl Account {
    /// What stands on it afterwards.
    pub const fn closing(&self) -> i64 {
        self.opening.saturating_add(self.turnover.change)
    }
}

/// Postings about a cooperative before `$2`, each with what it does to the cooperative's account. Numbers
/// of parameters are those of the queries below.
const POSTINGS: &str = "select p.id as id, p.kind as kind, p.at as at, p.order_id as order_id, p.seller_order_id as part_id, \
    sum(case when c.owner = $3 and c.kind in ('available', 'pending', 'shipping', 'paying_out', 'commission_due') then t.amount_minor else 0 end) \
    - sum(case when d.owner = $3 and d.kind in ('available', 'pending', 'shipping', 'paying_out', 'commission_due') then t.amount_minor else 0 end) as change, \
    sum(case when c.kind = 'commission' then t.amount_minor when d.kind = 'commission' then -t.amount_minor else 0 end) as commission, \
    sum(case when c.kind = 'vat' then t.amount_minor when d.kind = 'vat' then -t.amount_minor else 0 end) as vat, \
    sum(case when d.kind = 'refund_payable' then t.amount_minor when c.kind = 'refund_payable' then -t.amount_minor else 0 end) as back, \
    sum(t.amount_minor) as moved, \
    max(case when p.kind = 'earned' then s.goods_minor + s.delivery_minor else 0 end) as sold \
    from posting p join transfer t on t.posting_id = p.id \
    join account d on d.id = t.debit_account join account c on c.id = t.credit_account \
    left join sale s on s.seller_order_id = p.seller_order_id \
    where p.cooperative_id = $1 and p.at < $2 and p.at >= $4 and t.currency = 'MAD' \
    group by p.id, p.kind, p.at, p.order_id, p.seller_order_id";

/// What is sold on a cooperative's own account without a commission moves nothing, so that it has no
/// posting: it stands in its statement all the same, under the name that its posting would have.
const WITHOUT_FEE: &str = "'earned' as kind, s.delivered_at as at, s.order_id as order_id, s.seller_order_id as part_id, \
    0 as change, 0 as commission, 0 as vat, 0 as back, 0 as moved, s.goods_minor + s.delivery_minor as sold from sale s \
    where s.cooperative_id = $1 and s.delivered_at < $2 and s.delivered_at >= $4 and s.flow = 'direct' \
    and s.commission_minor = 0 and s.vat_minor = 0 and s.currency = 'MAD'";

fn movements(db: &impl Read) -> String {
    // An id as text, as `Display` writes it.
    let part = match db.reader().get_database_backend() {
        DbBackend::Postgres => "replace(cast(s.seller_order_id as text), '-', '')",
        _ => "lower(hex(s.seller_order_id))",
    };
    format!("{POSTINGS} union all select 'earned:' || {part} as id, {WITHOUT_FEE}")
}

/// What of them a statement shows: what says something to the cooperative, and whatever moved its account.
const SHOWN: &str = "(change <> 0 or kind in ('earned', 'refund_approved', 'refund_failed', 'cancelled', 'remitted', 'handed_over', 'commission_netted'))";

/// The account of a cooperative in a time: sums of everything, whatever the number of its lines.
///
/// # Errors
/// When the database cannot answer.
pub async fn account(db: &impl Read, id: CooperativeId, period: Period) -> Result<Account, Error> {
    let movements = movements(db);
    let sql = format!(
        "select kind, count(*) as movements, cast(sum(change) as bigint) as change, cast(sum(commission) as bigint) as commission, \
         cast(sum(vat) as bigint) as vat, cast(sum(back) as bigint) as back, cast(sum(moved) as bigint) as moved, \
         cast(sum(sold) as bigint) as sold, cast(0 as bigint) as at from ({movements}) m where {SHOWN} group by kind"
    );
    let mut turnover = Turnover::default();
    for row in query(db, &sql, values(id, period)).await? {
        let (many, of_kind): (i64, Movement) = (row.try_get("", "movements")?, movement(&row, String::new())?);
        turnover.add(many, &of_kind);
    }
    Ok(Account {
        opening: balance(db, id, period.from).await?,
        turnover,
        with_carriers: cash(db, id, "cash_carrier", period.until).await?,
        with_market: cash(db, id, "cash_platform", period.until).await?,
    })
}

impl Turnover {
    fn add(&mut self, many: i64, sum: &Movement) {
        let more = |to: &mut i64, by: i64| *to = to.saturating_add(by);
        more(&mut self.movements, many);
        more(&mut self.change, sum.change);
        more(&mut self.fee.commission, sum.fee.commission);
        more(&mut self.fee.vat, sum.fee.vat);
        match sum.what {
            Happened::Sold => {
                more(&mut self.parts, many);
                more(&mut self.sold, sum.amount);
            }
            Happened::GivenBack | Happened::KeptAfterAll => more(&mut self.given_back, sum.amount.saturating_neg()),
            Happened::HandedOver => more(&mut self.handed_over, sum.amount),
            Happened::PaidOut | Happened::CameBack => more(&mut self.paid_out, sum.amount.saturating_neg()),
            Happened::FeePaid | Happened::FeeKept | Happened::FeeWaived => more(&mut self.settled, sum.amount),
            Happened::Cancelled | Happened::Other => {}
        }
    }
}

/// Where a list of movements goes on: after this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bookmark {
    at: Micros,
    id: String,
}

impl Bookmark {
    /// Behind a movement.
    pub fn after(movement: &Movement) -> Self {
        Self {
            at: movement.at,
            id: movement.id.clone(),
        }
    }

    /// As it is written into an address.
    pub fn code(&self) -> String {
        format!("{}.{}", self.at.0, self.id)
    }

    /// Reads what [`Bookmark::code`] wrote.
    pub fn parse(code: &str) -> Option<Self> {
        let (at, id) = code.split_once('.')?;
        Some(Self {
            at: Micros(at.parse().ok()?),
            id: (id.len() <= 200).then(|| id.to_owned())?,
        })
    }
}

/// The movements of a time, the earliest first: at most `most`, after a bookmark or from the beginning.
///
/// # Errors
/// When the database cannot answer.
pub async fn list(
    db: &impl Read,
    id: CooperativeId,
    period: Period,
    after: Option<&Bookmark>,
    most: u64,
) -> Result<Vec<Movement>, Error> {
    let movements = movements(db);
    let sql = format!(
        "select id, kind, at, order_id, part_id, cast(change as bigint) as change, cast(commission as bigint) as commission, \
         cast(vat as bigint) as vat, cast(back as bigint) as back, cast(moved as bigint) as moved, cast(sold as bigint) as sold \
         from ({movements}) m where {SHOWN} and (at > $5 or (at = $5 and id > $6)) order by at, id limit $7"
    );
    let mut values = values(id, period);
    values.push(after.map_or(i64::MIN, |bookmark| bookmark.at.0).into());
    values.push(after.map_or_else(String::new, |bookmark| bookmark.id.clone()).into());
    values.push(i64::try_from(most).unwrap_or(i64::MAX).into());
    let mut stands = match after {
        Some(bookmark) => balance_at(db, id, bookmark).await?,
        None => balance(db, id, period.from).await?,
    };
    let mut found = Vec::new();
    for row in query(db, &sql, values).await? {
        let next = movement(&row, row.try_get("", "id")?)?;
        stands = stands.saturating_add(next.change);
        found.push(Movement {
            order: row.try_get("", "order_id")?,
            part: row.try_get("", "part_id")?,
            balance: stands,
            ..next
        });
    }
    Ok(found)
}

fn values(id: CooperativeId, period: Period) -> Vec<Value> {
    vec![
        id.0.into(),
        period.until.0.into(),
        id.to_string().into(),
        period.from.0.into(),
    ]
}

/// A movement without what it is about, or the sum of several of a kind.
fn movement(row: &QueryResult, id: String) -> Result<Movement, Error> {
    let kind: String = row.try_get("", "kind")?;
    let number = |name: &str| row.try_get::<i64>("", name);
    let (change, back, moved) = (number("change")?, number("back")?, number("moved")?);
    let (what, amount) = match kind.as_str() {
        "earned" => (Happened::Sold, number("sold")?),
        "refund_approved" => (Happened::GivenBack, back),
        "refund_failed" => (Happened::KeptAfterAll, back),
        "cancelled" => (Happened::Cancelled, back),
        "remitted" | "handed_over" => (Happened::HandedOver, moved),
        "payout_paid" => (Happened::PaidOut, change),
        "payout_returned" => (Happened::CameBack, change),
        "commission_settled" => (Happened::FeePaid, change),
        "commission_netted" => (Happened::FeeKept, moved),
        "written_off" => (Happened::FeeWaived, change),
        _ => (Happened::Other, change),
    };
    Ok(Movement {
        id,
        at: Micros(number("at")?),
        what,
        order: None,
        part: None,
        amount,
        fee: Fee {
            commission: number("commission")?,
            vat: number("vat")?,
        },
        change,
        balance: 0,
    })
}

/// When something first happened about a cooperative, and when last.
///
/// # Errors
/// When the database cannot answer.
pub async fn active(db: &impl Read, id: CooperativeId) -> Result<Option<(Micros, Micros)>, Error> {
    let sql = "select min(at) as first, max(at) as last from (select at from posting where cooperative_id = $1 \
        union all select delivered_at as at from sale where cooperative_id = $1 and delivered_at is not null) m";
    let rows = query(db, sql, vec![id.0.into()]).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let first: Option<Micros> = row.try_get("", "first")?;
    Ok(first.zip(row.try_get("", "last")?))
}

/// What stood on the account of a cooperative at a moment, from the postings before it.
///
/// # Errors
/// When the database cannot answer.
pub async fn balance(db: &impl Read, id: CooperativeId, before: Micros) -> Result<i64, Error> {
    let sql = format!("select cast(coalesce(sum(change), 0) as bigint) as minor from ({POSTINGS}) m");
    let always = Period {
        until: before,
        ..Period::ALWAYS
    };
    let rows = query(db, &sql, values(id, always)).await?;
    Ok(rows.first().map_or(Ok(0), |row| row.try_get("", "minor"))?)
}

/// What stood on it behind a bookmark.
async fn balance_at(db: &impl Read, id: CooperativeId, bookmark: &Bookmark) -> Result<i64, Error> {
    let sql = format!(
        "select cast(coalesce(sum(change), 0) as bigint) as minor from ({POSTINGS}) m where at < $5 or (at = $5 and id <= $6)"
    );
    let mut values = values(id, Period::ALWAYS);
    values.extend([bookmark.at.0.into(), bookmark.id.clone().into()]);
    let rows = query(db, &sql, values).await?;
    Ok(rows.first().map_or(Ok(0), |row| row.try_get("", "minor"))?)
}

/// Cash of a cooperative's parts that holders of a kind had at a moment.
async fn cash(db: &impl Read, id: CooperativeId, kind: &str, before: Micros) -> Result<i64, Error> {
    let sql = "select cast(coalesce(sum(case when d.kind = $3 then t.amount_minor when c.kind = $3 then -t.amount_minor else 0 end), 0) as bigint) as minor \
        from posting p join transfer t on t.posting_id = p.id \
        join account d on d.id = t.debit_account join account c on c.id = t.credit_account \
        where p.cooperative_id = $1 and p.at < $2 and t.currency = 'MAD'";
    let rows = query(db, sql, vec![id.0.into(), before.0.into(), kind.into()]).await?;
    Ok(rows.first().map_or(Ok(0), |row| row.try_get("", "minor"))?)
}
