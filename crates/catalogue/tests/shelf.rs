//! What the public sees of the catalogue, and what it must never see.
#![cfg(test)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests say what they expect")]

mod common;

use catalogue::{
    Error, cooperative, product, revision, samples,
    shelf::{self, Query, Sort, Stock},
    stock, variant,
};
use common::{people, write};
use kernel::{
    Db, Limit, Texts,
    ids::{CooperativeId, PersonId, ProductId, VariantId},
};
use testkit::{TestDb, on_both};

/// What a product on the shelf is to be.
struct Goods {
    name: &'static str,
    category: &'static str,
    label: Option<&'static str>,
    price_minor: i64,
    on_hand: i64,
}

const fn goods(name: &'static str, category: &'static str, price_minor: i64) -> Goods {
    Goods {
        name,
        category,
        label: None,
        price_minor,
        on_hand: 9,
    }
}

/// Puts a product on the shelf; a larger seed is a later one.
async fn put(
    db: &Db,
    seed: u64,
    cooperative: CooperativeId,
    (person, administrator): (PersonId, PersonId),
    goods: Goods,
) -> (ProductId, VariantId) {
    write(db, seed, move |tx, mint| {
        Box::pin(async move {
            let (product, revision) = product::draft(tx, mint, cooperative, person).await?;
            let mut content = samples::content(goods.name);
            content.category_code = Some(goods.category.to_owned());
            content.label_code = goods.label.map(str::to_owned);
            content.name = Texts::new("", goods.name, "");
            revision::save(tx, mint, cooperative, revision, 1, content).await?;
            let photo = samples::photo(tx, mint, cooperative).await?;
            revision::add_photos(tx, mint, cooperative, revision, &[photo]).await?;
            let mut bottle = samples::bottle(goods.on_hand);
            bottle.price_minor = goods.price_minor;
            let variant = variant::add(tx, mint, cooperative, person, product, bottle).await?;
            revision::submit(tx, mint, cooperative, person, revision).await?;
            approve(tx, mint, administrator, cooperative, product).await?;
            Ok((product, variant))
        })
    })
    .await
    .unwrap()
}

async fn approve(
    tx: &kernel::Tx,
    mint: &kernel::Mint,
    administrator: PersonId,
    cooperative: CooperativeId,
    product: ProductId,
) -> Result<(), Error> {
    let newest = revision::get_newest_for_cooperative(tx, cooperative, product).await?;
    let moderator = catalogue::moderation::Moderator {
        person: administrator,
        cooperatives: Vec::new(),
    };
    catalogue::moderation::approve(tx, mint, &moderator, newest.id, newest.version).await
}

async fn names(db: &Db, query: &Query) -> Vec<String> {
    let page = shelf::list(db, query, Limit::default()).await.unwrap();
    page.items.into_iter().map(|card| card.name.fr.unwrap()).collect()
}

/// Five products of two cooperatives.
async fn shelf_of_five(db: &Db) -> ((PersonId, PersonId), CooperativeId, CooperativeId) {
    let (seller, administrator, first) = people(db).await;
    let who = (seller, administrator);
    let second = write(db, 2, move |tx, mint| {
        Box::pin(samples::cooperative(tx, mint, administrator, 2))
    })
    .await
    .unwrap();
    put(db, 10, first, who, goods("Huile d'argan", "argan-food", 13_000)).await;
    put(
        db,
        11,
        first,
        who,
        Goods {
            label: Some("igp"),
            ..goods("Huile d'olive", "olive", 7_000)
        },
    )
    .await;
    put(db, 12, second, who, goods("Miel d'euphorbe", "euphorbia", 25_000)).await;
    put(db, 13, second, who, goods("Savon beldi", "hammam", 4_000)).await;
    put(db, 14, second, who, goods("Couscous d'orge", "couscous", 4_000)).await;
    (who, first, second)
}

on_both! {
    async fn a_list_is_filtered_by_everything_at_once(db: TestDb) {
        let (_, first, _) = shelf_of_five(&db).await;
        assert_eq!(names(&db, &Query::default()).await.len(), 5);
        let oils = Query { category: Some("oils".into()), ..Query::default() };
        assert_eq!(names(&db, &oils).await, ["Huile d'olive", "Huile d'argan"], "a category holds those below it");
        let olive = Query { category: Some("olive".into()), ..Query::default() };
        assert_eq!(names(&db, &olive).await, ["Huile d'olive"]);
        let igp = Query { label: Some("igp".into()), ..Query::default() };
        assert_eq!(names(&db, &igp).await, ["Huile d'olive"]);
        let own = Query { cooperative: Some(first), ..Query::default() };
        assert_eq!(names(&db, &own).await.len(), 2);
        let priced = Query { min: Some(4_001), max: Some(13_000), ..Query::default() };
        assert_eq!(names(&db, &priced).await, ["Huile d'olive", "Huile d'argan"]);
        let elsewhere = Query { region: Some("MA-01".into()), ..Query::default() };
        assert!(names(&db, &elsewhere).await.is_empty());
        let all = Query { region: Some("MA-09".into()), min: Some(10_000), category: Some("oils".into()), ..Query::default() };
        assert_eq!(names(&db, &all).await, ["Huile d'argan"]);
        assert_eq!(shelf::count(&*db, &all).await.unwrap(), 1);
        assert_eq!(shelf::count(&*db, &Query::default()).await.unwrap(), 5);
    }

    async fn words_are_found_in_any_spelling_and_all_must_be_there(db: TestDb) {
        shelf_of_five(&db).await;
        let search = |text: &str| Query { text: Some(text.to_owned()), ..Query::default() };
        assert_eq!(names(&db, &search("HUILE")).await.len(), 2);
        assert_eq!(names(&db, &search("huile olive")).await, ["Huile d'olive"]);
        assert_eq!(names(&db, &search("tislit miel")).await, ["Miel d'euphorbe"], "the cooperative's name counts");
        assert!(names(&db, &search("huile savon")).await.is_empty());
        assert!(names(&db, &search("100%_")).await.is_empty(), "signs of the database are no wildcards");
        assert_eq!(names(&db, &search(" - ' ")).await.len(), 5, "no word filters nothing");
        assert!(names(&db, &search("'; drop table product; --")).await.is_empty());
    }

    async fn every_order_goes_through_the_whole_list_page_by_page(db: TestDb) {
        shelf_of_five(&db).await;
        for (sort, wanted) in [
            (Sort::Newest, ["Couscous d'orge", "Savon beldi", "Miel d'euphorbe", "Huile d'olive", "Huile d'argan"]),
            (Sort::Cheapest, ["Savon beldi", "Couscous d'orge", "Huile d'olive", "Huile d'argan", "Miel d'euphorbe"]),
            (Sort::Dearest, ["Miel d'euphorbe", "Huile d'argan", "Huile d'olive", "Couscous d'orge", "Savon beldi"]),
        ] {
            let mut query = Query { sort, ..Query::default() };
            let mut seen = Vec::new();
            loop {
                let page = shelf::list(&*db, &query, Limit::new(2)).await.unwrap();
                assert!(page.items.len() <= 2);
                seen.extend(page.items.into_iter().map(|card| card.name.fr.unwrap()));
                match page.next {
                    Some(next) => query.after = Some(next),
                    None => break,
                }
            }
            assert_eq!(seen, wanted, "{sort:?}");
        }
    }

    async fn a_cursor_that_no_page_ended_with_is_refused(db: TestDb) {
        for after in ["x", "price.1.018f0000000070008000000000000001", "new.1.zz", ""] {
            let query = Query { after: Some(after.into()), ..Query::default() };
            let refused = shelf::list(&*db, &query, Limit::default()).await;
            assert!(matches!(refused, Err(Error::Invalid("after"))), "{after}");
        }
    }

    async fn what_is_not_listed_is_nowhere(db: TestDb) {
        let (seller, administrator, cooperative) = people(&db).await;
        let (product, _) = put(&db, 10, cooperative, (seller, administrator), goods("Huile d'argan", "argan-food", 13_000)).await;
        assert!(shelf::find_product(&*db, "huile-d-argan").await.unwrap().is_some());
        write(&db, 20, move |tx, mint| Box::pin(product::pause(tx, mint, cooperative, seller, product))).await.unwrap();
        assert!(shelf::find_product(&*db, "huile-d-argan").await.unwrap().is_none(), "paused");
        assert!(names(&db, &Query::default()).await.is_empty());
        assert!(shelf::addresses(&*db, None, 10).await.unwrap().is_empty());
        assert!(shelf::tallies(&*db).await.unwrap().is_empty());
        write(&db, 21, move |tx, mint| Box::pin(product::resume(tx, mint, cooperative, seller, product))).await.unwrap();
        assert_eq!(names(&db, &Query::default()).await.len(), 1);
        let version = cooperative::get(&*db, cooperative).await.unwrap().version;
        write(&db, 22, move |tx, mint| {
            Box::pin(cooperative::suspend(tx, mint, administrator, cooperative, version, "papers".into()))
        }).await.unwrap();
        assert!(shelf::find_product(&*db, "huile-d-argan").await.unwrap().is_none(), "of a suspended cooperative");
        assert!(names(&db, &Query::default()).await.is_empty());
        assert!(shelf::find_cooperative(&*db, "cooperative-tislit-1").await.unwrap().is_none());
        assert!(shelf::list_cooperatives(&*db, None, None, Limit::default()).await.unwrap().items.is_empty());
    }

    async fn an_old_address_leads_to_the_product_under_its_new_name(db: TestDb) {
        let (seller, administrator, cooperative) = people(&db).await;
        let (product, _) = put(&db, 10, cooperative, (seller, administrator), goods("Huile d'argan", "argan-food", 13_000)).await;
        write(&db, 20, move |tx, mint| {
            Box::pin(async move {
                let open = revision::open(tx, mint, cooperative, seller, product).await?;
                let mut content = open.content.clone();
                content.name = Texts::new("زيت أركان", "Argan de Tafraout", "");
                revision::save(tx, mint, cooperative, open.id, open.version, content).await?;
                revision::submit(tx, mint, cooperative, seller, open.id).await
            })
        }).await.unwrap();
        let shown = shelf::find_product(&*db, "huile-d-argan").await.unwrap().unwrap();
        assert_eq!(shown.name.fr.as_deref(), Some("Huile d'argan"), "a revision that waits changes nothing");
        write(&db, 21, move |tx, mint| Box::pin(approve(tx, mint, administrator, cooperative, product))).await.unwrap();
        for address in ["huile-d-argan", "argan-de-tafraout", "زيت-أركان"] {
            let page = shelf::find_product(&*db, address).await.unwrap().unwrap();
            assert_eq!(page.id, product);
            assert_eq!(page.slugs.fr.as_deref(), Some("argan-de-tafraout"));
            assert_eq!(page.slugs.ar.as_deref(), Some("زيت-أركان"));
        }
        assert!(shelf::find_product(&*db, "unknown").await.unwrap().is_none());
    }

    async fn a_page_says_no_more_about_a_stock_than_buyers_need(db: TestDb) {
        let (seller, administrator, cooperative) = people(&db).await;
        let (_, variant) = put(&db, 10, cooperative, (seller, administrator), goods("Huile d'argan", "argan-food", 13_000)).await;
        let shown = async || shelf::find_product(&*db, "huile-d-argan").await.unwrap().unwrap().sizes[0].stock;
        assert_eq!(shown().await, Stock::Many);
        for (seed, count, words) in [(20, 2, Stock::Last(2)), (21, 0, Stock::SoldOut)] {
            write(&db, seed, move |tx, mint| Box::pin(stock::count(tx, mint, cooperative, seller, variant, count, None))).await.unwrap();
            assert_eq!(shown().await, words);
        }
        let card = shelf::list(&*db, &Query::default(), Limit::default()).await.unwrap().items.remove(0);
        assert_eq!((card.left, card.price_minor, card.dearest_minor), (0, 13_000, 13_000));
        assert_eq!(card.shot.unwrap().sizes, [160, 320, 640, 1024, 1600]);
    }

    async fn the_newest_are_of_one_kind_and_no_more_than_were_asked_for(db: TestDb) {
        shelf_of_five(&db).await;
        let newest = async |category, most| shelf::newest(&*db, category, most).await.unwrap();
        let oils = newest(Some("oils"), 4).await;
        let mut names: Vec<_> = oils.iter().filter_map(|card| card.name.fr.as_deref()).collect();
        names.sort_unstable();
        assert_eq!(names, ["Huile d'argan", "Huile d'olive"]);
        assert_eq!((newest(None, 3).await.len(), newest(Some("oils"), 1).await.len()), (3, 1));
    }

    async fn cooperatives_are_listed_with_what_they_sell(db: TestDb) {
        shelf_of_five(&db).await;
        let first = shelf::list_cooperatives(&*db, None, None, Limit::new(1)).await.unwrap();
        assert_eq!((first.items[0].slug.as_str(), first.items[0].products), ("cooperative-tislit-1", 2));
        let second = shelf::list_cooperatives(&*db, Some("MA-09"), first.next.as_deref(), Limit::new(1)).await.unwrap();
        assert_eq!((second.items[0].slug.as_str(), second.items[0].products), ("cooperative-tislit-2", 3));
        assert_eq!(second.next, None);
        assert!(shelf::list_cooperatives(&*db, Some("MA-01"), None, Limit::default()).await.unwrap().items.is_empty());
        let maker = shelf::find_cooperative(&*db, "cooperative-tislit-1").await.unwrap().unwrap();
        assert_eq!((maker.register_number.as_str(), maker.register_place.as_str()), ("1/2021", "Agadir"));
    }

    async fn the_reference_data_is_whole(db: TestDb) {
        let taxonomy = catalogue::taxonomy::load(&*db).await.unwrap();
        assert!(taxonomy.categories.iter().all(|category| category.name.iter().count() == 3));
        for category in &taxonomy.categories {
            assert!(taxonomy.root_of(&category.code).unwrap().parent.is_none(), "{}", category.code);
        }
        assert!(taxonomy.children("oils").any(|child| child.code == "olive"));
        assert_eq!(taxonomy.allergens.len(), 14);
        let places = catalogue::place::load(&*db).await.unwrap();
        assert_eq!((places.regions.len(), places.provinces.len()), (12, 75));
        assert!(places.provinces.iter().all(|province| places.region(&province.region_iso).is_some()));
        assert!(places.towns.iter().all(|town| places.region_of(&town.province_iso).is_some()));
        let fes = places.town_named("fes").unwrap();
        assert_eq!((fes.province_iso.as_str(), fes.name.ar.as_deref()), ("MA-FES", Some("فاس")));
        for town in &places.towns {
            let indexed = places.town_named(town.name.text(kernel::Locale::Fr)).map(|town| &town.code);
            let searched = catalogue::place::town_named(&places.towns, town.name.text(kernel::Locale::Fr)).map(|town| &town.code);
            assert_eq!(indexed, searched, "{}", town.code);
        }
    }
}
