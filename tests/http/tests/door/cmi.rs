//! CMI through the door: the form that leads to its page, the call-back that waits for our word, and the way back.

use crate::{buyer, town::Town};
use axum::{
    Router,
    body::Body,
    http::{Method, StatusCode},
};
use gateway::{App, Config};
use http_tests::{Client, Reply};
use market::{
    Market,
    paying::{Card, Ways},
};
use standin::cmi::{CLIENT, Gateway, KEY, Money};
use std::{sync::Arc, time::Duration};
use testkit::{TestDb, on_both};

const PAGE: &str = "https://testpayment.cmi.example";
const FORM: Option<&str> = Some("application/x-www-form-urlencoded");

/// The town's market, taking cards through CMI.
fn door(town: &Town) -> (Arc<Market>, Router) {
    let settings = psp::cmi::Settings {
        gateway_url: format!("{PAGE}/fim/est3Dgate"),
        client_id: CLIENT.to_owned(),
        store_key: psp::Secret::new(KEY),
        live: false,
    };
    let card = Card {
        provider: Arc::new(psp::cmi::Cmi::new(settings).unwrap()),
        live: false,
    };
    let market = town.market.altered(|market| market.ways = Ways::with_cards(vec![card]));
    let config = Config {
        hosts: vec!["market.example".to_owned()],
        trusted_proxies: Vec::new(),
    };
    let router = gateway::router(App::new(Arc::clone(&market), config));
    (market, router)
}

/// A browser at the last page of the checkout.
async fn browser(town: &Town, market: &Market, router: &Router) -> Client {
    let cart = buyer::of_two(town, market, "Salma \"Idrissi\" & fille").await;
    let mut client = Client::new(router.clone());
    client.set_cookie("cart", &cart.to_string());
    client
}

/// The same person at this door.
fn as_in(client: &Client, router: &Router) -> Client {
    let mut same = Client::new(router.clone());
    same.set_cookie("session", client.cookie("session").unwrap());
    same
}

async fn order_by_card(client: &mut Client) -> String {
    let (_, pay) = buyer::order(client, "card").await;
    pay.trim_end_matches("/pay").to_owned()
}

/// The hidden fields of the form that leads to CMI, as a browser reads them.
fn hidden(page: &Reply) -> Vec<(String, String)> {
    let inputs = page.body.split("<input type=\"hidden\" name=\"").skip(1);
    let read = |input: &str| {
        let (name, rest) = input.split_once('"').unwrap();
        let value = rest
            .trim_start()
            .strip_prefix("value=\"")
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        let value = value
            .replace("&#34;", "\"")
            .replace("&#39;", "'")
            .replace("&#38;", "&")
            .replace("&amp;", "&");
        (name.to_owned(), value)
    };
    inputs.map(read).collect()
}

fn policy(reply: &Reply) -> String {
    reply.headers["content-security-policy"].to_str().unwrap().to_owned()
}

async fn call(router: &Router, body: &str, kind: Option<&str>) -> Reply {
    Client::new(router.clone())
        .send(Method::POST, "/webhooks/cmi", kind, Body::from(body.to_owned()))
        .await
}

/// Addresses of other hosts that a page would load from, lead to by itself, or post to.
fn foreign(page: &Reply) -> Vec<String> {
    let ours = |address: &&str| address.starts_with("https://market.example");
    let mut found = Vec::new();
    for name in [
        " src=\"",
        " action=\"",
        "<script",
        "<iframe",
        "<frame",
        "<object",
        "<embed",
        "@import",
        "url(",
    ] {
        for rest in page.body.split(name).skip(1) {
            let end = rest.find(['"', '>', ')']).unwrap_or(rest.len());
            let address = &rest[..end];
            if address.contains("//") && !ours(&address) {
                found.push(format!("{name}{address}"));
            }
        }
    }
    found
}

on_both! {
    async fn a_buyer_is_led_to_cmi_and_back_and_our_word_takes_the_money(db: TestDb) {
        let town = Town::build(db).await;
        let (market, router) = door(&town);
        let mut buyer = browser(&town, &market, &router).await;
        let order = order_by_card(&mut buyer).await;
        let page = buyer.get(&format!("{order}/pay")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(page.actions(PAGE), [format!("{PAGE}/fim/est3Dgate")]);
        assert!(page.body.contains("<button type=\"submit\"") && page.body.contains("/a/going."), "with and without scripts");
        assert!(policy(&page).ends_with(&format!("form-action {PAGE}")), "{}", policy(&page));
        let gateway = Gateway::default();
        let oid = gateway.take(&hidden(&page)).unwrap();
        // Several refusals, whatever their headers say of them.
        for kind in [FORM, None, Some("text/html")] {
            let refused = call(&router, &gateway.callback(&oid, "51"), kind).await;
            assert_eq!((refused.status, refused.body.as_str()), (StatusCode::OK, "APPROVED"));
        }
        let callback = gateway.callback(&oid, "00");
        for _ in 0..3 {
            let taken = call(&router, &callback, FORM).await;
            assert_eq!((taken.status, taken.body.as_str()), (StatusCode::OK, "ACTION=POSTAUTH"));
            assert_eq!(taken.headers["content-type"], "text/plain; charset=utf-8");
            assert_eq!(taken.headers["content-length"], "15");
            gateway.heard(&oid, &taken.body);
        }
        assert_eq!(gateway.money(&oid), Money::Captured);
        // Its page posts the browser back, from another site and without cookies.
        let mut back = Client::new(router.clone());
        back.headers.extend([("origin", PAGE), ("sec-fetch-site", "cross-site")].map(|(n, v)| (n.to_owned(), v.to_owned())));
        let back = back.send(Method::POST, &format!("{order}/pay/back"), FORM, Body::from(callback)).await;
        assert_eq!((back.status, back.location()), (StatusCode::SEE_OTHER, Some(order.as_str())));
        // The order knows of it a moment after the word was handed on.
        let mut shown = buyer.get(&order).await;
        for _ in 0..200 {
            if !shown.body.contains("id=\"waiting\"") {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
            shown = buyer.get(&order).await;
        }
        assert!(shown.body.contains("En attente de réponse"), "{}", shown.body);
        assert_eq!(market::money::check(&market).await.unwrap().broken, None);
    }

    async fn p8_a_call_back_that_is_not_cmis_hears_failure_and_changes_nothing(db: TestDb) {
        let town = Town::build(db).await;
        let (market, router) = door(&town);
        let mut buyer = browser(&town, &market, &router).await;
        let order = order_by_card(&mut buyer).await;
        let gateway = Gateway::default();
        let oid = gateway.take(&hidden(&buyer.get(&format!("{order}/pay")).await)).unwrap();
        let good = gateway.callback(&oid, "00");
        let (cut, altered) = (&good[..good.len() - 7], good.replace("ProcReturnCode=00", "ProcReturnCode=0"));
        for body in ["", "oid", cut, &altered, "\u{0}=\u{0}", &"a=b&".repeat(300)] {
            let reply = call(&router, body, FORM).await;
            assert_eq!((reply.status, reply.body.as_str()), (StatusCode::OK, "FAILURE"), "{body}");
        }
        assert_eq!(town.count("inbox").await, 0);
        let other = Client::new(router.clone()).send(Method::POST, "/webhooks/stripe", FORM, Body::from(good)).await;
        assert_eq!(other.status, StatusCode::NOT_FOUND);
    }

    /// A buyer who gives up, and one who may not.
    async fn an_unpaid_order_is_given_up_at_once_by_its_buyer_alone(db: TestDb) {
        let town = Town::build(db).await;
        let (market, router) = door(&town);
        let mut buyer = browser(&town, &market, &router).await;
        let order = order_by_card(&mut buyer).await;
        assert!(buyer.get(&order).await.body.contains("Renoncer à cette commande"));
        let path = format!("{order}/pay/give-up");
        assert_eq!(Client::new(router.clone()).post(&path, &[]).await.status, StatusCode::NOT_FOUND);
        let gone = buyer.post_and_follow(&path, &[]).await;
        assert!(gone.body.contains("La commande est annulée. Rien n’a été pris."), "{}", gone.body);
        assert!(!gone.body.contains("Renoncer à cette commande"));
        let again = buyer.post_and_follow(&path, &[]).await;
        assert_eq!(again.status, StatusCode::OK);
        assert_eq!(market::money::check(&market).await.unwrap().broken, None);
    }

    /// The process died between the commit and the word, and CMI never said it again.
    async fn c4_the_office_says_on_the_orders_page_what_became_of_a_payment(db: TestDb) {
        let town = Town::build(db).await;
        let (market, router) = door(&town);
        let mut office = as_in(&town.administrator().await, &router);
        for (taken, ends) in [("yes", "En attente de réponse"), ("no", "Payer ")] {
            let mut buyer = browser(&town, &market, &router).await;
            let order = order_by_card(&mut buyer).await;
            let gateway = Gateway::default();
            let oid = gateway.take(&hidden(&buyer.get(&format!("{order}/pay")).await)).unwrap();
            let word = market::paying::answer(&market, "cmi", &[], gateway.callback(&oid, "00").as_bytes()).await;
            assert_eq!(word.text, "ACTION=POSTAUTH");
            assert!(buyer.get(&order).await.body.contains("Ne payez pas une deuxième fois"));
            let number = order.rsplit('/').next().unwrap();
            let path = format!("/fr/admin/orders/{number}");
            let shown = office.get(&path).await;
            assert_eq!(shown.actions("/payment"), [format!("{path}/payment")]);
            let attempt = shown.field("attempt").unwrap();
            let wrong = office.post(&format!("{path}/payment"), &[("attempt", &attempt), ("taken", "perhaps")]).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
            let said = office.post_and_follow(&format!("{path}/payment"), &[("attempt", &attempt), ("taken", taken)]).await;
            assert!(said.actions("/payment").is_empty(), "it is said once");
            let order = buyer.get(&order).await.body.replace(['\u{a0}', '\u{202f}'], " ");
            assert!(order.contains(ends), "{order}");
        }
        assert_eq!(market::money::check(&market).await.unwrap().broken, None);
    }

    /// A member switches them off, the office on again; the pages that speak of paying follow.
    async fn a_cooperative_that_takes_no_cards_is_named_where_the_buyer_chooses(db: TestDb) {
        let town = Town::build(db).await;
        let (market, router) = door(&town);
        let mut buyer = browser(&town, &market, &router).await;
        let confirm = "/fr/checkout/confirm";
        assert!(buyer.get(confirm).await.body.contains("value=\"card\""));
        let own = town.houses[0].id;
        let mut member = as_in(&town.member(0).await, &router);
        let members = format!("/fr/sell/{own}/members");
        assert_eq!(member.get(&members).await.actions("/cards"), [format!("/fr/sell/{own}/cards")]);
        let off = member.post_and_follow(&format!("/fr/sell/{own}/cards"), &[("cards", "no")]).await;
        assert!(off.body.contains("Vous ne prenez pas les cartes"), "{}", off.body);
        let page = buyer.get(confirm).await;
        assert!(!page.body.contains("value=\"card\"") && page.body.contains("Pas de paiement par carte pour ce panier"));
        // What is posted all the same is refused, and nothing is lost.
        let (quote, key) = (page.field("quote").unwrap(), page.field("key").unwrap());
        let fields = [("quote", quote.as_str()), ("key", &key), ("terms", "yes"), ("payment", "card")];
        let refused = buyer.post(confirm, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let mut office = as_in(&town.administrator().await, &router);
        let on = office.post_and_follow(&format!("/fr/admin/cooperatives/{own}/cards"), &[("cards", "yes")]).await;
        assert_eq!(on.status, StatusCode::OK);
        assert!(buyer.get(confirm).await.body.contains("value=\"card\""));
    }

    /// Nothing of anybody else's is loaded where a buyer pays, and nothing is posted elsewhere but from the one page.
    async fn pci_no_page_of_the_checkout_has_a_foreign_origin(db: TestDb) {
        let town = Town::build(db).await;
        let (market, router) = door(&town);
        let mut buyer = browser(&town, &market, &router).await;
        let mut pages = Vec::new();
        for path in ["/fr/cart", "/fr/checkout/who", "/fr/checkout/where", "/fr/checkout/confirm"] {
            pages.push(buyer.get(path).await);
        }
        let order = order_by_card(&mut buyer).await;
        pages.push(buyer.get(&order).await);
        for page in &pages {
            assert_eq!(page.status, StatusCode::OK, "{}", page.body);
            assert!(foreign(page).is_empty(), "{:?}", foreign(page));
            assert!(policy(page).contains("script-src 'self'") && policy(page).ends_with("form-action 'self'"));
        }
        let pay = buyer.get(&format!("{order}/pay")).await;
        assert_eq!(foreign(&pay), [format!(" action=\"{PAGE}/fim/est3Dgate")]);
    }
}
