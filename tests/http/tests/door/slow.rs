//! Somebody with a weak network and no scripts: a photo of ten megabytes takes its time and arrives. A
//! scale model, so that nobody waits for minutes: the listener is ten times less patient than the real one,
//! and the network, 400 kbit/s in truth, is twenty times as fast.

use crate::town::Town;
use catalogue::photo::{self, PhotoState};
use gateway::{App, Config, Limits};
use std::time::Duration;
use testkit::{Backend, database::fresh};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::{interval, timeout},
};
use tokio_util::sync::CancellationToken;

/// Patience of the real listener, a tenth of it.
fn limits() -> Limits {
    let real = Limits::default();
    Limits {
        headers: real.headers / 10,
        stall: real.stall / 10,
        slowest: real.slowest * 10,
        longest: real.longest / 10,
        ..real
    }
}

/// A picture that is as large as a photo may be: what follows its end is nothing to see.
fn large() -> Vec<u8> {
    let mut photo = testkit::png(240, 200, 5);
    photo.resize(media::LARGEST_FILE, 0);
    photo
}

#[tokio::test(flavor = "multi_thread")]
async fn a21_ten_megabytes_over_a_weak_network_arrive_without_scripts() {
    let town = Town::build(fresh(Backend::Sqlite).await).await;
    let mut member = town.member(0).await;
    let begun = member
        .post(&format!("/fr/sell/{}/products", town.houses[0].id), &[])
        .await;
    let page = begun.location().unwrap().to_owned();
    let product = page.split('/').nth(5).unwrap().parse().unwrap();

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let config = Config {
        hosts: vec!["market.example".to_owned()],
        trusted_proxies: Vec::new(),
    };
    let (app, stop) = (App::new(town.market.shared(), config), CancellationToken::new());
    let router = gateway::router(app.clone());
    let serving = tokio::spawn(gateway::serve(listener, router, app, limits(), stop.clone()));

    let boundary = "----a-browser-without-scripts";
    let mut body = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"photos\"; filename=\"IMG_0001.png\"\r\n\
         Content-Type: image/png\r\n\r\n"
    )
    .into_bytes();
    body.extend(large());
    body.extend(format!("\r\n--{boundary}--\r\n").bytes());
    let head = format!(
        "POST {page} HTTP/1.1\r\nHost: market.example\r\nOrigin: https://market.example\r\n\
         Sec-Fetch-Site: same-origin\r\nCookie: __Host-session={}\r\nConnection: close\r\n\
         Content-Type: multipart/form-data; boundary={boundary}\r\nContent-Length: {}\r\n\r\n",
        member.cookie("session").unwrap(),
        body.len()
    );
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut pace = interval(Duration::from_millis(100));
    for piece in body.chunks(100_000) {
        pace.tick().await;
        stream.write_all(piece).await.expect("the market goes on listening");
    }
    let mut answer = String::new();
    let read = timeout(Duration::from_secs(10), stream.read_to_string(&mut answer)).await;
    read.expect("an answer").unwrap();
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    town.market.run_jobs().await;
    let newest = catalogue::revision::get_newest_for_cooperative(&town.market.db, town.houses[0].id, product).await;
    let photos = photo::list_for_revision(&town.market.db, newest.unwrap().id)
        .await
        .unwrap();
    assert!(photos.len() == 1 && photos[0].state == PhotoState::Ready, "{photos:?}");
    stop.cancel();
    serving.await.unwrap().unwrap();
}
