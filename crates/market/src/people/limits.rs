//! How often things may be tried, by whom: the one table of limits.
//!
//! Identity first: a contact or person has its own bucket, so that a village behind one address is
//! not shut out by one neighbour. The address comes second and wide. What one address used up does
//! not count against the person it was aimed at, because all buckets of a try are counted together
//! or not at all. Codes and passwords have separate buckets: whoever is flooded at one door still
//! gets in by the other.

use super::Origin;
use crate::{Error, Market};
use identity::Contact;
use kernel::{
    ids::{PersonId, SellerOrderId},
    time::{DAY, HOUR, MINUTE},
};
use std::net::IpAddr;

/// A bucket, its window and how much it holds.
pub(crate) struct Limit {
    bucket: String,
    window: i64,
    most: i32,
}

const QUARTER: i64 = 15 * MINUTE;

/// Asking for a code to be sent.
pub(crate) fn asking(contact: &Contact, origin: &Origin) -> Vec<Limit> {
    let mut limits = vec![
        limit(format!("ask:{}", contact.as_str()), QUARTER, 6),
        limit(format!("ask-day:{}", contact.as_str()), DAY, 24),
    ];
    limits.extend(by_address("ask", origin, QUARTER, 100));
    limits
}

/// Trying a code; each code also counts its own five tries.
pub(crate) fn trying(origin: &Origin) -> Vec<Limit> {
    by_address("try", origin, QUARTER, 200)
}

/// Signing in with a password.
pub(crate) fn password(contact: &Contact, origin: &Origin) -> Vec<Limit> {
    let mut limits = vec![limit(format!("password:{}", contact.as_str()), QUARTER, 20)];
    if let Some(address) = origin.address {
        limits.push(limit(
            format!("password:{}@{}", contact.as_str(), network(address)),
            QUARTER,
            8,
        ));
    }
    limits.extend(by_address("password", origin, QUARTER, 100));
    limits
}

/// Giving a second factor or a recovery code.
pub(crate) fn factor(person: PersonId) -> Vec<Limit> {
    vec![
        limit(format!("factor:{person}"), QUARTER, 10),
        limit(format!("factor-day:{person}"), DAY, 100),
    ]
}

/// Typing the code that a buyer gives at the door: four digits, so that few may be wrong, and few in all.
pub(crate) fn delivery_code(part: SellerOrderId) -> Vec<Limit> {
    vec![
        limit(format!("delivery-code:{part}"), HOUR, 5),
        limit(format!("delivery-code-day:{part}"), DAY, 10),
        limit(format!("delivery-code-all:{part}"), 1000 * DAY, 20),
    ]
}

/// Handing in an application.
pub(crate) fn applying(person: PersonId) -> Vec<Limit> {
    vec![limit(format!("apply:{person}"), DAY, 10)]
}

/// Inviting somebody.
pub(crate) fn inviting(person: PersonId) -> Vec<Limit> {
    vec![limit(format!("invite:{person}"), DAY, 40)]
}

fn by_address(what: &str, origin: &Origin, window: i64, most: i32) -> Vec<Limit> {
    let address = origin.address.map(network);
    address
        .map(|network| limit(format!("{what}@{network}"), window, most))
        .into_iter()
        .collect()
}

const fn limit(bucket: String, window: i64, most: i32) -> Limit {
    Limit { bucket, window, most }
}

/// What one subscriber holds: an IPv4 address, or the first 64 bits of an IPv6 one.
pub(crate) fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("{:x}", address.to_bits() >> 64),
    }
}

/// Counts one try in each bucket, or in none when one of them is full. A demonstration is more
/// patient, because everybody there comes from one address.
///
/// # Errors
/// [`identity::Error::Limited`].
pub(crate) async fn count(market: &Market, limits: Vec<Limit>) -> Result<(), Error> {
    let now = market.now();
    let patience = if market.settings.demo { 20 } else { 1 };
    market
        .db
        .write(move |tx| {
            Box::pin(async move {
                for limit in &limits {
                    let most = limit.most.saturating_mul(patience);
                    identity::throttle::hit(tx, &limit.bucket, limit.window, most, now).await?;
                }
                Ok::<(), Error>(())
            })
        })
        .await
}
