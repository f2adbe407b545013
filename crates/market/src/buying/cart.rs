//! Carts: opening one, putting things in and out, and showing it with today's prices.

use crate::{Error, Market};
use catalogue::offer::Offer;
use kernel::{
    Locale, Money, Read, Texts,
    ids::{CartId, CooperativeId, VariantId},
};
use order::cart::{self, Cart, Quantity};

/// Opens an empty cart under an id that nobody can guess.
///
/// # Errors
/// When the database refuses.
pub async fn open_cart(market: &Market, locale: Locale) -> Result<CartId, Error> {
    let mint = market.mint();
    market
        .db
        .write(move |tx| Box::pin(async move { Ok(cart::open_cart(tx, &mint, locale).await?) }))
        .await
}

/// Puts a variant that is on sale into a cart, or changes how many of it lie there. Whether so many
/// are left is said when the cart is shown, and decided when it is ordered.
///
/// # Errors
/// [`Error::NotOnSale`] for what cannot be bought, [`catalogue::Error::NotFound`],
/// [`order::Error::Quantity`], [`order::Error::CartFull`], [`order::Error::NoCart`]; when the database
/// refuses.
pub async fn put_line(market: &Market, cart: CartId, variant: VariantId, quantity: Quantity) -> Result<(), Error> {
    let offers = catalogue::offer::list(&market.db, &[variant]).await?;
    let offer = offers.first().ok_or(catalogue::Error::NotFound("variant"))?;
    if !offer.on_sale {
        return Err(Error::NotOnSale);
    }
    let mint = market.mint();
    market
        .db
        .write(move |tx| Box::pin(async move { Ok(cart::put_line(tx, &mint, cart, variant, quantity).await?) }))
        .await
}

/// Takes a variant out of a cart.
///
/// # Errors
/// [`order::Error::NoCart`]; when the database refuses.
pub async fn remove_line(market: &Market, cart: CartId, variant: VariantId) -> Result<(), Error> {
    let mint = market.mint();
    market
        .db
        .write(move |tx| Box::pin(async move { Ok(cart::remove_line(tx, &mint, cart, variant).await?) }))
        .await
}

/// A cart as it is shown: by cooperative, with today's prices.
#[derive(Clone, Debug)]
pub struct Basket {
    /// The cart itself.
    pub cart: Cart,
    /// Its lines, by cooperative, in the order in which they were put in.
    pub parts: Vec<BasketPart>,
    /// What the goods that can be bought cost.
    pub goods: Money,
}

/// The lines of one cooperative.
#[derive(Clone, Debug)]
pub struct BasketPart {
    /// The cooperative.
    pub cooperative: CooperativeId,
    /// Its name.
    pub name: Texts,
    /// Whether they may be collected there.
    pub collects: bool,
    /// Where: the town.
    pub town: String,
    /// The province the town lies in.
    pub province_iso: String,
    /// The lines.
    pub lines: Vec<BasketLine>,
}

/// So many pieces at today's price.
#[derive(Clone, Debug)]
pub struct BasketLine {
    /// What is offered.
    pub offer: Offer,
    /// Pieces wanted.
    pub quantity: i64,
    /// What they cost.
    pub total: Money,
}

impl BasketLine {
    /// Whether it can be ordered as it is.
    pub fn is_orderable(&self) -> bool {
        self.offer.on_sale && self.offer.available >= self.quantity
    }
}

impl Basket {
    /// Whether every line can be ordered, and there is one.
    pub fn is_orderable(&self) -> bool {
        !self.parts.is_empty() && self.lines().all(BasketLine::is_orderable)
    }

    /// Every line.
    pub fn lines(&self) -> impl Iterator<Item = &BasketLine> {
        self.parts.iter().flat_map(|part| &part.lines)
    }

    /// Pieces in all.
    pub fn pieces(&self) -> i64 {
        self.lines().map(|line| line.quantity).sum()
    }
}

/// A cart with today's prices.
///
/// # Errors
/// When the database cannot answer.
pub async fn find_basket(market: &Market, id: CartId) -> Result<Option<Basket>, Error> {
    match cart::find_cart(&market.db, id).await? {
        Some(cart) => Ok(Some(fill(&market.db, cart).await?)),
        None => Ok(None),
    }
}

/// Looks up what lies in a cart.
pub(super) async fn fill(db: &impl Read, cart: Cart) -> Result<Basket, Error> {
    let variants: Vec<VariantId> = cart.lines.iter().map(|line| line.variant).collect();
    let offers = catalogue::offer::list(db, &variants).await?;
    let mut parts: Vec<BasketPart> = Vec::new();
    let mut goods = Money::ZERO;
    for line in &cart.lines {
        // A variant is never deleted, so every line has its offer.
        let Some(offer) = offers.iter().find(|offer| offer.variant == line.variant) else {
            continue;
        };
        let total = Money::mad(offer.price_minor)
            .times(line.quantity)
            .map_err(order::Error::from)?;
        if offer.on_sale {
            goods = goods.plus(total).map_err(order::Error::from)?;
        }
        let line = BasketLine {
            offer: offer.clone(),
            quantity: line.quantity,
            total,
        };
        match parts.iter_mut().find(|part| part.cooperative == offer.cooperative) {
            Some(part) => part.lines.push(line),
            None => parts.push(BasketPart {
                cooperative: offer.cooperative,
                name: offer.cooperative_name.clone(),
                collects: offer.collects,
                town: offer.town.clone(),
                province_iso: offer.province_iso.clone(),
                lines: vec![line],
            }),
        }
    }
    Ok(Basket { cart, parts, goods })
}
