//! Cash through the door: a cooperative counts what its carriers bring, the office what it gets, and two people of the
//! office give up what never comes.

use crate::{town::Town, words::says};
use axum::http::{Method, StatusCode};
use http_tests::Reply;
use identity::Scope;
use kernel::time::DAY;
use market::money;
use payment::Holder;
use serde_json::json;
use testkit::{TestDb, on_both};

/// What is wrong with a form leads to its field.
fn leads_to(page: &Reply, field: &str) {
    for needed in [
        format!("href=\"#{field}\""),
        format!(" id=\"{field}\""),
        format!(" id=\"{field}-error\""),
    ] {
        assert!(page.body.contains(&needed), "{needed} is not in {}", page.body);
    }
}

async fn sound(town: &Town) {
    assert_eq!(money::check(&town.market).await.unwrap().broken, None);
}

on_both! {
    async fn a_cooperative_counts_what_its_carrier_brings_and_sees_what_is_missing(db: TestDb) {
        let town = Town::build(db).await;
        let (first, second) = (town.sell_again(&town.houses[0]).await, town.sell_again(&town.houses[0]).await);
        for house in [&first, &second] {
            house.deliver(&town, Holder::Carrier).await;
        }
        town.market.clock.advance(8 * DAY);
        let (mut member, path) = (town.member(0).await, format!("/fr/sell/{}/cash", first.id));
        says(&member.get(&format!("/fr/sell/{}", first.id)).await, &[&path]);
        let page = member.get(&path).await;
        says(&page, &["Amana", "8 jours", "380 DH", &first.order.number, &second.order.number]);
        let (key, counted) = (page.field("key").unwrap(), format!("counted-{}", second.part));
        let way = [("giver", "carrier"), ("receiver", "cooperative"), ("key", key.as_str())];
        // Nothing chosen, words for a number, more than was collected: what was typed comes back.
        let none = member.post(&path, &way).await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(none.body.contains("Cochez au moins une commande"));
        for wrong in ["beaucoup", "191", "99999999999999999999", "-1"] {
            let form = [&way[..], &[("part", &second.part), (&counted, wrong), ("brought_by", "Hassan")]].concat();
            let refused = member.post(&path, &form).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
            assert!(refused.body.contains("value=\"Hassan\"") && refused.body.contains(&format!("value=\"{}\" checked", second.part)), "{}", refused.body);
        }
        // Another cooperative's part, and a way that cash does not go from here.
        let mut stranger = town.member(1).await;
        let theirs = format!("/fr/sell/{}/cash", town.houses[1].id);
        let foreign = stranger.post(&theirs, &[&way[..], &[("part", &first.part)]].concat()).await;
        assert_eq!(foreign.status, StatusCode::NOT_FOUND);
        let office = [("giver", "carrier"), ("receiver", "platform"), ("key", "x"), ("part", &first.part)];
        assert_eq!(member.post(&path, &office).await.status, StatusCode::FORBIDDEN);
        assert_eq!(town.count("remittance").await, 0);
        let form = [&way[..], &[("part", &first.part), ("part", &second.part), (&counted, "150"), ("total", "340")]].concat();
        for _ in 0..2 {
            let done = member.post_and_follow(&path, &form).await;
            says(&done, &["La remise est enregistrée", "Confirmée", "40 DH"]);
        }
        assert_eq!(town.count("remittance").await, 1);
        let late = [&way[..2], &[("key", "another"), ("part", &first.part)]].concat();
        let late = member.post(&path, &late).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(late.body.contains("Cet argent a déjà été remis"), "{}", late.body);
        for lang in ["ar", "en"] {
            says(&member.get(&format!("/{lang}/sell/{}/cash", first.id)).await, &["40", &second.order.number]);
        }
        sound(&town).await;
    }

    async fn the_office_passes_cash_on_and_two_of_it_give_up_what_never_comes(db: TestDb) {
        let town = Town::build(db).await;
        let (first, second) = (town.sell_again(&town.houses[0]).await, town.sell_again(&town.houses[0]).await);
        for house in [&first, &second] {
            house.deliver(&town, Holder::Carrier).await;
        }
        let (mut office, path) = (town.administrator().await, "/fr/admin/cash");
        says(&office.get("/fr/admin/money").await, &[path]);
        let page = office.get(path).await;
        let key = page.field("key").unwrap();
        let form = [("giver", "carrier"), ("receiver", "platform"), ("key", key.as_str()), ("part", &first.part)];
        says(&office.post_and_follow(path, &form).await, &["La remise est enregistrée"]);
        let form = [("giver", "platform"), ("receiver", "cooperative"), ("key", "sent"), ("part", &first.part)];
        says(&office.post_and_follow(path, &form).await, &["À confirmer", "Pas remis"]);
        let mut member = town.member(0).await;
        let own = format!("/fr/sell/{}/cash", first.id);
        let page = member.get(&own).await;
        let confirm = page.actions("/confirm")[0].clone();
        let all = format!("all-{}", confirm.split('/').rev().nth(1).unwrap());
        let wrong = member.post(&confirm, &[("key", "count"), (&all, "-3")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        leads_to(&wrong, &all);
        assert!(wrong.body.contains("value=\"-3\""), "what was typed is kept");
        let counted = member.post_and_follow(&confirm, &[("key", "count"), (&all, "190")]).await;
        says(&counted, &["La remise est enregistrée", "Confirmée"]);
        assert_eq!(member.post(&confirm, &[("key", "again")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(town.member(1).await.post(&confirm.replace(&first.id.to_string(), &town.houses[1].id.to_string()), &[("key", "k")]).await.status, StatusCode::NOT_FOUND);
        // The other never comes.
        let give_up = "/fr/admin/cash/give-up";
        let why = office.get(path).await.field("field").unwrap();
        let lost = [("kind", "missing"), ("key", "lost"), ("part", second.part.as_str()), ("field", &why)];
        let without = office.post(give_up, &lost).await;
        assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY, "without a reason");
        leads_to(&without, &why);
        let with = [&lost[..], &[(why.as_str(), "Le livreur a disparu")]].concat();
        let asked = office.post_and_follow(give_up, &with).await;
        says(&asked, &["Une deuxième personne décide", "Le livreur a disparu"]);
        let decline = asked.actions("/decline")[0].clone();
        let decide = decline.replace("/decline", "/give-up");
        assert!(asked.actions("/decide/give-up").is_empty(), "who asked does not decide");
        assert_eq!(office.post(&decide, &[]).await.status, StatusCode::CONFLICT);
        assert_eq!(town.count("posting where kind = 'missing'").await, 0);
        sound(&town).await;
    }

    async fn a_program_counts_as_its_cooperative_does(db: TestDb) {
        let town = Town::build(db).await;
        let house = town.sell_again(&town.houses[0]).await;
        house.deliver(&town, Holder::Carrier).await;
        let member = town.member(0).await;
        let mut program = town.program(&member, Scope::Cooperative(house.id)).await;
        let path = "/api/v1/seller/cash";
        let open = program.get(path).await.json();
        assert_eq!((open["items"][0]["part"].as_str(), open["items"][0]["amount_minor"].as_i64()), (Some(house.part.as_str()), Some(19_000)));
        let body = |minor: i64| json!({ "giver": "carrier", "receiver": "cooperative", "lines": [{ "part": house.part, "amount_minor": minor }] });
        let post = format!("{path}/remittances");
        assert_eq!(program.json(Method::POST, &post, &body(19_000)).await.status, StatusCode::UNPROCESSABLE_ENTITY, "no key");
        program.headers.push(("idempotency-key".to_owned(), "one".to_owned()));
        let refused = program.json(Method::POST, &post, &body(19_001)).await;
        assert_eq!((refused.status, refused.json()["code"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some("payment.amount")));
        let mut other = town.program(&town.member(1).await, Scope::Cooperative(town.houses[1].id)).await;
        other.headers.push(("idempotency-key".to_owned(), "one".to_owned()));
        assert_eq!(other.json(Method::POST, &post, &body(19_000)).await.status, StatusCode::NOT_FOUND);
        for _ in 0..2 {
            let made = program.json(Method::POST, &post, &body(19_000)).await;
            assert_eq!((made.status, made.json()["counted_minor"].as_i64()), (StatusCode::CREATED, Some(19_000)), "{}", made.body);
        }
        assert_eq!(program.get(path).await.json()["items"].as_array().unwrap().len(), 0);
        sound(&town).await;
    }
}
