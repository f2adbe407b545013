//! Whether an order may be paid in cash, or later: the one question, asked in the transaction that places it. Orders of one
//! telephone come one after the other here, so that two at once are counted right.

use super::{Cash, settings::limit};
use crate::{Error, Market};
use kernel::{
    Micros, Money, Tx,
    ids::CartId,
    time::{DAY, HOUR},
};
use order::{
    Quote,
    proof::{self, Standing},
};

/// How long a refused parcel is held against a telephone.
const REMEMBERED: i64 = 365 * DAY;
/// A window that does not end while an order is placed: its row is what orders of one telephone wait for.
const ONE_BY_ONE: i64 = 100_000 * DAY;

/// An order that is to be paid in cash, or by transfer.
pub(crate) struct Wish<'a> {
    /// Its cart.
    pub(crate) cart: CartId,
    /// The buyer's telephone.
    pub(crate) phone: &'a str,
    /// What it costs.
    pub(crate) total: Money,
    /// How many pieces it has.
    pub(crate) pieces: i64,
    /// Where it came from: what one subscriber holds of the network.
    pub(crate) from: Option<&'a str>,
}

/// Lets an order be paid in cash, or says why not. Uses up the proof of its telephone.
///
/// # Errors
/// [`Error::CashCeiling`], [`Error::TooManyOpen`], [`Error::CodeNeeded`]; when the database refuses.
pub(crate) async fn admit(tx: &Tx, now: Micros, cash: &Cash, wish: &Wish<'_>) -> Result<(), Error> {
    if cash.most().is_some_and(|most| wish.total.minor > most.minor) {
        return Err(Error::CashCeiling);
    }
    let standing = in_turn(tx, now, cash, wish.phone).await?;
    within(cash, standing.open.saturating_add(standing.unpaid))?;
    let asked = cash.asks(wish.total, wish.pieces) || cash.doubts(standing.refused);
    let asked = asked || is_busy(tx, now, cash, wish.from).await?;
    if asked && !proof::spend(tx, now, wish.cart, wish.phone).await? {
        return Err(Error::CodeNeeded);
    }
    Ok(())
}

/// Whether an address orders and orders: then its telephones are proven, and a village behind it is not shut out.
async fn is_busy(tx: &Tx, now: Micros, cash: &Cash, from: Option<&str>) -> Result<bool, Error> {
    let (Some(most), Some(from)) = (limit(cash.code_after_orders), from) else {
        return Ok(false);
    };
    let most = i32::try_from(most).unwrap_or(i32::MAX);
    match identity::throttle::hit(tx, &format!("cash-from:{from}"), HOUR, most, now).await {
        Err(identity::Error::Limited { .. }) => Ok(true),
        other => Ok(other.map(|()| false)?),
    }
}

/// The same for an order that was to be paid by card and is under way already.
///
/// # Errors
/// As [`admit`].
pub(crate) async fn admit_again(tx: &Tx, now: Micros, cash: &Cash, wish: &Wish<'_>) -> Result<(), Error> {
    // It is one of those that are counted.
    let cash = Cash {
        open_orders_per_phone: limit(cash.open_orders_per_phone).map_or(-1, |most| most.saturating_add(1)),
        ..cash.clone()
    };
    admit(tx, now, &cash, wish).await
}

/// The same for an order that is to be paid by card first: while it is not, it keeps goods from others.
///
/// # Errors
/// [`Error::TooManyOpen`]; when the database refuses.
pub(crate) async fn admit_unpaid(tx: &Tx, now: Micros, cash: &Cash, phone: &str) -> Result<(), Error> {
    let standing = in_turn(tx, now, cash, phone).await?;
    within(cash, standing.unpaid)
}

/// The same for an order that is to be paid by transfer: it keeps goods from others for days, so that nobody takes a stock
/// with a made-up number here either. Uses up the proof of its telephone.
///
/// # Errors
/// [`Error::TooManyOpen`], [`Error::CodeNeeded`]; when the database refuses.
pub(crate) async fn admit_transfer(tx: &Tx, now: Micros, cash: &Cash, wish: &Wish<'_>) -> Result<(), Error> {
    admit_unpaid(tx, now, cash, wish.phone).await?;
    let asked = cash.is_much(wish.pieces) || is_busy(tx, now, cash, wish.from).await?;
    if asked && !proof::spend(tx, now, wish.cart, wish.phone).await? {
        return Err(Error::CodeNeeded);
    }
    Ok(())
}

/// What is known of a telephone, once every order of it that was being placed is placed or refused.
async fn in_turn(tx: &Tx, now: Micros, cash: &Cash, phone: &str) -> Result<Standing, Error> {
    if limit(cash.open_orders_per_phone).is_none() && limit(cash.code_after_refusals).is_none() {
        return Ok(Standing::default());
    }
    identity::throttle::hit(tx, &format!("cash-turn:{phone}"), ONE_BY_ONE, i32::MAX, now).await?;
    Ok(proof::standing(tx, phone, now.plus(-REMEMBERED)).await?)
}

fn within(cash: &Cash, open: i64) -> Result<(), Error> {
    match limit(cash.open_orders_per_phone) {
        Some(most) if open >= most => Err(Error::TooManyOpen),
        _ => Ok(()),
    }
}

/// What stands between an offer and cash, as a page can say it beforehand. The order itself is asked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// It costs more than may be paid in cash.
    Ceiling(Money),
    /// The telephone has as many orders under way as it may.
    TooManyOpen(i64),
    /// The telephone has to answer first.
    Code,
}

/// What stands between an offer and cash; `None` where nothing does.
///
/// # Errors
/// When the database cannot answer.
pub async fn hindrance(market: &Market, quote: &Quote) -> Result<Option<Hindrance>, Error> {
    let (cash, offer, now) = (&market.settings.cash, &quote.offer, market.now());
    let (total, phone) = (Money::mad(offer.totals.total_minor), offer.buyer.phone.as_str());
    if let Some(most) = cash.most().filter(|most| total.minor > most.minor) {
        return Ok(Some(Hindrance::Ceiling(most)));
    }
    let standing = proof::standing(&market.db, phone, now.plus(-REMEMBERED)).await?;
    let open = standing.open.saturating_add(standing.unpaid);
    if let Some(most) = limit(cash.open_orders_per_phone).filter(|most| open >= *most) {
        return Ok(Some(Hindrance::TooManyOpen(most)));
    }
    let asked = cash.asks(total, offer.pieces()) || cash.doubts(standing.refused);
    let code = asked && !proof::holds(&market.db, now, quote.cart, phone).await?;
    Ok(code.then_some(Hindrance::Code))
}
