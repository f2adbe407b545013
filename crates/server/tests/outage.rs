//! PostgreSQL goes away while the market is open, and comes back. Between the binary and the server
//! lies a wire that the test cuts: every connection ends as when the server shuts down, and new ones are
//! refused.
#![cfg(test)]

mod support;

use reqwest::{Client, StatusCode};
use sea_orm::ConnectionTrait;
use std::{
    net::Ipv4Addr,
    time::{Duration, Instant},
};
use support::{
    Place,
    buying::{ask, order, send},
    furnish::furnish,
};
use testkit::Backend;
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    task::{JoinHandle, JoinSet},
};

/// Carries bytes between a port of its own and PostgreSQL.
struct Wire {
    port: u16,
    to: String,
    carrying: JoinHandle<()>,
}

impl Wire {
    async fn lay(to: &str) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
        let port = listener.local_addr().expect("its address").port();
        let to = to.to_owned();
        Self {
            port,
            carrying: tokio::spawn(carry(listener, to.clone())),
            to,
        }
    }

    async fn cut(&mut self) {
        self.carrying.abort();
        (&mut self.carrying).await.expect_err("it was carrying");
        let refused = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).await;
        refused.expect_err("nobody answers");
    }

    async fn mend(&mut self) {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).await;
        self.carrying = tokio::spawn(carry(listener.expect("the same port"), self.to.clone()));
    }
}

async fn carry(listener: TcpListener, to: String) {
    // Dropped with this task, and every connection with it.
    let mut connections = JoinSet::new();
    while let Ok((mut near, _)) = listener.accept().await {
        let to = to.clone();
        connections.spawn(async move {
            if let Ok(mut far) = TcpStream::connect(to).await {
                copy_bidirectional(&mut near, &mut far).await.ok();
            }
        });
        while connections.try_join_next().is_some() {}
    }
}

async fn page(client: &Client, url: &str) -> (StatusCode, String) {
    let reply = client.get(url).send().await.expect("an answer");
    (reply.status(), reply.text().await.expect("a body"))
}

/// Asks whether the market is ready until it gives this answer, at most for so long.
async fn until_ready_says(client: &Client, url: &str, wanted: StatusCode, most: Duration) {
    let begun = Instant::now();
    loop {
        let (status, _) = page(client, &format!("{url}/readyz")).await;
        if status == wanted {
            break;
        }
        assert!(
            begun.elapsed() < most,
            "/readyz says {status} after {:?}",
            begun.elapsed()
        );
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(begun.elapsed() < most, "/readyz took {:?}", begun.elapsed());
}

#[test]
fn c11_without_its_database_the_market_shows_what_it_has_and_recovers_by_itself() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let database = testkit::database::fresh(Backend::Postgres).await;
        let variant = furnish(&database.db()).await.variant;
        let address = database.options().url;
        let (start, rest) = address
            .split_once('@')
            .expect("an address postgres://user@host:port/name");
        let (server, name) = rest.split_once('/').expect("a database");
        let mut wire = Wire::lay(server).await;
        let through = format!("{start}@127.0.0.1:{}/{name}", wire.port);
        let place = Place::new();
        let market = place.serve_with(&["--no-demo"], &[("TIWIZI__DATABASE__URL", through.into())]);
        let (client, url) = (Client::new(), market.url.as_str());

        until_ready_says(&client, url, StatusCode::OK, Duration::from_secs(10)).await;
        let bought = ask(&client, url, &variant, 1).await.expect("a quote");
        assert_eq!(order(&client, url, &bought).await.status, StatusCode::CREATED);
        // The order moved the catalogue, so give the door the time to see it before it keeps pages.
        tokio::time::sleep(Duration::from_millis(1200)).await;
        let kept = [format!("{url}/fr"), format!("{url}/ar/products")];
        let mut shown = Vec::new();
        for address in &kept {
            let (status, body) = page(&client, address).await;
            assert_eq!(status, StatusCode::OK, "{address}");
            shown.push(body);
        }
        let asset = shown[0].split("\"/a/").nth(1).and_then(|rest| rest.split('"').next());
        let asset = format!("{url}/a/{}", asset.expect("a file of the page"));

        let server = database.options().connect().await.expect("the server itself");
        let stop = "select pg_terminate_backend(pid) from pg_stat_activity
                    where datname = current_database() and pid <> pg_backend_pid()";
        server.execute_unprepared(stop).await.expect("every connection ends");
        wire.cut().await;
        until_ready_says(&client, url, StatusCode::SERVICE_UNAVAILABLE, Duration::from_secs(5)).await;
        assert_eq!(page(&client, &format!("{url}/livez")).await.0, StatusCode::OK);
        for (address, body) in kept.iter().zip(&shown) {
            assert_eq!(
                page(&client, address).await,
                (StatusCode::OK, body.clone()),
                "{address}"
            );
        }
        assert_eq!(page(&client, &asset).await.0, StatusCode::OK);
        let refused = send(client.post(format!("{url}/api/v1/carts"))).await;
        assert!(refused.is_clean_refusal(), "{refused:?}");
        // A page that was never made has a face all the same.
        let (status, body) = page(&client, &format!("{url}/fr/cooperatives")).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(body.contains("<html lang=\"fr\""), "{body}");
        assert_eq!(
            page(&client, &format!("{url}/readyz")).await.0,
            StatusCode::SERVICE_UNAVAILABLE
        );

        wire.mend().await;
        let back = Instant::now();
        until_ready_says(&client, url, StatusCode::OK, Duration::from_secs(10)).await;
        let mut turn = 2;
        loop {
            if let Ok(asked) = ask(&client, url, &variant, turn).await
                && order(&client, url, &asked).await.status == StatusCode::CREATED
            {
                break;
            }
            assert!(back.elapsed() < Duration::from_secs(10), "nothing can be ordered");
            turn += 1;
        }
        assert_eq!(page(&client, &format!("{url}/fr/cooperatives")).await.0, StatusCode::OK);
        let again = order(&client, url, &bought).await;
        assert_eq!(
            again.status,
            StatusCode::CREATED,
            "what was acknowledged before is there: {again:?}"
        );
        drop(market);
        server.close().await.ok();
    });
}
