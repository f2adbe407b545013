//! From a draft to the shelf and off it again, on both databases.
#![cfg(test)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop"
)]

mod common;

use catalogue::{
    Error, Gap,
    cooperative::{self, Contact, CooperativeState},
    moderation::{self, Moderator, NewRemark},
    photo::{self, PhotoState},
    product::{self, ProductState},
    revision::{self, Content, Revision, RevisionState},
    samples, slug,
    variant::{self, Amount, Shape, Unit},
};
use common::{World, newest, people, rows, write};
use kernel::{
    Limit, Locale, Phone, Read, Texts,
    ids::{CooperativeId, PersonId, RevisionId},
    time::{DAY, HOUR},
};
use testkit::{TestDb, on_both};

fn moderator(person: PersonId) -> Moderator {
    Moderator {
        person,
        cooperatives: Vec::new(),
    }
}

fn remark(field: &str, reason: Option<&str>, note: Option<&str>) -> NewRemark {
    NewRemark {
        field: field.into(),
        reason: reason.map(str::to_owned),
        note: note.map(str::to_owned),
    }
}

/// Opens a new revision of the product on sale, renames it and sends it in.
async fn edit_and_submit(world: &World, seed: u64, name: &str) -> Revision {
    let (coop, person, product) = (world.cooperative, world.seller, world.product);
    let content = samples::content(name);
    let id = write(&world.db, seed, move |tx, mint| {
        Box::pin(async move {
            let open = revision::open(tx, mint, coop, person, product).await?;
            revision::save(tx, mint, coop, open.id, open.version, content).await?;
            revision::submit(tx, mint, coop, person, open.id).await?;
            Ok(open.id)
        })
    })
    .await
    .unwrap();
    revision::find_for_cooperative(&world.db, coop, id)
        .await
        .unwrap()
        .unwrap()
}

async fn approve(world: &World, seed: u64, id: RevisionId, version: i32) -> Result<(), Error> {
    let by = moderator(world.administrator);
    write(&world.db, seed, move |tx, mint| {
        Box::pin(async move { moderation::approve(tx, mint, &by, id, version).await })
    })
    .await
}

async fn product_of(world: &World) -> product::Product {
    product::get(&world.db, world.product).await.unwrap()
}

async fn sequence(db: &impl Read) -> i64 {
    catalogue::change::sequence(db).await.unwrap()
}

on_both! {
    async fn a_draft_says_everything_it_lacks_and_is_kept(db: TestDb) {
        let (seller, _, coop) = people(&db).await;
        let (product, id) = write(&db, 2, move |tx, mint| Box::pin(async move { product::draft(tx, mint, coop, seller).await })).await.unwrap();
        let submit = write(&db, 3, move |tx, mint| Box::pin(async move { revision::submit(tx, mint, coop, seller, id).await })).await;
        let Err(Error::Incomplete(gaps)) = submit else { panic!("{submit:?}") };
        assert_eq!(gaps, [Gap::Photo, Gap::Category, Gap::Variant, Gap::Name]);
        let half = Content { category_code: Some("argan-food".into()), ..Content::default() };
        let version = write(&db, 4, move |tx, mint| Box::pin(async move { revision::save(tx, mint, coop, id, 1, half).await })).await.unwrap();
        let kept = revision::get_newest_for_cooperative(&db, coop, product).await.unwrap();
        assert_eq!((kept.version, kept.content.category_code.as_deref()), (version, Some("argan-food")));
        let gaps = revision::list_gaps(&db, &kept).await.unwrap();
        assert_eq!(gaps, [Gap::Photo, Gap::Variant, Gap::Name, Gap::Allergens]);
        assert_eq!(rows(&db, "revision", "state = 'draft'").await, 1);
    }

    async fn an_approved_listing_is_on_the_shelf_under_its_names(db: TestDb) {
        let world = World::with_stock(&db, 3).await;
        let product = product_of(&world).await;
        assert!(product.listed && product.available);
        assert_eq!((product.state, product.price_minor), (ProductState::OnSale, Some(8_500)));
        assert_eq!(product.slugs.get(Locale::Fr), Some("huile-d-argan"));
        assert_eq!(product.slugs.get(Locale::Ar), Some("زيت-أركان"));
        assert_eq!(slug::find_product(&db, "huile-d-argan").await.unwrap(), Some(world.product));
        let found = rows(&db, "product", "search_text like '%huile d argan%' and search_text like '%tislit%' and search_text like '%اركان%'").await;
        assert_eq!(found, 1);
        assert_eq!(rows(&db, "product", "category_code = 'argan-food' and region_iso = 'MA-09'").await, 1);
    }

    async fn an_edited_product_stays_on_sale_as_approved_until_the_new_revision_is(db: TestDb) {
        let world = World::with_stock(&db, 3).await;
        let approved = product_of(&world).await.approved_revision;
        let before = sequence(&db).await;
        let submitted = edit_and_submit(&world, 10, "Huile d'argan grillée").await;
        assert_eq!(submitted.number, 2);
        assert_eq!(product_of(&world).await.approved_revision, approved);
        assert!(product_of(&world).await.listed);
        assert_eq!(sequence(&db).await, before, "buyers see nothing new");
        let case = moderation::find_case(&db, submitted.id).await.unwrap().unwrap();
        assert_eq!(case.approved.unwrap().content.name.fr.as_deref(), Some("Huile d'argan"));
        assert_eq!((case.photos.len(), case.approved_photos.len(), case.variants.len()), (1, 1, 1));
        approve(&world, 11, submitted.id, submitted.version).await.unwrap();
        assert_eq!(product_of(&world).await.approved_revision, Some(submitted.id));
        assert_eq!(rows(&db, "revision", "state = 'superseded'").await, 1);
        assert!(sequence(&db).await > before);
    }

    async fn a_changed_slug_still_leads_to_its_product(db: TestDb) {
        let world = World::with_stock(&db, 3).await;
        let submitted = edit_and_submit(&world, 10, "Huile d'argan grillée").await;
        approve(&world, 11, submitted.id, submitted.version).await.unwrap();
        assert_eq!(product_of(&world).await.slugs.fr.as_deref(), Some("huile-d-argan-grillee"));
        for old_or_new in ["huile-d-argan", "huile-d-argan-grillee"] {
            assert_eq!(slug::find_product(&db, old_or_new).await.unwrap(), Some(world.product));
        }
        let (coop, who) = (world.cooperative, (world.seller, world.administrator));
        let (other, _) = write(&db, 20, move |tx, mint| {
            Box::pin(async move { samples::product(tx, mint, coop, who, "Huile d'argan", 1).await })
        }).await.unwrap();
        assert_eq!(product::get(&db, other).await.unwrap().slugs.fr.as_deref(), Some("huile-d-argan-2"));
        assert_eq!(slug::find_product(&db, "nothing").await.unwrap(), None);
    }

    async fn of_two_who_edit_at_once_the_second_is_told(db: TestDb) {
        let world = World::with_stock(&db, 3).await;
        let (coop, person, product) = (world.cooperative, world.seller, world.product);
        let open = write(&db, 10, move |tx, mint| Box::pin(async move { revision::open(tx, mint, coop, person, product).await })).await.unwrap();
        let again = write(&db, 11, move |tx, mint| Box::pin(async move { revision::open(tx, mint, coop, person, product).await })).await.unwrap();
        assert_eq!(open.id, again.id, "at most one is open");
        let save = |seed, name: &'static str| {
            let (id, version) = (open.id, open.version);
            write(&world.db, seed, move |tx, mint| {
                Box::pin(async move { revision::save(tx, mint, coop, id, version, samples::content(name)).await })
            })
        };
        let (first, second) = futures_util::join!(save(12, "A"), save(13, "B"));
        let told = [&first, &second].iter().filter(|answer| matches!(answer, Err(Error::Stale("revision")))).count();
        assert_eq!((told, first.is_ok() || second.is_ok()), (1, true));
    }

    async fn a_claim_that_names_nothing_known_is_refused_at_its_field(db: TestDb) {
        let world = World::with_stock(&db, 3).await;
        let (coop, person, product) = (world.cooperative, world.seller, world.product);
        let open = write(&db, 10, move |tx, mint| Box::pin(async move { revision::open(tx, mint, coop, person, product).await })).await.unwrap();
        let wrong = [
            ("category", Content { category_code: Some("nothing".into()), ..samples::content("A") }),
            ("origin_region", Content { origin_region_iso: Some("MA-99".into()), ..samples::content("A") }),
            ("label", Content { label_code: Some("nothing".into()), ..samples::content("A") }),
            ("allergens", Content { allergens: Some(vec!["nothing".into()]), ..samples::content("A") }),
        ];
        for (seed, (field, content)) in (20..).zip(wrong) {
            let (id, version) = (open.id, open.version);
            let answer = write(&db, seed, move |tx, mint| {
                Box::pin(async move { revision::save(tx, mint, coop, id, version, content).await })
            }).await;
            assert!(matches!(answer, Err(Error::Invalid(at)) if at == field), "{field}: {answer:?}");
        }
        assert_eq!(newest(&world).await.version, open.version);
    }

    async fn changes_are_asked_for_at_a_field_and_the_seller_sends_it_in_again(db: TestDb) {
        let world = World::with_stock(&db, 3).await;
        let submitted = edit_and_submit(&world, 10, "Huile").await;
        let (id, version, by) = (submitted.id, submitted.version, moderator(world.administrator));
        let remarks = [remark("name", Some("unclear"), Some("Dites laquelle.")), remark("photo", Some("dark"), None)];
        write(&db, 11, move |tx, mint| {
            Box::pin(async move { moderation::request_changes(tx, mint, &by, id, version, &remarks).await })
        }).await.unwrap();
        let remarks = revision::list_remarks(&db, id).await.unwrap();
        assert_eq!(remarks.len(), 2);
        assert_eq!((remarks[1].field.as_str(), remarks[1].reason.as_deref()), ("name", Some("unclear")));
        assert_eq!(newest(&world).await.state, RevisionState::ChangesRequested);
        assert!(product_of(&world).await.listed, "what is on sale stays");
        let again = edit_and_submit(&world, 12, "Huile d'argan vierge").await;
        assert_eq!((again.id, again.state), (id, RevisionState::Submitted));
        approve(&world, 13, again.id, again.version).await.unwrap();
    }

    async fn a_decision_without_a_known_remark_leaves_everything_as_it_was(db: TestDb) {
        let world = World::with_stock(&db, 3).await;
        let submitted = edit_and_submit(&world, 10, "Huile").await;
        let (id, version) = (submitted.id, submitted.version);
        let wrong = [
            vec![],
            vec![remark("nothing", Some("unclear"), None)],
            vec![remark("name", Some("dark"), None)],
            vec![remark("name", None, None)],
        ];
        for (seed, remarks) in (20..).zip(wrong) {
            let by = moderator(world.administrator);
            let answer = write(&db, seed, move |tx, mint| {
                Box::pin(async move { moderation::reject(tx, mint, &by, id, version, &remarks, None).await })
            }).await;
            assert!(matches!(answer, Err(Error::Invalid("remark"))), "{answer:?}");
        }
        assert_eq!(newest(&world).await, submitted);
        assert_eq!(rows(&db, "remark", "1 = 1").await + rows(&db, "listing_event", "event = 'reject'").await, 0);
    }

    async fn a_rejected_revision_can_be_begun_anew_from_what_was_approved(db: TestDb) {
        let world = World::with_stock(&db, 3).await;
        let submitted = edit_and_submit(&world, 10, "Huile miraculeuse").await;
        let (id, version, by) = (submitted.id, submitted.version, moderator(world.administrator));
        write(&db, 11, move |tx, mint| {
            Box::pin(async move {
                let remarks = [remark("description", Some("health"), None)];
                moderation::reject(tx, mint, &by, id, version, &remarks, Some("Non.".into())).await
            })
        }).await.unwrap();
        let (coop, person, product) = (world.cooperative, world.seller, world.product);
        let next = write(&db, 12, move |tx, mint| Box::pin(async move { revision::open(tx, mint, coop, person, product).await })).await.unwrap();
        assert_eq!((next.number, next.state), (3, RevisionState::Draft));
        assert_eq!(next.content.name.fr.as_deref(), Some("Huile d'argan"));
        assert_eq!(photo::list_for_revision(&db, next.id).await.unwrap().len(), 1);
    }

    async fn an_administrator_decides_on_what_was_looked_at_and_only_once(db: TestDb) {
        let world = World::with_stock(&db, 3).await;
        let submitted = edit_and_submit(&world, 10, "Huile").await;
        assert!(matches!(approve(&world, 11, submitted.id, submitted.version - 1).await, Err(Error::Stale(_))));
        let (first, second) = futures_util::join!(
            approve(&world, 12, submitted.id, submitted.version),
            approve(&world, 13, submitted.id, submitted.version)
        );
        assert_eq!(usize::from(first.is_ok()) + usize::from(second.is_ok()), 1, "{first:?} {second:?}");
        assert_eq!(rows(&db, "revision", "state = 'approved'").await, 1);
        assert_eq!(rows(&db, "listing_event", "event = 'approve'").await, 2, "the first listing and this one");
    }

    async fn nobody_decides_on_a_listing_of_their_own_cooperative(db: TestDb) {
        let world = World::with_stock(&db, 3).await;
        let submitted = edit_and_submit(&world, 10, "Huile").await;
        let own = Moderator { person: world.seller, cooperatives: vec![world.cooperative] };
        let (id, version) = (submitted.id, submitted.version);
        let by = own.clone();
        let answer = write(&db, 11, move |tx, mint| Box::pin(async move { moderation::approve(tx, mint, &by, id, version).await })).await;
        assert!(matches!(answer, Err(Error::OwnListing)));
        let answer = write(&db, 12, move |tx, mint| Box::pin(async move { moderation::claim(tx, mint, &own, id).await })).await;
        assert!(matches!(answer, Err(Error::OwnListing)));
        assert_eq!(newest(&world).await, submitted);
    }

    async fn what_one_administrator_claimed_the_others_leave_alone_for_a_while(db: TestDb) {
        let world = World::with_stock(&db, 3).await;
        let id = edit_and_submit(&world, 10, "Huile").await.id;
        let (one, two) = (moderator(world.administrator), moderator(world.seller));
        let by = one.clone();
        write(&db, 11, move |tx, mint| Box::pin(async move { moderation::claim(tx, mint, &by, id).await })).await.unwrap();
        let by = two.clone();
        let answer = write(&db, 12, move |tx, mint| Box::pin(async move { moderation::claim(tx, mint, &by, id).await })).await;
        assert!(matches!(answer, Err(Error::Claimed(who)) if who == world.administrator));
        let by = two.clone();
        let version = newest(&world).await.version;
        let answer = write(&db, 13, move |tx, mint| Box::pin(async move { moderation::approve(tx, mint, &by, id, version).await })).await;
        assert!(matches!(answer, Err(Error::Claimed(_))));
        let by = two.clone();
        let later = testkit::mint_at(testkit::NOON.plus(HOUR), 14);
        db.write(move |tx| Box::pin(async move { moderation::claim(tx, &later, &by, id).await })).await.unwrap();
        db.write(move |tx| Box::pin(async move { moderation::unclaim(tx, &two, id).await })).await.unwrap();
        write(&db, 15, move |tx, mint| Box::pin(async move { moderation::claim(tx, mint, &one, id).await })).await.unwrap();
    }

    async fn the_queue_shows_the_longest_waiting_first_in_pages(db: TestDb) {
        let world = World::with_stock(&db, 3).await;
        let (coop, person) = (world.cooperative, world.seller);
        for n in 0..3 {
            let mint = testkit::mint_at(testkit::NOON.plus(-n * HOUR), 50 + n as u64);
            db.write(move |tx| Box::pin(async move {
                let (product, id) = product::draft(tx, &mint, coop, person).await?;
                revision::save(tx, &mint, coop, id, 1, samples::content(&format!("P{n}"))).await?;
                let photo = samples::photo(tx, &mint, coop).await?;
                revision::add_photos(tx, &mint, coop, id, &[photo]).await?;
                variant::add(tx, &mint, coop, person, product, samples::bottle(1)).await?;
                revision::submit(tx, &mint, coop, person, id).await
            })).await.unwrap();
        }
        let first = moderation::list_queue(&db, None, Limit::new(2)).await.unwrap();
        let names: Vec<_> = first.items.iter().map(|waiting| waiting.revision.content.name.fr.clone().unwrap()).collect();
        assert_eq!(names, ["P2", "P1"]);
        assert!(!first.items[0].is_update && first.items[0].photo.is_some());
        assert_eq!(first.items[0].cooperative_name.fr.as_deref(), Some("Coopérative Tislit 1"));
        let second = moderation::list_queue(&db, first.next.as_deref(), Limit::new(2)).await.unwrap();
        assert_eq!((second.items.len(), second.next), (1, None));
        assert!(matches!(moderation::list_queue(&db, Some("x"), Limit::new(2)).await, Err(Error::Invalid("after"))));
        let (count, oldest) = moderation::count_queue(&db).await.unwrap();
        assert_eq!((count, oldest), (3, Some(testkit::NOON.plus(-2 * HOUR))));
    }

    async fn a_submitted_revision_is_taken_back_before_it_is_changed(db: TestDb) {
        let world = World::with_stock(&db, 3).await;
        let submitted = edit_and_submit(&world, 10, "Huile").await;
        let (coop, person, id, version) = (world.cooperative, world.seller, submitted.id, submitted.version);
        let save = write(&db, 11, move |tx, mint| {
            Box::pin(async move { revision::save(tx, mint, coop, id, version, samples::content("B")).await })
        }).await;
        assert!(matches!(save, Err(Error::Refused(_))));
        write(&db, 12, move |tx, mint| Box::pin(async move { revision::withdraw(tx, mint, coop, person, id).await })).await.unwrap();
        let draft = newest(&world).await;
        assert_eq!((draft.state, draft.submitted_at), (RevisionState::Draft, None));
    }

    async fn only_a_verified_cooperative_submits_and_a_suspended_one_vanishes_from_the_shelf(db: TestDb) {
        let world = World::with_stock(&db, 3).await;
        let (coop, admin, person, product) = (world.cooperative, world.administrator, world.seller, world.product);
        let before = sequence(&db).await;
        let version = cooperative::get(&db, coop).await.unwrap().version;
        write(&db, 10, move |tx, mint| {
            Box::pin(async move { cooperative::suspend(tx, mint, admin, coop, version, "Fraude".into()).await })
        }).await.unwrap();
        assert!(!product_of(&world).await.listed);
        assert!(sequence(&db).await > before);
        assert!(!cooperative::is_verified(&db, coop).await.unwrap());
        let submit = write(&db, 11, move |tx, mint| {
            Box::pin(async move {
                let open = revision::open(tx, mint, coop, person, product).await?;
                revision::submit(tx, mint, coop, person, open.id).await
            })
        }).await;
        assert!(matches!(submit, Err(Error::NotVerified)));
        write(&db, 12, move |tx, mint| {
            Box::pin(async move { cooperative::reinstate(tx, mint, admin, coop, version + 1).await })
        }).await.unwrap();
        assert!(product_of(&world).await.listed);
    }

    async fn a_product_is_paused_resumed_suspended_lifted_and_archived(db: TestDb) {
        let world = World::with_stock(&db, 3).await;
        let (coop, person, admin, id) = (world.cooperative, world.seller, world.administrator, world.product);
        let state = async || { let p = product_of(&world).await; (p.state, p.listed) };
        write(&db, 10, move |tx, mint| Box::pin(async move { product::pause(tx, mint, coop, person, id).await })).await.unwrap();
        assert_eq!(state().await, (ProductState::Paused, false));
        write(&db, 11, move |tx, mint| Box::pin(async move { product::resume(tx, mint, coop, person, id).await })).await.unwrap();
        assert_eq!(state().await, (ProductState::OnSale, true));
        write(&db, 12, move |tx, mint| Box::pin(async move { product::suspend(tx, mint, admin, id, "Plainte".into()).await })).await.unwrap();
        assert_eq!(state().await, (ProductState::Suspended, false));
        assert_eq!(product_of(&world).await.suspended_reason.as_deref(), Some("Plainte"));
        for (seed, refused) in [(13, true), (14, false)] {
            let answer = write(&db, seed, move |tx, mint| Box::pin(async move {
                if refused { product::resume(tx, mint, coop, person, id).await } else { product::archive(tx, mint, coop, person, id).await }
            })).await;
            assert!(matches!(answer, Err(Error::Refused(_))), "an administrator alone lifts it");
        }
        write(&db, 15, move |tx, mint| Box::pin(async move { product::lift(tx, mint, admin, id).await })).await.unwrap();
        assert_eq!(state().await, (ProductState::Paused, false));
        write(&db, 16, move |tx, mint| Box::pin(async move { product::archive(tx, mint, coop, person, id).await })).await.unwrap();
        assert_eq!(state().await, (ProductState::Archived, false));
        let listed = product::list_for_cooperative(&db, coop, None, Limit::default()).await.unwrap();
        assert!(listed.items.is_empty());
        assert_eq!(product::list_events(&db, id).await.unwrap()[0].event, "archive");
    }

    async fn a_foreign_product_is_as_absent_as_one_that_never_was(db: TestDb) {
        let world = World::with_stock(&db, 3).await;
        let (own, admin, person, product, variant) = (world.cooperative, world.administrator, world.seller, world.product, world.variant);
        let other: CooperativeId = write(&db, 10, move |tx, mint| Box::pin(async move { samples::cooperative(tx, mint, admin, 2).await })).await.unwrap();
        let revision = newest(&world).await;
        let photo = photo::list_for_revision(&db, revision.id).await.unwrap()[0].id;
        assert!(product::find_for_cooperative(&db, other, product).await.unwrap().is_none());
        assert!(revision::find_for_cooperative(&db, other, revision.id).await.unwrap().is_none());
        assert!(variant::find_for_cooperative(&db, other, variant).await.unwrap().is_none());
        assert!(photo::find_for_cooperative(&db, other, photo).await.unwrap().is_none());
        assert!(photo::find_for_cooperative(&db, own, photo).await.unwrap().is_some());
        let (id, version) = (revision.id, revision.version);
        macro_rules! absent {
            ($seed:literal, $tx:ident, $mint:ident, $call:expr) => {{
                let answer = write(&db, $seed, move |$tx, $mint| Box::pin(async move { $call.await.map(|_| ()) })).await;
                assert!(matches!(answer, Err(Error::NotFound(_))), "{answer:?}");
            }};
        }
        absent!(20, tx, mint, product::pause(tx, mint, other, person, product));
        absent!(21, tx, mint, product::archive(tx, mint, other, person, product));
        absent!(22, tx, mint, revision::open(tx, mint, other, person, product));
        absent!(23, tx, mint, revision::save(tx, mint, other, id, version, Content::default()));
        absent!(24, tx, mint, revision::submit(tx, mint, other, person, id));
        absent!(25, tx, mint, revision::withdraw(tx, mint, other, person, id));
        absent!(26, tx, mint, revision::add_photos(tx, mint, other, id, &[]));
        absent!(27, tx, mint, revision::arrange_photos(tx, mint, other, id, &[]));
        absent!(28, tx, mint, variant::add(tx, mint, other, person, product, samples::bottle(1)));
        absent!(29, tx, mint, variant::retire(tx, mint, other, variant, 1));
        absent!(30, tx, mint, variant::change_price(tx, mint, other, person, variant, 1, 9_000));
        absent!(31, tx, mint, variant::reorder(tx, mint, other, product, &[]));
        // One's own revision with another's photo.
        let (draft, _) = write(&db, 32, move |tx, mint| Box::pin(async move { product::draft(tx, mint, other, person).await })).await.unwrap();
        let mine = revision::get_newest_for_cooperative(&db, other, draft).await.unwrap().id;
        absent!(33, tx, mint, revision::add_photos(tx, mint, other, mine, &[photo]));
    }

    async fn photos_are_added_arranged_and_removed(db: TestDb) {
        let (seller, _, coop) = people(&db).await;
        let (photos, id) = write(&db, 2, move |tx, mint| Box::pin(async move {
            let (_, id) = product::draft(tx, mint, coop, seller).await?;
            let mut photos = Vec::new();
            for _ in 0..3 { photos.push(samples::photo(tx, mint, coop).await?); }
            revision::add_photos(tx, mint, coop, id, &photos).await?;
            Ok((photos, id))
        })).await.unwrap();
        let order = vec![photos[2], photos[0]];
        write(&db, 3, move |tx, mint| Box::pin(async move { revision::arrange_photos(tx, mint, coop, id, &order).await })).await.unwrap();
        let shown: Vec<_> = photo::list_for_revision(&db, id).await.unwrap().iter().map(|photo| photo.id).collect();
        assert_eq!(shown, [photos[2], photos[0]]);
        let unknown = photos[1];
        let answer = write(&db, 4, move |tx, mint| Box::pin(async move { revision::arrange_photos(tx, mint, coop, id, &[unknown]).await })).await;
        assert!(matches!(answer, Err(Error::NotFound("photo"))));
        let answer = write(&db, 5, move |tx, mint| Box::pin(async move {
            let mut many = Vec::new();
            for _ in 0..revision::MOST_PHOTOS { many.push(samples::photo(tx, mint, coop).await?); }
            revision::add_photos(tx, mint, coop, id, &many).await
        })).await;
        assert!(matches!(answer, Err(Error::TooMany { max: 8, .. })));
        assert_eq!(rows(&db, "photo", "1 = 1").await, 3, "the refused ones are not left behind");
        // A photo in no revision is forgotten after a day, and its key with it.
        let gone = photo::find_for_cooperative(&db, coop, unknown).await.unwrap().unwrap().key;
        let forgotten = db.write(|tx| Box::pin(async move { photo::forget_unused(tx, testkit::NOON.plus(DAY)).await })).await.unwrap();
        assert_eq!(forgotten, 1);
        assert!(photo::list_live_keys(&db, &[gone]).await.unwrap().is_empty());
    }

    async fn a_photo_is_developed_or_refused_once(db: TestDb) {
        let (seller, _, coop) = people(&db).await;
        let id = write(&db, 2, move |tx, mint| Box::pin(async move { photo::register(tx, mint, coop, Some(seller), "key").await })).await.unwrap();
        assert!(photo::find_developing(&db, id).await.unwrap().is_some());
        db.write(move |tx| Box::pin(async move { photo::refuse(tx, id, "media.broken").await })).await.unwrap();
        let photo = photo::find_for_cooperative(&db, coop, id).await.unwrap().unwrap();
        assert_eq!((photo.state, photo.refusal.as_deref()), (PhotoState::Refused, Some("media.broken")));
        assert!(photo::find_developing(&db, id).await.unwrap().is_none());
        let again = db.write(move |tx| Box::pin(async move { photo::refuse(tx, id, "media.broken").await })).await;
        assert!(matches!(again, Err(Error::Refused(_))));
        assert!(photo::list_live_keys(&db, &["key".into()]).await.unwrap().is_empty());
    }

    async fn a_price_changes_at_once_and_is_logged(db: TestDb) {
        let world = World::with_stock(&db, 3).await;
        let (coop, person, variant) = (world.cooperative, world.seller, world.variant);
        let before = sequence(&db).await;
        write(&db, 10, move |tx, mint| Box::pin(async move { variant::change_price(tx, mint, coop, person, variant, 1, 9_900).await })).await.unwrap();
        assert_eq!(product_of(&world).await.price_minor, Some(9_900));
        assert!(sequence(&db).await > before);
        let log = variant::list_price_changes(&db, variant).await.unwrap();
        assert_eq!((log.len(), log[0].old_minor, log[0].new_minor, log[0].person), (1, 8_500, 9_900, Some(person)));
        let stale = write(&db, 11, move |tx, mint| Box::pin(async move { variant::change_price(tx, mint, coop, person, variant, 1, 1).await })).await;
        assert!(matches!(stale, Err(Error::Stale("variant"))));
        for price in [0, -1, i64::MAX] {
            let wrong = write(&db, 12, move |tx, mint| Box::pin(async move { variant::change_price(tx, mint, coop, person, variant, 2, price).await })).await;
            assert!(matches!(wrong, Err(Error::Invalid("price"))));
        }
        assert_eq!(rows(&db, "price_change", "1 = 1").await, 1);
    }

    async fn variants_are_reshaped_reordered_and_given_up_but_for_the_last(db: TestDb) {
        let world = World::with_stock(&db, 3).await;
        let (coop, person, product, first) = (world.cooperative, world.seller, world.product, world.variant);
        let second = write(&db, 10, move |tx, mint| Box::pin(async move { variant::add(tx, mint, coop, person, product, samples::bottle(2)).await })).await.unwrap();
        let shape = Shape { amount: Amount::parse("1,5", Unit::Litre).unwrap(), name: Texts::new("", "Grande", ""), parcel_g: 1_700 };
        write(&db, 11, move |tx, mint| Box::pin(async move { variant::reshape(tx, mint, coop, second, 1, shape).await })).await.unwrap();
        write(&db, 12, move |tx, mint| Box::pin(async move { variant::reorder(tx, mint, coop, product, &[second, first]).await })).await.unwrap();
        let listed = variant::list_for_product(&db, product).await.unwrap();
        assert_eq!((listed[0].id, listed[0].amount.thousandths, listed[0].parcel_g), (second, 1_500, 1_700));
        write(&db, 13, move |tx, mint| Box::pin(async move { variant::retire(tx, mint, coop, first, 1).await })).await.unwrap();
        let last = write(&db, 14, move |tx, mint| Box::pin(async move { variant::retire(tx, mint, coop, second, 2).await })).await;
        assert!(matches!(last, Err(Error::LastVariant)));
        assert_eq!(variant::list_for_product(&db, product).await.unwrap().len(), 1);
        let full = write(&db, 15, move |tx, mint| Box::pin(async move {
            for _ in 0..variant::MOST { variant::add(tx, mint, coop, person, product, samples::bottle(1)).await?; }
            Ok(())
        })).await;
        assert!(matches!(full, Err(Error::TooMany { .. })));
        assert_eq!(variant::list_for_product(&db, product).await.unwrap().len(), 1, "nothing is left of the refused ones");
    }

    async fn a_cooperative_applies_is_refused_corrects_itself_and_is_verified(db: TestDb) {
        let (person, admin, _) = people(&db).await;
        let id = write(&db, 10, move |tx, mint| Box::pin(async move { cooperative::apply(tx, mint, Some(person), samples::application(7)).await })).await.unwrap();
        assert_eq!(cooperative::count_in_state(&db, CooperativeState::Applied).await.unwrap(), 1);
        assert_eq!(slug::find_cooperative(&db, "cooperative-tislit-7").await.unwrap(), Some(id));
        let stale = write(&db, 11, move |tx, mint| Box::pin(async move { cooperative::verify(tx, mint, admin, id, 9).await })).await;
        assert!(matches!(stale, Err(Error::Stale("cooperative"))));
        write(&db, 12, move |tx, mint| Box::pin(async move { cooperative::refuse(tx, mint, admin, id, 1, "RIB illisible".into()).await })).await.unwrap();
        assert_eq!(cooperative::get(&db, id).await.unwrap().decision_reason.as_deref(), Some("RIB illisible"));
        let verify = write(&db, 13, move |tx, mint| Box::pin(async move { cooperative::verify(tx, mint, admin, id, 2).await })).await;
        assert!(matches!(verify, Err(Error::Refused(_))));
        write(&db, 14, move |tx, mint| Box::pin(async move { cooperative::reapply(tx, mint, person, id, 2, samples::application(8)).await })).await.unwrap();
        write(&db, 15, move |tx, mint| Box::pin(async move { cooperative::verify(tx, mint, admin, id, 3).await })).await.unwrap();
        assert!(cooperative::is_verified(&db, id).await.unwrap());
        let events: Vec<String> = cooperative::list_events(&db, id).await.unwrap().into_iter().map(|event| event.event).collect();
        assert_eq!(events, ["verify", "reapply", "refuse", "apply"]);
        let contact = Contact { phone: Phone::stored("+212661000009".into()), email: None, contact_name: "Zineb".into(), address: None, collects: false };
        write(&db, 16, move |tx, mint| Box::pin(async move { cooperative::change_contact(tx, mint, person, id, 4, contact).await })).await.unwrap();
        write(&db, 17, move |tx, mint| Box::pin(async move { cooperative::tell_story(tx, mint, person, id, 5, Texts::new("قصتنا", "", "")).await })).await.unwrap();
        let now = cooperative::get(&db, id).await.unwrap();
        assert_eq!((now.collects, now.contact_name.as_str(), now.story.ar.as_deref()), (false, "Zineb", Some("قصتنا")));
        assert_eq!(cooperative::name(&db, id).await.unwrap().fr.as_deref(), Some("Coopérative Tislit 8"));
        assert_eq!(cooperative::list_by_ids(&db, &[id]).await.unwrap().len(), 1);
        let page = cooperative::list_in_state(&db, CooperativeState::Verified, None, Limit::new(1)).await.unwrap();
        assert!(page.next.is_some());
        let rest = cooperative::list_in_state(&db, CooperativeState::Verified, page.next.map(|id| id.parse().unwrap()), Limit::new(1)).await.unwrap();
        assert_eq!((rest.items.len(), rest.next), (1, None));
    }

    async fn the_sellers_own_list_shows_each_product_with_its_newest_revision(db: TestDb) {
        let world = World::with_stock(&db, 3).await;
        let (coop, person) = (world.cooperative, world.seller);
        edit_and_submit(&world, 10, "Huile nouvelle").await;
        write(&db, 11, move |tx, mint| Box::pin(async move { product::draft(tx, mint, coop, person).await })).await.unwrap();
        let page = product::list_for_cooperative(&db, coop, None, Limit::new(5)).await.unwrap();
        assert_eq!(page.items.len(), 2);
        let row = page.items.iter().find(|row| row.product.id == world.product).unwrap();
        assert_eq!(row.name.fr.as_deref(), Some("Huile nouvelle"));
        assert_eq!((row.left, row.variants), (3, 1));
        assert_eq!(row.revision.unwrap().1, RevisionState::Submitted);
        assert!(row.photo.is_some());
        let first = product::list_for_cooperative(&db, coop, None, Limit::new(1)).await.unwrap();
        let second = product::list_for_cooperative(&db, coop, first.next.map(|id| id.parse().unwrap()), Limit::new(1)).await.unwrap();
        assert_ne!(first.items[0].product.id, second.items[0].product.id);
    }
}
