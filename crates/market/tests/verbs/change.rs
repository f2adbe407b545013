//! The change sequence: everything that alters what a public page shows moves it, so that the pages
//! that are kept in memory are made anew; what the public does not see leaves it alone.

use crate::stall::{Stall, stall};
use catalogue::{change::sequence, cooperative, cooperative::Contact, samples, variant};
use kernel::{Locale, Phone, Texts, registration::Rib};
use market::{
    Error, listing,
    people::{self, Decision, Origin},
    selling,
};
use order::{
    delivery::{self, ZoneTerms},
    terms::{self, LegalKind, NewText},
};
use testkit::{TestDb, on_both};

/// Whether the sequence moved since it was last looked at.
struct Watch<'a> {
    stall: &'a Stall,
    seen: i64,
}

impl<'a> Watch<'a> {
    async fn on(stall: &'a Stall) -> Self {
        let seen = sequence(&stall.market.db).await.unwrap();
        Self { stall, seen }
    }

    async fn moved(&mut self, by: &str) {
        let now = sequence(&self.stall.market.db).await.unwrap();
        assert!(now > self.seen, "{by} changes public pages and moved nothing");
        self.seen = now;
    }

    async fn stayed(&mut self, by: &str) {
        let now = sequence(&self.stall.market.db).await.unwrap();
        assert_eq!(now, self.seen, "{by} changes no public page");
    }
}

async fn signed_in(stall: &Stall, contact: &str) -> identity::Session {
    let m = &stall.market;
    let origin = Origin {
        address: None,
        locale: Locale::Fr,
        device: String::new(),
    };
    let asked = people::request_code(m, &origin, contact).await.unwrap();
    m.run_jobs().await;
    let digits = m.last_code(contact).unwrap();
    let opened = people::sign_in(m, &origin, asked.code, &digits, None).await.unwrap();
    let found = identity::session::find_by_token(&m.db, opened.secret.reveal(), m.now()).await;
    found.unwrap().unwrap()
}

async fn version(stall: &Stall) -> i32 {
    cooperative::get(&stall.market.db, stall.cooperatives[0])
        .await
        .unwrap()
        .version
}

on_both! {
    async fn what_a_cooperative_does_to_its_shop_moves_the_sequence(db: TestDb) {
        let stall = stall(db, 1, 2, 3).await;
        let (m, seller) = (&stall.market, stall.acting(0));
        let session = signed_in(&stall, "+212661000011").await;
        let mut watch = Watch::on(&stall).await;

        people::tell_story(m, seller, version(&stall).await, Texts::new("", "Nous pressons à la main.", "")).await.unwrap();
        watch.moved("a story").await;
        let contact = Contact {
            phone: Phone::stored("+212661999999".to_owned()),
            email: None,
            contact_name: "Fatima".to_owned(),
            address: None,
            collects: false,
        };
        people::change_contact(m, &session, seller, version(&stall).await, contact).await.unwrap();
        watch.moved("a contact and the collecting").await;
        people::change_rib(m, &session, seller, version(&stall).await, Rib::stored("310810101402900442310133".to_owned())).await.unwrap();
        watch.stayed("a bank account").await;

        let offers = catalogue::offer::list(&m.db, &[stall.variants[0][0]]).await.unwrap();
        let own = offers[0].product;
        let row = || async { variant::list_for_product(&m.db, own).await.unwrap().remove(0) };
        listing::change_price(m, seller, row().await.id, row().await.version, 9_900).await.unwrap();
        watch.moved("a price").await;
        listing::count_stock(m, seller, row().await.id, 0, None).await.unwrap();
        watch.moved("selling out").await;
        listing::count_stock(m, seller, row().await.id, 3, None).await.unwrap();
        watch.moved("having some again").await;
        let added = listing::add_variant(m, seller, own, samples::bottle(5)).await.unwrap();
        watch.moved("another size").await;
        listing::retire_variant(m, seller, added, 1).await.unwrap();
        watch.moved("a size less").await;
        listing::pause_product(m, seller, own).await.unwrap();
        watch.moved("a pause").await;
        listing::resume_product(m, seller, own).await.unwrap();
        watch.moved("the end of a pause").await;

        // Three pieces of three: the word about the stock changes.
        let order = { let quote = stall.quoted(7, &[(stall.variants[0][0], 3)]).await; stall.place("take-all", &quote).await.unwrap().value };
        watch.moved("the last piece sold").await;
        let part = stall.read(&order).await.parts[0].id;
        selling::decline(m, &seller, part, "Plus de bouteilles".to_owned()).await.unwrap();
        watch.moved("pieces that come back").await;

        let draft = listing::open_revision(m, seller, own).await.unwrap();
        listing::submit_listing(m, seller, draft.id).await.unwrap();
        watch.stayed("a proposal").await;
        listing::archive_product(m, seller, own).await.unwrap();
        watch.moved("giving a product up").await;
    }

    async fn what_the_office_does_to_public_pages_moves_the_sequence(db: TestDb) {
        let stall = stall(db, 1, 1, 3).await;
        let (m, office, id) = (&stall.market, stall.administrator, stall.cooperatives[0]);
        let mut watch = Watch::on(&stall).await;

        people::decide_cooperative(m, office, id, version(&stall).await, Decision::Suspend("Papiers".to_owned())).await.unwrap();
        watch.moved("a suspension").await;
        people::decide_cooperative(m, office, id, version(&stall).await, Decision::Reinstate).await.unwrap();
        watch.moved("a reinstatement").await;
        let second = m.db.write(|tx| Box::pin(async move {
            Ok::<_, Error>(cooperative::apply(tx, &testkit::mint(99), None, samples::application(9)).await?)
        })).await.unwrap();
        watch.stayed("an application").await;
        people::decide_cooperative(m, office, second, 1, Decision::Verify).await.unwrap();
        watch.moved("a verification").await;

        let own = catalogue::offer::list(&m.db, &[stall.variants[0][0]]).await.unwrap()[0].product;
        listing::suspend_product(m, office, own, "Étiquette".to_owned()).await.unwrap();
        watch.moved("a product taken off").await;
        listing::lift_suspension(m, office, own).await.unwrap();
        watch.stayed("a suspension lifted: it is paused").await;

        let zone = delivery::list_zones(&m.db).await.unwrap().remove(0);
        let terms = ZoneTerms { name: zone.name, days: (1, 9), per_kg: zone.per_kg, max_g: zone.max_g, steps: zone.steps };
        selling::revise_zone(m, &office, zone.id, zone.version, terms.clone()).await.unwrap();
        watch.moved("a tariff").await;
        let open = selling::open_zone(m, &office, terms).await.unwrap();
        watch.moved("a new zone").await;
        selling::assign_provinces(m, &office, open, vec!["MA-CAS".to_owned()]).await.unwrap();
        watch.moved("provinces of a zone").await;

        let after = terms::current_version(&m.db, LegalKind::Sales).await.unwrap();
        let words = "# Conditions".to_owned();
        let text = NewText { kind: LegalKind::Sales, ar: words.clone(), fr: words.clone(), en: words, reviewed: true };
        selling::publish_text(m, &office, after, text).await.unwrap();
        watch.moved("a legal text").await;
    }
}
