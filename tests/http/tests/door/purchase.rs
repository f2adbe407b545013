//! What a buyer and a cooperative read of one purchase, from the page of the product to the receipt: prices of
//! delivery by size, what is due, which size is meant, and towns in the reader's language.

use crate::town::{House, Town};
use axum::http::StatusCode;
use catalogue::{
    samples,
    variant::{Amount, Unit},
};
use http_tests::Client;
use identity::Role;
use kernel::{Locale, Money, Texts, ids::VariantId};
use market::{
    actor::Seller,
    buying::{self, Ordered, Ordering, Place},
    listing, selling,
};
use order::cart::{Buyer, Quantity};
use std::collections::BTreeMap;
use testkit::{TestDb, on_both};

const CASABLANCA: &str = "MA-CAS";

fn seller(house: &House) -> Seller {
    Seller {
        person: house.person,
        cooperative: house.id,
        role: Role::Owner,
    }
}

/// A second, heavy size of the product of a house.
async fn canister(town: &Town, house: &House, parcel_g: i64) -> VariantId {
    let new = catalogue::variant::NewVariant {
        amount: Amount {
            thousandths: 5_000,
            unit: Unit::Litre,
        },
        name: Texts::new("برميل", "Bidon", ""),
        price_minor: 90_000,
        parcel_g,
        ..samples::bottle(30)
    };
    let added = listing::add_variant(&town.market, seller(house), house.product, new).await;
    added.unwrap()
}

async fn cart(town: &Town, locale: Locale, lines: &[VariantId], at: &str) -> kernel::ids::CartId {
    let market = &town.market;
    let cart = buying::open_cart(market, locale).await.unwrap();
    for variant in lines {
        buying::put_line(market, cart, *variant, Quantity::Exactly(3))
            .await
            .unwrap();
    }
    let buyer = Buyer {
        name: "Salma Idrissi".to_owned(),
        phone: "+212662000001".to_owned(),
        email: Some("salma@example.com".to_owned()),
    };
    let place = Place {
        town: at.to_owned(),
        province: Some(CASABLANCA.to_owned()),
        address: "12, rue des Orangers".to_owned(),
        landmark: None,
        postcode: None,
    };
    let completed = buying::complete(market, cart, (buyer, None), place, BTreeMap::new()).await;
    completed.unwrap();
    cart
}

async fn order(town: &Town, locale: Locale, lines: &[VariantId], at: &str) -> Ordered {
    let cart = cart(town, locale, lines, at).await;
    let quote = buying::quote(&town.market, cart).await.unwrap();
    let ordering = Ordering {
        quote: quote.id,
        terms_accepted: true,
        method: order::Method::Cash,
    };
    let placed = buying::place_order(&town.market, &format!("key-{cart}"), ordering).await;
    placed.unwrap().value
}

/// A browser that may open the order.
async fn holder(town: &Town, order: &Ordered) -> Client {
    let mut client = town.guest();
    let token = buying::order_token(&town.market, order.id);
    let opened = client.get(&format!("/fr/orders/{}?t={token}", order.number)).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
    client
}

fn written(minor: i64) -> String {
    view::format::money(Locale::Fr, Money::mad(minor))
}

/// What was sent to a telephone or an address, the latest last.
fn sent(town: &Town, to: &str) -> Vec<String> {
    let all = town.market.outbox.all();
    all.iter()
        .filter(|sent| format!("{:?}", sent.message.to).contains(to))
        .map(|sent| sent.message.text.clone())
        .collect()
}

async fn rewrite(town: &Town, sql: &'static str) {
    let done = town.market.db.write(move |tx| {
        Box::pin(async move {
            use sea_orm::ConnectionTrait;
            tx.writer()
                .execute_unprepared(sql)
                .await
                .map_err(kernel::StoreError::from)?;
            Ok::<_, catalogue::Error>(())
        })
    });
    done.await.unwrap();
}

on_both! {
    async fn the_page_of_a_product_says_what_delivery_costs_for_each_of_its_sizes(db: TestDb) {
        let town = Town::build(db).await;
        let own = &town.houses[0];
        let slug = "huile-1";
        let alone = town.guest().get(&format!("/fr/products/{slug}")).await;
        assert_eq!(alone.status, StatusCode::OK, "{}", alone.body);
        canister(&town, own, 5_400).await;
        let zones = order::delivery::list_zones(&town.market.db).await.unwrap();
        let zone = zones.iter().find(|zone| zone.provinces.iter().any(|iso| iso == CASABLANCA)).unwrap();
        let (light, heavy) = (zone.price(480).unwrap(), zone.price(5_400).unwrap());
        assert_ne!(light, heavy, "or this tests nothing");
        // A new door keeps no page of before.
        let page = Client::new(http_tests::door(&town.market)).get(&format!("/fr/products/{slug}")).await;
        let row = page.body.split("<tr>").find(|row| row.contains(zone.name.fr.as_deref().unwrap())).unwrap();
        let (at_light, at_heavy) = (row.find(&written(light.minor)), row.find(&written(heavy.minor)));
        assert!(at_light.is_some() && at_light < at_heavy, "{row}");
        let head = page.body.split("<thead>").nth(1).unwrap().split("</thead>").next().unwrap();
        assert!(head.contains("250\u{a0}ml") && head.contains("Bidon"), "{head}");
        let weight = |grams| view::format::weight(Locale::Fr, grams);
        assert!(page.body.contains(&weight(480)) && page.body.contains(&weight(5_400)));
        assert!(!alone.body.contains("Bidon") && alone.body.contains(&written(light.minor)));
    }

    async fn what_came_to_nothing_is_not_in_the_total_of_an_order(db: TestDb) {
        let town = Town::build(db).await;
        let houses = [&town.houses[0], &town.houses[1]];
        let placed = order(&town, Locale::Fr, &houses.map(|house| house.variant), "Casablanca").await;
        let whole = order::order::get_order(&town.market.db, placed.id).await.unwrap();
        let part = |house: &House| whole.parts.iter().find(|part| part.cooperative == house.id).unwrap();
        let (all, rest) = (written(whole.totals.total_minor), written(part(houses[1]).totals.total_minor));
        assert_ne!(all, rest);
        let mut buyer = holder(&town, &placed).await;
        let mut office = town.administrator().await;
        let pages = [format!("/fr/orders/{}", placed.number), format!("/fr/orders/{}/receipt", placed.number)];
        for page in &pages {
            assert!(buyer.get(page).await.body.contains(&all), "{page}");
        }
        let token = buying::order_token(&town.market, placed.id);
        buying::cancel_part(&town.market, &placed.number, &token, part(houses[0]).id).await.unwrap();
        let office_page = format!("/fr/admin/orders/{}", placed.number);
        let office_list = format!("/fr/admin/orders?q={}", placed.number);
        for page in &pages {
            let page = buyer.get(page).await.body;
            assert!(!page.contains(&all) && page.contains(&rest), "{page}");
        }
        for page in [&office_page, &office_list] {
            let page = office.get(page).await.body;
            assert!(!page.contains(&all) && page.contains(&rest), "{page}");
        }
        let (acting, id) = (seller(houses[1]), part(houses[1]).id);
        selling::accept(&town.market, &acting, id).await.unwrap();
        selling::pack(&town.market, &acting, id).await.unwrap();
        selling::ship(&town.market, &acting, id, "Amana".to_owned(), None).await.unwrap();
        selling::refuse_at_door(&town.market, &acting, id).await.unwrap();
        for page in &pages {
            let page = buyer.get(page).await.body;
            assert!(page.contains("Rien n’est dû.") && !page.contains("class=\"total\""), "{page}");
            assert!(!page.contains("Paiement en espèces à la livraison"), "{page}");
        }
        let page = office.get(&office_page).await.body;
        assert!(page.contains("Rien n’est dû.") && !page.contains("class=\"total\""), "{page}");
    }

    async fn two_sizes_of_one_product_are_told_apart_wherever_they_are_named(db: TestDb) {
        let town = Town::build(db).await;
        let own = &town.houses[0];
        let canister = canister(&town, own, 5_400).await;
        let sizes = ["250\u{a0}ml", "5\u{a0}l"];
        let cart = cart(&town, Locale::Fr, &[own.variant, canister], "Casablanca").await;
        let mut buyer = town.guest();
        buyer.set_cookie("cart", &cart.to_string());
        let page = buyer.get("/fr/cart").await.body;
        let labels: Vec<&str> = page.split("<label").skip(1).filter_map(|rest| rest.split("</label>").next()).collect();
        order(&town, Locale::Fr, &[own.variant, canister], "Casablanca").await;
        town.market.run_jobs().await;
        let all = town.market.outbox.all();
        let mails: Vec<&str> = all.iter().map(|sent| sent.message.text.as_str()).filter(|text| text.contains(" × ")).collect();
        let list = town.member(0).await.get(&format!("/fr/sell/{}/orders", own.id)).await.body;
        for size in sizes {
            assert!(labels.iter().any(|label| label.to_lowercase().contains(size)), "{size}: {labels:?}");
            assert!(mails.iter().any(|mail| mail.to_lowercase().contains(size)), "{size}: {mails:?}");
            assert!(list.to_lowercase().contains(size), "{size}: {list}");
        }
        assert!(mails.iter().any(|mail| mail.contains("Numéro de commande\u{a0}: TZ-")), "{mails:?}");
    }

    async fn a_quantity_that_is_none_is_said_beside_its_field_on_the_page_of_the_product(db: TestDb) {
        let town = Town::build(db).await;
        let own = &town.houses[0];
        let light = own.variant.to_string();
        let heavy = canister(&town, own, 5_400).await.to_string();
        let mut buyer = town.guest();
        for bad in ["", "0", "-1", "1.5", "999999"] {
            let fields = [("variant", heavy.as_str()), ("quantity", bad)];
            let reply = buyer.post("/fr/cart/lines", &fields).await;
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
            assert_eq!(reply.field("quantity").as_deref(), Some(bad), "{}", reply.body);
            assert!(reply.body.contains("id=\"quantity-error\""), "{bad}: {}", reply.body);
            assert!(reply.body.contains(&format!("value=\"{heavy}\" checked")), "{bad}");
            assert!(!reply.body.contains(&format!("value=\"{light}\" checked")), "{bad}");
            assert!(buyer.cookie("cart").is_none(), "{bad}: no cart was opened");
        }
        let many = buyer.post("/fr/cart/lines", &[("variant", light.as_str()), ("quantity", "99")]).await;
        assert!(matches!(many.status, StatusCode::SEE_OTHER | StatusCode::CONFLICT), "{}", many.status);
        let nothing = buyer.post("/fr/cart/lines", &[("variant", "x"), ("quantity", "1")]).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn towns_are_named_in_the_language_of_whoever_reads(db: TestDb) {
        let town = Town::build(db).await;
        let own = &town.houses[0];
        rewrite(&town, "update person set locale = 'ar'").await;
        rewrite(&town, "update cooperative set town = 'Tafraout', province_iso = 'MA-TIZ'").await;
        let cart = cart(&town, Locale::Ar, &[own.variant], "Casablanca").await;
        let mut buyer = town.guest();
        buyer.set_cookie("cart", &cart.to_string());
        let delivery = buyer.get("/ar/checkout/delivery").await.body;
        assert!(delivery.contains("تافراوت") && !delivery.contains("Tafraout"), "{delivery}");
        let confirm = buyer.get("/ar/checkout/confirm").await.body;
        assert!(confirm.contains("الدار البيضاء") && !confirm.contains(">Casablanca"), "{confirm}");
        let placed = order(&town, Locale::Ar, &[own.variant], "Casablanca").await;
        town.market.run_jobs().await;
        let told = sent(&town, "+212685000021");
        let told = told.iter().find(|text| text.contains(&placed.number)).unwrap();
        assert!(told.contains("الدار البيضاء") && !told.contains("Casablanca"), "{told}");
        let mut member = town.member(0).await;
        let list = member.get(&format!("/ar/sell/{}/orders", own.id)).await.body;
        assert!(list.contains("الدار البيضاء") && !list.contains("Casablanca"), "{list}");
        let list = member.get(&format!("/fr/sell/{}/orders", own.id)).await.body;
        assert!(list.contains("Casablanca"), "{list}");
        let mut office = town.administrator().await;
        let list = office.get("/ar/admin/orders").await.body;
        assert!(list.contains("الدار البيضاء") && !list.contains("Casablanca"), "{list}");
    }

    async fn the_page_of_delivery_says_what_delivery_and_all_of_it_cost(db: TestDb) {
        let town = Town::build(db).await;
        let own = &town.houses[0];
        let cart = cart(&town, Locale::Fr, &[own.variant], "Casablanca").await;
        let quote = buying::quote(&town.market, cart).await.unwrap();
        let mut buyer = town.guest();
        buyer.set_cookie("cart", &cart.to_string());
        let page = buyer.get("/fr/checkout/delivery").await.body;
        let aside = page.split("<aside").nth(1).unwrap();
        for minor in [quote.offer.totals.delivery_minor, quote.offer.totals.total_minor] {
            assert!(aside.contains(&written(minor)), "{minor}: {aside}");
        }
        assert!(!aside.contains("dès que vous indiquez votre ville"), "{aside}");
        assert!(buyer.get("/fr/checkout/who").await.body.contains("dès que vous indiquez votre ville"));
    }

    async fn a_size_of_what_nobody_can_buy_yet_is_not_said_to_be_seen(db: TestDb) {
        let town = Town::build(db).await;
        let own = &town.houses[0];
        let mut member = town.member(0).await;
        let made = member.post(&format!("/fr/sell/{}/products", own.id), &[]).await;
        let root = made.location().unwrap().rsplit_once('/').unwrap().0.to_owned();
        let size = [("amount", "250"), ("unit", "ml"), ("price", "85"), ("parcel", "480")];
        let added = member.post_and_follow(&format!("{root}/price"), &size).await;
        for (path, seen) in [
            (added.links(&format!("{root}/sizes/"))[0].clone(), false),
            (format!("/fr/sell/{}/products/{}/sizes/{}", own.id, own.product, own.variant), true),
        ] {
            let page = member.get(&path).await;
            assert_eq!(page.body.contains("compte tout de suite"), seen, "{}", page.body);
            let version = page.field("version").unwrap();
            let fields: Vec<_> = size.into_iter().chain([("version", version.as_str())]).collect();
            let saved = member.post_and_follow(&path, &fields).await;
            assert_eq!(saved.status, StatusCode::OK, "{}", saved.body);
            assert!(saved.body.contains("Enregistré."), "{}", saved.body);
            assert_eq!(saved.body.contains("Les clients le voient maintenant"), seen, "{}", saved.body);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_office_reads_the_origin_that_buyers_read() {
    let town = Town::build(testkit::database::fresh(testkit::Backend::Sqlite).await).await;
    let own = &town.houses[0];
    let places = catalogue::place::load(&town.market.db).await.unwrap();
    let cooperative = catalogue::cooperative::get(&town.market.db, own.id).await.unwrap();
    let region = places
        .region(&cooperative.region_iso)
        .unwrap()
        .name
        .text(Locale::Fr)
        .to_owned();
    let page = town
        .administrator()
        .await
        .get(&format!("/fr/admin/listings/{}", own.revision))
        .await;
    let origin = page.body.split("Origine").nth(1).unwrap();
    let escaped = region.replace('\'', "&#39;");
    assert!(
        origin.split("</tr>").next().unwrap().contains(&escaped),
        "{region}: {}",
        page.body
    );
}
