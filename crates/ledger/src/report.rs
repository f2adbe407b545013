//! The money of the whole market, for administrators: what is on all accounts of a kind, who holds cash
//! since when, and who owes commission since when.

use crate::{
    Error,
    account::{Kind, Side},
    balance::query,
};
use kernel::{Currency, Micros, Money, Read, ids::CooperativeId};

/// Most rows of a report; the largest come first.
const MOST: i64 = 500;

/// What is on all accounts of a kind, and on how many there is something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfKind {
    /// The kind.
    pub kind: Kind,
    /// How much, on the side where it grows.
    pub amount: Money,
    /// Accounts that are not empty.
    pub accounts: i64,
}

/// The balances by kind of account; a kind that nobody ever used is left out.
///
/// # Errors
/// When the database cannot answer.
pub async fn by_kind(db: &impl Read) -> Result<Vec<OfKind>, Error> {
    let sql = "select kind, currency, cast(sum(debits_minor - credits_minor) as bigint) as minor, \
                sum(case when debits_minor <> credits_minor then 1 else 0 end) as accounts \
                from account group by kind, currency order by kind, currency";
    let rows = query(db, sql, Vec::new()).await?;
    rows.iter()
        .map(|row| {
            let (kind, currency): (String, String) = (row.try_get("", "kind")?, row.try_get("", "currency")?);
            let kind = Kind::of(&kind).ok_or(Error::Stored(kind))?;
            let debit: i64 = row.try_get("", "minor")?;
            let currency: Currency = currency.parse().map_err(|_| Error::Stored(currency))?;
            Ok(OfKind {
                kind,
                amount: Money {
                    minor: match kind.side() {
                        Side::Debit => debit,
                        Side::Credit => debit.saturating_neg(),
                    },
                    currency,
                },
                accounts: row.try_get("", "accounts")?,
            })
        })
        .collect()
}

/// Cash of one cooperative's parts that one kind of holder has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cash {
    /// Whose parts.
    pub cooperative: CooperativeId,
    /// The holder's kind of account.
    pub kind: Kind,
    /// How many parts.
    pub parts: i64,
    /// How much, in centimes.
    pub minor: i64,
    /// What of it is there since before the moment that was asked, in centimes.
    pub old_minor: i64,
    /// Since when the oldest of it is there.
    pub since: Micros,
}

/// Cash that has not reached its cooperative: with carriers and in the market's office, the oldest
/// first. `old` says from when back cash counts as old.
///
/// # Errors
/// When the database cannot answer.
pub async fn cash(db: &impl Read, old: Micros) -> Result<Vec<Cash>, Error> {
    let sql = "select cooperative, kind, count(*) as parts, cast(sum(minor) as bigint) as minor, \
                cast(sum(case when since < $1 then minor else 0 end) as bigint) as old, min(since) as since from ( \
                select p.cooperative_id as cooperative, p.seller_order_id as part, a.kind as kind, min(p.at) as since, \
                sum(case when t.debit_account = a.id then t.amount_minor else -t.amount_minor end) as minor \
                from account a join transfer t on (t.debit_account = a.id or t.credit_account = a.id) \
                join posting p on p.id = t.posting_id \
                where a.kind in ('cash_carrier', 'cash_platform') and p.seller_order_id is not null \
                group by p.cooperative_id, p.seller_order_id, a.kind \
                having sum(case when t.debit_account = a.id then t.amount_minor else -t.amount_minor end) <> 0) held \
                group by cooperative, kind order by min(since), cooperative, kind limit $2";
    let rows = query(db, sql, vec![old.0.into(), MOST.into()]).await?;
    rows.iter()
        .map(|row| {
            let kind: String = row.try_get("", "kind")?;
            Ok(Cash {
                cooperative: row.try_get("", "cooperative")?,
                kind: Kind::of(&kind).ok_or(Error::Stored(kind))?,
                parts: row.try_get("", "parts")?,
                minor: row.try_get("", "minor")?,
                old_minor: row.try_get("", "old")?,
                since: row.try_get("", "since")?,
            })
        })
        .collect()
}

/// A cooperative that owes commission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owing {
    /// Which.
    pub cooperative: CooperativeId,
    /// How much, in centimes.
    pub minor: i64,
    /// Since when the oldest of it: what was settled settled the oldest.
    pub since: Micros,
}

/// Who owes commission, the oldest debt first.
///
/// # Errors
/// When the database cannot answer.
pub async fn owing(db: &impl Read) -> Result<Vec<Owing>, Error> {
    let sql = "select owner, minor, min(at) as since from ( \
                select a.owner as owner, p.at as at, a.debits_minor - a.credits_minor as minor, a.credits_minor as settled, \
                sum(t.amount_minor) over (partition by a.id order by p.at, p.id, t.position) as running \
                from account a join transfer t on t.debit_account = a.id join posting p on p.id = t.posting_id \
                where a.kind = 'commission_due' and a.currency = $1 and a.debits_minor > a.credits_minor) owed \
                where running > settled group by owner, minor order by min(at), owner limit $2";
    let rows = query(db, sql, vec![Currency::Mad.code().into(), MOST.into()]).await?;
    rows.iter()
        .map(|row| {
            let owner: String = row.try_get("", "owner")?;
            Ok(Owing {
                cooperative: owner.parse().map_err(|_| Error::Stored(owner))?,
                minor: row.try_get("", "minor")?,
                since: row.try_get("", "since")?,
            })
        })
        .collect()
}
