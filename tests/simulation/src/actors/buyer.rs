//! Buyers: they fill a basket, order, pay, come back, change their mind; they double-click, press twice under two keys,
//! send another body under the same key, and change the basket in another tab. The last of them is a bot that orders what
//! there is and pays nothing, and tries other people's orders with its own token.

use crate::{Broken, ground::BUYERS, world::World};
use kernel::{
    Locale,
    ids::{CartId, OrderId, SellerOrderId},
};
use market::{
    Error,
    buying::{self, Ordered, Ordering},
    idempotency::Once,
    paying::{self, Going, Start},
};
use order::{Method, Quote, cart::Quantity};
use psp::fake::{Button, Pressed};
use std::sync::Arc;

/// Pieces that somebody wants of one thing.
const MOST: i64 = 2;

pub(crate) struct Buyer {
    pub(crate) number: u32,
    cart: CartId,
    /// Verbs about the basket that are under way.
    busy: u32,
    offer: Option<Offer>,
    orders: Vec<OrderId>,
}

/// What a buyer was offered, and what came of it.
#[derive(Clone)]
struct Offer {
    quote: Quote,
    key: String,
    method: Method,
    /// The order, once somebody said that there is one.
    answer: Option<OrderId>,
    /// Whether that was said under the first key.
    first: bool,
    /// Something was put into the basket since.
    changed: bool,
    /// Under how many keys it was sent.
    keys: u32,
}

/// An order that its buyer knows of.
#[derive(Clone)]
pub(crate) struct Known {
    pub(crate) number: String,
    pub(crate) token: String,
    pub(crate) buyer: u32,
    pub(crate) parts: Vec<SellerOrderId>,
    /// The page of the provider that the buyer was sent to.
    pub(crate) session: Option<String>,
}

#[derive(Clone, Copy)]
enum Wish {
    Fill,
    Order,
    DoubleClick,
    OtherKey,
    OtherBody,
    OtherTab,
    Drop,
    Pay,
    PayTwice,
    ComeBack,
    Cash,
    Cancel,
    Foreign,
}

impl Buyer {
    pub(crate) fn new(number: u32, cart: CartId) -> Self {
        Self {
            number,
            cart,
            busy: 0,
            offer: None,
            orders: Vec::new(),
        }
    }

    pub(crate) fn forget_what_was_under_way(&mut self) {
        self.busy = 0;
    }
}

impl World {
    /// A buyer does something.
    pub(crate) async fn a_buyer(&mut self) -> Result<(), Broken> {
        let who = self.dice.below(BUYERS as usize);
        let is_bot = who + 1 == BUYERS as usize;
        let buyer = &self.buyers[who];
        let (offered, answered, first) = match &buyer.offer {
            None => (false, false, false),
            Some(offer) => (true, offer.answer.is_some(), offer.first),
        };
        let (orders, free) = (!buyer.orders.is_empty(), buyer.busy == 0);
        let when = |is: bool, weight: u32| if is { weight } else { 0 };
        let wishes = [
            (when(!offered && free, 40), Wish::Fill),
            (when(offered && !answered, 40), Wish::Order),
            (when(offered, 8), Wish::DoubleClick),
            (when(offered, 5), Wish::OtherKey),
            (when(first, 4), Wish::OtherBody),
            (when(answered, 4), Wish::Order),
            (when(offered && free, 4), Wish::OtherTab),
            (when(answered && free, 40), Wish::Drop),
            (when(orders && !is_bot, 30), Wish::Pay),
            (when(orders && !is_bot, 4), Wish::PayTwice),
            (when(orders && !is_bot, 6), Wish::ComeBack),
            (when(orders && !is_bot, 3), Wish::Cash),
            (when(orders && !is_bot, 7), Wish::Cancel),
            (when(is_bot, 8), Wish::Foreign),
        ];
        let Some(wish) = self.dice.choose(&wishes) else {
            return Ok(());
        };
        match wish {
            Wish::Fill => self.fill(who).await,
            Wish::Order => self.order(who).await,
            Wish::DoubleClick => {
                self.order(who).await?;
                self.order(who).await
            }
            Wish::OtherKey => self.order_under_another_key(who).await,
            Wish::OtherBody => self.order_another_body(who).await,
            Wish::OtherTab => self.change_in_another_tab(who).await,
            Wish::Drop => {
                self.buyers[who].offer = None;
                Ok(())
            }
            Wish::Pay => self.pay(who).await,
            Wish::PayTwice => {
                self.pay(who).await?;
                self.pay(who).await
            }
            Wish::ComeBack => self.come_back(who).await,
            Wish::Cash => self.pay_in_cash(who).await,
            Wish::Cancel => self.cancel(who).await,
            Wish::Foreign => self.try_a_foreign_order().await,
        }
    }

    /// Some things into the basket, and what they cost.
    async fn fill(&mut self, who: usize) -> Result<(), Broken> {
        let goods = self.ground.cast.goods.clone();
        let mut wanted = Vec::new();
        for _ in 0..self.dice.between(1, 3) {
            // Some things are wanted by everybody, and few want what they are told is gone.
            let good = if self.dice.hits(400) {
                0
            } else {
                self.dice.below(goods.len())
            };
            let variant = goods[good].variant;
            let shelf = self.state.variants.get(&variant);
            let is_left = shelf.is_none_or(|shelf| shelf.on_hand > shelf.reserved);
            if (is_left || self.dice.hits(150)) && wanted.iter().all(|(other, _)| *other != variant) {
                let most = if self.dice.hits(700) { 1 } else { MOST };
                wanted.push((variant, self.dice.between(1, most)));
            }
        }
        if wanted.is_empty() {
            return Ok(());
        }
        let others: Vec<_> = goods.iter().map(|good| good.variant).collect();
        let buyer = &mut self.buyers[who];
        let (cart, number) = (buyer.cart, buyer.number);
        buyer.busy += 1;
        let market = Arc::clone(&self.market);
        let lines = wanted.clone();
        let verb = async move {
            for variant in others {
                buying::remove_line(&market, cart, variant).await?;
            }
            for (variant, pieces) in lines {
                buying::put_line(&market, cart, variant, Quantity::Exactly(pieces)).await?;
            }
            buying::quote(&market, cart).await
        };
        self.begin(
            format!("buyer {number} fills {wanted:?}"),
            verb,
            move |world, answer| {
                world.buyers[who].busy -= 1;
                world.may_be("quote", &answer)?;
                if let Ok(quote) = answer {
                    world.offered(who, quote)?;
                }
                Ok(())
            },
        )
        .await
    }

    fn offered(&mut self, who: usize, quote: Quote) -> Result<(), Broken> {
        let mut goods = 0_i64;
        for line in quote.offer.lines() {
            goods += line.unit_price_minor * line.quantity;
        }
        let totals = quote.offer.totals;
        if totals.goods_minor != goods || totals.total_minor != goods + totals.delivery_minor {
            return Err(Broken::new(
                "I6 an offer is the sum of its lines",
                format!("{totals:?}"),
            ));
        }
        let method = match self.dice.hits(600) {
            _ if self.account.is_wanted() => Method::Transfer,
            true => Method::Card,
            false => Method::Cash,
        };
        let key = format!("key-{}", self.dice.roll());
        self.buyers[who].offer = Some(Offer {
            quote,
            key,
            method,
            answer: None,
            first: false,
            changed: false,
            keys: 1,
        });
        Ok(())
    }

    /// The button that orders: pressed again, it is the same request.
    async fn order(&mut self, who: usize) -> Result<(), Broken> {
        let Some(offer) = self.buyers[who].offer.clone() else {
            return Ok(());
        };
        let Offer { key, method, .. } = offer;
        self.send_order(who, key, method).await
    }

    /// The page was loaded twice.
    async fn order_under_another_key(&mut self, who: usize) -> Result<(), Broken> {
        let Some(offer) = &mut self.buyers[who].offer else {
            return Ok(());
        };
        offer.keys += 1;
        let (key, method) = (format!("{}-{}", offer.key, offer.keys), offer.method);
        self.send_order(who, key, method).await
    }

    async fn send_order(&mut self, who: usize, key: String, method: Method) -> Result<(), Broken> {
        let Some(offer) = self.buyers[who].offer.clone() else {
            return Ok(());
        };
        let ordering = Ordering {
            quote: offer.quote.id,
            terms_accepted: true,
            method,
        };
        let (market, number) = (Arc::clone(&self.market), self.buyers[who].number);
        let what = format!("buyer {number} orders {} by {}", offer.quote.id, method.code());
        self.buyers[who].busy += 1;
        // What was known when the button was pressed: a later answer must agree with it.
        let sent = offer.clone();
        let first = sent.key == key;
        let verb = async move { buying::place_order(&market, &key, ordering).await };
        self.begin(what, verb, move |world, answer| {
            world.buyers[who].busy = world.buyers[who].busy.saturating_sub(1);
            world.may_be("order", &answer)?;
            match answer {
                Ok(once) => world.ordered(who, &sent, first, once),
                Err(error) => world.not_ordered(who, &sent, first, &error),
            }
        })
        .await
    }

    fn ordered(&mut self, who: usize, sent: &Offer, first: bool, once: Once<Ordered>) -> Result<(), Broken> {
        let Once { value, replayed } = once;
        if sent.answer.is_some_and(|known| known != value.id) {
            return Err(Broken::new("I5 one offer is one order", value.number));
        }
        if sent.answer.is_some() && !replayed {
            return Err(Broken::new("P9 what was ordered is not ordered again", value.number));
        }
        if value.total_minor != sent.quote.offer.totals.total_minor {
            return Err(Broken::new("I6 an order costs what was agreed", value.number));
        }
        if sent.changed && !replayed {
            return Err(Broken::new(
                "R10 an offer for another basket is not ordered",
                value.number,
            ));
        }
        let buyer = &mut self.buyers[who];
        if let Some(offer) = buyer.offer.as_mut().filter(|offer| offer.quote.id == sent.quote.id) {
            offer.answer = Some(value.id);
            offer.first |= first;
        }
        if !buyer.orders.contains(&value.id) {
            buyer.orders.push(value.id);
        }
        let parts = self.state.parts.iter().filter(|part| part.order == value.id);
        let known = Known {
            number: value.number,
            token: buying::order_token(&self.market, value.id),
            buyer: self.buyers[who].number,
            parts: parts.map(|part| part.id).collect(),
            session: None,
        };
        self.orders.entry(value.id).or_insert(known);
        Ok(())
    }

    fn not_ordered(&mut self, who: usize, sent: &Offer, first: bool, error: &Error) -> Result<(), Broken> {
        let is_busy = matches!(error, Error::Store(_)) || matches!(error, Error::Identity(_));
        if sent.answer.is_some() && first && !is_busy {
            return Err(Broken::new("P9 a repeat is answered like the first", error.to_string()));
        }
        let gone = matches!(
            error,
            Error::QuoteChanged(_) | Error::Catalogue(_) | Error::Order(_) | Error::NotOnSale
        );
        let buyer = &mut self.buyers[who];
        if gone
            && buyer
                .offer
                .as_ref()
                .is_some_and(|offer| offer.quote.id == sent.quote.id && offer.answer.is_none())
        {
            buyer.offer = None;
        }
        Ok(())
    }

    /// The same key with another way to pay: refused, once the first was answered.
    async fn order_another_body(&mut self, who: usize) -> Result<(), Broken> {
        let Some(offer) = self.buyers[who].offer.clone() else {
            return Ok(());
        };
        let method = if offer.method == Method::Cash {
            Method::Card
        } else {
            Method::Cash
        };
        let ordering = Ordering {
            quote: offer.quote.id,
            terms_accepted: true,
            method,
        };
        let (market, key) = (Arc::clone(&self.market), offer.key);
        let verb = async move { buying::place_order(&market, &key, ordering).await };
        self.begin(format!("buyer {who} sends another body"), verb, |world, answer| {
            world.may_be("another body", &answer)?;
            match answer {
                Err(Error::KeyReused | Error::Store(_)) => Ok(()),
                other => Err(Broken::new("P9 a key is for one request", format!("{other:?}"))),
            }
        })
        .await
    }

    /// Something else is put into the basket after the offer was made.
    async fn change_in_another_tab(&mut self, who: usize) -> Result<(), Broken> {
        let good = self.dice.below(self.ground.cast.goods.len());
        let variant = self.ground.cast.goods[good].variant;
        let (market, cart) = (Arc::clone(&self.market), self.buyers[who].cart);
        self.buyers[who].busy += 1;
        let verb = async move { buying::put_line(&market, cart, variant, Quantity::More(1)).await };
        self.begin(format!("buyer {who} puts more"), verb, move |world, answer| {
            world.buyers[who].busy = world.buyers[who].busy.saturating_sub(1);
            world.may_be("more", &answer)?;
            let alone = world.went_through && world.buyers[who].busy == 0;
            if let Some(offer) = &mut world.buyers[who].offer
                && answer.is_ok()
            {
                offer.changed |= alone && offer.answer.is_none();
            }
            Ok(())
        })
        .await
    }

    /// One of the buyer's orders.
    fn own(&mut self, who: usize) -> Option<(OrderId, Known)> {
        let orders = &self.buyers[who].orders;
        let is_open = |id: &OrderId| {
            let mut parts = self.state.parts.iter().filter(|part| part.order == *id);
            parts.any(|part| matches!(part.state.as_str(), "unpaid" | "new"))
        };
        let open: Vec<OrderId> = orders.iter().copied().filter(is_open).collect();
        // Mostly what is still to be done; sometimes what is long over.
        let id = match open.is_empty() || self.dice.hits(250) {
            true => self.dice.pick(&self.buyers[who].orders)?,
            false => self.dice.pick(&open)?,
        };
        Some((id, self.orders.get(&id)?.clone()))
    }

    async fn pay(&mut self, who: usize) -> Result<(), Broken> {
        let Some((id, known)) = self.own(who) else {
            return Ok(());
        };
        let market = Arc::clone(&self.market);
        let what = format!("buyer {who} goes to pay {}", known.number);
        let verb = async move { paying::start_payment(&market, &known.number, &known.token, Locale::Fr).await };
        self.begin(what, verb, move |world, answer| {
            world.may_be("pay", &answer)?;
            if let (Ok(Going::To(Start::Redirect(url))), Some(known)) = (answer, world.orders.get_mut(&id)) {
                known.session = url.rsplit('/').next().map(str::to_owned);
            }
            Ok(())
        })
        .await
    }

    /// A button on the provider's page: whoever was there once finds it again, whatever we think of it by now.
    pub(crate) fn press(&mut self) {
        let truths = self.bank.truths();
        let mut sessions: Vec<String> = Vec::new();
        for truth in truths {
            let times = if truth.standing == psp::Standing::Open { 8 } else { 1 };
            sessions.extend(truth.session.into_iter().flat_map(|session| vec![session; times]));
        }
        let number = self.dice.below(sessions.len());
        let Some(session) = sessions.get(number) else { return };
        let buttons = [
            (70, Button::Pay),
            (12, Button::Refuse),
            (8, Button::Slow),
            (10, Button::Leave),
        ];
        let Some(button) = self.dice.choose(&buttons) else {
            return;
        };
        let pressed = self.bank.fake.press(session, button, self.clock.world());
        let pressed = match pressed.expect("books in memory") {
            Pressed::Go(_) => "goes back",
            Pressed::Stay => "stays",
            Pressed::Over => "is over",
        };
        self.trace
            .say(format_args!("presses {} at {session}: {pressed}", button.code()));
        self.post.collect(&self.bank, &self.rates, self.clock.world());
    }

    async fn come_back(&mut self, who: usize) -> Result<(), Broken> {
        let Some((_, known)) = self.own(who) else { return Ok(()) };
        let market = Arc::clone(&self.market);
        let what = format!("buyer {who} comes back to {}", known.number);
        let verb = async move { paying::come_back(&market, &known.number, &known.token).await };
        self.begin(what, verb, |world, answer| world.may_be("back", &answer))
            .await
    }

    async fn pay_in_cash(&mut self, who: usize) -> Result<(), Broken> {
        let Some((_, known)) = self.own(who) else { return Ok(()) };
        let market = Arc::clone(&self.market);
        let what = format!("buyer {who} pays {} on delivery instead", known.number);
        let verb = async move { paying::pay_in_cash(&market, &known.number, &known.token).await };
        self.begin(what, verb, |world, answer| world.may_be("cash", &answer))
            .await
    }

    async fn cancel(&mut self, who: usize) -> Result<(), Broken> {
        let Some((_, known)) = self.own(who) else { return Ok(()) };
        let Some(part) = self.dice.pick(&known.parts) else {
            return Ok(());
        };
        let twice = self.dice.hits(200);
        for _ in 0..=u32::from(twice) {
            let (market, known) = (Arc::clone(&self.market), known.clone());
            let what = format!("buyer {who} cancels a part of {}", known.number);
            let verb = async move { buying::cancel_part(&market, &known.number, &known.token, part).await };
            self.begin(what, verb, |world, answer| world.may_be("cancel", &answer))
                .await?;
        }
        Ok(())
    }

    /// The bot has the number of somebody else's order and the token of its own.
    async fn try_a_foreign_order(&mut self) -> Result<(), Broken> {
        let bot = BUYERS - 1;
        let token = self
            .orders
            .values()
            .find(|known| known.buyer == bot)
            .map(|known| known.token.clone());
        let foreign: Vec<&Known> = self.orders.values().filter(|known| known.buyer != bot).collect();
        let number = self.dice.below(foreign.len());
        let (Some(token), Some(known)) = (token, foreign.get(number).map(|known| (*known).clone())) else {
            return Ok(());
        };
        let Some(part) = self.dice.pick(&known.parts) else {
            return Ok(());
        };
        let market = Arc::clone(&self.market);
        let verb = async move { buying::cancel_part(&market, &known.number, &token, part).await };
        self.begin(
            "the bot tries a foreign order".to_owned(),
            verb,
            |_, answer| match answer {
                Err(Error::Order(order::Error::NoOrder) | Error::Store(_)) => Ok(()),
                other => Err(Broken::new("A1 nobody touches a foreign order", format!("{other:?}"))),
            },
        )
        .await
    }
}
