//! What people and programs must not send, and what they are told when they do.

use crate::town::Town;
use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use http_tests::{Client, Reply};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use std::{fmt::Write, time::Duration};
use testkit::{Backend, TestDb, database::fresh_with, on_both};

/// Turns the reading direction around: "exe.gpj" looks like "jpg.exe".
const TURNED: &str = "Sal\u{202e}ma";
const NOTHING: &str = "0192f0c4a3b27c3e8d1f5a6b7c8d9e0f";

const WHO: [(&str, &str); 5] = [
    ("name", "Salma Idrissi"),
    ("phone", "+212662000001"),
    ("email", "salma@example.org"),
    ("recipient_name", "Aïcha"),
    ("recipient_phone", "+212662000002"),
];
const PLACE: [(&str, &str); 5] = [
    ("town", "Casablanca"),
    ("province", "MA-CAS"),
    ("address", "12, rue des Orangers"),
    ("landmark", "près du four"),
    ("postcode", "20000"),
];
const APPLICATION: [(&str, &str); 12] = [
    ("name_ar", "تعاونية الزعفران"),
    ("name_fr", "Coopérative Safran"),
    ("contact_name", "Amina"),
    ("phone", "+212685000025"),
    ("email", "amina@example.org"),
    ("province", "MA-TAR"),
    ("town", "Taliouine"),
    ("address", "Centre"),
    ("register_number", "12/2020"),
    ("register_place", "Taroudant"),
    ("onssa", ""),
    ("rib", "310 810 1014029004423101 33"),
];

/// The same fields with another value in one of them.
fn with<'a>(fields: &[(&'a str, &'a str)], name: &str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    let change = |&(field, kept): &(&'a str, &'a str)| (field, if field == name { value } else { kept });
    fields.iter().map(change).collect()
}

fn refused(reply: &Reply, at: &str) {
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{at}: {}", reply.body);
}

/// The same, as programs are told.
fn problem(reply: &Reply, at: &str) {
    refused(reply, at);
    assert_eq!(reply.headers["content-type"], "application/problem+json", "{at}");
}

async fn quote(program: &mut Client, cart: &str, change: impl FnOnce(&mut Value)) -> Reply {
    let mut body = json!({
        "buyer": {"name": "Salma", "phone": "+212662000001", "email": "salma@example.org"},
        "recipient": {"name": "Aïcha", "phone": "+212662000002"},
        "address": {"town": "Casablanca", "province": "MA-CAS", "address": "12, rue des Orangers",
                    "landmark": "près du four", "postcode": "20000"},
    });
    change(&mut body);
    program
        .json(Method::POST, &format!("/api/v1/carts/{cart}/quote"), &body)
        .await
}

on_both! {
    async fn a10_text_that_turns_the_reading_direction_is_refused_at_the_checkout(db: TestDb) {
        let town = Town::build(db).await;
        let mut buyer = town.buyer().await;
        for (page, fields) in [("who", WHO), ("where", PLACE)] {
            let path = format!("/fr/checkout/{page}");
            let good = buyer.post(&path, &fields).await;
            assert_eq!(good.status, StatusCode::SEE_OTHER, "{path}: {}", good.body);
            let before = buyer.get(&path).await;
            for (name, _) in fields {
                let typed = with(&fields, name, TURNED);
                let reply = buyer.post(&path, &typed).await;
                refused(&reply, name);
                assert!(reply.body.contains(&format!("{name}-error")), "{name}: {}", reply.body);
                for (name, value) in typed.iter().filter(|(name, _)| *name != "province") {
                    assert_eq!(reply.field(name).as_deref(), Some(*value), "the form is as it was: {name}");
                }
                assert_eq!(buyer.get(&path).await.body, before.body, "{name}: nothing is stored");
            }
        }
    }

    async fn what_is_empty_too_long_or_cannot_be_shown_is_said_beside_its_field_in_the_pages_language(db: TestDb) {
        let town = Town::build(db).await;
        let mut buyer = town.buyer().await;
        let long = "é".repeat(6_000);
        let empty: &[&str] = &["name", "phone", "town", "address"];
        for (page, fields) in [("who", WHO), ("where", PLACE)] {
            for lang in ["ar", "fr", "en"] {
                let path = format!("/{lang}/checkout/{page}");
                let before = buyer.get(&path).await;
                for (name, _) in fields.iter().filter(|(name, _)| *name != "province") {
                    for bad in ["", long.as_str(), "a\u{7}b", "a\u{0}b"] {
                        if bad.is_empty() && !empty.contains(name) {
                            continue;
                        }
                        let reply = buyer.post(&path, &with(&fields, name, bad)).await;
                        refused(&reply, name);
                        assert!(reply.body.contains(&format!("<html lang=\"{lang}\"")));
                        assert!(reply.body.contains(&format!("{name}-error")), "{name}: {}", reply.body);
                        assert_eq!(buyer.get(&path).await.body, before.body, "{name}: nothing is stored");
                    }
                }
            }
        }
    }

    async fn a10_text_that_turns_the_reading_direction_is_refused_in_an_application(db: TestDb) {
        let town = Town::build(db).await;
        let mut person = town.nobody().await;
        let start = person.get("/fr/join").await;
        let key = start.field("key").unwrap();
        let carried = [("step", "3"), ("go", "send"), ("key", key.as_str())];
        let before = town.count("cooperative").await;
        for (name, _) in APPLICATION {
            let mut fields = carried.to_vec();
            fields.extend(with(&APPLICATION, name, TURNED));
            let reply = person.post("/fr/join", &fields).await;
            refused(&reply, name);
            assert_eq!(reply.field("name_fr").as_deref(), Some(if name == "name_fr" { TURNED } else { "Coopérative Safran" }));
        }
        assert_eq!(town.count("cooperative").await, before, "nothing is stored");
    }

    async fn a10_programs_are_held_to_the_same_text(db: TestDb) {
        let town = Town::build(db).await;
        let (mut program, cart) = (town.guest(), &town.houses[0].cart);
        let good = quote(&mut program, cart, |_| {}).await;
        assert!(good.status.is_success(), "{}", good.body);
        let quotes = town.count("quote").await;
        for pointer in [
            "/buyer/name", "/buyer/phone", "/buyer/email", "/recipient/name", "/recipient/phone", "/address/town",
            "/address/province", "/address/address", "/address/landmark", "/address/postcode",
        ] {
            for bad in [TURNED, "a\u{0}b", "a\u{2066}b", "a\u{1b}[2Jb"] {
                let reply = quote(&mut program, cart, |body| *body.pointer_mut(pointer).unwrap() = bad.into()).await;
                problem(&reply, pointer);
            }
        }
        assert_eq!(town.count("quote").await, quotes, "nothing is stored");
    }

    async fn p18_a_price_a_total_or_a_state_in_the_request_is_refused(db: TestDb) {
        let town = Town::build(db).await;
        let own = &town.houses[0];
        let mut program = town.guest();
        let line = format!("/api/v1/carts/{}/lines/{}", own.cart, own.variant);
        for name in ["price", "price_minor", "unit_price_minor", "total_minor", "state"] {
            let reply = program.json(Method::PUT, &line, &json!({"quantity": 2, name: 1})).await;
            problem(&reply, name);
            let reply = quote(&mut program, &own.cart, |body| body[name] = 1.into()).await;
            problem(&reply, name);
            let reply = quote(&mut program, &own.cart, |body| body["address"][name] = 1.into()).await;
            problem(&reply, name);
        }
        let offer = quote(&mut program, &own.cart, |_| {}).await.json();
        let orders = town.count("\"order\"").await;
        program.headers.push(("idempotency-key".into(), "p18".into()));
        for name in ["price_minor", "total_minor", "state", "delivery_minor"] {
            let body = json!({"quote": offer["quote"], "terms_accepted": true, name: 1});
            problem(&program.json(Method::POST, "/api/v1/orders", &body).await, name);
        }
        assert_eq!(town.count("\"order\"").await, orders, "nothing is stored");
        let body = json!({"quote": offer["quote"], "terms_accepted": true});
        let placed = program.json(Method::POST, "/api/v1/orders", &body).await;
        assert_eq!(placed.status, StatusCode::CREATED, "{}", placed.body);
        assert_eq!(placed.json()["total_minor"], offer["sum"]["total_minor"], "the total is the database's own");
    }

    async fn p19_a_quantity_is_a_whole_number_from_1_to_99(db: TestDb) {
        let town = Town::build(db).await;
        let own = &town.houses[0];
        let mut program = town.guest();
        let line = format!("/api/v1/carts/{}/lines/{}", own.cart, own.variant);
        for bad in [json!(0), json!(-1), json!(1.5), json!(1e9), json!("1"), json!(100), json!(null), json!([1]), json!(u64::MAX)] {
            let reply = program.json(Method::PUT, &line, &json!({"quantity": bad})).await;
            problem(&reply, &bad.to_string());
        }
        let mut buyer = town.buyer().await;
        let (change, variant) = (format!("/fr/cart/lines/{}", own.variant), own.variant.to_string());
        for bad in ["0", "-1", "1.5", "1,5", "1e9", "1000000000", "99999999999999999999", "deux", "٠"] {
            refused(&buyer.post(&change, &[("quantity", bad)]).await, bad);
            refused(&buyer.post("/fr/cart/lines", &[("variant", &variant), ("quantity", bad)]).await, bad);
        }
        let twice = [("variant", variant.as_str()), ("quantity", "1"), ("quantity", "2")];
        refused(&buyer.post("/fr/cart/lines", &twice).await, "two quantities");
        let cart = program.get(&format!("/api/v1/carts/{}", own.cart)).await.json();
        assert_eq!(cart["lines"][0]["quantity"], 2, "the cart is as it was");
    }
}

/// Nested as deep as no honest body is.
fn deep(levels: usize) -> String {
    let mut text = String::from("{\"buyer\":");
    text.push_str(&"[".repeat(levels));
    text.push_str(&"]".repeat(levels));
    text.push('}');
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn a20_deep_and_huge_bodies_and_too_many_fields_are_refused() {
    let town = Town::build(testkit::database::fresh(Backend::Sqlite).await).await;
    let own = &town.houses[0];
    let mut program = town.guest();
    let paths = [
        "/api/v1/carts".to_owned(),
        format!("/api/v1/carts/{}/quote", own.cart),
        "/api/v1/orders".to_owned(),
    ];
    let huge = format!("{{\"quote\":\"{}\"}}", "a".repeat(200_000));
    let mut members = String::from("{");
    for number in 0..4_000 {
        write!(members, "\"f{number}\":0,").unwrap();
    }
    members.push_str("\"last\":0}");
    for path in &paths {
        for (name, body) in [
            ("deep", deep(20_000)),
            ("huge", huge.clone()),
            ("many", members.clone()),
        ] {
            let reply = program
                .send(Method::POST, path, Some("application/json"), Body::from(body))
                .await;
            assert!(reply.status.is_client_error(), "{name} {path}: {}", reply.status);
            let wanted = if name == "huge" {
                StatusCode::PAYLOAD_TOO_LARGE
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            };
            assert_eq!(reply.status, wanted, "{name} {path}");
        }
    }
    let mut buyer = town.buyer().await;
    let names: Vec<String> = (0..500).map(|number| format!("f{number}")).collect();
    let fields: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "1")).collect();
    for path in ["/fr/cart/lines", "/fr/checkout/who", "/fr/sign-in", "/fr/orders/find"] {
        let reply = buyer.post(path, &fields).await;
        assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE, "{path}");
        let reply = buyer.post(path, &[("name", &"a".repeat(70_000))]).await;
        assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_a_product_and_an_order_of_another_cooperative_are_not_there() {
    let town = Town::build(testkit::database::fresh(Backend::Sqlite).await).await;
    let (own, other) = (&town.houses[0], &town.houses[1]);
    let mut member = town.member(0).await;
    let root = format!("/fr/sell/{}", own.id);
    let absent = member.get(&format!("{root}/products/{NOTHING}")).await;
    assert_eq!(absent.status, StatusCode::NOT_FOUND);
    for path in [
        format!("{root}/products/{}", other.product),
        format!("{root}/products/{}/photos", other.product),
        format!("{root}/orders/{}", other.part),
        format!("/fr/sell/{}/orders/{}", other.id, other.part),
    ] {
        let reply = member.get(&path).await;
        assert_eq!(
            (reply.status, &reply.body),
            (StatusCode::NOT_FOUND, &absent.body),
            "{path}"
        );
    }
    let photos = catalogue::photo::list_for_revision(&town.market.db, other.revision)
        .await
        .unwrap();
    let open = member.post(&format!("{root}/products"), &[]).await;
    let mine = open.location().unwrap().to_owned();
    let mut told = Vec::new();
    for photo in [photos[0].id.to_string(), NOTHING.to_owned()] {
        let reply = member
            .post(&format!("{mine}/arrange"), &[("first", &photo), ("then", "")])
            .await;
        told.push((reply.status, reply.body));
    }
    assert!(told[0].0.is_client_error(), "{}", told[0].0);
    assert_eq!(told[0], told[1]);
    let after = catalogue::photo::list_for_revision(&town.market.db, other.revision)
        .await
        .unwrap();
    assert_eq!(after.len(), photos.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn c10_a_locked_database_answers_503_and_pages_are_still_read() {
    let db = fresh_with(Backend::Sqlite, |options| options.patience = Duration::from_millis(300)).await;
    let options = db.options();
    let town = Town::build(db).await;
    let mut buyer = town.buyer().await;
    let (variant, carts) = (town.houses[0].variant.to_string(), town.count("cart").await);
    let fields = [("variant", variant.as_str()), ("quantity", "1")];
    let line = format!("/api/v1/carts/{}/lines/{variant}", town.houses[0].cart);
    let before = buyer.get("/fr/cart").await.body;

    let holder = options.connect().await.unwrap();
    holder.execute_unprepared("BEGIN EXCLUSIVE").await.unwrap();
    for mut client in [buyer.clone(), town.guest()] {
        let reply = client.post("/fr/cart/lines", &fields).await;
        assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE, "{}", reply.body);
        assert!(reply.headers.contains_key("retry-after"));
        assert!(
            reply.body.contains("<html lang=\"fr\""),
            "a page in the reader's language"
        );
        assert_eq!(client.get("/fr/products").await.status, StatusCode::OK);
        assert_eq!(client.get("/fr/cart").await.status, StatusCode::OK);
    }
    let reply = town.guest().json(Method::PUT, &line, &json!({"quantity": 9})).await;
    assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE, "{}", reply.body);
    assert!(reply.headers.contains_key("retry-after"));

    holder.execute_unprepared("ROLLBACK").await.unwrap();
    assert_eq!(town.count("cart").await, carts, "nothing is half done");
    assert_eq!(buyer.get("/fr/cart").await.body, before);
    assert_eq!(
        buyer.post("/fr/cart/lines", &fields).await.status,
        StatusCode::SEE_OTHER
    );
}
