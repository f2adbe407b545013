//! From a notice to its readers, and from a reader to a message that is sent once.

use super::{
    FORMER, FormerContact, Notice, SealedCode,
    words::{self, Words},
};
use crate::{Error, Market, jobs::failure};
use job::{Claimed, Failure, NewJob};
use kernel::{Limit, Locale, Phone, ids::CooperativeId, ids::PersonId};
use mail::{EmailAddress, MailError, Message, Recipient};
use serde::{Deserialize, Serialize};

/// One message to be: what about, to whom, which way. It names people only by id.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Errand {
    pub(crate) notice: Notice,
    pub(crate) reader: Reader,
    pub(crate) channel: Channel,
}

/// Who reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Reader {
    /// Whoever bought.
    Buyer,
    /// A member of the cooperative.
    Member(PersonId),
}

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Channel {
    Sms,
    Email,
}

/// A reader with their language and addresses, as they are now.
struct Contact {
    locale: Locale,
    name: String,
    phone: Option<String>,
    email: Option<String>,
}

/// The job of kind `notice`: finds the readers and leaves a job for each reader and channel. A code
/// has one reader and no time to lose: it is sent at once.
pub(crate) async fn deliver(market: &Market, job: &Claimed) -> Result<(), Failure> {
    let notice: Notice = job.read()?;
    if let Notice::Code { locale, sealed, .. } = &notice {
        return send_code(market, job, *locale, sealed).await;
    }
    if let Notice::ContactReplaced {
        locale,
        cooperative,
        sealed,
        ..
    } = &notice
    {
        return send_replaced(market, job, *locale, *cooperative, sealed).await;
    }
    let mut errands = Vec::new();
    for (reader, contact) in readers(market, &notice).await.map_err(failure)? {
        let channels = [
            (Channel::Sms, contact.phone.is_some()),
            (Channel::Email, contact.email.is_some()),
        ];
        for (channel, _) in channels.into_iter().filter(|(_, reachable)| *reachable) {
            errands.push(Errand {
                notice: notice.clone(),
                reader,
                channel,
            });
        }
    }
    let mint = market.mint();
    let mut jobs = Vec::new();
    for (number, errand) in errands.iter().enumerate() {
        let payload = serde_json::to_value(errand).map_err(|error| Failure::Never(error.to_string()))?;
        let message = NewJob::now(&mint, "message", payload);
        jobs.push(match kernel::planted("told-twice") {
            true => message,
            false => message.once(super::message_name(job.id, number)),
        });
    }
    let queue = market.queue.clone();
    let stored: Result<(), Error> = market
        .db
        .write(move |tx| Box::pin(async move { Ok(queue.enqueue(tx, &mint, &jobs).await?) }))
        .await;
    stored.map_err(failure)
}

/// The job of kind `message`: writes the words and sends them. The message's id is the job's, so
/// that a repetition is recognised as one.
pub(crate) async fn send(market: &Market, job: &Claimed) -> Result<(), Failure> {
    let errand: Errand = job.read()?;
    let readers = readers(market, &errand.notice).await.map_err(failure)?;
    let Some((_, contact)) = readers.into_iter().find(|(reader, _)| *reader == errand.reader) else {
        return Ok(()); // they left the cooperative meanwhile
    };
    let words = words::about(market, &errand.notice, contact.locale)
        .await
        .map_err(failure)?;
    let (to, text, html) = match errand.channel {
        Channel::Sms => {
            let Some(phone) = contact.phone else { return Ok(()) };
            (Recipient::Phone(Phone::stored(phone)), words.sms.clone(), None)
        }
        Channel::Email => {
            let Some(email) = contact.email else { return Ok(()) };
            let (html, text) = words.mail.render().map_err(|error| Failure::Never(error.to_string()))?;
            (address(&email, Some(contact.name))?, text, Some(html))
        }
    };
    let message = Message {
        id: job.id.to_string(),
        to,
        locale: contact.locale,
        subject: words.mail.subject,
        text,
        html,
    };
    post(market, &message).await
}

async fn send_code(market: &Market, job: &Claimed, locale: Locale, sealed: &str) -> Result<(), Failure> {
    let unreadable = || Failure::Never("the code cannot be read".to_owned());
    let bytes = market.key.open("code", sealed).ok_or_else(unreadable)?;
    let code: SealedCode = serde_json::from_slice(&bytes).map_err(|_| unreadable())?;
    let words = words::code(market, locale, &code);
    send_at_once(market, job, locale, words, (code.phone, code.email)).await
}

async fn send_replaced(
    market: &Market,
    job: &Claimed,
    locale: Locale,
    cooperative: Option<CooperativeId>,
    sealed: &str,
) -> Result<(), Failure> {
    let unreadable = || Failure::Never("the contact cannot be read".to_owned());
    let bytes = market.key.open(FORMER, sealed).ok_or_else(unreadable)?;
    let former: FormerContact = serde_json::from_slice(&bytes).map_err(|_| unreadable())?;
    let words = words::replaced(market, locale, cooperative).await.map_err(failure)?;
    send_at_once(market, job, locale, words, (former.phone, former.email)).await
}

/// One message to a contact that the notice itself names: the telephone, or else the address.
async fn send_at_once(
    market: &Market,
    job: &Claimed,
    locale: Locale,
    words: Words,
    (phone, email): (Option<String>, Option<String>),
) -> Result<(), Failure> {
    let to = match (phone, email) {
        (Some(phone), _) => Recipient::Phone(Phone::stored(phone)),
        (None, Some(email)) => address(&email, None)?,
        (None, None) => return Err(Failure::Never("the notice names no contact".to_owned())),
    };
    let (text, html) = match &to {
        Recipient::Phone(_) => (words.sms.clone(), None),
        Recipient::Email { .. } => {
            let (html, text) = words.mail.render().map_err(|error| Failure::Never(error.to_string()))?;
            (text, Some(html))
        }
    };
    post(
        market,
        &Message {
            id: job.id.to_string(),
            to,
            locale,
            subject: words.mail.subject,
            text,
            html,
        },
    )
    .await
}

fn address(email: &str, name: Option<String>) -> Result<Recipient, Failure> {
    let address = EmailAddress::parse(email).map_err(|error| Failure::Never(error.to_string()))?;
    Ok(Recipient::Email {
        address,
        name: name.filter(|name| !name.is_empty()),
    })
}

async fn post(market: &Market, message: &Message) -> Result<(), Failure> {
    market
        .mailer
        .send(message, market.now())
        .await
        .map_err(|error| match error {
            MailError::Temporary(reason) => Failure::Retry(reason),
            MailError::Permanent(reason) => Failure::Never(reason),
        })
}

/// Who is to read a notice, as things stand now.
async fn readers(market: &Market, notice: &Notice) -> Result<Vec<(Reader, Contact)>, Error> {
    let db = &market.db;
    let cooperative = match notice {
        Notice::Code { .. } | Notice::ContactReplaced { .. } => return Ok(Vec::new()),
        Notice::TransferAwaited { order } => {
            let order = order::order::get_order(db, *order).await?;
            // Paid or given up since: they are not asked for money, nor thanked for it twice.
            let is_awaited = order.state() == order::OrderState::Unpaid;
            return Ok(if is_awaited { buyer(order.head) } else { Vec::new() });
        }
        Notice::OrderPlaced { order } | Notice::PaymentLapsed { order } | Notice::PaidTooLate { order } => {
            return Ok(buyer(order::order::get_order(db, *order).await?.head));
        }
        Notice::BuyerRefund { refund, .. } => {
            let found = payment::refund::find(db, *refund).await?;
            let order = found.ok_or(payment::Error::NoRefund)?.order;
            return Ok(buyer(order::order::get_order(db, order).await?.head));
        }
        Notice::BuyerReturn { goods_return, .. } => {
            let found = order::goods_return::get(db, *goods_return).await?;
            return Ok(buyer(order::order::get_order(db, found.order).await?.head));
        }
        Notice::Office { .. } | Notice::PayoutUnheard { .. } | Notice::BooksDiffer { .. } => {
            return office(market).await;
        }
        Notice::SellerReturn { goods_return, .. } => order::goods_return::get(db, *goods_return).await?.cooperative,
        Notice::BuyerStep { seller_order, .. } | Notice::TransferReminder { seller_order } => {
            return Ok(buyer(order::order::get_for_notice(db, *seller_order).await?.head));
        }
        Notice::CashWaiting { cooperative, .. }
        | Notice::CooperativeVerified { cooperative }
        | Notice::CooperativeRefused { cooperative }
        | Notice::CooperativeSuspended { cooperative } => *cooperative,
        Notice::ListingApproved { revision }
        | Notice::ListingChanges { revision }
        | Notice::ListingRejected { revision } => {
            let case = catalogue::moderation::find_case(db, *revision).await?;
            case.ok_or(catalogue::Error::NotFound("revision"))?.product.cooperative
        }
        Notice::ProductSuspended { product } => catalogue::product::get(db, *product).await?.cooperative,
        Notice::PayoutSent { payout } | Notice::PayoutFailed { payout } | Notice::PayoutReturned { payout } => {
            let found = ledger::payout::find(db, *payout).await?;
            found.ok_or(ledger::Error::Unknown)?.cooperative
        }
        Notice::InvoiceRaised { invoice } => {
            let found = ledger::invoice::find(db, *invoice).await?;
            found.ok_or(ledger::Error::Unknown)?.cooperative
        }
        Notice::SellerNewOrder { seller_order }
        | Notice::SellerReminder { seller_order }
        | Notice::SellerTransferReminder { seller_order }
        | Notice::SellerCancelled { seller_order } => {
            order::order::get_for_notice(db, *seller_order).await?.part.cooperative
        }
    };
    members(market, cooperative).await
}

fn buyer(head: order::Head) -> Vec<(Reader, Contact)> {
    let contact = Contact {
        locale: head.locale,
        name: head.buyer.name,
        phone: Some(head.buyer.phone),
        email: head.buyer.email,
    };
    vec![(Reader::Buyer, contact)]
}

/// The administrators who are not shut out.
async fn office(market: &Market) -> Result<Vec<(Reader, Contact)>, Error> {
    let people = identity::person::list(&market.db, true, "", None, Limit::new(50)).await?;
    let reader = |person: identity::person::Person| {
        let contact = Contact {
            locale: person.locale,
            name: person.name,
            phone: person.phone.map(|phone| phone.as_str().to_owned()),
            email: person.email.map(|email| email.as_str().to_owned()),
        };
        (Reader::Member(person.id), contact)
    };
    let there = people.items.into_iter().filter(|person| person.suspended_at.is_none());
    Ok(there.map(reader).collect())
}

async fn members(market: &Market, cooperative: CooperativeId) -> Result<Vec<(Reader, Contact)>, Error> {
    let people = identity::role::list_for_cooperative(&market.db, cooperative).await?;
    Ok(people
        .into_iter()
        .map(|person| {
            let contact = Contact {
                locale: person.locale.parse().unwrap_or_default(),
                name: person.name,
                phone: person.phone,
                email: person.email,
            };
            (Reader::Member(person.person_id), contact)
        })
        .collect())
}
