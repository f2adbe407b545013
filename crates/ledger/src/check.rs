//! Whether the ledger holds: everything that is kept is reckoned again from the transfers, and the first
//! row that is wrong is named.

mod invoice;
mod payout;

use crate::{
    Error,
    account::{Account, Kind},
    balance::query,
    entity::posting,
    posting::{About, Line, digest},
};
use kernel::{
    Read,
    ids::{InvoiceId, PayoutFileId, PayoutId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::{collections::BTreeMap, fmt};

/// Postings that are looked at together.
const AT_ONCE: u64 = 500;

/// The first row that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// A posting, or one of its transfers, is not what was written; or it has none.
    Posting {
        /// Its id.
        id: String,
    },
    /// A transfer belongs to no posting.
    Stray {
        /// The posting it names.
        posting: String,
    },
    /// An account's sums are not those of its transfers.
    Account {
        /// Which.
        account: Account,
        /// Its debits and credits as they are kept.
        kept: (i64, i64),
        /// And as they should be.
        reckoned: (i64, i64),
    },
    /// All debits of a currency are not all credits.
    Sums {
        /// The currency's code.
        currency: String,
        /// All debits.
        debits: i64,
        /// All credits.
        credits: i64,
    },
    /// Every part of an order is done, and money of it is still between two.
    Clearing {
        /// The account.
        account: Account,
        /// What is on it, debits above zero.
        minor: i64,
    },
    /// A payout is not what its lines, its file and the ledger say.
    Payout {
        /// Which.
        id: PayoutId,
        /// What is wrong with it.
        what: &'static str,
    },
    /// A file for the bank holds other payouts than it was made for.
    File {
        /// Which.
        id: PayoutFileId,
    },
    /// An invoice is not what its lines, and what settled it, say.
    Invoice {
        /// Which.
        id: InvoiceId,
        /// What is wrong with it.
        what: &'static str,
    },
    /// The numbers of a year's invoices have a gap.
    Numbers {
        /// The year.
        year: i32,
    },
    /// What is on a cooperative's account is not what its payouts or its invoices come to.
    Owed {
        /// Which.
        account: Account,
        /// What is on it.
        kept: i64,
        /// What they come to.
        reckoned: i64,
    },
    /// What the market earned is not what its sales say.
    Earned {
        /// Which: commission, or the tax on it.
        account: Account,
        /// What is on it.
        kept: i64,
        /// What the sales say.
        reckoned: i64,
    },
    /// A posting moves the account of a cooperative and is not about it: its statement would not show it.
    Unseen {
        /// The posting.
        posting: String,
        /// The account.
        account: Account,
    },
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Posting { id } => write!(f, "posting {id} is not what was written"),
            Self::Stray { posting } => write!(f, "a transfer of posting {posting}, which does not exist"),
            Self::Account {
                account,
                kept,
                reckoned,
            } => {
                write!(f, "account {account} has {kept:?}, its transfers say {reckoned:?}")
            }
            Self::Sums {
                currency,
                debits,
                credits,
            } => write!(f, "{currency}: {debits} debited, {credits} credited"),
            Self::Clearing { account, minor } => write!(f, "account {account} has {minor}, and its order is done"),
            Self::Payout { id, what } => write!(f, "payout {id}: {what}"),
            Self::File { id } => write!(f, "file {id} holds other payouts than it was made for"),
            Self::Invoice { id, what } => write!(f, "invoice {id}: {what}"),
            Self::Numbers { year } => write!(f, "the numbers of the invoices of {year} have a gap"),
            Self::Owed {
                account,
                kept,
                reckoned,
            } => {
                write!(
                    f,
                    "account {account} has {kept}, payouts and invoices come to {reckoned}"
                )
            }
            Self::Earned {
                account,
                kept,
                reckoned,
            } => {
                write!(f, "account {account} has {kept}, the sales say {reckoned}")
            }
            Self::Unseen { posting, account } => {
                write!(f, "posting {posting} moves account {account} and no statement shows it")
            }
        }
    }
}

/// Looks at everything, and stops at the first row that is wrong.
///
/// # Errors
/// When the database cannot answer, or holds what cannot be read.
pub async fn check(db: &impl Read) -> Result<Option<Broken>, Error> {
    if let Some(found) = postings(db).await? {
        return Ok(Some(found));
    }
    if let Some(found) = strays(db).await? {
        return Ok(Some(found));
    }
    if let Some(found) = accounts(db).await? {
        return Ok(Some(found));
    }
    if let Some(found) = sums(db).await? {
        return Ok(Some(found));
    }
    if let Some(found) = clearing(db).await? {
        return Ok(Some(found));
    }
    if let Some(found) = earned(db).await? {
        return Ok(Some(found));
    }
    unseen(db).await
}

/// Looks at what goes to cooperatives and what they are asked for: payouts, files for the bank and invoices, against
/// the ledger.
///
/// # Errors
/// As [`check`].
pub async fn owed(db: &impl Read) -> Result<Option<Broken>, Error> {
    match payout::payouts(db).await? {
        None => invoice::invoices(db).await,
        found => Ok(found),
    }
}

struct Row {
    position: i32,
    debit: String,
    credit: String,
    minor: i64,
    currency: String,
}

/// Every posting has transfers, and they and it are those that were written.
async fn postings(db: &impl Read) -> Result<Option<Broken>, Error> {
    let mut after = String::new();
    loop {
        let page = posting::Entity::find()
            .filter(posting::Column::Id.gt(after.as_str()))
            .order_by_asc(posting::Column::Id)
            .limit(AT_ONCE)
            .all(db.reader())
            .await?;
        let (Some(first), Some(last)) = (page.first(), page.last()) else {
            return Ok(None);
        };
        let mut transfers = transfers(db, &first.id, &last.id).await?;
        for row in &page {
            let rows = transfers.remove(&row.id).unwrap_or_default();
            let about = About {
                order: row.order_id,
                part: row.seller_order_id,
                cooperative: row.cooperative_id,
            };
            let lines = rows.iter().map(|row| Line {
                position: row.position,
                debit: row.debit.clone(),
                credit: row.credit.clone(),
                minor: row.minor,
                currency: &row.currency,
            });
            if rows.is_empty() || digest(&row.id, &row.kind, about, lines) != row.digest {
                return Ok(Some(Broken::Posting { id: row.id.clone() }));
            }
        }
        after.clone_from(&last.id);
    }
}

/// The transfers of the postings from one to another.
async fn transfers(db: &impl Read, first: &str, last: &str) -> Result<BTreeMap<String, Vec<Row>>, Error> {
    let sql = "select t.posting_id as posting, t.position as position, t.amount_minor as minor, t.currency as currency, \
                d.kind as debit_kind, d.owner as debit_owner, c.kind as credit_kind, c.owner as credit_owner \
                from transfer t left join account d on d.id = t.debit_account left join account c on c.id = t.credit_account \
                where t.posting_id >= $1 and t.posting_id <= $2 order by t.posting_id, t.position";
    let mut found: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in query(db, sql, vec![first.into(), last.into()]).await? {
        let account = |kind: &str, owner: &str| -> Result<String, Error> {
            let kind: Option<String> = row.try_get("", kind)?;
            let owner: Option<String> = row.try_get("", owner)?;
            let (kind, owner) = (kind.unwrap_or_default(), owner.unwrap_or_default());
            Ok(if owner.is_empty() {
                kind
            } else {
                format!("{kind}:{owner}")
            })
        };
        let (debit, credit) = (
            account("debit_kind", "debit_owner")?,
            account("credit_kind", "credit_owner")?,
        );
        found.entry(row.try_get("", "posting")?).or_default().push(Row {
            position: row.try_get("", "position")?,
            debit,
            credit,
            minor: row.try_get("", "minor")?,
            currency: row.try_get("", "currency")?,
        });
    }
    Ok(found)
}

async fn strays(db: &impl Read) -> Result<Option<Broken>, Error> {
    let sql = "select t.posting_id as posting from transfer t \
                where not exists (select 1 from posting p where p.id = t.posting_id) order by t.posting_id limit 1";
    let rows = query(db, sql, Vec::new()).await?;
    let posting = rows.first().map(|row| row.try_get("", "posting")).transpose()?;
    Ok(posting.map(|posting| Broken::Stray { posting }))
}

/// Every account's sums are those of its transfers.
async fn accounts(db: &impl Read) -> Result<Option<Broken>, Error> {
    let sql = "select a.kind as kind, a.owner as owner, a.debits_minor as kept_debits, a.credits_minor as kept_credits, \
                cast(coalesce(d.minor, 0) as bigint) as debits, cast(coalesce(c.minor, 0) as bigint) as credits from account a \
                left join (select debit_account as id, sum(amount_minor) as minor from transfer group by debit_account) d on d.id = a.id \
                left join (select credit_account as id, sum(amount_minor) as minor from transfer group by credit_account) c on c.id = a.id \
                where a.debits_minor <> coalesce(d.minor, 0) or a.credits_minor <> coalesce(c.minor, 0) \
                order by a.kind, a.owner, a.currency limit 1";
    let rows = query(db, sql, Vec::new()).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    Ok(Some(Broken::Account {
        account: account_of(row)?,
        kept: (row.try_get("", "kept_debits")?, row.try_get("", "kept_credits")?),
        reckoned: (row.try_get("", "debits")?, row.try_get("", "credits")?),
    }))
}

fn account_of(row: &sea_orm::QueryResult) -> Result<Account, Error> {
    let (kind, owner): (String, String) = (row.try_get("", "kind")?, row.try_get("", "owner")?);
    Account::stored(Kind::of(&kind).ok_or(Error::Stored(kind))?, &owner)
}

async fn sums(db: &impl Read) -> Result<Option<Broken>, Error> {
    let sql = "select currency, cast(sum(debits_minor) as bigint) as debits, cast(sum(credits_minor) as bigint) as credits \
                from account group by currency having sum(debits_minor) <> sum(credits_minor) order by currency limit 1";
    let rows = query(db, sql, Vec::new()).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    Ok(Some(Broken::Sums {
        currency: row.try_get("", "currency")?,
        debits: row.try_get("", "debits")?,
        credits: row.try_get("", "credits")?,
    }))
}

/// The clearing of an order is empty once each of its parts has ended or is delivered and paid.
async fn clearing(db: &impl Read) -> Result<Option<Broken>, Error> {
    let open = "select s.order_id as id from sale s where not (s.state = 'ended' or \
                (s.state in ('delivered', 'closed') and s.paid_minor = s.goods_minor + s.delivery_minor))";
    let mut waiting = std::collections::BTreeSet::new();
    for row in query(db, open, Vec::new()).await? {
        waiting.insert(row.try_get::<kernel::ids::OrderId>("", "id")?);
    }
    let sql = "select kind, owner, debits_minor - credits_minor as minor from account \
                where kind = 'clearing' and debits_minor <> credits_minor order by owner, currency";
    for row in query(db, sql, Vec::new()).await? {
        let account = account_of(&row)?;
        if matches!(account, Account::Clearing(order) if !waiting.contains(&order)) {
            let minor = row.try_get("", "minor")?;
            return Ok(Some(Broken::Clearing { account, minor }));
        }
    }
    Ok(None)
}

/// The market's commission and the tax on it are those of the sales that were earned, less what refunds
/// took back: what was posted twice under two ids would show here.
async fn earned(db: &impl Read) -> Result<Option<Broken>, Error> {
    let sql = "select cast(coalesce(sum(c.commission_minor - c.commission_reversed_minor), 0) as bigint) as commission, \
                cast(coalesce(sum(c.vat_minor - c.vat_reversed_minor), 0) as bigint) as vat \
                from commission c join sale s on s.seller_order_id = c.seller_order_id \
                where s.state in ('delivered', 'closed') and (s.flow = 'direct' or s.paid_minor = s.goods_minor + s.delivery_minor)";
    let rows = query(db, sql, Vec::new()).await?;
    let kept =
        "select coalesce(cast(sum(credits_minor - debits_minor) as bigint), 0) as minor from account where kind = $1";
    for (account, column) in [(Account::Commission, "commission"), (Account::Vat, "vat")] {
        let found = query(db, kept, vec![account.kind().code().into()]).await?;
        let minor =
            |row: Option<&sea_orm::QueryResult>, column: &str| row.map_or(Ok(0), |row| row.try_get::<i64>("", column));
        let (kept, reckoned) = (minor(found.first(), "minor")?, minor(rows.first(), column)?);
        if kept != reckoned {
            return Ok(Some(Broken::Earned {
                account,
                kept,
                reckoned,
            }));
        }
    }
    Ok(None)
}

/// What moves the account of a cooperative is about that cooperative.
async fn unseen(db: &impl Read) -> Result<Option<Broken>, Error> {
    let sql = "select min(p.id) as id, p.cooperative_id as cooperative, a.kind as kind, a.owner as owner from account a \
                join transfer t on (t.debit_account = a.id or t.credit_account = a.id) join posting p on p.id = t.posting_id \
                where a.kind in ('available', 'pending', 'shipping', 'paying_out', 'commission_due') \
                group by p.cooperative_id, a.kind, a.owner order by min(p.id)";
    for row in query(db, sql, Vec::new()).await? {
        let account = account_of(&row)?;
        let about: Option<kernel::ids::CooperativeId> = row.try_get("", "cooperative")?;
        if account.cooperative() != about {
            return Ok(Some(Broken::Unseen {
                posting: row.try_get("", "id")?,
                account,
            }));
        }
    }
    Ok(None)
}
