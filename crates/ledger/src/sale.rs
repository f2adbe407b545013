//! A cooperative's part of an order, as the ledger knows it: what was agreed at sale, and the words with
//! which verbs tell what happened to it. Each locks the part by one statement, so that two about the
//! same part come one after the other, and may be said twice.

use crate::{
    Error,
    account::{Account, Kind},
    balance,
    commission::Rate,
    entity::{commission, posting as posting_table, sale},
    event::{self, Flow, MarketEvent, Part, PartEvent, Shares, Till},
    posting::{self, Posted, Posting},
    rule::{self, Rule, Sold},
};
use kernel::{
    Currency, Limit, Micros, Mint, Money, Read, Tx,
    ids::{
        CooperativeId, EventId, LineId, LossId, OrderId, PaymentId, PersonId, ProductId, RemittanceId, RuleId,
        SellerOrderId,
    },
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::Expr,
};

kernel::text_enum! {
    /// How far a part has come, as far as money asks.
    State {
        /// Placed.
        Open = "open",
        /// With its buyer, who may still give it back.
        Delivered = "delivered",
        /// With its buyer for good.
        Closed = "closed",
        /// It will not be delivered.
        Ended = "ended",
    }
}

/// A part that is being sold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSale {
    /// The part.
    pub part: Part,
    /// What its delivery costs, in centimes.
    pub delivery_minor: i64,
    /// Its lines.
    pub lines: Vec<NewLine>,
}

/// A line that is being sold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLine {
    /// The line.
    pub id: LineId,
    /// The product.
    pub product: ProductId,
    /// Its category and those above, its own first.
    pub categories: Vec<String>,
    /// Pieces.
    pub quantity: i64,
    /// What all of them cost, in centimes.
    pub total_minor: i64,
}

/// A part as it was sold, and how far it got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sale {
    /// Which part.
    pub part: Part,
    /// The goods, in centimes.
    pub goods_minor: i64,
    /// Their delivery, in centimes.
    pub delivery_minor: i64,
    /// The market's fee, in centimes.
    pub commission_minor: i64,
    /// The tax on it, in centimes.
    pub vat_minor: i64,
    /// What the buyer paid so far, in centimes.
    pub paid_minor: i64,
    /// How far it is.
    pub state: State,
    /// Since when it is with its buyer, if it ever was.
    pub delivered_at: Option<Micros>,
}

impl Sale {
    /// What it costs, in centimes.
    pub const fn total_minor(&self) -> i64 {
        self.goods_minor.saturating_add(self.delivery_minor)
    }

    /// What of it belongs to whom.
    pub const fn shares(&self) -> Shares {
        let fee = self.commission_minor.saturating_add(self.vat_minor);
        Shares {
            cooperative: self.goods_minor.saturating_sub(fee),
            commission: self.commission_minor,
            vat: self.vat_minor,
            delivery: self.delivery_minor,
        }
    }

    /// Whether everybody has earned their share: delivered, and paid where the market collects. On its
    /// own account a cooperative owes the commission whatever it took.
    pub fn is_earned(&self) -> bool {
        let delivered = matches!(self.state, State::Delivered | State::Closed);
        delivered && (self.part.flow == Flow::Direct || self.paid_minor >= self.total_minor())
    }
}

/// What the ledger knows of a part.
///
/// # Errors
/// When the database cannot answer.
pub async fn find(db: &impl Read, part: SellerOrderId) -> Result<Option<Sale>, Error> {
    let row = sale::Entity::find_by_id(part).one(db.reader()).await?;
    row.map(Sale::try_from).transpose()
}

/// What the ledger knows of some parts.
///
/// # Errors
/// When the database cannot answer.
pub async fn list(db: &impl Read, parts: &[SellerOrderId]) -> Result<Vec<Sale>, Error> {
    let of = sale::Column::SellerOrderId.is_in(parts.iter().copied());
    let rows = sale::Entity::find().filter(of).all(db.reader()).await?;
    rows.into_iter().map(Sale::try_from).collect()
}

/// Parts that are delivered and not wholly paid, of a cooperative or of all, the oldest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_short(db: &impl Read, of: Option<CooperativeId>, limit: Limit) -> Result<Vec<Sale>, Error> {
    let which = of.map_or_else(Condition::all, |id| {
        Condition::all().add(sale::Column::CooperativeId.eq(id))
    });
    let due = Expr::col(sale::Column::GoodsMinor).add(Expr::col(sale::Column::DeliveryMinor));
    let rows = sale::Entity::find()
        .filter(sale::Column::State.is_in([State::Delivered, State::Closed]))
        .filter(Expr::col(sale::Column::PaidMinor).lt(due))
        .filter(which)
        .order_by_asc(sale::Column::At)
        .order_by_asc(sale::Column::SellerOrderId)
        .limit(limit.and_one().saturating_sub(1))
        .all(db.reader())
        .await?;
    rows.into_iter().map(Sale::try_from).collect()
}

/// Freezes what parts cost their sellers, by the rules in force now: three statements for any number
/// of parts. No money moves.
///
/// # Errors
/// [`Error::Amount`] when a sum does not fit; when the database refuses.
pub async fn freeze(tx: &Tx, mint: &Mint, sales: &[NewSale]) -> Result<(), Error> {
    let rules = rule::list_in_force(tx, mint.now).await?;
    let (mut parts, mut lines) = (Vec::new(), Vec::new());
    for new in sales {
        let (mut goods, mut commission, mut vat) = (0_i64, 0_i64, 0_i64);
        for line in &new.lines {
            let (rule, rate) = rate_of(&rules, new.part.cooperative, line);
            let fee = rate.fee(line.total_minor, line.quantity)?;
            goods = goods.checked_add(line.total_minor).ok_or(Error::Amount)?;
            commission = commission.checked_add(fee.commission).ok_or(Error::Amount)?;
            vat = vat.checked_add(fee.vat).ok_or(Error::Amount)?;
            lines.push(commission::ActiveModel {
                order_line_id: Set(line.id),
                seller_order_id: Set(new.part.id),
                rule_id: Set(rule),
                bps: Set(rate.bps),
                fixed_minor: Set(rate.fixed_minor),
                vat_bps: Set(rate.vat_bps),
                total_minor: Set(line.total_minor),
                commission_minor: Set(fee.commission),
                vat_minor: Set(fee.vat),
                refunded_minor: Set(0),
                commission_reversed_minor: Set(0),
                vat_reversed_minor: Set(0),
            });
        }
        goods.checked_add(new.delivery_minor).ok_or(Error::Amount)?;
        parts.push(sale::ActiveModel {
            seller_order_id: Set(new.part.id),
            order_id: Set(new.part.order),
            cooperative_id: Set(new.part.cooperative),
            flow: Set(new.part.flow),
            currency: Set(new.part.currency.code().to_owned()),
            goods_minor: Set(goods),
            delivery_minor: Set(new.delivery_minor),
            commission_minor: Set(commission),
            vat_minor: Set(vat),
            paid_minor: Set(0),
            delivery_refunded_minor: Set(0),
            state: Set(State::Open),
            at: Set(mint.now),
            delivered_at: Set(None),
            version: Set(1),
        });
    }
    sale::Entity::insert_many(parts)
        .exec_without_returning(tx.writer())
        .await?;
    commission::Entity::insert_many(lines)
        .exec_without_returning(tx.writer())
        .await?;
    Ok(())
}

fn rate_of(rules: &[Rule], cooperative: CooperativeId, line: &NewLine) -> (Option<RuleId>, Rate) {
    let sold = Sold {
        product: line.product,
        cooperative,
        categories: &line.categories,
    };
    let rule = rule::choose(rules, &sold);
    (rule.map(|rule| rule.id), rule.map(|rule| rule.rate).unwrap_or_default())
}

/// Writes down that `paid` was taken for a part so far in all, the last of it by `by`. What was short
/// before is made up.
///
/// # Errors
/// [`Error::Unknown`]; [`Error::Amount`] for more than it costs or less than was taken before;
/// [`Error::NotNow`] for one that has ended; when the database refuses.
pub async fn collected(
    tx: &Tx,
    mint: &Mint,
    who: Option<PersonId>,
    id: SellerOrderId,
    by: Till,
    paid: Money,
) -> Result<(), Error> {
    let sale = lock(tx, id).await?;
    let Some(event) = payment(&sale, by, paid)? else {
        return Ok(());
    };
    let after = Sale {
        paid_minor: paid.minor,
        ..sale
    };
    apply(tx, mint, who, &sale, after, Some(event)).await
}

/// Writes down that a part is with its buyer, who paid what `cash` says there and then: who has it, and
/// how much was paid in all. Everybody has earned their share, once all of it is paid.
///
/// # Errors
/// As [`collected`].
pub async fn delivered(
    tx: &Tx,
    mint: &Mint,
    who: Option<PersonId>,
    id: SellerOrderId,
    cash: Option<(Till, Money)>,
) -> Result<(), Error> {
    let sale = lock(tx, id).await?;
    let state = match sale.state {
        State::Ended => return Err(Error::NotNow(sale.state.code())),
        State::Open => State::Delivered,
        State::Delivered | State::Closed => sale.state,
    };
    let (event, paid_minor) = match cash {
        Some((by, paid)) => (payment(&sale, by, paid)?, paid.minor),
        None => (None, sale.paid_minor),
    };
    let after = Sale {
        state,
        paid_minor,
        delivered_at: sale.delivered_at.or(Some(mint.now)),
        ..sale
    };
    apply(tx, mint, who, &sale, after, event).await
}

/// The event that brings what was paid to this amount.
fn payment(sale: &Sale, by: Till, paid: Money) -> Result<Option<PartEvent>, Error> {
    let (before, all) = (sale.paid_minor, paid.minor);
    if paid.currency != sale.part.currency || all < before || all > sale.total_minor() {
        return Err(Error::Amount);
    }
    let minor = all.saturating_sub(before);
    if minor > 0 && sale.state == State::Ended {
        return Err(Error::NotNow(sale.state.code()));
    }
    Ok(match (before, minor) {
        (_, 0) => None,
        (0, _) => Some(PartEvent::Collected { by, minor }),
        _ => Some(PartEvent::MadeUp { by, minor, paid: all }),
    })
}

/// Gives up what is short of a part: from now on it counts as paid. An administrator's decision.
///
/// # Errors
/// [`Error::Unknown`]; [`Error::NotNow`] before it is delivered; when the database refuses.
pub async fn forgiven(tx: &Tx, mint: &Mint, who: Option<PersonId>, id: SellerOrderId) -> Result<(), Error> {
    let sale = lock(tx, id).await?;
    if !matches!(sale.state, State::Delivered | State::Closed) {
        return Err(Error::NotNow(sale.state.code()));
    }
    let minor = sale.total_minor().saturating_sub(sale.paid_minor);
    let after = Sale {
        paid_minor: sale.total_minor(),
        ..sale
    };
    let event = (minor > 0).then_some(PartEvent::Forgiven { minor });
    apply(tx, mint, who, &sale, after, event).await
}

/// Writes down that a whole order was paid at once, to the market: what a verified provider or the
/// bank's statement says. Anything else than exactly its price is refused, and belongs into suspense.
///
/// # Errors
/// [`Error::Amount`]; [`Error::NotNow`] when a part has ended or is not the market's to collect;
/// [`Error::Unknown`]; when the database refuses.
pub async fn captured(
    tx: &Tx,
    mint: &Mint,
    order: OrderId,
    payment: PaymentId,
    into: Till,
    paid: Money,
) -> Result<Posted, Error> {
    let minor = paid.minor;
    let event = MarketEvent::Captured {
        payment,
        order,
        into,
        minor,
    };
    paid_at_once(tx, mint, None, order, (paid, &event)).await
}

/// The same out of money that came before, and of which nobody knew what it was for: the event under which it went
/// into suspense.
///
/// # Errors
/// As [`captured`]; [`Error::NotCovered`] for more than is in suspense.
pub async fn found(
    tx: &Tx,
    mint: &Mint,
    who: Option<PersonId>,
    order: OrderId,
    id: EventId,
    paid: Money,
) -> Result<Posted, Error> {
    let (to, minor) = (Account::Clearing(order), paid.minor);
    let event = MarketEvent::SuspenseOut { id, to, minor };
    paid_at_once(tx, mint, who, order, (paid, &event)).await
}

async fn paid_at_once(
    tx: &Tx,
    mint: &Mint,
    who: Option<PersonId>,
    order: OrderId,
    (paid, event): (Money, &MarketEvent),
) -> Result<Posted, Error> {
    let sales = lock_all(tx, Condition::all().add(sale::Column::OrderId.eq(order))).await?;
    let posting = event::of_market(paid.currency, event)?.ok_or(Error::Amount)?;
    if posting::is_posted(tx, posting.id()).await? {
        return posting::post(tx, mint, who, &posting).await;
    }
    let due = sales
        .iter()
        .try_fold(0_i64, |sum, sale| sum.checked_add(sale.total_minor()));
    let other = |sale: &Sale| sale.part.currency != paid.currency || sale.paid_minor != 0;
    if due != Some(paid.minor) || sales.iter().any(other) {
        return Err(Error::Amount);
    }
    let mut postings = vec![posting];
    for sale in &sales {
        if sale.state == State::Ended || sale.part.flow == Flow::Direct {
            return Err(Error::NotNow(sale.state.code()));
        }
        let after = Sale {
            paid_minor: sale.total_minor(),
            ..*sale
        };
        postings.extend(follow(tx, mint, sale, &after, None).await?);
    }
    posting::post_all(tx, mint, who, &postings).await?;
    Ok(Posted::Now)
}

/// Writes down that cash of a part went from one to another: all that the first has of it. One who has
/// nothing of it, any more or at all, hands nothing over.
///
/// # Errors
/// [`Error::Unknown`]; when the database refuses.
pub async fn remitted(
    tx: &Tx,
    mint: &Mint,
    who: Option<PersonId>,
    id: SellerOrderId,
    from: Till,
    to: Till,
) -> Result<(), Error> {
    let sale = lock(tx, id).await?;
    let held = balance::of_part(tx, id).await?.get(&from.kind()).copied();
    let Some(minor) = held.filter(|held| *held > 0 && from != to) else {
        return Ok(());
    };
    let paid = sale.paid_minor;
    let event = PartEvent::Remitted { from, to, minor, paid };
    apply(tx, mint, who, &sale, sale, Some(event)).await
}

/// Writes down that some of a part's cash went from one to another, as a remittance says.
///
/// # Errors
/// [`Error::Unknown`]; [`Error::Amount`] for nothing, or more than the first has of it; when the database refuses.
pub async fn handed_over(
    tx: &Tx,
    mint: &Mint,
    who: Option<PersonId>,
    id: SellerOrderId,
    remittance: RemittanceId,
    (from, to, minor): (Till, Till, i64),
) -> Result<(), Error> {
    let sale = lock(tx, id).await?;
    let held = balance::of_part(tx, id).await?.get(&from.kind()).copied().unwrap_or(0);
    if minor <= 0 || minor > held || from == to {
        return Err(Error::Amount);
    }
    let event = PartEvent::HandedOver {
        remittance,
        from,
        to,
        minor,
    };
    apply(tx, mint, who, &sale, sale, Some(event)).await
}

/// Gives up the cash of a part that whoever has it does not hand over, and says how much that is.
///
/// # Errors
/// [`Error::Unknown`]; [`Error::Amount`] where there is nothing; when the database refuses.
pub async fn missing(
    tx: &Tx,
    mint: &Mint,
    who: Option<PersonId>,
    id: SellerOrderId,
    loss: LossId,
    from: Till,
) -> Result<i64, Error> {
    let sale = lock(tx, id).await?;
    let held = balance::of_part(tx, id).await?.get(&from.kind()).copied();
    let minor = held.filter(|held| *held > 0).ok_or(Error::Amount)?;
    let event = PartEvent::Missing { loss, from, minor };
    apply(tx, mint, who, &sale, sale, Some(event)).await?;
    Ok(minor)
}

/// Writes down that some of what was given up of a part came after all; `all` is what came of it so far.
///
/// # Errors
/// [`Error::Unknown`]; [`Error::Amount`] for nothing; when the database refuses.
pub async fn recovered(
    tx: &Tx,
    mint: &Mint,
    who: Option<PersonId>,
    id: SellerOrderId,
    loss: LossId,
    (to, minor, all): (Till, i64, i64),
) -> Result<(), Error> {
    let sale = lock(tx, id).await?;
    if minor <= 0 {
        return Err(Error::Amount);
    }
    let event = PartEvent::Recovered { loss, to, minor, all };
    apply(tx, mint, who, &sale, sale, Some(event)).await
}

/// Writes down that a part cannot be given back any more: what is left of its shares is final. What is
/// not there yet, because something is short or on its way, follows when it comes.
///
/// # Errors
/// [`Error::Unknown`]; [`Error::NotNow`] before it is delivered; when the database refuses.
pub async fn closed(tx: &Tx, mint: &Mint, who: Option<PersonId>, id: SellerOrderId) -> Result<(), Error> {
    let sale = lock(tx, id).await?;
    match sale.state {
        State::Closed => return Ok(()),
        State::Delivered => {}
        State::Open | State::Ended => return Err(Error::NotNow(sale.state.code())),
    }
    let after = Sale {
        state: State::Closed,
        ..sale
    };
    apply(tx, mint, who, &sale, after, None).await
}

/// Writes down that a part will not be delivered: what was paid for it, delivery included, is owed
/// back. For cash that nobody has taken nothing moves.
///
/// # Errors
/// [`Error::Unknown`]; [`Error::NotNow`] for one that was delivered; when the database refuses.
pub async fn cancelled(tx: &Tx, mint: &Mint, who: Option<PersonId>, id: SellerOrderId) -> Result<(), Error> {
    let sale = lock(tx, id).await?;
    match sale.state {
        State::Ended => return Ok(()),
        State::Delivered | State::Closed => return Err(Error::NotNow(sale.state.code())),
        State::Open => {}
    }
    let after = Sale {
        state: State::Ended,
        ..sale
    };
    let event = PartEvent::Cancelled { paid: sale.paid_minor };
    apply(tx, mint, who, &sale, after, Some(event)).await
}

/// Writes down that a part will be delivered after all: it had ended because nobody paid for it, and now somebody
/// did. No money moves.
///
/// # Errors
/// [`Error::Unknown`]; [`Error::NotNow`] for one that was paid, or did not end; when the database refuses.
pub async fn revived(tx: &Tx, id: SellerOrderId) -> Result<(), Error> {
    let sale = lock(tx, id).await?;
    if sale.state != State::Ended || sale.paid_minor != 0 {
        return Err(Error::NotNow(sale.state.code()));
    }
    sale::Entity::update_many()
        .col_expr(sale::Column::State, Expr::value(State::Open))
        .filter(sale::Column::SellerOrderId.eq(id))
        .exec(tx.writer())
        .await?;
    Ok(())
}

/// Writes down that a part is paid into another account than was said when it was ordered, as long as nothing was
/// paid. No money moves.
///
/// # Errors
/// [`Error::Unknown`]; [`Error::NotNow`] once something was paid; when the database refuses.
pub async fn switched(tx: &Tx, id: SellerOrderId, flow: Flow) -> Result<(), Error> {
    let sale = lock(tx, id).await?;
    if sale.state != State::Open || sale.paid_minor != 0 {
        return Err(Error::NotNow(sale.state.code()));
    }
    sale::Entity::update_many()
        .col_expr(sale::Column::Flow, Expr::value(flow))
        .filter(sale::Column::SellerOrderId.eq(id))
        .exec(tx.writer())
        .await?;
    Ok(())
}

/// Takes a part from what it was to what it is, with the event that did it and all that follows, posted
/// by one call.
async fn apply(
    tx: &Tx,
    mint: &Mint,
    who: Option<PersonId>,
    before: &Sale,
    after: Sale,
    event: Option<PartEvent>,
) -> Result<(), Error> {
    let postings = follow(tx, mint, before, &after, event).await?;
    posting::post_all(tx, mint, who, &postings).await?;
    Ok(())
}

/// Writes what a part is now, and says what is to be posted: the event, what everybody has earned by
/// it, and what is final by it.
async fn follow(
    tx: &Tx,
    mint: &Mint,
    before: &Sale,
    after: &Sale,
    event: Option<PartEvent>,
) -> Result<Vec<Posting>, Error> {
    let mut postings = Vec::new();
    if let Some(event) = event {
        postings.extend(event::of_part(&after.part, &event)?);
    }
    if after.is_earned() && !before.is_earned() {
        postings.extend(event::of_part(&after.part, &PartEvent::Earned(after.shares()))?);
    }
    let last = release(tx, after, &postings).await?;
    postings.extend(last);
    if before != after {
        let mut update = sale::Entity::update_many()
            .col_expr(sale::Column::PaidMinor, Expr::value(after.paid_minor))
            .col_expr(sale::Column::State, Expr::value(after.state))
            .col_expr(sale::Column::DeliveredAt, Expr::value(after.delivered_at))
            .filter(sale::Column::SellerOrderId.eq(after.part.id));
        if before.state != after.state {
            update = update.col_expr(sale::Column::At, Expr::value(mint.now));
        }
        update.exec(tx.writer()).await?;
    }
    Ok(postings)
}

/// Makes final what is left of a closed part, once `new` is posted too: the shares that the market
/// collected; on its own account what the cooperative sold, when it has all of the cash.
pub(crate) async fn release(tx: &Tx, sale: &Sale, new: &[Posting]) -> Result<Option<Posting>, Error> {
    if sale.state != State::Closed || !sale.is_earned() {
        return Ok(None);
    }
    let mut left = balance::of_part(tx, sale.part.id).await?;
    for transfer in new.iter().flat_map(Posting::transfers) {
        let debit = left.entry(transfer.debit.kind()).or_default();
        *debit = debit.saturating_add(transfer.minor);
        let credit = left.entry(transfer.credit.kind()).or_default();
        *credit = credit.saturating_sub(transfer.minor);
    }
    let debit = |kind| left.get(&kind).copied().unwrap_or(0_i64);
    let credit = |kind| debit(kind).saturating_neg();
    let (cooperative, delivery) = match sale.part.flow {
        Flow::Collected => (credit(Kind::Pending), credit(Kind::Shipping)),
        Flow::Direct => {
            let sold = credit(Kind::OwnSales);
            let arrived = debit(Kind::CashCooperative) >= sold;
            (if arrived { sold } else { 0 }, 0)
        }
    };
    if cooperative == 0 && delivery == 0 {
        return Ok(None);
    }
    let before = posting_table::Entity::find()
        .filter(posting_table::Column::SellerOrderId.eq(sale.part.id))
        .filter(posting_table::Column::Kind.eq("closed"))
        .count(tx.reader())
        .await?;
    let event = PartEvent::Closed {
        before: i64::try_from(before).map_err(|_| Error::Amount)?,
        cooperative,
        delivery,
    };
    event::of_part(&sale.part, &event)
}

/// Locks some parts until the transaction ends, and reads them as they are then: what is known of their accounts
/// afterwards does not change under whoever asked.
///
/// # Errors
/// [`Error::Unknown`] when there is none of them; when the database refuses.
pub async fn lock_parts(tx: &Tx, parts: &[SellerOrderId]) -> Result<Vec<Sale>, Error> {
    let which = sale::Column::SellerOrderId.is_in(parts.iter().copied());
    lock_all(tx, Condition::all().add(which)).await
}

/// Locks a part until the transaction ends, and reads it as it is then.
pub(crate) async fn lock(tx: &Tx, id: SellerOrderId) -> Result<Sale, Error> {
    let found = lock_all(tx, Condition::all().add(sale::Column::SellerOrderId.eq(id))).await?;
    found.into_iter().next().ok_or(Error::Unknown)
}

async fn lock_all(tx: &Tx, which: Condition) -> Result<Vec<Sale>, Error> {
    let rows = sale::Entity::update_many()
        .col_expr(sale::Column::Version, Expr::col(sale::Column::Version).add(1))
        .filter(which)
        .exec_with_returning(tx.writer())
        .await?;
    if rows.is_empty() {
        return Err(Error::Unknown);
    }
    rows.into_iter().map(Sale::try_from).collect()
}

impl TryFrom<sale::Model> for Sale {
    type Error = Error;
    fn try_from(row: sale::Model) -> Result<Self, Error> {
        let currency: Currency = row.currency.parse().map_err(|_| Error::Stored(row.currency))?;
        Ok(Self {
            part: Part {
                order: row.order_id,
                id: row.seller_order_id,
                cooperative: row.cooperative_id,
                flow: row.flow,
                currency,
            },
            goods_minor: row.goods_minor,
            delivery_minor: row.delivery_minor,
            commission_minor: row.commission_minor,
            vat_minor: row.vat_minor,
            paid_minor: row.paid_minor,
            state: row.state,
            delivered_at: row.delivered_at,
        })
    }
}
