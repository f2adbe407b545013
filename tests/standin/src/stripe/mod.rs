//! Stripe: hosted Checkout in mode `payment`, payment intents, refunds, disputes, expiry, events.

mod answer;
mod books;
mod form;
mod http;
mod objects;

pub use books::{Event, Mood};

use crate::Clock;
use books::Books;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::task::JoinHandle;

/// The key that the stand-in serves.
pub const KEY: &str = "sk_test_standin_0123456789";
/// The secret that its events are signed with.
pub const SECRET: &str = "whsec_standin_0123456789abcdef";

/// A server on loopback. It stops when it is dropped.
pub struct Stripe {
    books: Arc<Mutex<Books>>,
    clock: Clock,
    /// Where it is: `http://127.0.0.1:PORT`.
    pub url: String,
    server: JoinHandle<()>,
}

impl Drop for Stripe {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Stripe {
    /// Serves on a free port.
    pub async fn serve(clock: Clock) -> Self {
        rustls::crypto::ring::default_provider().install_default().ok();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let books = Arc::new(Mutex::new(Books::new(url.clone())));
        let router = http::router(Arc::clone(&books), Arc::clone(&clock));
        let server = tokio::spawn(async move { axum::serve(listener, router).await.expect("it serves") });
        Self {
            books,
            clock,
            url,
            server,
        }
    }

    fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> i64 {
        (self.clock)()
    }

    /// How the next requests are treated, one each.
    pub fn be(&self, moods: &[Mood]) {
        self.books().moods.extend(moods);
    }

    /// The buyer's card is taken on the page of a session. False when that is over.
    pub fn pay(&self, session: &str) -> bool {
        let now = self.now();
        self.books().pay(session, now)
    }

    /// The buyer's card is refused there; they may try again.
    pub fn decline(&self, session: &str) -> bool {
        let now = self.now();
        self.books().decline(session, now)
    }

    /// The buyer did their part, and the bank takes its time until [`Stripe::decide`].
    pub fn pay_slowly(&self, session: &str) -> bool {
        let now = self.now();
        self.books().pay_slowly(session, now)
    }

    /// The bank says yes or no to what was paid slowly.
    pub fn decide(&self, session: &str, yes: bool) {
        let now = self.now();
        self.books().decide(session, yes, now);
    }

    /// The bank takes so much of a session's payment back; the id of the dispute.
    pub fn dispute(&self, session: &str, amount: i64) -> String {
        let now = self.now();
        self.books().dispute(session, amount, now)
    }

    /// A dispute ends.
    pub fn close_dispute(&self, dispute: &str, won: bool) {
        let now = self.now();
        self.books().close_dispute(dispute, won, now);
    }

    /// Whether refunds from now on are on their way, rather than done at once.
    pub fn refund_slowly(&self, slowly: bool) {
        self.books().slow_refunds = slowly;
    }

    /// A refund that is on its way arrives; or one that arrived comes back.
    pub fn end_refund(&self, refund: &str, arrived: bool) {
        let now = self.now();
        self.books().end_refund(refund, arrived, now);
    }

    /// Every event there has been, in order: heard or not.
    pub fn events(&self) -> Vec<Event> {
        self.books().events.clone()
    }

    /// The sessions as the interface shows them.
    pub fn sessions(&self) -> Vec<Value> {
        let now = self.now();
        let books = self.books();
        books
            .sessions
            .iter()
            .map(|session| objects::session(&books, session, false, now))
            .collect()
    }

    /// The refunds as the interface shows them.
    pub fn refunds(&self) -> Vec<Value> {
        self.books().refunds.iter().map(objects::refund).collect()
    }

    /// What was captured and what was given back, of all sessions.
    pub fn balance(&self) -> (i64, i64) {
        self.books().balance()
    }

    /// Requests that were obeyed, with their idempotency keys.
    pub fn obeyed(&self) -> Vec<String> {
        self.books().obeyed.clone()
    }

    /// Forgets every idempotency key, as Stripe does after a day.
    pub fn forget_keys(&self) {
        self.books().keys.clear();
    }

    /// The header for a body that leaves now.
    pub fn sign(&self, body: &[u8]) -> String {
        signature(SECRET, self.now(), body)
    }

    /// Posts every event that was not heard yet to an address, in order, and says how many were heard: a status from 200
    /// to 299. The others are posted again by the next call.
    pub async fn deliver(&self, url: &str) -> usize {
        let client = http::client();
        let waiting: Vec<Event> = self.events().into_iter().filter(|event| !event.heard).collect();
        let mut heard = 0;
        for event in waiting {
            let posted = client
                .post(url)
                .header("Stripe-Signature", self.sign(event.body.as_bytes()))
                .header("Content-Type", "application/json; charset=utf-8")
                .body(event.body.clone())
                .send()
                .await;
            if posted.is_ok_and(|answer| answer.status().is_success()) {
                heard += 1;
                self.books().heard(&event.id);
            }
        }
        heard
    }
}

/// `t=…,v1=…` over a body.
pub fn signature(secret: &str, at: i64, body: &[u8]) -> String {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(secret.as_bytes()).expect("any key");
    mac.update(format!("{at}.").as_bytes());
    mac.update(body);
    format!("t={at},v1={}", hex::encode(mac.finalize().into_bytes()))
}
