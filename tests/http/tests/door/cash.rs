//! Cash on delivery through the door: the telephone answers before the order, and the buyer's code is typed at the end.

use crate::town::Town;
use axum::{
    Router,
    http::{Method, StatusCode},
};
use gateway::{App, Config};
use http_tests::Client;
use identity::Scope;
use market::{
    Cash, buying,
    cash::{self, Asking},
};
use serde_json::json;
use testkit::{Backend, database::fresh};

/// The door of the town with other rules for cash.
fn ruled(town: &Town, rules: Cash) -> (Router, std::sync::Arc<market::Market>) {
    let market = town.market.altered(|market| market.settings.cash = rules);
    let config = Config {
        hosts: vec!["market.example".to_owned()],
        trusted_proxies: Vec::new(),
    };
    (
        gateway::router(App::new(std::sync::Arc::clone(&market), config)),
        market,
    )
}

async fn town() -> Town {
    Town::build(fresh(Backend::Sqlite).await).await
}

const PHONE: &str = "+212662000001";

#[tokio::test(flavor = "multi_thread")]
async fn a_buyer_without_scripts_orders_in_cash_with_the_code_from_the_telephone() {
    let town = town().await;
    let (router, _) = ruled(
        &town,
        Cash {
            code_above: 0,
            ..Cash::default()
        },
    );
    let mut buyer = Client::new(router);
    buyer.set_cookie("cart", &town.houses[0].cart);
    let page = buyer.get("/fr/checkout/confirm").await;
    assert!(page.body.contains("un code de six chiffres"), "it is said beforehand");
    let (quote, key) = (page.field("quote").unwrap(), page.field("key").unwrap());
    let form = [
        ("quote", quote.as_str()),
        ("key", key.as_str()),
        ("terms", "yes"),
        ("payment", "cash_on_delivery"),
    ];
    let orders = town.count("\"order\"").await;
    let page = buyer.post_and_follow("/fr/checkout/confirm", &form).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("Confirmez votre téléphone"));
    assert_eq!(town.count("\"order\"").await, orders);
    town.market.run_jobs().await;
    let digits = town.market.last_code(PHONE).unwrap();
    let code = page.field("c").unwrap();
    let entry = |digits: &str| {
        vec![
            ("c", code.clone()),
            ("quote", quote.clone()),
            ("key", key.clone()),
            ("digits", digits.to_owned()),
        ]
    };
    let borrowed = |fields: &[(&'static str, String)]| fields.to_vec();
    for wrong in ["", "12", "<script>", "999999999999999999999999"] {
        let fields = borrowed(&entry(wrong));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let page = buyer.post("/fr/checkout/code", &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert_eq!(page.field("key").as_deref(), Some(key.as_str()), "nothing is lost");
    }
    // Another code can be asked for, and the first still fits.
    let fields = [("c", code.as_str()), ("quote", quote.as_str()), ("key", key.as_str())];
    let again = buyer.post_and_follow("/fr/checkout/code/again", &fields).await;
    assert_eq!(again.status, StatusCode::OK);
    let fields = entry(&digits);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    // A double click.
    for _ in 0..2 {
        let placed = buyer.post("/fr/checkout/code", &fields).await;
        assert_eq!(placed.status, StatusCode::SEE_OTHER, "{}", placed.body);
        assert!(placed.location().unwrap().starts_with("/fr/orders/TZ-"));
    }
    assert_eq!(town.count("\"order\"").await, orders + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_much_for_cash_is_offered_by_card_and_said_in_numbers() {
    let town = town().await;
    let (router, _) = ruled(
        &town,
        Cash {
            ceiling: 100,
            ..Cash::default()
        },
    );
    let mut buyer = Client::new(router.clone());
    buyer.set_cookie("cart", &town.houses[0].cart);
    let page = buyer.get("/fr/checkout/confirm").await;
    assert!(
        page.body.contains("100") && page.body.contains("possible jusqu’à"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("value=\"cash_on_delivery\"") && page.body.contains("value=\"card\""));
    let (quote, key) = (page.field("quote").unwrap(), page.field("key").unwrap());
    let form = [
        ("quote", quote.as_str()),
        ("key", key.as_str()),
        ("terms", "yes"),
        ("payment", "cash_on_delivery"),
    ];
    let page = buyer.post("/fr/checkout/confirm", &form).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    // A program reads the same as a problem.
    let mut program = Client::new(router);
    program.headers.push(("idempotency-key".to_owned(), "one".to_owned()));
    let asked = json!({ "quote": quote, "terms_accepted": true });
    let refused = program.json(Method::POST, "/api/v1/orders", &asked).await;
    assert_eq!(
        (refused.status, refused.json()["code"].as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, Some("market.cash_ceiling"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_proves_the_telephone_and_reads_the_delivery_code_which_the_cooperative_never_sees() {
    let town = town().await;
    let rules = Cash {
        code_above: 0,
        delivery_code: Asking::Required,
        ..Cash::default()
    };
    let (router, market) = ruled(&town, rules);
    let mut program = Client::new(router.clone());
    let cart = town.houses[0].cart.parse().unwrap();
    let quote = buying::quote(&market, cart).await.unwrap().id.to_string();
    program.headers.push(("idempotency-key".to_owned(), "one".to_owned()));
    let refused = program
        .json(
            Method::POST,
            "/api/v1/orders",
            &json!({ "quote": quote, "terms_accepted": true }),
        )
        .await;
    assert_eq!(refused.json()["code"], "market.code_needed");
    let sent = program
        .json(Method::POST, "/api/v1/orders/code", &json!({ "quote": quote }))
        .await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.body);
    town.market.run_jobs().await;
    let (code, digits) = (sent.json()["code"].clone(), town.market.last_code(PHONE).unwrap());
    assert!(!sent.body.contains(&digits));
    let asked = json!({ "quote": quote, "terms_accepted": true, "code": code, "digits": digits });
    for replayed in [false, true] {
        let placed = program.json(Method::POST, "/api/v1/orders", &asked).await;
        assert_eq!(placed.status, StatusCode::CREATED, "{}", placed.body);
        assert_eq!(placed.headers.contains_key("idempotent-replayed"), replayed);
    }
    let placed = program.json(Method::POST, "/api/v1/orders", &asked).await.json();
    let (number, token) = (placed["number"].as_str().unwrap(), placed["token"].as_str().unwrap());
    let order = program
        .get(&format!("/api/v1/orders/{number}?token={token}"))
        .await
        .json();
    let (part, code) = (
        order["parts"][0]["id"].as_str().unwrap(),
        order["parts"][0]["delivery_code"].as_str().unwrap(),
    );
    assert_eq!(
        cash::delivery_code(&market, part.parse().unwrap()).as_deref(),
        Some(code)
    );
    // The buyer's page shows it large.
    let mut buyer = Client::new(router.clone());
    let page = buyer.get(&format!("/ar/orders/{number}?t={token}")).await;
    let page = buyer.get(page.location().unwrap()).await;
    assert!(
        page.body.contains(&format!("<bdi dir=\"ltr\">{code}</bdi>")),
        "{}",
        page.body
    );
    // The cooperative moves it on, and types what the buyer says.
    let member = town.member(0).await;
    let tokened = town.program(&member, Scope::Cooperative(town.houses[0].id)).await;
    let mut seller = Client::new(router);
    seller.headers = tokened.headers.clone();
    let path = |action: &str| format!("/api/v1/seller/orders/{part}/{action}");
    for (action, body) in [
        ("accept", json!({})),
        ("pack", json!({})),
        ("ship", json!({ "carrier": "Amana" })),
    ] {
        let moved = seller.json(Method::POST, &path(action), &body).await;
        assert_eq!(moved.status, StatusCode::OK, "{}", moved.body);
        assert!(moved.json()["part"].get("delivery_code").is_none(), "{}", moved.body);
    }
    let refused = seller.json(Method::POST, &path("deliver"), &json!({})).await;
    assert_eq!(refused.json()["code"], "market.delivery_code_needed");
    let wrong = if code == "0000" { "0001" } else { "0000" };
    let refused = seller
        .json(Method::POST, &path("deliver"), &json!({ "delivery_code": wrong }))
        .await;
    assert_eq!(refused.json()["code"], "market.wrong_delivery_code");
    let delivered = seller
        .json(Method::POST, &path("deliver"), &json!({ "delivery_code": code }))
        .await;
    assert_eq!(delivered.status, StatusCode::OK, "{}", delivered.body);
    let page = buyer.get(&format!("/fr/orders/{number}")).await;
    assert!(
        !page.body.contains(&format!("<bdi dir=\"ltr\">{code}</bdi>")),
        "it has served"
    );
    assert!(buying::find_basket(&market, cart).await.unwrap().is_some());
}
