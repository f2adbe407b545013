//! The one place where what a provider says takes effect: in one transaction, whoever heard it first, however often.

use super::{
    SOON, disputed, give_back,
    ways::{self, Card},
};
use crate::{
    Error, Market,
    notices::{self, Notice},
    selling::step,
};
use catalogue::stock;
use kernel::{
    Micros, Mint, Money, Tx,
    ids::{AttemptId, EventId, PaymentId},
    time::{DAY, HOUR},
};
use ledger::MarketEvent;
use order::{Event, Order, OrderState, SellerOrder, State, history::By, status::CancelledBy};
use payment::{
    Attempt, Holder, News, Standing,
    attempt::{self, Moved},
    refund,
};
use psp::Truth;

/// How long a payment that ended is asked about once an hour: it may have been paid after all, and a refund may come
/// back.
const WATCHED: i64 = 7 * DAY;

/// What becomes of money that came too late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Late {
    /// The order is taken up again, if its goods are still there.
    TakeUp,
    /// It goes back.
    GiveBack,
}

/// Does what follows from what the provider holds to be true of an attempt.
///
/// # Errors
/// When the database refuses; nothing has happened then.
pub(super) async fn settle(market: &Market, id: AttemptId, card: &Card, truth: Truth) -> Result<(), Error> {
    for late in [Late::TakeUp, Late::GiveBack] {
        let news = Heard {
            mint: market.mint(),
            queue: market.queue.clone(),
            provider: card.provider.name(),
            live: card.live,
            truth: truth.clone(),
            late,
        };
        let done = market
            .db
            .write(move |tx| Box::pin(async move { news.take_effect(tx, id).await }))
            .await;
        match done {
            // Somebody else has its goods by now.
            Err(Error::Catalogue(catalogue::Error::OutOfStock { .. }) | Error::NotOnSale) if late == Late::TakeUp => {}
            other => return other,
        }
    }
    Ok(())
}

struct Heard {
    mint: Mint,
    queue: job::Queue,
    provider: &'static str,
    live: bool,
    truth: Truth,
    late: Late,
}

impl Heard {
    async fn take_effect(self, tx: &Tx, id: AttemptId) -> Result<(), Error> {
        let attempt = attempt::lock(tx, id).await?;
        let (session, payment) = (self.truth.session.as_deref(), self.truth.payment.as_deref());
        if !self.is_as_agreed(&attempt) {
            return self.disagree(tx, &attempt).await;
        }
        attempt::name(tx, id, session, payment).await?;
        let news = match self.truth.standing {
            psp::Standing::Open => News::Open,
            psp::Standing::Processing => News::Process,
            psp::Standing::Authorised => News::Authorise,
            psp::Standing::Captured => News::Capture,
            psp::Standing::Failed => News::Fail,
            psp::Standing::Expired => News::Expire,
        };
        let moved = attempt::advance(tx, &self.mint, id, news, None).await?;
        let now = moved == Moved::Now || kernel::planted("settled-thrice");
        if now && news == News::Capture {
            self.take_in(tx, &attempt).await?;
        }
        for dispute in &self.truth.disputes {
            disputed::follow(tx, &self.mint, &self.queue, &attempt, dispute).await?;
        }
        for refunded in &self.truth.refunds {
            give_back::follow(tx, &self.mint, &self.queue, &attempt, refunded).await?;
        }
        let next = self.next_check(tx, id).await?;
        Ok(attempt::check_at(tx, id, next).await?)
    }

    /// Whether it is this attempt, this amount to the centime, this currency and this kind of money.
    fn is_as_agreed(&self, attempt: &Attempt) -> bool {
        let truth = &self.truth;
        let other_session = match (&truth.session, &attempt.session) {
            (Some(said), Some(known)) => said != known,
            _ => false,
        };
        let captured = truth.standing != psp::Standing::Captured
            || truth.captured.is(attempt.amount)
            || (kernel::planted("amount-unchecked") && truth.captured.currency == attempt.amount.currency.code())
            || (kernel::planted("currency-unchecked") && truth.captured.minor == attempt.amount.minor);
        truth.attempt == attempt.id.to_string()
            && truth.live == self.live
            && truth.asked.is(attempt.amount)
            && captured
            && !other_session
    }

    /// Nothing is paid by it. What the provider holds is in suspense, until a person has looked.
    async fn disagree(&self, tx: &Tx, attempt: &Attempt) -> Result<(), Error> {
        tracing::error!(
            attempt = %attempt.id, provider = self.provider, said = ?self.truth.captured, agreed = attempt.amount.minor,
            "a provider speaks of another payment than was agreed"
        );
        let moved = match attempt::advance(tx, &self.mint, attempt.id, News::Disagree, None).await {
            // It was paid as agreed before: that stands, and somebody looks into the rest.
            Err(payment::Error::NotNow { .. }) => Moved::Before,
            other => other?,
        };
        let held = self.truth.captured.money().filter(|money| money.minor > 0);
        if let Some(money) = held.filter(|_| moved == Moved::Now && self.truth.live == self.live) {
            self.put_aside(tx, attempt, money).await?;
        }
        if moved == Moved::Now {
            let notice = Notice::Office {
                order: attempt.order,
                subject: attempt.id.to_string(),
                step: "odd".to_owned(),
            };
            notices::tell(&self.queue, tx, &self.mint, &[notice]).await?;
        }
        Ok(attempt::check_at(tx, attempt.id, None).await?)
    }

    async fn put_aside(&self, tx: &Tx, attempt: &Attempt, money: Money) -> Result<(), Error> {
        let event = MarketEvent::SuspenseIn {
            id: EventId(attempt.id.0),
            into: ways::till(self.provider)?,
            minor: money.minor,
        };
        ledger::post_event(tx, &self.mint, None, money.currency, &event).await?;
        Ok(())
    }

    /// Exactly what was agreed is ours now.
    async fn take_in(&self, tx: &Tx, attempt: &Attempt) -> Result<(), Error> {
        let order = order::order::get_order(tx, attempt.order).await?;
        let lapsed =
            |part: &SellerOrder| part.state == State::Cancelled && part.cancelled_by == Some(CancelledBy::Unpaid);
        if order.parts.iter().all(|part| part.state == State::Unpaid) {
            return self.pay(tx, attempt, &order, Event::Pay).await;
        }
        if order.parts.iter().all(lapsed) && self.late == Late::TakeUp {
            take_up(tx, &self.mint, &order).await?;
            return self.pay(tx, attempt, &order, Event::Revive).await;
        }
        self.put_aside(tx, attempt, attempt.amount).await?;
        if kernel::planted("paid-but-gone") {
            return Ok(());
        }
        give_back::give_all_back(tx, &self.mint, &self.queue, attempt).await?;
        let paid_late = order.state() == OrderState::Cancelled;
        if paid_late {
            let notice = Notice::PaidTooLate { order: order.head.id };
            notices::tell(&self.queue, tx, &self.mint, &[notice]).await?;
        }
        Ok(())
    }

    async fn pay(&self, tx: &Tx, attempt: &Attempt, order: &Order, event: Event) -> Result<(), Error> {
        let (mint, id) = (&self.mint, order.head.id);
        mark_paid(tx, mint, &self.queue, order, (event, &By::buyer()), Holder::Provider).await?;
        let till = ways::till(self.provider)?;
        ledger::sale::captured(tx, mint, id, PaymentId(attempt.id.0), till, attempt.amount).await?;
        Ok(())
    }

    /// When the provider is asked next: soon while something is not decided, now and then for a week after.
    async fn next_check(&self, tx: &Tx, id: AttemptId) -> Result<Option<Micros>, Error> {
        let now = self.mint.now;
        let attempt = attempt::find(tx, id).await?.ok_or(payment::Error::NoPayment)?;
        let refunds = refund::list_of_attempt(tx, id).await?;
        let asked = |refund: &payment::Refund| refund.state.is_open() && refund.way == refund::Way::Provider;
        if attempt.state.is_live() || refunds.iter().any(asked) {
            return Ok(Some(now.plus(SOON)));
        }
        let moved = refunds.iter().map(|refund| refund.updated_at);
        let last = moved.chain([attempt.updated_at]).max().unwrap_or(now);
        let is_watched = attempt.state != Standing::IntegrityFailure && now.since(last) < WATCHED;
        Ok(is_watched.then(|| now.plus(HOUR)))
    }
}

/// Keeps the goods of an order again that was given up.
pub(super) async fn take_up(tx: &Tx, mint: &Mint, order: &Order) -> Result<(), Error> {
    let portions: Vec<_> = order.parts.iter().flat_map(step::portions).collect();
    let reserved = stock::reserve(tx, mint, &portions).await?;
    if !reserved.iter().all(|row| row.listed) {
        return Err(Error::NotOnSale);
    }
    for part in &order.parts {
        payment::payment::revive(tx, mint, part.id).await?;
        ledger::sale::revived(tx, part.id).await?;
    }
    Ok(())
}

/// The order is paid, and `holder` has the money: its cooperatives hear of it now. The ledger is told by the caller.
pub(super) async fn mark_paid(
    tx: &Tx,
    mint: &Mint,
    queue: &job::Queue,
    order: &Order,
    (event, by): (Event, &By),
    holder: Holder,
) -> Result<(), Error> {
    for part in &order.parts {
        order::order::advance(tx, mint, part.id, event, by).await?;
        let amount = Money::mad(part.totals.total_minor);
        payment::payment::collect(tx, mint, part.id, amount, holder, by.person).await?;
    }
    let mut told = vec![Notice::OrderPlaced { order: order.head.id }];
    let parts = order.parts.iter().map(|part| part.id);
    told.extend(parts.map(|seller_order| Notice::SellerNewOrder { seller_order }));
    notices::tell(queue, tx, mint, &told).await
}
