//! Paying by bank transfer. *Collected*: the order has one reference and is paid to the market; an attempt with the provider
//! [`BANK`] waits for it, and its goods are kept until then. *Direct*: each cooperative is paid on its own account, under a
//! reference for its part, and says itself that the money came.

use super::{
    BANK,
    settle::{mark_paid, take_up},
};
use crate::{Error, Market, actor::Administrator, banking};
use kernel::{
    Locale, Micros, Mint, Money, Texts, Tx,
    ids::{BankLineId, EventId, OrderId, PaymentId, PersonId, SellerOrderId},
    registration::Rib,
};
use ledger::Till;
use order::{
    Event, Method, Order, OrderState, SellerOrder, State,
    history::{self, By},
    status::CancelledBy,
};
use payment::{
    About, Holder, News, Reference, Standing, State as Paid, attempt,
    bank::{self, Decision, Reason, State as Line},
    reference,
};

/// A transfer that a buyer is to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToPay {
    /// The part it is for; `None` for the whole order.
    pub part: Option<SellerOrderId>,
    /// To whom, by language.
    pub holder: Texts,
    /// On which account.
    pub rib: Rib,
    /// How much.
    pub amount: Money,
    /// What is to be written on it.
    pub reference: Reference,
    /// Until when; `None` where the cooperative has not accepted yet, or has sent the goods before the money.
    pub until: Option<Micros>,
}

impl ToPay {
    /// Whose the account is, as a bank's form wants it.
    pub fn holder_in(&self, locale: Locale) -> &str {
        self.holder.text(locale)
    }
}

/// What of an order is still to be paid by transfer, and how.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_to_pay(market: &Market, order: &Order) -> Result<Vec<ToPay>, Error> {
    let db = &market.db;
    if order.head.method != Method::Transfer {
        return Ok(Vec::new());
    }
    if let Some(reference) = reference::find_of(db, About::Order, order.head.id).await? {
        let due = market.ways.account().filter(|_| order.state() == OrderState::Unpaid);
        let to_pay = due.map(|account| ToPay {
            part: None,
            holder: Texts::new(&account.holder, &account.holder, &account.holder),
            rib: account.rib.clone(),
            amount: Money::mad(order.totals.total_minor),
            reference,
            until: order.parts.iter().map(|part| part.answer_by).min(),
        });
        return Ok(to_pay.into_iter().collect());
    }
    let ids: Vec<SellerOrderId> = order.parts.iter().map(|part| part.id).collect();
    let payments = payment::payment::list_for_seller_orders(db, &ids).await?;
    let references = reference::list_of(db, About::Part, &ids).await?;
    let cooperatives: Vec<_> = order.parts.iter().map(|part| part.cooperative).collect();
    let cooperatives = catalogue::cooperative::list_by_ids(db, &cooperatives).await?;
    let mut due = Vec::new();
    for part in &order.parts {
        let payment = payments.iter().find(|payment| payment.seller_order == part.id);
        let awaited = payment.filter(|payment| payment.state == Paid::Expected && part.is_due());
        let issued = references.iter().find(|issued| issued.subject == part.id.0);
        let cooperative = cooperatives.iter().find(|one| one.id == part.cooperative);
        if let (Some(payment), Some(issued), Some(cooperative)) = (awaited, issued, cooperative) {
            due.push(ToPay {
                part: Some(part.id),
                holder: cooperative.name.clone(),
                rib: cooperative.rib.clone(),
                amount: payment.amount,
                reference: issued.reference.clone(),
                until: part.kept_until(),
            });
        }
    }
    Ok(due)
}

/// What is waited for from the moment of the order: with `until`, one transfer to the market; without, one to each
/// cooperative.
pub(crate) async fn await_transfer(
    tx: &Tx,
    mint: &Mint,
    order: OrderId,
    parts: &[SellerOrderId],
    amount: Money,
    until: Option<Micros>,
) -> Result<(), Error> {
    let Some(open_until) = until else {
        for part in parts {
            reference::issue(tx, mint, About::Part, *part).await?;
        }
        return Ok(());
    };
    reference::issue(tx, mint, About::Order, order).await?;
    let new = attempt::New {
        order,
        provider: BANK,
        amount,
        open_until,
    };
    let attempt = attempt::open(tx, mint, &new).await?;
    attempt::advance(tx, mint, attempt.id, News::Open, None).await?;
    Ok(())
}

/// Whether the transfer for a part to its cooperative is still to come.
pub(crate) async fn is_awaited(tx: &Tx, part: SellerOrderId) -> Result<bool, Error> {
    let payment = payment::payment::find_for_seller_order(tx, part).await?;
    let awaited =
        payment.is_some_and(|found| found.method == payment::Method::Transfer && found.state == Paid::Expected);
    Ok(awaited && reference::find_of(tx, About::Part, part).await?.is_some())
}

/// Keeps the goods of a part, which its cooperative has just accepted, so long for the transfer to its account, unless the
/// money was there first.
pub(crate) async fn keep_for_transfer(tx: &Tx, part: SellerOrderId, until: Micros) -> Result<(), Error> {
    if is_awaited(tx, part).await? {
        order::order::await_payment(tx, part, until).await?;
    }
    Ok(())
}

/// Where the money of a transfer is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whence {
    /// On a line of the bank's statement that nobody has spoken of yet.
    Line(BankLineId),
    /// On a line that went into suspense before; a person found out.
    Suspense(BankLineId, PersonId),
    /// A person says so.
    Word(PersonId),
}

/// What became of a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// It pays the order.
    Now,
    /// A person had said so before, and this is its line; or it was said twice.
    Before,
    /// It does not fit.
    Not(Reason),
}

/// Takes a transfer to the market for an order, if it is exactly what the order waits for. What comes when the order was
/// given up takes it up again, while its goods are there.
///
/// # Errors
/// [`catalogue::Error::OutOfStock`] or [`Error::NotOnSale`] when the goods are gone; when the database refuses.
pub(crate) async fn take_transfer(
    tx: &Tx,
    mint: &Mint,
    queue: &job::Queue,
    id: OrderId,
    amount: Option<Money>,
    whence: Whence,
) -> Result<Taken, Error> {
    let attempts = attempt::list_of_order(tx, id).await?;
    let Some(found) = attempts.into_iter().find(|attempt| attempt.provider == BANK) else {
        return Ok(Taken::Not(Reason::NotOurs));
    };
    let attempt = attempt::lock(tx, found.id).await?;
    let amount = amount.unwrap_or(attempt.amount);
    if amount.currency != attempt.amount.currency {
        return Ok(Taken::Not(Reason::Currency));
    }
    let line = match whence {
        Whence::Line(line) | Whence::Suspense(line, _) => Some(line.to_string()),
        Whence::Word(_) => None,
    };
    if attempt.state == Standing::Captured {
        return match whence {
            Whence::Word(_) => Ok(Taken::Before),
            Whence::Line(_) if attempt.reference.is_none() && amount == attempt.amount => {
                attempt::name(tx, attempt.id, None, line.as_deref()).await?;
                Ok(Taken::Before)
            }
            _ => Ok(Taken::Not(Reason::Second)),
        };
    }
    if amount != attempt.amount {
        return Ok(Taken::Not(Reason::Amount));
    }
    let order = order::order::get_order(tx, id).await?;
    let event = if order.parts.iter().all(|part| part.state == State::Unpaid) {
        Event::Pay
    } else if order.parts.iter().all(has_lapsed) {
        take_up(tx, mint, &order).await?;
        Event::Revive
    } else {
        return Ok(Taken::Not(Reason::Ended));
    };
    let (by, person) = match whence {
        Whence::Line(_) => (By::buyer(), None),
        Whence::Suspense(_, person) | Whence::Word(person) => (By::administrator(person), Some(person)),
    };
    let note = person.map(|person| format!("said by {person}"));
    attempt::name(tx, attempt.id, None, line.as_deref()).await?;
    attempt::advance(tx, mint, attempt.id, News::Capture, note.as_deref()).await?;
    mark_paid(tx, mint, queue, &order, (event, &by), Holder::Platform).await?;
    match whence {
        Whence::Suspense(line, person) => {
            ledger::sale::found(tx, mint, Some(person), id, EventId(line.0), amount).await?;
        }
        Whence::Line(_) | Whence::Word(_) => {
            let payment = PaymentId(attempt.id.0);
            ledger::sale::captured(tx, mint, id, payment, Till::Bank, amount).await?;
        }
    }
    Ok(Taken::Now)
}

fn has_lapsed(part: &SellerOrder) -> bool {
    part.state == State::Cancelled && part.cancelled_by == Some(CancelledBy::Unpaid)
}

/// The transfer for a part is on its cooperative's own account, as the cooperative says: its goods are not waited for any
/// more.
pub(crate) async fn arrived(tx: &Tx, mint: &Mint, person: PersonId, part: &SellerOrder) -> Result<(), Error> {
    order::order::was_paid(tx, part.id).await?;
    let payment = payment::payment::find_for_seller_order(tx, part.id).await?;
    let payment = payment.filter(|payment| payment.method == payment::Method::Transfer);
    let payment = payment.ok_or(Error::DoesNotFit(Reason::NotOurs.code()))?;
    if reference::find_of(tx, About::Part, part.id).await?.is_none() {
        return Err(Error::DoesNotFit(Reason::NotOurs.code()));
    }
    if matches!(payment.state, Paid::Collected | Paid::Remitted) {
        return Ok(());
    }
    let amount = payment.amount;
    payment::payment::collect(tx, mint, part.id, amount, Holder::Cooperative, Some(person)).await?;
    ledger::sale::collected(tx, mint, Some(person), part.id, Till::Cooperative, amount).await?;
    Ok(history::record(tx, mint, &[part.id], Event::Pay, &By::cooperative(person)).await?)
}

/// An administrator says that the transfer for an order has come, before the statement does; said twice it happens once.
/// The line of the statement finds the order paid, and is taken for what was said; one that waits in suspense, because the
/// order was over when it came, is the money that was seen.
///
/// # Errors
/// [`order::Error::NoOrder`]; [`Error::DoesNotFit`] for an order that waits for no transfer to the market;
/// [`catalogue::Error::OutOfStock`] for one that was given up and whose goods are gone; when the database refuses.
pub async fn confirm_transfer(market: &Market, by: &Administrator, number: &str) -> Result<(), Error> {
    let found = order::order::find_id(&market.db, number).await?;
    let id = found.ok_or(order::Error::NoOrder)?;
    let (mint, queue, person) = (market.mint(), market.queue.clone(), by.person);
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                let whence = seen(tx, &mint, id, person).await?;
                match take_transfer(tx, &mint, &queue, id, None, whence).await? {
                    Taken::Now | Taken::Before => Ok(()),
                    Taken::Not(reason) => Err(Error::DoesNotFit(reason.code())),
                }
            })
        })
        .await
}

/// The line in suspense that an administrator must have seen, assigned to the order; where there is none, their word.
async fn seen(tx: &Tx, mint: &Mint, id: OrderId, person: PersonId) -> Result<Whence, Error> {
    let attempts = attempt::list_of_order(tx, id).await?;
    let due = attempts.iter().find(|attempt| attempt.provider == BANK);
    let Some(due) = due.filter(|attempt| attempt.state != Standing::Captured) else {
        return Ok(Whence::Word(person));
    };
    let Some(line) = banking::lock_waiting(tx, (About::Order, id.0), due.amount).await? else {
        return Ok(Whence::Word(person));
    };
    let decision = Decision {
        subject: Some((About::Order, id.0)),
        person: Some(person),
        reason: None,
    };
    bank::decide(tx, mint, line.id, &Line::OPEN, Line::Assigned, decision).await?;
    Ok(Whence::Suspense(line.id, person))
}
