//! Paying by card through the door: the buyer's pages, the provider's messages, programs.

use crate::{
    bank,
    buyer::{self, browser},
    town::Town,
    words::mentions,
};
use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use gateway::{App, Config};
use http_tests::Client;
use kernel::time::{HOUR, MINUTE, SECOND};
use market::{
    actor::Administrator,
    paying::{self, Button},
    refunding::{self, Paying},
};
use psp::fake::{Behaviour, Refunds};
use serde_json::json;
use testkit::{TestDb, on_both};

/// Chooses the card on the last page of the checkout; gives the provider's page.
async fn order_by_card(client: &mut Client) -> (String, String) {
    let (page, pay) = buyer::order(client, "card").await;
    assert!(
        page.body.contains("value=\"cash_on_delivery\" checked"),
        "cash is chosen first"
    );
    assert!(pay.ends_with("/pay"), "{pay}");
    let going = client.get(&pay).await;
    let page = going.location().unwrap().to_owned();
    assert!(page.starts_with("https://market.example/demo/pay/fs"), "{page}");
    (pay.trim_end_matches("/pay").to_owned(), page)
}

/// Some minutes, with everything that comes round by itself.
async fn pass(town: &Town, minutes: i64) {
    for _ in 0..minutes {
        town.market.clock.advance(MINUTE);
        paying::send_messages(&town.market).await.unwrap();
        town.market.run_jobs().await;
    }
}

async fn sound(town: &Town) {
    assert_eq!(market::money::check(&town.market).await.unwrap().broken, None);
}

on_both! {
    /// Two cooperatives, a refused card, a second try, one part cancelled and given back.
    async fn a_buyer_pays_two_cooperatives_by_card_and_cancels_one(db: TestDb) {
        let town = Town::build(db).await;
        let mut buyer = browser(&town).await;
        let (order, page) = order_by_card(&mut buyer).await;
        assert!(mentions(&buyer.get(&order).await, "Payer "), "it can be paid from its page too");
        let shown = buyer.get(&page).await;
        assert!(mentions(&shown, "Aucune carte, aucun argent"));
        assert_eq!(shown.actions("/demo/pay/").len(), 1);
        let refused = buyer.post_and_follow(&page, &[("button", "refuse")]).await;
        assert!(mentions(&refused, "La carte a été refusée"));
        town.market.clock.advance(SECOND);
        let back = buyer.post(&page, &[("button", "pay")]).await;
        assert!(back.location().unwrap().ends_with("/pay/back"), "{:?}", back.location());
        town.market.clock.advance(5 * SECOND);
        let home = buyer.get(back.location().unwrap()).await;
        assert_eq!(home.location(), Some(order.as_str()));
        let paid = buyer.get(&order).await;
        assert!(mentions(&paid, "Paiement par carte") && mentions(&paid, "En attente de réponse"));
        assert!(!paid.body.contains("Payer "));
        // Pressing again what was paid leads back, and pays nothing.
        assert!(buyer.get(&format!("{order}/pay")).await.location().unwrap().ends_with(&order));
        // The cooperative reads that there is nothing to collect.
        let mut member = town.member(1).await;
        let list = member.get(&format!("/fr/sell/{}/orders", town.houses[1].id)).await;
        let mut told = false;
        for link in list.links("/orders/") {
            told |= mentions(&member.get(&link).await, "N’encaissez rien");
        }
        assert!(told);
        let cancel = paid.actions("/cancel").remove(0);
        let cancelled = buyer.post_and_follow(&cancel, &[]).await;
        assert!(mentions(&cancelled, "Son prix revient sur votre carte"));
        assert!(mentions(&cancelled, "reviennent sur votre carte"));
        town.market.run_jobs().await;
        assert!(mentions(&buyer.get(&order).await, "ont été rendus sur votre carte"));
        let receipt = buyer.get(&format!("{order}/receipt")).await;
        assert!(mentions(&receipt, "ont été rendus sur votre carte"), "{}", receipt.body);
        // The office sees what was tried, paid and given back.
        let mut office = town.administrator().await;
        let seen = office.get(&order.replace("/orders/", "/admin/orders/")).await;
        for words in ["Paiement par carte (FAKE)", "Payé", "Remboursement sur la carte", "Remboursé"] {
            assert!(mentions(&seen, words), "{words} is not in {}", seen.body);
        }
        assert_eq!(seen.links("/admin/refunds/").len(), 1);
        sound(&town).await;
    }

    /// What buyers paid by card comes to the market's bank in one sum, less what the provider keeps.
    async fn the_office_says_that_a_sum_is_the_card_providers(db: TestDb) {
        let town = Town::build(db).await;
        let mut buyer = browser(&town).await;
        let (order, page) = order_by_card(&mut buyer).await;
        let back = buyer.post(&page, &[("button", "pay")]).await;
        town.market.clock.advance(5 * SECOND);
        buyer.get(back.location().unwrap()).await;
        assert!(mentions(&buyer.get(&order).await, "Paiement par carte"));
        let mut office = town.administrator().await;
        bank::import(&mut office, "h\n02/11/2026;REGLEMENT CARTES;;50,00\n").await;
        let page = office.get("/fr/admin/bank").await;
        assert!(mentions(&page, "FAKE – "), "{}", page.body);
        let form = page.actions("/provider").remove(0);
        for (fee, why) in [("1000000", "ne détient pas autant"), ("deux", "montant"), ("-1", "montant")] {
            let refused = office.post(&form, &[("psp", "fake"), ("fee", fee)]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{fee}");
            assert!(refused.body.contains(why) && refused.body.contains(&format!("value=\"{fee}\"")), "{}", refused.body);
        }
        assert_eq!(office.post(&form, &[("psp", "bank"), ("fee", "")]).await.status, StatusCode::NOT_FOUND);
        assert!(mentions(&office.post_and_follow(&form, &[("psp", "fake"), ("fee", "1,25")]).await, "C’est fait"));
        assert!(mentions(&office.post_and_follow(&form, &[("psp", "fake"), ("fee", "1,25")]).await, "Quelqu’un a décidé avant vous"));
        let fees = "posting where kind in ('provider_paid', 'fee')";
        assert_eq!(town.count(fees).await, 2);
        sound(&town).await;
    }

    /// The bank takes its time; the page looks again by itself, and by a link.
    async fn a_buyer_who_comes_back_too_early_reads_that_it_is_being_looked_at(db: TestDb) {
        let town = Town::build(db).await;
        let mut buyer = browser(&town).await;
        let (order, page) = order_by_card(&mut buyer).await;
        let back = buyer.post(&page, &[("button", "slow")]).await;
        town.market.clock.advance(5 * SECOND);
        let waiting = buyer.post_and_follow(&page, &[("button", "pay")]).await;
        assert_eq!(waiting.location(), Some(order.as_str()), "pressing twice is no second payment");
        let waiting = buyer.get(&order).await;
        assert!(mentions(&waiting, "Ne payez pas une deuxième fois") && waiting.body.contains("/a/waiting."));
        let not_now = buyer.post_and_follow(&format!("{order}/pay/cash"), &[]).await;
        assert!(mentions(&not_now, "La banque n’a pas encore répondu"));
        town.market.clock.advance(3 * MINUTE);
        buyer.get(back.location().unwrap()).await;
        assert!(mentions(&buyer.get(&order).await, "En attente de réponse"));
        sound(&town).await;
    }

    /// On second thoughts.
    async fn a_buyer_who_does_not_pay_by_card_pays_on_delivery_or_not_at_all(db: TestDb) {
        let town = Town::build(db).await;
        let mut buyer = browser(&town).await;
        let (order, page) = order_by_card(&mut buyer).await;
        let left = buyer.post(&page, &[("button", "leave")]).await;
        buyer.get(left.location().unwrap()).await;
        let mut stranger = town.guest();
        assert_eq!(stranger.post(&format!("{order}/pay/cash"), &[]).await.status, StatusCode::NOT_FOUND);
        let cash = buyer.post_and_follow(&format!("{order}/pay/cash"), &[]).await;
        assert!(mentions(&cash, "vous payez en espèces à la livraison") && mentions(&cash, "En attente de réponse"));
        assert!(mentions(&buyer.get(&page).await, "Cette page de paiement est fermée"));
        let mut other = browser(&town).await;
        let (order, _) = order_by_card(&mut other).await;
        town.market.clock.advance(HOUR);
        town.market.run_jobs().await;
        assert!(mentions(&other.get(&order).await, "Annulée, faute de paiement"));
        sound(&town).await;
    }

    /// Who speaks for the provider.
    async fn p8_a_message_is_taken_from_the_provider_alone(db: TestDb) {
        let town = Town::build(db).await;
        let mut buyer = browser(&town).await;
        let (order, page) = order_by_card(&mut buyer).await;
        buyer.post(&page, &[("button", "never")]).await;
        let (fake, now) = (&town.market.fake, town.market.now());
        let body = fake.messages(now).unwrap().pop().unwrap().body();
        let post = async |path: &str, signature: Option<String>, body: Vec<u8>| {
            let mut provider = town.guest();
            provider.headers.extend(signature.map(|signature| ("Fake-Signature".to_owned(), signature)));
            provider.send(Method::POST, path, Some("application/json"), Body::from(body)).await.status
        };
        let altered = String::from_utf8(body.clone()).unwrap().replace("captured", "expired").into_bytes();
        assert_ne!(altered, body);
        let (good, old) = (fake.sign(&body, now), fake.sign(&body, now.plus(-HOUR)));
        for (signature, body) in [(None, &body), (Some(old), &body), (Some(good.clone()), &altered), (Some("t=1".to_owned()), &body)] {
            assert_eq!(post("/webhooks/fake", signature, body.clone()).await, StatusCode::BAD_REQUEST);
        }
        assert_eq!(post("/webhooks/nobody", Some(good.clone()), body.clone()).await, StatusCode::NOT_FOUND);
        let large = vec![b' '; 256 * 1024 + 1];
        assert_eq!(post("/webhooks/fake", Some(good.clone()), large).await, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(town.count("inbox").await, 0);
        assert!(mentions(&buyer.get(&order).await, "Payer "), "none of it was believed");
        for _ in 0..3 {
            assert_eq!(post("/webhooks/fake", Some(good.clone()), body.clone()).await, StatusCode::OK);
        }
        assert_eq!(town.count("inbox").await, 1);
        town.market.run_jobs().await;
        assert!(mentions(&buyer.get(&order).await, "En attente de réponse"));
        sound(&town).await;
    }

    /// A program orders, and its user pays in a browser.
    async fn a_program_gets_the_address_where_its_buyer_pays(db: TestDb) {
        let town = Town::build(db).await;
        let mut browser = browser(&town).await;
        let quote = browser.get("/fr/checkout/confirm").await.field("quote").unwrap();
        let mut program = town.guest();
        program.headers.push(("idempotency-key".to_owned(), "one".to_owned()));
        let asked = |payment: &str| json!({"quote": quote, "terms_accepted": true, "payment": payment});
        let wrong = program.json(Method::POST, "/api/v1/orders", &asked("shells")).await;
        assert_eq!((wrong.status, wrong.json()["field"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some("payment")));
        let placed = program.json(Method::POST, "/api/v1/orders", &asked("card")).await;
        assert_eq!(placed.status, StatusCode::CREATED, "{}", placed.body);
        let placed = placed.json();
        let read = format!("/api/v1/orders/{}?token={}", placed["number"].as_str().unwrap(), placed["token"].as_str().unwrap());
        let order = program.get(&read).await.json();
        assert_eq!((order["state"].as_str(), order["payment"]["method"].as_str()), (Some("unpaid"), Some("card")));
        let mut buyer = town.guest();
        let going = buyer.get(placed["pay_url"].as_str().unwrap()).await;
        let page = going.location().unwrap().to_owned();
        buyer.post(&page, &[("button", "pay")]).await;
        market::paying::send_messages(&town.market).await.unwrap();
        town.market.run_jobs().await;
        let order = program.get(&read).await.json();
        assert_eq!((order["state"].as_str(), order["payment"]["state"].as_str()), (Some("waiting"), Some("captured")));
        assert_eq!(order["payment"]["captured_minor"], placed["total_minor"]);
        sound(&town).await;
    }

    /// Refused by the provider and done all the same: the office pays by hand, above the limit by two people, and then sees
    /// that the buyer has it twice.
    async fn whoever_may_not_pay_a_refund_alone_reads_so_instead_of_a_button(db: TestDb) {
        let mut town = Town::build(db).await;
        let market = town.market.altered(|market| market.settings.refund_second_above = 0);
        let config = Config { hosts: vec!["market.example".to_owned()], trusted_proxies: Vec::new() };
        town.router = gateway::router(App::new(market, config));
        let mut buyer = browser(&town).await;
        let (order, page) = order_by_card(&mut buyer).await;
        paying::press(&town.market, page.rsplit('/').next().unwrap(), Button::Pay).unwrap();
        pass(&town, 5).await;
        let id = order::order::find_id(&town.market.db, order.rsplit('/').next().unwrap()).await.unwrap().unwrap();
        let attempt = payment::attempt::list_of_order(&town.market.db, id).await.unwrap()[0].id.to_string();
        let behaviour = Behaviour { refunds: Refunds::RefuseAndDo(2 * HOUR), ..Behaviour::default() };
        town.market.fake.tell(&attempt, behaviour, town.market.now()).unwrap();
        let cancel = buyer.get(&order).await.actions("/cancel")[0].clone();
        buyer.post(&cancel, &[]).await;
        pass(&town, 3).await;
        let (mut office, trouble) = (town.administrator().await, "/fr/admin/trouble");
        let failed = office.get(trouble).await.links("/admin/refunds/")[0].clone();
        let say = buyer.get(&order).await.links("/refunds/")[0].clone();
        buyer.post(&say, &[("way", "cash"), ("rib", "")]).await;
        let path = office.get(trouble).await.links("/admin/refunds/")[0].clone();
        assert_ne!(path, failed, "it has taken the other's place");
        let seen = office.get(&order.replace("/orders/", "/admin/orders/")).await;
        assert!(mentions(&seen, "Un autre l’a remplacé") && mentions(&seen, "Remboursement en espèces"), "{}", seen.body);
        let agreed = office.post_and_follow(&format!("{path}/approve"), &[]).await;
        assert!(mentions(&agreed, "une deuxième personne doit le payer"));
        assert!(agreed.actions("/cash").is_empty() && agreed.actions("/approve").is_empty());
        let hand = path.rsplit('/').next().unwrap().parse().unwrap();
        let code = refunding::refund_code(&town.market, hand);
        let other = Paying::Office(Administrator { person: town.houses[0].person });
        refunding::hand_out_cash(&town.market, other, hand, &code).await.unwrap();
        // The provider does it after all.
        town.market.clock.advance(3 * HOUR);
        pass(&town, 3).await;
        let mut office = town.administrator().await;
        assert!(mentions(&office.get(trouble).await, "Rendu deux fois"));
        let twice = office.get(&failed).await;
        assert!(mentions(&twice, "L’acheteur l’a deux fois") && twice.actions("/let-be").len() == 1);
        let said = office.post_and_follow(&format!("{failed}/let-be"), &[]).await;
        assert!(mentions(&said, "Une deuxième personne doit donner son accord") && said.actions("/let-be").is_empty());
        assert!(!mentions(&buyer.get(&order).await, "deux fois"), "the office speaks to the buyer");
        sound(&town).await;
    }
}
