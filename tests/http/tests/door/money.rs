//! Money on the pages: the rules of commission, what a cooperative sees of its own, and what the office
//! sees of everybody's.

use crate::{
    town::Town,
    words::{mentions, says},
};
use axum::http::StatusCode;
use identity::Scope;
use kernel::time::DAY;
use market::selling;
use payment::Holder;
use testkit::{TestDb, on_both};

/// What a form for five per cent of everything sends.
const FIVE: [(&str, &str); 7] = [
    ("scope", "market"),
    ("category", ""),
    ("address", ""),
    ("how", "percent"),
    ("amount", "5"),
    ("vat", "20"),
    ("from", ""),
];

/// The same with other values.
fn with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut all: Vec<(&str, &str)> = FIVE.to_vec();
    for (name, value) in changes {
        all.iter_mut().find(|(other, _)| other == name).unwrap().1 = value;
    }
    all
}

on_both! {
    async fn the_office_makes_and_ends_rules_of_commission_and_hears_what_is_wrong_beside_the_field(db: TestDb) {
        let town = Town::build(db).await;
        let mut office = town.administrator().await;
        let path = "/fr/admin/commission";
        says(&office.get(path).await, &["Aucune règle", "Tout le marché", "value=\"20\""]);
        let yesterday = view::month::day_of(town.market.now().plus(-DAY));
        for (wrong, field) in [
            (with(&[("amount", "")]), "amount"),
            (with(&[("amount", "50,01")]), "amount"),
            (with(&[("amount", "-5")]), "amount"),
            (with(&[("how", "fixed"), ("amount", "beaucoup")]), "amount"),
            (with(&[("how", "fixed"), ("amount", "1000,01")]), "amount"),
            (with(&[("vat", "51")]), "vat"),
            (with(&[("scope", "galaxy")]), "scope"),
            (with(&[("how", "both")]), "how"),
            (with(&[("scope", "category")]), "category"),
            (with(&[("scope", "category"), ("category", "gold")]), "category"),
            (with(&[("scope", "cooperative"), ("address", "https://souk.example/fr/cooperatives/personne")]), "address"),
            (with(&[("scope", "product")]), "address"),
            (with(&[("from", yesterday.as_str())]), "from"),
            (with(&[("from", "demain")]), "from"),
        ] {
            let refused = office.post(path, &wrong).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong:?}");
            assert!(refused.body.contains(&format!("id=\"{field}-error\"")), "{wrong:?}: {}", refused.body);
        }
        assert_eq!(town.count("commission_rule").await, 0);
        let slug = catalogue::cooperative::get(&town.market.db, town.houses[0].id).await.unwrap().slug;
        let address = format!("https://souk.example/fr/cooperatives/{slug}?x=1");
        let tomorrow = view::month::day_of(town.market.now().plus(DAY));
        for fine in [
            FIVE.to_vec(),
            with(&[("scope", "category"), ("category", "oils"), ("how", "fixed"), ("amount", "1,50")]),
            with(&[("scope", "cooperative"), ("address", &address), ("amount", "٢٫٥ %"), ("from", &tomorrow)]),
        ] {
            let done = office.post(path, &fine).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{fine:?}: {}", done.body);
        }
        let page = office.get(path).await;
        says(&page, &["5 % du prix", "1,50 DH par pièce", "2,5 % du prix", "À venir", "TVA 20 %", "créée par"]);
        assert!(!mentions(&page, "Remplacée par une plus récente"));
        town.market.clock.advance(1);
        let seven = office.post_and_follow(path, &with(&[("amount", "7")])).await;
        assert_eq!(seven.body.matches("Remplacée par une plus récente").count(), 1, "{}", seven.body);
        let page = office.get(path).await;
        let ends = page.actions("/end");
        assert_eq!(ends.len(), 4);
        for end in &ends {
            assert_eq!(office.post(end, &[]).await.status, StatusCode::SEE_OTHER);
        }
        assert_eq!(office.post(&ends[0], &[]).await.status, StatusCode::NOT_FOUND);
        let page = office.get(path).await;
        says(&page, &["Aucune règle", "terminée par"]);
        assert_eq!(page.actions("/end").len(), 0);
        let mut member = town.member(0).await;
        assert_eq!(member.post(path, &FIVE).await.status, StatusCode::NOT_FOUND);
        assert_eq!(town.count("commission_rule").await, 4);
    }

    async fn a_cooperative_sees_what_was_paid_who_has_it_and_what_it_owes_and_nobody_elses(db: TestDb) {
        let town = Town::build(db).await;
        let (own, other) = (&town.houses[0], &town.houses[1]);
        let mut office = town.administrator().await;
        assert_eq!(office.post("/fr/admin/commission", &FIVE).await.status, StatusCode::SEE_OTHER);
        // What was sold before has no commission: another order after the rule.
        own.deliver(&town, Holder::Carrier).await;
        // The latest comes first, so that one must be later.
        town.market.clock.advance(kernel::time::SECOND);
        let house = town.sell_again(own).await;
        house.deliver(&town, Holder::Carrier).await;
        let mut member = town.member(0).await;
        let path = format!("/fr/sell/{}/money", own.id);
        let page = member.get(&path).await;
        // Twice two pieces at 85 dirhams; 20 dirhams of delivery each.
        says(&page, &["Nos comptes", "Payé par les clients à ce jour", "380 DH", "Encore chez les transporteurs", "10,20 DH", &own.order.number, &house.order.number, "179,80", "369,80", "Vous devez au marché", "Relevé en PDF", "Relevé pour Excel"]);
        let links = page.links("/orders/");
        assert_eq!(links.len(), 2, "{links:?}");
        for link in &links {
            assert_eq!(member.get(link).await.status, StatusCode::OK, "{link}");
        }
        says(&member.get(&format!("/fr/sell/{}/orders/{}", own.id, house.part)).await, &["Vous gardez 179,80 DH sur 190 DH", "10,20 DH"]);
        says(&member.get(&format!("/fr/sell/{}/orders/{}", own.id, own.part)).await, &["Vous gardez 190 DH sur 190 DH"]);
        says(&member.get(&format!("/fr/sell/{}", own.id)).await, &[&format!("href=\"{path}\"")]);
        // Another month has nothing, a month that is none is this one, and one to come is this one.
        says(&member.get(&format!("{path}?month=2025-01")).await, &["Rien ne s’est passé sur le compte ce mois-là"]);
        for odd in ["soup", "2199-12", "%00"] {
            says(&member.get(&format!("{path}?month={odd}&after=soup")).await, &[&house.order.number]);
        }
        // Programs read the same figures.
        let mut program = town.program(&member, Scope::Cooperative(own.id)).await;
        let money = program.get("/api/v1/seller/money?limit=1").await;
        assert_eq!(money.status, StatusCode::OK, "{}", money.body);
        let money = money.json();
        let now = &money["now"];
        let figures = ["paid_minor", "with_carriers_minor", "reached_minor", "charged_minor", "settled_minor", "owed_minor"].map(|name| now[name].as_i64().unwrap());
        assert_eq!(figures, [38_000, 38_000, 0, 1_020, 0, 1_020]);
        assert_eq!((money["sums"]["parts"].as_i64(), money["sums"]["net_minor"].as_i64()), (Some(2), Some(36_980)));
        let first = &money["items"][0];
        assert_eq!(first["number"], house.order.number.as_str());
        assert_eq!(["goods_minor", "delivery_minor", "commission_minor", "vat_minor", "net_minor"].map(|name| first[name].as_i64().unwrap()), [17_000, 2_000, 850, 170, 17_980]);
        let next = program.get(&format!("/api/v1/seller/money?limit=1&after={}", money["next"].as_str().unwrap())).await.json();
        assert_eq!((next["items"][0]["number"].as_str(), next["next"].as_str()), (Some(own.order.number.as_str()), None));
        for wrong in ["month=soup", "limit=0", "what=1"] {
            let refused = program.get(&format!("/api/v1/seller/money?{wrong}")).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        }
        // Who never sold reads what there will be.
        let mut stranger = town.member(1).await;
        assert_eq!(stranger.get(&path).await.status, StatusCode::NOT_FOUND);
        let empty = stranger.get(&format!("/fr/sell/{}/money", other.id)).await;
        says(&empty, &["Pas encore d’argent ici"]);
        assert!(!empty.body.contains(&own.order.number));
    }

    async fn the_office_sees_where_cash_is_and_who_owes_since_when(db: TestDb) {
        let town = Town::build(db).await;
        let mut office = town.administrator().await;
        says(&office.get("/fr/admin/money").await, &["Pas encore d’argent", "/fr/admin/commission"]);
        assert_eq!(office.post("/fr/admin/commission", &FIVE).await.status, StatusCode::SEE_OTHER);
        let house = town.sell_again(&town.houses[0]).await;
        house.deliver(&town, Holder::Carrier).await;
        town.market.clock.advance(8 * DAY);
        let mut office = town.administrator().await;
        let page = office.get("/fr/admin/money").await;
        says(&page, &["8 jours", "Espèces chez les transporteurs", "190 DH", "10,20 DH", "Commission gagnée", "8,50 DH", "1,70 DH"]);
        assert_eq!(page.links(&format!("/fr/admin/cooperatives/{}", house.id)).len(), 2);
        selling::remit(&town.market, &house.seller(), house.part.parse().unwrap()).await.unwrap();
        says(&office.get("/fr/admin/money").await, &["Toutes les espèces sont arrivées"]);
        for lang in ["ar", "en"] {
            says(&office.get(&format!("/{lang}/admin/money")).await, &["10"]);
            says(&office.get(&format!("/{lang}/admin/commission")).await, &["20"]);
        }
        assert_eq!(town.member(0).await.get("/fr/admin/money").await.status, StatusCode::NOT_FOUND);
    }
}
