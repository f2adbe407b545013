//! The demo market: it loads into an empty database only, every state is in it, its numbers agree,
//! and nobody is told of its history.

use kernel::{Read, time::DAY};
use market::{Market, Settings, demo};
use sea_orm::{ConnectionTrait, Statement};
use std::collections::BTreeSet;
use testkit::{NOON, TestDb, TestMarket, on_both};

/// The one column of a query, as text.
async fn list(market: &Market, sql: &str) -> Vec<String> {
    let reader = market.db.reader();
    let statement = Statement::from_string(reader.get_database_backend(), sql);
    let rows = reader.query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

async fn set(market: &Market, sql: &str) -> BTreeSet<String> {
    list(market, sql).await.into_iter().collect()
}

async fn count(market: &Market, sql: &str) -> i64 {
    let reader = market.db.reader();
    let statement = Statement::from_string(reader.get_database_backend(), sql);
    let row = reader.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

fn words(text: &str) -> BTreeSet<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

on_both! {
    async fn it_loads_once_with_every_state_and_with_numbers_that_agree(db: TestDb) {
        let m = TestMarket::on(db).await;
        assert!(demo::how_to_sign_in(&m).await.unwrap().is_empty());
        assert!(demo::load(&m).await.unwrap());
        assert!(!demo::load(&m).await.unwrap(), "the database is not empty any more");

        let cooperatives = set(&m, "select distinct state from cooperative").await;
        assert_eq!(cooperatives, words("applied verified refused suspended"));
        assert_eq!(count(&m, "select count(*) from cooperative where state = 'verified'").await, 16);
        let products = set(&m, "select distinct state from product").await;
        assert_eq!(products, words("draft on_sale paused suspended"));
        let revisions = set(&m, "select distinct state from revision").await;
        assert_eq!(revisions, words("draft submitted changes_requested approved rejected superseded"));
        let parts = set(&m, "select distinct state from seller_order").await;
        let all = "new accepted packed shipped delivered closed cancelled refused lost returned";
        assert_eq!(parts, words(all));
        let cancelled = set(&m, "select distinct cancelled_by from seller_order where cancelled_by is not null").await;
        assert_eq!(cancelled, words("buyer cooperative silence"));

        assert_eq!(count(&m, "select count(*) from product where listed").await, 40);
        let sizes = "select count(*) from product p where p.listed and not exists (select 1 from revision r \
                     where r.id = p.approved_revision_id and r.name_ar is not null and r.name_fr is not null \
                     and r.name_en is not null and r.description_ar is not null and r.description_fr is not null)";
        assert_eq!(count(&m, sizes).await, 0, "every product has a name and words in Arabic and French");
        let sizes = "select count(*) from (select product_id from variant group by product_id \
                     having count(*) not between 1 and 3) x";
        assert_eq!(count(&m, sizes).await, 0, "every product has one to three sizes");
        assert_eq!(count(&m, "select count(*) from product where listed and not available").await, 1);
        let last = "select count(*) from variant v join product p on p.id = v.product_id \
                    where p.listed and v.on_hand - v.reserved = 1";
        assert!(count(&m, last).await >= 1, "something is down to its last unit");
        let waiting = "select count(*) from revision r join product p on p.id = r.product_id \
                       where r.state = 'submitted' and p.listed";
        assert_eq!(count(&m, waiting).await, 1, "a product on sale waits with its next revision");

        agree(&m).await;
    }

    async fn nobody_is_told_of_what_is_long_past_and_time_does_nothing_to_it_at_once(db: TestDb) {
        let m = TestMarket::on(db).await;
        demo::load(&m).await.unwrap();
        assert_eq!(list(&m, "select distinct kind from job").await, ["demo.picture"]);
        let before = list(&m, "select state from seller_order order by id").await;
        market::selling::remind_due(&m).await.unwrap();
        market::selling::cancel_silent(&m).await.unwrap();
        market::selling::close_due(&m).await.unwrap();
        assert_eq!(list(&m, "select state from seller_order order by id").await, before);
        assert_eq!(list(&m, "select distinct kind from job").await, ["demo.picture"]);
        assert!(m.outbox.all().is_empty());
        let future = format!("select count(*) from order_event where at > {} or at < {}", NOON.0, NOON.plus(-60 * DAY).0);
        assert_eq!(count(&m, &future).await, 0, "everything happened in the last weeks");
    }

    async fn a_loader_that_was_killed_goes_on_and_tells_the_story_once(db: TestDb) {
        let m = TestMarket::on(db).await;
        let orders = "select count(*) from seller_order";
        for enough in [1, 9, 20] {
            let until = async {
                while count(&m, orders).await < enough {
                    tokio::time::sleep(std::time::Duration::from_millis(2)).await;
                }
            };
            // Whatever is under way then is dropped, as a kill would drop it.
            tokio::select! {
                told = demo::load(&m) => panic!("it was not interrupted at {enough}: {told:?}"),
                () = until => {}
            }
            // A dead process writes nothing afterwards: let what is under way here come to its end.
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
            m.db.write(|_| Box::pin(async { Ok::<_, market::Error>(()) })).await.unwrap();
            // Nothing has a picture yet, and no page claims one.
            let none = catalogue::shelf::list(&m.db, &catalogue::shelf::Query::default(), kernel::Limit::new(48)).await.unwrap();
            assert!(none.items.len() > 20 && none.items.iter().all(|card| card.shot.is_none()), "a photo without files is shown");
        }
        assert!(demo::load(&m).await.unwrap());
        assert!(!demo::load(&m).await.unwrap(), "it is told");
        let other = TestMarket::open(testkit::Backend::Sqlite).await;
        assert!(demo::load(&other).await.unwrap());
        for sql in [
            "select s.state || ' ' || s.placed_at from seller_order s order by s.placed_at, s.state",
            "select event || ' ' || at from order_event order by at, event",
            "select state || ' ' || collected_minor from payment order by state, collected_minor",
            "select kind from job order by kind",
        ] {
            assert_eq!(list(&m, sql).await, list(&other, sql).await, "{sql}");
        }
        agree(&m).await;
    }

    async fn it_is_refused_outside_a_demonstration(db: TestDb) {
        let m = TestMarket::on(db).await;
        let production = Market {
            settings: Settings { demo: false, ..m.settings.clone() },
            db: m.db.clone(),
            key: m.key.clone(),
            ways: m.ways.clone(),
            queue: m.queue.clone(),
            photos: m.photos.clone(),
            workshop: media::Workshop::new("/nowhere", Vec::<String>::new(), 1),
            mailer: m.mailer.clone(),
            clock: std::sync::Arc::new(m.clock.clone()),
            chance: m.chance.clone(),
        };
        assert!(matches!(demo::load(&production).await, Err(market::Error::NoDemo)));
        assert_eq!(count(&m, "select count(*) from person").await, 0);
    }

    async fn a_picture_is_drawn_by_its_job_and_shown_from_then_on(db: TestDb) {
        let m = TestMarket::on(db).await;
        demo::load(&m).await.unwrap();
        assert_eq!(count(&m, "select count(*) from photo where state <> 'developing'").await, 0);
        let payload = list(&m, "select payload from job where kind = 'demo.picture' order by id limit 1").await;
        let draw: demo::Draw = serde_json::from_str(&payload[0]).unwrap();
        let seen = catalogue::change::sequence(&m.db).await.unwrap();
        demo::draw_picture(&m, draw.clone()).await.unwrap();
        assert_eq!(count(&m, "select count(*) from photo where state = 'ready' and width = 1600").await, 1);
        let key = list(&m, "select key from photo where state = 'ready'").await;
        let name = media::Name::parse(&format!("{}-640.webp", key[0])).unwrap();
        assert!(m.photos.get(&name).await.unwrap().is_some());
        demo::draw_picture(&m, draw).await.unwrap();
        assert!(catalogue::change::sequence(&m.db).await.unwrap() >= seen);
    }

    async fn every_role_can_sign_in_and_the_administrators_code_is_the_one_that_is_printed(db: TestDb) {
        let m = TestMarket::on(db).await;
        demo::load(&m).await.unwrap();
        let roles = demo::roles(&m).await.unwrap();
        assert_eq!(roles.len(), 17);
        let code = demo::code(&m.clock, "administrator").unwrap();
        assert_eq!(roles[0].digits.as_ref().map(|(digits, _)| digits), Some(&code));
        assert!(demo::code(&m.clock, "buyer").is_err());
        for role in &roles {
            let contact = identity::Contact::parse(&role.phone, true).unwrap();
            let person = identity::person::find_by_contact(&m.db, &contact).await.unwrap().unwrap();
            assert_eq!(person.name, role.name);
            assert_eq!(person.is_administrator, role.cooperative.is_none());
            assert!(identity::Contact::parse(&role.phone, false).is_err(), "a demo telephone is no telephone elsewhere");
        }
        assert_eq!(demo::how_to_sign_in(&m).await.unwrap().len(), 5);
    }
}

/// What must hold between the rows, whatever was played.
async fn agree(m: &Market) {
    let held = "select count(*) from variant v where v.reserved <> coalesce((select sum(l.quantity) from order_line l \
                join seller_order s on s.id = l.seller_order_id where l.variant_id = v.id \
                and s.state in ('new', 'accepted', 'packed')), 0)";
    assert_eq!(count(m, held).await, 0, "what is reserved is what open orders hold");
    let shelf = "select count(*) from variant v where v.on_hand <> (select sum(x.on_hand_by) from stock_movement x \
                 where x.variant_id = v.id) or v.reserved <> (select sum(x.reserved_by) from stock_movement x \
                 where x.variant_id = v.id)";
    assert_eq!(count(m, shelf).await, 0, "every stock is the sum of its movements");
    let goods = "select count(*) from seller_order s where s.goods_minor <> (select sum(l.total_minor) from order_line l \
                 where l.seller_order_id = s.id) or s.total_minor <> s.goods_minor + s.delivery_minor";
    assert_eq!(
        count(m, goods).await,
        0,
        "parts are the sum of their lines and their delivery"
    );
    let due = "select count(*) from seller_order s where not exists (select 1 from payment p \
               where p.seller_order_id = s.id and p.amount_minor = s.total_minor)";
    assert_eq!(count(m, due).await, 0, "every part has its payment");
}
