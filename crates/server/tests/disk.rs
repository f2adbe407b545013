//! A disk without room: the market says so, keeps showing what it has, breaks nothing, and goes on by
//! itself when there is room again.
#![cfg(test)]

mod support;

use reqwest::{Client, StatusCode};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use std::time::Duration;
use support::{
    Place,
    buying::{Asked, ask, order, send},
    disk::Disk,
    furnish::Furnished,
};

/// Orders that were acknowledged and orders that were refused, and how many requests were sent.
#[derive(Default)]
struct Day {
    sold: Vec<Asked>,
    refused: Vec<Asked>,
    turn: usize,
}

impl Day {
    /// Tries to buy once, and says whether it worked. Anything but an order and a clean refusal fails.
    async fn buy(&mut self, client: &Client, url: &str, variant: &str) -> bool {
        self.turn += 1;
        let asked = match ask(client, url, variant, self.turn).await {
            Ok(asked) => asked,
            Err(refusal) => {
                assert!(refusal.is_clean_refusal(), "{refusal:?}");
                return false;
            }
        };
        let answer = order(client, url, &asked).await;
        if answer.status == StatusCode::CREATED {
            self.sold.push(asked);
            return true;
        }
        assert!(answer.is_clean_refusal(), "{answer:?}");
        self.refused.push(asked);
        false
    }
}

async fn status(client: &Client, url: String) -> StatusCode {
    send(client.get(url)).await.status
}

/// Writes until the disk takes nothing more: what the log holds already can still be written over.
async fn until_it_takes_nothing(day: &mut Day, client: &Client, url: &str, variant: &str) {
    let mut in_a_row = 0;
    for _ in 0..300 {
        in_a_row = if day.buy(client, url, variant).await {
            0
        } else {
            in_a_row + 1
        };
        if in_a_row == 5 {
            return;
        }
    }
    panic!("the disk was never full");
}

/// What is refused and what still works while the disk is full.
async fn assert_says_so(client: &Client, url: &str, furnished: &Furnished) {
    assert_eq!(
        status(client, format!("{url}/readyz")).await,
        StatusCode::SERVICE_UNAVAILABLE
    );
    assert_eq!(status(client, format!("{url}/livez")).await, StatusCode::OK);
    for page in ["fr", "fr/products", "ar/cooperatives", "api/v1/products"] {
        assert_eq!(status(client, format!("{url}/{page}")).await, StatusCode::OK, "{page}");
    }
    let drafted = client
        .post(format!("{url}/api/v1/seller/products"))
        .bearer_auth(&furnished.token);
    let answer = send(drafted).await;
    assert!(answer.is_clean_refusal(), "{answer:?}");
}

#[test]
fn c12_a_full_disk_is_a_clean_refusal_breaks_nothing_and_passes() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let place = Place::new();
    let disk = Disk::new(&place);
    runtime.block_on(async {
        let furnished = place.furnish().await;
        let (client, variant, mut day) = (Client::new(), furnished.variant.as_str(), Day::default());
        let market = place.serve_with(&["--no-demo"], &disk.environment());
        let url = market.url.clone();
        assert_eq!(status(&client, format!("{url}/readyz")).await, StatusCode::OK);
        assert!(day.buy(&client, &url, variant).await, "there is room at first");
        let own = client
            .post(format!("{url}/api/v1/seller/products"))
            .bearer_auth(&furnished.token);
        let product = send(own).await.body["id"].as_str().expect("a product").to_owned();

        let mut quoted = Vec::new();
        for turn in 900..906 {
            quoted.push(ask(&client, &url, variant, turn).await.expect("a quote"));
        }

        disk.fill();
        until_it_takes_nothing(&mut day, &client, &url, variant).await;
        for asked in quoted {
            let answer = order(&client, &url, &asked).await;
            assert!(answer.is_clean_refusal(), "{answer:?}");
            day.refused.push(asked);
        }
        assert_says_so(&client, &url, &furnished).await;
        let photo = client
            .post(format!("{url}/api/v1/seller/products/{product}/photos"))
            .bearer_auth(&furnished.token)
            .body(testkit::png(200, 150, 1));
        let answer = send(photo).await;
        assert!(answer.is_clean_refusal(), "{answer:?}");

        disk.empty();
        let mut tries = 0;
        while !day.buy(&client, &url, variant).await {
            tries += 1;
            assert!(tries < 20, "it goes on by itself when there is room");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert_eq!(status(&client, format!("{url}/readyz")).await, StatusCode::OK);

        // Full again, and killed in the middle of it.
        disk.fill();
        until_it_takes_nothing(&mut day, &client, &url, variant).await;
        market.signal("KILL");
        drop(market);
        assert_whole(&place).await;
        disk.empty();
        let mut market = place.serve_with(&["--no-demo"], &disk.environment());
        for asked in day.sold.iter().chain(&day.refused) {
            let answer = order(&client, &url, asked).await;
            assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
        }
        market.signal("TERM");
        assert!(market.wait());
        let orders = assert_whole(&place).await;
        let wanted = i64::try_from(day.sold.len() + day.refused.len()).expect("a number");
        assert_eq!(orders, wanted, "one order for each key");
    });
}

/// The database is sound, and every order in it is whole; says how many there are.
async fn assert_whole(place: &Place) -> i64 {
    let db = place.database().connect().await.expect("the database opens");
    let ask = async |sql: &str| {
        let row = db.query_one_raw(Statement::from_string(DbBackend::Sqlite, sql)).await;
        row.expect("a query").expect("a row")
    };
    let verdict: String = ask("pragma integrity_check").await.try_get_by_index(0).expect("a word");
    assert_eq!(verdict, "ok");
    let number = async |sql: &str| -> i64 { ask(sql).await.try_get_by_index(0).expect("a number") };
    assert_eq!(number("select count(*) from pragma_foreign_key_check").await, 0);
    let torn = "select count(*) from \"order\" o where
        not exists (select 1 from seller_order s where s.order_id = o.id)
        or exists (select 1 from seller_order s where s.order_id = o.id and not exists
            (select 1 from payment p where p.seller_order_id = s.id))
        or exists (select 1 from seller_order s where s.order_id = o.id and not exists
            (select 1 from order_line l where l.seller_order_id = s.id))";
    assert_eq!(number(torn).await, 0, "an order is whole or not there");
    let reserved = "select count(*) from variant v where v.reserved <> (
        select coalesce(sum(l.quantity), 0) from order_line l join seller_order s on s.id = l.seller_order_id
        where l.variant_id = v.id and s.state in ('new', 'accepted', 'packed'))";
    assert_eq!(number(reserved).await, 0, "what is reserved is what was ordered");
    let orders = number("select count(*) from \"order\"").await;
    db.close().await.expect("closed");
    orders
}
