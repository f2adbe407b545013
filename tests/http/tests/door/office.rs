//! What the office does and reads, through the pages; and what a page says of how far an order is.

use crate::town::{House, Town};
use axum::http::StatusCode;
use identity::{Contact, Role};
use kernel::time::HOUR;
use market::{Error, actor::Seller, selling};
use order::State;
use testkit::{TestDb, on_both};

fn seller(house: &House) -> Seller {
    Seller {
        person: house.person,
        cooperative: house.id,
        role: Role::Owner,
    }
}

async fn reserved(town: &Town, house: &House) -> i64 {
    let all = catalogue::variant::list_for_product(&town.market.db, house.product)
        .await
        .unwrap();
    all.into_iter().find(|row| row.id == house.variant).unwrap().reserved
}

async fn part(town: &Town, house: &House) -> order::SellerOrder {
    let id = house.part.parse().unwrap();
    order::order::get_for_notice(&town.market.db, id).await.unwrap().part
}

/// What was sent to a telephone, the latest last.
fn sent(town: &Town, to: &str) -> Vec<String> {
    let all = town.market.outbox.all();
    all.iter()
        .filter(|sent| format!("{:?}", sent.message.to).contains(to))
        .map(|sent| sent.message.text.clone())
        .collect()
}

on_both! {
    async fn suspending_a_cooperative_stops_what_it_has_not_answered(db: TestDb) {
        let town = Town::build(db).await;
        let (stopped, untouched) = (&town.houses[0], &town.houses[1]);
        assert_eq!((part(&town, stopped).await.state, reserved(&town, stopped).await), (State::New, 2));
        let mut office = town.administrator().await;
        let page = office.get(&format!("/fr/admin/cooperatives/{}", stopped.id)).await;
        let version = page.field("version").unwrap();
        let action = format!("/fr/admin/cooperatives/{}/decide", stopped.id);
        let before = sent(&town, "+212662000001").len();
        let done = office.post(&action, &[("version", &version), ("decision", "suspend"), ("reason", "Registre périmé")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        town.market.run_jobs().await;
        assert_eq!((part(&town, stopped).await.state, reserved(&town, stopped).await), (State::Cancelled, 0));
        assert_eq!(part(&town, untouched).await.state, State::New);
        let told = sent(&town, "+212662000001");
        assert_eq!(told.len(), before + 1, "the buyer is told once: {told:?}");
        assert!(told.last().unwrap().contains(&stopped.order.number), "{told:?}");
        // Once more, as a job may run: nothing moves.
        town.market.run_jobs().await;
        assert_eq!(sent(&town, "+212662000001").len(), before + 1);
    }

    async fn the_office_reads_an_order_and_finds_it_by_number_and_telephone(db: TestDb) {
        let town = Town::build(db).await;
        let own = &town.houses[0];
        let id = own.part.parse().unwrap();
        selling::accept(&town.market, &seller(own), id).await.unwrap();
        selling::pack(&town.market, &seller(own), id).await.unwrap();
        selling::ship(&town.market, &seller(own), id, "Amana".to_owned(), Some("RR77".to_owned())).await.unwrap();
        selling::deliver(&town.market, &seller(own), id, None, payment::Holder::Carrier).await.unwrap();
        town.market.run_jobs().await;
        let mut office = town.administrator().await;
        let number = own.order.number.as_str();
        let short = number.strip_prefix("TZ-").unwrap().to_lowercase();
        for (asked, rows) in [(number, 1), (short.as_str(), 1), ("tz+000000", 0), ("0662000001", 3), ("%2B212662000009", 0)] {
            let list = office.get(&format!("/fr/admin/orders?q={asked}")).await;
            assert_eq!(list.status, StatusCode::OK, "{asked}: {}", list.body);
            assert_eq!(list.links("/fr/admin/orders/TZ-").len(), rows, "{asked}");
        }
        let nonsense = office.get("/fr/admin/orders?q=%25").await;
        assert_eq!((nonsense.status, nonsense.links("/fr/admin/orders/TZ-").len()), (StatusCode::UNPROCESSABLE_ENTITY, 0));
        for lang in ["ar", "fr", "en"] {
            let page = office.get(&format!("/{lang}/admin/orders/{number}")).await;
            assert_eq!(page.status, StatusCode::OK, "{}", page.body);
            for said in ["RR77", "Salma Idrissi", "+212662000001"] {
                assert!(page.body.contains(said), "{lang}: {said}");
            }
        }
        let page = office.get(&format!("/fr/admin/orders/{number}")).await;
        for said in ["Le transporteur détient", "Commandée", "Remise au transporteur", "la coopérative", "À la coopérative", "commande reçue"] {
            assert!(page.body.contains(said), "{said}: {}", page.body);
        }
        assert!(!page.body.contains("Aucun message connu"));
        assert_eq!(office.get("/fr/admin/orders/TZ-000000").await.status, StatusCode::NOT_FOUND);
        assert_eq!(town.member(0).await.get(&format!("/fr/admin/orders/{number}")).await.status, StatusCode::NOT_FOUND);
    }

    async fn c14_what_was_given_up_while_the_mail_was_away_is_tried_again_by_the_office(db: TestDb) {
        let town = Town::build(db).await;
        let own = &town.houses[0];
        town.market.run_jobs().await;
        let told = || {
            let all = sent(&town, "+212662000001");
            all.iter().filter(|text| text.contains(&own.order.number)).count()
        };
        let before = told();
        town.market.outbox.stay_away(true);
        for house in &town.houses[..2] {
            selling::accept(&town.market, &seller(house), house.part.parse().unwrap()).await.unwrap();
        }
        for _ in 0..12 {
            town.market.run_jobs().await;
            town.market.clock.advance(8 * HOUR);
        }
        town.market.outbox.stay_away(false);
        town.market.run_jobs().await;
        assert_eq!(told(), before, "the queue has given it up");
        let mut office = town.administrator().await;
        assert!(!office.get("/fr/admin").await.links("/fr/admin/aside").is_empty());
        for (lang, said) in [("ar", "رسالة قصيرة إلى مشترٍ"), ("fr", "SMS à un acheteur"), ("en", "SMS to a buyer")] {
            let page = office.get(&format!("/{lang}/admin/aside")).await;
            assert_eq!(page.status, StatusCode::OK, "{}", page.body);
            assert!(page.body.contains(said) && page.body.contains(&own.order.number), "{}", page.body);
        }
        let list = office.get("/fr/admin/aside").await;
        let (one, all) = (list.actions("/again"), "/fr/admin/aside/again");
        assert!(one.len() == 3 && one[0] == all, "{one:?}");
        // Pressed twice, it is one thing.
        for _ in 0..2 {
            assert_eq!(office.post(&one[1], &[]).await.status, StatusCode::SEE_OTHER);
        }
        assert_eq!(office.get("/fr/admin/aside").await.actions("/again").len(), 2);
        assert_eq!(office.post(all, &[]).await.status, StatusCode::SEE_OTHER);
        town.market.run_jobs().await;
        assert_eq!(told(), before + 1, "{:?}", sent(&town, "+212662000001"));
        assert!(office.get("/fr/admin/aside").await.body.contains("Rien n’a échoué"));
        assert_eq!(office.post("/fr/admin/aside/nothing/again", &[]).await.status, StatusCode::NOT_FOUND);
        let mut member = town.member(0).await;
        assert_eq!(member.get("/fr/admin/aside").await.status, StatusCode::NOT_FOUND);
        assert_eq!(member.post(all, &[]).await.status, StatusCode::NOT_FOUND);
    }

    async fn wildcards_of_a_search_for_people_are_only_themselves(db: TestDb) {
        let town = Town::build(db).await;
        let who = town.houses[0].person;
        town.market.db.write(move |tx| Box::pin(async move {
            identity::person::rename(tx, who, "Zineb 100%_sûr!").await
        })).await.unwrap();
        let mut office = town.administrator().await;
        for (asked, found) in [("%25", 1), ("_", 1), ("100%25_S", 1), ("100_%25", 0), ("!", 1), ("zineb", 1), ("Z%25b", 0)] {
            let page = office.get(&format!("/fr/admin/people?q={asked}")).await;
            assert_eq!(page.status, StatusCode::OK);
            assert_eq!(page.actions("/end-sessions").len(), found, "{asked}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_that_did_not_happen_does_not_look_as_if_it_had() {
    let town = Town::build(testkit::database::fresh(testkit::Backend::Sqlite).await).await;
    let own = &town.houses[0];
    let mut buyer = town.buyer().await;
    let path = format!("/fr/orders/{}", own.order.number);
    let strip = |body: &str| {
        let from = body.find("<ol class=\"strip\">").unwrap();
        body[from..from + body[from..].find("</ol>").unwrap()].to_owned()
    };
    let new = strip(&buyer.get(&path).await.body);
    assert!(!new.contains("class=\"done\""), "{new}");
    assert_eq!(
        new.matches("<li class=\"now\" aria-current=\"step\">").count(),
        1,
        "{new}"
    );
    assert_eq!(new.matches("<li class=\"ahead\">").count(), 3, "{new}");
    // What is awaited says so to everybody; a tick is for what happened.
    assert!(new.contains("<small>Attendue") && !new.contains("#check"), "{new}");
    assert_eq!(new.matches("À venir").count(), 3, "{new}");
    selling::accept(&town.market, &seller(own), own.part.parse().unwrap())
        .await
        .unwrap();
    let accepted = strip(&buyer.get(&path).await.body);
    assert_eq!(accepted.matches("<li class=\"done\">").count(), 1, "{accepted}");
    assert!(accepted.contains("Fait") && accepted.contains("Attendue"), "{accepted}");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_second_factor_an_administrator_lands_where_they_were_going() {
    let town = Town::build(testkit::database::fresh(testkit::Backend::Sqlite).await).await;
    let mut office = town.half_an_administrator().await;
    let asked = office.get("/fr/admin/orders?q=0662000001").await;
    let factor = asked.location().unwrap().to_owned();
    let page = office.get(&factor).await;
    let next = page.field("next").unwrap();
    assert_eq!(next, "/fr/admin/orders?q=0662000001");
    assert!(
        page.links("/ar/account/factor?next=").len() == 1,
        "another language keeps it: {}",
        page.body
    );
    let (digits, _) = market::people::factor::demo_digits(&town.market, town.office)
        .await
        .unwrap()
        .unwrap();
    let given = office
        .post("/fr/account/factor", &[("code", &digits), ("next", &next)])
        .await;
    assert_eq!(given.location(), Some("/fr/admin/orders?q=0662000001"));
    // Going back to the form, which is behind them now.
    assert_eq!(
        office.get(&factor).await.location(),
        Some("/fr/admin/orders?q=0662000001")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_who_became_an_administrator_is_told_why_and_comes_back_to_the_cooperative() {
    let town = Town::build(testkit::database::fresh(testkit::Backend::Sqlite).await).await;
    let own = &town.houses[0];
    let person = own.person;
    town.market
        .db
        .write(move |tx| Box::pin(async move { Ok::<_, Error>(identity::person::promote(tx, person).await?) }))
        .await
        .unwrap();
    let mut member = town.member(0).await;
    let shop = format!("/fr/sell/{}/orders", own.id);
    let stopped = member.get(&shop).await;
    let factor = stopped.location().unwrap().to_owned();
    assert!(factor.starts_with("/fr/account/factor?next="), "{factor}");
    let page = member.get(&factor).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(
        page.body.contains("Les pages de votre coopérative s’ouvrent aussi"),
        "{}",
        page.body
    );
    // A quarter of an hour later a fresh code comes in between, and nothing is forgotten.
    town.market.clock.advance(20 * kernel::time::MINUTE);
    let confirm = member.get(&factor).await;
    assert_eq!(
        confirm.location().map(|to| to.starts_with("/fr/account/confirm?next=")),
        Some(true)
    );
    let ask = member.get(confirm.location().unwrap()).await;
    let code = member
        .post_and_follow("/fr/account/confirm", &[("next", &ask.field("next").unwrap())])
        .await;
    town.market.run_jobs().await;
    let contact = Contact::parse("+212685000021", true).unwrap();
    let digits = town.market.last_code(contact.as_str()).unwrap();
    let fields = [
        ("c", code.field("c").unwrap()),
        ("next", code.field("next").unwrap()),
        ("code", digits),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let back = member.post("/fr/account/confirm/code", &fields).await;
    assert_eq!(back.location(), Some(factor.as_str()));
    let page = member.get(&factor).await;
    let next = page.field("next").unwrap();
    let (digits, _) = market::people::factor::demo_digits(&town.market, person)
        .await
        .unwrap()
        .unwrap();
    let codes = member
        .post("/fr/account/factor/set-up", &[("code", &digits), ("next", &next)])
        .await;
    assert_eq!(codes.status, StatusCode::OK, "{}", codes.body);
    assert_eq!(codes.links(&shop).len(), 1, "the way on leads back: {}", codes.body);
    assert_eq!(member.get(&shop).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_that_was_replaced_is_told() {
    let town = Town::build(testkit::database::fresh(testkit::Backend::Sqlite).await).await;
    let own = &town.houses[0];
    let mut member = town.member(0).await;
    let (old, new) = ("+212685000021", "+212685000071");
    let code = member.post_and_follow("/fr/account/contact", &[("contact", new)]).await;
    town.market.run_jobs().await;
    let before = sent(&town, old).len();
    let digits = town.market.last_code(new).unwrap();
    let done = member
        .post(
            "/fr/account/contact/code",
            &[("c", &code.field("c").unwrap()), ("code", &digits)],
        )
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    town.market.run_jobs().await;
    let told = sent(&town, old);
    assert_eq!(told.len(), before + 1, "{told:?}");
    assert!(
        told.last().unwrap().contains("n’est plus celui de votre compte"),
        "{told:?}"
    );
    assert!(!told.last().unwrap().contains("71"), "it does not say the new one");
    // The cooperative's own telephone, which is printed on orders.
    let path = format!("/fr/sell/{}/contact", own.id);
    let page = member.get(&path).await;
    assert_eq!(page.status, StatusCode::OK, "{:?}", page.location());
    let printed = catalogue::cooperative::get(&town.market.db, own.id)
        .await
        .unwrap()
        .phone;
    let version = page.field("version").unwrap();
    let form = [
        ("version", version.as_str()),
        ("phone", "0612345699"),
        ("contact_name", "Fatima"),
        ("collects", "yes"),
    ];
    let saved = member.post(&path, &form).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    town.market.run_jobs().await;
    let told = sent(&town, printed.as_str());
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("n’est plus celui de"), "{told:?}");
}
