//! Who was told what about an order, as far as the queue still knows: for administrators whom somebody
//! asks why no message came. The words themselves and whom they went to are not kept.

use super::Notice;
use crate::{Error, Market};
use kernel::{Micros, Read, ids::OrderId};
use order::{Order, State};
use std::collections::BTreeMap;

/// Messages of one notice that are counted at most: a cooperative's people, two ways each.
const MESSAGES: usize = 40;

/// What about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// To the buyer: the order is placed.
    Placed,
    /// To the buyer: how to pay it by transfer.
    Transfer,
    /// To the buyer: it was not paid, and is given up.
    Lapsed,
    /// To the buyer: it was paid too late, and the money goes back.
    TooLate,
    /// To the cooperative: there is a new order.
    NewOrder,
    /// To the cooperative: it waits for an answer.
    Reminder,
    /// To the buyer: a transfer to a cooperative is still to come.
    TransferReminder,
    /// To the cooperative: it should look whether that transfer has come.
    SellerTransferReminder,
    /// To the cooperative: its part was cancelled.
    SellerCancelled,
    /// To the buyer: a part moved here.
    Step(State),
}

/// A notice about an order, and what became of its messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Which part, counted from 0; `None` for the whole order.
    pub part: Option<usize>,
    /// What about.
    pub topic: Topic,
    /// When it was left to be told.
    pub at: Micros,
    /// Messages that were handed over.
    pub sent: usize,
    /// Messages that are still tried, the notice itself where its readers are not found yet.
    pub waiting: usize,
    /// Messages that were given up.
    pub failed: usize,
}

/// The notices about an order, the earliest first. Those older than thirty days are forgotten.
///
/// # Errors
/// When the database refuses.
pub async fn list_told(market: &Market, order: &Order) -> Result<Vec<Told>, Error> {
    let known = topics(order);
    let names: Vec<String> = known.keys().cloned().collect();
    let notices = job::list_named(&market.db, &names).await?;
    let names: Vec<String> = notices
        .iter()
        .flat_map(|notice| (0..MESSAGES).map(|number| super::message_name(notice.id, number)))
        .collect();
    let messages = job::list_named(&market.db, &names).await?;
    let told = notices.iter().filter_map(|notice| {
        let (part, topic) = *known.get(&notice.dedupe)?;
        let own: Vec<_> = (0..MESSAGES)
            .map(|number| super::message_name(notice.id, number))
            .filter_map(|name| messages.iter().find(|message| message.dedupe == name))
            .collect();
        let mut told = Told {
            part,
            topic,
            at: notice.created_at,
            sent: 0,
            waiting: 0,
            failed: 0,
        };
        // A notice that waits or was given up has no messages yet.
        let undone = [notice].into_iter().filter(|notice| notice.done_at.is_none());
        for job in own.into_iter().chain(undone) {
            let count = match (job.done_at, job.failed_at) {
                (Some(_), _) => &mut told.sent,
                (None, Some(_)) => &mut told.failed,
                (None, None) => &mut told.waiting,
            };
            *count = count.saturating_add(1);
        }
        Some(told)
    });
    Ok(told.collect())
}

/// Whether the message that confirms an order was given up and never left: then its buyer may withdraw for longer. What
/// the queue has forgotten was done.
pub(crate) async fn was_never_confirmed(db: &impl Read, order: OrderId) -> Result<bool, Error> {
    let placed = Notice::OrderPlaced { order }.dedupe();
    let Some(notice) = job::list_named(db, &[placed]).await?.pop() else {
        return Ok(false);
    };
    let names: Vec<String> = (0..MESSAGES)
        .map(|number| super::message_name(notice.id, number))
        .collect();
    let messages = job::list_named(db, &names).await?;
    let given_up = messages.iter().all(|message| message.failed_at.is_some());
    Ok(notice.failed_at.is_some() || (!messages.is_empty() && given_up))
}

/// Every notice that can be about an order, by the name under which it happens once.
fn topics(order: &Order) -> BTreeMap<String, (Option<usize>, Topic)> {
    let mut known = BTreeMap::new();
    let placed = Notice::OrderPlaced { order: order.head.id };
    known.insert(placed.dedupe(), (None, Topic::Placed));
    let transfer = Notice::TransferAwaited { order: order.head.id };
    known.insert(transfer.dedupe(), (None, Topic::Transfer));
    let lapsed = Notice::PaymentLapsed { order: order.head.id };
    known.insert(lapsed.dedupe(), (None, Topic::Lapsed));
    let too_late = Notice::PaidTooLate { order: order.head.id };
    known.insert(too_late.dedupe(), (None, Topic::TooLate));
    for (number, part) in order.parts.iter().enumerate() {
        let seller_order = part.id;
        let mut add = |notice: Notice, topic| known.insert(notice.dedupe(), (Some(number), topic));
        add(Notice::SellerNewOrder { seller_order }, Topic::NewOrder);
        add(Notice::SellerReminder { seller_order }, Topic::Reminder);
        add(Notice::TransferReminder { seller_order }, Topic::TransferReminder);
        add(
            Notice::SellerTransferReminder { seller_order },
            Topic::SellerTransferReminder,
        );
        add(Notice::SellerCancelled { seller_order }, Topic::SellerCancelled);
        for state in State::ALL {
            let event = state.code().to_owned();
            add(Notice::BuyerStep { seller_order, event }, Topic::Step(*state));
        }
    }
    known
}
