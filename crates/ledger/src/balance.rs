//! What is on the accounts: the sums that are kept, and what is still open of each part, by age.

use crate::{
    Error,
    account::{Account, Kind, Side},
    entity::account,
};
use kernel::{
    Currency, Limit, Micros, Money, Read, Tx,
    ids::{CooperativeId, EventId, SellerOrderId},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, Statement, Value, sea_query::Expr,
};
use std::collections::BTreeMap;

/// The sums of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balance {
    /// Which.
    pub account: Account,
    /// In which currency.
    pub currency: Currency,
    /// All debits, in centimes.
    pub debits: i64,
    /// All credits, in centimes.
    pub credits: i64,
}

impl Balance {
    /// What is on it, on the side where it grows; below zero when it is overdrawn.
    pub const fn amount(&self) -> Money {
        let debit = self.debits.saturating_sub(self.credits);
        Money {
            minor: match self.account.kind().side() {
                Side::Debit => debit,
                Side::Credit => debit.saturating_neg(),
            },
            currency: self.currency,
        }
    }
}

/// What is on an account; nothing when nobody ever posted to it.
///
/// # Errors
/// When the database cannot answer.
pub async fn find(db: &impl Read, account: Account, currency: Currency) -> Result<Money, Error> {
    let row = account::Entity::find()
        .filter(account::Column::Kind.eq(account.kind()))
        .filter(account::Column::Owner.eq(account.owner()))
        .filter(account::Column::Currency.eq(currency.code()))
        .one(db.reader())
        .await?;
    let none = Money { minor: 0, currency };
    row.map_or(Ok(none), |row| Ok(balance(row)?.amount()))
}

/// The accounts of a kind with something on them.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_of_kind(db: &impl Read, kind: Kind) -> Result<Vec<Balance>, Error> {
    let rows = account::Entity::find()
        .filter(account::Column::Kind.eq(kind))
        .filter(Expr::col(account::Column::DebitsMinor).ne(Expr::col(account::Column::CreditsMinor)))
        .order_by_asc(account::Column::Owner)
        .order_by_asc(account::Column::Currency)
        .all(db.reader())
        .await?;
    rows.into_iter().map(balance).collect()
}

/// Holds an account until the transaction ends, so that nothing is posted to it meanwhile; false when nobody ever
/// posted to it.
///
/// # Errors
/// When the database refuses.
pub async fn hold(tx: &Tx, account: Account, currency: Currency) -> Result<bool, Error> {
    let sums = account::Column::DebitsMinor;
    let held = account::Entity::update_many()
        .col_expr(sums, Expr::col(sums))
        .filter(account::Column::Kind.eq(account.kind()))
        .filter(account::Column::Owner.eq(account.owner()))
        .filter(account::Column::Currency.eq(currency.code()))
        .exec(tx.writer())
        .await?;
    Ok(held.rows_affected == 1)
}

/// All accounts of a cooperative: what it holds, has earned, owes and is to be paid.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_of_cooperative(db: &impl Read, id: CooperativeId) -> Result<Vec<Balance>, Error> {
    let rows = account::Entity::find()
        .filter(account::Column::Owner.eq(id.to_string()))
        .order_by_asc(account::Column::Kind)
        .order_by_asc(account::Column::Currency)
        .all(db.reader())
        .await?;
    rows.into_iter().map(balance).collect()
}

fn balance(row: account::Model) -> Result<Balance, Error> {
    Ok(Balance {
        account: Account::stored(row.kind, &row.owner)?,
        currency: row.currency.parse().map_err(|_| Error::Stored(row.currency))?,
        debits: row.debits_minor,
        credits: row.credits_minor,
    })
}

/// What is still open of one part on accounts of one kind, such as cash on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Open {
    /// The part.
    pub part: SellerOrderId,
    /// How much, on the side where the kind grows, in centimes.
    pub minor: i64,
    /// Since when.
    pub since: Micros,
}

/// What is open on accounts of a kind, the oldest first: `CashCarrier` is cash that carriers have not
/// handed over. What was paid for a whole order at once is not in it.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_open(db: &impl Read, kind: Kind, limit: Limit) -> Result<Vec<Open>, Error> {
    let sql = "select p.seller_order_id as part, min(p.at) as since, \
                cast(sum(case when t.debit_account = a.id then t.amount_minor else -t.amount_minor end) as bigint) as minor \
                from account a join transfer t on (t.debit_account = a.id or t.credit_account = a.id) \
                join posting p on p.id = t.posting_id \
                where a.kind = $1 and p.seller_order_id is not null group by p.seller_order_id \
                having sum(case when t.debit_account = a.id then t.amount_minor else -t.amount_minor end) <> 0 \
                order by min(p.at), p.seller_order_id limit $2";
    let many = i64::try_from(limit.get()).unwrap_or(100);
    let rows = query(db, sql, vec![kind.code().into(), many.into()]).await?;
    rows.iter()
        .map(|row| {
            let debit: i64 = row.try_get("", "minor")?;
            Ok(Open {
                part: row.try_get("", "part")?,
                minor: match kind.side() {
                    Side::Debit => debit,
                    Side::Credit => debit.saturating_neg(),
                },
                since: row.try_get("", "since")?,
            })
        })
        .collect()
}

/// The same for one cooperative's parts, of any number of kinds, as (kind, what is open); at most five hundred.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_open_of(
    db: &impl Read,
    of: Option<CooperativeId>,
    kinds: &[Kind],
) -> Result<Vec<(Kind, Open)>, Error> {
    let kinds: Vec<String> = kinds.iter().map(|kind| format!("'{}'", kind.code())).collect();
    let only = if of.is_some() { "and p.cooperative_id = $1" } else { "" };
    let sql = format!(
        "select a.kind as kind, p.seller_order_id as part, min(p.at) as since, \
         cast(sum(case when t.debit_account = a.id then t.amount_minor else -t.amount_minor end) as bigint) as minor \
         from account a join transfer t on (t.debit_account = a.id or t.credit_account = a.id) \
         join posting p on p.id = t.posting_id \
         where a.kind in ({}) and p.seller_order_id is not null {only} group by a.kind, p.seller_order_id \
         having sum(case when t.debit_account = a.id then t.amount_minor else -t.amount_minor end) <> 0 \
         order by min(p.at), p.seller_order_id limit 500",
        kinds.join(", ")
    );
    let values = of.map(|id| id.0.into()).into_iter().collect();
    let rows = query(db, &sql, values).await?;
    rows.iter()
        .map(|row| {
            let kind: String = row.try_get("", "kind")?;
            let kind = Kind::of(&kind).ok_or(Error::Stored(kind))?;
            let debit: i64 = row.try_get("", "minor")?;
            let open = Open {
                part: row.try_get("", "part")?,
                minor: match kind.side() {
                    Side::Debit => debit,
                    Side::Credit => debit.saturating_neg(),
                },
                since: row.try_get("", "since")?,
            };
            Ok((kind, open))
        })
        .collect()
}

/// Cash of some parts that went from one kind of account to another by remittances, with its sum.
///
/// # Errors
/// When the database cannot answer.
pub async fn handed_over(
    db: &impl Read,
    parts: &[SellerOrderId],
) -> Result<BTreeMap<(SellerOrderId, Kind, Kind), i64>, Error> {
    if parts.is_empty() {
        return Ok(BTreeMap::new());
    }
    let marks: Vec<String> = (1..=parts.len()).map(|n| format!("${n}")).collect();
    let sql = format!(
        "select p.seller_order_id as part, c.kind as giver, d.kind as receiver, cast(sum(t.amount_minor) as bigint) as minor \
         from posting p join transfer t on t.posting_id = p.id \
         join account d on d.id = t.debit_account join account c on c.id = t.credit_account \
         where p.kind = 'handed_over' and t.position = 0 and p.seller_order_id in ({}) \
         group by p.seller_order_id, c.kind, d.kind",
        marks.join(", ")
    );
    let mut found = BTreeMap::new();
    for row in query(db, &sql, parts.iter().map(|part| part.0.into()).collect()).await? {
        let kind = |column: &str| -> Result<Kind, Error> {
            let kind: String = row.try_get("", column)?;
            Kind::of(&kind).ok_or(Error::Stored(kind))
        };
        found.insert(
            (row.try_get("", "part")?, kind("giver")?, kind("receiver")?),
            row.try_get("", "minor")?,
        );
    }
    Ok(found)
}

/// Cash of some parts that was given up as missing, less what of that, or of what was forgiven, came after all; in
/// centimes.
///
/// # Errors
/// When the database cannot answer.
pub async fn missing(db: &impl Read, parts: &[SellerOrderId]) -> Result<BTreeMap<SellerOrderId, i64>, Error> {
    if parts.is_empty() {
        return Ok(BTreeMap::new());
    }
    let marks: Vec<String> = (1..=parts.len()).map(|n| format!("${n}")).collect();
    let sql = format!(
        "select p.seller_order_id as part, \
         cast(sum(case when p.kind = 'missing' then t.amount_minor else -t.amount_minor end) as bigint) as minor \
         from posting p join transfer t on t.posting_id = p.id \
         where p.kind in ('missing', 'recovered') and t.position = 0 and p.seller_order_id in ({}) \
         group by p.seller_order_id",
        marks.join(", ")
    );
    let rows = query(db, &sql, parts.iter().map(|part| part.0.into()).collect()).await?;
    rows.iter()
        .map(|row| Ok((row.try_get("", "part")?, row.try_get("", "minor")?)))
        .collect()
}

/// What one part has left on the accounts of each kind, debits above zero; recomputed from its
/// transfers.
///
/// # Errors
/// When the database cannot answer.
pub async fn of_part(db: &impl Read, part: SellerOrderId) -> Result<BTreeMap<Kind, i64>, Error> {
    let sql = "select a.kind as kind, \
                cast(sum(case when t.debit_account = a.id then t.amount_minor else -t.amount_minor end) as bigint) as minor \
                from posting p join transfer t on t.posting_id = p.id \
                join account a on a.id = t.debit_account or a.id = t.credit_account \
                where p.seller_order_id = $1 group by a.kind";
    let rows = query(db, sql, vec![part.0.into()]).await?;
    let mut found = BTreeMap::new();
    for row in rows {
        let kind: String = row.try_get("", "kind")?;
        let kind = Kind::of(&kind).ok_or(Error::Stored(kind))?;
        found.insert(kind, row.try_get("", "minor")?);
    }
    Ok(found)
}

/// The same for several parts; one about which nothing was posted is not among them.
///
/// # Errors
/// When the database cannot answer.
pub async fn of_parts(
    db: &impl Read,
    parts: &[SellerOrderId],
) -> Result<BTreeMap<SellerOrderId, BTreeMap<Kind, i64>>, Error> {
    let mut found: BTreeMap<SellerOrderId, BTreeMap<Kind, i64>> = BTreeMap::new();
    if parts.is_empty() {
        return Ok(found);
    }
    let marks: Vec<String> = (1..=parts.len()).map(|n| format!("${n}")).collect();
    let sql = format!(
        "select p.seller_order_id as part, a.kind as kind, \
         cast(sum(case when t.debit_account = a.id then t.amount_minor else -t.amount_minor end) as bigint) as minor \
         from posting p join transfer t on t.posting_id = p.id \
         join account a on a.id = t.debit_account or a.id = t.credit_account \
         where p.seller_order_id in ({}) group by p.seller_order_id, a.kind",
        marks.join(", ")
    );
    for row in query(db, &sql, parts.iter().map(|part| part.0.into()).collect()).await? {
        let kind: String = row.try_get("", "kind")?;
        let kind = Kind::of(&kind).ok_or(Error::Stored(kind))?;
        let of_part = found.entry(row.try_get("", "part")?).or_default();
        of_part.insert(kind, row.try_get("", "minor")?);
    }
    Ok(found)
}

/// What is in suspense of some events, in centimes; those that were found out, or never were in it, are not among them.
///
/// # Errors
/// When the database cannot answer.
pub async fn in_suspense(db: &impl Read, events: &[EventId]) -> Result<BTreeMap<EventId, i64>, Error> {
    let mut found: BTreeMap<EventId, i64> = BTreeMap::new();
    if events.is_empty() {
        return Ok(found);
    }
    for (kind, sign) in [("suspense_in", 1_i64), ("suspense_out", -1)] {
        let names: BTreeMap<String, EventId> = events.iter().map(|id| (format!("{kind}:{id}"), *id)).collect();
        let marks: Vec<String> = (1..=names.len()).map(|n| format!("${n}")).collect();
        let sql = format!(
            "select t.posting_id as id, cast(sum(t.amount_minor) as bigint) as minor from transfer t \
             where t.posting_id in ({}) group by t.posting_id",
            marks.join(", ")
        );
        for row in query(db, &sql, names.keys().map(|name| name.as_str().into()).collect()).await? {
            let name: String = row.try_get("", "id")?;
            let minor: i64 = row.try_get("", "minor")?;
            let id = names.get(&name).copied().ok_or(Error::Stored(name))?;
            let sum = found.entry(id).or_insert(0);
            *sum = sum.saturating_add(minor.saturating_mul(sign));
        }
    }
    found.retain(|_, minor| *minor != 0);
    Ok(found)
}

pub(crate) async fn query(db: &impl Read, sql: &str, values: Vec<Value>) -> Result<Vec<sea_orm::QueryResult>, Error> {
    let backend = db.reader().get_database_backend();
    let statement = Statement::from_sql_and_values(backend, sql, values);
    Ok(db.reader().query_all_raw(statement).await?)
}
