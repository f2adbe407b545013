//! Listing: from a photo that was sent to a product that buyers see, and who is told.

use crate::stall::{Stall, stall};
use bytes::Bytes;
use catalogue::{
    Error as Refusal,
    moderation::NewRemark,
    photo::{self, PhotoState},
    product::{self, ProductState},
    revision::{self, RevisionState},
    samples, variant,
};
use kernel::{
    Fault, Kind,
    ids::{ProductId, RevisionId},
    time::{DAY, HOUR},
};
use market::{Error, actor::Administrator, listing};
use testkit::{TestDb, on_both};

/// A product with everything but an answer, sent in through the verbs.
async fn submitted(stall: &Stall) -> (ProductId, RevisionId) {
    let (market, seller) = (&stall.market, stall.acting(0));
    let (product, id) = listing::draft_product(market, seller).await.unwrap();
    listing::save_revision(market, seller, id, 1, samples::content("Amlou"))
        .await
        .unwrap();
    let kept = listing::receive_photo(market, Bytes::from(testkit::png(200, 150, 3)))
        .await
        .unwrap();
    listing::upload_photos(market, seller, id, vec![kept]).await.unwrap();
    market.run_jobs().await;
    listing::add_variant(market, seller, product, samples::bottle(4))
        .await
        .unwrap();
    listing::submit_listing(market, seller, id).await.unwrap();
    (product, id)
}

async fn version(stall: &Stall, id: RevisionId) -> i32 {
    let found = revision::find_for_cooperative(&stall.market.db, stall.cooperatives[0], id)
        .await
        .unwrap();
    found.unwrap().version
}

fn kind<T>(answer: Result<T, Error>) -> Kind {
    answer.err().unwrap().kind()
}

on_both! {
    async fn a_product_goes_from_a_photo_to_the_shelf_and_its_people_are_told(db: TestDb) {
        let stall = stall(db, 1, 0, 0).await;
        let market = &stall.market;
        let (product, id) = submitted(&stall).await;
        let photos = photo::list_for_revision(&market.db, id).await.unwrap();
        assert_eq!((photos.len(), photos[0].state), (1, PhotoState::Ready));
        let key = media::Key::parse(&photos[0].key).unwrap();
        let file = media::Name::webp(&key, photos[0].sizes[0]);
        assert!(market.photos.get(&file).await.unwrap().is_some(), "no photo row without its file");
        assert!(market.photos.get_incoming(&key).await.unwrap().is_none());
        let seen = version(&stall, id).await;
        listing::claim_listing(market, stall.administrator, id).await.unwrap();
        listing::approve_listing(market, stall.administrator, id, seen).await.unwrap();
        assert!(product::get(&market.db, product).await.unwrap().listed);
        market.run_jobs().await;
        let told = market.outbox.all();
        assert!(told.iter().any(|sent| sent.message.text.contains("Amlou")), "{told:?}");
    }

    async fn a_file_that_is_no_photo_leaves_nothing_behind(db: TestDb) {
        let stall = stall(db, 1, 0, 0).await;
        let market = &stall.market;
        let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec();
        for bytes in [Vec::new(), b"<svg xmlns='x'></svg>".to_vec(), b"<?php echo 1;".to_vec(), heic] {
            assert_eq!(kind(listing::receive_photo(market, bytes.into()).await), Kind::Invalid);
        }
        let incoming = std::fs::read_dir(market.directory().join("photos").join("incoming"));
        assert!(incoming.is_err() || incoming.unwrap().next().is_none());
    }

    async fn a_broken_photo_gets_its_sentence_and_no_file(db: TestDb) {
        let stall = stall(db, 1, 0, 0).await;
        let (market, seller) = (&stall.market, stall.acting(0));
        let (_, id) = listing::draft_product(market, seller).await.unwrap();
        let mut cut = testkit::png(200, 150, 3);
        cut.truncate(2_000);
        let kept = listing::receive_photo(market, cut.into()).await.unwrap();
        let photos = listing::upload_photos(market, seller, id, vec![kept]).await.unwrap();
        market.run_jobs().await;
        let shown = photo::find_for_cooperative(&market.db, seller.cooperative, photos[0]).await.unwrap().unwrap();
        assert_eq!((shown.state, shown.refusal.as_deref()), (PhotoState::Refused, Some("media.broken")));
        let key = media::Key::parse(&shown.key).unwrap();
        assert!(market.photos.get_incoming(&key).await.unwrap().is_none());
        assert!(market.photos.facts(&key).await.unwrap().is_none());
        listing::arrange_photos(market, seller, id, Vec::new()).await.unwrap();
        market.clock.advance(2 * DAY);
        listing::sweep_photos(market).await.unwrap();
        assert!(photo::find_for_cooperative(&market.db, seller.cooperative, photos[0]).await.unwrap().is_none());
    }

    async fn the_same_photo_sent_twice_is_ready_twice(db: TestDb) {
        let stall = stall(db, 1, 0, 0).await;
        let (market, seller) = (&stall.market, stall.acting(0));
        let (_, id) = listing::draft_product(market, seller).await.unwrap();
        let bytes = Bytes::from(testkit::png(200, 150, 3));
        let one = listing::receive_photo(market, bytes.clone()).await.unwrap();
        let two = listing::receive_photo(market, bytes).await.unwrap();
        listing::upload_photos(market, seller, id, vec![one, two]).await.unwrap();
        market.run_jobs().await;
        let photos = photo::list_for_revision(&market.db, id).await.unwrap();
        assert!(photos.len() == 2 && photos.iter().all(|photo| photo.state == PhotoState::Ready));
        market.clock.advance(2 * DAY);
        listing::sweep_photos(market).await.unwrap();
        let key = media::Key::parse(&photos[0].key).unwrap();
        assert!(market.photos.facts(&key).await.unwrap().is_some(), "what a revision shows is not swept");
    }

    async fn an_administrator_who_belongs_to_the_cooperative_does_not_decide(db: TestDb) {
        let stall = stall(db, 1, 0, 0).await;
        let market = &stall.market;
        let (product, id) = submitted(&stall).await;
        let own = Administrator { person: stall.seller };
        let seen = version(&stall, id).await;
        let remarks = vec![NewRemark { field: "name".into(), reason: Some("unclear".into()), note: None }];
        for answer in [
            listing::approve_listing(market, own, id, seen).await,
            listing::request_changes(market, own, id, seen, remarks.clone()).await,
            listing::reject_listing(market, own, id, seen, remarks, None).await,
            listing::claim_listing(market, own, id).await,
        ] {
            assert!(matches!(answer, Err(Error::Catalogue(Refusal::OwnListing))), "{answer:?}");
        }
        assert_eq!(product::get(&market.db, product).await.unwrap().state, ProductState::Draft);
    }

    async fn changes_are_told_with_their_reason_and_a_claim_ends_by_itself(db: TestDb) {
        let stall = stall(db, 1, 0, 0).await;
        let market = &stall.market;
        let (product, id) = submitted(&stall).await;
        listing::claim_listing(market, Administrator { person: stall.administrator.person }, id).await.unwrap();
        listing::release_claim(market, stall.administrator, id).await.unwrap();
        listing::claim_listing(market, stall.administrator, id).await.unwrap();
        market.clock.advance(HOUR);
        let remarks = vec![NewRemark { field: "photo".into(), reason: Some("dark".into()), note: Some("Près de la fenêtre.".into()) }];
        let seen = version(&stall, id).await;
        listing::request_changes(market, stall.administrator, id, seen, remarks).await.unwrap();
        let newest = revision::get_newest_for_cooperative(&market.db, stall.cooperatives[0], product).await.unwrap();
        assert_eq!(newest.state, RevisionState::ChangesRequested);
        market.run_jobs().await;
        let before = market.outbox.all().len();
        assert!(before > 0);
        let twice = listing::request_changes(market, stall.administrator, id, seen, Vec::new()).await;
        assert_eq!(kind(twice), Kind::Conflict);
        market.run_jobs().await;
        assert_eq!(market.outbox.all().len(), before);
    }

    async fn prices_and_stocks_change_at_once_and_words_after_a_decision(db: TestDb) {
        let stall = stall(db, 1, 1, 5).await;
        let (market, seller) = (&stall.market, stall.acting(0));
        let id = stall.variants[0][0];
        let size = variant::find_for_cooperative(&market.db, seller.cooperative, id).await.unwrap().unwrap();
        listing::change_price(market, seller, id, size.version, 9_900).await.unwrap();
        listing::count_stock(market, seller, id, 0, Some(5)).await.unwrap();
        let product = product::get(&market.db, size.product).await.unwrap();
        assert_eq!((product.price_minor, product.available, product.listed), (Some(9_900), false, true));
        let shape = variant::Shape { amount: size.amount, name: size.name, parcel_g: 600 };
        let terms = listing::Terms { shape, price_minor: 8_000 };
        assert_eq!(kind(listing::change_variant(market, seller, id, size.version, terms.clone()).await), Kind::Conflict);
        listing::change_variant(market, seller, id, size.version + 1, terms).await.unwrap();
        let open = listing::open_revision(market, seller, product.id).await.unwrap();
        listing::save_revision(market, seller, open.id, open.version, samples::content("Autre nom")).await.unwrap();
        let shown = catalogue::offer::list(&market.db, &[id]).await.unwrap();
        assert_eq!((shown[0].price_minor, shown[0].product_name.fr.as_deref()), (8_000, Some("Huile 1.0")));
    }

    async fn a_product_is_suspended_by_the_office_alone_and_its_people_are_told(db: TestDb) {
        let stall = stall(db, 1, 1, 5).await;
        let (market, seller) = (&stall.market, stall.acting(0));
        let id = catalogue::offer::list(&market.db, &[stall.variants[0][0]]).await.unwrap()[0].product;
        listing::suspend_product(market, stall.administrator, id, "Une plainte".to_owned()).await.unwrap();
        market.run_jobs().await;
        assert!(market.outbox.all().iter().any(|sent| sent.message.text.contains("Une plainte")));
        assert_eq!(kind(listing::resume_product(market, seller, id).await), Kind::Conflict);
        listing::lift_suspension(market, stall.administrator, id).await.unwrap();
        listing::resume_product(market, seller, id).await.unwrap();
        listing::pause_product(market, seller, id).await.unwrap();
        listing::archive_product(market, seller, id).await.unwrap();
        assert_eq!(kind(listing::resume_product(market, seller, id).await), Kind::Conflict);
    }

    async fn another_cooperatives_product_is_absent_for_every_verb(db: TestDb) {
        let stall = stall(db, 2, 1, 5).await;
        let (market, other) = (&stall.market, stall.acting(1));
        let variant = stall.variants[0][0];
        let id = catalogue::offer::list(&market.db, &[variant]).await.unwrap()[0].product;
        let open = listing::open_revision(market, stall.acting(0), id).await.unwrap();
        let kept = listing::receive_photo(market, Bytes::from(testkit::png(200, 150, 9))).await.unwrap();
        assert_eq!(kind(listing::open_revision(market, other, id).await), Kind::NotFound);
        assert_eq!(kind(listing::save_revision(market, other, open.id, 1, samples::content("X")).await), Kind::NotFound);
        assert_eq!(kind(listing::upload_photos(market, other, open.id, vec![kept]).await), Kind::NotFound);
        assert_eq!(kind(listing::arrange_photos(market, other, open.id, Vec::new()).await), Kind::NotFound);
        assert_eq!(kind(listing::submit_listing(market, other, open.id).await), Kind::NotFound);
        assert_eq!(kind(listing::withdraw_listing(market, other, open.id).await), Kind::NotFound);
        assert_eq!(kind(listing::pause_product(market, other, id).await), Kind::NotFound);
        assert_eq!(kind(listing::archive_product(market, other, id).await), Kind::NotFound);
        assert_eq!(kind(listing::add_variant(market, other, id, samples::bottle(1)).await), Kind::NotFound);
        assert_eq!(kind(listing::change_price(market, other, variant, 1, 100).await), Kind::NotFound);
        assert_eq!(kind(listing::retire_variant(market, other, variant, 1).await), Kind::NotFound);
        assert_eq!(kind(listing::reorder_variants(market, other, id, Vec::new()).await), Kind::NotFound);
        assert_eq!(kind(listing::count_stock(market, other, variant, 1, None).await), Kind::NotFound);
        assert_eq!(photo::list_for_revision(&market.db, open.id).await.unwrap().len(), 1);
    }
}
