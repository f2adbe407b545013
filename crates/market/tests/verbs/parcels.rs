//! Parcels that are paid in cash, for tests of where that is.

use crate::stall::Stall;
use kernel::{Currency, ids::SellerOrderId};
use ledger::{Account, Flow};
use market::{
    Cash, Market,
    actor::{Administrator, Seller},
    buying::{self, Ordering},
    cash::{Hand, Handing, list_outstanding},
    selling,
};
use order::Method;
use payment::{
    Holder,
    remittance::{Giver, Receiver},
};
use std::{collections::BTreeMap, sync::Arc};

pub(crate) fn ruled(stall: &Stall, rules: Cash) -> Arc<Market> {
    stall.market.altered(|market| market.settings.cash = rules)
}

pub(crate) fn collected() -> Cash {
    Cash {
        flow: Flow::Collected,
        ..Cash::default()
    }
}

/// A parcel of 190 dirhams on its way.
pub(crate) async fn shipped(stall: &Stall, market: &Market, number: u32) -> SellerOrderId {
    let quote = stall.quoted(number, &[(stall.variants[0][0], 2)]).await;
    let ordering = Ordering {
        quote: quote.id,
        terms_accepted: true,
        method: Method::Cash,
    };
    let placed = buying::place_order(market, &format!("key-{number}"), ordering)
        .await
        .unwrap();
    let (part, seller) = (stall.read(&placed.value).await.parts[0].id, stall.acting(0));
    selling::accept(market, &seller, part).await.unwrap();
    selling::pack(market, &seller, part).await.unwrap();
    selling::ship(market, &seller, part, "Amana".to_owned(), None)
        .await
        .unwrap();
    part
}

/// So many parcels, delivered and paid to the carrier.
pub(crate) async fn delivered(stall: &Stall, market: &Market, numbers: std::ops::Range<u32>) -> Vec<SellerOrderId> {
    let mut parts = Vec::new();
    for number in numbers {
        let part = shipped(stall, market, number).await;
        selling::deliver(market, &stall.acting(0), part, None, Holder::Carrier)
            .await
            .unwrap();
        parts.push(part);
    }
    parts
}

pub(crate) fn from_carrier(
    receiver: Receiver,
    lines: &[(SellerOrderId, Option<i64>)],
    total_minor: Option<i64>,
) -> Handing {
    Handing {
        giver: Giver::Carrier,
        receiver,
        brought_by: Some("Amana".to_owned()),
        reference: None,
        note: None,
        lines: lines.to_vec(),
        total_minor,
        seen: BTreeMap::new(),
    }
}

pub(crate) async fn paid(stall: &Stall, part: SellerOrderId) -> payment::Payment {
    payment::payment::find_for_seller_order(&stall.market.db, part)
        .await
        .unwrap()
        .unwrap()
}

pub(crate) async fn on(stall: &Stall, account: Account) -> i64 {
    ledger::balance::find(&stall.market.db, account, Currency::Mad)
        .await
        .unwrap()
        .minor
}

pub(crate) async fn sound(stall: &Stall) {
    assert_eq!(market::money::check(&stall.market).await.unwrap().broken, None);
}

/// A handing over without more than who, to whom and what.
pub(crate) fn from(giver: Giver, receiver: Receiver, parts: &[SellerOrderId]) -> Handing {
    let lines: Vec<_> = parts.iter().map(|part| (*part, None)).collect();
    Handing {
        giver,
        ..from_carrier(receiver, &lines, None)
    }
}

/// (part, centimes) of what has not arrived.
pub(crate) async fn open(stall: &Stall, market: &Market) -> Vec<(SellerOrderId, i64)> {
    let found = list_outstanding(market, Some(stall.cooperatives[0])).await.unwrap();
    found.into_iter().map(|one| (one.part, one.minor)).collect()
}

pub(crate) fn members(stall: &Stall) -> (Hand, Seller, Hand, Administrator) {
    let (seller, office) = (stall.acting(0), stall.administrator);
    (Hand::Cooperative(seller), seller, Hand::Office(office), office)
}
