//! The orders of the last weeks, played through the verbs one event after the other, with a clock
//! that stands where each of them happened.

use super::{
    Stage,
    cast::{Cast, missing},
    clock::DemoClock,
    office, paid,
    story::{Course, Order, Pay},
};
use crate::{
    Cash, Error, Market, Settings,
    actor::Seller,
    buying, cash,
    selling::{self, Arrival},
};
use kernel::{
    Limit, Micros, Phone,
    ids::{OrderId, SellerOrderId},
    time::{DAY, HOUR, MINUTE},
};
use order::{
    Event as Step, Order as Whole, Way,
    cart::{Buyer, Quantity, Recipient},
    order::Sought,
    returning::Stage as Returning,
};
use payment::Holder;
use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

/// Who carries the parcels of the demo.
const CARRIER: &str = "Barid demo";

/// Something that happens to a part of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Accept,
    Decline,
    Withdraw,
    Pack,
    Ship,
    Deliver,
    HandOver,
    Remit,
    Refuse,
    Lose,
    Return { restock: bool },
    AskBack,
    Agree,
    TakeGoods,
    GiveBack,
    Remind,
    Expire,
    Close,
}

impl Course {
    /// What happens on the way, and how long after the order was placed.
    fn acts(self) -> Vec<(i64, Act)> {
        use Act as A;
        let accept = (3 * HOUR, A::Accept);
        let pack = (20 * HOUR, A::Pack);
        let ship = (26 * HOUR, A::Ship);
        let deliver = (74 * HOUR, A::Deliver);
        let remind = (DAY + 5 * MINUTE, A::Remind);
        let ask = (90 * HOUR, A::AskBack);
        let agree = (96 * HOUR, A::Agree);
        let back = (150 * HOUR, A::TakeGoods);
        match self {
            Self::New => vec![],
            Self::Reminded => vec![remind],
            Self::Accepted => vec![(40 * MINUTE, A::Accept)],
            Self::Packed | Self::Waiting => vec![accept, pack],
            Self::Shipped => vec![accept, pack, ship],
            Self::Delivered => vec![accept, pack, ship, deliver],
            Self::Asked => vec![accept, pack, ship, deliver, ask],
            Self::Agreed => vec![accept, pack, ship, deliver, ask, agree],
            Self::Back => vec![accept, pack, ship, deliver, ask, agree, back],
            Self::GivenBack => {
                vec![accept, pack, ship, deliver, ask, agree, back, (155 * HOUR, A::GiveBack)]
            }
            Self::Collected => vec![accept, pack, (45 * HOUR, A::HandOver)],
            Self::Closed => {
                let remit = (120 * HOUR, A::Remit);
                let close = (74 * HOUR + 8 * DAY + 5 * MINUTE, A::Close);
                vec![accept, pack, ship, deliver, remit, close]
            }
            Self::Withdrawn => vec![(HOUR, A::Withdraw)],
            Self::Declined => vec![(5 * HOUR, A::Decline)],
            Self::Silent => vec![remind, (2 * DAY + 5 * MINUTE, A::Expire)],
            Self::Refused => vec![accept, pack, ship, (80 * HOUR, A::Refuse)],
            Self::Returned => {
                vec![
                    accept,
                    pack,
                    ship,
                    (80 * HOUR, A::Refuse),
                    (130 * HOUR, A::Return { restock: true }),
                ]
            }
            Self::Lost => vec![accept, pack, ship, (190 * HOUR, A::Lose)],
            Self::WrittenOff => {
                vec![
                    accept,
                    pack,
                    ship,
                    (190 * HOUR, A::Lose),
                    (240 * HOUR, A::Return { restock: false }),
                ]
            }
        }
    }

    /// Whether the buyer comes for it.
    const fn way(self) -> Way {
        match self {
            Self::Waiting | Self::Collected => Way::Collect,
            _ => Way::Door,
        }
    }
}

/// An event of the story.
struct Event<'a> {
    at: Micros,
    what: What<'a>,
}

/// What happens.
#[derive(Clone, Copy)]
enum What<'a> {
    /// An order is placed.
    Order(usize),
    /// It is paid before anything is sent.
    Paid(usize),
    /// Something happens to the part of a cooperative in it.
    Part(usize, &'a str, Act),
    /// The office sees to the money.
    Office(office::Act),
}

/// What became of an order of the story.
struct Placed {
    id: OrderId,
    number: String,
    parts: BTreeMap<String, SellerOrderId>,
}

impl Act {
    /// Where it leaves a return.
    const fn stage(self) -> Option<Returning> {
        match self {
            Self::AskBack => Some(Returning::Requested),
            Self::Agree => Some(Returning::Accepted),
            Self::TakeGoods => Some(Returning::Received),
            Self::GiveBack => Some(Returning::Refunded),
            _ => None,
        }
    }

    /// What it leaves in the history of a part; nothing for what time does, which can be done again.
    const fn event(self) -> Option<Step> {
        match self {
            Self::Accept => Some(Step::Accept),
            Self::Decline => Some(Step::Decline),
            Self::Withdraw => Some(Step::Cancel),
            Self::Pack => Some(Step::Pack),
            Self::Ship => Some(Step::Ship),
            Self::Deliver => Some(Step::Deliver),
            Self::HandOver => Some(Step::HandOver),
            Self::Remit => Some(Step::Remit),
            Self::Refuse => Some(Step::Refuse),
            Self::Lose => Some(Step::Lose),
            Self::Return { .. } => Some(Step::Return),
            Self::AskBack | Self::Agree | Self::TakeGoods | Self::GiveBack => None,
            Self::Remind | Self::Expire | Self::Close => None,
        }
    }
}

/// Plays everything that happened until now. `again` leaves out what was played before the loader
/// was killed.
pub(super) async fn play(market: &Market, stage: &Stage, cast: &Cast, again: bool) -> Result<(), Error> {
    let clock = DemoClock::at(stage.now);
    let past = past(market, &clock);
    let orders = &stage.story.script.orders;
    let mut placed: BTreeMap<usize, Placed> = BTreeMap::new();
    for event in timeline(stage, orders) {
        clock.put(event.at);
        let (turn, cooperative, act) = match event.what {
            What::Office(act) => {
                office::act(&past, stage, cast, act).await?;
                continue;
            }
            What::Order(turn) => {
                let order = orders.get(turn).ok_or_else(|| missing("order"))?;
                let before = match again {
                    true => find(market, stage, order, event.at).await?,
                    false => None,
                };
                let whole = match before {
                    Some(whole) => whole,
                    None => place(&past, stage, cast, turn, order).await?,
                };
                placed.insert(turn, parts_of(cast, order, &whole)?);
                continue;
            }
            What::Paid(turn) => {
                let placed = placed.get(&turn).ok_or_else(|| missing("order"))?;
                paid::pay(&past, &clock, cast, placed.id).await?;
                continue;
            }
            What::Part(turn, cooperative, act) => (turn, cooperative, act),
        };
        let order = orders.get(turn).ok_or_else(|| missing("order"))?;
        let placed = placed.get(&turn).ok_or_else(|| missing("order"))?;
        let part = placed
            .parts
            .get(cooperative)
            .copied()
            .ok_or_else(|| missing(cooperative))?;
        if again && is_played(market, part, act).await? {
            continue;
        }
        let reason = order.reason.clone().unwrap_or_default();
        Scene {
            market: &past,
            seller: cast.seller(cooperative)?,
            placed,
            part,
            reason,
        }
        .act(act)
        .await?;
    }
    Ok(())
}

/// The order that was placed at this moment, if it was.
async fn find(market: &Market, stage: &Stage, order: &Order, at: Micros) -> Result<Option<Whole>, Error> {
    let buyer = stage.story.script.buyers.get(&order.buyer);
    let buyer = buyer.ok_or_else(|| missing(&order.buyer))?;
    let sought = Sought::Phone(Phone::stored(buyer.phone.clone()));
    let found = order::order::list_all(&market.db, Some(&sought), None, Limit::new(100)).await?;
    Ok(found.items.into_iter().find(|whole| whole.head.placed_at == at))
}

async fn is_played(market: &Market, part: SellerOrderId, act: Act) -> Result<bool, Error> {
    let Some(step) = act.event() else {
        return paid::is_back(market, part, act.stage()).await;
    };
    let part = order::order::get_for_notice(&market.db, part).await?.part;
    Ok(part.happened(step).is_some())
}

/// The same market with another clock, and nobody who is told.
fn past(market: &Market, clock: &DemoClock) -> Market {
    Market {
        db: market.db.clone(),
        settings: Settings {
            // Nobody there has a telephone that answers.
            cash: Cash {
                delivery_code: market.settings.cash.delivery_code,
                flow: market.settings.cash.flow,
                ..Cash::default()
            },
            ..market.settings.clone()
        },
        key: market.key.clone(),
        ways: market.ways.clone(),
        queue: job::Queue::mute(),
        photos: market.photos.clone(),
        // Nothing is developed in the past.
        workshop: media::Workshop::new(PathBuf::new(), Vec::<String>::new(), 1),
        mailer: Arc::clone(&market.mailer),
        clock: Arc::new(clock.clone()),
        chance: Arc::clone(&market.chance),
    }
}

/// Every event up to now, in the order in which they happened.
fn timeline<'a>(stage: &Stage, orders: &'a [Order]) -> Vec<Event<'a>> {
    let mut events = Vec::new();
    for (turn, order) in orders.iter().enumerate() {
        // Not everybody orders on the hour.
        let minutes = i64::try_from(turn * 17 % 53).unwrap_or_default();
        let begun = stage.at(order.hours_ago).plus(minutes * MINUTE);
        events.push(Event {
            at: begun,
            what: What::Order(turn),
        });
        let after = match order.pay {
            Pay::Card => Some(4 * MINUTE),
            Pay::Transfer => Some(2 * HOUR),
            Pay::Cash | Pay::Awaited => None,
        };
        events.extend(after.map(|after| Event {
            at: begun.plus(after),
            what: What::Paid(turn),
        }));
        for (cooperative, course) in &order.parts {
            let acts = course.acts().into_iter();
            events.extend(acts.map(|(after, act)| Event {
                at: begun.plus(after),
                what: What::Part(turn, cooperative.as_str(), act),
            }));
        }
    }
    events.extend(office::days(stage).into_iter().map(|(at, act)| Event {
        at,
        what: What::Office(act),
    }));
    events.retain(|event| event.at <= stage.now);
    events.sort_by_key(|event| event.at);
    events
}

/// A buyer fills a cart, says who and where, and orders.
async fn place(market: &Market, stage: &Stage, cast: &Cast, turn: usize, order: &Order) -> Result<Whole, Error> {
    let buyer = stage
        .story
        .script
        .buyers
        .get(&order.buyer)
        .ok_or_else(|| missing(&order.buyer))?;
    let cart = buying::open_cart(market, buyer.locale).await?;
    for (slug, size, pieces) in &order.lines {
        let variant = cast.variants.get(slug).and_then(|sizes| sizes.get(*size));
        let variant = variant.copied().ok_or_else(|| missing(slug))?;
        buying::put_line(market, cart, variant, Quantity::Exactly(*pieces)).await?;
    }
    let who = Buyer {
        name: buyer.name.clone(),
        phone: buyer.phone.clone(),
        email: buyer.email.clone(),
    };
    let recipient = order.recipient.as_ref();
    let recipient = recipient.map(|person| Recipient {
        name: person.name.clone(),
        phone: person.phone.clone(),
    });
    let ways = order
        .parts
        .iter()
        .map(|(name, course)| Ok((cast.seller(name)?.cooperative, course.way())));
    let ways = ways.collect::<Result<BTreeMap<_, _>, Error>>()?;
    buying::complete(market, cart, (who, recipient), whereto(order), ways).await?;
    let quote = buying::quote(market, cart).await?;
    let ordering = buying::Ordering {
        quote: quote.id,
        terms_accepted: true,
        method: paid::method(market, order.pay),
    };
    let ordered = buying::place_order(market, &format!("demo-order-{turn}"), ordering)
        .await?
        .value;
    Ok(order::order::get_order(&market.db, ordered.id).await?)
}

fn parts_of(cast: &Cast, order: &Order, whole: &Whole) -> Result<Placed, Error> {
    let mut parts = BTreeMap::new();
    for name in order.parts.keys() {
        let cooperative = cast.seller(name)?.cooperative;
        let part = whole.parts.iter().find(|part| part.cooperative == cooperative);
        parts.insert(name.clone(), part.ok_or_else(|| missing(name))?.id);
    }
    Ok(Placed {
        id: whole.head.id,
        number: whole.head.number.clone(),
        parts,
    })
}

fn whereto(order: &Order) -> buying::Place {
    buying::Place {
        town: order.town.clone(),
        province: None,
        address: order.address.clone(),
        landmark: order.landmark.clone(),
        postcode: None,
    }
}

/// One part of an order and the people around it.
struct Scene<'a> {
    market: &'a Market,
    seller: Seller,
    placed: &'a Placed,
    part: SellerOrderId,
    reason: String,
}

/// Everything was paid, and the buyer gave the code.
fn arrival(market: &Market, part: SellerOrderId) -> Arrival {
    Arrival {
        paid: None,
        code: cash::delivery_code(market, part),
    }
}

impl Scene<'_> {
    async fn act(self, act: Act) -> Result<(), Error> {
        let Self {
            market,
            seller,
            placed,
            part,
            reason,
        } = self;
        match act {
            Act::Accept => selling::accept(market, &seller, part).await,
            Act::Decline => selling::decline(market, &seller, part, reason).await,
            Act::Withdraw => {
                let token = buying::order_token(market, placed.id);
                buying::cancel_part(market, &placed.number, &token, part).await
            }
            Act::Pack => selling::pack(market, &seller, part).await,
            Act::Ship => {
                let tracking = format!("DEMO{}", placed.number.replace('-', ""));
                selling::ship(market, &seller, part, CARRIER.to_owned(), Some(tracking)).await
            }
            Act::Deliver => selling::deliver_with(market, &seller, part, Holder::Carrier, arrival(market, part)).await,
            Act::HandOver => selling::hand_over_with(market, &seller, part, arrival(market, part)).await,
            // What was paid before is nobody's to hand over.
            Act::Remit if paid::is_ahead(market, placed.id).await? => Ok(()),
            Act::Remit => selling::remit(market, &seller, part).await,
            Act::Refuse => selling::refuse_at_door(market, &seller, part).await,
            Act::Lose => selling::lose(market, &seller, part).await,
            Act::Return { restock } => selling::take_back(market, &seller, part, restock).await,
            Act::AskBack => paid::ask_back(market, placed.id, part).await,
            Act::Agree => paid::agree(market, &seller, part).await,
            Act::TakeGoods => paid::take_goods(market, &seller, part).await,
            Act::GiveBack => paid::give_back(market, &seller, part).await,
            Act::Remind => selling::remind_due(market).await,
            Act::Expire => selling::cancel_silent(market).await,
            Act::Close => selling::close_due(market).await,
        }
    }
}
