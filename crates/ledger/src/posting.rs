//! Postings: one balanced set of transfers for each business event, written once and never changed.

use crate::{
    Error,
    account::{Account, Kind},
    entity::{account, posting, transfer},
};
use kernel::{
    Currency, Mint, Read, Tx,
    ids::{AccountId, CooperativeId, OrderId, PersonId, SellerOrderId},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Statement, Value,
    sea_query::OnConflict,
};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, VecDeque};

/// One side of an event: what one account is debited (above zero) or credited (below).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leg {
    account: Account,
    minor: i64,
}

impl Leg {
    pub(crate) const fn is_nothing(self) -> bool {
        self.minor == 0
    }
}

/// Takes an amount to an account's debit.
pub const fn debit(account: Account, minor: i64) -> Leg {
    Leg { account, minor }
}

/// Takes an amount to an account's credit.
pub const fn credit(account: Account, minor: i64) -> Leg {
    Leg {
        account,
        minor: minor.saturating_neg(),
    }
}

/// An amount that goes from the credit of one account to the debit of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// Debited.
    pub debit: Account,
    /// Credited.
    pub credit: Account,
    /// Above zero.
    pub minor: i64,
}

/// What a posting is about, as far as it is about one of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// The order.
    pub order: Option<OrderId>,
    /// The part.
    pub part: Option<SellerOrderId>,
    /// The cooperative.
    pub cooperative: Option<CooperativeId>,
}

/// A balanced set that is not empty. There is no other way to move money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    id: String,
    kind: &'static str,
    about: About,
    currency: Currency,
    transfers: Vec<Transfer>,
    covered: Option<Account>,
}

/// What became of a posting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Posted {
    /// It is in the ledger now.
    Now,
    /// It was before, with the same content: nothing moved.
    Before,
}

impl Posting {
    /// A posting of these legs. What one account gives and takes is set off first, and legs of
    /// nothing are left out.
    ///
    /// # Errors
    /// [`Error::Unbalanced`] when debits and credits differ or nothing is left; [`Error::Amount`]
    /// when a sum does not fit.
    pub fn new(id: String, kind: &'static str, about: About, currency: Currency, legs: &[Leg]) -> Result<Self, Error> {
        let mut net: Vec<(Account, i64)> = Vec::new();
        for leg in legs {
            match net.iter_mut().find(|(account, _)| *account == leg.account) {
                Some((_, minor)) => *minor = minor.checked_add(leg.minor).ok_or(Error::Amount)?,
                None => net.push((leg.account, leg.minor)),
            }
        }
        let transfers = pair(&net).filter(|found| !found.is_empty());
        Ok(Self {
            transfers: transfers.ok_or_else(|| Error::Unbalanced(id.clone()))?,
            id,
            kind,
            about,
            currency,
            covered: None,
        })
    }

    /// The same, only to be posted while the account has on its credit side what leaves it.
    #[must_use]
    pub fn covered_by(self, account: Account) -> Self {
        Self {
            covered: Some(account),
            ..self
        }
    }

    /// The opposite of this one: how something is undone.
    #[must_use]
    pub fn opposite(&self, id: String, kind: &'static str) -> Self {
        let turn = |transfer: &Transfer| Transfer {
            debit: transfer.credit,
            credit: transfer.debit,
            minor: transfer.minor,
        };
        Self {
            id,
            kind,
            transfers: self.transfers.iter().map(turn).collect(),
            covered: None,
            ..self.clone()
        }
    }

    /// The event's id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What is moved.
    pub fn transfers(&self) -> &[Transfer] {
        &self.transfers
    }

    /// What it is about.
    pub fn about(&self) -> About {
        self.about
    }

    /// What it takes to the credit of an account, in centimes.
    pub fn credited(&self, account: Account) -> i64 {
        let of = |transfer: &&Transfer| transfer.credit == account;
        let sum = |sum: i64, transfer: &Transfer| sum.saturating_add(transfer.minor);
        self.transfers.iter().filter(of).fold(0, sum)
    }

    fn digest(&self) -> String {
        let lines = self.transfers.iter().zip(0..).map(|(transfer, position)| Line {
            position,
            debit: transfer.debit.to_string(),
            credit: transfer.credit.to_string(),
            minor: transfer.minor,
            currency: self.currency.code(),
        });
        digest(&self.id, self.kind, self.about, lines)
    }
}

/// Pairs debits with credits in their order, so that each transfer has one of both. Nothing when
/// they do not sum to zero.
fn pair(net: &[(Account, i64)]) -> Option<Vec<Transfer>> {
    let mut debits: VecDeque<(Account, u64)> = VecDeque::new();
    let mut credits = debits.clone();
    for (account, minor) in net {
        match minor {
            0 => {}
            1.. => debits.push_back((*account, minor.unsigned_abs())),
            _ => credits.push_back((*account, minor.unsigned_abs())),
        }
    }
    let mut found = Vec::new();
    while let (Some((debit, owed)), Some((credit, given))) = (debits.front_mut(), credits.front_mut()) {
        let minor = (*owed).min(*given);
        found.push(Transfer {
            debit: *debit,
            credit: *credit,
            minor: i64::try_from(minor).ok()?,
        });
        *owed = owed.saturating_sub(minor);
        *given = given.saturating_sub(minor);
        if *owed == 0 {
            debits.pop_front();
        }
        if credits.front().is_some_and(|(_, given)| *given == 0) {
            credits.pop_front();
        }
    }
    (debits.is_empty() && credits.is_empty()).then_some(found)
}

/// A transfer as it is stored.
pub(crate) struct Line<'a> {
    pub(crate) position: i32,
    pub(crate) debit: String,
    pub(crate) credit: String,
    pub(crate) minor: i64,
    pub(crate) currency: &'a str,
}

/// The fingerprint of a posting: the same for the same content, and recomputed by the check.
pub(crate) fn digest<'a>(id: &str, kind: &str, about: About, lines: impl Iterator<Item = Line<'a>>) -> String {
    let name = |id: Option<String>| id.unwrap_or_default();
    let mut text = format!(
        "{id}\n{kind}\n{}\n{}\n{}\n",
        name(about.order.map(|id| id.to_string())),
        name(about.part.map(|id| id.to_string())),
        name(about.cooperative.map(|id| id.to_string())),
    );
    for line in lines {
        text += &format!(
            "{} {} {} {} {}\n",
            line.position, line.debit, line.credit, line.minor, line.currency
        );
    }
    hex::encode(Sha256::digest(text.as_bytes()))
}

/// Posts one event: see [`post_all`].
///
/// # Errors
/// As [`post_all`].
pub async fn post(tx: &Tx, mint: &Mint, by: Option<PersonId>, posting: &Posting) -> Result<Posted, Error> {
    let posted = post_all(tx, mint, by, std::slice::from_ref(posting)).await?;
    Ok(posted.first().copied().unwrap_or(Posted::Before))
}

/// Posts events that happen together. Accounts are moved by one statement for all of them, in the
/// order of [`Account`], so that two who post over the same accounts wait for each other and never in
/// a ring: a transaction that posts several events posts them by one call, or in that order.
///
/// # Errors
/// [`Error::Differs`] for an id that was posted with another content; [`Error::NotCovered`]; when the
/// database refuses. After an error the transaction must be given up.
pub async fn post_all(tx: &Tx, mint: &Mint, by: Option<PersonId>, postings: &[Posting]) -> Result<Vec<Posted>, Error> {
    let mut posted = Vec::with_capacity(postings.len());
    let mut new = Vec::new();
    for posting in postings {
        if write(tx, mint, by, posting).await? {
            posted.push(Posted::Now);
            new.push(posting);
            continue;
        }
        if find_digest(tx, &posting.id).await? != Some(posting.digest()) {
            return Err(Error::Differs(posting.id.clone()));
        }
        posted.push(Posted::Before);
    }
    if !new.is_empty() {
        let accounts = move_accounts(tx, mint, &new).await?;
        covered(&new, &accounts)?;
        write_transfers(tx, &new, &accounts).await?;
    }
    Ok(posted)
}

/// Posts something that may happen to the same thing more than once, under its name or the next that is free: whoever posts
/// it knows that it happened now, and lets nobody else post of the same thing meanwhile.
///
/// # Errors
/// As [`post_all`].
pub(crate) async fn post_again(tx: &Tx, mint: &Mint, by: Option<PersonId>, posting: Posting) -> Result<(), Error> {
    let (name, mut posting) = (posting.id.clone(), posting);
    let mut time = 1_u32;
    while is_posted(tx, &posting.id).await? {
        time = time.saturating_add(1);
        posting.id = format!("{name}:{time}");
    }
    post(tx, mint, by, &posting).await.map(drop)
}

/// Whether an event is in the ledger.
///
/// # Errors
/// When the database cannot answer.
pub async fn is_posted(db: &impl Read, id: &str) -> Result<bool, Error> {
    Ok(find_digest(db, id).await?.is_some())
}

async fn find_digest(db: &impl Read, id: &str) -> Result<Option<String>, Error> {
    let row = posting::Entity::find_by_id(id).one(db.reader()).await?;
    Ok(row.map(|row| row.digest))
}

/// A posting as it stands in the ledger; its kind is given, because stored words are not the list.
///
/// # Errors
/// When the database cannot answer, or holds what cannot be read.
pub async fn find(db: &impl Read, id: &str, kind: &'static str, currency: Currency) -> Result<Option<Posting>, Error> {
    let Some(row) = posting::Entity::find_by_id(id).one(db.reader()).await? else {
        return Ok(None);
    };
    let rows = transfer::Entity::find()
        .filter(transfer::Column::PostingId.eq(id))
        .order_by_asc(transfer::Column::Position)
        .all(db.reader())
        .await?;
    let ids = rows.iter().flat_map(|row| [row.debit_account, row.credit_account]);
    let accounts = account::Entity::find()
        .filter(account::Column::Id.is_in(ids))
        .all(db.reader())
        .await?;
    let of = |id: AccountId| {
        let row = accounts.iter().find(|row| row.id == id);
        let row = row.ok_or_else(|| Error::Stored(format!("account {id}")))?;
        Account::stored(row.kind, &row.owner)
    };
    let transfers = rows.iter().map(|row| {
        Ok(Transfer {
            debit: of(row.debit_account)?,
            credit: of(row.credit_account)?,
            minor: row.amount_minor,
        })
    });
    Ok(Some(Posting {
        id: row.id,
        kind,
        about: About {
            order: row.order_id,
            part: row.seller_order_id,
            cooperative: row.cooperative_id,
        },
        currency,
        transfers: transfers.collect::<Result<_, Error>>()?,
        covered: None,
    }))
}

/// Writes the event; false when it is there already.
async fn write(tx: &Tx, mint: &Mint, by: Option<PersonId>, posting: &Posting) -> Result<bool, Error> {
    let row = posting::ActiveModel {
        id: Set(posting.id.clone()),
        kind: Set(posting.kind.to_owned()),
        order_id: Set(posting.about.order),
        seller_order_id: Set(posting.about.part),
        cooperative_id: Set(posting.about.cooperative),
        person_id: Set(by),
        digest: Set(posting.digest()),
        at: Set(mint.now),
    };
    let once = OnConflict::column(posting::Column::Id).do_nothing().to_owned();
    let written = posting::Entity::insert(row)
        .on_conflict(once)
        .exec_without_returning(tx.writer())
        .await?;
    Ok(written == 1)
}

/// Accounts as they are after the move, while the transaction holds them: the id, and what is on the
/// credit side.
type Accounts = BTreeMap<(Kind, String, &'static str), (AccountId, i64)>;

/// Whether the accounts that may not be overdrawn are not. Whoever else takes from them waits.
fn covered(new: &[&Posting], accounts: &Accounts) -> Result<(), Error> {
    for posting in new {
        if let Some(account) = posting.covered {
            let key = (account.kind(), account.owner(), posting.currency.code());
            if accounts.get(&key).is_none_or(|(_, credit)| *credit < 0) {
                return Err(Error::NotCovered(account));
            }
        }
    }
    Ok(())
}

/// Adds to the sums of every account at once, opening those that are new.
async fn move_accounts(tx: &Tx, mint: &Mint, new: &[&Posting]) -> Result<Accounts, Error> {
    let mut moves: BTreeMap<(Account, &'static str), (i64, i64)> = BTreeMap::new();
    for posting in new {
        for transfer in &posting.transfers {
            let code = posting.currency.code();
            let debits = &mut moves.entry((transfer.debit, code)).or_default().0;
            *debits = debits.checked_add(transfer.minor).ok_or(Error::Amount)?;
            let credits = &mut moves.entry((transfer.credit, code)).or_default().1;
            *credits = credits.checked_add(transfer.minor).ok_or(Error::Amount)?;
        }
    }
    let mut values: Vec<Value> = Vec::with_capacity(moves.len().saturating_mul(6));
    let mut rows = Vec::with_capacity(moves.len());
    for ((account, currency), (debits, credits)) in &moves {
        let first = values.len();
        let id: AccountId = mint.id();
        values.extend([
            id.0.into(),
            account.kind().code().into(),
            account.owner().into(),
            (*currency).into(),
            (*debits).into(),
            (*credits).into(),
        ]);
        let marks: Vec<String> = (1..=6).map(|n| format!("${}", first.saturating_add(n))).collect();
        rows.push(format!("({})", marks.join(", ")));
    }
    let sql = format!(
        "insert into account (id, kind, owner, currency, debits_minor, credits_minor) values {} \
         on conflict (kind, owner, currency) do update set \
         debits_minor = account.debits_minor + excluded.debits_minor, \
         credits_minor = account.credits_minor + excluded.credits_minor \
         returning id, kind, owner, currency, credits_minor - debits_minor as credit",
        rows.join(", ")
    );
    let backend = tx.writer().get_database_backend();
    let found = tx
        .writer()
        .query_all_raw(Statement::from_sql_and_values(backend, sql, values))
        .await?;
    let mut accounts = Accounts::new();
    for row in found {
        let (kind, owner): (String, String) = (row.try_get("", "kind")?, row.try_get("", "owner")?);
        let currency: String = row.try_get("", "currency")?;
        let currency: Currency = currency.parse().map_err(|_| Error::Stored(currency))?;
        let kind = Kind::of(&kind).ok_or(Error::Stored(kind))?;
        let found = (row.try_get("", "id")?, row.try_get("", "credit")?);
        accounts.insert((kind, owner, currency.code()), found);
    }
    Ok(accounts)
}

async fn write_transfers(tx: &Tx, new: &[&Posting], accounts: &Accounts) -> Result<(), Error> {
    let mut rows = Vec::new();
    for posting in new {
        let id = |account: Account| {
            let key = (account.kind(), account.owner(), posting.currency.code());
            accounts
                .get(&key)
                .map(|(id, _)| *id)
                .ok_or_else(|| Error::Stored(account.to_string()))
        };
        for (moved, position) in posting.transfers.iter().zip(0..) {
            rows.push(transfer::ActiveModel {
                posting_id: Set(posting.id.clone()),
                position: Set(position),
                debit_account: Set(id(moved.debit)?),
                credit_account: Set(id(moved.credit)?),
                amount_minor: Set(moved.minor),
                currency: Set(posting.currency.code().to_owned()),
            });
        }
    }
    transfer::Entity::insert_many(rows)
        .exec_without_returning(tx.writer())
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(legs: &[Leg]) -> Result<Posting, Error> {
        Posting::new("x".to_owned(), "test", About::default(), Currency::Mad, legs)
    }

    #[test]
    fn nothing_unbalanced_and_nothing_empty_can_be_built() {
        use Account::{Bank, Commission, Vat};
        for legs in [
            vec![],
            vec![debit(Bank, 0), credit(Vat, 0)],
            vec![debit(Bank, 1)],
            vec![debit(Bank, 2), credit(Vat, 1)],
            vec![debit(Bank, 1), credit(Bank, 1)],
            vec![debit(Bank, -1), credit(Vat, 1)],
        ] {
            assert!(matches!(of(&legs), Err(Error::Unbalanced(_))), "{legs:?}");
        }
        assert!(matches!(
            of(&[debit(Bank, i64::MAX), debit(Bank, 1), credit(Vat, 1)]),
            Err(Error::Amount)
        ));
        let posting = of(&[debit(Bank, 5), credit(Vat, 2), debit(Vat, 1), credit(Commission, 4)]).unwrap();
        let moved: Vec<_> = posting
            .transfers()
            .iter()
            .map(|t| (t.debit, t.credit, t.minor))
            .collect();
        assert_eq!(moved, [(Bank, Vat, 1), (Bank, Commission, 4)]);
        let back = posting.opposite("y".to_owned(), "back");
        assert_eq!(
            back.transfers()[1],
            Transfer {
                debit: Commission,
                credit: Bank,
                minor: 4
            }
        );
    }
}
