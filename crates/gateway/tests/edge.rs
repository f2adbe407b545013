//! The listener against clients that are slow, many, or do not speak HTTP as they should: a real
//! socket, raw bytes.
#![cfg(test)]

use gateway::{App, Config, Limits, router, serve};
use std::{net::SocketAddr, time::Duration};
use testkit::{Backend, TestMarket};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::{Instant, sleep, timeout},
};
use tokio_util::sync::CancellationToken;

/// A market that listens; it stops when dropped.
struct Listening {
    address: SocketAddr,
    stop: CancellationToken,
    served: Option<tokio::task::JoinHandle<std::io::Result<()>>>,
    _market: TestMarket,
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

async fn listen(limits: Limits) -> Listening {
    let market = TestMarket::open(Backend::Sqlite).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = App::new(
        market.shared(),
        Config {
            hosts: vec![address.to_string()],
            trusted_proxies: Vec::new(),
        },
    );
    let stop = CancellationToken::new();
    let served = tokio::spawn(serve(listener, router(app.clone()), app, limits, stop.clone()));
    Listening {
        address,
        stop,
        served: Some(served),
        _market: market,
    }
}

fn quick() -> Limits {
    Limits {
        headers: Duration::from_millis(300),
        stall: Duration::from_secs(1),
        slowest: 1000,
        ..Limits::default()
    }
}

/// Sends raw bytes and reads until the other side closes or a second has passed.
async fn exchange(address: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    let mut answer = Vec::new();
    timeout(Duration::from_secs(1), stream.read_to_end(&mut answer))
        .await
        .ok();
    String::from_utf8_lossy(&answer).into_owned()
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or("closed")
}

async fn is_alive(address: SocketAddr) -> bool {
    let request = format!("GET /livez HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    status(&exchange(address, request.as_bytes()).await) == "200"
}

#[tokio::test(flavor = "multi_thread")]
async fn a21_headers_that_never_end_are_cut_and_others_are_served_meanwhile() {
    let market = listen(quick()).await;
    let mut slow = Vec::new();
    for _ in 0..100 {
        let mut stream = TcpStream::connect(market.address).await.unwrap();
        stream
            .write_all(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
            .await
            .unwrap();
        slow.push(stream);
    }
    assert!(is_alive(market.address).await);
    sleep(Duration::from_millis(600)).await;
    for mut stream in slow {
        let mut rest = Vec::new();
        let ended = timeout(Duration::from_secs(1), stream.read_to_end(&mut rest)).await;
        assert!(ended.is_ok(), "a slow connection is still open");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a21_an_idle_connection_is_closed() {
    let market = listen(quick()).await;
    let mut stream = TcpStream::connect(market.address).await.unwrap();
    let mut rest = Vec::new();
    let ended = timeout(Duration::from_secs(2), stream.read_to_end(&mut rest)).await;
    assert!(ended.is_ok(), "an idle connection is still open");
}

#[tokio::test(flavor = "multi_thread")]
async fn a21_a_body_that_trickles_is_cut() {
    let market = listen(quick()).await;
    let mut stream = TcpStream::connect(market.address).await.unwrap();
    let head = format!(
        "POST /fr/cart/lines HTTP/1.1\r\nHost: {}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\n",
        market.address
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let begun = Instant::now();
    let mut open = true;
    while open && begun.elapsed() < Duration::from_secs(6) {
        open = stream.write_all(b"a").await.is_ok();
        let mut buffer = [0; 1024];
        if let Ok(Ok(read)) = timeout(Duration::from_millis(100), stream.read(&mut buffer)).await {
            open = read > 0 && !String::from_utf8_lossy(&buffer).contains("onnection: close");
            if read > 0 {
                break;
            }
        }
    }
    assert!(begun.elapsed() < Duration::from_secs(5), "the trickle went on");
}

#[tokio::test(flavor = "multi_thread")]
async fn a21_one_address_cannot_take_every_connection() {
    let market = listen(Limits {
        per_address: 5,
        headers: Duration::from_secs(5),
        ..quick()
    })
    .await;
    let mut held = Vec::new();
    for _ in 0..5 {
        held.push(TcpStream::connect(market.address).await.unwrap());
    }
    sleep(Duration::from_millis(100)).await;
    assert!(!is_alive(market.address).await, "the sixth connection was served");
    drop(held);
    sleep(Duration::from_millis(100)).await;
    assert!(is_alive(market.address).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a22_requests_that_two_readers_could_understand_differently_are_refused() {
    let market = listen(quick()).await;
    let host = market.address.to_string();
    let cases = [
        (
            "two lengths",
            format!("POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello"),
        ),
        (
            "signed length",
            format!("POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: +5\r\n\r\nhello"),
        ),
        (
            "unknown coding",
            format!("POST / HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
        ),
        (
            "space before the colon",
            format!("GET / HTTP/1.1\r\nHost : {host}\r\n\r\n"),
        ),
        ("no host", "GET / HTTP/1.1\r\n\r\n".to_owned()),
        (
            "two hosts",
            format!("GET / HTTP/1.1\r\nHost: {host}\r\nHost: evil.example\r\n\r\n"),
        ),
        (
            "folded header",
            format!("GET / HTTP/1.1\r\nHost: {host}\r\nX-A: b\r\n c\r\n\r\n"),
        ),
        (
            "control in a header",
            format!("GET / HTTP/1.1\r\nHost: {host}\r\nX-A: b\0c\r\n\r\n"),
        ),
    ];
    for (name, bytes) in cases {
        let answer = exchange(market.address, bytes.as_bytes()).await;
        let status = status(&answer);
        assert!(matches!(status, "400" | "421" | "501" | "closed"), "{name}: {status}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a22_one_request_hidden_in_another_is_not_answered() {
    // Length and chunks together: hyper drops the length, reads the chunks and closes the connection.
    let market = listen(quick()).await;
    let hidden = format!("GET /livez HTTP/1.1\r\nHost: {}\r\n\r\n", market.address);
    let request = format!(
        "POST /fr/cart/lines HTTP/1.1\r\nHost: {}\r\nContent-Length: {}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{hidden}",
        market.address, 5
    );
    let answer = exchange(market.address, request.as_bytes()).await;
    assert!(answer.matches("HTTP/1.1").count() <= 1, "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a15_a_foreign_host_is_misdirected() {
    let market = listen(quick()).await;
    let answer = exchange(
        market.address,
        b"GET /ar/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
    )
    .await;
    assert_eq!(status(&answer), "421");
    assert!(!answer.contains("evil.example"));
}

#[tokio::test(flavor = "multi_thread")]
async fn headers_that_are_too_large_are_refused() {
    let market = listen(quick()).await;
    let large = format!(
        "GET / HTTP/1.1\r\nHost: {}\r\nX-A: {}\r\n\r\n",
        market.address,
        "a".repeat(900_000)
    );
    let mut stream = TcpStream::connect(market.address).await.unwrap();
    stream.write_all(large.as_bytes()).await.ok();
    let mut answer = Vec::new();
    timeout(Duration::from_secs(2), stream.read_to_end(&mut answer))
        .await
        .ok();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    assert!(matches!(status(&answer), "431" | "closed"), "{answer}");
    assert!(is_alive(market.address).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn c19_a_request_under_way_is_answered_when_the_market_stops() {
    let mut market = listen(Limits::default()).await;
    let mut stream = TcpStream::connect(market.address).await.unwrap();
    let head = format!(
        "POST /fr/cart/lines HTTP/1.1\r\nHost: {}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\n",
        market.address
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    sleep(Duration::from_millis(200)).await;
    market.stop.cancel();
    sleep(Duration::from_millis(200)).await;
    assert!(
        TcpStream::connect(market.address).await.is_err(),
        "a new connection is taken after the stop"
    );
    stream.write_all(b"a=b").await.unwrap();
    let mut answer = Vec::new();
    timeout(Duration::from_secs(5), stream.read_to_end(&mut answer))
        .await
        .unwrap()
        .unwrap();
    assert!(String::from_utf8_lossy(&answer).starts_with("HTTP/1.1 "));
    let served = market.served.take().unwrap();
    timeout(Duration::from_secs(5), served).await.unwrap().unwrap().unwrap();
}
