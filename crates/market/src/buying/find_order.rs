//! Finding an order again: by the token in its link, or by its number and a telephone.

use super::token;
use crate::{Error, Market};
use kernel::{Phone, time::HOUR};
use order::Order;
use std::net::IpAddr;

/// Tries one telephone has in an hour.
const TRIES: i32 = 10;
/// Tries one address has in an hour; many telephones share one.
const TRIES_OF_ADDRESS: i32 = 60;

/// The order behind a link.
///
/// # Errors
/// [`order::Error::NoOrder`] when there is no such order, or the token is another's: the two look
/// alike. When the database cannot answer.
pub async fn open_order(market: &Market, number: &str, secret: &str) -> Result<Order, Error> {
    let id = order::order::find_id(&market.db, number)
        .await?
        .ok_or(order::Error::NoOrder)?;
    if !token::fits(market, id, secret) {
        return Err(order::Error::NoOrder.into());
    }
    Ok(order::order::get_order(&market.db, id).await?)
}

/// The token of the order with this number, for somebody who knows the telephone of its buyer or
/// recipient. Every try is counted, whether it hits or not.
///
/// # Errors
/// [`order::Error::NoOrder`] when there is no such order or the telephone is another's: the two look
/// alike. [`identity::Error::Limited`]. When the database cannot answer.
pub async fn find_order(market: &Market, from: IpAddr, number: &str, phone: &Phone) -> Result<String, Error> {
    let now = market.now();
    let buckets = [
        (format!("find-order:{phone}"), TRIES),
        (format!("find-order-from:{from}"), TRIES_OF_ADDRESS),
    ];
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                for (bucket, limit) in buckets {
                    identity::throttle::hit(tx, &bucket, HOUR, limit, now).await?;
                }
                Ok::<_, Error>(())
            })
        })
        .await?;
    let id = order::order::find_for_phone(&market.db, number, phone).await?;
    Ok(token::order_token(market, id.ok_or(order::Error::NoOrder)?))
}
