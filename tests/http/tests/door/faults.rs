//! When something of ours breaks, or is wanted by too many at once: one request pays for it, with an
//! answer that says so, and the others are served.

use crate::town::Town;
use axum::{
    Router,
    body::Body,
    http::{Method, StatusCode},
};
use gateway::{App, Config};
use http_tests::{Client, Reply};
use kernel::{Chance, Micros, time::Clock};
use serde_json::json;
use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use testkit::{Backend, TestDb, TestMarket, database::fresh, on_both};
use tokio::task::JoinSet;

/// Burns once: whatever it stands before panics the next time it is used.
#[derive(Clone, Default)]
struct Fuse(Arc<AtomicBool>);

impl Fuse {
    fn light(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    fn burn(&self, what: &str) {
        assert!(!self.0.swap(false, Ordering::SeqCst), "the {what} broke");
    }

    fn has_burnt(&self) -> bool {
        !self.0.load(Ordering::SeqCst)
    }
}

struct BrittleClock(Fuse, Arc<dyn Clock>);

impl Clock for BrittleClock {
    fn now(&self) -> Micros {
        self.0.burn("clock");
        self.1.now()
    }
}

struct BrittleChance(Fuse, Arc<dyn Chance>);

impl Chance for BrittleChance {
    fn fill(&self, buffer: &mut [u8]) {
        self.0.burn("generator");
        self.1.fill(buffer);
    }
}

/// The door of the town's market with a clock and a generator that break when told to.
fn brittle(market: &TestMarket) -> (Router, Fuse, Fuse) {
    let (clock, chance) = (Fuse::default(), Fuse::default());
    let altered = market.altered(|market| {
        market.clock = Arc::new(BrittleClock(clock.clone(), Arc::clone(&market.clock)));
        market.chance = Arc::new(BrittleChance(chance.clone(), Arc::clone(&market.chance)));
    });
    let config = Config {
        hosts: vec!["market.example".to_owned()],
        trusted_proxies: Vec::new(),
    };
    (gateway::router(App::new(altered, config)), clock, chance)
}

/// A fault of ours as programs and people see it: a number to read out, and nothing of its cause.
fn assert_broken(reply: &Reply) {
    assert_eq!(reply.status, StatusCode::INTERNAL_SERVER_ERROR, "{}", reply.body);
    assert!(!reply.body.contains("broke\"") && !reply.body.contains("the clock") && !reply.body.contains("generator"));
    assert!(reply.headers.contains_key("content-security-policy"));
    let is_reference =
        |word: &str| word.len() == 6 && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    if reply.headers["content-type"] == "application/problem+json" {
        let problem = reply.json();
        assert!(is_reference(problem["reference"].as_str().unwrap()), "{problem}");
    } else {
        assert!(
            reply.body.contains("<html lang=\"fr\""),
            "a page in the reader's language"
        );
        let shown = reply.body.split("<main").nth(1).unwrap();
        assert!(
            shown.split(|c: char| !c.is_ascii_alphanumeric()).any(is_reference),
            "{shown}"
        );
    }
}

on_both! {
    async fn c9_a_panic_is_a_500_with_a_number_and_everybody_else_is_served(db: TestDb) {
        let town = Town::build(db).await;
        let (router, clock, chance) = brittle(&town.market);
        let variant = town.houses[0].variant.to_string();
        let fields = [("variant", variant.as_str()), ("quantity", "1")];
        let carts = town.count("cart").await;

        // In the handler, before anything is open; and in the verb, with its transaction open.
        for fuse in [&clock, &chance] {
            for program in [true, false] {
                let mut others = JoinSet::new();
                for _ in 0..8 {
                    let mut guest = Client::new(town.router.clone());
                    others.spawn(async move { guest.get("/fr/products").await.status });
                }
                let mut guest = Client::new(router.clone());
                fuse.light();
                let reply = if program {
                    guest.send(Method::POST, "/api/v1/carts", None, Body::empty()).await
                } else {
                    guest.post("/fr/cart/lines", &fields).await
                };
                assert!(fuse.has_burnt(), "the panic happened");
                assert_broken(&reply);
                while let Some(status) = others.join_next().await {
                    assert_eq!(status.unwrap(), StatusCode::OK);
                }
                assert_eq!(town.count("cart").await, carts, "nothing of it is stored");
                assert_eq!(guest.get("/readyz").await.status, StatusCode::OK, "no lock is kept");
            }
        }

        // The same row again, after a panic while it was being written.
        let line = format!("/api/v1/carts/{}/lines/{variant}", town.houses[0].cart);
        let mut program = Client::new(router.clone());
        let put = json!({ "quantity": 3 });
        assert_eq!(program.json(Method::PUT, &line, &put).await.status, StatusCode::OK);
        let made = program.send(Method::POST, "/api/v1/carts", None, Body::empty()).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        let mut guest = Client::new(router);
        assert_eq!(guest.post("/fr/cart/lines", &fields).await.status, StatusCode::SEE_OTHER);
        assert_eq!(town.count("cart").await, carts + 2);
    }

    async fn p20_of_two_who_order_the_last_piece_one_is_told_and_keeps_the_cart(db: TestDb) {
        let town = Town::build(db).await;
        let house = &town.houses[1];
        let mut asked = Vec::new();
        // Fifty, and two of them are in the town's own order.
        for quantity in [47, 1, 1] {
            asked.push(quoted(&mut town.guest(), house.variant.to_string(), quantity).await);
        }
        let (_, most) = asked.remove(0);
        assert_eq!(order(town.guest(), most, "most".to_owned()).await.status, StatusCode::CREATED);
        let mut both = JoinSet::new();
        for (number, (cart, quote)) in asked.into_iter().enumerate() {
            let guest = town.guest();
            both.spawn(async move { (cart, order(guest, quote, format!("last-{number}")).await) });
        }
        let mut statuses = BTreeSet::new();
        while let Some(done) = both.join_next().await {
            let (cart, reply) = done.unwrap();
            statuses.insert(reply.status.as_u16());
            if reply.status == StatusCode::CONFLICT {
                assert!(reply.body.contains("sold_out") || reply.body.contains("out_of_stock"), "{}", reply.body);
                let kept = town.guest().get(&format!("/api/v1/carts/{cart}")).await.json();
                assert_eq!(kept["lines"][0]["quantity"], 1, "{kept}");
            }
        }
        assert_eq!(statuses, BTreeSet::from([201, 409]));
    }

    async fn p9_the_same_checkout_sent_again_and_again_is_one_order_and_one_answer(db: TestDb) {
        let town = Town::build(db).await;
        let before = town.count("\"order\"").await;
        let mut program = town.guest();
        let (_, quote) = quoted(&mut program, town.houses[0].variant.to_string(), 1).await;
        let mut clicks = JoinSet::new();
        for _ in 0..8 {
            let (guest, quote) = (town.guest(), quote.clone());
            clicks.spawn(async move { order(guest, quote, "twice".to_owned()).await });
        }
        let mut answers = BTreeSet::new();
        while let Some(done) = clicks.join_next().await {
            let reply = done.unwrap();
            assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
            answers.insert(reply.body);
        }
        assert_eq!(answers.len(), 1);

        // The same on a page: a double click, and the back button.
        let buyer = town.buyer().await;
        let page = buyer.clone().get("/fr/checkout/confirm").await;
        let (quote, key) = (page.field("quote").unwrap(), page.field("key").unwrap());
        let mut clicks = JoinSet::new();
        for _ in 0..4 {
            let (mut buyer, quote, key) = (buyer.clone(), quote.clone(), key.clone());
            clicks.spawn(async move {
                let fields = [("quote", quote.as_str()), ("key", key.as_str()), ("terms", "yes")];
                buyer.post("/fr/checkout/confirm", &fields).await
            });
        }
        let mut places = BTreeSet::new();
        while let Some(done) = clicks.join_next().await {
            let reply = done.unwrap();
            assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
            places.insert(reply.location().unwrap().to_owned());
        }
        assert_eq!(places.len(), 1, "{places:?}");
        assert_eq!(town.count("\"order\"").await, before + 2);
    }

    async fn p17_what_changed_between_quote_and_order_is_said_and_the_new_quote_can_be_ordered(db: TestDb) {
        let town = Town::build(db).await;
        let house = &town.houses[0];
        let mut program = town.guest();
        let (_, quote) = quoted(&mut program, house.variant.to_string(), 1).await;
        let page = town.buyer().await.get("/fr/checkout/confirm").await;
        let mut member = town.member(0).await;
        let size = format!("/fr/sell/{}/products/{}/sizes/{}", house.id, house.product, house.variant);
        let form = member.get(&size).await;
        let fields = ["version", "amount", "unit", "parcel", "name", "name_ar", "name_fr", "name_en"];
        let mut typed: Vec<(&str, String)> =
            fields.iter().filter_map(|name| Some((*name, form.field(name)?))).collect();
        typed.retain(|(name, _)| *name != "unit");
        typed.extend([("unit", "ml".to_owned()), ("price", "91,00".to_owned())]);
        let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let saved = member.post(&size, &typed).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);

        let orders = town.count("\"order\"").await;
        let reply = order(town.guest(), quote, "repriced".to_owned()).await;
        assert_eq!(reply.status, StatusCode::CONFLICT, "{}", reply.body);
        let problem = reply.json();
        assert!(!problem["changes"].as_array().unwrap().is_empty(), "{problem}");
        assert_eq!(town.count("\"order\"").await, orders, "nobody pays another price in silence");
        let fresh = problem["quote"]["quote"].as_str().unwrap().to_owned();
        let placed = order(town.guest(), fresh, "repriced again".to_owned()).await;
        assert_eq!(placed.status, StatusCode::CREATED, "{}", placed.body);

        let (quote, key) = (page.field("quote").unwrap(), page.field("key").unwrap());
        let fields = [("quote", quote.as_str()), ("key", key.as_str()), ("terms", "yes")];
        let mut buyer = town.buyer().await;
        let told = buyer.post("/fr/checkout/confirm", &fields).await;
        assert_eq!(told.status, StatusCode::CONFLICT, "{}", told.body);
        assert!(told.body.contains("91"), "the new price is on the page");
        let (quote, key) = (told.field("quote").unwrap(), told.field("key").unwrap());
        let fields = [("quote", quote.as_str()), ("key", key.as_str()), ("terms", "yes")];
        assert_eq!(buyer.post("/fr/checkout/confirm", &fields).await.status, StatusCode::SEE_OTHER);
    }
}

/// A cart with so many of one thing, quoted: its id and the quote's.
async fn quoted(program: &mut Client, variant: String, quantity: i64) -> (String, String) {
    let cart = program
        .send(Method::POST, "/api/v1/carts", None, Body::empty())
        .await
        .json();
    let cart = cart["cart"].as_str().unwrap().to_owned();
    let line = format!("/api/v1/carts/{cart}/lines/{variant}");
    let put = program.json(Method::PUT, &line, &json!({ "quantity": quantity })).await;
    assert_eq!(put.status, StatusCode::OK, "{}", put.body);
    let who = json!({
        "buyer": {"name": "Salma", "phone": format!("+2126621000{:02}", quantity % 100)},
        "address": {"town": "Casablanca", "address": "12, rue des Orangers"},
    });
    let quote = program
        .json(Method::POST, &format!("/api/v1/carts/{cart}/quote"), &who)
        .await;
    assert_eq!(quote.status, StatusCode::OK, "{}", quote.body);
    (cart, quote.json()["quote"].as_str().unwrap().to_owned())
}

async fn order(mut program: Client, quote: String, key: String) -> Reply {
    program.headers.push(("idempotency-key".to_owned(), key));
    let body = json!({ "quote": quote, "terms_accepted": true });
    program.json(Method::POST, "/api/v1/orders", &body).await
}

/// Passwords that are tried at once: more than may wait.
const FLOOD: usize = 120;
/// Pages that are asked for meanwhile.
const PAGES: usize = 4;

#[tokio::test(flavor = "multi_thread")]
async fn a7_while_passwords_are_flooded_pages_are_made_and_the_flood_is_told_to_wait() {
    let town = Town::build(fresh(Backend::Sqlite).await).await;
    let mut flood = Vec::new();
    for number in 0..FLOOD {
        let mut guest = town.guest();
        flood.push(tokio::spawn(async move {
            let contact = format!("somebody{number}@example.org");
            let fields = [
                ("contact", contact.as_str()),
                ("password", "a wrong password"),
                ("next", ""),
            ];
            guest.post("/fr/sign-in/password", &fields).await.status
        }));
    }
    // No time is measured: the pages come while passwords still wait, or they waited for them.
    for number in 0..PAGES {
        let page = town.guest().get(&format!("/fr/products?q=huile%20{number}")).await;
        assert_eq!(page.status, StatusCode::OK);
    }
    let waiting = flood.iter().filter(|each| !each.is_finished()).count();
    assert!(waiting > 0, "the pages were made after every password was looked at");
    let mut statuses = BTreeSet::new();
    for each in flood {
        statuses.insert(each.await.unwrap().as_u16());
    }
    assert_eq!(statuses, BTreeSet::from([422, 429]), "wrong, or asked to come back");
    assert_eq!(town.guest().get("/fr/products").await.status, StatusCode::OK);
}
