//! Payouts: what stands on a cooperative's account goes to its bank. The lines of a payout are the transfers on that
//! account, so that every centime of it can be followed to an order; a transfer is in at most one payout that has neither
//! failed nor come back. `draft` puts one together, `moving` moves it on, [`mod@file`] writes down what the bank is given.
//!
//! Commission that the cooperative owes is kept back before: such a transfer is a line below zero. So is a refund after
//! closing, and what is below zero on the whole is carried on.

mod draft;
pub mod file;
mod moving;
mod status;

pub use draft::{Drafted, New, draft, refer};
pub use moving::{Failing, approve, cancel, come_back, confirm, confirm_return, doubt, fail, pay, submit};
pub use status::{Event, State, Step};

use crate::{
    Error,
    account::Account,
    balance::query,
    entity::{payout, payout_event, payout_line},
};
use kernel::{
    Currency, Limit, Micros, Money, Page, Read,
    ids::{CooperativeId, PayoutFileId, PayoutId, PersonId, SellerOrderId},
    registration::Rib,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Value};

/// Most lines of one payout. What is beyond waits for the next one.
pub const MOST_LINES: u64 = 5_000;
/// Most cooperatives that are looked at in one go.
const MOST_WAITING: i64 = 1_000;
/// Most payouts of which nobody heard that are looked at in one go.
const MOST_UNHEARD: u64 = 1_000;
/// Most events of one payout that are read.
const EVENTS: u64 = 100;

/// A payout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payout {
    /// The id, under which it happens once.
    pub id: PayoutId,
    /// Whose it is.
    pub cooperative: CooperativeId,
    /// What the bank's statement shows.
    pub reference: String,
    /// How far it is.
    pub state: State,
    /// What its lines come to without commission that was kept back, in centimes.
    pub lines_minor: i64,
    /// Commission that was kept back, in centimes.
    pub netted_minor: i64,
    /// What is paid.
    pub amount: Money,
    /// Who holds the account, as it was when it was drafted.
    pub holder: String,
    /// The account, as it was then.
    pub rib: Rib,
    /// Who put it together; nobody when the schedule did.
    pub drafted_by: Option<PersonId>,
    /// Who said that it may go.
    pub approved_by: Option<PersonId>,
    /// The file for the bank that it stands in.
    pub file: Option<PayoutFileId>,
    /// Who said first that it failed, or came back, where a second person must say so too.
    pub doomed_by: Option<PersonId>,
    /// When it was put together.
    pub created_at: Micros,
    /// When it last moved.
    pub updated_at: Micros,
}

/// A transfer in a payout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The event that made it.
    pub posting: String,
    /// Which transfer of it.
    pub position: i32,
    /// Its kind: `closed`, `refund_approved`, `commission_netted`, …
    pub kind: String,
    /// The part of an order that it is about.
    pub part: Option<SellerOrderId>,
    /// What it adds, in centimes.
    pub minor: i64,
    /// When it happened.
    pub at: Micros,
}

impl Line {
    /// Whether it is commission that was kept back.
    pub fn is_netted(&self) -> bool {
        self.kind == NETTED
    }
}

/// The kind of the posting by which commission is kept back.
const NETTED: &str = "commission_netted";

/// Something that happened to a payout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    /// What: `draft`, the code of an event; `doom` and `doom_return` where the first of two says that it failed, or came
    /// back; `confirm` and `confirm_return` where the bank's statement shows what somebody said was paid, or came back.
    pub event: String,
    /// Who, where it was a person.
    pub person: Option<PersonId>,
    /// The reason that was given.
    pub note: Option<String>,
    /// When.
    pub at: Micros,
}

/// What waits for a cooperative's next payout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Whose it is.
    pub cooperative: CooperativeId,
    /// What the lines come to that are in no payout, in centimes; below zero when it owes.
    pub minor: i64,
    /// How many they are.
    pub lines: i64,
    /// When the oldest was posted.
    pub since: Micros,
    /// Commission that it owes, in centimes.
    pub owed_minor: i64,
    /// The payout that is drafted and waits for somebody.
    pub draft: Option<PayoutId>,
}

/// The kinds of postings by which payouts move a cooperative's account themselves: none of them is a line.
pub(crate) const OWN: [&str; 3] = ["payout_approved", "payout_failed", "payout_returned"];

/// Transfers on cooperatives' accounts that are in no payout. What payouts move themselves is none.
const FREE: &str = "from account a join transfer t on (t.debit_account = a.id or t.credit_account = a.id) \
    join posting p on p.id = t.posting_id \
    where a.kind = 'available' and a.currency = $1 and p.kind not in ('payout_approved', 'payout_failed', 'payout_returned') \
    and not exists (select 1 from payout_line l where l.posting_id = t.posting_id and l.position = t.position and l.freed_at is null)";

/// What waits for the next payout of each cooperative that has anything, the largest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_waiting(db: &impl Read) -> Result<Vec<Waiting>, Error> {
    let sql = format!(
        "select w.owner as owner, w.minor as minor, w.lines as lines, w.since as since, \
         coalesce((select d.debits_minor - d.credits_minor from account d where d.kind = 'commission_due' and d.owner = w.owner and d.currency = $1), 0) as owed \
         from (select a.owner as owner, count(*) as lines, min(p.at) as since, \
         cast(sum(case when t.credit_account = a.id then t.amount_minor else -t.amount_minor end) as bigint) as minor {FREE} group by a.owner) w \
         order by w.minor desc, w.owner limit $2"
    );
    let rows = query(db, &sql, vec![Currency::Mad.code().into(), MOST_WAITING.into()]).await?;
    let drafts = payout::Entity::find()
        .filter(payout::Column::State.eq(State::Draft))
        .limit(1_000)
        .all(db.reader())
        .await?;
    rows.iter()
        .map(|row| {
            let owner: String = row.try_get("", "owner")?;
            let cooperative: CooperativeId = owner.parse().map_err(|_| Error::Stored(owner))?;
            let draft = drafts.iter().find(|draft| draft.cooperative_id == cooperative);
            Ok(Waiting {
                cooperative,
                minor: row.try_get("", "minor")?,
                lines: row.try_get("", "lines")?,
                since: row.try_get("", "since")?,
                owed_minor: row.try_get("", "owed")?,
                draft: draft.map(|draft| draft.id),
            })
        })
        .collect()
}

/// What a cooperative will get: the lines that are in no payout, those below zero first, then the oldest.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_free(db: &impl Read, cooperative: CooperativeId, currency: Currency) -> Result<Vec<Line>, Error> {
    let signed = "case when t.credit_account = a.id then t.amount_minor else -t.amount_minor end";
    let sql = format!(
        "select t.posting_id as posting, t.position as position, p.kind as kind, p.seller_order_id as part, p.at as at, \
         {signed} as minor {FREE} and a.owner = $2 \
         order by case when t.credit_account = a.id then 1 else 0 end, p.at, t.posting_id, t.position limit $3"
    );
    let most = i64::try_from(MOST_LINES).unwrap_or(i64::MAX);
    let account = Account::Available(cooperative);
    let values = vec![currency.code().into(), account.owner().into(), most.into()];
    lines(db, &sql, values).await
}

async fn lines(db: &impl Read, sql: &str, values: Vec<Value>) -> Result<Vec<Line>, Error> {
    let rows = query(db, sql, values).await?;
    rows.iter()
        .map(|row| {
            Ok(Line {
                posting: row.try_get("", "posting")?,
                position: row.try_get("", "position")?,
                kind: row.try_get("", "kind")?,
                part: row.try_get("", "part")?,
                minor: row.try_get("", "minor")?,
                at: row.try_get("", "at")?,
            })
        })
        .collect()
}

/// A payout, for the office.
///
/// # Errors
/// When the database cannot answer.
pub async fn find(db: &impl Read, id: PayoutId) -> Result<Option<Payout>, Error> {
    let row = payout::Entity::find_by_id(id).one(db.reader()).await?;
    row.map(Payout::try_from).transpose()
}

/// A payout of a cooperative. A draft is the office's own business until it is approved.
///
/// # Errors
/// When the database cannot answer.
pub async fn find_for_cooperative(
    db: &impl Read,
    cooperative: CooperativeId,
    id: PayoutId,
) -> Result<Option<Payout>, Error> {
    let row = payout::Entity::find_by_id(id)
        .filter(payout::Column::CooperativeId.eq(cooperative))
        .filter(payout::Column::State.is_not_in(HIDDEN))
        .one(db.reader())
        .await?;
    row.map(Payout::try_from).transpose()
}

/// What a cooperative does not see of its payouts.
const HIDDEN: [State; 2] = [State::Draft, State::Cancelled];

/// Payouts in any of some states, the latest first; all of them where no state is named. `after` is the `next` of the
/// page before.
///
/// # Errors
/// When the database cannot answer.
pub async fn list(db: &impl Read, states: &[State], after: Option<&str>, limit: Limit) -> Result<Page<Payout>, Error> {
    let mut which = Condition::all();
    if !states.is_empty() {
        which = which.add(payout::Column::State.is_in(states.iter().copied()));
    }
    page(db, which, after, limit).await
}

/// Payouts that stand in a file for the bank and have not moved since `before`, the longest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_unheard(db: &impl Read, before: Micros) -> Result<Vec<PayoutId>, Error> {
    let rows = payout::Entity::find()
        .filter(payout::Column::State.eq(State::Submitted))
        .filter(payout::Column::UpdatedAt.lte(before))
        .order_by_asc(payout::Column::UpdatedAt)
        .order_by_asc(payout::Column::Id)
        .limit(MOST_UNHEARD)
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// A cooperative's payouts, the latest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_for_cooperative(
    db: &impl Read,
    cooperative: CooperativeId,
    after: Option<&str>,
    limit: Limit,
) -> Result<Page<Payout>, Error> {
    let which = Condition::all()
        .add(payout::Column::CooperativeId.eq(cooperative))
        .add(payout::Column::State.is_not_in(HIDDEN));
    page(db, which, after, limit).await
}

async fn page(db: &impl Read, which: Condition, after: Option<&str>, limit: Limit) -> Result<Page<Payout>, Error> {
    let (at, id) = (payout::Column::CreatedAt, payout::Column::Id);
    let key = after.and_then(|after| {
        let (at, id) = after.split_once('.')?;
        Some((Micros(at.parse().ok()?), id.parse::<PayoutId>().ok()?))
    });
    let beyond = key.map(|(t, i)| {
        let same = Condition::all().add(at.eq(t)).add(id.lt(i));
        Condition::any().add(at.lt(t)).add(same)
    });
    let rows = payout::Entity::find()
        .filter(which)
        .filter(beyond.unwrap_or_else(Condition::all))
        .order_by_desc(at)
        .order_by_desc(id)
        .limit(limit.and_one())
        .all(db.reader())
        .await?;
    let cut = Page::cut(rows, limit, |row| format!("{}.{}", row.created_at.0, row.id));
    let items: Result<_, Error> = cut.items.into_iter().map(Payout::try_from).collect();
    Ok(Page {
        items: items?,
        next: cut.next,
    })
}

/// The lines of a payout, the oldest first: all of them, or those that are still its own.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_lines(db: &impl Read, id: PayoutId) -> Result<Vec<Line>, Error> {
    let sql = "select l.posting_id as posting, l.position as position, p.kind as kind, p.seller_order_id as part, p.at as at, \
               l.amount_minor as minor from payout_line l join posting p on p.id = l.posting_id where l.payout_id = $1 \
               order by p.at, l.posting_id, l.position limit $2";
    let most = i64::try_from(MOST_LINES).unwrap_or(i64::MAX);
    lines(db, sql, vec![id.0.into(), most.into()]).await
}

/// What happened to a payout, the earliest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn history(db: &impl Read, id: PayoutId) -> Result<Vec<Happened>, Error> {
    let rows = payout_event::Entity::find()
        .filter(payout_event::Column::PayoutId.eq(id))
        .order_by_asc(payout_event::Column::At)
        .order_by_asc(payout_event::Column::Id)
        .limit(EVENTS)
        .all(db.reader())
        .await?;
    let happened = |row: payout_event::Model| Happened {
        event: row.event,
        person: row.person_id,
        note: row.note,
        at: row.at,
    };
    let mut all: Vec<Happened> = rows.into_iter().map(happened).collect();
    // Of one moment, in the order in which they can happen; what is no event is the draft.
    all.sort_by_key(|one| (one.at, Event::of(&one.event)));
    Ok(all)
}

/// What was paid to a cooperative's bank so far and stayed there, and what is on its way, in centimes.
///
/// # Errors
/// When the database cannot answer.
pub async fn sums(db: &impl Read, cooperative: CooperativeId) -> Result<(i64, i64), Error> {
    let sql = "select cast(coalesce(sum(case when state = 'paid' then amount_minor else 0 end), 0) as bigint) as paid, \
               cast(coalesce(sum(case when state in ('approved', 'submitted', 'unknown') then amount_minor else 0 end), 0) as bigint) as going \
               from payout where cooperative_id = $1";
    let rows = query(db, sql, vec![cooperative.0.into()]).await?;
    let Some(row) = rows.first() else { return Ok((0, 0)) };
    Ok((row.try_get("", "paid")?, row.try_get("", "going")?))
}

impl TryFrom<payout::Model> for Payout {
    type Error = Error;
    fn try_from(row: payout::Model) -> Result<Self, Error> {
        let currency: Currency = row.currency.parse().map_err(|_| Error::Stored(row.currency))?;
        Ok(Self {
            id: row.id,
            cooperative: row.cooperative_id,
            reference: row.reference,
            state: row.state,
            lines_minor: row.lines_minor,
            netted_minor: row.netted_minor,
            amount: Money {
                minor: row.amount_minor,
                currency,
            },
            holder: row.holder,
            rib: Rib::stored(row.rib),
            drafted_by: row.drafted_by,
            approved_by: row.approved_by,
            file: row.file_id,
            doomed_by: row.doomed_by,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

/// Gives the lines of a payout free for the next one.
pub(crate) async fn free_lines(tx: &kernel::Tx, id: PayoutId, at: Micros) -> Result<(), Error> {
    use sea_orm::sea_query::Expr;
    payout_line::Entity::update_many()
        .col_expr(payout_line::Column::FreedAt, Expr::value(Some(at)))
        .filter(payout_line::Column::PayoutId.eq(id))
        .filter(payout_line::Column::FreedAt.is_null())
        .exec(tx.writer())
        .await?;
    Ok(())
}
