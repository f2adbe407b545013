//! Orders and their parts, and reads of them for the buyer, for one cooperative and for notices.
//! Placing an order is in `placing`, moving a part on in `moving`, putting rows together in `rows`.

use crate::{
    Error,
    cart::{Address, Buyer, Recipient},
    entity::{order, seller_order},
    goods_return,
    history::{self, Remark},
    quote::Seller,
    rows::{whole, with_heads},
    status::{self, CancelledBy, Event, Method, OrderState, State, Way},
    totals::Totals,
};
use kernel::{
    Limit, Locale, Micros, Page, Phone, Read, Texts,
    ids::{CartId, CooperativeId, OrderId, ProductId, QuoteId, SellerOrderId, VariantId},
    time::HOUR,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use std::{collections::BTreeMap, str::FromStr};

pub use crate::{
    moving::{
        Moved, add_shipment, advance, await_payment, extend, give_time, lock_over, lock_overdue, switch_to_cash,
        was_paid,
    },
    placing::{PAY, Placed, Placing, place},
};

/// How long a cooperative has to answer, in microseconds.
pub const ANSWER: i64 = 48 * HOUR;
/// After how long it is reminded.
pub const REMINDER: i64 = 24 * HOUR;
/// Full days after the day of delivery in which a buyer may withdraw (law 31-08 art. 36).
pub const WITHDRAWAL_DAYS: u16 = 7;
/// The same where the order was never confirmed to the buyer (law 31-08 art. 36).
pub const UNCONFIRMED_DAYS: u16 = 30;

/// What every reader of an order may know: who, where and when, but no sums.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The id.
    pub id: OrderId,
    /// What people read out on the telephone: `TZ-7K3M9Q`.
    pub number: String,
    /// The buyer's language.
    pub locale: Locale,
    /// Who buys.
    pub buyer: Buyer,
    /// Who receives.
    pub recipient: Recipient,
    /// Where it goes.
    pub address: Address,
    /// The sales conditions that were accepted.
    pub terms_version: i32,
    /// When they were accepted.
    pub terms_accepted_at: Micros,
    /// How it is paid.
    pub method: Method,
    /// When it was placed.
    pub placed_at: Micros,
}

/// A buyer's order with all its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Who, where and when.
    pub head: Head,
    /// The cart it came from.
    pub cart: CartId,
    /// What all of it costs.
    pub totals: Totals,
    /// The parts, in the order of the offer.
    pub parts: Vec<SellerOrder>,
}

/// A part as its cooperative may see it: the others, and what they cost, are not in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForCooperative {
    /// Who, where and when.
    pub head: Head,
    /// Its own part.
    pub part: SellerOrder,
}

/// The part of one cooperative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SellerOrder {
    /// The id.
    pub id: SellerOrderId,
    /// The order.
    pub order: OrderId,
    /// The cooperative.
    pub cooperative: CooperativeId,
    /// Where it stands.
    pub state: State,
    /// How it goes.
    pub way: Way,
    /// What it costs.
    pub totals: Totals,
    /// What it weighs, in grams.
    pub weight_g: i64,
    /// The fewest days of delivery.
    pub days_min: i32,
    /// The most days.
    pub days_max: i32,
    /// Who sold, at the time of sale.
    pub seller: Seller,
    /// When it was placed.
    pub placed_at: Micros,
    /// Silence until then cancels: the buyer's while it is unpaid, the cooperative's while it is new.
    pub answer_by: Micros,
    /// Who cancelled.
    pub cancelled_by: Option<CancelledBy>,
    /// Why.
    pub reason: Option<String>,
    /// Once it is delivered: the first moment at which nothing of it can be given back any more.
    pub ends_at: Option<Micros>,
    /// Until when it waits for the transfer to its cooperative; none where it waits for none.
    pub pay_by: Option<Micros>,
    /// When it last moved.
    pub updated_at: Micros,
    /// Moves with each step.
    pub version: i32,
    /// The lines.
    pub lines: Vec<Line>,
    /// The parcels.
    pub shipments: Vec<Shipment>,
    /// What happened.
    pub history: Vec<Remark>,
}

/// A line of a part, as it was sold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The variant.
    pub variant: VariantId,
    /// Its product.
    pub product: ProductId,
    /// The product's name.
    pub name: Texts,
    /// The variant's own name, where it had one.
    pub variant_name: Texts,
    /// Its size in thousandths of the unit.
    pub amount: i64,
    /// The unit.
    pub unit: String,
    /// The content address of its photo.
    pub photo_key: Option<String>,
    /// The price of one piece, in centimes.
    pub unit_price_minor: i64,
    /// Pieces.
    pub quantity: i64,
    /// The price of all, in centimes.
    pub total_minor: i64,
    /// standard, perishable or custom.
    pub withdrawal: String,
    /// Pieces in returns that stand.
    pub returned: i64,
}

impl Line {
    /// Pieces that may still be given back, as far as the product goes.
    pub fn returnable(&self) -> i64 {
        if self.withdrawal == "standard" {
            self.quantity.saturating_sub(self.returned)
        } else {
            0
        }
    }
}

/// A parcel that left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shipment {
    /// Who carries it.
    pub carrier: String,
    /// Under which number.
    pub tracking: Option<String>,
    /// Since when.
    pub shipped_at: Micros,
}

impl Order {
    /// Where the whole stands.
    pub fn state(&self) -> OrderState {
        let states: Vec<State> = self.parts.iter().map(|part| part.state).collect();
        status::derive(&states)
    }

    /// What the buyer has to pay or has paid: a part that came to nothing costs nothing.
    pub fn due(&self) -> Totals {
        let due = self.parts.iter().filter(|part| part.is_due());
        Totals::sum(due.map(|part| part.totals)).unwrap_or(self.totals)
    }
}

impl SellerOrder {
    /// When the step was made; the last time, where it happened twice.
    pub fn happened(&self, event: Event) -> Option<Micros> {
        self.history
            .iter()
            .rev()
            .find(|remark| remark.event == event)
            .map(|remark| remark.at)
    }

    /// When the buyer had it.
    pub fn delivered_at(&self) -> Option<Micros> {
        self.happened(Event::Deliver).or_else(|| self.happened(Event::HandOver))
    }

    /// The first moment at which the buyer may not withdraw any more, once delivered; `None` while it is not, or
    /// when nothing in it can be sent back.
    pub fn withdraw_until(&self) -> Option<Micros> {
        let some = self.lines.iter().any(|line| line.withdrawal == "standard");
        self.ends_at.filter(|_| some)
    }

    /// Until when its goods are kept for the transfer to its cooperative.
    pub fn kept_until(&self) -> Option<Micros> {
        self.pay_by.filter(|_| KEPT.contains(&self.state))
    }

    /// Whether some of it can be given back now.
    pub fn can_return(&self, now: Micros) -> bool {
        let some = self.lines.iter().any(|line| line.returnable() > 0);
        some && self.state == State::Delivered && self.ends_at.is_some_and(|ends| now < ends)
    }

    /// Whether it costs anything: what was cancelled, or never reached its buyer, does not.
    pub fn is_due(&self) -> bool {
        use State::{Cancelled, Lost, Refused, Returned};
        !matches!(self.state, Cancelled | Refused | Lost | Returned)
    }

    /// Whether the buyer may cancel it.
    pub fn can_cancel(&self) -> bool {
        self.state.allows(Event::Cancel, self.way)
    }
}

/// The id of an order, for checking its token: no content without one.
///
/// # Errors
/// When the database cannot answer.
pub async fn find_id(db: &impl Read, number: &str) -> Result<Option<OrderId>, Error> {
    the_one(db, Sought::Number(number.to_owned()).condition()).await
}

/// The order behind a number, for somebody who knows the telephone of its buyer or recipient.
///
/// # Errors
/// When the database cannot answer.
pub async fn find_for_phone(db: &impl Read, number: &str, phone: &Phone) -> Result<Option<OrderId>, Error> {
    let of_number = Sought::Number(number.to_owned()).condition();
    the_one(db, of_number.add(of_phone(phone))).await
}

/// The id of the order that is asked for, alone: nothing else of it is read.
async fn the_one(db: &impl Read, which: Condition) -> Result<Option<OrderId>, Error> {
    Ok(order::Entity::find()
        .select_only()
        .column(order::Column::Id)
        .filter(which)
        .into_tuple()
        .one(db.reader())
        .await?)
}

fn of_phone(phone: &Phone) -> Condition {
    Condition::any()
        .add(order::Column::BuyerPhone.eq(phone.as_str()))
        .add(order::Column::RecipientPhone.eq(phone.as_str()))
}

/// The numbers of some orders.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_numbers(db: &impl Read, orders: &[OrderId]) -> Result<BTreeMap<OrderId, String>, Error> {
    let found: Vec<(OrderId, String)> = order::Entity::find()
        .select_only()
        .column(order::Column::Id)
        .column(order::Column::Number)
        .filter(order::Column::Id.is_in(orders.iter().copied()))
        .into_tuple()
        .all(db.reader())
        .await?;
    Ok(found.into_iter().collect())
}

/// A whole order, for whoever has shown its token, and for notices.
///
/// # Errors
/// [`Error::NoOrder`], or when the database cannot answer.
pub async fn get_order(db: &impl Read, id: OrderId) -> Result<Order, Error> {
    let row = order::Entity::find_by_id(id)
        .one(db.reader())
        .await?
        .ok_or(Error::NoOrder)?;
    whole(db, vec![row]).await?.pop().ok_or(Error::NoOrder)
}

/// The order that a quote became, if it did.
///
/// # Errors
/// When the database cannot answer.
pub async fn find_of_quote(db: &impl Read, quote: QuoteId) -> Result<Option<OrderId>, Error> {
    the_one(db, Condition::all().add(order::Column::QuoteId.eq(quote))).await
}

/// A part of an order, for the cooperative it belongs to.
///
/// # Errors
/// When the database cannot answer.
pub async fn find_for_cooperative(
    db: &impl Read,
    cooperative: CooperativeId,
    id: SellerOrderId,
) -> Result<Option<ForCooperative>, Error> {
    let part = seller_order::Entity::find_by_id(id)
        .filter(seller_order::Column::CooperativeId.eq(cooperative))
        .filter(theirs())
        .one(db.reader())
        .await?;
    match part {
        None => Ok(None),
        Some(part) => with_heads(db, vec![part]).await.map(|mut found| found.pop()),
    }
}

/// What a cooperative has to do with: not what nobody has paid yet, or ever.
fn theirs() -> Condition {
    let ended = seller_order::Column::CancelledBy;
    Condition::all()
        .add(seller_order::Column::State.ne(State::Unpaid))
        .add(Condition::any().add(ended.is_null()).add(ended.ne(CancelledBy::Unpaid)))
}

/// A part of an order, for notices and jobs.
///
/// # Errors
/// [`Error::NoOrder`], or when the database cannot answer.
pub async fn get_for_notice(db: &impl Read, id: SellerOrderId) -> Result<ForCooperative, Error> {
    let part = seller_order::Entity::find_by_id(id)
        .one(db.reader())
        .await?
        .ok_or(Error::NoOrder)?;
    with_heads(db, vec![part]).await?.pop().ok_or(Error::NoOrder)
}

/// Which of a cooperative's orders to list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// Those that wait for it: new, accepted, packed, shipped.
    #[default]
    Open,
    /// Those that are over.
    Over,
    /// All of them.
    All,
}

/// A cooperative's orders: the open ones that wait longest first, the others newest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_for_cooperative(
    db: &impl Read,
    cooperative: CooperativeId,
    tab: Tab,
    after: Option<&str>,
    limit: Limit,
) -> Result<Page<ForCooperative>, Error> {
    let open = [State::New, State::Accepted, State::Packed, State::Shipped];
    let mut query = seller_order::Entity::find()
        .filter(seller_order::Column::CooperativeId.eq(cooperative))
        .filter(theirs());
    query = match tab {
        Tab::Open => query.filter(seller_order::Column::State.is_in(open)),
        Tab::Over => query.filter(seller_order::Column::State.is_not_in(open)),
        Tab::All => query,
    };
    let (at, id) = (seller_order::Column::PlacedAt, seller_order::Column::Id);
    let key = after.and_then(read_key::<SellerOrderId>);
    query = if tab == Tab::Open {
        let beyond = key.map(|(t, i)| Condition::any().add(at.gt(t)).add(at.eq(t).and(id.gt(i))));
        query
            .order_by_asc(at)
            .order_by_asc(id)
            .filter(beyond.unwrap_or_else(Condition::all))
    } else {
        let beyond = key.map(|(t, i)| Condition::any().add(at.lt(t)).add(at.eq(t).and(id.lt(i))));
        query
            .order_by_desc(at)
            .order_by_desc(id)
            .filter(beyond.unwrap_or_else(Condition::all))
    };
    let rows = query.limit(limit.and_one()).all(db.reader()).await?;
    let page = Page::cut(rows, limit, |row| format!("{}.{}", row.placed_at.0, row.id));
    Ok(Page {
        items: with_heads(db, page.items).await?,
        next: page.next,
    })
}

fn read_key<I: FromStr>(after: &str) -> Option<(Micros, I)> {
    let (at, id) = after.split_once('.')?;
    Some((Micros(at.parse().ok()?), id.parse().ok()?))
}

/// What an administrator looks for among all orders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sought {
    /// The order of this number.
    Number(String),
    /// Those whose buyer or recipient has this telephone.
    Phone(Phone),
}

impl Sought {
    fn condition(&self) -> Condition {
        match self {
            Self::Number(number) => Condition::all().add(order::Column::Number.eq(number)),
            Self::Phone(phone) => of_phone(phone),
        }
    }
}

/// All orders, or those sought, the newest first, for administrators.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_all(
    db: &impl Read,
    sought: Option<&Sought>,
    after: Option<&str>,
    limit: Limit,
) -> Result<Page<Order>, Error> {
    let (at, id) = (order::Column::PlacedAt, order::Column::Id);
    let key = after.and_then(read_key::<OrderId>);
    let beyond = key.map(|(t, i)| Condition::any().add(at.lt(t)).add(at.eq(t).and(id.lt(i))));
    let rows = order::Entity::find()
        .filter(beyond.unwrap_or_else(Condition::all))
        .filter(sought.map_or_else(Condition::all, Sought::condition))
        .order_by_desc(at)
        .order_by_desc(id)
        .limit(limit.and_one())
        .all(db.reader())
        .await?;
    let page = Page::cut(rows, limit, |row| format!("{}.{}", row.placed_at.0, row.id));
    Ok(Page {
        items: whole(db, page.items).await?,
        next: page.next,
    })
}

/// How many orders wait for a cooperative's answer.
///
/// # Errors
/// When the database cannot answer.
pub async fn count_new(db: &impl Read, cooperative: CooperativeId) -> Result<u64, Error> {
    Ok(seller_order::Entity::find()
        .filter(seller_order::Column::CooperativeId.eq(cooperative))
        .filter(seller_order::Column::State.eq(State::New))
        .count(db.reader())
        .await?)
}

/// Where a part stands whose goods are kept for a transfer to its cooperative.
pub(crate) const KEPT: [State; 2] = [State::Accepted, State::Packed];

/// What time does to a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// Its cooperative is reminded.
    Reminder,
    /// It is cancelled.
    Answer,
    /// It is closed.
    Closing,
    /// It is given up, because nobody paid.
    Payment,
    /// Its buyer is reminded of the transfer to its cooperative.
    TransferReminder,
    /// It is given up, because that transfer did not come.
    Transfer,
}

/// Parts that time should move: those not answered, and not reminded, since they were placed before
/// `since`; those not answered; those that cannot be given back from `since` on, and of which nothing is on its way
/// back; those that should have been paid by `since`, before or after they were accepted. At most a thousand, the oldest
/// first.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_due(db: &impl Read, due: Due, since: Micros) -> Result<Vec<SellerOrderId>, Error> {
    use seller_order::Column as C;
    let (states, column, since): (&[State], _, _) = match due {
        // The index of what is not answered goes by the end of the answer's time.
        Due::Reminder | Due::Answer => (&[State::New], C::AnswerBy, since.plus(ANSWER)),
        Due::Closing => (&[State::Delivered], C::WithdrawUntil, since),
        Due::Payment => (&[State::Unpaid], C::AnswerBy, since),
        Due::TransferReminder | Due::Transfer => (&KEPT, C::PayBy, since),
    };
    let mut query = seller_order::Entity::find()
        .select_only()
        .column(C::Id)
        .filter(C::State.is_in(states.iter().copied()))
        .filter(column.lte(since))
        .order_by_asc(column)
        .limit(1000);
    query = match due {
        Due::Reminder => query.filter(C::Id.not_in_subquery(history::reminded(Event::Remind))),
        Due::TransferReminder => query.filter(C::Id.not_in_subquery(history::reminded(Event::RemindPay))),
        Due::Closing => query.filter(C::Id.not_in_subquery(goods_return::open_parts())),
        Due::Answer | Due::Payment | Due::Transfer => query,
    };
    Ok(query.into_tuple().all(db.reader()).await?)
}

/// The parts of a cooperative that have not been answered, to be stopped when it is suspended.
///
/// # Errors
/// When the database cannot answer.
pub async fn list_unanswered(db: &impl Read, cooperative: CooperativeId) -> Result<Vec<SellerOrderId>, Error> {
    Ok(seller_order::Entity::find()
        .select_only()
        .column(seller_order::Column::Id)
        .filter(seller_order::Column::CooperativeId.eq(cooperative))
        .filter(seller_order::Column::State.eq(State::New))
        .limit(1000)
        .into_tuple()
        .all(db.reader())
        .await?)
}
