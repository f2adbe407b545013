//! Files for the bank: which transfers stand in one, and from whose account they go. All of it is frozen, so that the
//! same file can be written again to the byte.

use super::Payout;
use crate::{
    Error,
    entity::{payout, payout_file},
};
use kernel::{
    Currency, Limit, Micros, Mint, Money, Page, Read, Tx,
    ids::{PayoutFileId, PayoutId, PersonId},
    registration::Rib,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Most transfers of one file.
pub const MOST: usize = 500;

/// A file for the bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The id, which is what the bank knows the file by.
    pub id: PayoutFileId,
    /// From whose account it is paid.
    pub debtor_name: String,
    /// That account.
    pub debtor_rib: Rib,
    /// How many transfers it has.
    pub payouts: i64,
    /// What they come to.
    pub total: Money,
    /// Who had it made.
    pub made_by: Option<PersonId>,
    /// When.
    pub made_at: Micros,
}

/// A file and its transfers, in the order in which they stand in it.
///
/// # Errors
/// When the database cannot answer.
pub async fn find(db: &impl Read, id: PayoutFileId) -> Result<Option<(File, Vec<Payout>)>, Error> {
    let Some(row) = payout_file::Entity::find_by_id(id).one(db.reader()).await? else {
        return Ok(None);
    };
    let rows = payout::Entity::find()
        .filter(payout::Column::FileId.eq(id))
        .order_by_asc(payout::Column::CreatedAt)
        .order_by_asc(payout::Column::Id)
        .limit(u64::try_from(MOST).unwrap_or(u64::MAX))
        .all(db.reader())
        .await?;
    let payouts: Result<_, Error> = rows.into_iter().map(Payout::try_from).collect();
    Ok(Some((File::try_from(row)?, payouts?)))
}

/// The files that were made, the latest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn list(db: &impl Read, limit: Limit) -> Result<Vec<File>, Error> {
    let rows = payout_file::Entity::find()
        .order_by_desc(payout_file::Column::MadeAt)
        .order_by_desc(payout_file::Column::Id)
        .limit(limit.and_one())
        .all(db.reader())
        .await?;
    let page = Page::cut(rows, limit, |row| row.id.to_string());
    page.items.into_iter().map(File::try_from).collect()
}

/// Writes these payouts into a new file. Those that stand in one are left out; nothing where none is left.
///
/// # Errors
/// [`Error::Unknown`]; [`Error::Amount`] when the sum does not fit or the currencies differ;
/// [`Error::NotNow`] for one that is not approved; when the database refuses.
pub async fn make(
    tx: &Tx,
    mint: &Mint,
    by: PersonId,
    (name, rib): (&str, &Rib),
    ids: &[PayoutId],
) -> Result<Option<PayoutFileId>, Error> {
    let mut found = Vec::new();
    for id in ids.iter().take(MOST) {
        let payout = super::find(tx, *id).await?.ok_or(Error::Unknown)?;
        if payout.file.is_none() {
            found.push(payout);
        }
    }
    let id = mint.id();
    let Some(first) = found.first() else { return Ok(None) };
    let currency = first.amount.currency;
    let mut total = 0_i64;
    for payout in &found {
        if payout.amount.currency != currency {
            return Err(Error::Amount);
        }
        total = total.checked_add(payout.amount.minor).ok_or(Error::Amount)?;
    }
    let row = payout_file::ActiveModel {
        id: Set(id),
        debtor_name: Set(name.to_owned()),
        debtor_rib: Set(rib.as_str().to_owned()),
        payouts: Set(i64::try_from(found.len()).map_err(|_| Error::Amount)?),
        total_minor: Set(total),
        currency: Set(currency.code().to_owned()),
        made_by: Set(Some(by)),
        made_at: Set(mint.now),
    };
    payout_file::Entity::insert(row)
        .exec_without_returning(tx.writer())
        .await?;
    for payout in &found {
        if !super::submit(tx, mint, by, payout.id, id).await? {
            // Another file took it between the look and the step: this one's sum would be wrong.
            return Err(Error::NotNow(super::State::Submitted.code()));
        }
    }
    Ok(Some(id))
}

impl TryFrom<payout_file::Model> for File {
    type Error = Error;
    fn try_from(row: payout_file::Model) -> Result<Self, Error> {
        let currency: Currency = row.currency.parse().map_err(|_| Error::Stored(row.currency))?;
        Ok(Self {
            id: row.id,
            debtor_name: row.debtor_name,
            debtor_rib: Rib::stored(row.debtor_rib),
            payouts: row.payouts,
            total: Money {
                minor: row.total_minor,
                currency,
            },
            made_by: row.made_by,
            made_at: row.made_at,
        })
    }
}
