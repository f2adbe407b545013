//! A buyer at the door: a basket for which everything is said, a browser that carries it, and the last page of the checkout.

use crate::town::Town;
use http_tests::{Client, Reply};
use kernel::{
    Locale,
    ids::{CartId, VariantId},
};
use market::{
    Market,
    buying::{self, Place},
};
use order::cart::{Buyer, Quantity};
use std::collections::BTreeMap;

/// A basket with so many pieces of each, of a buyer in Casablanca with this name and telephone.
pub(crate) async fn basket(market: &Market, lines: &[(VariantId, i64)], (name, phone): (&str, &str)) -> CartId {
    let cart = buying::open_cart(market, Locale::Fr).await.unwrap();
    for (variant, pieces) in lines {
        let pieces = Quantity::Exactly(*pieces);
        buying::put_line(market, cart, *variant, pieces).await.unwrap();
    }
    let buyer = Buyer {
        name: name.to_owned(),
        phone: phone.to_owned(),
        email: None,
    };
    let place = Place {
        town: "Casablanca".to_owned(),
        province: Some("MA-CAS".to_owned()),
        address: "12, rue des Orangers".to_owned(),
        landmark: None,
        postcode: None,
    };
    buying::complete(market, cart, (buyer, None), place, BTreeMap::new())
        .await
        .unwrap();
    cart
}

/// A basket with a product of each of two cooperatives.
pub(crate) async fn of_two(town: &Town, market: &Market, name: &str) -> CartId {
    let lines: Vec<_> = town.houses[..2].iter().map(|house| (house.variant, 1)).collect();
    basket(market, &lines, (name, "+212661000001")).await
}

/// A browser with such a basket.
pub(crate) async fn browser(town: &Town) -> Client {
    let cart = of_two(town, &town.market, "Salma Idrissi").await;
    let mut client = town.guest();
    client.set_cookie("cart", &cart.to_string());
    client
}

/// Orders on the last page of the checkout, to be paid this way; gives that page and where the browser is led.
pub(crate) async fn order(client: &mut Client, payment: &str) -> (Reply, String) {
    let page = client.get("/fr/checkout/confirm").await;
    assert!(page.body.contains(&format!("value=\"{payment}\"")), "{}", page.body);
    let (quote, key) = (page.field("quote").unwrap(), page.field("key").unwrap());
    let fields = [
        ("quote", quote.as_str()),
        ("key", &key),
        ("terms", "yes"),
        ("payment", payment),
    ];
    let placed = client.post("/fr/checkout/confirm", &fields).await;
    let led = placed.location().unwrap().to_owned();
    (page, led)
}
