//! Placing an order: one transaction that compares the quote with the market, reserves the stock,
//! empties the cart and writes the order, its payments and its notices.

use super::{
    offer::{self, Gone, QuoteChanged},
    quote,
};
use crate::{
    Error, Market,
    cash::{self, Cash, Wish},
    idempotency::{Claim, Once},
    money,
    notices::{self, Notice},
    paying,
    people::limits::network,
    quarantine,
};
use catalogue::stock::{self, Portion, Reserved};
use kernel::{
    Mint, Money, Tx,
    ids::{OrderId, QuoteId, SellerOrderId},
    time::HOUR,
};
use ledger::Flow;
use order::{
    Method, Quote, Way,
    order::{Placed, Placing},
    quote::Part,
    terms::{self, LegalKind},
    totals,
};
use payment::Due;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// Orders one telephone may place in an hour.
const ORDERS_AN_HOUR: i32 = 20;

/// What a buyer sends.
#[derive(Clone, Debug, Serialize)]
pub struct Ordering {
    /// The offer.
    pub quote: QuoteId,
    /// Whether the sales conditions were accepted.
    pub terms_accepted: bool,
    /// How it is paid.
    pub method: Method,
}

/// The order that came of it. The token is computed from the id, so nothing secret is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ordered {
    /// Its id.
    pub id: OrderId,
    /// What people read out.
    pub number: String,
    /// What all of it costs, in centimes.
    pub total_minor: i64,
    /// How it was ordered to be paid.
    #[serde(default = "cash")]
    pub method: Method,
}

/// What answers say that were given before there was a choice.
const fn cash() -> Method {
    Method::Cash
}

/// Accepts an offer. The key makes it happen once, whatever is sent twice; the quote and its cart do
/// so even under two keys.
///
/// # Errors
/// [`Error::TermsNotAccepted`]; [`Error::NotOffered`]; [`Error::KeyReused`]; [`Error::QuoteChanged`] with what changed and a
/// new quote; [`catalogue::Error::OutOfStock`], with the cart as it was; [`order::Error::NoQuote`];
/// [`order::Error::CartChanged`]; [`identity::Error::Limited`]; in cash [`Error::CashCeiling`], [`Error::CodeNeeded`] and
/// [`Error::TooManyOpen`]; when the database refuses.
pub async fn place_order(market: &Market, key: &str, ordering: Ordering) -> Result<Once<Ordered>, Error> {
    place_order_from(market, key, ordering, None).await
}

/// The same for somebody whose address is known: an address that orders again and again in cash proves its telephones.
///
/// # Errors
/// As [`place_order`].
pub async fn place_order_from(
    market: &Market,
    key: &str,
    ordering: Ordering,
    from: Option<IpAddr>,
) -> Result<Once<Ordered>, Error> {
    if !ordering.terms_accepted {
        return Err(Error::TermsNotAccepted);
    }
    if !market.ways.offers(ordering.method) {
        return Err(Error::NotOffered);
    }
    let quote = order::quote::find_quote(&market.db, ordering.quote)
        .await?
        .ok_or(order::Error::NoQuote)?;
    let claim = Claim::new(format!("cart:{}", quote.cart), key, &ordering)?;
    let flow = match ordering.method {
        Method::Cash => market.settings.cash.flow,
        other => market.ways.flow(other),
    };
    let attempt = Attempt {
        claim,
        flow,
        unpaid_for: market.ways.unpaid_for(ordering.method),
        quote: quote.clone(),
        mint: market.mint(),
        queue: market.queue.clone(),
        method: ordering.method,
        cash: market.settings.cash.clone(),
        from: from.map(network),
    };
    let placed = market
        .db
        .write(move |tx| Box::pin(async move { attempt.place(tx).await }))
        .await;
    match placed {
        Ok(once) => Ok(once),
        Err(Refusal::Moved) => Err(changed(market, &quote).await),
        Err(Refusal::Other(Error::Catalogue(catalogue::Error::OutOfStock { variant }))) => {
            // Sold out, or not for sale any more? The second is a change to agree to.
            let offers = catalogue::offer::list(&market.db, &[variant]).await?;
            if offers.first().is_some_and(|offer| offer.on_sale) {
                Err(catalogue::Error::OutOfStock { variant }.into())
            } else {
                Err(changed(market, &quote).await)
            }
        }
        Err(Refusal::Other(error)) => Err(error),
    }
}

/// Why an attempt left nothing behind.
enum Refusal {
    /// The market is not what the quote says.
    Moved,
    /// Anything else.
    Other(Error),
}

impl<E: Into<Error>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::Other(error.into())
    }
}

struct Attempt {
    claim: Claim,
    quote: Quote,
    mint: Mint,
    queue: job::Queue,
    method: Method,
    flow: Flow,
    /// How long its goods are kept until it is paid; `None` where it is paid later.
    unpaid_for: Option<i64>,
    cash: Cash,
    /// What one subscriber holds of the network.
    from: Option<String>,
}

impl Attempt {
    async fn place(self, tx: &Tx) -> Result<Once<Ordered>, Refusal> {
        if kernel::planted("own-hold") {
            self.is_left(tx).await?;
        }
        if let Some(value) = self.claim.begin(tx, self.mint.now).await? {
            return Ok(Once { value, replayed: true });
        }
        quarantine::pass(tx).await?;
        let (cart, version) = (self.quote.cart, self.quote.offer.cart_version);
        match order::cart::spend(tx, &self.mint, cart, version).await {
            Ok(()) => {}
            Err(order::Error::CartChanged) => return self.ordered_before(tx).await,
            Err(error) => return Err(error.into()),
        }
        if self.quote.expires_at <= self.mint.now {
            return Err(Refusal::Moved);
        }
        let cooperatives: Vec<_> = self.quote.offer.parts.iter().map(|part| part.cooperative).collect();
        if !paying::who_refuses(tx, &cooperatives, self.method).await?.is_empty() {
            return Err(Error::NotOffered.into());
        }
        let bucket = format!("order:{}", self.quote.offer.buyer.phone);
        identity::throttle::hit(tx, &bucket, HOUR, ORDERS_AN_HOUR, self.mint.now).await?;
        self.admit(tx).await?;
        let parts: Vec<SellerOrderId> = self.quote.offer.parts.iter().map(|_| self.mint.id()).collect();
        let reserved = stock::reserve(tx, &self.mint, &self.portions(&parts)).await?;
        self.compare(tx, &reserved).await?;
        let placing = Placing {
            quote: &self.quote,
            parts: &parts,
            method: self.method,
            unpaid_for: self.unpaid_for,
        };
        let placed = order::order::place(tx, &self.mint, &placing).await?;
        money::freeze(tx, &self.mint, self.flow, &placing, &placed, &reserved).await?;
        self.follow_up(tx, &placed, &parts).await?;
        let value = Ordered {
            id: placed.id,
            number: placed.number,
            total_minor: self.quote.offer.totals.total_minor,
            method: self.method,
        };
        self.claim.finish(tx, &value).await?;
        Ok(Once { value, replayed: false })
    }

    /// Whether all of it is left, whoever holds what is not: the mistake `own-hold`.
    async fn is_left(&self, tx: &Tx) -> Result<(), Refusal> {
        let lines: Vec<_> = self.quote.offer.lines().collect();
        let variants: Vec<_> = lines.iter().map(|line| line.variant).collect();
        let offers = catalogue::offer::list(tx, &variants).await?;
        match offers
            .iter()
            .zip(lines)
            .find(|(offer, line)| offer.available < line.quantity)
        {
            Some((offer, _)) => Err(catalogue::Error::OutOfStock { variant: offer.variant }.into()),
            None => Ok(()),
        }
    }

    async fn admit(&self, tx: &Tx) -> Result<(), Refusal> {
        let (offer, now) = (&self.quote.offer, self.mint.now);
        let phone = offer.buyer.phone.as_str();
        if self.method == Method::Card {
            return Ok(cash::admit_unpaid(tx, now, &self.cash, phone).await?);
        }
        let wish = Wish {
            cart: self.quote.cart,
            phone,
            total: Money::mad(offer.totals.total_minor),
            pieces: offer.pieces(),
            from: self.from.as_deref(),
        };
        match self.method {
            Method::Transfer => cash::admit_transfer(tx, now, &self.cash, &wish).await?,
            _ => cash::admit(tx, now, &self.cash, &wish).await?,
        }
        Ok(())
    }

    /// The cart is not the one that was quoted: because this very quote was ordered, under another
    /// key, or because something was put into it.
    async fn ordered_before(&self, tx: &Tx) -> Result<Once<Ordered>, Refusal> {
        let id = order::order::find_of_quote(tx, self.quote.id)
            .await?
            .ok_or(order::Error::CartChanged)?;
        let order = order::order::get_order(tx, id).await?;
        if kernel::planted("loser-compensates") {
            let goods: Vec<_> = order.parts.iter().flat_map(crate::selling::step::portions).collect();
            stock::release(tx, &self.mint, &goods).await?;
        }
        let value = Ordered {
            id,
            number: order.head.number,
            total_minor: order.totals.total_minor,
            method: order.head.method,
        };
        self.claim.finish(tx, &value).await?;
        Ok(Once { value, replayed: true })
    }

    fn portions(&self, parts: &[SellerOrderId]) -> Vec<Portion> {
        let parts = parts.iter().zip(&self.quote.offer.parts);
        parts
            .flat_map(|(seller_order, part)| {
                part.lines.iter().map(|line| Portion {
                    variant: line.variant,
                    quantity: line.quantity,
                    seller_order: *seller_order,
                })
            })
            .collect()
    }

    /// Whether prices, delivery and terms are what the buyer agreed to, now that nobody can change
    /// the variants any more.
    async fn compare(&self, tx: &Tx, reserved: &[Reserved]) -> Result<(), Refusal> {
        let offer = &self.quote.offer;
        let zone = order::delivery::find_zone_of_province(tx, &offer.address.province_iso).await?;
        let terms = terms::current_version(tx, LegalKind::Sales).await?;
        let mut same = terms == offer.terms_version;
        for part in &offer.parts {
            same &= part.lines.iter().all(|line| {
                reserved
                    .iter()
                    .any(|now| now.variant == line.variant && now.listed && now.price_minor == line.unit_price_minor)
            });
            let delivery = offer::delivery(part.way, zone.as_ref(), weight_now(part, reserved)?);
            same &= delivery.is_ok_and(|(price, _)| price == Money::mad(part.totals.delivery_minor));
        }
        same &= self.may_still_collect(tx).await?;
        if same { Ok(()) } else { Err(Refusal::Moved) }
    }

    async fn may_still_collect(&self, tx: &Tx) -> Result<bool, Refusal> {
        let collected = self.quote.offer.parts.iter().filter(|part| part.way == Way::Collect);
        let ids: Vec<_> = collected.map(|part| part.cooperative).collect();
        let cooperatives = catalogue::cooperative::list_by_ids(tx, &ids).await?;
        Ok(cooperatives.len() == ids.len() && cooperatives.iter().all(|cooperative| cooperative.collects))
    }

    /// The money that is due, and who is told.
    async fn follow_up(&self, tx: &Tx, placed: &Placed, parts: &[SellerOrderId]) -> Result<(), Refusal> {
        let offered = parts.iter().zip(&self.quote.offer.parts);
        let due: Vec<Due> = offered
            .map(|(part, offer)| Due {
                seller_order: *part,
                amount: Money::mad(offer.totals.total_minor),
            })
            .collect();
        let method = match self.method {
            Method::Cash => payment::Method::Cash,
            Method::Card => payment::Method::Card,
            Method::Transfer => payment::Method::Transfer,
        };
        payment::payment::expect(tx, &self.mint, placed.id, method, &due).await?;
        if self.method == Method::Transfer {
            let amount = Money::mad(self.quote.offer.totals.total_minor);
            let until = self.unpaid_for.map(|time| self.mint.now.plus(time));
            paying::await_transfer(tx, &self.mint, placed.id, parts, amount, until).await?;
        }
        if self.unpaid_for.is_some() {
            // The buyer is on the way to the payment; the cooperatives hear of it once it is paid.
            if self.method == Method::Transfer {
                let notice = Notice::TransferAwaited { order: placed.id };
                notices::tell(&self.queue, tx, &self.mint, &[notice]).await?;
            }
            return Ok(());
        }
        let mut told = vec![Notice::OrderPlaced { order: placed.id }];
        told.extend(parts.iter().map(|part| Notice::SellerNewOrder { seller_order: *part }));
        notices::tell(&self.queue, tx, &self.mint, &told).await?;
        Ok(())
    }
}

fn weight_now(part: &Part, reserved: &[Reserved]) -> Result<i64, Refusal> {
    let grams = part.lines.iter().map(|line| {
        let now = reserved.iter().find(|now| now.variant == line.variant);
        (now.map_or(line.parcel_g, |now| now.parcel_g), line.quantity)
    });
    Ok(totals::weight(grams).map_err(order::Error::from)?)
}

/// What changed since the quote, and what can be ordered instead.
async fn changed(market: &Market, old: &Quote) -> Error {
    let new = match quote::freeze(market, old.cart, Gone::LeaveOut).await {
        Ok(quote) => Some(quote),
        Err(Error::Order(order::Error::CartEmpty)) => None,
        Err(error) => return error,
    };
    let mut changes = offer::differences(&old.offer, new.as_ref().map(|quote| &quote.offer));
    if changes.is_empty() {
        changes.push(offer::Change::Expired);
    }
    Error::QuoteChanged(Box::new(QuoteChanged { changes, quote: new }))
}
