//! Putting a payout together: the cooperative's account is held, commission that it owes is kept back, and all that is
//! left in no payout becomes the lines of a new one.

use super::{Line, MOST_LINES, State, list_free, moving::record};
use crate::{
    Error, MarketEvent,
    account::Account,
    balance,
    entity::{payout, payout_line},
    invoice, post_event,
};
use kernel::{
    Currency, Mint, Read, Tx,
    ids::{CooperativeId, PayoutId, PersonId},
    registration::Rib,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

/// Lines that are written by one statement.
const AT_ONCE: usize = 1_000;

/// What is to be paid out, and where to. The account and its holder are frozen with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct New {
    /// The id.
    pub id: PayoutId,
    /// Whose money it is.
    pub cooperative: CooperativeId,
    /// In which currency.
    pub currency: Currency,
    /// Who holds the account.
    pub holder: String,
    /// The account.
    pub rib: Rib,
    /// Less than this is carried on to the next time, in centimes.
    pub minimum_minor: i64,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drafted {
    /// There is a draft now.
    Now(PayoutId),
    /// One waits already: there is at most one of each cooperative.
    Before(PayoutId),
    /// There is not enough to pay out; what there is waits, in centimes. It may be below zero.
    Carried(i64),
}

/// Puts together what can be paid to a cooperative. Commission that it owes is kept back first, also where the rest is
/// too little to pay out. Two who draft at once draft one.
///
/// # Errors
/// [`Error::Amount`] when a sum does not fit; when the database refuses.
pub async fn draft(tx: &Tx, mint: &Mint, by: Option<PersonId>, new: &New) -> Result<Drafted, Error> {
    if !balance::hold(tx, Account::Available(new.cooperative), new.currency).await? {
        return Ok(Drafted::Carried(0));
    }
    let standing = payout::Entity::find()
        .filter(payout::Column::CooperativeId.eq(new.cooperative))
        .filter(payout::Column::Currency.eq(new.currency.code()))
        .filter(payout::Column::State.eq(State::Draft))
        .one(tx.reader())
        .await?;
    if let Some(standing) = standing {
        return Ok(Drafted::Before(standing.id));
    }
    let mut lines = list_free(tx, new.cooperative, new.currency).await?;
    let free = sum(&lines)?;
    if net(tx, mint, new, free).await? {
        lines = list_free(tx, new.cooperative, new.currency).await?;
    }
    let amount = sum(&lines)?;
    if amount < new.minimum_minor.max(1) {
        return Ok(Drafted::Carried(amount));
    }
    write(tx, mint, by, new, &lines, amount).await?;
    Ok(Drafted::Now(new.id))
}

/// Writes down what the bank's statement will show of a draft.
///
/// # Errors
/// [`Error::Unknown`] for one that is no draft; when the database refuses.
pub async fn refer(tx: &Tx, id: PayoutId, reference: &str) -> Result<(), Error> {
    let done = payout::Entity::update_many()
        .col_expr(payout::Column::Reference, Expr::value(reference))
        .filter(payout::Column::Id.eq(id))
        .filter(payout::Column::State.eq(State::Draft))
        .exec(tx.writer())
        .await?;
    if done.rows_affected == 1 {
        Ok(())
    } else {
        Err(Error::Unknown)
    }
}

fn sum(lines: &[Line]) -> Result<i64, Error> {
    let add = |sum: i64, line: &Line| sum.checked_add(line.minor).ok_or(Error::Amount);
    lines.iter().try_fold(0, add)
}

/// Keeps back what the cooperative owes, as far as there is something; says whether anything was.
async fn net(tx: &Tx, mint: &Mint, new: &New, free: i64) -> Result<bool, Error> {
    // Whoever pays it by transfer at this moment comes before or after.
    let due = Account::CommissionDue(new.cooperative);
    balance::hold(tx, due, new.currency).await?;
    let due = balance::find(tx, due, new.currency).await?;
    let minor = due.minor.min(free);
    if minor <= 0 {
        return Ok(false);
    }
    let event = MarketEvent::CommissionNetted {
        id: mint.id(),
        cooperative: new.cooperative,
        minor,
    };
    post_event(tx, mint, None, new.currency, &event).await?;
    invoice::allocate(tx, mint, new.cooperative, new.currency).await?;
    Ok(true)
}

async fn write(
    tx: &Tx,
    mint: &Mint,
    by: Option<PersonId>,
    new: &New,
    lines: &[Line],
    amount: i64,
) -> Result<(), Error> {
    let netted = lines.iter().filter(|line| line.is_netted());
    let netted = netted.fold(0_i64, |sum, line| sum.saturating_sub(line.minor));
    let row = payout::ActiveModel {
        id: Set(new.id),
        cooperative_id: Set(new.cooperative),
        // Until it is given one: see [`refer`].
        reference: Set(new.id.to_string()),
        state: Set(State::Draft),
        lines_minor: Set(amount.checked_add(netted).ok_or(Error::Amount)?),
        netted_minor: Set(netted),
        amount_minor: Set(amount),
        currency: Set(new.currency.code().to_owned()),
        holder: Set(new.holder.clone()),
        rib: Set(new.rib.as_str().to_owned()),
        drafted_by: Set(by),
        approved_by: Set(None),
        file_id: Set(None),
        doomed_by: Set(None),
        created_at: Set(mint.now),
        updated_at: Set(mint.now),
        version: Set(1),
    };
    payout::Entity::insert(row).exec_without_returning(tx.writer()).await?;
    debug_assert!(u64::try_from(lines.len()).is_ok_and(|count| count <= MOST_LINES));
    for some in lines.chunks(AT_ONCE) {
        let rows = some.iter().map(|line| payout_line::ActiveModel {
            payout_id: Set(new.id),
            posting_id: Set(line.posting.clone()),
            position: Set(line.position),
            amount_minor: Set(line.minor),
            freed_at: Set(None),
        });
        payout_line::Entity::insert_many(rows)
            .exec_without_returning(tx.writer())
            .await?;
    }
    record(tx, mint, new.id, "draft", by, None).await
}
