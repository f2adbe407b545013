//! Money that goes back to a buyer: of a delivered part, by line, with the market's fee at the rate of
//! the sale. What was paid and not delivered goes back by [`crate::sale::cancelled`]; from there on
//! both are paid the same way ([`crate::repay`]).

use crate::{
    Error,
    account::Account,
    commission::{Fee, Line},
    entity::{commission, commission_reversal, sale as sale_table},
    event::{self, PartEvent, Shares},
    posting::{self, Posted},
    sale::{self, Sale, State},
};
use kernel::{
    Mint, Read, Tx,
    ids::{LineId, PersonId, RefundId, SellerOrderId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, sea_query::Expr};

/// What a buyer is to get back of a delivered part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    /// The refund.
    pub id: RefundId,
    /// The part.
    pub part: SellerOrderId,
    /// Lines, and how much of each, in centimes.
    pub lines: Vec<(LineId, i64)>,
    /// How much of the delivery, in centimes.
    pub delivery_minor: i64,
}

/// What of a part can still be given back, in centimes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// Of each line.
    pub lines: Vec<(LineId, i64)>,
    /// Of the delivery.
    pub delivery_minor: i64,
}

/// What of a part can still be given back.
///
/// # Errors
/// [`Error::Unknown`]; when the database cannot answer.
pub async fn left(db: &impl Read, part: SellerOrderId) -> Result<Left, Error> {
    let sale = sale_table::Entity::find_by_id(part).one(db.reader()).await?;
    let sale = sale.ok_or(Error::Unknown)?;
    let lines = commission::Entity::find()
        .filter(commission::Column::SellerOrderId.eq(part))
        .order_by_asc(commission::Column::OrderLineId)
        .all(db.reader())
        .await?;
    let left = |row: commission::Model| (row.order_line_id, row.total_minor.saturating_sub(row.refunded_minor));
    Ok(Left {
        lines: lines.into_iter().map(left).collect(),
        delivery_minor: sale.delivery_minor.saturating_sub(sale.delivery_refunded_minor),
    })
}

fn approval(id: RefundId) -> String {
    format!("refund_approved:{id}")
}

/// Decides that the buyer gets this back: from now on it is owed. Two who ask at once for more than is
/// left do not both get it.
///
/// # Errors
/// [`Error::Unknown`] part or line; [`Error::Amount`] for more than is left of a line or the delivery;
/// [`Error::NotNow`] for a part that nobody earned; [`Error::Differs`] for a refund that was approved
/// with other amounts; when the database refuses.
pub async fn approved(tx: &Tx, mint: &Mint, who: Option<PersonId>, refund: &Refund) -> Result<Posted, Error> {
    let sale = sale::lock(tx, refund.part).await?;
    if posting::is_posted(tx, &approval(refund.id)).await? {
        return repeated(tx, &sale, refund).await;
    }
    if !sale.is_earned() {
        return Err(Error::NotNow(sale.state.code()));
    }
    let mut back = Shares {
        delivery: refund.delivery_minor,
        ..Shares::default()
    };
    let mut reversals = Vec::new();
    for (id, minor) in &refund.lines {
        let fee = take_back(tx, refund.part, *id, *minor).await?;
        let add = |sum: i64, more: i64| sum.checked_add(more).ok_or(Error::Amount);
        back.commission = add(back.commission, fee.commission)?;
        back.vat = add(back.vat, fee.vat)?;
        back.cooperative = add(
            back.cooperative,
            minor.saturating_sub(fee.commission).saturating_sub(fee.vat),
        )?;
        reversals.push(reversal(approval(refund.id), *id, (*minor, fee)));
    }
    give_back_delivery(tx, refund.part, refund.delivery_minor).await?;
    let event = PartEvent::RefundApproved {
        refund: refund.id,
        back,
        closed: sale.state == State::Closed,
    };
    let posting = event::of_part(&sale.part, &event)?.ok_or(Error::Amount)?;
    let posted = posting::post(tx, mint, who, &posting).await?;
    if !reversals.is_empty() {
        commission_reversal::Entity::insert_many(reversals)
            .exec_without_returning(tx.writer())
            .await?;
    }
    Ok(posted)
}

/// Takes an approved refund back that could not be paid: the opposite of its approval, to the centime,
/// and its amount can be refunded again.
///
/// # Errors
/// [`Error::Unknown`] for one that was not approved for this part; [`Error::NotCovered`] when it was
/// paid; when the database refuses.
pub async fn failed(
    tx: &Tx,
    mint: &Mint,
    who: Option<PersonId>,
    (refund, part): (RefundId, SellerOrderId),
) -> Result<Posted, Error> {
    let sale = sale::lock(tx, part).await?;
    let id = format!("refund_failed:{refund}");
    let approved = posting::find(tx, &approval(refund), "refund_approved", sale.part.currency).await?;
    let approved = approved
        .filter(|posting| posting.about().part == Some(part))
        .ok_or(Error::Unknown)?;
    if posting::is_posted(tx, &id).await? {
        return Ok(Posted::Before);
    }
    let owed = Account::RefundPayable(sale.part.order);
    let mut postings = vec![approved.opposite(id.clone(), "refund_failed").covered_by(owed)];
    // What comes back to a part that was closed meanwhile is final again.
    let last = sale::release(tx, &sale, &postings).await?;
    postings.extend(last);
    posting::post_all(tx, mint, who, &postings).await?;
    let mut total = approved.credited(owed);
    let mut reversals = Vec::new();
    for row in rows_of(tx, refund).await? {
        let fee = Fee {
            commission: row.commission_minor.saturating_neg(),
            vat: row.vat_minor.saturating_neg(),
        };
        let minor = row.refunded_minor.saturating_neg();
        total = total.saturating_add(minor);
        add_to_line(tx, part, row.order_line_id, minor, fee).await?;
        reversals.push(reversal(id.clone(), row.order_line_id, (minor, fee)));
    }
    if !reversals.is_empty() {
        commission_reversal::Entity::insert_many(reversals)
            .exec_without_returning(tx.writer())
            .await?;
    }
    // What was not of a line was of the delivery.
    give_back_delivery(tx, part, total.saturating_neg()).await?;
    Ok(Posted::Now)
}

async fn rows_of(tx: &Tx, refund: RefundId) -> Result<Vec<commission_reversal::Model>, Error> {
    Ok(commission_reversal::Entity::find()
        .filter(commission_reversal::Column::PostingId.eq(approval(refund)))
        .order_by_asc(commission_reversal::Column::OrderLineId)
        .all(tx.writer())
        .await?)
}

/// The same refund again moves nothing; another one under its id is refused.
async fn repeated(tx: &Tx, sale: &Sale, refund: &Refund) -> Result<Posted, Error> {
    let owed = Account::RefundPayable(sale.part.order);
    let approved = posting::find(tx, &approval(refund.id), "refund_approved", sale.part.currency).await?;
    let approved = approved.ok_or(Error::Unknown)?;
    let rows = rows_of(tx, refund.id).await?;
    let mut asked = refund.lines.clone();
    asked.sort_by_key(|(line, _)| *line);
    let stored: Vec<_> = rows.iter().map(|row| (row.order_line_id, row.refunded_minor)).collect();
    let sum = |lines: &[(LineId, i64)]| lines.iter().fold(0_i64, |sum, (_, minor)| sum.saturating_add(*minor));
    let same = approved.credited(owed) == sum(&asked).saturating_add(refund.delivery_minor);
    if stored == asked && same {
        Ok(Posted::Before)
    } else {
        Err(Error::Differs(approval(refund.id)))
    }
}

/// Takes an amount of a line back, with its share of the fee.
async fn take_back(tx: &Tx, part: SellerOrderId, id: LineId, minor: i64) -> Result<Fee, Error> {
    let row = commission::Entity::find_by_id(id)
        .filter(commission::Column::SellerOrderId.eq(part))
        .one(tx.writer())
        .await?
        .ok_or(Error::Unknown)?;
    let line = Line {
        total: row.total_minor,
        fee: Fee {
            commission: row.commission_minor,
            vat: row.vat_minor,
        },
        refunded: row.refunded_minor,
        reversed: Fee {
            commission: row.commission_reversed_minor,
            vat: row.vat_reversed_minor,
        },
    };
    if minor <= 0 {
        return Err(Error::Amount);
    }
    let fee = line.refund(minor)?;
    add_to_line(tx, part, id, minor, fee).await?;
    Ok(fee)
}

async fn add_to_line(tx: &Tx, part: SellerOrderId, id: LineId, minor: i64, fee: Fee) -> Result<(), Error> {
    use commission::Column as C;
    let more = |column: C, by: i64| Expr::col(column).add(by);
    let done = commission::Entity::update_many()
        .col_expr(C::RefundedMinor, more(C::RefundedMinor, minor))
        .col_expr(
            C::CommissionReversedMinor,
            more(C::CommissionReversedMinor, fee.commission),
        )
        .col_expr(C::VatReversedMinor, more(C::VatReversedMinor, fee.vat))
        .filter(C::OrderLineId.eq(id))
        .filter(C::SellerOrderId.eq(part))
        .exec(tx.writer())
        .await?;
    if done.rows_affected == 1 {
        Ok(())
    } else {
        Err(Error::Unknown)
    }
}

async fn give_back_delivery(tx: &Tx, part: SellerOrderId, minor: i64) -> Result<(), Error> {
    use sale_table::Column as C;
    if minor == 0 {
        return Ok(());
    }
    let after = || Expr::col(C::DeliveryRefundedMinor).add(minor);
    let done = sale_table::Entity::update_many()
        .col_expr(C::DeliveryRefundedMinor, after())
        .filter(C::SellerOrderId.eq(part))
        .filter(after().lte(Expr::col(C::DeliveryMinor)))
        .filter(after().gte(0))
        .exec(tx.writer())
        .await?;
    if done.rows_affected == 1 {
        Ok(())
    } else {
        Err(Error::Amount)
    }
}

fn reversal(posting: String, line: LineId, (minor, fee): (i64, Fee)) -> commission_reversal::ActiveModel {
    commission_reversal::ActiveModel {
        posting_id: Set(posting),
        order_line_id: Set(line),
        refunded_minor: Set(minor),
        commission_minor: Set(fee.commission),
        vat_minor: Set(fee.vat),
    }
}
