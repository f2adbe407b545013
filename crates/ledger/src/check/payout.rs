//! Whether payouts hold: every centime that a cooperative can be paid is in at most one that has not failed or come back,
//! what is posted of each is what it says of itself, and the accounts are what all of them come to.

use super::Broken;
use crate::{
    Error,
    account::Kind,
    balance::query,
    entity::{payout, payout_file},
    payout::{OWN, State},
};
use kernel::{Read, ids::PayoutId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QueryResult, QuerySelect};
use std::collections::{BTreeMap, BTreeSet};

/// Payouts that are looked at together.
const AT_ONCE: u64 = 200;

pub(super) async fn payouts(db: &impl Read) -> Result<Option<Broken>, Error> {
    let mut after: Option<PayoutId> = None;
    let mut going: BTreeMap<(Kind, String, String), i64> = BTreeMap::new();
    loop {
        let mut select = payout::Entity::find().order_by_asc(payout::Column::Id);
        if let Some(after) = after {
            select = select.filter(payout::Column::Id.gt(after));
        }
        let page = select.limit(AT_ONCE).all(db.reader()).await?;
        let (Some(first), Some(last)) = (page.first(), page.last()) else {
            break;
        };
        after = Some(last.id);
        let lines = lines(db, first.id, last.id).await?;
        let posted = posted(db, &page).await?;
        for row in &page {
            let own: Vec<&Line> = lines.iter().filter(|line| line.payout == row.id).collect();
            let wrong = of_lines(row, &own).or_else(|| of_postings(row, &posted));
            if let Some(what) = wrong {
                return Ok(Some(Broken::Payout { id: row.id, what }));
            }
            let kind = match row.state {
                State::Draft => Kind::Available,
                state if state.is_on_its_way() => Kind::PayingOut,
                _ => continue,
            };
            let key = (kind, row.cooperative_id.to_string(), row.currency.clone());
            let sum = going.entry(key).or_default();
            *sum = sum.saturating_add(row.amount_minor);
        }
    }
    if let Some(broken) = twice(db).await? {
        return Ok(Some(broken));
    }
    if let Some(broken) = files(db).await? {
        return Ok(Some(broken));
    }
    accounts(db, going).await
}

/// A line with the transfer that it names.
struct Line {
    payout: PayoutId,
    minor: i64,
    free: bool,
    netted: bool,
    /// What the transfer adds to its account, where it is one of a cooperative's to be paid, and whose that is.
    found: Option<(i64, String, String)>,
}

async fn lines(db: &impl Read, first: PayoutId, last: PayoutId) -> Result<Vec<Line>, Error> {
    let sql = "select l.payout_id as payout, l.amount_minor as minor, case when l.freed_at is null then 0 else 1 end as free, \
               p.kind as kind, t.amount_minor as moved, t.currency as currency, d.kind as debit_kind, d.owner as debit_owner, \
               c.kind as credit_kind, c.owner as credit_owner from payout_line l \
               left join posting p on p.id = l.posting_id \
               left join transfer t on t.posting_id = l.posting_id and t.position = l.position \
               left join account d on d.id = t.debit_account left join account c on c.id = t.credit_account \
               where l.payout_id >= $1 and l.payout_id <= $2";
    let rows = query(db, sql, vec![first.0.into(), last.0.into()]).await?;
    rows.iter().map(line).collect()
}

fn line(row: &QueryResult) -> Result<Line, Error> {
    let text = |name: &str| -> Result<String, Error> {
        let found: Option<String> = row.try_get("", name)?;
        Ok(found.unwrap_or_default())
    };
    let moved: Option<i64> = row.try_get("", "moved")?;
    let available = Kind::Available.code();
    let (kind, currency) = (text("kind")?, text("currency")?);
    let found = match moved {
        Some(_) if OWN.contains(&kind.as_str()) => None,
        Some(minor) if text("credit_kind")? == available => Some((minor, text("credit_owner")?, currency)),
        Some(minor) if text("debit_kind")? == available => {
            Some((minor.saturating_neg(), text("debit_owner")?, currency))
        }
        _ => None,
    };
    let free: i32 = row.try_get("", "free")?;
    Ok(Line {
        payout: row.try_get("", "payout")?,
        minor: row.try_get("", "minor")?,
        free: free != 0,
        netted: kind == "commission_netted",
        found,
    })
}

fn of_lines(row: &payout::Model, lines: &[&Line]) -> Option<&'static str> {
    let owner = row.cooperative_id.to_string();
    for line in lines {
        let expected = (line.minor, owner.clone(), row.currency.clone());
        if line.found.as_ref() != Some(&expected) {
            return Some("a line is not the transfer that it names");
        }
        if line.free == row.state.holds_lines() {
            return Some("a line is free, or should be");
        }
    }
    let sum = |lines: &mut dyn Iterator<Item = &&Line>| lines.fold(0_i64, |sum, line| sum.saturating_add(line.minor));
    if sum(&mut lines.iter()) != row.amount_minor {
        return Some("it is not the sum of its lines");
    }
    let netted = sum(&mut lines.iter().filter(|line| line.netted));
    (netted.saturating_neg() != row.netted_minor).then_some("it keeps something else back than its lines do")
}

/// What was posted about these payouts.
async fn posted(db: &impl Read, page: &[payout::Model]) -> Result<BTreeSet<String>, Error> {
    use crate::entity::posting;
    let names = page
        .iter()
        .flat_map(|row| EVENTS.map(|event| format!("{event}:{}", row.id)));
    let found: Vec<String> = posting::Entity::find()
        .select_only()
        .column(posting::Column::Id)
        .filter(posting::Column::Id.is_in(names))
        .into_tuple()
        .all(db.reader())
        .await?;
    Ok(found.into_iter().collect())
}

const EVENTS: [&str; 4] = ["payout_approved", "payout_paid", "payout_failed", "payout_returned"];

fn of_postings(row: &payout::Model, posted: &BTreeSet<String>) -> Option<&'static str> {
    let expected = [
        !matches!(row.state, State::Draft | State::Cancelled),
        row.state.has_left(),
        row.state == State::Failed,
        row.state == State::Returned,
    ];
    let wrong = EVENTS
        .iter()
        .zip(expected)
        .any(|(event, expected)| posted.contains(&format!("{event}:{}", row.id)) != expected);
    wrong.then_some("the ledger says something else of it")
}

/// No transfer is in two payouts that can be paid.
async fn twice(db: &impl Read) -> Result<Option<Broken>, Error> {
    let sql = "select l.payout_id as payout from payout_line l join payout_line m on m.posting_id = l.posting_id \
               and m.position = l.position and m.payout_id <> l.payout_id and m.freed_at is null \
               where l.freed_at is null order by l.payout_id limit 1";
    let rows = query(db, sql, Vec::new()).await?;
    let id = rows.first().map(|row| row.try_get("", "payout")).transpose()?;
    Ok(id.map(|id| Broken::Payout {
        id,
        what: "a line is in another one as well",
    }))
}

/// A file holds the payouts that it was made for.
async fn files(db: &impl Read) -> Result<Option<Broken>, Error> {
    let sql = "select file_id as id, count(*) as count, cast(sum(amount_minor) as bigint) as minor \
               from payout where file_id is not null group by file_id";
    let mut kept = BTreeMap::new();
    for row in payout_file::Entity::find().all(db.reader()).await? {
        kept.insert(row.id, (row.payouts, row.total_minor));
    }
    for row in query(db, sql, Vec::new()).await? {
        let (id, found) = (
            row.try_get("", "id")?,
            (row.try_get("", "count")?, row.try_get("", "minor")?),
        );
        if kept.remove(&id) != Some(found) {
            return Ok(Some(Broken::File { id }));
        }
    }
    Ok(kept.keys().next().map(|id| Broken::File { id: *id }))
}

/// What is on its way is what payouts say; and what can be paid is what waits for one, and what is drafted.
async fn accounts(db: &impl Read, mut going: BTreeMap<(Kind, String, String), i64>) -> Result<Option<Broken>, Error> {
    let sql = "select a.owner as owner, a.currency as currency, \
               cast(sum(case when t.credit_account = a.id then t.amount_minor else -t.amount_minor end) as bigint) as minor \
               from account a join transfer t on (t.debit_account = a.id or t.credit_account = a.id) \
               join posting p on p.id = t.posting_id where a.kind = 'available' \
               and p.kind not in ('payout_approved', 'payout_failed', 'payout_returned') and not exists (select 1 from payout_line l \
               where l.posting_id = t.posting_id and l.position = t.position and l.freed_at is null) group by a.owner, a.currency";
    for row in query(db, sql, Vec::new()).await? {
        let key = (Kind::Available, row.try_get("", "owner")?, row.try_get("", "currency")?);
        let sum = going.entry(key).or_default();
        *sum = sum.saturating_add(row.try_get("", "minor")?);
    }
    let sql = "select kind, owner, currency, credits_minor - debits_minor as minor \
               from account where kind in ('available', 'paying_out') order by kind, owner, currency";
    for row in query(db, sql, Vec::new()).await? {
        let account = super::account_of(&row)?;
        let key = (account.kind(), account.owner(), row.try_get("", "currency")?);
        let (kept, reckoned) = (row.try_get("", "minor")?, going.remove(&key).unwrap_or(0));
        if kept != reckoned {
            return Ok(Some(Broken::Owed {
                account,
                kept,
                reckoned,
            }));
        }
    }
    Ok(None)
}
