//! How buyers of the story pay before anything is sent, and what they give back.

use super::{
    cast::{Cast, missing},
    clock::DemoClock,
    story::Pay,
};
use crate::{
    Error, Market,
    actor::{Administrator, Seller},
    buying, paying, refunding, returning,
};
use kernel::{
    Locale,
    ids::{OrderId, ReturnId, SellerOrderId},
    registration::Rib,
    time::{Clock, MINUTE},
};
use order::{Method, OrderState, goods_return, returning::Stage};
use payment::{
    attempt,
    refund::{self, Payer, Way},
};

/// Whose account a buyer of the story names: nobody's.
const BUYER_RIB: &str = "999780000098765432109821";

/// How an order is paid: as the story has it, where the market offers it.
pub(super) fn method(market: &Market, pay: Pay) -> Method {
    let method = match pay {
        Pay::Cash => Method::Cash,
        Pay::Card => Method::Card,
        Pay::Transfer | Pay::Awaited => Method::Transfer,
    };
    // Without the demonstration's own provider nobody is there who would take a card.
    let known = method != Method::Card || market.ways.fake().is_some();
    match market.ways.unpaid_for(method) {
        Some(_) if known && market.ways.offers(method) => method,
        _ => Method::Cash,
    }
}

/// Whether an order was to be paid before anything is sent.
pub(super) async fn is_ahead(market: &Market, order: OrderId) -> Result<bool, Error> {
    let order = order::order::get_order(&market.db, order).await?;
    Ok(order.head.method != Method::Cash)
}

/// Pays an order; one that is paid stays so.
pub(super) async fn pay(market: &Market, clock: &DemoClock, cast: &Cast, id: OrderId) -> Result<(), Error> {
    let order = order::order::get_order(&market.db, id).await?;
    if order.state() != OrderState::Unpaid {
        return Ok(());
    }
    let number = &order.head.number;
    if order.head.method == Method::Transfer {
        let office = Administrator {
            person: cast.administrator,
        };
        return paying::confirm_transfer(market, &office, number).await;
    }
    let secret = buying::order_token(market, id);
    paying::start_payment(market, number, &secret, Locale::Fr).await?;
    clock.put(clock.now().plus(MINUTE));
    let attempts = attempt::list_of_order(&market.db, id).await?;
    let session = attempts.iter().find_map(|attempt| attempt.session.clone());
    paying::press(market, &session.ok_or_else(|| missing("session"))?, paying::Button::Pay)?;
    clock.put(clock.now().plus(MINUTE));
    paying::come_back(market, number, &secret).await
}

/// Whether the return of a part has come as far as this.
pub(super) async fn is_back(market: &Market, part: SellerOrderId, stage: Option<Stage>) -> Result<bool, Error> {
    let Some(stage) = stage else { return Ok(false) };
    let all = goods_return::list_of_part(&market.db, part).await?;
    Ok(all.iter().any(|known| rank(known.stage) >= rank(stage)))
}

/// The buyer gives everything back.
pub(super) async fn ask_back(market: &Market, order: OrderId, part: SellerOrderId) -> Result<(), Error> {
    let whole = order::order::get_order(&market.db, order).await?;
    let own = whole.parts.iter().find(|own| own.id == part);
    let own = own.ok_or_else(|| missing("part"))?;
    let asking = returning::Asking {
        part,
        pieces: own.lines.iter().map(|line| (line.variant, line.quantity)).collect(),
        reason: None,
    };
    let secret = buying::order_token(market, order);
    returning::ask_return(
        market,
        &format!("demo-return-{part}"),
        &whole.head.number,
        &secret,
        asking,
    )
    .await?;
    Ok(())
}

/// The cooperative lets it come.
pub(super) async fn agree(market: &Market, seller: &Seller, part: SellerOrderId) -> Result<(), Error> {
    returning::accept_return(market, seller, of(market, part).await?).await
}

/// It is back.
pub(super) async fn take_goods(market: &Market, seller: &Seller, part: SellerOrderId) -> Result<(), Error> {
    returning::receive_return(market, seller, of(market, part).await?).await
}

/// Its price is given back: by the provider, or by hand to the account that the buyer names.
pub(super) async fn give_back(market: &Market, seller: &Seller, part: SellerOrderId) -> Result<(), Error> {
    let deciding = returning::Deciding {
        restock: true,
        ..returning::Deciding::default()
    };
    returning::refund_return(market, seller, of(market, part).await?, deciding).await?;
    for owed in refund::list_of_parts(&market.db, &[part]).await? {
        if owed.way == Way::Provider {
            paying::send_refund(market, owed.id).await?;
        } else if owed.payer == Some(Payer::Office) {
            let order = order::order::get_order(&market.db, owed.order).await?;
            let secret = buying::order_token(market, owed.order);
            let rib = Rib::parse(BUYER_RIB).map_err(|error| Error::Unreadable(error.to_string()))?;
            let wish = refunding::Wish::Account(rib);
            refunding::choose_way(market, &order.head.number, &secret, owed.id, wish).await?;
        }
    }
    Ok(())
}

async fn of(market: &Market, part: SellerOrderId) -> Result<ReturnId, Error> {
    let all = goods_return::list_of_part(&market.db, part).await?;
    all.first().map(|known| known.id).ok_or_else(|| missing("return"))
}

const fn rank(stage: Stage) -> u8 {
    match stage {
        Stage::Requested => 0,
        Stage::Accepted | Stage::NotReceived => 1,
        Stage::Received => 2,
        Stage::Refused | Stage::Withdrawn | Stage::Refunded | Stage::Ended => 3,
    }
}
